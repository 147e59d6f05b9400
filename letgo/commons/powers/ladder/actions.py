"""The steps of taking back fairly. Each can lead back to the holder; none ends a power without notice."""

from datetime import date
from uuid import UUID

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.powers.models import Power
from letgo.commons.powers.moving import NOT_GIVER, NOT_HOLDER, future, hold, locked, move, worded
from letgo.commons.powers.rules import GIVEN_BACK, STEPS, step_fault
from letgo.commons.record import effects
from letgo.commons.record.actions import once
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require


@transaction.atomic
def warn(power: UUID, reasons: str, until: date, *, by: Actor, key: str) -> Power:
    """Say what is going wrong and by when to put it right (rules.STEP_DAYS at least): the first step of taking back fairly."""
    with once("powers.warn", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.warn", row), NOT_GIVER)
        return done.with_result(_step(row, "warned", "powers.warn", reasons, until, by))


@transaction.atomic
def offer_help(power: UUID, reasons: str, until: date, *, by: Actor, key: str) -> Power:
    """Offer help of a kind that `reasons` names, until a day. Only after a warning whose day has come."""
    with once("powers.offer-help", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.offer-help", row), NOT_GIVER)
        return done.with_result(_step(row, "helped", "powers.offer-help", reasons, until, by))


@transaction.atomic
def supervise(power: UUID, reasons: str, until: date, *, by: Actor, key: str) -> Power:
    """Let an outside checker write down what the holder decides, until a day; then it is the holder's again. Only after help whose day
    has come.
    """
    with once("powers.supervise", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.supervise", row), NOT_GIVER)
        return done.with_result(_step(row, "supervised", "powers.supervise", reasons, until, by))


def _step(row: Power, state: str, verb: str, reasons: str, until: date, by: Actor) -> Power:
    future(until)
    if fault := step_fault(row.state, row.until, state, until, today()):
        raise Refused(fault)
    fields = {"reasons": worded(reasons), "until": until, "reply": ""}
    row = move(row, state, verb, by, {"until": until.isoformat()}, **fields)
    _follow(row, STEPS[state])
    return row


def _follow(row: Power, effect: str) -> None:
    """What the packs of the place start, or call done, with this step."""
    if effects.known(effect):
        args = {"step": effect, "at": row.line.at.isoformat()}
        effects.take_later(effect, Ref("power", row.pk), args, str(row.line_id))


@transaction.atomic
def give_back(power: UUID, reasons: str, *, by: Actor, key: str) -> Power:
    """End a warning, help or watching over: all is right again, and the holder decides as before."""
    with once("powers.give-back", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.give-back", row), NOT_GIVER)
        if row.state not in ("warned", "helped", "supervised", "lapsed"):
            raise Refused("This power is with its holder already.")
        hold(row, "powers.give-back", by, reasons)
        _follow(row, GIVEN_BACK)
        return done.with_result(row)


@transaction.atomic
def reply(power: UUID, words: str, *, by: Actor, key: str) -> Power:
    """The holder's answer to a warning, to help, to being watched over or to a notice. It stands beside the reasons."""
    with once("powers.reply", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.reply", row), NOT_HOLDER)
        if row.state not in ("warned", "helped", "supervised", "noticed"):
            raise Refused("There is nothing to answer just now.")
        said = worded(words, "Write your answer.")
        return done.with_result(move(row, row.state, "powers.reply", by, {"reply": said}, reply=said))
