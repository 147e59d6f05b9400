"""Jobs that only tests know. Their effect is a Once row, which a test counts; what happens in them is steered by files."""

import os
import time
from pathlib import Path
from uuid import uuid4

from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running
from letgo.commons.record.models import Once
from letgo.house.jobs import JOBS as HOUSE_JOBS

JOBS = {
    **HOUSE_JOBS,
    "test.effect": "tests.commons.record.jobs_for_tests.effect",
    "test.hang": "tests.commons.record.jobs_for_tests.hang_first",
    "test.fail": "tests.commons.record.jobs_for_tests.fail",
}
TOLD: list[dict] = []
SECRET = "canary-91c7 the words of a person"


def effect(job: Running) -> None:
    """Leave one row."""
    with job.finish():
        Once.objects.create(verb="test.effect", key=uuid4().hex, result={"value": job.key}, at=now())


def hang_first(job: Running) -> None:
    """The first attempt says its process and waits for a file before it goes on; every attempt then has its effect."""
    folder = Path(job.args["folder"])
    half = folder / f"half-{job.attempt}"
    half.write_text(str(os.getpid()))
    half.rename(folder / f"attempt-{job.attempt}")  # whole at once: somebody waits for it
    if job.attempt == 1:
        while not (folder / "go-on").exists():
            time.sleep(0.05)
    effect(job)
    (folder / f"finished-{job.attempt}").touch()


def fail(job: Running) -> None:
    """Raise an error whose message must not reach a log."""
    raise ValueError(SECRET)


def told(args: dict) -> None:
    """Remember that a job was given up."""
    TOLD.append(args)
