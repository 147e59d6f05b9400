"""Reports of made-up elections, by the real count: one for each state that the page of an election can be in."""

from collections.abc import Mapping
from functools import cache
from json import dumps, loads
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from letgo.decide.checks import elections
from letgo.house.town.elections import alder_hall, alder_ward

LOT = '3 1\n5 1 0\n5 2 0\n5 3 0\n0\n"Person A"\n"Person B"\n"Person C"\n"A tie"\n'
SHUT_OUT = "4,2,\n60,1,2,\n55,2,1,\n34,3,4,\n28,4,3,\n" + "".join(
    f'"Candidate {n}","Person {n}","",\n' for n in (1, 2, 3, 4)
)
NOBODY = '2 1\n0\n"Person A"\n"Person B"\n"Nobody came"\n'
EVIL_NAME = "<script>alert(1)</script>'><img src=x onerror=alert(1)>"
PREFLIB = "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Person A\n# TITLE: No seats said\n4: 1,2\n3: 2,3\n2: 3\n"


def counted(text: str, **chosen: Any) -> dict[str, Any]:
    """The report that the process which counts would write for this file."""
    return loads(_counted(text, dumps(chosen)))


@cache
def _counted(text: str, chosen: str) -> str:
    with TemporaryDirectory() as folder:
        votes = Path(folder) / "votes"
        votes.write_text(text, encoding="utf-8")
        report, _ = elections.check(votes, loads(chosen), lambda part, word: None)
    return dumps(report)


def many(candidates: int = 60) -> str:
    """A BLT file of many candidates for seven seats: more stages and rows than one page shows."""
    rows = [f"{candidates} 7"]
    rows += [f"{200 - 3 * n} {n} {n % candidates + 1} {(n + 6) % candidates + 1} 0" for n in range(1, candidates + 1)]
    return (
        "\n".join(
            [
                *rows,
                "0",
                *(f'"Person number {n}{EVIL_NAME if n == 9 else ""}"' for n in range(1, candidates + 1)),
                '"Many"',
            ]
        )
        + "\n"
    )


STATES: Mapping[str, Any] = {
    "ward": lambda: counted(alder_ward()),
    "hall": lambda: counted(alder_hall()),
    "pairs": lambda: counted(alder_hall(), rule="ranked-pairs"),
    "marks": lambda: counted(alder_ward(), rule="block"),
    "meek": lambda: counted(alder_ward(), rule="meek-nz"),
    "ers97": lambda: counted(alder_ward(), rule="ers97"),
    "lot": lambda: counted(LOT),
    "shut-out": lambda: counted(SHUT_OUT, rule="block"),
    "withdrew": lambda: counted(alder_ward(), withdraw=[3, 9]),
    "reopened": lambda: counted(alder_ward(), ron=3),
    "nobody": lambda: counted(NOBODY),
    "many": lambda: counted(many()),
}
