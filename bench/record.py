"""The record: what sealing and a whole verification cost. The peer is a bare loop that makes the same hashes from bytes at hand."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.claims import Claim, seconds
from bench.elections import ROOT

SECTION = "The record"
LINES = 100_000


def record() -> Iterator[Claim]:
    """In a process and an installation of its own, on the embedded database."""
    with tempfile.TemporaryDirectory(prefix="letgo-bench-record-") as home:
        program = [sys.executable, "-m", "bench.record_run", str(LINES)]
        env = {**os.environ, "LETGO_HOME": home, "DJANGO_SETTINGS_MODULE": "letgo.house.settings"}
        env.pop("LETGO_DATABASE_URL", None)
        done = subprocess.run(program, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    if found["faults"]:
        raise RuntimeError(f"the record of the bench does not hold: {found['faults'][:3]}")
    peer = f"the same hashes alone: {seconds(found['hashes'])}"
    for what, spent, bar in (
        (f"{LINES:,} lines verified from the database, in s", found["database"], 6),
        (f"{LINES:,} lines verified from a saved copy by verify.py, in s", found["copy"], 6),
        ("10,000 new lines sealed, in s", found["seal"], 2),
    ):
        yield Claim(SECTION, what, seconds(spent), "" if bar == 2 else peer, spent, bar, least=False)
    yield Claim(
        SECTION,
        "verified from the database, times the hashes alone",
        seconds(found["database"]),
        peer,
        found["database"] / found["hashes"],
        15,
        least=False,
        kind="aim",
    )
