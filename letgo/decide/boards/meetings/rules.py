"""Notice in clear days, quorum, and what follows when too few come. Plain values in and out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from letgo.commons.promises.rules import Calendar, Length, days_on

KINDS = ("board", "general", "special")
TO_ALL = ("general", "special")  # every member may come and vote
MOVES: Mapping[str, frozenset[str]] = {
    "called": frozenset({"open", "cancelled"}),
    "open": frozenset({"quorate", "inquorate"}),
    "quorate": frozenset({"held"}),
    "inquorate": frozenset(),
    "held": frozenset(),
    "cancelled": frozenset(),
}
OVER = frozenset({"inquorate", "held", "cancelled"})
HOW = ("coming", "present", "online", "apology", "left")
THERE = ("present", "online")
LEAST = 2  # one person alone is no meeting, whatever the terms say


def earliest(given: date, notice: Length, calendar: Calendar) -> date:
    """The first day on which a meeting may be held when its notice is given on the day `given`.

    Neither the day of the notice nor the day of the meeting counts: so many whole (or whole working) days lie between them.
    Raises OutOfCalendar, and ValueError for hours: a notice is in days.
    """
    if notice.unit == "hours":
        raise ValueError("A notice is in days, not in hours.")
    return days_on(given, notice, calendar) + timedelta(days=1)


def clear_days(given: date, on: date) -> int:
    """How many whole days lie between the day of the notice and the day of the meeting."""
    return max(0, (on - given).days - 1)


def quorum(kind: str, board: int, people: int, percent: int, roll: int) -> int:
    """How many must be there. A board: `board` members. A general meeting: the greater of `people` and `percent` of the `roll`,
    rounded up. Never fewer than LEAST.
    """
    if kind == "board":
        return max(LEAST, board)
    return max(LEAST, people, -(-percent * roll // 100))


def second_quorum(first: int, second_meeting: str) -> int:
    """How many must be there at a second meeting, after too few came to the first: those present, where the terms say so."""
    return min(first, LEAST) if second_meeting == "those-present" else first


def judged(present: int, needed: int) -> str:
    """ "quorate" or "inquorate". Proxies never count."""
    return "quorate" if needed > 0 and present >= needed else "inquorate"


def after_inquorate(second: bool, second_meeting: str) -> str:
    """What follows when too few came: a second meeting by its own notice, of the same quorum ("again") or of whoever comes
    ("those-present"); and after a second one "nobody": it decides nothing.
    """
    if second:
        return "nobody"
    return "those-present" if second_meeting == "those-present" else "again"


def may_decide(kind: str, those_present: bool, decides: Sequence[str]) -> bool:
    """Whether a meeting may vote on a resolution of this kind: at a second meeting of those present only what the terms name."""
    return not those_present or kind in decides
