"""Voting on pages: what the web adds to a vote, beside a bare page; and 200 people who vote at once on a real server."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from bench.claims import Claim, seconds
from bench.elections import ROOT

SECTION = "Voting on pages"
VOTERS = 200
TIMES = 40


def pages() -> Iterator[Claim]:
    """In an installation of its own, on the embedded database."""
    with tempfile.TemporaryDirectory(prefix="letgo-bench-vote-") as folder:
        home = Path(folder) / "home"
        env = {**os.environ, "LETGO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "letgo.house.settings"}
        env.pop("LETGO_DATABASE_URL", None)
        _run(env, "bench.ballots_run", "make", "1000")
        found = _run(env, "bench.ballots_page_run", "cpu", str(TIMES))
        bare = _bare(Path(folder) / "bare")
        around = found["whole"] - found["cast"]
        theirs = f"a bare page of Django and Jinja: {seconds(bare)}"
        yield Claim(
            SECTION, "the web around a vote, processor time", seconds(around), theirs, around / bare, 2.5, least=False
        )
        yield Claim(
            SECTION, "SQL queries of the paper's page", str(found["queries"]), "", found["queries"], 12, least=False
        )
        with _served(env) as port:
            crowd = _run(env, "bench.ballots_page_run", "crowd", str(VOTERS), str(port))
        ours = f"{crowd['requests']} requests in {seconds(crowd['took'])}, the middle one {seconds(crowd['middle'])}"
        yield Claim(
            SECTION,
            f"{VOTERS} people vote at once on a server just started: p99 in s",
            ours,
            "",
            crowd["p99"],
            2,
            least=False,
        )
        yield Claim(
            SECTION, f"{VOTERS} people vote at once: errors", str(crowd["errors"]), "", crowd["errors"], 0, least=False
        )
        yield Claim(
            SECTION, f"{VOTERS} people vote at once: votes lost", str(crowd["lost"]), "", crowd["lost"], 0, least=False
        )


def _run(env: dict[str, str], *words: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _bare(folder: Path) -> float:
    """Least processor seconds of one whole request to a bare page, in a process of its own."""
    folder.mkdir()
    words = [sys.executable, "-m", "bench.bare_page", str(folder)]
    done = subprocess.run(words, cwd=ROOT, input="\n" * TIMES, check=True, capture_output=True, text=True)
    return min(map(float, done.stdout.split()))


@contextmanager
def _served(env: dict[str, str]) -> Iterator[int]:
    """The real server on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "letgo.house.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/how-it-works", timeout=2)
                break
            except (URLError, OSError):
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)
