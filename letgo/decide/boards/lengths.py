"""How long someone has sat, in whole months, and until when a term lasts. Plain values in and out."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from letgo.commons.record.rules import Sentence

OUT_FOR_DAYS = 365  # so long out of office, and the years before do not count


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def in_a_row(spans: Iterable[tuple[date, date]], on: date) -> int:
    """So many months has someone served in a row up to `on`: a break of a year ends the row."""
    since, months = on, 0
    for start, end in sorted(spans, reverse=True):
        if (since - end).days >= OUT_FOR_DAYS:
            break
        months += months_between(start, min(end, on))
        since = start
    return months


def too_long(spans: Iterable[tuple[date, date]], on: date, term_months: int, most: int) -> str:
    """Why someone cannot stand for another term, or ""; `most` 0: there is no limit."""
    served = in_a_row(spans, on)
    if not most or served == 0 or served + term_months <= most:
        return ""
    return Sentence(
        "They have served {served} months in a row. The rules of this body allow {most}, and then a year out.",
        served=served,
        most=most,
    )


def months_after(start: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short for it."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
