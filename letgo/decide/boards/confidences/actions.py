"""The only writers of what is said in confidence: somebody who works here says it, its one reader answers, and it is deleted."""

from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.queries import may
from letgo.commons.people.rules import ANYONE, Actor
from letgo.commons.places.queries import today
from letgo.commons.promises import actions as promises
from letgo.commons.promises.queries import in_force
from letgo.commons.record.actions import once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards.confidences import queries
from letgo.decide.boards.confidences.queries import readers
from letgo.decide.boards.models import Body
from letgo.decide.boards.office_models import Confidence, ConfidenceWords
from letgo.decide.boards.office_rules import CONFIDENCE_MOVES, slip, slip_digest
from letgo.decide.boards.offices import locked, move, said

RULE = "boards.answer-confidence"
NOT_READER = "Only the person it was said to can read and answer it."


@transaction.atomic
def speak(body: UUID, reader: UUID, words: str, *, by: Actor, key: str) -> tuple[Confidence, str]:
    """Say something to one named reader: the chair or an outside checker, and never the manager. Returns it, and the slip that opens
    the answer: whoever has the slip reads it, and nobody can find a lost one again.

    That `by` works here is looked at now and written nowhere: no row, line or key says who it was. `key` is kept nowhere either.
    Nothing of it enters the record today: the seal of a line holds its second, and who worked in that hour is on a list (write_down).
    """
    with once("boards.speak-in-confidence", key) as done:
        row = done.before
        if row is None:
            at = Body.objects.select_related("place", "organisation").get(pk=body)
            require(
                may(by, "boards.speak-in-confidence", at), "This is for people who work here.", "Raise a worry instead."
            )
            named = {one.person: one.office for one in readers(at)}
            if reader not in named or reader in by.selves:
                raise Refused("Choose who shall read it: the chair, or someone from outside.")
            row = Confidence(id=uuid4(), body=at, reader_id=reader, reads_as=named[reader], said=today())
            row.slip_digest = slip_digest(slip(key))
            text = said(words, "Write what they should know.")
            row.save(force_insert=True)
            ConfidenceWords.objects.create(confidence=row, said=text)
            tell(reader, "waits", row.ref, f"confidence:{row.pk}")
            done.with_result(row)
        return row, slip(key)


def write_down(row: Confidence) -> None:
    """That something was said comes into the record, and its answer is owed. Part of a later day's tick, or of the answer."""
    row.line = write("boards.speak-in-confidence", row.ref, audience=row.ref, by=ANYONE)
    row.promise = _owe(row)
    row.save(update_fields=["line", "promise"])


def tick() -> int:
    """What was said up to yesterday is written down, in the order of random keys. Returns how many. 1 SQL query when there is none."""
    due = queries.unwritten(today())
    for pk in due:
        with transaction.atomic():
            row = locked(Confidence, pk, "body")
            if row.line_id is None:
                write_down(row)
    return len(due)


def _owe(row: Confidence):
    """The answer is owed by the dated rule, seen by those who hold that duty alone; None where no such rule is in force."""
    if in_force(RULE) is None:
        return None
    holder = Ref("organisation", row.body.organisation_id)
    return promises.promise(
        row.ref, RULE, now(), holder, CLOCK, f"confidence:{row.pk}", audience=row.ref, met_by="boards.answer-confidence"
    )


@transaction.atomic
def answer(confidence: UUID, words: str, *, by: Actor, key: str) -> Confidence:
    """The reader answers whoever it was. A later answer takes the place of an earlier one."""
    with once("boards.answer-confidence", key, by) as done:
        if done.before:
            return done.before
        row = locked(Confidence, confidence, "body", "promise")
        require(may(by, "boards.answer-confidence", row), NOT_READER)
        kept = ConfidenceWords.objects.select_for_update().filter(confidence=row).first()
        if kept is None:
            raise Refused("What was said is deleted.", kind="gone")
        if row.line_id is None:
            write_down(row)
        kept.answer = said(words, "Write your answer.")
        kept.save(update_fields=["answer"])
        move(row, CONFIDENCE_MOVES, "answered", "boards.answer-confidence", by, audience=row.ref)
        if row.promise_id and not row.promise.closed:
            promises.meet(row.promise_id, CLOCK, f"{row.pk}:answered")
        return done.with_result(row)


@transaction.atomic
def forget(confidence: UUID, *, by: Actor, key: str) -> Confidence:
    """The reader deletes what was said and the answer. That something was said and answered stays."""
    with once("boards.forget-confidence", key, by) as done:
        if done.before:
            return done.before
        row = locked(Confidence, confidence, "body")
        require(may(by, "boards.answer-confidence", row), NOT_READER)
        if row.state != "answered":
            raise Refused("Answer it first.")
        ConfidenceWords.objects.filter(confidence=row).delete()
        return done.with_result(
            move(row, CONFIDENCE_MOVES, "answered", "boards.forget-confidence", by, audience=row.ref)
        )
