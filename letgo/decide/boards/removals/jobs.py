"""What the clock does with removals whose vote, or whose office, is over."""

from django.db import transaction

from letgo.commons.record.rules import CLOCK
from letgo.decide.boards.office_models import Removal
from letgo.decide.boards.office_rules import REMOVAL_MOVES
from letgo.decide.boards.offices import locked, move, outcome
from letgo.decide.boards.removals import queries
from letgo.decide.boards.removals.actions import JOINED, drop_over
from letgo.decide.boards.removals.effects import remove_by_board, stay


def tick() -> int:
    """Votes of the board, votes that decided nothing, and offices that ended before a vote. Returns how many. With none: 1 SQL query."""
    waiting = queries.due()
    for row in waiting:
        with transaction.atomic():
            _look(row)
    return len(waiting)


def _look(row: Removal) -> None:
    if row.state != "vote":
        drop_over(row.pk)
        return
    if row.decides == "board":
        remove_by_board(row.pk)
        return
    way = outcome(row.poll)
    if way:
        found = locked(Removal, row.pk, *JOINED)
    if way == "again":  # the hearing stands; the vote is called anew
        body = {"office": found.mandate.title, "why": "The vote does not hold. It can be called again."}
        move(found, REMOVAL_MOVES, "hearing", "boards.removal-again", CLOCK, body, poll=None)
    elif way == "no":
        stay(found, "Too few voted, so nothing is decided, and they stay.")
