"""How a count is to be made: the rule, what a voter's support is worth, and what settles a tie."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from letgo.engines.sealing.lots import lot

Rule = Literal["equal-shares", "greedy", "phragmen", "recorded"]
Utility = Literal["cost", "cardinality", "score"]
Completion = Literal["none", "add1", "add1u", "fill"]
Start = Literal["exact", "integral"]
Stop = Literal["exhaustive", "overrun"]
Ties = Literal["lot", "id"]

RANKS = re.compile(r"borda|points:[0-9]{1,9}(,[0-9]{1,9}){0,99}")
LARGEST_INCREMENT = 10**15


class BadSettings(ValueError):
    """A setting that no count can follow. `str()` is one sentence with the cure."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the votes that a result depends on.

    `increment`: whole currency units by which Add1 raises each voter's part. `ranks`: what a place on an ordinal ballot
    is worth under `score`: "borda" (m - 1 points for the first of m projects) or "points:3,2,1". `election` and `seed`
    go into the lot. Raises BadSettings.
    """

    rule: Rule = "equal-shares"
    utility: Utility = "cost"
    completion: Completion = "add1u"
    increment: int = 1
    start: Start = "exact"
    stop: Stop = "exhaustive"
    ties: Ties = "lot"
    ranks: str = "borda"
    election: str = ""
    seed: str = "letgo"

    def __post_init__(self) -> None:
        choices = {
            "rule": Rule,
            "utility": Utility,
            "completion": Completion,
            "start": Start,
            "stop": Stop,
            "ties": Ties,
        }
        for name, allowed in choices.items():
            value = getattr(self, name)
            if value not in get_args(allowed):
                raise BadSettings(f"--{name} cannot be “{value}”. Use one of: {', '.join(get_args(allowed))}.")
        if not 1 <= self.increment <= LARGEST_INCREMENT:
            raise BadSettings("--increment must be a whole number from 1 to 1,000,000,000,000,000.")
        for name in ("election", "seed"):
            if any("\ud800" <= letter <= "\udfff" for letter in getattr(self, name)):
                raise BadSettings(f"--{name} holds bytes that are no text in UTF-8. Type it again.")
        if not RANKS.fullmatch(self.ranks):
            raise BadSettings("--ranks must be “borda” or look like “points:3,2,1”.")
        if self.ranks != "borda" and self.utility != "score":
            raise BadSettings("--ranks only counts with --utility score. Add that, or leave --ranks out.")

    def as_dict(self) -> dict[str, str | int]:
        """The settings as they are printed and sealed."""
        return asdict(self)


def id_order(option: str) -> tuple[int, int, str]:
    """Sort key: ids of digits only by their number, then all others by plain string order."""
    if option.isascii() and option.isdigit():
        return (0, int(option) if len(option) <= 4000 else 10**4000, option)
    return (1, 0, option)


def last_keys(ids: Iterable[str], settings: Settings) -> list[int]:
    """The place of each id in the order that settles a tie last: one lot for the whole count, or the order of ids."""
    ids = list(ids)
    if settings.ties == "id":
        ordered = sorted(range(len(ids)), key=lambda i: id_order(ids[i]))
    else:
        ordered = sorted(range(len(ids)), key=lambda i: lot(settings.election, settings.seed, ids[i]))
    places = [0] * len(ids)
    for place, index in enumerate(ordered):
        places[index] = place
    return places
