"""What the clock does with rounds, by the names in house/jobs.py."""

from uuid import UUID

from django.db import transaction

from letgo.commons.places.queries import today
from letgo.commons.record.jobs import Running
from letgo.commons.record.rules import CLOCK
from letgo.decide.budgets import queries
from letgo.decide.budgets.changes import actions as changes
from letgo.decide.budgets.costing.actions import let_stand
from letgo.decide.budgets.cuts import actions as cuts
from letgo.decide.budgets.effects import back_from_no, back_from_void, stop_vetoed
from letgo.decide.budgets.moving import locked_round
from letgo.decide.budgets.rounds.actions import end_ideas
from letgo.decide.budgets.rounds.results import of_round
from letgo.decide.budgets.rounds.voting import tell_of_votes
from letgo.decide.budgets.small import actions as small


def tick(job: Running | None = None) -> int:
    """Rounds whose days for ideas are over go on; an estimate without an answer stands; voters are told; a vote that decided
    nothing is held again; what was stopped is let go; small money that too few wanted lapses; a cut's money goes back on its day.

    Returns how much there was. With nothing due: 9 SQL queries, no row touched. The job "budgets.tick".
    """
    found, void, ended, stopped = queries.due_to_move(), queries.void_votes(), queries.ended_votes(), queries.vetoed()
    for pk in found.rounds:
        end_ideas(pk)
    for pk in found.ideas:
        let_stand(pk, by=CLOCK, key=f"{pk}:{today().isoformat()}")
    for pk in (*void, *ended):
        _again(pk)
    for project in stopped:
        with transaction.atomic():
            stop_vetoed(project)
    moved = len(found.rounds) + len(found.ideas) + len(void) + len(stopped)
    return moved + tell_of_votes() + small.tick() + cuts.tick() + changes.tick()


@transaction.atomic
def _again(pk: UUID) -> None:
    """A vote that was called off, or that gave no mandate, is held again."""
    at = locked_round(pk)
    declared = of_round(at)
    if at.state == "voting" and at.poll and at.poll.state == "void":
        back_from_void(at)
    elif at.state == "voting" and declared and not declared[1].mandate:
        back_from_no(at, f"Nothing was decided. {declared[1].why}")
