"""Reading the vote on going on: when it is due, what it would be, and what runs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from letgo.commons.places.models import Electorate
from letgo.commons.places.queries import today
from letgo.commons.record.clock import now
from letgo.decide.ballots import queries as ballots
from letgo.decide.ballots.models import Poll
from letgo.decide.boards.continuing.rules import Span, span_of
from letgo.decide.boards.electors import NOBODY_OUTSIDE, newest_of, outsiders
from letgo.decide.boards.models import Body
from letgo.decide.boards.owing import dated
from letgo.decide.boards.rules import BodyTerms

RUNS = ("called", "open", "closing", "closed", "counted", "declared")


@dataclass(frozen=True)
class Listed:
    """One list that votes on it: how many stand on it, and pairs that may be one person twice."""

    electorate: Electorate
    size: int
    twins: int


@dataclass(frozen=True)
class Preview:
    """What this vote would be if it were called now: for the page that shows it before. `officers`: who can run it, (person, name)."""

    span: Span
    lists: tuple[Listed, ...]
    officers: tuple[tuple[UUID, str], ...]
    faults: tuple[str, ...]


def preview(body: Body, called: datetime | None = None) -> Preview:
    """Look at this vote before it is called. Raises Refused when a dated rule is not in force. 26 SQL queries at most."""
    span, officers = least_span(body.fixed, called or now()), outsiders(body)
    faults = [] if officers else [NOBODY_OUTSIDE]
    faults += ["This vote runs already."] if running(body) else []
    lists = []
    for listed in voters(body):
        seen = ballots.roll_preview(listed, None, today())
        lists.append(Listed(listed, seen.size, seen.twins))
        faults += [f"{listed.name}: {fault}" for fault in seen.faults]
    return Preview(span, tuple(lists), officers, tuple(faults))


def least_span(terms: BodyTerms, called: datetime) -> Span:
    """The days that the dated rules of these terms give. Raises Refused for a rule that is not in force. 4 SQL queries."""
    return span_of(called, *dated(terms.notice_rule, terms.voting_rule, at=called))


def voters(body: Body) -> list[Electorate]:
    """The lists that vote on it, as they are now: who elects the body, and its secure tenants where it names them. 3 SQL queries."""
    return [newest_of(listed) for listed in (body.electorate, body.secure) if listed]


def votes(of: Body) -> Any:
    """The votes on going on of this body, the newest first. A queryset."""
    return Poll.objects.filter(about_kind="body", about_id=of.pk, effect="boards.continue").order_by("-notice", "pk")


def running(of: Body) -> bool:
    """Whether such a vote goes on. 1 SQL query."""
    return bool(votes(of).filter(state__in=RUNS).exists())
