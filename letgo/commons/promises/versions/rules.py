"""Changing a dated rule from a day on: what may be changed, what is wrong with a change, and what it means, in plain words and dates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from letgo.commons.promises.rules import (
    Calendar,
    Event,
    Length,
    OutOfCalendar,
    Rule,
    begin,
    day_in_words,
    moment_in_words,
)
from letgo.commons.record.rules import Sentence

AHEAD = 731  # days: a change further away than two years is a plan and no rule
BINDING = ("law", "regulator")
SMALL_HOUSE = 60  # people: below, the outside checker is the second person for everything (DESIGN §5)


@dataclass(frozen=True)
class Terms:
    """What a change made here says: how long from now on, when it counts as broken, from which day, and who decided it where."""

    within: Length
    broken_after: Length
    begins: date
    source: str


def changed(rule: Rule, terms: Terms, today: date) -> Rule:
    """The rule as it will be. What the terms do not name stays as it is; only hours can end at an instant."""
    return replace(
        rule,
        within=terms.within,
        broken_after=terms.broken_after,
        source=terms.source.strip(),
        status="local",
        read=today,
        valid_from=terms.begins,
        valid_to=None,
        ends=rule.ends if terms.within.unit == "hours" else "end-of-day",
    )


def wrong(rule: Rule, terms: Terms, today: date, bound: Rule | None) -> Iterator[str]:
    """What is wrong with a change, a sentence each. `bound`: the rule as the law or a regulator gives it, if it does."""
    if terms.begins <= today:
        yield "A change begins tomorrow or later. What is promised until then keeps the rule."
    if (terms.begins - today).days > AHEAD:
        yield "That day is more than two years away. Choose a nearer one."
    if (terms.within, terms.broken_after) == (rule.within, rule.broken_after):
        yield "The rule says this already. Change how long it takes, or when it counts as broken."
    if terms.within.number < 1:
        yield "A promise needs time. Write 1 or more."
    if not terms.source.strip():
        yield "Say who decided this, and when."
    if bound and bound.status in BINDING:
        if not _at_most(terms.within, bound.within):
            yield Sentence(
                "The law gives {within}. Here you can promise it sooner, never later. Count in the same days.",
                within=bound.within,
            )
        if not _at_most(terms.broken_after, bound.broken_after):
            yield "By law it counts as broken no later than now. Leave that as it is."


def _at_most(one: Length, most: Length) -> bool:
    return one.number == 0 or (one.unit == most.unit and one.number <= most.number)


def differences(old: Rule, new: Rule) -> list[tuple[str, str, str]]:
    """What is not the same, in words: (what, before, then)."""
    said = [
        ("How long it takes", str(old.within), str(new.within)),
        ("When it counts as broken", broken_in_words(old), broken_in_words(new)),
        ("Who says so", old.source, new.source),
        ("From which day", _from(old), _from(new)),
    ]
    return [row for row in said if row[1] != row[2]]


def _from(rule: Rule) -> str:
    return day_in_words(rule.valid_from) if rule.valid_from else "Not in force"


def broken_in_words(rule: Rule) -> str:
    """ "As soon as its date has passed", or "3 days after its date"."""
    return f"{rule.broken_after} after its date" if rule.broken_after.number else "As soon as its date has passed"


def sentence(old: Rule, new: Rule) -> str:
    """ "10 working days, not 15, from Monday 1 March 2027."."""
    begins = f", from {day_in_words(new.valid_from)}" if new.valid_from else ""
    if old.within == new.within:
        return f"Still {new.within}. {broken_in_words(new)} it counts as broken{begins}."
    before = str(old.within.number) if old.within.unit == new.within.unit else str(old.within)
    return f"{new.within}, not {before}{begins}."


def example_day(calendar: Calendar, begins: date) -> date:
    """The first working day of a change: the example that it is shown with. The day itself where the calendar ends before."""
    day = begins
    try:
        while not calendar.works(day):
            day += timedelta(days=1)
    except OutOfCalendar:
        return begins
    return day


def example(rule: Rule, calendar: Calendar, day: date) -> str:
    """When a promise that starts on `day` at 10 in the morning is due, in words; "" beyond the calendar."""
    start = datetime.combine(day, time(10), ZoneInfo(calendar.zone))
    try:
        return moment_in_words(begin(rule, calendar, Event("start", start)).ahead, calendar)
    except OutOfCalendar:
        return ""
