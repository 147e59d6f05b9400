"""Lists in and out: taken in, looked through, and taken over only after a yes. One job each, one transaction, one line."""

import os
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.models import Person, Route
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.actions import found, locked
from letgo.commons.places.lists import queries, store
from letgo.commons.places.lists.planning import Findings, Step, plan
from letgo.commons.places.lists.reading import LONGEST_LINE, MB, MOST_BYTES, Problem, rows
from letgo.commons.places.models import Home, Import, Place, Standing
from letgo.commons.places.rules import IMPORT_MOVES, Stage
from letgo.commons.record.actions import earlier, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running, later
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require

KEPT = timedelta(days=2)
BATCH = 1_000
NOT_YOURS = ("You cannot bring lists in here.", "Ask an officer of this place.")


def take_in(place: Place | UUID, chunks: Iterable[bytes], evidence: str, by: Actor, key: str) -> Import:
    """Take in a list for a place, and have it looked through. Nothing of it is taken over. `evidence`: what list it is.

    Raises Refused: "too-large" above 20 MB, or when nobody says what it is.
    """
    at = found(Place, place)
    require(may(by, "places.import", Import(place=at)), *NOT_YOURS)
    if not evidence.strip():
        raise Refused("Say what list this is.", cure="For example: tenancy list 2026-10.")
    if before := earlier("places.import", key):
        return before
    path, size, digest = store.receive(chunks, MOST_BYTES)
    try:
        if size > MOST_BYTES:
            raise Refused(
                "Your file is larger than {most} MB.", "Part it into several.", kind="too-large", most=MOST_BYTES // MB
            )
        with transaction.atomic(), once("places.import", key, by) as done:
            if done.before:
                return done.before
            row = Import(
                id=uuid4(), place=at, by_id=by.person, evidence=evidence.strip()[:200], size=size, digest=digest
            )
            row.made, row.expires = now(), now() + KEPT
            row.save(force_insert=True)
            os.replace(path, store.of(row.pk))
            later("places.look-through", str(row.pk), {"import": str(row.pk)})
            return done.with_result(row)
    finally:
        path.unlink(missing_ok=True)


def look_through(job: Running) -> None:
    """The job that reads a list and says what it would do. It changes nothing but the import's own row."""
    row = _waiting(job, Stage.CHECKING)
    if row is None:
        return
    findings = Findings()
    for step in _told(job, row, _steps(row)):
        findings.take(step)
    with job.finish():
        _move(locked(Import, row.pk), Stage.FAULTY if findings.faults else Stage.CHECKED, findings)


@transaction.atomic
def confirm(import_: Import | UUID, by: Actor, key: str) -> Import:
    """Say yes to what a list would do. Raises Refused while it has a fault: mend the file and send it again."""
    with once("places.confirm-import", key, by) as done:
        if done.before:
            return done.before
        row = locked(Import, import_)
        require(may(by, "places.confirm-import", row), *NOT_YOURS)
        if row.state != Stage.CHECKED:
            raise Refused("This list cannot be taken over now.", cure="Send it once more.")
        row.by_id = by.person
        row.save(update_fields=["by"])
        _move(row, Stage.APPLYING)
        later("places.take-over", str(row.pk), {"import": str(row.pk)})
        return done.with_result(row)


@transaction.atomic
def drop(import_: Import | UUID, by: Actor, key: str) -> Import:
    """Say no. The file goes at once; that there was one stays."""
    with once("places.drop-import", key, by) as done:
        if done.before:
            return done.before
        row = locked(Import, import_)
        require(may(by, "places.drop-import", row), *NOT_YOURS)
        if row.state not in (Stage.CHECKED, Stage.FAULTY):
            raise Refused("This list is being worked on, or is over.", cure="Look again in a minute.")
        _move(row, Stage.DROPPED)
        return done.with_result(row)


def take_over(job: Running) -> None:
    """The job that takes a list over: all of it, in one transaction, with one line. What changed since it was shown is looked at again."""
    row = _waiting(job, Stage.APPLYING)
    if row is None:
        return
    before = Findings()
    for step in _told(job, row, _steps(row), until=60):
        before.take(step)
    with job.finish():
        row = locked(Import, row.pk)
        locked(Place, row.place_id)  # one list at a time for a place
        findings = Findings()
        with transaction.atomic():
            row.line = _line(row, before)
            steps = _seen(findings, _steps(row))
            while batch := list(islice(steps, BATCH)):
                _write(batch, row)
            if not _same(findings, before):
                transaction.set_rollback(True)
        _move(row, Stage.DONE if _same(findings, before) else Stage.FAULTY, findings)


def given_up(args: dict[str, str]) -> None:
    """A job failed every time: say so on its page. Nothing was taken over."""
    row = Import.objects.select_for_update().filter(pk=args["import"]).first()
    if row is not None and row.state in (Stage.CHECKING, Stage.APPLYING):
        _move(row, Stage.FAILED)


@transaction.atomic
def export(place: Place | UUID, by: Actor, key: str) -> Iterator[bytes]:
    """The people of a place as CSV, piece by piece. That it was taken out is a line that people of the place can read."""
    at = found(Place, place)
    require(may(by, "places.export", at), "You cannot take lists out here.", "Ask an officer of this place.")
    with once("places.export", key, by) as done:
        if not done.before:
            write("places.export", Ref("place", at.pk), audience=Ref("place", at.pk), by=by)
            done.with_result(True)
    return queries.exported(at)


def tidy(job: Running | None = None) -> None:
    """Delete the files of imports that are over, and what a power cut left."""
    for row in queries.overdue().filter(state__in=[Stage.CHECKED, Stage.FAULTY]):
        with transaction.atomic():
            fresh = locked(Import, row.pk)
            if fresh.state in (Stage.CHECKED, Stage.FAULTY):
                _move(fresh, Stage.DROPPED)
    for path in store.left_over((now() - 2 * KEPT).timestamp()):
        path.unlink(missing_ok=True)


def _waiting(job: Running, stage: Stage) -> Import | None:
    row = queries.by_id(UUID(job.args["import"]))
    return row if row is not None and row.state == stage else None


def _move(row: Import, stage: Stage, findings: Findings | None = None) -> None:
    """To another state; a fault of the code when that is no move. Over: the file goes once this is committed."""
    if stage not in IMPORT_MOVES[Stage(row.state)]:
        raise ValueError(f"An import does not go from {row.state} to {stage}.")
    row.state = stage.value
    if findings is not None:
        row.found = findings.as_data()
    row.line = row.line if stage == Stage.DONE else None
    row.save(update_fields=["state", "found", "line"])
    if not IMPORT_MOVES[stage] or stage == Stage.FAULTY:
        transaction.on_commit(lambda: store.remove(row.pk))


def _steps(row: Import) -> Iterator[Step | Problem]:
    return plan(rows(store.lines(row.pk, LONGEST_LINE)), queries.known(row.place, row.by_id))


def _line(row: Import, findings: Findings) -> Line:
    """What the people of the place can read: how much was added, changed and ended, by which list. No name."""
    where = Ref("place", row.place_id)
    body = {"counts": dict(findings.counts), "sha256": row.digest, "import": str(row.pk), "evidence": row.evidence}
    return write("places.import", where, audience=where, by=Actor(person=row.by_id), body=body)


def _told(job: Running, row: Import, steps: Iterator[Step | Problem], until: int = 95) -> Iterator[Step | Problem]:
    """The same steps; every thousand lines the page hears how far it is."""
    about = max(1, row.size // 100)  # a guess: a line has a hundred bytes
    for number, step in enumerate(steps):
        if number % 1_000 == 0:
            job.progress(min(until, 5 + until * number // about), "Reading the list")
        yield step


def _seen(findings: Findings, steps: Iterator[Step | Problem]) -> Iterator[Step]:
    for step in steps:
        findings.take(step)
        if isinstance(step, Step):
            yield step


def _same(one: Findings, other: Findings) -> bool:
    return not one.faults and one.counts == other.counts


def _write(batch: list[Step], row: Import) -> None:
    """Write what these rows do, table by table. At most one UPDATE a changed row; a few statements for all that is new."""
    at, line = now(), row.line
    Home.objects.bulk_create(
        Home(id=s.home.id, place_id=s.place, address=s.row.address, uprn=s.row.uprn or None, line=line)
        for s in batch
        if s.new_home and s.home
    )
    Person.objects.bulk_create(
        Person(id=s.person, name=s.row.name, language=s.row.language, needs=list(s.row.needs), made=at)
        for s in batch
        if s.new_person
    )
    Route.objects.bulk_create(
        Route(person_id=s.person, kind=kind, address=address, order=order, made=at)
        for s in batch
        if s.new_person
        for order, (kind, address) in enumerate(way for way in (s.row.phone, s.row.email) if way)
    )
    Standing.objects.bulk_create(_standing(s, row) for s in batch if s.does == "add")
    for step in batch:
        if step.uprn_learnt and step.home:
            Home.objects.filter(pk=step.home.id).update(uprn=step.row.uprn, line=line)
        if step.before and step.does in ("change", "end"):
            _change(step, line)


def _standing(step: Step, row: Import) -> Standing:
    home = step.home.id if step.home else None
    return Standing(
        person_id=step.person, place_id=step.place, kind=step.row.kind, detail=step.row.detail, home_id=home,
        start=step.row.start, end=step.row.end, evidence=row.evidence, line=row.line,
    )  # fmt: skip


def _change(step: Step, line: Line) -> None:
    home = {"home_id": step.home.id} if step.home else {}
    assert step.before is not None  # noqa: S101 the caller looked
    Standing.objects.filter(pk=step.before.id).update(start=step.row.start, end=step.row.end, line=line, **home)
