"""Ending offices early, so that nobody is ever left unable to call an election of those who follow."""

from collections.abc import Collection
from uuid import UUID

from letgo.commons.record.actions import Signs
from letgo.decide.boards import seating
from letgo.decide.boards.elections.actions import call_caretaker
from letgo.decide.boards.elections.queries import running
from letgo.decide.boards.models import Body, Election, Mandate, Seat, put
from letgo.decide.boards.office_rules import leaves_nobody


def end_early(body: UUID, mandates: Collection[UUID], why: str, reason: str, *, by: Signs, key: str) -> Election | None:
    """End these offices, and the chair with its seat, in the caller's transaction; all of them or none.

    When nobody would sit any more, an election to all empty seats is called first, run by whoever holds that office from outside, and
    is given back; it fills these seats, and no old papers do. Raises Refused, and ends nothing, when nobody could run it.
    """
    at = seating.locked_body(body)
    serving = list(at.mandates.select_for_update(of=("self",)).filter(state="serving").select_related("seat"))
    ending = [row for row in serving if row.pk in mandates]
    seated = sum(row.seat_id is not None for row in serving)
    leaving = sum(row.seat_id is not None for row in ending)
    last = leaving > 0 and leaves_nobody(seated, leaving)
    election = _called(at, reason, by, key) if last else None
    for row in ending:
        seating.end(row.pk, why, vacant=not last, by=by, key=f"{key}:{row.pk}")
        if election is not None and row.seat is not None and row.seat.number <= at.fixed.seats:
            _waits(at, row.seat, row, election, by)
    return election


def _called(at: Body, reason: str, by: Signs, key: str) -> Election:
    if found := running(at):
        return found
    waiting = at.mandates.filter(state="waiting", seat__isnull=False).values_list("seat__number", flat=True)
    places = list(at.seats.exclude(number__in=waiting).order_by("number").values_list("number", flat=True))
    return call_caretaker(at.pk, reason, places=places, by=by, key=f"{key}:election")


def _waits(at: Body, seat: Seat, left: Mandate, election: Election, by: Signs) -> None:
    """The empty seat waits for this election, if it is one of those it fills."""
    empty = seating.open_vacancy(at, seat, left, way="by-election", by=by)
    if seat.number in election.places and empty.state == "open":
        put(empty, election.line, state="filling", election=election)
