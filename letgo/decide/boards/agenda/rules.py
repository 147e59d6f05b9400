"""Where an item comes from, which ones nobody can strike off, and how an item moves."""

from collections.abc import Mapping
from datetime import date

SOURCES = ("chair", "member", "escalation", "petition", "review", "removal", "appointment")
KEPT = ("escalation", "petition", "removal")  # what others put there: the board answers it
FIRST = KEPT  # and hears it before anything else
MOVES: Mapping[str, frozenset[str]] = {
    "waiting": frozenset({"listed", "struck"}),
    "listed": frozenset({"heard", "carried", "struck"}),
    "heard": frozenset(),
    "carried": frozenset(),  # goes on as another row, on the next agenda
    "struck": frozenset(),
}


def why_not_struck(kept: bool, state: str, mine: bool) -> str:
    """Why an item cannot be struck off, in one sentence; "" when it can: by whoever put it there, before it is heard."""
    if kept:
        return "This item cannot be struck off: the board answers it."
    if "struck" not in MOVES[state]:
        return "This item is over."
    return "" if mine else "Only whoever put this item on the agenda can take it off."


def in_time(listed: date, earliest_if_then: date, meeting: date) -> bool:
    """Whether an item was listed in time for the notice: `earliest_if_then` is the first day that a notice of that day allows.

    `listed` must not lie after the meeting.
    """
    return listed <= meeting and earliest_if_then <= meeting
