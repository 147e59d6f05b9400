"""The only writers of minutes and of the tasks that a meeting sets. Minutes are published by the board, or by the clock."""

from datetime import date
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.promises.actions import meet, promise
from letgo.commons.promises.queries import version_on
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards.agenda.actions import NOT_BOARD, keep, locked_meeting
from letgo.decide.boards.meeting_models import Correction, Item, Meeting, Task
from letgo.decide.boards.minutes import queries, rules

NO_MINUTES = "This meeting has no minutes to write."
PUBLISHED = "These minutes are published. They stay as they are."


@transaction.atomic
def write_notes(meeting: UUID, words: str, closed: str = "", *, by: Actor, key: str) -> Meeting:
    """Write the minutes, as often as needed until they are published. `closed`: of closed items, for the board alone."""
    with once("boards.write-minutes", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(may(by, "boards.write-minutes", row), NOT_BOARD)
        if row.state not in ("open", "quorate", "held", "inquorate"):
            raise Refused(NO_MINUTES)
        if row.published:
            raise Refused(PUBLISHED, cure="Write beside them what is wrong.")
        audience = Ref("organisation", row.body.organisation_id)
        body = {"minutes": _digest(words.strip()), "closed": _digest(closed.strip())}
        line = write("boards.write-minutes", row.ref, audience=audience, by=by, body=body)
        return done.with_result(keep(row, line, minutes=words.strip(), closed_minutes=closed.strip()))


def _digest(words: str) -> str:
    """What stands in the record of a text that may name people: its hash."""
    return sha256(words.encode()).hexdigest()


@transaction.atomic
def publish(meeting: UUID, *, by: Signs, key: str) -> Meeting:
    """Publish the minutes: from now on nobody changes or hides them. What was promised is met by it. What is closed stays closed,
    but for what was decided.
    """
    with once("boards.publish-minutes", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(by == CLOCK or may(by, "boards.publish-minutes", row), NOT_BOARD)
        if row.state not in ("held", "inquorate"):
            raise Refused(NO_MINUTES, cure="Close the meeting first.")
        if row.published:
            raise Refused(PUBLISHED)
        if not row.minutes and by != CLOCK:
            raise Refused("There is nothing to publish yet.", cure="Write the minutes first.")
        words = row.minutes or rules.NO_NOTES
        body = {"meeting": row.title, "number": row.number, "minutes": _digest(words)}
        keep(row, write("boards.publish-minutes", row.ref, by=by, body=body), minutes=words, published=now())
        if row.minutes_due_id and not row.minutes_due.closed:
            meet(row.minutes_due_id, CLOCK, f"{row.pk}:published")
        return done.with_result(row)


@transaction.atomic
def correct(meeting: UUID, words: str, *, by: Actor, key: str) -> Correction:
    """Say beside published minutes what is wrong in them. Nothing of them is changed."""
    with once("boards.correct-minutes", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(may(by, "boards.correct-minutes", row), NOT_BOARD)
        if not row.published:
            raise Refused("These minutes are not published yet.", cure="Change them.")
        if not words.strip():
            raise Refused("Say what is wrong.")
        made = Correction(id=uuid4(), meeting=row, words=words.strip(), on=today())
        body = {"meeting": row.title, "correction": _digest(made.words)}
        return done.with_result(keep(made, write("boards.correct-minutes", row.ref, by=by, body=body)))


@transaction.atomic
def set_task(
    meeting: UUID, words: str, owner: str, day: date, *, item: UUID | None = None, by: Actor, key: str
) -> Task:  # fmt: skip
    """What the meeting wants done, by which role, by the end of which day: a promise with a clock from now on.

    Raises Refused for an owner whose duty has no rule in force, and for a day that is not to come.
    """
    with once("boards.set-task", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(may(by, "boards.set-task", row), NOT_BOARD)
        if row.state not in ("quorate", "held"):
            raise Refused("Only a meeting to which enough people came gives out work.")
        if fault := rules.fault(words, day, today()):
            raise Refused(fault)
        rule = rules.OWNERS.get(owner)
        if rule is None or version_on(rule, rules.clock_from(day)) is None:
            raise Refused("Nobody in that role can be held to it yet.", cure="Choose another role.")
        made = Task(id=uuid4(), meeting=row, item=_item(row, item), words=words.strip()[:200], owner=owner, day=day)
        place = owner in rules.AT_PLACE
        holder = Ref("place", row.body.place_id) if place else Ref("organisation", row.body.organisation_id)
        start = rules.clock_from(day)
        made.promise = promise(made.ref, rule, start, holder, by, key, place=row.body.place_id, show_about=True)
        body = {"meeting": row.title, "task": made.words, "owner": owner, "by": day.isoformat()}
        return done.with_result(keep(made, write("boards.set-task", made.ref, by=by, body=body)))


def _item(row: Meeting, item: UUID | None) -> Item | None:
    return row.items.filter(pk=item).first() if item else None


def tick() -> int:
    """Minutes whose day is over are published as they are. Returns how many. 1 SQL query when there is none."""
    due = queries.due_to_publish()
    for pk in due:
        publish(pk, by=CLOCK, key=f"{pk}:by-default")
    return len(due)
