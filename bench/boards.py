"""Boards: an election of 2,000 electors from its call to the seats it fills, in machine time; wall time that people take is not in it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.claims import Claim, seconds

SECTION = "An election of a board"
BAR = 60.0  # seconds of machine time, from the call to the declaration
ELECTORS = 2_000


def election() -> Iterator[Claim]:
    """In a process and an installation of its own, on the embedded database."""
    with tempfile.TemporaryDirectory(prefix="letgo-bench-boards-") as folder:
        home = Path(folder, "home")
        home.mkdir()
        env = {**os.environ, "LETGO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "letgo.house.settings"}
        env.pop("LETGO_DATABASE_URL", None)
        command = [sys.executable, "-m", "bench.boards_run", str(ELECTORS)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=900)
    found = json.loads(done.stdout.splitlines()[-1])
    said = f"{found['ballots']:,} ballots, {found['names']} names, {found['seats']} seats"
    yield Claim(
        SECTION, f"{ELECTORS:,} electors, call to declaration, machine time", seconds(found["spent"]), said, found["spent"],
        BAR, least=False,
    )  # fmt: skip
    for word, spent in found["parts"].items():
        yield Claim(SECTION, f"of it: {word}", seconds(spent), "", spent, 0, kind="figure")
