"""The only writers of a doubt about who was there: someone says that they were not, and somebody from outside settles it."""

from uuid import UUID

from django.db import transaction

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.agenda import queries as agenda
from letgo.decide.boards.agenda.actions import keep, locked_meeting
from letgo.decide.boards.meeting_models import Attendance, Meeting
from letgo.decide.boards.presence import queries

NOT_MARKED = "Nobody wrote you down as there."
TOO_LATE = "The days to say so are over."
OUTSIDE = "Only an outside checker settles this, and never one who counted."


@transaction.atomic
def deny(meeting: UUID, *, by: Actor, key: str) -> Attendance:
    """Say that one was not at a meeting at which one was written down as there.

    From now on one is not counted there, and a vote that had enough people only with one is under question until an outside checker
    has settled it. Raises Refused for who was not written down, and once the days to say so are over.
    """
    with once("boards.deny-presence", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        found = Attendance.objects.select_for_update().filter(meeting=row, person=by.person).first()
        require(found is not None and may(by, "boards.deny-presence", found) and found.how in rules.CAME, NOT_MARKED)
        if found.doubt:
            raise Refused("You said so, and it stands." if found.doubt != "there" else "This was settled.")
        if not queries.can_deny(row, found):
            raise Refused(TOO_LATE, cure="Write to the outside checker.")
        line = write("boards.deny-presence", row.ref, audience=_few(row), by=by, body={"meeting": row.number})
        keep(found, line, doubt="asked")
        weigh(row, by)
        for checker in queries.checkers(row.body):
            tell(checker, "waits", row.ref, f"boards:{found.pk}:denied:{checker}")
        return done.with_result(found)


@transaction.atomic
def settle(attendance: UUID, was_there: bool, *, by: Actor, key: str) -> Attendance:
    """An outside checker says whether someone was there, once and for all; never one who counted, nor about themselves."""
    with once("boards.settle-presence", key, by) as done:
        if done.before:
            return done.before
        asked = queries.find(attendance)
        row = locked_meeting(asked.meeting_id) if asked else None
        found = Attendance.objects.select_for_update().filter(pk=attendance).first()
        if row is None or found is None:
            raise Refused("There is nothing to settle.", kind="gone")
        counted = by.person in (row.counted_by_id, row.confirmed_by_id, found.person_id)
        require(may(by, "boards.settle-presence", row) and not counted, OUTSIDE)
        if found.doubt != "asked":
            raise Refused("This is settled.")
        body = {"meeting": row.title, "there": was_there}
        keep(found, write("boards.settle-presence", row.ref, by=by, body=body), doubt="there" if was_there else "out")
        weigh(row, by)
        if found.person_id:
            tell(found.person_id, "news", row.ref, f"boards:{found.pk}:settled")
        return done.with_result(found)


def weigh(row: Meeting, by: Signs) -> None:
    """What the words of who was not there do to each vote of a meeting. Part of saying and settling it."""
    said = list(row.attendances.filter(doubt__in=rules.NOT_COUNTED))
    for vote in queries.rests_on(row):
        away = agenda.interested(vote.item, vote.ref)  # they were not counted for it
        counted = [one.doubt for one in said if one.person_id not in away]
        word = rules.in_doubt(vote.present, vote.quorum, counted.count("asked"), counted.count("out"))
        if word != vote.doubt:
            body = {"words": vote.words, "state": word or "stands"}
            keep(vote, write("boards.question-vote", vote.ref, by=by, body=body), doubt=word)


def _few(row: Meeting) -> Ref:
    """Who came to a meeting is for those who look after it."""
    return Ref("organisation", row.body.organisation_id)
