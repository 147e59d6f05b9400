"""From a dated rule and what happened: when a promise is due, how it stands, and why. Plain values in, plain values out.

Times count in whole seconds. The day of the start event is day 0. Hours are absolute; every other length ends with its last day,
at 23:59:59 of the place's own clock. A promise is kept when it is met at its due moment or before.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import Literal
from zoneinfo import ZoneInfo

from letgo.commons.record.rules import Sentence

Unit = Literal["hours", "days", "weeks", "months", "working-days"]
Word = Literal["kept", "late", "broken", "waiting"]
Kind = Literal["start", "pause", "resume", "extend", "meet", "excuse", "cancel", "late", "break", "told"]

UNITS: tuple[Unit, ...] = ("hours", "days", "weeks", "months", "working-days")
STATUSES = ("law", "regulator", "guidance", "local")
BY_PEOPLE: tuple[Kind, ...] = ("start", "pause", "resume", "extend", "meet", "excuse", "cancel")
BY_THE_CLOCK: tuple[Kind, ...] = ("late", "break", "told")  # noted when it happens; the dates say it already
LAST_SECOND = timedelta(seconds=1)


class OutOfCalendar(ValueError):
    """A day that the calendar does not reach: nobody can say whether it is a working day."""


@dataclass(frozen=True)
class Length:
    """So many hours, days, weeks, months or working days."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        words = self.unit.replace("-", " ")
        return f"{self.number} {words.removesuffix('s') if self.number == 1 else words}"


AT_ONCE = Length(0, "hours")


@dataclass(frozen=True)
class Calendar:
    """The days off work in one country, whole from 1 January of `first` to 31 December of `last`, and its clock."""

    country: str
    first: int
    last: int
    holidays: Mapping[date, str]
    zone: str = "Europe/London"
    weekend: frozenset[int] = frozenset({5, 6})  # Monday is 0

    def works(self, day: date) -> bool:
        """Whether `day` is a working day. Raises OutOfCalendar."""
        if not self.first <= day.year <= self.last:
            raise OutOfCalendar(f"The calendar of {self.country} holds {self.first} to {self.last}, not {day.year}.")
        return day.weekday() not in self.weekend and day not in self.holidays

    def day_of(self, moment: datetime) -> date:
        """The local day in which `moment` lies."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def end_of(self, day: date) -> datetime:
        """The last second of the local day, in UTC."""
        midnight = datetime.combine(day + timedelta(days=1), clock_time(), ZoneInfo(self.zone))
        return midnight.astimezone(UTC) - LAST_SECOND


@dataclass(frozen=True)
class Rung:
    """One step of the climb after a date has passed: so long after it, this effect, and who is told, in words."""

    after: Length
    effect: str
    who: str


@dataclass(frozen=True)
class Extension:
    """How a date may be moved: at most so much, so often, for one of these reasons (any, when none is listed), telling whom."""

    most: Length
    times: int = 1
    reasons: tuple[str, ...] = ()
    notify: str = ""


@dataclass(frozen=True)
class Owed:
    """What a broken promise costs, in whole pence: at once, for each further day, and never more than `most`."""

    first: int
    a_day: int
    most: int

    def pence(self, days: int) -> int:
        """What is owed `days` days after the last missed date (0 on the day itself)."""
        return min(self.first + self.a_day * days, self.most)


@dataclass(frozen=True)
class Rule:
    """One dated rule in one version. All of it is data: rows and packs hold it, tables.py reads it."""

    name: str
    title: str
    status: str
    source: str
    read: date
    start: str  # what starts the clock, in words
    within: Length
    role: str  # who holds the duty, a role at the holder's place or in its organisation
    country: str = ""  # whose calendar says what a working day is
    version: int = 1
    starts_on: str = ""  # the effect that starts it by itself, "" when a room does
    valid_from: date | None = None  # None: not in force
    valid_to: date | None = None
    ends: Literal["instant", "end-of-day"] = "end-of-day"
    extension: Extension | None = None
    pauses: tuple[str, ...] = ()  # the reasons for which the clock may stand still
    broken_after: Length = AT_ONCE  # from late to broken
    excused_by: str = ""  # the role that may excuse a break, never the holder; "" for nobody
    ladder: tuple[Rung, ...] = ()
    output: str = ""  # what must be there for it to be kept
    insist: str = ""  # how someone may insist
    owed: Owed | None = None

    def in_force(self, day: date) -> bool:
        """Whether a promise that starts on `day` is made under it."""
        return (
            self.valid_from is not None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True)
class Event:
    """Something that happened to a promise. `by` is for "extend": how much; None is the most that the rule allows."""

    kind: Kind
    at: datetime
    reason: str = ""
    by: Length | None = None


@dataclass(frozen=True)
class Standing:
    """How a promise stands after its events. `due` is None while the clock stands still; `steps` say why, a sentence an event."""

    start: datetime
    ahead: datetime  # when it is due, or would be if the clock had not been stopped
    paused: Event | None = None
    extended: int = 0
    met: Event | None = None
    closed: Event | None = None
    steps: tuple[str, ...] = field(default=(), compare=False)

    @property
    def due(self) -> datetime | None:
        """The moment at which it is due, in UTC."""
        return None if self.paused else self.ahead


def replay(rule: Rule, calendar: Calendar, events: Sequence[Event]) -> Standing:
    """How a promise stands after all of `events`, the first of which starts it. Replaying a part and then the rest is the same."""
    standing = begin(rule, calendar, events[0])
    for event in events[1:]:
        standing = after(rule, calendar, standing, event)
    return standing


def begin(rule: Rule, calendar: Calendar, event: Event) -> Standing:
    """How it stands when it has just started. Raises OutOfCalendar."""
    start = _second(event.at)
    due = add(start, rule.within, calendar)
    if rule.ends == "end-of-day":
        due = calendar.end_of(calendar.day_of(due))
    return Standing(start=start, ahead=due, steps=(_because(rule, calendar, start, due),))


def after(rule: Rule, calendar: Calendar, standing: Standing, event: Event) -> Standing:
    """How it stands after one more event. What people may not do is refused by refusal(), not here. Raises OutOfCalendar."""
    if event.kind in BY_THE_CLOCK:
        return standing
    at = _second(event.at)
    if standing.paused and event.kind in ("resume", "meet", "cancel"):
        standing = _resumed(rule, calendar, standing, standing.paused, at)
    if event.kind == "pause":
        return replace(standing, paused=replace(event, at=at))
    if event.kind == "extend" and rule.extension:
        by = event.by or rule.extension.most
        due = add(standing.ahead, by, calendar)
        said = f"Moved by {by} to {moment_in_words(due, calendar)}{_for(event.reason)}."
        return replace(standing, ahead=due, extended=standing.extended + 1, steps=(*standing.steps, said))
    if event.kind in ("meet", "excuse", "cancel"):
        ended = replace(event, at=at)
        said = f"{ENDED[event.kind]} {moment_in_words(at, calendar)}{_for(event.reason)}."
        met = ended if event.kind == "meet" else standing.met
        return replace(standing, met=met, closed=ended, steps=(*standing.steps, said))
    return standing


ENDED = {"meet": "Done on", "excuse": "Excused on", "cancel": "Called off on"}


def _resumed(rule: Rule, calendar: Calendar, standing: Standing, paused: Event, at: datetime) -> Standing:
    """Move the due moment by the time that the clock stood still: days that began while it stood do not count."""
    since = max(paused.at, standing.start)
    until = max(since, at)
    unit = rule.within.unit
    if unit == "hours":
        lost = until - since
        due = standing.ahead + lost
        if rule.ends == "end-of-day":
            due = calendar.end_of(calendar.day_of(due))
    else:
        counted: Unit = "working-days" if unit == "working-days" else "days"
        days = _days_begun(calendar, since, until, working=counted == "working-days")
        due = add(standing.ahead, Length(days, counted), calendar) if days else standing.ahead
    said = (
        f"The clock stood still from {moment_in_words(since, calendar)} to {moment_in_words(until, calendar)}"
        f"{_for(paused.reason)}; now due by {moment_in_words(due, calendar)}."
    )
    return replace(standing, ahead=due, paused=None, steps=(*standing.steps, said))


def _days_begun(calendar: Calendar, since: datetime, until: datetime, *, working: bool) -> int:
    first, last = calendar.day_of(since), calendar.day_of(until)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(1 for day in days if not working or calendar.works(day))


def add(moment: datetime, length: Length, calendar: Calendar) -> datetime:
    """`length` after `moment`, in UTC: so many hours, or the end of the day that is so far from the moment's own day."""
    if length.unit == "hours":
        return moment.astimezone(UTC) + timedelta(hours=length.number)
    return calendar.end_of(days_on(calendar.day_of(moment), length, calendar))


def days_on(day: date, length: Length, calendar: Calendar) -> date:
    """The day that is `length` (not hours) after `day`. A month that is too short ends on its last day. Raises OutOfCalendar."""
    if length.unit == "working-days":
        for _ in range(length.number):
            day += timedelta(days=1)
            while not calendar.works(day):
                day += timedelta(days=1)
        return day
    if length.unit == "months":
        year, month = divmod(day.year * 12 + day.month - 1 + length.number, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + timedelta(days=length.number * (7 if length.unit == "weeks" else 1))


def word(rule: Rule, calendar: Calendar, standing: Standing, at: datetime) -> Word:
    """The one word for it at the moment `at`. What was broken stays broken when it is done at last; excused is late, never kept."""
    if standing.closed and standing.closed.kind == "excuse":
        return "late"
    due = standing.due
    if due is None:
        return "waiting"
    done = standing.met or standing.closed
    seen = done.at if done else _second(at)
    if seen <= due:
        return "kept" if standing.met else "waiting"
    return "late" if seen <= breaks_at(rule, calendar, due) else "broken"


def breaks_at(rule: Rule, calendar: Calendar, due: datetime) -> datetime:
    """The last moment at which a promise due then is late; after it, it is broken."""
    return add(due, rule.broken_after, calendar)


def ladder(rule: Rule, calendar: Calendar, standing: Standing) -> list[tuple[Rung, datetime]]:
    """Each rung with the moment after which it is taken; [] while the clock stands still."""
    due = standing.due
    return [] if due is None else [(rung, add(due, rung.after, calendar)) for rung in rule.ladder]


def next_change(
    rule: Rule, calendar: Calendar, standing: Standing, *, rungs: int = 0, state: Word = "waiting"
) -> datetime | None:
    """The moment after which the clock has something to do, given how many rungs were taken and the word so far; None for never."""
    if standing.closed or standing.due is None:
        return None
    due = standing.due
    waits = [due] if state == "waiting" else [breaks_at(rule, calendar, due)] if state == "late" else []
    return min([*waits, *(at for _, at in ladder(rule, calendar, standing)[rungs:])], default=None)


def refusal(rule: Rule, calendar: Calendar, standing: Standing, event: Event) -> str:
    """Why `event` may not happen now, in one sentence; "" when it may."""
    kind, due = event.kind, standing.due
    over = due is not None and _second(event.at) > due
    if standing.closed:
        again = kind == "excuse" and standing.closed.kind == "meet" and over_when_met(standing)
        return "" if again else "This promise is over: nothing more can happen to it."
    if kind == "pause":
        return _no_pause(rule, standing, event, over)
    if kind == "resume":
        return "" if standing.paused else "The clock is running."
    if kind == "extend":
        return _no_extension(rule, standing, event, over)
    if kind == "excuse":
        return "" if over else "It is not over its date, so there is nothing to excuse."
    return "" if kind in ("meet", "cancel") else "That cannot happen to a promise."


def over_when_met(standing: Standing) -> bool:
    """Whether it was done after its date."""
    return standing.met is not None and standing.met.at > standing.ahead


def _no_pause(rule: Rule, standing: Standing, event: Event, over: bool) -> str:
    if not rule.pauses:
        return "The clock of this promise never stands still."
    if standing.paused:
        return "The clock stands still already."
    if over:
        return "It is over its date. A clock that has run out cannot be stopped."
    if event.reason not in rule.pauses:
        return Sentence("The clock stands still only for: {reasons}.", reasons="; ".join(rule.pauses))
    return ""


def _no_extension(rule: Rule, standing: Standing, event: Event, over: bool) -> str:
    allowed = rule.extension
    if allowed is None:
        return "The date of this promise cannot be moved."
    if standing.extended >= allowed.times:
        return "The date was moved as often as the rule allows."
    if over:
        return "It is over its date. Only a date to come can be moved."
    by = event.by or allowed.most
    if by.unit != allowed.most.unit or not 0 < by.number <= allowed.most.number:
        return Sentence("The date can be moved by at most {most}.", most=allowed.most)
    if not event.reason.strip() or (allowed.reasons and event.reason not in allowed.reasons):
        if not allowed.reasons:
            return "Say why the date moves."
        return Sentence("Say why the date moves. The rule knows: {reasons}.", reasons="; ".join(allowed.reasons))
    return ""


def why(rule: Rule, calendar: Calendar, standing: Standing, at: datetime) -> str:
    """One sentence on how it stands at `at`, with its dates."""
    if standing.paused:
        return f"The clock has stood still since {moment_in_words(standing.paused.at, calendar)}{_for(standing.paused.reason)}."
    due = moment_in_words(standing.ahead, calendar)
    if standing.closed:
        last = standing.closed
        said = f"{ENDED[last.kind]} {moment_in_words(last.at, calendar)}{_for(last.reason)}"
        return f"{said}. It was due by {due}."
    if _second(at) <= standing.ahead:
        return f"Due by {due}."
    return f"It was due by {due}. It is {over_in_words(standing.ahead, at, calendar)} over."


def over_in_words(due: datetime, at: datetime, calendar: Calendar) -> str:
    """How far `at` is past `due`: whole days, or hours on the same day."""
    days = (calendar.day_of(at) - calendar.day_of(due)).days
    if days:
        return f"{days} {'day' if days == 1 else 'days'}"
    hours = int((at - due).total_seconds() // 3600)
    return "less than an hour" if hours < 1 else f"{hours} {'hour' if hours == 1 else 'hours'}"


def moment_in_words(moment: datetime, calendar: Calendar) -> str:
    """ "the end of Wednesday 30 December 2026", or "3:30pm on Sunday 29 March 2026"."""
    day = calendar.day_of(moment)
    if moment == calendar.end_of(day):
        return f"the end of {day_in_words(day)}"
    local = moment.astimezone(ZoneInfo(calendar.zone))
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'} on {day_in_words(day)}"


def day_in_words(day: date) -> str:
    """ "Wednesday 30 December 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _because(rule: Rule, calendar: Calendar, start: datetime, due: datetime) -> str:
    first, last = calendar.day_of(start), calendar.day_of(due)
    if rule.within.unit == "hours":
        return f"{rule.within} after {moment_in_words(start, calendar)} is {moment_in_words(due, calendar)}."
    said = f"{rule.within} after {day_in_words(first)} is {moment_in_words(due, calendar)}"
    off = [day for day in sorted(calendar.holidays) if first < day <= last and day.weekday() not in calendar.weekend]
    if rule.within.unit == "working-days" and off:
        said += f"; {' and '.join(day_in_words(day) for day in off)} {'do' if len(off) > 1 else 'does'} not count"
    return f"{said}."


def _for(reason: str) -> str:
    return f", because: {reason}" if reason else ""


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
