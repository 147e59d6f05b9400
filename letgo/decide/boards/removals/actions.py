"""The only writers of removals: a concern, a plan, the facts and a hearing, a reply, reasons that two have read, and a vote.

Steps before the vote are read by the board, an outside checker and who is judged alone; the vote, its reasons and what follows by all.
Nothing here dismisses anyone: at the end stands an instruction with a day, to an employer who acts by law.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localtime

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.actions import found
from letgo.commons.places.models import Organisation
from letgo.commons.places.queries import today
from letgo.commons.promises.queries import in_force
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots.models import Poll
from letgo.decide.boards.agenda.actions import put_item
from letgo.decide.boards.interests.actions import follows
from letgo.decide.boards.models import Mandate, put
from letgo.decide.boards.office_models import Removal
from letgo.decide.boards.office_rules import (
    EARLY,
    REMOVAL_MOVES,
    deciders,
    hearing_fault,
    private_words,
    vote_fault,
)
from letgo.decide.boards.offices import BOARD, YES_NO, Asked, call_vote, keep, locked, move, said

RULES = ("boards.carry-out-removal", "boards.carry-out-removal-here")  # the employer is another, or the body itself
EFFECT = "boards.remove"
OVER = "This office has ended."
NOT_YOURS = "Only members of the board can do this, and never who it is about."
JOINED = (
    "mandate__body__place",
    "mandate__body__organisation",
    "mandate__body__electorate",
    "mandate__seat",
    "employer",
)


@transaction.atomic
def raise_concern(
    mandate: UUID, words: str, *, decides: str = "members", employer: UUID | None = None, by: Actor, key: str
) -> Removal:
    """The first step: what is wrong, in private. `decides`: members or board; who was elected is removed by those who elect alone.

    `employer`: the organisation that employs who it is about, and would have the instruction; none for who is not employed: the body's.
    """
    with once("boards.raise-concern", key, by) as done:
        if done.before:
            return done.before
        held = locked(Mandate, mandate, "body__place", "body__organisation", "seat")
        require(may(by, "boards.remove", held), NOT_YOURS)
        if held.state != "serving":
            raise Refused("This office has ended.")
        if decides not in deciders(held.seat_id is not None, held.coopted):
            raise Refused("Who was elected is taken back by those who elected them.", "Choose a vote of the members.")
        if held.removals.filter(state__in=["concern", "plan", "hearing", "vote"]).exists():
            raise Refused("There is a concern about this office already.")
        pays = found(Organisation, employer) if employer else held.body.organisation
        row = Removal(id=uuid4(), mandate=held, employer=pays, decides=decides)
        row.concern = said(words, "Say what is wrong.")
        keep(row, write("boards.raise-concern", row.ref, audience=row.ref, by=by))
        follows(held.body, held.person_id, row.ref, "It is about them.", by=by)
        tell(held.person_id, "waits", row.ref, f"concern:{row.pk}")
        return done.with_result(row)


@transaction.atomic
def agree_plan(removal: UUID, plan: str, until: date, *, by: Actor, key: str) -> Removal:
    """What must be better by a day, and who helps. A plan can be written anew while it runs."""
    with once("boards.agree-plan", key, by) as done:
        if done.before:
            return done.before
        row = _locked(removal, by)
        if until <= today():
            raise Refused("Choose a day that is still to come.")
        words = said(plan, "Say what must be better.")
        return done.with_result(_step(row, "plan", "boards.agree-plan", by, plan=words, plan_until=until))


@transaction.atomic
def call_hearing(removal: UUID, facts: str, at: datetime, where: str, *, by: Actor, key: str) -> Removal:
    """Show the facts to who it is about, and say when and where they are heard: the days of the terms later at least, after the plan."""
    with once("boards.call-hearing", key, by) as done:
        if done.before:
            return done.before
        row, shown = _locked(removal, by), localtime(now())
        if row.state == "hearing":
            raise Refused("The hearing is called already.", "The facts that were shown do not change.")
        if row.plan_until is None or today() < row.plan_until:
            raise Refused("The plan still runs. There is a hearing when its day has come.")
        days = max(1, row.mandate.body.fixed.hearing_days)
        if fault := hearing_fault(shown, at, days):
            raise Refused(fault)
        given = {
            "facts": said(facts, "Write the facts."), "facts_shown": shown, "hearing_from": shown + timedelta(days=days),
            "hearing_at": at, "hearing_where": said(where, "Say where.", 200),
        }  # fmt: skip
        return done.with_result(_step(row, "hearing", "boards.call-hearing", by, **given))


@transaction.atomic
def reply(removal: UUID, words: str, *, public: bool = False, by: Actor, key: str) -> Removal:
    """Who it is about answers the facts, once, until the vote. The board reads it; with `public` all who vote do. It is kept as it is."""
    with once("boards.reply", key, by) as done:
        if done.before:
            return done.before
        row = locked(Removal, removal, *JOINED)
        require(may(by, "boards.reply", row), "Only who it is about can reply.")
        if row.state != "hearing":
            raise Refused("There is nothing to reply to now.")
        if row.reply:
            raise Refused("Your reply stands already.")
        text = said(words, "Write what you say.")
        line = write("boards.reply", row.ref, audience=row.ref, by=by)
        return done.with_result(keep(row, line, reply=text, reply_public=public, replied=now()))


@transaction.atomic
def give_reasons(removal: UUID, reasons: str, instruction: str, *, sure: bool = False, by: Actor, key: str) -> Removal:
    """The reasons for a vote, which everybody will read, and what the employer is to do. Not before the hearing.

    Words that may tell something private are asked about once: `sure` says that they do not. A second member reads them after.
    """
    with once("boards.give-reasons", key, by) as done:
        if done.before:
            return done.before
        row = _locked(removal, by)
        _heard(row)
        text = said(reasons, "Give your reasons. They are public.", 2_000)
        order = said(instruction, "Say what to do.", 1_000)
        if (private := private_words(f"{text} {order}")) and not sure:
            words = ", ".join(word for found_words in private.values() for word in found_words)
            raise Refused(
                "This may tell something private: {words}.",
                "Leave it out, or say that it is about the work alone.",
                words=words,
            )
        line = write("boards.give-reasons", row.ref, audience=row.ref, by=by)
        given = {"reasons": text, "instruction": order, "reasons_by_id": by.person, "read_by": None}
        return done.with_result(put(row, line, **given))


@transaction.atomic
def read_reasons(removal: UUID, *, by: Actor, key: str) -> Removal:
    """A second member of the board has read the reasons and found nothing private in them."""
    with once("boards.read-reasons", key, by) as done:
        if done.before:
            return done.before
        row = _locked(removal, by)
        if row.state != "hearing" or not row.reasons:
            raise Refused("There are no reasons to read yet.")
        if by.person is None or by.person == row.reasons_by_id:
            raise Refused("Somebody else reads what you wrote.")
        line = write("boards.read-reasons", row.ref, audience=row.ref, by=by)
        return done.with_result(put(row, line, read_by_id=by.person))


@transaction.atomic
def put_to_members(removal: UUID, asked: Asked, *, by: Actor, key: str) -> Poll:
    """Call the members' vote on the office, with the reasons, and the reply beside them. Raises Refused without a hearing."""
    with once("boards.vote-on-removal", key, by) as done:
        if done.before:
            return done.before
        row = _ready(_locked(removal, by), "members")
        body, held = row.mandate.body, row.mandate
        if asked.officer == held.person_id:
            raise Refused("Whom it is about does not run the vote.")
        question = f"{body.name}: shall {held.office} leave the office?"
        answer = f"\n\nThe answer of who holds the office:\n{row.reply}" if row.reply_public else ""
        who = f"{held.name}: {held.office}.\n\n" if held.name else ""
        told = Asked(asked.opens, asked.closes, asked.officer, f"{who}{row.reasons}{answer}")
        percent, gains = body.fixed.removal_quorum_percent, frozenset({held.person_id})
        poll = call_vote(
            body, told, question, YES_NO, row.ref, EFFECT, percent=percent, interested=gains, by=by, key=f"{key}:call"
        )
        _vote(row, by, poll=poll, resolution=None)
        return done.with_result(poll)


@transaction.atomic
def put_to_board(removal: UUID, *, by: Actor, key: str) -> Removal:
    """The board votes at its next meeting, by name: it is on the agenda, and nobody can strike it off. Whom it is about does not vote."""
    with once("boards.board-votes-on-removal", key, by) as done:
        if done.before:
            return done.before
        row = _ready(_locked(removal, by), "board")
        body, title = row.mandate.body_id, f"The office of {row.mandate.title}"
        put_item(
            body, title, row.reasons, source="removal", about=row.ref, closed=True, by=BOARD, key=f"{key}:item"
        )  # fmt: skip
        return done.with_result(_vote(row, by, poll=None, resolution=None))


def _vote(row: Removal, by: Signs, **how: Any) -> Removal:
    body = {"office": row.mandate.title, "reasons": row.reasons, "instruction": row.instruction, "decides": row.decides}
    return move(row, REMOVAL_MOVES, "vote", "boards.vote-on-removal", by, body, voted_from=now(), **how)


def _heard(row: Removal) -> None:
    if row.state != "hearing":
        raise Refused("There is no vote without a hearing. Show the facts, and say when they are heard.")
    if fault := vote_fault(row.heard, now(), max(1, row.mandate.body.fixed.hearing_days)):
        raise Refused(fault)


def _ready(row: Removal, decides: str) -> Removal:
    _heard(row)
    if row.decides != decides:
        raise Refused("It was said that the {deciders} decide.", deciders=row.decides)
    if not row.reasons or row.read_by_id is None:
        raise Refused("A second member of the board has not read the reasons.", "Ask somebody to read them.")
    if in_force(rule_of(row)) is None:
        raise Refused("No rule says by when the employer acts.", "Put it in force first: letgo pack apply.")
    return row


def rule_of(row: Removal) -> str:
    """The name of the dated rule by which the employer acts. The removal comes with its mandate's body."""
    return RULES[row.employer_id in (None, row.mandate.body.organisation_id)]


@transaction.atomic
def drop(removal: UUID, why: str, *, by: Actor, key: str) -> Removal:
    """End it before a vote, with the reason: who it is about stays in office."""
    with once("boards.drop-removal", key, by) as done:
        if done.before:
            return done.before
        row = _locked(removal, by)
        text = said(why, "Say why.", 1_000)
        return done.with_result(_step(row, "dropped", "boards.drop-removal", by, why=text))


def drop_over(removal: UUID) -> None:
    """The office has ended before a vote, so nothing more is asked about it. Part of the clock's round."""
    row = locked(Removal, removal, *JOINED)
    if row.state in EARLY and row.mandate.state == "ended":
        _step(row, "dropped", "boards.drop-removal", CLOCK, why=OVER)


def _step(row: Removal, state: str, verb: str, by: Signs, **fields: Any) -> Removal:
    """A private step: its line is read by nobody through where they live or belong."""
    move(row, REMOVAL_MOVES, state, verb, by, audience=row.ref, **fields)
    tell(row.mandate.person_id, "waits", row.ref, f"{verb}:{row.line_id}")
    return row


def _locked(removal: UUID, by: Actor) -> Removal:
    row = locked(Removal, removal, *JOINED)
    require(may(by, "boards.remove", row), NOT_YOURS)
    if row.state in EARLY and row.mandate.state == "ended":
        raise Refused(OVER, "Nothing more is asked about it.")
    return row
