"""No seat is forgotten: each empty one has what fills it, and a clock or an election; and a board that sits owes meetings."""

from datetime import datetime, timedelta
from uuid import uuid4

from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs, write
from letgo.commons.record.clock import now
from letgo.decide.boards.meeting_duties import keep_meeting
from letgo.decide.boards.models import Body, Election, Mandate, Seat, Vacancy, put
from letgo.decide.boards.owing import CALLS, clock, done, owe
from letgo.decide.boards.rules import BY_VOTE, RUNNING

NONE_WAITS = "No empty seat waits for an election now."


def watch(at: Body, by: Signs, met: bool = False) -> None:
    """After seats have changed hands: an empty one waits for the election that runs for it, or for one that must be called by a day.

    `met`: that election was called just now. In the caller's transaction, with the body locked.
    """
    if at.state == "over":
        return
    election = at.elections.filter(state__in=RUNNING).first()
    rule = at.fixed.by_election_rule
    if not _waits(at, election, by):
        done(at, rule, "" if met else NONE_WAITS)
    else:
        known = clock(at, rule)
        if known and election is None and known.start > now():
            done(at, rule, "The election before it is over, so the days run from today.")
        owe(at, rule, by, start=_after(election) if election else None, met_by=CALLS)
    keep_meeting(at, by)


def _waits(at: Body, election: Election | None, by: Signs) -> bool:
    """Each empty seat has its vacancy. Whether an election must still be called for one of them."""
    held = at.mandates.filter(seat__isnull=False).exclude(state="ended").values("seat")
    empty = at.seats.filter(number__lte=at.fixed.seats).exclude(pk__in=held).order_by("number")
    places = election.places if election else ()
    if at.state == "forming":
        return any(seat.number not in places for seat in empty)
    known = {row.seat_id: row for row in at.vacancies.exclude(state="filled").order_by("since", "pk")}
    waits = False
    for seat in empty:
        row = known.get(seat.pk) or open_vacancy(at, seat, None, way="by-election", by=by)
        if election and seat.number in places and row.state != "filling":
            put(row, election.line, state="filling", election=election)
        waits |= row.state == "open" and row.way == "by-election"
    return waits


def _after(election: Election) -> datetime:
    """While one election runs no other can be called: so long after it that its result stands."""
    return election.closes + timedelta(days=election.fixed.object_days + 1)


def open_vacancy(body: Body, seat: Seat, left: Mandate | None, *, way: str = "", by: Signs) -> Vacancy:
    """A seat has no holder: how it is filled is what the terms said before. One that is open already stays. In the caller's transaction."""
    found = Vacancy.objects.filter(seat=seat, state__in=["open", "filling"]).first()
    if found:
        return found
    row = Vacancy(id=uuid4(), body=body, seat=seat, mandate=left, since=today(), way=way or _written(body, left))
    row.line = write("boards.open-vacancy", body.ref, by=by, body={"seat": seat.number, "way": row.way})
    row.save(force_insert=True)
    return row


def _written(body: Body, left: Mandate | None) -> str:
    """The way that stood in the terms when the vote was called on which the seat rests; in those of today where no vote does."""
    by_vote = left is not None and left.source_kind in BY_VOTE
    election = Election.objects.filter(pk=left.source_id).first() if left and by_vote else None
    return (election.fixed if election else body.fixed).vacancy


def close_vacancy(seat: Seat, mandate: Mandate, *, by: Signs) -> None:
    """The seat has a holder again. In the caller's transaction."""
    for row in Vacancy.objects.select_for_update().filter(seat=seat).exclude(state="filled"):
        line = write("boards.fill-vacancy", mandate.body.ref, by=by, body={"seat": seat.number, "way": row.way})
        put(row, line, state="filled", filled_by=mandate)
