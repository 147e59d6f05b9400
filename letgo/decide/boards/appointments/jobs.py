"""What the clock does with appointments."""

from datetime import timedelta

from django.db import transaction

from letgo.commons.places.queries import today
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards.appointments import queries
from letgo.decide.boards.appointments.actions import again, forget, nobody
from letgo.decide.boards.appointments.effects import appoint_by_board
from letgo.decide.boards.office_models import Appointment
from letgo.decide.boards.office_rules import FORGET_DAYS
from letgo.decide.boards.offices import locked, outcome


def tick() -> int:
    """Votes that decided nothing, votes of the board, and names that are to be deleted. With nothing due: 2 SQL queries."""
    waiting = queries.voting()
    for row in waiting:
        with transaction.atomic():
            _look(row)
    old = queries.to_forget(today() - timedelta(days=FORGET_DAYS))
    for pk in old:
        forget(pk)
    return len(waiting) + len(old)


def _look(row: Appointment) -> None:
    if row.decides == "board":
        appoint_by_board(row.pk)
        return
    way = outcome(row.poll)
    if way == "again":
        again(row.pk, by=CLOCK)
    elif way == "no":
        nobody(locked(Appointment, row.pk, "body"), "Too few voted, or most wanted none of these.", by=CLOCK)
