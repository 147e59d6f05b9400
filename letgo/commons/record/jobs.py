"""Work for later: asked for in the same transaction as its cause, done once, and seen while it runs.

A room says later(name, key, args). The house's table names the function that does it; the house's queue wakes a worker.
A worker holds a lease that its heartbeat renews. One that was killed stops renewing, and sweep() gives its work away.
"""

import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from threading import Event, Thread
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections, transaction
from django.utils.module_loading import import_string

from letgo.commons.record.clock import now
from letgo.commons.record.models import Job

logger = logging.getLogger("letgo.jobs")

ATTEMPTS = 3
LEASE_SECONDS = 30.0  # settings.LETGO_LEASE_SECONDS changes it
KEPT = timedelta(days=30)


class LostLease(Exception):
    """This worker was thought dead and its work was given to another: nothing it did may count."""


def later(name: str, key: str, args: Mapping[str, Any] | None = None) -> Job:
    """Have the job `name` done by a worker once this transaction commits; a second call with the same key changes nothing.

    `args` is plain JSON and holds ids only, nothing of what people gave us. Raises LookupError for a name the house does not know.
    """
    if name not in table():
        raise LookupError(f"The house knows no job called {name!r}.")
    with transaction.atomic():
        mine = Job(name=name, key=key, args=dict(args or {}), made=now())
        Job.objects.bulk_create([mine], ignore_conflicts=True)
        job = Job.objects.get(name=name, key=key)
        if job.pk == mine.pk:
            _enqueue(job)
    return job


@dataclass(frozen=True)
class Running:
    """What a job's function is given: its name, key and args, and the two things it may say back."""

    id: UUID
    name: str
    key: str
    args: Mapping[str, Any]
    attempt: int
    holder: UUID

    def progress(self, percent: float, word: str) -> None:
        """Show how far it is: 0..100 and a short word that holds nothing from people's files. Renews the lease. Raises LostLease."""
        shown = min(100, max(0, round(percent)))
        if not self._mine().update(percent=shown, word=word[:60], lease_until=now() + lease()):
            raise LostLease

    @contextmanager
    def finish(self) -> Iterator[None]:
        """Write the outcome in this block: it commits together with the job's end, or not at all. Raises LostLease."""
        with transaction.atomic():
            if not self._mine().select_for_update().first():
                raise LostLease
            yield
            self._mine().update(state=Job.State.DONE, percent=100, holder=None, lease_until=None, ended=now())

    def _mine(self):
        return Job.objects.filter(pk=self.id, holder=self.holder, state=Job.State.RUNNING)


def perform(job_id: UUID | str) -> None:
    """Do one waiting job in this process. Harmless when it is done, or when someone else runs it."""
    job = _take(UUID(str(job_id)))
    if job is None:
        return
    with _heartbeat(job):
        try:
            import_string(table()[job.name])(job)
            _close(job)
        except LostLease:
            logger.warning("job %s went to another worker", job.id)
        except Exception as error:  # the worker must live on, whatever a job does
            logger.error("job %s failed, attempt %d: %s", job.id, job.attempt, _places(error))
            _again_or_never(Job.objects.filter(pk=job.id, holder=job.holder, state=Job.State.RUNNING))


def run_waiting() -> int:
    """Do all that waits, in this process, and say how many jobs that was. For tests and the demonstration."""
    count = 0
    while job := Job.objects.filter(state=Job.State.WAITING).order_by("made", "pk").first():
        perform(job.pk)
        count += 1
    return count


def sweep() -> int:
    """Give away what killed workers left, and wake what the queue forgot. Returns how many jobs were touched. Idempotent."""
    dead = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now())
    touched = sum(
        _again_or_never(Job.objects.filter(pk=pk, lease_until__lt=now()))
        for pk in list(dead.values_list("pk", flat=True))
    )
    waiting = dict(Job.objects.filter(state=Job.State.WAITING).values_list("ticket", "pk"))
    for ticket in waiting.keys() - queue().still_queued(waiting.keys()):
        with transaction.atomic():
            job = (
                Job.objects.select_for_update()
                .filter(pk=waiting[ticket], state=Job.State.WAITING, ticket=ticket)
                .first()
            )
            if job is not None:
                _enqueue(job)
                touched += 1
    return touched


def tidy() -> None:
    """Forget jobs that ended long ago."""
    Job.objects.filter(ended__lt=now() - KEPT).delete()


def call_off(name: str) -> None:
    """Have no waiting job of this name done. For a made-up town, whose people are not told of what is long past."""
    Job.objects.filter(name=name, state=Job.State.WAITING).delete()


def lease() -> timedelta:
    """How long a worker that says nothing is believed to live."""
    return timedelta(seconds=getattr(settings, "LETGO_LEASE_SECONDS", LEASE_SECONDS))


def table() -> Mapping[str, str]:
    """The house's table, name -> dotted path of a function that takes a Running."""
    return import_string(settings.LETGO_JOBS)


def given_up() -> Mapping[str, str]:
    """The house's table of who is told when a job failed for good, name -> dotted path of a function that takes its args."""
    return import_string(settings.LETGO_JOBS_GIVEN_UP)


def queue() -> ModuleType:
    """The house's queue: put(job id, name, old ticket) -> ticket, and still_queued(tickets) -> those that a worker will still pick up."""
    return import_module(settings.LETGO_QUEUE)


def _enqueue(job: Job) -> None:
    job.ticket = queue().put(str(job.pk), job.name, job.ticket)
    Job.objects.filter(pk=job.pk).update(ticket=job.ticket)


def _take(job_id: UUID) -> Running | None:
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, state=Job.State.WAITING).first()
        if job is None:
            return None
        job.state, job.holder, job.lease_until = Job.State.RUNNING, uuid4(), now() + lease()
        job.attempts += 1
        job.save(update_fields=["state", "holder", "lease_until", "attempts"])
    return Running(job.pk, job.name, job.key, job.args, job.attempts, job.holder)


def _close(job: Running) -> None:
    """End a job whose function did not end it itself."""
    if Job.objects.filter(pk=job.id, state=Job.State.RUNNING).exists():
        with job.finish():
            pass


def _again_or_never(held) -> int:
    """Put the one running job of `held` back to wait, or end it as failed after the last attempt. Returns 0 if it moved on meanwhile."""
    with transaction.atomic():
        job = held.select_for_update().filter(state=Job.State.RUNNING).first()
        if job is None:
            return 0
        job.holder = job.lease_until = None
        if job.attempts < ATTEMPTS:
            job.state, job.percent, job.word = Job.State.WAITING, 0, ""
            job.save()
            _enqueue(job)
        else:
            job.state, job.ended = Job.State.FAILED, now()
            job.save()
            if tell := given_up().get(job.name):
                import_string(tell)(job.args)
    return 1


@contextmanager
def _heartbeat(job: Running) -> Iterator[None]:
    """Renew the lease while the block runs, from a thread with its own connection."""
    stop = Event()
    beat = Thread(target=_beat, args=(job, stop), daemon=True)
    beat.start()
    try:
        yield
    finally:
        stop.set()
        beat.join()


def _beat(job: Running, stop: Event) -> None:
    try:
        while not stop.wait(lease().total_seconds() / 5):
            Job.objects.filter(pk=job.id, holder=job.holder).update(lease_until=now() + lease())
    finally:
        connections.close_all()


def _places(error: BaseException) -> str:
    """Where an error came from, without its message: that may hold what a person gave us."""
    frames = traceback.extract_tb(error.__traceback__)
    return type(error).__name__ + " at " + " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
