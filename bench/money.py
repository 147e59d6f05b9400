"""The ledger: what a posting, a balance and a whole verification cost. Its peer for a posting is the least that a ledger could do."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.claims import Claim, seconds
from bench.elections import ROOT

SECTION = "Money"
ROWS = 100_000


def ledger() -> Iterator[Claim]:
    """In a process and an installation of its own, on the embedded database."""
    with tempfile.TemporaryDirectory(prefix="letgo-bench-money-") as home:
        program = [sys.executable, "-m", "bench.money_run", str(ROWS)]
        env = {**os.environ, "LETGO_HOME": home, "DJANGO_SETTINGS_MODULE": "letgo.house.settings"}
        env.pop("LETGO_DATABASE_URL", None)
        done = subprocess.run(program, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    if found["faults"]:
        raise RuntimeError(f"the ledger of the bench does not hold: {found['faults'][:3]}")
    yield Claim(
        SECTION, "SQL statements of a posting", str(found["statements"]), "", found["statements"], 5, least=False
    )
    yield Claim(
        SECTION,
        "a posting with line, floor, limits and balances",
        seconds(found["posting"]),
        f"two bare rows by sqlite3: {seconds(found['raw'])}",
        found["posting"] / found["raw"],
        100,
        least=False,
        kind="aim",
    )
    yield Claim(
        SECTION,
        f"a balance after {ROWS:,} transfers, in ms",
        seconds(found["balance"]),
        "",
        found["balance"] * 1e3,
        1,
        least=False,
    )
    yield Claim(
        SECTION, f"{ROWS:,} transfers verified, in s", seconds(found["verify"]), "", found["verify"], 5, least=False
    )
