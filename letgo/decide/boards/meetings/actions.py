"""The only writers of meetings: called with their notice, called off, opened, counted for their quorum, closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.promises.actions import promise
from letgo.commons.promises.queries import version_on
from letgo.commons.promises.rules import day_in_words
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.agenda import queries as agenda
from letgo.decide.boards.agenda.actions import NOT_BOARD, carry, keep, list_waiting, locked_meeting
from letgo.decide.boards.meeting_duties import keep_meeting, took_place
from letgo.decide.boards.meeting_models import Attendance, Meeting
from letgo.decide.boards.meetings import queries
from letgo.decide.boards.meetings.telling import tell_of
from letgo.decide.boards.minutes.rules import MINUTES_RULE, clock_from, publish_by
from letgo.decide.boards.models import Body
from letgo.decide.boards.presence import queries as presence

PUBLISHES = "boards.publish-minutes"
NOT_A_MEMBER = "Only people who may come to this meeting can do this."
NOT_COUNTING = "Only the board can do this; at a meeting of all also who counts votes, and somebody from outside."
COUNTED = "You have counted. It holds when somebody else counts the same."
SECOND = "Ask the chair, somebody who counts votes, or the outside checker to count too."
NEVER_TWO = "Nobody but one person counted who was there. So this meeting decides nothing."


@dataclass(frozen=True)
class Calling:
    """What a meeting is to be: its kind, when and where, and how people can come. `again_of`: the one to which too few came."""

    kind: str
    at: datetime
    where: str
    title: str = ""
    step_free: bool = False
    childcare: bool = False
    online: str = ""
    words: str = ""
    lasts: int = 120  # minutes
    again_of: UUID | None = None


@transaction.atomic
def call(body: UUID, calling: Calling, *, by: Actor, key: str) -> Meeting:
    """Call a meeting: its notice is given with this, and what waited comes onto its agenda. Everyone who may come is told.

    Raises Refused when fewer whole days lie between today and the meeting than the dated rule asks, naming the first day that is
    late enough.
    """
    with once("boards.call-meeting", key, by) as done:
        if done.before:
            return done.before
        rows = Body.objects.select_for_update(of=("self",)).select_related("place", "organisation", "electorate")
        at = rows.get(pk=body)
        require(may(by, "boards.call-meeting", at), NOT_BOARD)
        if fault := _fault(at, calling):
            raise Refused(fault)
        terms = at.fixed
        row = Meeting(
            id=uuid4(), body=at, kind=calling.kind, at=calling.at, where=calling.where.strip()[:200],
            step_free=calling.step_free, childcare=calling.childcare, online=calling.online.strip()[:300],
            words=calling.words.strip(), lasts=calling.lasts, notice_given=now(), terms=terms.as_data(),
            proxy_cap=terms.proxies if calling.kind in rules.TO_ALL else 0, again_of=_first(at, calling),
        )  # fmt: skip
        row.title = calling.title.strip()[:120] or NAMES[calling.kind]
        row.number = (at.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
        _with_notice(row)
        keep(row, write("boards.call-meeting", row.ref, by=by, body=_said(row)))
        list_waiting(row, by)
        keep_meeting(at, by)
        tell_of(row, "called")
        return done.with_result(row)


NAMES = {"board": "Board meeting", "general": "General meeting", "special": "Special general meeting"}


def _fault(at: Body, calling: Calling) -> str:
    if at.state == "over":
        return "This body is over."
    if calling.kind not in rules.MEETING_KINDS:
        return "Choose what kind of meeting it is."
    if not calling.where.strip():
        return "Say where it is."
    return "" if calling.at.tzinfo else "Say at what time it is, with its zone."


def _first(at: Body, calling: Calling) -> Meeting | None:
    """The meeting to which too few came, of which this is the second. Raises Refused for any other."""
    if calling.again_of is None:
        return None
    row = locked_meeting(calling.again_of)
    if row.body_id != at.pk or row.state != "inquorate" or row.kind != calling.kind or hasattr(row, "again"):
        raise Refused("A second meeting follows one to which too few came, once, and is of the same kind.")
    if row.again_of_id:
        raise Refused("Too few came two times in a row. A third meeting starts anew.", cure="Call a new meeting.")
    return row


def _with_notice(row: Meeting) -> None:
    """The days of the notice. Raises Refused when they are too few, or no rule says how many."""
    found = agenda.notice_rule(row.body, row.kind)
    if found is None:
        raise Refused(
            "No rule says how many days’ notice a meeting needs.", cure="Put it in force first: letgo pack apply."
        )
    rule, calendar = found[0].read, found[1].read
    given = calendar.day_of(row.notice_given)
    row.day, row.earliest = calendar.day_of(row.at), rules.earliest(given, rule.within, calendar)
    row.clear_days = rules.clear_days(given, row.day)
    row.deny_until = rules.deny_until(row.day, row.fixed.minutes_days)
    if row.day < row.earliest:
        raise Refused(
            "A meeting needs {notice} of notice. Neither the day of the notice nor that of the meeting counts.",
            cure="Choose {day} or a later day.",
            notice=rule.within,
            day=day_in_words(row.earliest),
        )


def _said(row: Meeting) -> dict[str, Any]:
    said = {
        "meeting": row.title, "kind": row.kind, "number": row.number, "at": row.at.isoformat(), "where": row.where,
        "clear_days": row.clear_days, "state": row.state,
    }  # fmt: skip
    return said | ({"again_of": row.again_of.number} if row.again_of else {})


@transaction.atomic
def cancel(meeting: UUID, reason: str, *, by: Signs, key: str) -> Meeting:
    """Call a meeting off, with a public reason. Everything on its agenda waits for the next one. Everyone is told."""
    with once("boards.cancel-meeting", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(by == CLOCK or may(by, "boards.cancel-meeting", row), NOT_BOARD)
        if row.state != "called" and by != CLOCK:
            raise Refused("This meeting has begun.", cure="Count who is there, and end it.")
        if not reason.strip():
            raise Refused("Say why it is called off. The reason is public.")
        _move(row, "cancelled", "boards.cancel-meeting", by, {"reason": reason.strip()}, reason=reason.strip())
        carry(row, by)
        keep_meeting(row.body, by)
        tell_of(row, "cancelled")
        return done.with_result(row)


def _move(row: Meeting, state: str, verb: str, by: Signs, said: dict[str, Any] | None = None, **fields: Any) -> Meeting:
    if state not in rules.MEETING_MOVES[row.state]:
        raise Refused("That cannot be done: this meeting is {state}.", cure="Load the page again.", state=row.state)
    row.state = state
    return keep(row, write(verb, row.ref, by=by, body=_said(row) | (said or {})), state=state, **fields)


@transaction.atomic
def answer(meeting: UUID, how: str, childcare: bool = False, *, by: Actor, key: str) -> Attendance:
    """Say before the meeting whether one comes, joins from home or sends apologies, and whether children need looking after."""
    with once("boards.answer-meeting", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(may(by, "boards.answer-meeting", row) and by.subject in agenda.may_vote(row), NOT_A_MEMBER)
        if row.state != "called" or how not in ("coming", "apology"):
            raise Refused("That was asked before the meeting.")
        return done.with_result(_attend(row, by.subject, how, by, childcare=childcare))


@transaction.atomic
def mark(meeting: UUID, person: UUID, how: str, teller: bool = False, *, by: Actor, key: str) -> Attendance:
    """Write down who came, joined, left or sent apologies: as the attendance sheet says. `teller`: counts votes beside another.

    Raises Refused for who may not vote there, and for the chair as a teller.
    """
    with once("boards.mark-attendance", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(may(by, "boards.mark-attendance", row), NOT_BOARD)
        if row.state in rules.OVER or how not in rules.HOW:
            raise Refused("Who came is written down while the meeting is on.")
        if row.state == "called" and how in rules.THERE:
            raise Refused("The meeting is not open yet.", cure="Open it first.")
        if person not in agenda.may_vote(row):
            raise Refused(
                "They may not vote at this meeting, so they do not count.", cure="Guests need not be written down."
            )
        if teller and queries.is_chair(row.body, person):
            raise Refused("The chair does not count votes.", cure="Choose somebody else.")
        return done.with_result(_attend(row, person, how, by, teller=teller))


def _attend(row: Meeting, person: UUID | None, how: str, by: Signs, **more: bool) -> Attendance:
    """One person's attendance; of a board in public by their seat, of a general meeting for those who look after it."""
    found = Attendance.objects.select_for_update().filter(meeting=row, person=person).first()
    found = found or Attendance(id=uuid4(), meeting=row, person_id=person)
    sits = next((one for one in agenda.voting_mandates(row.body) if one.person_id == person), None)
    found.mandate = sits
    public = row.kind == "board"
    body = {"meeting": row.number, "how": how} | ({"mandate": str(sits.pk)} if sits and public else {})
    audience = PUBLIC if public else Ref("organisation", row.body.organisation_id)
    if person is not None and how in rules.THERE and found.how != how and getattr(by, "person", None) != person:
        tell(person, "news", row.ref, f"boards:{row.pk}:{person}:written-down")
    return keep(found, write("boards.attend", row.ref, audience=audience, by=by, body=body), how=how, **more)


@transaction.atomic
def open_meeting(meeting: UUID, *, by: Actor, key: str) -> Meeting:
    """Open a meeting, from an hour before its time. Who may vote there stands from now on as a number. Then people are written down."""
    with once("boards.open-meeting", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(may(by, "boards.open-meeting", row), NOT_BOARD)
        if now() < row.at - rules.DOORS:
            raise Refused("It is too early to open this meeting.", cure="It can be opened an hour before it begins.")
        terms = row.fixed
        roll = len(agenda.may_vote(row))
        need = rules.quorum(
            row.kind, terms.board_quorum, terms.meeting_quorum_people, terms.meeting_quorum_percent, roll
        )
        return done.with_result(
            _move(row, "open", "boards.open-meeting", by, {"roll": roll, "quorum": need}, roll=roll, quorum=need)
        )


@transaction.atomic
def count(meeting: UUID, *, by: Actor, key: str) -> Meeting:
    """Count who is there. Enough: the meeting can decide. Too few, half an hour after its time: it decides nothing, and says what follows.

    The number comes from who was written down, never from who counts. A meeting of all takes two who count, and neither alone: the
    second says the same number, from the board, of the tellers or from outside. At a second meeting the terms may let those present
    decide.
    """
    with once("boards.count-quorum", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(presence.may_count(row, by), NOT_COUNTING)
        if row.state != "open":
            raise Refused("This meeting is not open, or was counted before.")
        there = queries.there(row)
        needed, those = row.quorum or 0, False
        if row.again_of_id and there < needed:
            lower = rules.second_quorum(needed, row.fixed.second_meeting)
            needed, those = lower, lower < needed
        state = rules.judged(there, needed)
        if state == "inquorate" and now() < row.at + rules.PATIENCE:
            raise Refused(
                "{there} are here, and {needed} are needed.",
                cure="Wait until half an hour after the meeting’s time.",
                there=there,
                needed=needed,
            )
        if row.kind in rules.TO_ALL and (row.counted != there or row.counted_by_id is None):
            return done.with_result(_first_count(row, there, by))
        require(row.kind not in rules.TO_ALL or row.counted_by_id != by.person, COUNTED, SECOND)
        held = queries.proxies_held(row)
        figures = {"present": there, "quorum": needed, "proxies": held}
        fields = {"those_present": those and state == "quorate", "confirmed_by_id": row.counted_by_id and by.person}
        return done.with_result(_counted(row, state, figures, by, **fields))


def _first_count(row: Meeting, there: int, by: Actor) -> Meeting:
    """What one of two says is the number of those there; a list that changed since is counted anew."""
    line = write("boards.count-quorum", row.ref, by=by, body=_said(row) | {"counted": there, "first": True})
    return keep(row, line, counted=there, counted_by_id=by.person)


def _counted(row: Meeting, state: str, figures: dict[str, int], by: Signs, **fields: Any) -> Meeting:
    """Enough came, or too few: then the meeting is over, and its minutes are owed."""
    if state == "inquorate":
        fields["publish_by"] = publish_by(today(), row.fixed.minutes_days)
    _move(row, state, "boards.count-quorum", by, figures, **figures, **fields)
    if state == "inquorate":
        _end(row, by)
        tell_of(row, "inquorate")
    return row


@transaction.atomic
def close(meeting: UUID, *, by: Signs, key: str) -> Meeting:
    """End a meeting. Nobody closes one while something that cannot be struck off is unheard; the clock does, a day later, and carries
    it on. From now the days for the minutes run.
    """
    with once("boards.close-meeting", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(by == CLOCK or may(by, "boards.close-meeting", row), NOT_BOARD)
        if queries.open_votes(row):
            raise Refused("A vote is still open.", cure="Close it first.")
        unheard = row.items.filter(state="listed", kept=True).order_by("number").first()
        if unheard is not None and by != CLOCK:
            raise Refused(
                "Item {number} has not been heard, and nobody can put it off.",
                cure="Say what became of it.",
                number=unheard.number,
            )
        _move(row, "held", "boards.close-meeting", by, publish_by=publish_by(today(), row.fixed.minutes_days))
        _end(row, by)
        return done.with_result(row)


def _end(row: Meeting, by: Signs) -> None:
    """What was not heard waits for the next meeting, and the minutes are owed by their day."""
    day = row.publish_by or today()
    holder, due = Ref("organisation", row.body.organisation_id), None
    if version_on(MINUTES_RULE, clock_from(day)):
        key = f"{row.pk}:minutes"
        place = row.body.place_id
        due = promise(
            row.ref, MINUTES_RULE, clock_from(day), holder, by, key, place=place, show_about=True, met_by=PUBLISHES
        )
    line = write("boards.owe-minutes", row.ref, by=by, body={"meeting": row.title, "by": day.isoformat()})
    keep(row, line, minutes_due=due)
    carry(row, by)
    took_place(row.body, row.kind, by)


def tick() -> int:
    """A meeting that nobody opened by the next day, or of all that two never counted, is called off; one that nobody closed is closed.
    Returns how many. 1 SQL query when there is none.
    """
    due = queries.left_alone(now() - timedelta(days=1))
    for row in due:
        with transaction.atomic():
            _leave_to_the_clock(row)
    return len(due)


def _leave_to_the_clock(row: Meeting) -> None:
    key = f"{row.pk}:left-alone"
    if row.state == "called":
        cancel(row.pk, "Nobody opened this meeting.", by=CLOCK, key=key)
    elif row.state == "quorate" and not queries.open_votes(row):
        close(row.pk, by=CLOCK, key=key)
    elif row.state == "open":
        at = locked_meeting(row.pk)
        there, needed = queries.there(at), at.quorum or 0
        figures, state = (
            {"present": there, "quorum": needed, "proxies": queries.proxies_held(at)},
            rules.judged(there, needed),
        )
        if state == "quorate" and at.kind in rules.TO_ALL:
            cancel(row.pk, NEVER_TWO, by=CLOCK, key=key)  # who is there is never counted by one alone, nor by a clock
        else:
            _counted(at, state, figures, CLOCK)
