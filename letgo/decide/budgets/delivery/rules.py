"""How a project is delivered: its stages and their days, who may say yes to the last one, and which way a change of cost goes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from letgo.commons.record.rules import Sentence
from letgo.decide.budgets.rules import Terms

T = TypeVar("T")

MOST_STAGES = 12
ANSWERS = (
    "raise",
    "old-cost",
    "next",
)  # to a rise above the terms: pay it; the old cost or nothing; let it go and build who is next


@dataclass(frozen=True)
class Step:
    """One stage as it is planned: what is done, by which day."""

    title: str
    due: date


@dataclass(frozen=True)
class Costs:
    """What a project costs, in pence: as it was voted on, as it stands now, and what all rises of its round have used of the reserve."""

    voted: int
    now: int
    reserve_used: int


def wrong(steps: Sequence[Step], today: date) -> str:
    """Why these stages cannot be promised, in a sentence; "" when they can."""
    if not 1 <= len(steps) <= MOST_STAGES:
        return Sentence("Plan 1 to {most} stages.", most=MOST_STAGES)
    if any(not step.title.strip() for step in steps):
        return "Say what is done in each stage."
    if steps[0].due <= today:
        return "The first stage needs a day that is still to come."
    if any(later.due < earlier.due for earlier, later in pairwise(steps)):
        return "A stage cannot be done before the one that it follows."
    return ""


def clock_from(due: date) -> datetime:
    """When the clock of a stage starts: on the day before the day that was named, so that one day later is that day's end."""
    return datetime.combine(due - timedelta(days=1), time(12), UTC)


def way(costs: Costs, to: int, terms: Terms) -> str:
    """Which way a new cost of `to` pence goes, by the terms that were fixed before anybody voted: "officer", or what the terms say.

    The officer may lower it, and raise it while the whole rise over the cost that was voted on is within the percentage and the
    reserve lasts. Many small rises count as one.
    """
    if to <= costs.now:
        return "officer"
    within = (to - costs.voted) * 100 <= costs.voted * terms.rise_percent
    lasts = costs.reserve_used + (to - costs.now) <= terms.reserve_pence
    return "officer" if within and lasts else terms.over_rise


def most_by_officer(costs: Costs, terms: Terms) -> int:
    """The highest cost that the officer may allow alone, in pence; never below what it costs now."""
    by_percent = costs.voted + costs.voted * terms.rise_percent // 100
    by_reserve = costs.now + max(0, terms.reserve_pence - costs.reserve_used)
    return max(costs.now, min(by_percent, by_reserve))


def silent(hands: Collection[UUID], declared: Mapping[UUID, str]) -> set[UUID]:
    """Who works on an idea and has not said whether they gain by it."""
    return set(hands) - set(declared)


def gains(person: UUID | None, declared: Mapping[UUID, str]) -> bool:
    """Whether this person said that they gain by it: then somebody else must act."""
    return person is not None and bool(declared.get(person, "").strip())


def cannot_confirm(*, person: UUID | None, helper: UUID | None, doers: Collection[UUID], works: bool) -> str:
    """Why this person's yes does not count for a stage, in a sentence; "" when it does.

    `doers`: who started it, or showed that it is done. `works`: they hold a role of staff or the project's own.
    """
    if person is None:
        return "Sign in first."
    if person in doers or helper in doers:
        return "Whoever does the work does not say that it is done."
    return "Someone who works for the council or for this project cannot say yes for residents." if works else ""


def next_that_fit(order: Sequence[tuple[T, int]], free: int) -> list[T]:
    """Of the published order, each with its cost in pence: every one that fits into what is free, the first first."""
    found = []
    for item, pence in order:
        if 0 < pence <= free:
            free -= pence
            found.append(item)
    return found
