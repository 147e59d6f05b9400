"""Pages: processor time of a whole request beside a bare Jinja page (bench/bare_page.py), in turns, each in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.claims import Claim, seconds
from bench.elections import ROOT

SECTION = "Pages, in the made-up town of 600 people"
TURNS = 60
BARS = {
    "anyone": (1.5, "home of a place, for anyone"),
    "resident": (2.0, "home of a place, signed in"),
    "mine": (2.0, "my page"),
}
MOST = {"anyone": 8, "resident": 8, "mine": 15}


def pages() -> Iterator[Claim]:
    """In processes and an installation of their own, on the embedded database."""
    with tempfile.TemporaryDirectory(prefix="letgo-bench-pages-") as folder:
        home = Path(folder, "home")
        home.mkdir()
        Path(folder, "bare").mkdir()
        env = {**os.environ, "LETGO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "letgo.house.settings"}
        env.pop("LETGO_DATABASE_URL", None)
        with (
            Asked(["bench.pages_run"], env) as ours,
            Asked(["bench.bare_page", str(Path(folder, "bare"))], env) as bare,
        ):
            built = ours.answer()
            for name in (*BARS, "anew"):
                yield from _claims(name, *_least(ours, bare, name))
    words = {name: what for name, (_, what) in BARS.items()} | {"anew": "home of a place, signed in, made anew"}
    for name, most in MOST.items():
        asked = built["queries"][name]
        yield Claim(SECTION, f"{words[name]}: SQL queries", str(asked), "", asked, most, least=False)
    yield Claim(SECTION, "home of a place, packed, in kB", f"{built['kB']:.1f} kB", "", built["kB"], 60, least=False)
    yield Claim(SECTION, "the town built by actions, in s", seconds(built["town"]), "", built["town"], 45, least=False)


def _claims(name: str, found: dict[str, float], bare: float) -> Iterator[Claim]:
    beside = f"a bare Jinja page {seconds(bare)}"
    if name in BARS:
        bar, what = BARS[name]
        yield Claim(SECTION, what, seconds(found["whole"]), beside, found["whole"] / bare, bar, least=False)
    else:
        what = "home of a place, signed in, made anew: for who has just sent a form"
        yield Claim(SECTION, what, seconds(found["whole"]), beside, found["whole"] / bare, 0, kind="figure")
    if "bare" in found:
        alone = f"its own template alone {seconds(found['bare'])}"
        yield Claim(
            SECTION,
            f"{what}, beside rendering",
            seconds(found["whole"]),
            alone,
            found["whole"] / found["bare"],
            0,
            kind="figure",
        )


def _least(ours: "Asked", bare: "Asked", name: str) -> tuple[dict[str, float], float]:
    """The least of each that was measured, in turns."""
    found: dict[str, float] = {}
    least = float("inf")
    for _ in range(TURNS):
        for what, spent in ours.answer(name).items():
            found[what] = min(found.get(what, spent), spent)
        least = min(least, bare.answer("page"))
    return found, least


class Asked:
    """A module that runs in a process of its own and answers each line with a line of JSON."""

    def __init__(self, words: list[str], env: dict[str, str]):
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", *words],
            cwd=ROOT,
            env=env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def answer(self, line: str = "") -> Any:
        """What it says to `line`; without one, the next thing that it says by itself."""
        assert self.process.stdin and self.process.stdout
        if line:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        said = self.process.stdout.readline()
        if not said:
            raise RuntimeError("a page of the bench broke: see above")
        return json.loads(said)

    def __enter__(self) -> "Asked":
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
