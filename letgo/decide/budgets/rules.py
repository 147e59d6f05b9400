"""How rounds, ideas and projects move, the terms that are fixed when a round opens, and who must look at what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

ROUND_MOVES: Mapping[str, frozenset[str]] = {
    "ideas": frozenset({"costing"}),
    "costing": frozenset({"voting", "over"}),
    "voting": frozenset({"delivering", "costing", "over"}),  # a vote that was void is held again
    "delivering": frozenset({"over", "costing"}),  # a challenge was upheld: so is this one
    "over": frozenset(),
}
# What may become of an idea. Each state in which somebody owes something has a clock (DUTIES); its author has a last day (answer_by).
IDEA_MOVES: Mapping[str, frozenset[str]] = {
    "said": frozenset({"merged", "costed", "refused", "withdrawn", "carried"}),
    "costed": frozenset({"agreed", "disputed", "costed", "merged", "refused", "withdrawn", "carried"}),
    "disputed": frozenset({"costed", "merged", "refused", "withdrawn", "carried"}),
    "agreed": frozenset({"on-the-vote", "costed", "merged", "refused", "withdrawn", "carried"}),
    "refused": frozenset({"appealed"}),
    "appealed": frozenset({"said", "costed", "agreed", "disputed", "refused", "carried"}),
    "on-the-vote": frozenset({"funded", "not-funded", "agreed", "withdrawn"}),
    "funded": frozenset({"agreed", "not-funded"}),
    "not-funded": frozenset({"funded", "agreed"}),
    "merged": frozenset(),
    "withdrawn": frozenset(),
    "carried": frozenset(),  # not ready in time: it stands at once in the next round
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

WAITING = frozenset({"said", "costed", "disputed", "appealed"})  # not ready for the vote
OPEN = WAITING | {"agreed"}
SMALL_BODY = 60  # fewer people than this: one outside checker stands for every "two people"
CHECKERS = frozenset({"outside-checker", "board-member", "secretary", "treasurer"})
OUTSIDE = "outside-checker"

# Who owes what about an idea or a round: the rule of the pack, and whether its holder is the place or those who speak for the holders.
DUTIES: Mapping[str, str] = {
    "budgets.cost-idea": "place",
    "budgets.check-idea": "speaker",
    "budgets.answer-dispute": "place",
    "budgets.decide-appeal": "speaker",
    "budgets.answer-rise": "speaker",
    "budgets.put-on-the-vote": "speaker",
    "budgets.start-project": "place",
    "budgets.finish-stage": "place",
    "budgets.pay-small": "speaker",
}

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


def moved(state: str, to: str, moves: Mapping[str, frozenset[str]] = IDEA_MOVES) -> bool:
    """Whether something in `state` may go to `to`."""
    return to in moves[state]


def days_fault(opened: date, ideas: date, costing: date, votes: tuple[date, date]) -> str:
    """What is wrong with the days of a round, "" when nothing is. Each step ends before the next begins."""
    if ideas < opened:
        return "The last day for ideas must be still to come."
    if costing < ideas:
        return "Costing ends after the last day for ideas."
    if votes[0] <= costing:
        return "The vote opens after costing ends."
    return "The vote must be open for a day or more." if votes[1] < votes[0] else ""


def terms_fault(terms: Terms, purse_pence: int) -> str:
    """What is wrong with the terms of a round, "" when nothing is."""
    if not 0 <= terms.rise_percent <= 100:
        return "A rise is between 0 and 100 percent."
    if not 0 <= terms.reserve_pence < purse_pence:
        return "The reserve is a part of the money, and not all of it."
    if terms.small_pence < 0 or terms.answer_days < 1 or terms.checkers not in (1, 2):
        return "An amount is nothing or more, and people have a day or more to answer."
    return "" if terms.over_rise in CHANGE_WAYS[1:] else "Say what happens when something costs much more."


def checkers_needed(people: int) -> int:
    """How many checkers must say the same: 2, and in a small body 1 from outside. Source: DESIGN §5."""
    return 1 if people < SMALL_BODY else 2


def verdict(checks: Iterable[tuple[bool, bool]], needed: int) -> bool | None:
    """Whether the money may be spent on an idea, from (yes, outside) of each check in their order; None: not known yet.

    Two must say the same; where they differ a third settles it. In a small body the first outside checker alone counts.
    """
    if needed == 1:
        return next((yes for yes, outside in checks if outside), None)
    count = {True: 0, False: 0}
    for yes, _ in checks:
        count[yes] += 1
        if count[yes] == needed:
            return yes
    return None


def after_appeal(estimates: Sequence[str]) -> str:
    """The state of an idea that the holders put back: as it stood before, from the answers to its estimates ("" not answered)."""
    if not estimates:
        return "said"
    return {"": "costed", "disputes": "disputed"}.get(estimates[-1], "agreed")


def ready(state: str, eligible: bool | None) -> bool:
    """Whether an idea goes on the vote: its cost is agreed and it was checked."""
    return state == "agreed" and eligible is True
