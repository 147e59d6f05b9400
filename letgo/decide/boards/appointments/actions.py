"""The only writers of appointments: a job is described, published, applied for, judged, and put to a vote; the clock ends what is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.models import Person
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.actions import found
from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.rules import Offered
from letgo.decide.boards.agenda.actions import put_item
from letgo.decide.boards.appointments import queries
from letgo.decide.boards.interests.actions import follows, spread
from letgo.decide.boards.interests.queries import barred
from letgo.decide.boards.models import Body
from letgo.decide.boards.office_models import OFFICES, Applicant, Appointment
from letgo.decide.boards.office_rules import (
    APPLICANT_MOVES,
    APPOINTMENT_MOVES,
    DECIDERS,
    marks_fault,
    scoring_fault,
    total,
)
from letgo.decide.boards.offices import BOARD, YES_NO, Asked, call_vote, keep, locked, move, said

NOT_BOARD = "Only members of the board can do this."
GAINS = "You gain by this, so you do not work on it."
EFFECT = "boards.appoint"


@dataclass(frozen=True)
class Job:
    """A job as it is described: `targets` (words, day), `scoring` (words, weight), `panel` in roles and not names."""

    role: str
    words: str
    targets: tuple[tuple[str, date], ...]
    scoring: tuple[tuple[str, int], ...]
    panel: str
    decides: str = "members"
    term_months: int = 24
    review_months: int = 3
    title: str = "manager"


@transaction.atomic
def describe(body: UUID, job: Job, *, by: Actor, key: str) -> Appointment:
    """Write down a job: what it is about, what must be reached by when, by what those who want it are judged, and who decides."""
    with once("boards.describe-job", key, by) as done:
        if done.before:
            return done.before
        at = Body.objects.select_related("place", "organisation").get(pk=body)
        require(may(by, "boards.appoint", at), NOT_BOARD)
        if fault := scoring_fault(job.scoring, job.targets, today()):
            raise Refused(fault)
        if job.decides not in DECIDERS or job.title not in OFFICES[:4]:
            raise Refused("Say who decides, and which office it is.")
        if not (1 <= job.term_months <= 120 and 1 <= job.review_months <= job.term_months):
            raise Refused("A term has 1 to 120 months, and a review at least once in it.")
        row = Appointment(
            id=uuid4(), body=at, title=job.title, role=said(job.role, "Say what the job is called.", 60),
            words=said(job.words, "Say what they must do."), panel=said(job.panel, "Say who sits on the panel.", 300),
            targets=[{"words": words.strip(), "by": day.isoformat()} for words, day in job.targets],
            scoring=[{"words": words.strip(), "weight": weight} for words, weight in job.scoring],
            decides=job.decides, term_months=job.term_months, review_months=job.review_months, described_by_id=by.person,
        )  # fmt: skip
        return done.with_result(keep(row, write("boards.describe-job", row.ref, by=by, body={"role": row.role})))


@transaction.atomic
def publish(appointment: UUID, until: date, *, by: Actor, key: str) -> Appointment:
    """Publish a job: everybody reads it, and applies until a day. From here on nothing of it changes."""
    with once("boards.publish-job", key, by) as done:
        if done.before:
            return done.before
        row = _locked(appointment, by)
        if row.state not in ("described", "none"):
            raise Refused("This job is published already.")
        if until <= today():
            raise Refused("Choose a day that is still to come.")
        body = {"role": row.role, "targets": row.targets, "scoring": row.scoring, "panel": row.panel, "decides": row.decides,
                "months": row.term_months, "until": until.isoformat()}  # fmt: skip
        fields = {"published": row.published or today(), "until": until, "why": ""}
        return done.with_result(move(row, APPOINTMENT_MOVES, "published", "boards.publish-job", by, body, **fields))


@transaction.atomic
def apply(appointment: UUID, name: str, words: str, *, by: Actor, key: str) -> Applicant:
    """Apply for a published job. The name is for the board; it is public only where members vote, on the voting paper."""
    with once("boards.apply", key, by) as done:
        if done.before:
            return done.before
        row = _open(locked(Appointment, appointment, "body__place", "body__organisation"))
        require(may(by, "boards.apply", row) and by.subject is not None, "Sign in first.")
        return done.with_result(_applicant(row, name, words, by.subject, by))


@transaction.atomic
def add_applicant(appointment: UUID, name: str, words: str, person: UUID, *, by: Actor, key: str) -> Applicant:
    """Put down someone who applied on paper or by phone: a person that we know."""
    with once("boards.add-applicant", key, by) as done:
        if done.before:
            return done.before
        row = _open(_locked(appointment, by))
        return done.with_result(_applicant(row, name, words, found(Person, person).pk, by))


def _open(row: Appointment) -> Appointment:
    if row.state != "published" or row.until is None or row.until < today():
        raise Refused("Nobody can apply for this now.")
    return row


def _applicant(row: Appointment, name: str, words: str, person: UUID | None, by: Signs) -> Applicant:
    if row.applicants.filter(person=person).exclude(state="withdrawn").exists():
        raise Refused("They have applied already.")
    made = Applicant(id=uuid4(), appointment=row, person_id=person, name=said(name, "Write the name.", 120))
    made.words = said(words, "Write what they say.")
    keep(made, write("boards.apply", made.ref, audience=made.ref, by=by))
    if person is not None:
        follows(row.body, person, row.ref, "They want this job.", by=by)
    return made


@transaction.atomic
def judge(
    applicant: UUID, marks: Mapping[str, int], stands: bool, reason: str = "", *, by: Actor, key: str
) -> Applicant:
    """The panel's points for one who applied, one for each published measure, and whether they stand; if not, why."""
    with once("boards.judge-applicant", key, by) as done:
        if done.before:
            return done.before
        wants = locked(Applicant, applicant, "appointment")
        row = _locked(wants.appointment_id, by)
        require(by.person not in barred(row.ref) and by.subject not in barred(row.ref), GAINS)
        if row.state != "published" or row.until is None or row.until >= today():
            raise Refused("The panel gives points when nobody can apply any more, and before the vote.")
        if fault := marks_fault(marks, row.measures):
            raise Refused(fault)
        why = "" if stands else said(reason, "Say why they do not stand.", 500)
        line = write("boards.judge-applicant", wants.ref, audience=wants.ref, by=by, body={"stands": stands})
        state = "stands" if stands else "left-out"
        if state not in APPLICANT_MOVES[wants.state]:
            raise Refused("They have withdrawn.")
        points = total(marks, row.measures)
        return done.with_result(keep(wants, line, state=state, marks=dict(marks), points=points, reason=why))


@transaction.atomic
def withdraw(applicant: UUID, *, by: Actor, key: str) -> Applicant:
    """Someone does not want the job any more, before the vote is called."""
    with once("boards.withdraw-applicant", key, by) as done:
        if done.before:
            return done.before
        wants = locked(Applicant, applicant, "appointment__body__place", "appointment__body__organisation")
        own = wants.person_id is not None and by.is_self(wants.person_id)
        require(own or may(by, "boards.appoint", wants.appointment), NOT_BOARD)
        if wants.appointment.state != "published":
            raise Refused("The vote is called. The returning officer takes a name off now.")
        line = write("boards.withdraw-applicant", wants.ref, audience=wants.ref, by=by)
        return done.with_result(keep(wants, line, state="withdrawn"))


@transaction.atomic
def put_to_members(appointment: UUID, asked: Asked, start: date, *, by: Actor, key: str) -> Poll:
    """Call the vote of the members on a job: an order of the names with "none of these", or yes or no to the only one.

    `start`: the first day in office. Raises Refused while the panel has points to give, and where nobody stands.
    """
    with once("boards.vote-on-job", key, by) as done:
        if done.before:
            return done.before
        row = _ready(_locked(appointment, by), "members", start)
        names = queries.standing(row)
        one = len(names) == 1
        options = YES_NO if one else _offered(names)
        question = (
            f"One person stands for this: {row.role}. Shall they have it?" if one else f"Who shall be {row.role}?"
        )
        told = replace(asked, words=f"{names[0].name}\n\n{names[0].words}") if one else asked
        gains = frozenset(wants.person_id for wants in names if wants.person_id) | barred(row.ref)
        percent = row.body.fixed.poll_quorum_percent
        poll = call_vote(
            row.body, told, question, options, row.ref, EFFECT, percent=percent, interested=gains, by=by, key=f"{key}:call"
        )  # fmt: skip
        body = {"role": row.role, "names": len(names), "poll": str(poll.pk)}
        move(row, APPOINTMENT_MOVES, "voting", "boards.vote-on-job", by, body, poll=poll, start=start)
        return done.with_result(poll)


def _offered(names: Sequence[Applicant]) -> tuple[Offered, ...]:
    """An option for each; people who share a name are told apart by a number."""
    seen: dict[str, int] = {}
    made = []
    for wants in names:
        again = seen[wants.name.casefold()] = seen.get(wants.name.casefold(), 0) + 1
        title = wants.name if again == 1 else f"{wants.name[:112]} ({again})"
        made.append(Offered(title, wants.words[:2_000], about=("applicant", wants.pk)))
    return tuple(made)


@transaction.atomic
def put_to_board(appointment: UUID, start: date, *, by: Actor, key: str) -> Appointment:
    """The board decides on each name at a meeting, in the order of the panel's points: the first that is carried has the job.

    Each name is an item on the next agenda, closed to others. Whoever wants the job or gains by it votes on none of them.
    """
    with once("boards.board-votes-on-job", key, by) as done:
        if done.before:
            return done.before
        row = _ready(_locked(appointment, by), "board", start)
        spread(row, by=by)
        names = queries.standing(row)
        for number, wants in enumerate(names, 1):  # the title is public, so it names nobody
            title, about = f"{row.role}: name {number} of {len(names)}"[:120], wants.ref
            put_item(
                row.body_id, title, f"{wants.name}\n\n{wants.words}", source="appointment", about=about, closed=True,
                by=BOARD, key=f"{key}:{wants.pk}",
            )  # fmt: skip
        body = {"role": row.role, "names": len(names)}
        fields = {"poll": None, "resolution": None, "start": start}
        return done.with_result(move(row, APPOINTMENT_MOVES, "voting", "boards.vote-on-job", by, body, **fields))


def _ready(row: Appointment, decides: str, start: date) -> Appointment:
    if row.state != "published" or row.until is None or row.until >= today():
        raise Refused("There is a vote when nobody can apply any more.")
    if row.decides != decides:
        raise Refused("It was published that the {deciders} decide.", deciders=row.decides)
    if row.applicants.filter(state="applied").exists():
        raise Refused("The panel has not given points to everybody.", "Give points first.")
    if not queries.standing(row):
        raise Refused("Nobody stands.", "Publish the job again, or end it.")
    if start <= today():
        raise Refused("The first day in office is still to come.")
    return row


@transaction.atomic
def call_off(appointment: UUID, reasons: str, *, by: Actor, key: str) -> Appointment:
    """End an appointment that is not voted on, with reasons that everybody reads."""
    with once("boards.end-job", key, by) as done:
        if done.before:
            return done.before
        row = _locked(appointment, by)
        why = said(reasons, "Give your reasons. They are public.", 1_000)
        return done.with_result(move(row, APPOINTMENT_MOVES, "void", "boards.end-job", by, {"reasons": why}, why=why))


def again(appointment: UUID, *, by: Signs) -> None:
    """A vote that was called off, or taken back, decides nothing: the job stands published, ready for another. In a transaction."""
    row = locked(Appointment, appointment, "body")
    body = {"role": row.role, "reason": "The vote does not hold. It is held again."}
    move(row, APPOINTMENT_MOVES, "published", "boards.job-again", by, body, poll=None, resolution=None)


def nobody(row: Appointment, why: str, *, by: Signs, poll: Poll | None = None) -> None:
    """Nobody was chosen. In the caller's transaction, with the row locked."""
    body = {"role": row.role, "reason": why}
    move(row, APPOINTMENT_MOVES, "none", "boards.nobody-appointed", by, body, why=why, decided=today())
    tell_applicants(row)


def tell_applicants(row: Appointment) -> None:
    """Each who wants the job learns that there is news. In the caller's transaction."""
    for person in row.applicants.filter(person__isnull=False).values_list("person", flat=True):
        tell(person, "news", row.ref, f"job:{row.line_id}:{person}")


@transaction.atomic
def forget(appointment: UUID) -> None:
    """Half a year after the decision the names of those who were not chosen are deleted. The clock does this."""
    row = locked(Appointment, appointment)
    kept = row.mandate.person_id if row.mandate else None
    rows = row.applicants.select_for_update(of=("self",)).filter(forgotten__isnull=True)
    for wants in rows.exclude(person=kept) if kept else rows:
        line = write("boards.forget-applicant", wants.ref, audience=wants.ref, by=CLOCK)
        blank = {"name": "", "words": "", "person": None, "marks": {}, "reason": "Deleted."}
        keep(wants, line, forgotten=today(), state="withdrawn", **blank)


def _locked(appointment: UUID, by: Actor) -> Appointment:
    row = locked(Appointment, appointment, "body__place", "body__organisation", "body__electorate")
    require(may(by, "boards.appoint", row), NOT_BOARD)
    return row
