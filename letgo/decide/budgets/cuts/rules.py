"""What must shrink when the giver gives less, what is left to keep whole, and when people's no to a plan counts.

The vote is about what stays whole: its purse is the money that is left when every project has shrunk as far as its plan says. So
whatever the count says, the cut is met and nothing below a plan is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST = 3  # one person never stops a plan, nor do two
MANY = 10  # so many always do
PERCENT = 20  # else a fifth of the people who live there


@dataclass(frozen=True)
class Plan:
    """How far one project can shrink: what it has now, and what it keeps at least. Pence."""

    now: int
    least: int

    @property
    def gives(self) -> int:
        """What it gives up when it shrinks."""
        return self.now - self.least


def needed(cut: int, free: int) -> int:
    """Pence that projects must give up: the cut, less what nobody has decided about yet."""
    return max(0, cut - max(0, free))


def to_keep(plans: Iterable[Plan], cut: int, free: int) -> int:
    """The purse of the vote: pence with which projects can be kept whole. Below nothing when the plans do not reach the cut."""
    return sum(plan.gives for plan in plans) - needed(cut, free)


def wrong(plan: Plan, spent: int) -> str:
    """Why a project cannot shrink like that, in a sentence; "" when it can."""
    if plan.least < spent:
        return "What is paid already cannot be cut."
    if plan.gives <= 0:
        return "A plan to shrink must give something up."
    return ""


def given_up(plans: Sequence[Plan], kept: Sequence[bool]) -> int:
    """Pence that projects give up in all, when `kept` says which stay whole."""
    return sum(plan.gives for plan, whole in zip(plans, kept, strict=True) if not whole)


def counts(objectors: int, people: int) -> bool:
    """Whether so many who say no send a plan back once, of `people` who live there: ten, or a fifth of all; never fewer than three.

    Source: house rule; a group of one has no veto, and no group of any size has one twice.
    """
    return objectors >= FEWEST and (objectors >= MANY or objectors * 100 >= people * PERCENT)
