"""What a vote is and how it moves, what a voter may pick, and what a count of it says. Plain values in, plain values out."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How far a vote is."""

    CALLED = "called"
    OPEN = "open"
    CLOSING = "closing"  # inside the close's own transaction only: the one state in which the sealed box takes anything
    CLOSED = "closed"
    COUNTED = "counted"
    DECLARED = "declared"
    DONE = "done"  # what happens because of it has happened
    UPHELD = "upheld"  # a challenge was: what happened is taken back
    VOID = "void"


MOVES: Mapping[str, frozenset[str]] = {
    "called": frozenset({"called", "open", "void"}),
    "open": frozenset({"open", "closing"}),
    "closing": frozenset({"closed"}),
    "closed": frozenset({"closed", "counted", "void"}),
    "counted": frozenset({"counted", "closed", "declared", "void"}),
    "declared": frozenset({"declared", "done", "upheld"}),
    "done": frozenset({"upheld"}),
    "upheld": frozenset({"upheld"}),
    "void": frozenset(),
}
SEALED = frozenset({"closed", "counted", "declared", "done", "upheld"})  # the box is sealed
PUBLIC = frozenset({"declared", "done", "upheld"})  # its result is for everybody
CHANNELS = ("online", "paper")
RULINGS = frozenset({"doubtful", "late", "lost", "influence", "challenge", "outage", "tie", "withdrawn-option"})

# Each method and the version of its rule. engines/sharing counts all of them; judge() adds what yes-no and "none of these" need.
METHODS: Mapping[str, str] = {
    "equal-shares": "equal-shares/1",
    "greedy": "greedy/1",
    "approval": "approval/1",
    "yes-no": "yes-no/1",
}
FUNDS = frozenset({"equal-shares", "greedy"})  # options have costs, and a purse pays them
SHORTEST_OPEN = timedelta(hours=1)
MOST_HELPED = 3  # votes helped by one person before the returning officer is told
PUBLISHED_FROM = 200  # ballots; fewer are recounted by two agents only


@dataclass(frozen=True)
class Terms:
    """What is settled before a vote opens and never changed after it. Part of Poll.settings.

    `seats`: how many options an approval elects. `pass_percent`: what part of the yes and no votes a yes needs; more than it.
    `of_roll`: the part is of everybody on the list. `most`: how many options a voter may pick, 0 for any number.
    `paper`: what holds when one voter votes on paper and online. `outage_minutes` within the last `outage_hours` move the close.
    `engine`: settings of engines/sharing (utility, completion, increment, ...).
    """

    seats: int = 1
    pass_percent: int = 50
    of_roll: bool = False
    most: int = 0
    paper: str = "paper-wins"
    late_post: str = "refused"  # or "ruled": papers/rules.py says what each means
    paper_hours: int = 48  # after the close, for typing and settling papers; then the vote goes on with what stands
    bring_to: str = ""  # where papers are handed in, and where they are posted to
    outage_minutes: int = 30
    outage_hours: int = 6
    engine: tuple[tuple[str, str | int], ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Plain JSON; from_data() reads it."""
        return {**asdict(self), "engine": dict(self.engine)}

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "Terms":
        """What as_data() made."""
        return Terms(**{**data, "engine": tuple(sorted(data["engine"].items()))})


def may_move(before: str, after: str) -> bool:
    """Whether a vote may go from one state to another."""
    return after in MOVES[before]


@dataclass(frozen=True)
class Choice:
    """One option as a voter's pick is checked against: its number, and whether it is "none of these"."""

    number: int
    none: bool = False


def picks_fault(picks: Collection[int], choices: Collection[Choice], most: int) -> str:
    """Why these numbers cannot be a vote, in a sentence; "" when they can. No picks at all is an empty vote, and can be.

    `choices` are the options that stand; `most` picks are allowed, 0 for any number.
    """
    known = {choice.number for choice in choices}
    if len(set(picks)) != len(picks) or not known.issuperset(picks):
        return "One of these is not on the list of this vote."
    if len(picks) > 1 and any(choice.none and choice.number in picks for choice in choices):
        return "You picked “none of these” and something else as well."
    if most and len(picks) > most:
        return f"You can pick {most} at most."
    return ""


def outage_moves(start: datetime, end: datetime, closes: datetime, terms: Terms) -> int:
    """By how many whole minutes a time without service moves the close of a vote, by the rule fixed before it opened.

    Only what lies in the last `outage_hours` before the close counts, and only when it is longer than `outage_minutes`.
    """
    first = max(start, closes - timedelta(hours=terms.outage_hours))
    lost = (min(end, closes) - first).total_seconds() / 60
    return 0 if lost <= terms.outage_minutes else -int(-lost // 1)


@dataclass(frozen=True)
class Helped:
    """A vote that someone helped with: how the voter agreed, and for which organisation the helper did it (its id), if any."""

    agreed: str
    organisation: str = ""
