"""Meetings as plain values: notice in clear days, quorum, agenda, votes and majorities, expenses.

What models know of them too stands here; proxies, minutes and first weeks have rules of their own in their inner rooms.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from letgo.commons.promises.rules import Calendar, Length, days_on
from letgo.commons.record.rules import Sentence

MEETING_KINDS = ("board", "general", "special")
TO_ALL = ("general", "special")  # every member may come and vote
MEETING_MOVES: Mapping[str, frozenset[str]] = {
    "called": frozenset({"open", "cancelled"}),
    "open": frozenset({"quorate", "inquorate", "cancelled"}),  # called off by the clock alone: two never counted
    "quorate": frozenset({"held"}),
    "inquorate": frozenset(),
    "held": frozenset(),
    "cancelled": frozenset(),
}
OVER = frozenset({"inquorate", "held", "cancelled"})
HOW = ("coming", "present", "online", "apology", "left")
THERE = ("present", "online")
CAME = (*THERE, "left")
DOUBTS = ("asked", "out", "there")  # "I was not there": asked; what somebody from outside found
NOT_COUNTED = ("asked", "out")
DENY_DAYS = 7  # so long at least, however soon the minutes are published, someone says that they were not there
DOORS = timedelta(hours=1)  # so long before its time a meeting can be opened
PATIENCE = timedelta(minutes=30)  # so long after its time nobody says that too few came
AGAIN = 3  # at a second meeting of those present: someone in the chair, and two who count
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
    return min(first, AGAIN) if second_meeting == "those-present" else first


def deny_until(day: date, minutes_days: int) -> date:
    """The last day on which someone says that they were not at the meeting of `day`: as long as its minutes may take, and DENY_DAYS at
    least.
    """
    return day + timedelta(days=max(DENY_DAYS, minutes_days))


def in_doubt(present: int, quorum: int, asked: int, out: int) -> str:
    """What became of a vote with `present` people: "fell" when it lacks its quorum without those who were not there, "asked" while
    `asked` more say so and it would lack it without them too; else "".
    """
    if present - out < quorum:
        return "fell"
    return "asked" if present - out - asked < quorum else ""


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


# The agenda.

SOURCES = ("chair", "member", "escalation", "petition", "review", "removal", "appointment")
KEPT = ("escalation", "petition", "removal")  # what others put there: the board answers it
FIRST = KEPT  # and hears it before anything else
ITEM_MOVES: Mapping[str, frozenset[str]] = {
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
    if "struck" not in ITEM_MOVES[state]:
        return "This item is over."
    return "" if mine else "Only whoever put this item on the agenda can take it off."


def in_time(listed: date, earliest_if_then: date, meeting: date) -> bool:
    """Whether an item was listed in time for the notice: `earliest_if_then` is the first day that a notice of that day allows.

    `listed` must not lie after the meeting.
    """
    return listed <= meeting and earliest_if_then <= meeting


# Votes.

CHOICES = ("yes", "no", "abstain")
# The part of the votes for and against that must be for. An ordinary resolution needs more than its part.
MAJORITIES: Mapping[str, Fraction] = {
    "ordinary": Fraction(1, 2),
    "two-thirds": Fraction(2, 3),
    "three-quarters": Fraction(3, 4),
}


@dataclass(frozen=True)
class Votes:
    """So many for, against and abstained; `by_proxy` of them all."""

    yes: int = 0
    no: int = 0
    abstained: int = 0
    by_proxy: int = 0

    @property
    def all(self) -> int:
        """Votes of every kind."""
        return self.yes + self.no + self.abstained


@dataclass(frozen=True)
class Told:
    """What one teller counted."""

    teller: str
    votes: Votes


def added(hands: Iterable[tuple[str, int]]) -> Votes:
    """The votes of (choice, weight) pairs. Whoever abstains counts for neither side."""
    sums = dict.fromkeys(CHOICES, 0)
    for choice, weight in hands:
        sums[choice] += weight
    return Votes(sums["yes"], sums["no"], sums["abstain"])


def has_majority(kind: str, yes: int, no: int) -> bool:
    """Whether so many for and against are the majority that `kind` asks for. A tie is no majority, and nobody has a casting vote."""
    if yes <= 0:
        return False
    part = Fraction(yes, yes + no)
    return part > MAJORITIES[kind] if kind == "ordinary" else part >= MAJORITIES[kind]


def carried(kind: str, votes: Votes, present: int, quorum: int) -> bool:
    """Whether it is carried: enough were there, and its majority was for it."""
    return 0 < quorum <= present and has_majority(kind, votes.yes, votes.no)


def agreed(counts: Sequence[Told]) -> Votes | None:
    """The votes that two different tellers counted alike in one round; None while there are none."""
    for index, one in enumerate(counts):
        if any(other.teller != one.teller and other.votes == one.votes for other in counts[index + 1 :]):
            return one.votes
    return None


def count_fault(votes: Votes, present: int, proxies: int) -> str:
    """Why a teller's figures cannot be, in one sentence; "" when they can."""
    if min(votes.yes, votes.no, votes.abstained, votes.by_proxy) < 0:
        return "A count is never below nothing."
    if votes.by_proxy > min(proxies, votes.all):
        return Sentence("At most {most} of these votes can be by proxy.", most=min(proxies, votes.all))
    if votes.all - votes.by_proxy > present:
        return Sentence("Only {present} are here to vote.", present=present)
    return ""


SECOND = "It was a second meeting, to which few came: the rules let those present decide this."


def sentence(
    kind: str, votes: Votes, present: int, quorum: int, weighted: bool = False, those_present: bool = False
) -> str:  # fmt: skip
    """The result in plain words. `those_present`: fewer than usual were there, and the terms let them decide; that is said."""
    unit = " by weight" if weighted else ""
    count = f"{votes.yes} for, {votes.no} against, {votes.abstained} abstained{unit}"
    if not 0 < quorum <= present:
        return f"Nothing was decided: {present} were there who could vote on this, and {quorum} are needed."
    needs = {"ordinary": "more for than against", "two-thirds": "two thirds", "three-quarters": "three quarters"}[kind]
    word = "Carried" if has_majority(kind, votes.yes, votes.no) else "Not carried"
    return f"{word}: {count}. It needed {needs}.{f' {SECOND}' if those_present else ''}"


# Expenses.

EXPENSE_KINDS = ("travel", "childcare", "care")
EXPENSE_MOVES: Mapping[str, frozenset[str]] = {
    "asked": frozenset({"agreed", "refused"}),
    "agreed": frozenset({"waits", "paid", "refused"}),
    "waits": frozenset({"paid", "agreed"}),  # the pot asks for a second person's yes
    "paid": frozenset(),
    "refused": frozenset(),
}
MOST_EXPENSE = 100_000  # pence for one meeting: more is a mistake of typing
EXPENSE_WORDS = {"travel": "Travel", "childcare": "Childcare", "care": "Care for someone at home"}
