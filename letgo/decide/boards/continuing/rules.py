"""The days of a vote on going on. Plain values in and out."""

from dataclasses import dataclass
from datetime import datetime

from letgo.commons.promises.rules import Event, begin
from letgo.commons.record.rules import Sentence
from letgo.decide.boards.elections.rules import SECOND, Dated


@dataclass(frozen=True)
class Span:
    """When people can vote, in UTC. `why`: a sentence for each moment that was worked out, as the dated rule gives it."""

    opens: datetime
    closes: datetime
    why: tuple[str, ...] = ()


def span_of(called: datetime, notice: Dated, voting: Dated) -> Span:
    """The earliest days that the dated rules allow for a vote that is called then. Raises OutOfCalendar."""
    told = begin(*notice, Event("start", called))
    opens = told.ahead + SECOND  # the first moment of the day after the last clear one
    votes = begin(*voting, Event("start", opens))
    return Span(opens, votes.ahead, (*told.steps, *votes.steps))


def span_fault(wished: Span, least: Span) -> str:
    """Why these days are too short, or ""; longer is always allowed."""
    if wished.opens < least.opens:
        return Sentence("People are told before: the vote opens on {opens} at the earliest.", opens=least.opens)
    if wished.closes - wished.opens < least.closes - least.opens:
        return Sentence("The vote is open for {days} days at least.", days=(least.closes - least.opens).days + 1)
    return ""
