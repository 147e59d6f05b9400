"""Reading elections: what one would be before it is called, how it stands, who stands in it, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.record.clock import now
from letgo.decide.ballots import queries as ballots
from letgo.decide.boards.elections.rules import Days, Fit, days_of, fit, members_of, retiring
from letgo.decide.boards.electors import NOBODY_OUTSIDE, electors, newest_list, outsiders, reserved
from letgo.decide.boards.models import Body, Election, Mandate, Nomination, Seat
from letgo.decide.boards.owing import dated
from letgo.decide.boards.rules import BEFORE, RUNNING, BodyTerms, Reserved

__all__ = [
    "Preview", "due", "due_seats", "elected", "election", "electors", "feasible", "forgotten", "goes_on", "least_days", "names", "of_body",
    "outsiders", "own", "preview", "reserve_for", "reserved", "running",
]  # fmt: skip

CHECKING = timedelta(hours=48)  # for the returning officer to look at the names; then it goes on


@dataclass(frozen=True)
class Preview:
    """What an election would be if it were called now: for the page that shows it before. `seats`: those that would be filled."""

    days: Days
    seats: tuple[Seat, ...]
    reserve: tuple[Reserved, ...]
    electors: int
    twins: int
    officers: tuple[tuple[UUID, str], ...]  # who can run it from outside: (person, name)
    faults: tuple[str, ...]


def preview(body: Body, places: Sequence[int] | None = None, called: datetime | None = None) -> Preview:
    """Look at an election before it is called. Raises Refused when a dated rule is not in force. 20 SQL queries at most."""
    at, terms = called or now(), body.fixed
    chosen = [
        seat
        for seat in body.seats.filter(number__lte=terms.seats).order_by("number")
        if seat.number in (places or due_seats(body))
    ]
    listed = ballots.roll_preview(newest_list(body))
    faults = list(listed.faults)
    officers = outsiders(body)
    if not chosen:
        faults.append("No seat is to be filled now.")
    if running(body):
        faults.append("An election runs already.")
    if not officers:
        faults.append(NOBODY_OUTSIDE)
    days = least_days(terms, at)
    return Preview(
        days, tuple(chosen), reserve_for(body, terms, chosen), listed.size, listed.twins, officers, tuple(faults)
    )


def least_days(terms: BodyTerms, called: datetime) -> Days:
    """The days that the dated rules of these terms give. Raises Refused for a rule that is not in force. 6 SQL queries."""
    return days_of(called, *dated(terms.nomination_rule, terms.notice_rule, terms.voting_rule, at=called))


def due_seats(body: Body, on: date | None = None) -> list[int]:
    """The seats that the next election fills: empty ones, those whose term ends within half a year, and where the terms say so the
    third that has sat longest. 3 SQL queries."""
    day, terms = on or today(), body.fixed
    held = list(body.mandates.filter(seat__number__lte=terms.seats).exclude(state="ended").select_related("seat"))
    empty = set(body.seats.filter(number__lte=terms.seats).values_list("number", flat=True)) - {
        row.seat.number for row in held
    }
    ending = {row.seat.number for row in held if (row.end - day).days <= 183}
    retire: list[int] = []
    if terms.retire_third and len(ending) * 3 < len(held):
        retire = retiring([(row.seat.number, row.start) for row in held], str(_seed(held)))
    return sorted(empty | ending | set(retire))


def _seed(held: Sequence[Mandate]) -> UUID:
    """Fixed long before anybody knows who stands down: what the newest of these mandates rests on."""
    newest = max(held, key=lambda row: (row.start, str(row.pk)))
    return newest.source_id or newest.pk


def reserve_for(body: Body, terms: BodyTerms, chosen: Sequence[Seat]) -> tuple[Reserved, ...]:
    """What is reserved among these seats: a minimum for each that is kept for a group, and of a maximum what those who stay leave of it.

    2 SQL queries at most.
    """
    if not terms.reserve:
        return ()
    staying = list(
        body.mandates.filter(seat__isnull=False).exclude(state="ended").exclude(seat__in=[seat.pk for seat in chosen])
    )
    sources = [row.source_id for row in staying if row.source_id]
    stood = Nomination.objects.filter(Q(election__in=sources) | Q(pk__in=sources))
    groups = {row.person_id: row.groups for row in stood}
    known = [groups.get(row.person_id, {}) for row in staying]
    found = []
    for row in terms.reserve:
        least = sum(seat.group == row.words for seat in chosen)
        most = None if row.maximum is None else max(row.maximum - len(members_of(row, known)), least)
        if least or most is not None:
            found.append(Reserved(row.group, row.values, least, most, row.words))
    return tuple(found)


def running(body: Body) -> Election | None:
    """The election of this body that is not over, or None. 1 SQL query."""
    return body.elections.filter(state__in=RUNNING).select_related("poll").first()


def election(pk: UUID) -> Election | None:
    """The election with this id, with its body, place and vote. 1 SQL query."""
    rows = Election.objects.select_related("body__place", "body__organisation", "body__electorate", "poll")
    return rows.filter(pk=pk).first()


def of_body(body: Body) -> list[Election]:
    """Its elections, the newest first. 1 SQL query."""
    return list(body.elections.select_related("poll").order_by("-called"))


def names(of: Election, *states: str) -> list[Nomination]:
    """Who offered themselves, in these states (all when none is given), with `backed`: how many second them. By name. 1 SQL query.

    Without those whose names are deleted: forgotten() counts them.
    """
    rows = of.nominations.filter(forgotten__isnull=True).annotate(backed=Count("secondings")).order_by("name", "pk")
    return list(rows.filter(state__in=states) if states else rows)


def forgotten(of: Election, *states: str) -> int:
    """How many offered themselves whose names are deleted, in these states (all when none is given). 1 SQL query."""
    rows = of.nominations.filter(forgotten__isnull=False)
    return (rows.filter(state__in=states) if states else rows).count()


def own(of: Election, actor: Actor) -> Nomination | None:
    """The actor's own nomination that was not taken back, the newest. 1 SQL query."""
    if actor.subject is None:
        return None
    rows = of.nominations.filter(person=actor.subject).exclude(state="withdrawn").annotate(backed=Count("secondings"))
    return rows.order_by("-line__at").first()


def feasible(of: Election) -> Fit:
    """Whether its seats can be filled with who stands now so that what is reserved holds. 1 SQL query."""
    stands = of.nominations.filter(state="stands").order_by("pk").values_list("groups", flat=True)
    return fit(reserved(of), list(stands), of.seats, of.fixed.fallback)


def goes_on(of: Election) -> datetime:
    """When the look at the names is over, whether or not the officer said so. No SQL."""
    return min(of.nominations_close + CHECKING, of.opens - timedelta(hours=1))


def elected(of: Election) -> list[Mandate]:
    """The mandates that rest on it, by seat. 1 SQL query."""
    rows = Mandate.objects.filter(source_kind="election", source_id=of.pk).select_related("seat")
    return list(rows.order_by("seat__number", "pk"))


def due() -> tuple[list[UUID], list[UUID], list[UUID]]:
    """Elections whose days for names are over, whose look at the names is over, and whose vote has moved on. 2 SQL queries."""
    at = now()
    rows = Election.objects.filter(state__in=BEFORE, nominations_close__lte=at)
    closing = [row.pk for row in rows if row.state != "checking"]
    checked = [row.pk for row in rows if row.state == "checking" and goes_on(row) <= at]
    moved = Q(state="voting", poll__state__in=["declared", "done", "void", "upheld"])
    moved |= Q(state="declared", poll__state__in=["done", "upheld"])
    return closing, checked, list(Election.objects.filter(moved).values_list("pk", flat=True))
