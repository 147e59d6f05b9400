"""Which function does which work for later, and the queue that wakes a worker.

The queue is django-tasks with its database backend; it is seen from this file only, so that a later move is one file.
It has no answer to a worker that is killed: record.jobs.sweep() is that answer, and runs here beside the worker.
"""

import logging
from collections.abc import Collection
from datetime import timedelta
from threading import Event, Thread

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from letgo.commons.record import jobs
from letgo.commons.record.clock import now
from letgo.commons.record.models import Job

logger = logging.getLogger("letgo.jobs")

JOBS = {
    "ballots.count": "letgo.decide.ballots.closing.actions.count",
    "ballots.tell": "letgo.decide.ballots.telling.tell_some",
    "ballots.tick": "letgo.decide.ballots.closing.actions.tick",
    "boards.tell-meeting": "letgo.decide.boards.meetings.telling.tell_some",
    "boards.tick": "letgo.decide.boards.jobs.tick",
    "budgets.tell": "letgo.decide.budgets.telling.tell_some",
    "budgets.tick": "letgo.decide.budgets.jobs.tick",
    "checks.count": "letgo.decide.checks.actions.count",
    "checks.explain": "letgo.decide.checks.actions.find_reason",
    "checks.tidy": "letgo.decide.checks.actions.tidy",
    "places.look-through": "letgo.commons.places.lists.actions.look_through",
    "places.take-over": "letgo.commons.places.lists.actions.take_over",
    "places.tidy": "letgo.commons.places.lists.actions.tidy",
    "promises.begin-rules": "letgo.commons.promises.versions.actions.begin_rules",
    "promises.tick": "letgo.commons.promises.actions.tick",
    "door.send": "letgo.commons.door.messages.actions.send",
    "door.tidy": "letgo.commons.door.actions.tidy",
    "powers.tick": "letgo.commons.powers.jobs.tick",
    "record.effect": "letgo.commons.record.effects.perform",
    "record.seal": "letgo.commons.record.actions.seal_waiting",
    "record.seal-all": "letgo.commons.record.actions.seal_everything",
    "record.tidy": "letgo.house.jobs.tidy",
}
GIVEN_UP = {
    "checks.count": "letgo.decide.checks.actions.count_given_up",
    "checks.explain": "letgo.decide.checks.actions.reason_given_up",
    "places.look-through": "letgo.commons.places.lists.actions.given_up",
    "places.take-over": "letgo.commons.places.lists.actions.given_up",
}
EVERY = {
    "ballots.tick": timedelta(seconds=30),
    "boards.tick": timedelta(minutes=1),
    "budgets.tick": timedelta(hours=1),
    "powers.tick": timedelta(hours=1),
    "checks.tidy": timedelta(hours=1),
    "door.send": timedelta(minutes=1),
    "door.tidy": timedelta(hours=1),
    "places.tidy": timedelta(hours=1),
    "record.seal": timedelta(seconds=10),
    "record.seal-all": timedelta(hours=1),
    "promises.begin-rules": timedelta(minutes=10),
    "promises.tick": timedelta(seconds=60),
    "record.tidy": timedelta(days=1),
}
WHEN = {
    "ballots.tick": "letgo.decide.ballots.queries.anything_due",
    "door.send": "letgo.commons.door.queries.anything_due",
    "record.seal": "letgo.commons.record.queries.anything_to_seal",
}  # a regular job that is asked for only when this says yes
LONG = {"checks.explain"}  # may take minutes; a worker that leaves them alone keeps the rest moving
SWEEP_SECONDS = 5.0


@task()
def perform(job: str) -> None:
    """What the queue runs."""
    jobs.perform(job)


def put(job: str, name: str, old_ticket: str = "") -> str:
    """Queue the job with this id and name in the current transaction, instead of its old ticket; returns the new ticket."""
    if old_ticket:  # not one that a worker holds: it could not close it then, and would end in an accident
        DBTaskResult.objects.filter(pk=old_ticket, status=TaskResultStatus.READY).delete()
    return str(perform.using(queue_name="long" if name in LONG else "default").enqueue(job).id)


def still_queued(tickets: Collection[str]) -> set[str]:
    """Those of `tickets` that a worker will still pick up."""
    ready = DBTaskResult.objects.filter(pk__in=[t for t in tickets if t], status=TaskResultStatus.READY)
    return {str(pk) for pk in ready.values_list("pk", flat=True)}


def tidy(job: jobs.Running) -> None:
    """Forget old jobs, the tickets of those that ended, and those that a killed worker held."""
    jobs.tidy()
    yesterday = now() - timedelta(days=1)
    DBTaskResult.objects.finished().filter(finished_at__lt=yesterday).delete()
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, enqueued_at__lt=yesterday).delete()
    Job.objects.filter(name__in=EVERY, state=Job.State.DONE, ended__lt=yesterday).delete()


def work(
    *, long: bool = True, interval: float = 0.5, batch: bool = False, sweep_seconds: float = SWEEP_SECONDS
) -> None:
    """Do jobs until stopped (SIGTERM and ctrl-C end after the job at hand), or with `batch` until none waits.

    Without `long` those that may take minutes are left to another worker. Call it from the main thread. A sweep runs at
    the start and then every `sweep_seconds`, whatever the worker does.
    """
    keep_up()
    stop = Event()
    sweeper = Thread(target=_sweep_on, args=(stop, sweep_seconds), daemon=True)
    sweeper.start()
    try:
        queues = "*" if long else "default"
        call_command(
            "db_worker",
            queue_name=queues,
            interval=interval,
            batch=batch,
            reload=False,
            startup_delay=False,
            verbosity=0,
        )
    finally:
        stop.set()
        sweeper.join(timeout=10)


def keep_up() -> None:
    """One round of the sweep, and the regular jobs that are due. The key is the period, so any number of workers ask for each once."""
    jobs.sweep()
    due = {name: str(int(now().timestamp() // period.total_seconds())) for name, period in EVERY.items()}
    asked = set(Job.objects.filter(name__in=due, key__in=due.values()).values_list("name", "key"))
    for name, key in due.items():
        if (name, key) not in asked and (name not in WHEN or import_string(WHEN[name])()):
            jobs.later(name, key)


def _sweep_on(stop: Event, seconds: float) -> None:
    try:
        while not stop.wait(seconds):
            try:
                keep_up()
            except DatabaseError:  # busy or away: the next round tries again
                logger.warning("the sweep could not reach the database")
                connections.close_all()
    finally:
        connections.close_all()
