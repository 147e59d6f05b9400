"""`letgo doctor`: what is well, what to know, and what is wrong with this installation, each with what to do."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta

import typer

from letgo.commons.record.findings import Finding
from letgo.house.doctors import DOCTORS

MARKS = {"well": "  well  ", "note": "  note  ", "wrong": "  WRONG "}
LATE = timedelta(minutes=2)
ROOM_ON_DISK = 200 * 1024 * 1024


def doctor() -> None:
    """Say how this installation is. Exit code 0: all is well. 1: something is wrong. 2: it cannot be looked at."""
    from letgo.house import serving

    serving.load_django()
    wrong = 0
    for finding in examine():
        wrong += finding.state == "wrong"
        typer.echo(f"{MARKS[finding.state]}{finding.text}")
        if finding.cure:
            typer.echo(f"        {finding.cure}")
    typer.echo("All is well." if not wrong else f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong.")
    raise typer.Exit(1 if wrong else 0)


def examine() -> Iterator[Finding]:
    """Every finding, the house first. Stops after the first when the database does not answer."""
    from django.db import DatabaseError
    from django.utils.module_loading import import_string

    yield from _wiring()
    yield from _disk()
    try:
        yield from _database()
        yield from _jobs()
        for path in DOCTORS.values():
            yield from import_string(path)()
    except DatabaseError as error:
        yield Finding(
            "wrong", f"The database does not answer as it should ({type(error).__name__}).", "Run: letgo migrate"
        )


def _wiring() -> Iterator[Finding]:
    from letgo.house import wiring

    faults = wiring.broken()
    yield from (Finding("wrong", line, "Put back the file as it was released.") for line in faults)
    if not faults:
        yield Finding("well", "Every name in the house's tables leads to a part that is there.")


def _disk() -> Iterator[Finding]:
    from django.conf import settings

    home = settings.LETGO_HOME
    free = shutil.disk_usage(home).free
    if free < ROOM_ON_DISK:
        yield Finding(
            "wrong", f"Only {free // 2**20} MB are free on the disk.", "Make room: nothing can be written soon."
        )
    else:
        yield Finding("well", f"{free // 2**30} GB are free on the disk.")
    if home.stat().st_mode & 0o077:
        yield Finding(
            "wrong", "Others on this machine can look into the installation's folder.", f"Run: chmod 700 {home}"
        )
    if not settings.HTTPS:
        yield Finding(
            "note",
            "Pages are served without HTTPS: fine on your own machine, nowhere else.",
            "Set LETGO_HTTPS=1 behind a server that speaks HTTPS.",
        )
    if not (settings.LETGO_OPERATOR and settings.LETGO_CONTACT):
        yield Finding(
            "note",
            "Pages do not say who runs this site and how to reach them.",
            "Set LETGO_OPERATOR and LETGO_CONTACT.",
        )


def _database() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from letgo.house import databases, guards

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("wrong", "The database is not up to date.", "Run: letgo migrate")
        return
    faults = guards.missing()
    yield from (Finding("wrong", line, "Find out why, then run: letgo migrate") for line in faults)
    if not faults:
        yield Finding("well", f"The database is up to date, with its {len(guards.declared())} guards.")
    if connection.vendor == "sqlite":
        import sqlite3

        if databases.log_can_corrupt(sqlite3.sqlite_version_info):
            yield Finding(
                "note",
                f"SQLite {sqlite3.sqlite_version} is unsafe with a write-ahead log; the slower journal is used.",
                "Install pysqlite3 0.6.1 or newer.",
            )
    elif not os.environ.get("LETGO_OWNER_URL") and guards.app_owns_tables():
        yield Finding(
            "note",
            "The role that serves owns the tables: it could take out the guards.",
            "Give LETGO_DATABASE_URL a lesser role, and the owner to LETGO_OWNER_URL (docs/operate.md).",
        )


def _jobs() -> Iterator[Finding]:
    from django.db.models import Count

    from letgo.commons.record.clock import now
    from letgo.commons.record.models import Job

    for row in Job.objects.filter(state=Job.State.FAILED).values("name").annotate(number=Count("pk")).order_by("name"):
        yield Finding(
            "wrong",
            f"{row['number']} of the jobs {row['name']} failed three times and were given up.",
            "Look into the log for why; what they were for is not done.",
        )
    late = Job.objects.filter(state=Job.State.WAITING, made__lt=now() - LATE).count()
    lost = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now() - LATE).count()
    if late or lost:
        yield Finding(
            "wrong",
            f"{late + lost} jobs have waited for more than two minutes.",
            "Is a worker running? Start one: letgo work",
        )
    else:
        yield Finding("well", "No job waits for a worker.")
