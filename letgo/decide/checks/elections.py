"""An election in a file: known by what stands in it, counted and laid beside other ways to count. Runs in the process that counts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from letgo.decide.checks.rules import Choices, rule_for
from letgo.engines.counting.beside import beside
from letgo.engines.counting.certificate import certificate
from letgo.engines.counting.counting import BadSettings, Result, Settings, count
from letgo.engines.counting.election import Election
from letgo.engines.counting.files import load
from letgo.engines.counting.report import report
from letgo.engines.sealing.reading import BadFile, Note

BEGINS = re.compile(
    rb"\s*(#|\d|\"?\d|[^\n;]*,)"
)  # how files of ballots begin; those of a town's budget begin with META
LOOKED_AT = 4096
MOST_PAIRS = 100  # of candidates whose pairs are shown


class SeatsMissing(Exception):
    """A sound file of ballots that does not say how many seats there are. `candidates` as the report has them."""

    def __init__(self, candidates: list[dict[str, Any]]) -> None:
        super().__init__()
        self.candidates = candidates


def holds_one(votes: Path) -> bool:
    """Whether a file begins as files of ballots do, rather than as one of votes on a town's budget."""
    with open(votes, "rb") as file:
        start = file.read(LOOKED_AT).removeprefix(b"\xef\xbb\xbf")
    return BEGINS.match(start) is not None and b"\0" not in start


def check(votes: Path, chosen: Mapping[str, Any], say: Callable[[float, str], None]) -> tuple[dict[str, Any], bytes]:
    """The report of an election, with "beside" and the matrix of pairs where one is chosen, and its certificate.

    `chosen` as Choices.as_dict() gives it. Raises BadFile, and SeatsMissing when that is all that is wrong.
    """
    choices = Choices(**chosen)
    say(0.05, "reading the votes")
    election, notes = _read(votes, choices.seats or None)
    say(0.4, "counting")
    result = _count(election, choices)
    say(0.6, "looking for who is left with nobody")
    found = report(result, notes)
    say(0.8, "counting in other ways")
    found["beside"] = beside(result)
    found["pairs"] = _pairs(result)
    found.pop("matrix", None)
    return found, certificate(result)


def _read(votes: Path, seats: int | None) -> tuple[Election, tuple[Note, ...]]:
    try:
        return load(votes, seats)
    except BadFile:
        if seats:
            raise
        try:
            election, _ = load(votes, 1)
        except BadFile as bad:
            raise bad from None
    people = enumerate(election.candidates, 1)
    raise SeatsMissing([{"number": n, "name": who.name, "party": who.party} for n, who in people])


def _count(election: Election, choices: Choices) -> Result:
    settings = Settings(
        rule=choices.rule or rule_for(election.seats),  # type: ignore[arg-type]  # Settings checks the word
        seats=choices.seats, election=choices.name, seed=choices.seed, withdraw=tuple(choices.withdraw), ron=choices.ron,
    )  # fmt: skip
    try:
        return count(election, settings)
    except BadSettings as bad:
        raise BadFile(str(bad), "Choose another way to count") from None


def _pairs(result: Result) -> list[list[int]] | None:
    """How many papers put each candidate above each other, where one person is chosen."""
    election = result.count.election
    if (result.matrix is None and election.seats > 1) or len(election.candidates) > MOST_PAIRS:
        return None
    matrix = result.matrix or count(election, replace(result.settings, rule="ranked-pairs", ron=0, withdraw=())).matrix
    return [list(row) for row in matrix or ()]
