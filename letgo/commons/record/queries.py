"""Reading the record."""

from dataclasses import dataclass

from letgo.commons.record.models import Job


@dataclass(frozen=True)
class Progress:
    """How a job stands: `state` is waiting, running, done or failed; `ahead` counts the jobs that were asked for before it and wait."""

    state: str
    percent: int
    word: str
    ahead: int = 0


def progress_of(name: str, key: str) -> Progress | None:
    """How the job `name` with `key` stands, or None when there is none. 2 SQL queries at most."""
    job = Job.objects.filter(name=name, key=key).first()
    if job is None:
        return None
    waits = job.state == Job.State.WAITING
    ahead = Job.objects.filter(state=Job.State.WAITING, made__lt=job.made).count() if waits else 0
    return Progress(job.state, job.percent, job.word, ahead)


def progress_many(name: str, keys: list[str]) -> dict[str, Progress]:
    """How the jobs `name` with these keys stand, by key; `ahead` is not counted. 1 SQL query."""
    return {job.key: Progress(job.state, job.percent, job.word) for job in Job.objects.filter(name=name, key__in=keys)}
