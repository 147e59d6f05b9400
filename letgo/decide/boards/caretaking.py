"""So that nobody is ever left unable to call an election of those who follow: where none would sit, or none sits, one is called."""

import logging
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from letgo.commons.record.actions import Signs
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards import seating
from letgo.decide.boards.elections.actions import call_caretaker
from letgo.decide.boards.elections.queries import outsiders, running
from letgo.decide.boards.models import Body, Election, Mandate, Vacancy
from letgo.decide.boards.office_rules import leaves_nobody
from letgo.decide.boards.owing import clock, owe
from letgo.decide.boards.rules import RUNNING
from letgo.decide.boards.watching import open_vacancy, watch

NOBODY_CALLED = "Nobody sits on the board, and nobody called an election in time."

logger = logging.getLogger("letgo.boards")


def end_early(
    body: UUID, mandates: Collection[UUID], why: str, reason: str, *, because: Ref | None = None, by: Signs, key: str
) -> Election | None:  # fmt: skip
    """End these offices, and the chair with its seat, in the caller's transaction; all of them or none.

    When nobody would sit any more, an election to all empty seats is called first, run by whoever holds that office from outside, and
    is given back; it fills these seats, and no old papers do. One that runs already fills its own seats, and a clock runs for the
    others. Raises Refused, and ends nothing, when nobody could run it.
    """
    at = seating.locked_body(body)
    serving = list(at.mandates.select_for_update(of=("self",)).filter(state="serving").select_related("seat"))
    ending = [row for row in serving if row.pk in mandates]
    seated = sum(row.seat_id is not None for row in serving)
    leaving = sum(row.seat_id is not None for row in ending)
    last = leaving > 0 and leaves_nobody(seated, leaving)
    election = _called(at, reason, by, key) if last else None
    for row in ending:
        seating.end(row.pk, why, vacant=not last, because=because, by=by, key=f"{key}:{row.pk}")
        if last and row.seat is not None and row.seat.number <= at.fixed.seats:
            open_vacancy(at, row.seat, row, way="by-election", by=by)
    watch(at, by)
    return election


def _called(at: Body, reason: str, by: Signs, key: str) -> Election:
    if found := running(at):
        return found
    waiting = at.mandates.filter(state="waiting", seat__isnull=False).values_list("seat__number", flat=True)
    seats = at.seats.filter(number__lte=at.fixed.seats).exclude(number__in=waiting)
    places = list(seats.order_by("number").values_list("number", flat=True))
    return call_caretaker(at.pk, reason, places=places, by=by, key=f"{key}:election")


def tick() -> int:
    """Where nobody sits, no election runs and the days of who had to call one are over, the clock calls it. Where an election must be
    called and no clock runs (its rule came later, or somebody excused it), one starts. Returns how many bodies it looked at.

    1 SQL query when there is none.
    """
    found = waiting_for_one()
    for body in found:
        known = clock(body, body.fixed.by_election_rule)
        if known is None:
            with transaction.atomic():
                watch(seating.locked_body(body.pk), CLOCK)
        elif not body.seated and known.due is not None and known.due < now():
            _call_for(body, f"caretaker:{known.pk}")
    return len(found)


def waiting_for_one() -> list[Body]:
    """The bodies for which an election must be called, with `seated`: whether anybody sits there. 1 SQL query."""
    sits = Mandate.objects.filter(body=OuterRef("pk"), seat__isnull=False).exclude(state="ended")
    runs = Election.objects.filter(body=OuterRef("pk"), state__in=RUNNING)
    waits = Vacancy.objects.filter(body=OuterRef("pk"), state="open", way="by-election")
    rows = Body.objects.exclude(state="over").annotate(seated=Exists(sits)).filter(~Exists(runs))
    rows = rows.filter(Q(seated=False) | Exists(waits))
    return list(rows.select_related("place", "organisation", "electorate__place").order_by("pk"))


def _call_for(body: Body, key: str) -> None:
    """Call it, or where nobody from outside could run it, let the council owe to name someone; the next round tries again."""
    try:
        with transaction.atomic():
            call_caretaker(body.pk, NOBODY_CALLED, by=CLOCK, key=key)
    except Refused as no:
        logger.warning("the election of body %s waits: %s", body.pk, no.sentence)
        if not outsiders(body):
            owe(body, body.fixed.officer_rule, CLOCK)
