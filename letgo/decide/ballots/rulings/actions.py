"""The only writers of rulings, challenges and outages. A ruling is public, has reasons, and names nobody."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record import effects
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots.models import (
    Beat,
    Challenge,
    Option,
    Outage,
    PaperBatch,
    PaperReceived,
    PaperSettled,
    Poll,
    Ruling,
)
from letgo.decide.ballots.moving import count_when_ready
from letgo.decide.ballots.papers import queries as papers
from letgo.decide.ballots.papers.actions import found, still_open
from letgo.decide.ballots.papers.rules import DOUBTFUL, LATE_RULED, SPOILT, Paper, read
from letgo.decide.ballots.rules import RANKED, State
from letgo.decide.ballots.rulings.rules import KINDS, longer, watched
from letgo.decide.ballots.telling import tell_voters

NOT_OFFICER = "Only the returning officer of this vote can decide this."
LONGEST = 2_000


@transaction.atomic
def rule(poll: UUID, kind: str, words: str, reasons: str, *, by: Actor, key: str) -> Ruling:
    """Publish what was decided in a case that changes no row here: undue influence, the lot for ties, a choice that was withdrawn."""
    with once("ballots.rule", key, by) as done:
        row = _asked(poll, by)
        if done.before:
            return done.before
        return done.with_result(_ruled(row, kind, words, reasons, {}, by))


@transaction.atomic
def withdraw_option(option: UUID, reasons: str, *, by: Actor, key: str) -> Ruling:
    """Take an option off the list, before the vote opens or after it closed: who stood withdrew, died, or cannot be elected.

    No ballot is edited: the count passes over what is written beside it. A count that was made before stays to be seen, and another
    is made. Raises Refused while the vote is open, once it is declared, and for “none of these”.
    """
    with once("ballots.withdraw-option", key, by) as done:
        taken = Option.objects.select_for_update(of=("self",)).filter(pk=option).first()
        if taken is None:
            raise Refused("There is no such choice.", kind="gone")
        row = _asked(taken.poll_id, by)
        if done.before:
            return done.before
        if row.state not in (State.CALLED, State.CLOSED, State.COUNTED):
            raise Refused(
                "A choice is withdrawn before a vote opens, or after it closed and before its result is declared."
            )
        if taken.none or taken.withdrawn or row.method == "yes-no":
            raise Refused("This choice cannot be withdrawn.")
        words = f"Number {taken.number} on the paper was withdrawn"
        made = _ruled(row, "withdrawn-option", words, reasons, {"option": taken.number}, by)
        taken.withdrawn, taken.reason, taken.line = True, made.reasons, made.line
        taken.save()
        row.state, row.line = (State.CLOSED if row.state == State.COUNTED else row.state), made.line
        row.save()
        count_when_ready(row)
        return done.with_result(made)


@transaction.atomic
def rule_on_paper(
    batch: UUID, position: int, marks: Sequence[int] | None, reasons: str, *, by: Actor, key: str
) -> Ruling:
    """Decide one doubtful paper: what its voter picked (in their order where it is ranked), or None for no vote. No line says what."""
    with once("ballots.rule-on-paper", key, by) as done:
        pile = PaperBatch.objects.filter(pk=batch).first()
        if pile is None:
            raise Refused("There is no such batch.", kind="gone")
        row = _asked(pile.poll_id, by)
        if done.before:
            return done.before
        still_open(row)
        final = PaperSettled.objects.select_for_update().filter(batch=pile).first()
        at = position - 1
        if final is None or not 0 <= at < pile.papers or final.picks[at] != DOUBTFUL:
            raise Refused("This paper is not doubtful.")
        paper = SPOILT if marks is None else _marked(row, marks)
        if paper == DOUBTFUL:
            raise Refused("These marks together are no vote.", cure="Choose other marks, or say that there is no vote.")
        decides = {"batch": pile.number, "paper": position, "counts": marks is not None}
        made = _ruled(row, "doubtful", f"Paper {position} of batch {pile.number}", reasons, decides, by)
        final.picks[at], final.line = paper, made.line
        final.save()
        pile.state, pile.line = ("differs" if DOUBTFUL in final.picks else "settled"), made.line
        pile.save()
        return done.with_result(made)


@transaction.atomic
def admit(poll: UUID, code: str, reasons: str, *, by: Actor, key: str) -> Ruling:
    """Let a late paper in, where the rule fixed before the vote allows it: it was posted in time."""
    with once("ballots.admit-late", key, by) as done:
        row = _asked(poll, by)
        if done.before:
            return done.before
        if papers.terms_of(still_open(row)).late_post != LATE_RULED:
            raise Refused("Before this vote it was settled that late post does not count.")
        slip = _slip(row, code)
        if slip.when != "late" or slip.admitted or slip.state != "received":
            raise Refused("This paper did not come late, or was let in already.")
        made = _ruled(row, "late", "A paper that came late counts", reasons, {"counts": True}, by)
        return _moved(done, slip, made, admitted=True)


@transaction.atomic
def lose(poll: UUID, code: str, reasons: str, *, by: Actor, key: str) -> Ruling:
    """A paper was lost before its envelope was opened. Its voter can vote again, on paper or online, until the close."""
    with once("ballots.lose-paper", key, by) as done:
        row = _asked(poll, by)
        if done.before:
            return done.before
        slip = _unopened(still_open(row), code)
        made = _ruled(row, "lost", "A paper was lost. Its voter can vote again", reasons, {"counts": False}, by)
        return _moved(done, slip, made, state="lost")


@transaction.atomic
def refuse_paper(poll: UUID, code: str, reasons: str, *, by: Actor, key: str) -> Ruling:
    """A paper does not count since someone filled it in for its voter, or made them. Its envelope stays closed; they can vote online."""
    with once("ballots.refuse-paper", key, by) as done:
        row = _asked(poll, by)
        if done.before:
            return done.before
        slip = _unopened(still_open(row), code)
        made = _ruled(row, "influence", "A paper does not count", reasons, {"counts": False}, by)
        return _moved(done, slip, made, state="spoilt")


@transaction.atomic
def note_outage(poll: UUID, start: datetime, end: datetime, reasons: str, *, by: Actor, key: str) -> Outage:
    """Nobody could vote from `start` up to `end`: the returning officer says so, and the close moves by the rule fixed at the call."""
    with once("ballots.note-outage", key, by) as done:
        row = _asked(poll, by)
        if done.before:
            return done.before
        still_open(row)
        if not start < end <= now():
            raise Refused("Give when it began and when it was over.", cure="It must be over by now.")
        if row.outages.filter(start__lt=end, end__gt=start).exists():
            raise Refused("This time, or a part of it, was given to everyone already.")
        minutes = longer(start, end, row.closes, papers.terms_of(row), now())
        if not minutes:
            raise Refused("By the rule of this vote that was too short or too early to move the close.")
        made = _ruled(row, "outage", f"The vote is open {minutes} minutes longer", reasons, {"minutes": minutes}, by)
        return done.with_result(_extended(row, start, end, minutes, made.line))


def beat(at: datetime) -> int:
    """Say for every vote in its last hours that the service is there; a gap since the last time was an outage. Returns how many.

    For the clock's job, each minute, before it closes anything. With no vote in its last hours: 1 SQL query, no row touched.
    """
    due = [row for row in Poll.objects.filter(state=State.OPEN) if _is_watched(row, at)]
    for row in due:
        _beat(row.pk, at)
    return len(due)


def _is_watched(row: Poll, at: datetime) -> bool:
    terms = papers.terms_of(row)
    return watched(at, row.closes, terms) and not (at > row.closes and Beat.objects.filter(poll=row, at__gt=row.closes))


@transaction.atomic
def _beat(poll: UUID, at: datetime) -> None:
    row = found(poll)
    if row.state != State.OPEN:
        return
    terms = papers.terms_of(row)
    before = Beat.objects.select_for_update().filter(poll=row).first()
    begun = max(row.opens, row.closes - timedelta(hours=terms.outage_hours))
    start = before.at if before else min(begun, at)
    noted = row.outages.filter(start__lt=at, end__gt=start).exists()
    minutes = 0 if noted else longer(start, at, row.closes, terms, at)
    if minutes:
        body = {"from": start.isoformat(), "to": at.isoformat(), "minutes": minutes}
        _extended(row, start, at, minutes, write("ballots.extend", Ref("poll", row.pk), by=CLOCK, body=body))
    Beat.objects.update_or_create(poll=row, defaults={"at": at})


def _extended(row: Poll, start: datetime, end: datetime, minutes: int, line: Line) -> Outage:
    row.closes += timedelta(minutes=minutes)
    row.extended_minutes += minutes
    row.line = line
    row.save()
    tell_voters(row, f"moved:{line.pk}")
    return Outage.objects.create(poll=row, start=start, end=end, minutes=minutes, line=line)


@transaction.atomic
def challenge(poll: UUID, grounds: str, *, by: Actor, key: str) -> Challenge:
    """Object to a result within the days to object. Who did is never shown; what the result sets going waits for the ruling."""
    with once("ballots.challenge", key, by) as done:
        row = found(poll)
        require(
            may(by, "ballots.challenge", row),
            "Only people of this place, and who is on the list, can object to this vote.",
        )
        if done.before:
            return done.before
        until = row.declared and row.declared + timedelta(days=row.object_days)
        if row.state != State.DECLARED or until is None or now() > until:
            raise Refused("You can object from the day of the result, as long as it says there. That is not now.")
        said = grounds.strip()[:LONGEST]
        if not said:
            raise Refused("Nobody would know what was wrong.", cure="Say what went wrong.")
        if Challenge.objects.filter(poll=row, by_id=by.subject, state="waiting").exists():
            raise Refused("You have objected already. The returning officer looks at it.")
        pk = uuid4()
        line = write("ballots.challenge", Ref("poll", row.pk), by=by)
        made = Challenge(id=pk, poll=row, by_id=by.subject, grounds=said, line=line)
        made.save(force_insert=True)
        return done.with_result(made)


@transaction.atomic
def decide_challenge(challenge: UUID, upheld: bool, reasons: str, *, why_not: str = "", by: Actor, key: str) -> Ruling:
    """Rule on a challenge. Upheld, the result no longer stands, and what it set going is undone by new entries.

    `why_not`: why that cannot be undone, where this house knows no way to; then needed, and published.
    """
    with once("ballots.decide-challenge", key, by) as done:
        said = Challenge.objects.select_for_update(of=("self",)).filter(pk=challenge).first()
        if said is None:
            raise Refused("There is no such challenge.", kind="gone")
        row = _asked(said.poll_id, by)
        if done.before:
            return done.before
        if said.state != "waiting":
            raise Refused("This challenge was ruled on.")
        words = "A challenge was upheld" if upheld else "A challenge was refused"
        made = _ruled(row, "challenge", words, reasons, _outcome(row, upheld, why_not), by)
        if upheld:
            _overturn(row, made)
        said.state, said.ruling, said.line = ("upheld" if upheld else "refused"), made, made.line
        said.save()
        return done.with_result(made)


@transaction.atomic
def overturn(poll: UUID, reasons: str, *, why_not: str = "", by: Actor, key: str) -> Ruling:
    """The result no longer stands, though the days to object are over: a court said so, or what nobody could know came out."""
    with once("ballots.overturn", key, by) as done:
        row = _asked(poll, by)
        if done.before:
            return done.before
        made = _ruled(row, "challenge", "The result no longer stands", reasons, _outcome(row, True, why_not), by)
        _overturn(row, made)
        return done.with_result(made)


def _outcome(row: Poll, upheld: bool, why_not: str) -> Mapping[str, Any]:
    """What is published about the effect. Raises Refused where it stays and nobody says why."""
    if not upheld:
        return {"upheld": False}
    if row.state not in (State.DECLARED, State.DONE):
        raise Refused("There is no result that could be taken back.")
    if row.state == State.DECLARED or not row.effect:
        return {"upheld": True, "effect": "not taken"}
    if effects.known(f"{row.effect}-undo"):
        return {"upheld": True, "effect": "undone"}
    if not why_not.strip():
        raise Refused(
            "What this result set going cannot be undone by itself.", cure="Say why, and what is done instead."
        )
    return {"upheld": True, "effect": "stays", "why": why_not.strip()[:LONGEST]}


def _overturn(row: Poll, made: Ruling) -> None:
    if made.decides["effect"] == "undone":
        effects.take_later(f"{row.effect}-undo", Ref("poll", row.pk), row.effect_args, str(row.pk))
    row.state, row.line = State.UPHELD, made.line
    row.save()


def _asked(poll: UUID, by: Actor) -> Poll:
    row = found(poll)
    require(may(by, "ballots.rule", row), NOT_OFFICER)
    return row


def _ruled(row: Poll, kind: str, words: str, reasons: str, decides: Mapping[str, Any], by: Signs) -> Ruling:
    because, said = reasons.strip()[:LONGEST], words.strip()[:200]
    if kind not in KINDS or not said:
        raise Refused("Say what was decided.")
    if not because:
        raise Refused("Nobody would know why.", cure="Give the reasons. They are public: name nobody.")
    body = {"kind": kind, "words": said, "reasons": because, **decides}
    line = write("ballots.rule", Ref("poll", row.pk), by=by, body=body)
    who = getattr(by, "person", None)
    return Ruling.objects.create(
        poll=row, kind=kind, words=said, reasons=because, decides=dict(decides), officer_id=who, line=line
    )


def _marked(row: Poll, marks: Sequence[int]) -> Paper:
    """What the returning officer reads on a paper. Raises Refused for what stands on none."""
    try:
        return read(list(marks), papers.choices_of(row), papers.terms_of(row).most, row.method in RANKED)
    except ValueError:
        raise Refused("There is a number that is not on the list, or one twice.", "Type it again.") from None


def _slip(row: Poll, code: str) -> PaperReceived:
    entry = papers.entry_of(row, code)
    slip = entry and PaperReceived.objects.select_for_update().filter(entry=entry).first()
    if slip is None:
        raise Refused("No cover slip with this code came in.", cure="Look at it again, letter by letter.")
    return slip


def _unopened(row: Poll, code: str) -> PaperReceived:
    """The slip, if its envelope can still be found: there are more slips that count than papers in batches."""
    slip = _slip(row, code)
    if slip.state != "received":
        raise Refused("This paper does not count already.")
    if slip.admitted and papers.totals(row).missing < 1:
        raise Refused("All envelopes are opened. Nobody can tell which paper was theirs.")
    return slip


def _moved(done: Any, slip: PaperReceived, made: Ruling, **fields: Any) -> Ruling:
    for name, value in fields.items():
        setattr(slip, name, value)
    slip.line = made.line
    slip.save()
    return done.with_result(made)
