"""How rounds, ideas and projects move, the terms that are fixed when a round opens, and who must look at what."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

ROUND_MOVES: Mapping[str, frozenset[str]] = {
    "ideas": frozenset({"costing"}),
    "costing": frozenset({"voting", "over"}),
    "voting": frozenset({"delivering", "over"}),
    "delivering": frozenset({"over", "voting"}),
    "over": frozenset(),
}
# What may become of an idea. Each state in which somebody owes something has a clock (DUTIES) or a last day (answer_by).
IDEA_MOVES: Mapping[str, frozenset[str]] = {
    "said": frozenset({"merged", "costed", "refused", "withdrawn"}),
    "costed": frozenset({"agreed", "disputed", "costed", "merged", "refused", "withdrawn"}),
    "disputed": frozenset({"costed", "merged", "refused", "withdrawn"}),
    "agreed": frozenset({"on-the-vote", "costed", "merged", "refused", "withdrawn"}),
    "refused": frozenset({"appealed"}),
    "appealed": frozenset({"said", "costed", "agreed", "disputed", "refused"}),
    "on-the-vote": frozenset({"funded", "not-funded", "withdrawn"}),
    "funded": frozenset({"not-funded"}),
    "not-funded": frozenset({"funded"}),
    "merged": frozenset(),
    "withdrawn": frozenset(),
}
PROJECT_MOVES: Mapping[str, frozenset[str]] = {
    "set-aside": frozenset({"started", "stopped"}),
    "started": frozenset({"done", "stopped"}),
    "done": frozenset({"over"}),
    "stopped": frozenset({"over"}),
    "over": frozenset(),
}
SMALL_MOVES: Mapping[str, frozenset[str]] = {
    "asked": frozenset({"released", "refused", "withdrawn", "lapsed"}),
    "released": frozenset({"paid", "refused"}),
    "paid": frozenset(),
    "refused": frozenset(),
    "withdrawn": frozenset(),
    "lapsed": frozenset(),
}
CHANGE_WAYS = ("officer", "next-project", "poll")

HOW = {"online": "Online", "phone": "By phone", "paper": "On paper", "stall": "At a stall"}
CATEGORIES = {
    "outdoors": "Green and outdoors",
    "children": "Children and young people",
    "safety": "Safety and light",
    "buildings": "Halls and buildings",
    "health": "Health and sport",
    "together": "Events and neighbours",
    "getting-about": "Getting about",
    "other": "Something else",
}


@dataclass(frozen=True)
class Terms:
    """What is fixed before anybody proposes anything. Money in whole pence."""

    rise_percent: int = 10  # so much more the officer may allow, with a reason, while the reserve lasts
    reserve_pence: int = 0
    small_pence: int = 0  # three residents may release up to this at once; 0: no small money
    over_rise: str = "next-project"  # a larger rise: the published order of the next projects, or a poll
    checkers: int = 2  # of these must say the same; 1: an outside checker alone, for a small body
    answer_days: int = 14  # for the author: to answer an estimate, or to appeal
    method: str = "equal-shares"
    completion: str = "add1u"
    seed_from: str = ""  # which public number, not known yet, settles a tie
    object_days: int = 7
    add_names: int | None = None

    def as_data(self) -> dict[str, Any]:
        """As it is kept, and as the record says it."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Terms":
        """What as_data() gave."""
        return cls(**data)
