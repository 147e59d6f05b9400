"""The only writers of a new board's first weeks: the list from its terms, and what is done."""

from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.record.actions import once, write
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards.agenda.actions import NOT_BOARD, keep
from letgo.decide.boards.firstweeks import queries
from letgo.decide.boards.meeting_models import FirstTask
from letgo.decide.boards.models import Body


@transaction.atomic
def begin(body: Body) -> list[FirstTask]:
    """The list of a body's terms becomes tasks, once. The clock does this when the first board sits."""
    at = Body.objects.select_for_update().get(pk=body.pk)
    if at.first_tasks.exists():
        return []
    line = write("boards.begin-first-weeks", at.ref, by=CLOCK, body={"tasks": list(at.fixed.first_weeks)})
    tasks = enumerate(at.fixed.first_weeks, start=1)
    return [keep(FirstTask(id=uuid4(), body=at, number=number, words=words[:200]), line) for number, words in tasks]


@transaction.atomic
def finish(task: UUID, *, by: Actor, key: str) -> FirstTask:
    """Somebody on the board says that a task is done."""
    with once("boards.finish-first-task", key, by) as done:
        if done.before:
            return done.before
        row = FirstTask.objects.select_for_update(of=("self",)).select_related("body__place").get(pk=task)
        require(may(by, "boards.finish-first-task", row), NOT_BOARD)
        if row.done:
            raise Refused("This is done already.")
        line = write("boards.finish-first-task", row.body.ref, by=by, body={"task": row.words})
        return done.with_result(keep(row, line, done=today()))


def tick() -> int:
    """Boards that sit and have no list yet get theirs. Returns how many. 1 SQL query when there is none."""
    return sum(bool(begin(body)) for body in queries.without_list())
