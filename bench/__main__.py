"""`python -m bench [--full] [--write] [--only WORD ...]`: every claim beside its peer, as a ratio, in one run.

Prints a table; `--write` puts it into docs/bench.md too, with the commit that was measured. Ends with 1 where a must is missed.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench import ballots, ballots_page, boards, budgets, counting, files, may, money, pages, record, wards
from bench.claims import Claim, table
from bench.elections import ROOT, File
from bench.elections import files as find
from bench.peers import Pabutools

METHOD = """Times are seconds of processor time, all threads together; the least of several runs in which Letgo and its peer take turns, so that
whatever else the machine does slows both. Counting starts from loaded ballots and ends with the winners; pabutools (1.2.3, exact
fractions by gmpy2) is called as its users call it, `method_of_equal_shares(instance, profile, Cost_Sat)`. Both must elect the same projects in
this very run. Memory is the peak of resident memory."""


def main() -> int:
    """Measure, print, and perhaps write."""
    ask = argparse.ArgumentParser(
        prog="python -m bench", description="Every claim on speed and memory, beside its peer."
    )
    ask.add_argument("--full", action="store_true", help="every file, not a spread of them")
    ask.add_argument("--write", action="store_true", help="write docs/bench.md")
    ask.add_argument(
        "--only", nargs="*", default=[], metavar="PART", help="some of: " + " ".join(_parts({}, Path(), None, None))
    )
    told = ask.parse_args()
    loads, commit = [os.getloadavg()[0]], _commit()
    with tempfile.TemporaryDirectory(prefix="letgo-bench-") as folder, Pabutools() as peer:
        found, source = find(Path(folder))
        claims = []
        for name, part in _parts(found, Path(folder), peer, None if told.full else 12).items():
            if not told.only or name in told.only:
                claims += _measure(name, part)
                loads.append(os.getloadavg()[0])
    text = "\n".join([*_preface(commit, source, told.full, loads), "", table(claims), _verdict(claims), ""])
    print(text)
    if told.write:
        (ROOT / "docs" / "bench.md").write_text(text, encoding="utf-8")
    return int(any(claim.kind == "must" and not claim.holds for claim in claims))


def _parts(
    found: dict[str, File], folder: Path, peer: Pabutools | None, many: int | None
) -> dict[str, Callable[[], Iterator[Claim]]]:
    return {
        "memory": lambda: files.memory(found, folder),
        "large": lambda: counting.large(peer, found),
        "fine": lambda: counting.fine_currency(found),
        "others": lambda: counting.others(peer, found, many),
        "loading": lambda: files.loading(peer, found, many),
        "growth": lambda: files.growth(found, folder),
        "ballots": ballots.votes,
        "money": money.ledger,
        "record": record.record,
        "may": lambda: may.claims(folder),
        "pages": pages.pages,
        "boards": boards.election,
        "budgets": budgets.pages,
        "voting-pages": ballots_page.pages,
        "wards": wards.wards,
    }


def _measure(name: str, part: Callable[[], Iterator[Claim]]) -> Iterator[Claim]:
    for claim in part():
        print(f"{name}: {' · '.join(cell for cell in claim.cells() if cell)}", file=sys.stderr)
        yield claim


def _commit() -> str:
    """The commit that is measured: what stood there when the run began."""

    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", ROOT, *words], check=False, capture_output=True, text=True).stdout.strip()

    changed = git("status", "--porcelain", "--", "letgo", "bench")
    return (git("rev-parse", "--short=12", "HEAD") or "none") + (" with changes not committed" if changed else "")


def _preface(commit: str, source: str, full: bool, loads: list[float]) -> list[str]:
    return [
        "# What Letgo claims about speed and memory, measured",
        f"Commit {commit}, {datetime.now(UTC):%d %B %Y}, `python -m bench{' --full' if full else ''}`. {source}",
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}. "
        f"Load average of the machine during the run: {min(loads):.1f} to {max(loads):.1f}, so other work ran beside it."
        if max(loads) > 1.5
        else f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}. "
        f"Load average {min(loads):.1f} to {max(loads):.1f}.",
        "",
        METHOD,
    ]


def _verdict(claims: list[Claim]) -> str:
    musts = [claim for claim in claims if claim.kind == "must"]
    aims = [claim for claim in claims if claim.kind == "aim"]
    missed = [f"{claim.section}: {claim.what}" for claim in musts if not claim.holds]
    said = f"{sum(c.holds for c in musts)} of {len(musts)} musts and {sum(c.holds for c in aims)} of {len(aims)} aims are reached."
    return said + ("" if not missed else " Missed: " + "; ".join(missed) + ".")


if __name__ == "__main__":
    sys.exit(main())
