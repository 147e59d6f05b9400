"""The only writer of interests: someone says what they gain, or it follows from what a decision is about."""

from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import PUBLIC, Ref, find
from letgo.commons.record.refusals import Refused, require
from letgo.decide.boards.models import Body
from letgo.decide.boards.office_models import Applicant, Appointment, Interest
from letgo.decide.boards.offices import said

ABOUT = ("appointment", "applicant", "removal", "mandate", "review", "item", "resolution", "poll")


@transaction.atomic
def declare(body: UUID, about: Ref, words: str, *, by: Actor, key: str) -> Interest:
    """A member of the board says what they, or someone close to them, gain by a decision. They do not vote on it: it is never taken back.

    In a job it holds for each who wants the job. The public line names the thing and nobody; that of a removal is for those who read
    its steps.
    """
    with once("boards.declare-interest", key, by) as done:
        if done.before:
            return done.before
        at = Body.objects.select_related("place", "organisation").get(pk=body)
        require(may(by, "boards.declare-interest", at), "Only members of the board can do this.")
        if about.kind not in ABOUT or find(about) is None:
            raise Refused("Choose what this is about.")
        gained = said(words, "Say what you gain.", 500)
        if (
            by.person is None
            or Interest.objects.filter(person=by.person, about_kind=about.kind, about_id=about.id).exists()
        ):
            raise Refused("You have said so already.")
        made = _write(at, by.person, about, gained, by, declared=True)
        for one in _parts(about):
            follows(at, by.person, one, gained, by=by)
        return done.with_result(made)


def follows(body: Body, person: UUID, about: Ref, words: str, *, by: Signs) -> None:
    """Someone cannot vote on a thing because it is about them, or they said so of what it is part of. In the caller's transaction, once."""
    if not Interest.objects.filter(person=person, about_kind=about.kind, about_id=about.id).exists():
        _write(body, person, about, words, by, declared=False)


def spread(appointment: Appointment, *, by: Signs) -> None:
    """Before the board votes on a job: who has an interest in it has one in each name, and who wants the job has one in all.

    In the caller's transaction.
    """
    body = appointment.body
    for wants in appointment.applicants.filter(person__isnull=False).exclude(state="withdrawn"):
        follows(body, wants.person_id, appointment.ref, "They want this job.", by=by)
    rows = Interest.objects.filter(about_kind="appointment", about_id=appointment.pk)
    for person, words in list(rows.values_list("person", "words")):
        for one in _parts(appointment.ref):
            follows(body, person, one, words, by=by)


def _parts(about: Ref) -> list[Ref]:
    if about.kind != "appointment":
        return []
    rows = Applicant.objects.filter(appointment=about.id).order_by("pk")
    return [Ref("applicant", pk) for pk in rows.values_list("pk", flat=True)]


def _write(body: Body, person: UUID, about: Ref, words: str, by: Signs, *, declared: bool) -> Interest:
    audience = about if about.kind == "removal" else PUBLIC  # before its vote nobody else knows of a removal
    said_of = {"in": about.kind, "declared": declared}
    line = write("boards.declare-interest", body.ref, audience=audience, by=by, body=said_of)
    row = Interest(
        id=uuid4(), body=body, person_id=person, about_kind=about.kind, about_id=about.id, words=words[:500],
        declared=declared, line=line,
    )  # fmt: skip
    row.save(force_insert=True)
    return row
