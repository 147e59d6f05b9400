"""What the clock does with recalls: names that came too late, votes that decided nothing, and what waits for someone from outside."""

import logging

from django.db import transaction

from letgo.commons.record import effects
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import queries as ballots
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.office_rules import RECALL_MOVES
from letgo.decide.boards.offices import locked, move, outcome
from letgo.decide.boards.recalls import queries
from letgo.decide.boards.recalls.actions import fails, lapse
from letgo.decide.boards.recalls.effects import JOINED, RECALL, call_recall

logger = logging.getLogger("letgo.boards")


def tick() -> int:
    """Look at each recall under way. Returns how many there are. With none: 1 SQL query."""
    rows = queries.due()
    for row in rows:
        try:
            with transaction.atomic():
                _look(locked(Recall, row.pk, *JOINED))
        except Refused as no:  # it waits, and nothing has ended
            logger.warning("recall %s waits: %s", row.pk, no.sentence)
    return len(rows)


def _look(row: Recall) -> None:
    if row.petition.state in ("closed", "withdrawn") and row.state == "signing":
        lapse(row, by=CLOCK)
    elif row.state == "reached" or (row.state == "signing" and row.petition.state == "reached"):
        call_recall(row)
    elif row.state == "voting":
        _follow(row)


def _follow(row: Recall) -> None:
    way, found = outcome(row.poll), ballots.result(row.poll)
    if way == "again":
        move(row, RECALL_MOVES, "reached", "boards.recall-again", CLOCK, {"why": "The vote does not hold."}, poll=None)
        call_recall(row)
    elif way == "no":
        fails(row, "Too few voted, so nothing is decided, and they stay.", by=CLOCK)
    elif row.poll.state == "done" and found is not None and found.mandate:  # its effect could not happen at once
        effects.take(RECALL, Ref("poll", row.poll_id), {"recall": str(row.pk)}, str(row.poll_id))
