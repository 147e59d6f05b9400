"""Pages: processor time of a whole request beside the bare rendering of the same template with the same words."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.claims import Claim, seconds
from bench.elections import ROOT

SECTION = "Pages, in the made-up town of 600 people"
BARS = {
    "anyone": (1.5, "home of a place, for anyone"),
    "resident": (2.0, "home of a place, signed in"),
    "mine": (2.0, "my page"),
}


def pages() -> Iterator[Claim]:
    """In a process and an installation of its own, on the embedded database."""
    with tempfile.TemporaryDirectory(prefix="letgo-bench-pages-") as home:
        env = {**os.environ, "LETGO_HOME": home, "DJANGO_SETTINGS_MODULE": "letgo.house.settings"}
        env.pop("LETGO_DATABASE_URL", None)
        done = subprocess.run(
            [sys.executable, "-m", "bench.pages_run"], cwd=ROOT, env=env, check=True, capture_output=True, text=True
        )
    found = json.loads(done.stdout.splitlines()[-1])
    for name, (bar, words) in BARS.items():
        each = found[name]
        theirs = f"the same Jinja page alone: {seconds(each['bare'])}"
        yield Claim(SECTION, words, seconds(each["whole"]), theirs, each["whole"] / each["bare"], bar, least=False)
        yield Claim(
            SECTION, f"{words}: SQL queries", str(each["queries"]), "", each["queries"], each["most"], least=False
        )
    yield Claim(SECTION, "home of a place, packed, in kB", f"{found['kB']:.1f} kB", "", found["kB"], 60, least=False)
    yield Claim(SECTION, "the town built by actions, in s", seconds(found["town"]), "", found["town"], 45, least=False)
