"""The only writers of petitions: starting, signing, taking a name off, answering; and a board's question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.electorates.queries import is_eligible
from letgo.commons.places.models import Electorate, Organisation, Place
from letgo.commons.places.queries import today
from letgo.commons.places.rules import speaks
from letgo.commons.powers.models import Demand, Petition, Signature
from letgo.commons.powers.moving import worded
from letgo.commons.powers.petitions.queries import demand_at, stands
from letgo.commons.powers.rules import SPEAKERS
from letgo.commons.promises.actions import meet
from letgo.commons.promises.queries import of as promises_about
from letgo.commons.record import effects
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK

State = Petition.State
NOT_HERE = "Only people who live here or use the services here can do this."
NOT_ON_LIST = "Only people who can vote here can put their name to this."


@dataclass(frozen=True)
class Asked:
    """A petition that a room above starts, with a number of names and an effect of its own.

    `electorate`: only people sign who were on that list on the day it started and are still; none: whoever lives at the place or uses
    its services. `answers`: who owes the answer while the effect has not given one (settle()), within `answer_days` of the last name
    that was needed.
    """

    place: UUID
    title: str
    words: str
    names: int
    days: int
    answers: Ref
    answers_words: str
    answer_days: int
    effect: str
    args: Mapping[str, Any] = field(default_factory=dict)
    electorate: UUID | None = None


@transaction.atomic
def set_demand(
    place: UUID, names: int, days: int, answers: Ref, answers_words: str, answer_days: int, effect: str,
    args: Mapping[str, Any], *, by: Signs, key: str,
) -> Demand:  # fmt: skip
    """Set how petitions work at a place and below it: names needed, days to gather them, who answers, in how many days, what happens."""
    with once("powers.set-demand", key, by) as done:
        if done.before:
            return done.before
        at = Place.objects.get(pk=place)
        allowed = not isinstance(by, Actor) or may(by, "powers.set-demand", at)
        require(allowed, "Only an administrator can set how many names are needed.")
        if not effects.known(effect):
            raise Refused("This house cannot do “{effect}”, so it must not promise it.", effect=effect)
        row = Demand.objects.select_for_update().filter(place=at).first() or Demand(place=at)
        row.names, row.days, row.answer_days, row.answers_words = names, days, answer_days, answers_words
        row.answers_kind, row.answers_id, row.effect, row.effect_args = answers.kind, answers.id, effect, dict(args)
        body = {"names": names, "days": days, "answer_days": answer_days, "answers": answers_words, "effect": effect}
        row.line = write("powers.set-demand", Ref("place", at.pk), by=by, body=body)
        row.save()
        return done.with_result(row)


@transaction.atomic
def start_petition(place: UUID, title: str, words: str, *, by: Actor, key: str) -> Petition:
    """Start a demand. Who starts it is never shown, and is the first name under it. What is written is public."""
    with once("powers.start-petition", key, by) as done:
        if done.before:
            return done.before
        at = Place.objects.get(pk=place)
        require(may(by, "powers.start-petition", at) and stands(by.subject, at), NOT_HERE)
        made = _petition(at, title, words, by, demand_at(at), starter_id=by.subject)
        _sign(made, by.subject, "online" if by.helper is None else "phone", by)
        return done.with_result(made)


@transaction.atomic
def start_for(asked: Asked, *, by: Actor, key: str) -> Petition:
    """Start a petition for a room above, which has asked who may. Who starts it is never shown, and is the first name under it.

    Raises Refused for an effect that the house does not know, and for someone who could not sign it.
    """
    with once("powers.start-for", key, by) as done:
        if done.before:
            return done.before
        if not effects.known(asked.effect):
            raise Refused("This house cannot do “{effect}”, so it must not promise it.", effect=asked.effect)
        listed = Electorate.objects.select_related("place").get(pk=asked.electorate) if asked.electorate else None
        rule = Demand(
            names=asked.names, days=asked.days, answers_kind=asked.answers.kind, answers_id=asked.answers.id,
            answers_words=asked.answers_words[:120], answer_days=asked.answer_days, effect=asked.effect,
            effect_args=dict(asked.args),
        )  # fmt: skip
        at = Place.objects.get(pk=asked.place)
        made = _petition(at, asked.title, asked.words, by, rule, starter_id=by.subject, electorate=listed)
        _sign(made, by.subject, "online" if by.helper is None else "phone", by)
        return done.with_result(made)


@transaction.atomic
def ask_question(place: UUID, organisation: UUID, title: str, words: str, *, by: Actor, key: str) -> Petition:
    """A board asks a question in public. It needs no names: an answer is owed at once."""
    with once("powers.ask-question", key, by) as done:
        if done.before:
            return done.before
        at, body = Place.objects.get(pk=place), Organisation.objects.get(pk=organisation)
        allowed = may(by, "powers.ask-question", at) and speaks(by, SPEAKERS, organisation)
        require(allowed, "Only those who speak for a board here can ask for it.")
        made = _petition(at, title, words, by, demand_at(at), organisation=body)
        _reach(made, 0, by)
        return done.with_result(made)


def _petition(at: Place, title: str, words: str, by: Actor, rule: Demand | None, **starter: Any) -> Petition:
    if rule is None:
        raise Refused("Nobody has said yet who must answer demands here.", cure="Ask the people who run this site.")
    made = Petition(
        place=at, title=worded(title, "Say in a few words what you want.")[:120], words=worded(words, "Say what you want, and why."),
        threshold=rule.names if "starter_id" in starter else 0, opens=today(), closes=today() + timedelta(days=rule.days),
        answers_kind=rule.answers_kind, answers_id=rule.answers_id, answers_words=rule.answers_words,
        answer_days=rule.answer_days, effect=rule.effect, effect_args=rule.effect_args, **starter,
    )  # fmt: skip
    body = {"title": made.title, "words": made.words, "names": made.threshold, "closes": made.closes.isoformat()}
    made.line = write("powers.start-petition", Ref("petition", made.pk), by=by, body=body)
    made.save(force_insert=True)
    return made


@transaction.atomic
def sign(petition: UUID, *, by: Actor, key: str) -> Petition:
    """Put one's name under a petition, once. With the last name that was needed an answer is owed, once."""
    with once("powers.sign", key, by) as done:
        if done.before:
            return done.before
        row = _locked(petition)
        require(may(by, "powers.sign", row), NOT_HERE)
        _sign(row, by.subject, "online" if by.helper is None else "phone", by)
        return done.with_result(row)


@transaction.atomic
def sign_for(petition: UUID, person: UUID, how: str, *, by: Actor, key: str) -> Petition:
    """Put down the name of someone who signed on paper, at the door or by phone. It counts as any other and by the same day."""
    with once("powers.sign-for", key, by) as done:
        if done.before:
            return done.before
        row = _locked(petition)
        require(may(by, "powers.sign-for", row), "Only an outreach worker of this place can put down names for others.")
        _sign(row, person, how, by)
        return done.with_result(row)


def _sign(row: Petition, person: UUID | None, how: str, by: Actor) -> None:
    if row.state not in (State.OPEN, State.REACHED) or row.closes < today():
        raise Refused("Names were taken until {closes}.", cure="You can start a new demand.", closes=row.closes)
    if row.electorate is not None and not all(is_eligible(row.electorate, person, on) for on in {today(), row.opens}):
        raise Refused(NOT_ON_LIST, cure="You must be on the list now, and have been on it on {opens}.", opens=row.opens)
    if row.electorate is None and not stands(person, row.place):
        raise Refused(NOT_HERE)
    if row.signatures.filter(person_id=person).exists():
        raise Refused("This name is there already. Each name counts once.")
    line = write("powers.sign", Ref("petition", row.pk), audience=Ref("person", person), by=by, body={"how": how})
    Signature.objects.create(petition=row, person_id=person, how=how, line=line)
    count = row.signatures.count()
    if row.state == State.OPEN and count >= row.threshold:
        _reach(row, count, by)


def _reach(row: Petition, count: int, by: Signs) -> None:
    """The threshold is met: the effect is booked, once, and an answer is owed by a day."""
    due = today() + timedelta(days=row.answer_days)
    body = {"names": count, "who": row.answers_words, "due": due.isoformat()}
    _move(row, State.REACHED, "powers.reach", by, body, names=count, due=due)
    effects.take_later(row.effect, Ref("petition", row.pk), row.effect_args, str(row.pk))


@transaction.atomic
def withdraw_name(petition: UUID, *, by: Actor, key: str) -> Petition:
    """Take one's name off again. An answer that is owed already stays owed."""
    with once("powers.withdraw-name", key, by) as done:
        if done.before:
            return done.before
        row = _locked(petition)
        require(may(by, "powers.withdraw-name", row), "Sign in first.")
        if not row.signatures.filter(person_id=by.subject).delete()[0]:
            raise Refused("Your name is not under this demand.")
        write("powers.withdraw-name", Ref("petition", row.pk), audience=Ref("person", by.subject), by=by)
        return done.with_result(row)


@transaction.atomic
def withdraw_petition(petition: UUID, reasons: str, *, by: Actor, key: str) -> Petition:
    """Take back a demand that has not reached its number yet. Only who started it can."""
    with once("powers.withdraw-petition", key, by) as done:
        if done.before:
            return done.before
        row = _locked(petition)
        require(may(by, "powers.withdraw-petition", row), "Only the person who started this can take it back.")
        if row.state != State.OPEN:
            raise Refused("An answer is owed already, or this is over.")
        said = {"reasons": worded(reasons)}
        return done.with_result(_move(row, State.WITHDRAWN, "powers.withdraw-petition", by, said))


@transaction.atomic
def answer(petition: UUID, words: str, *, by: Actor, key: str) -> Petition:
    """Answer in public, in writing. The promise of an answer is met by it, late or not."""
    with once("powers.answer", key, by) as done:
        if done.before:
            return done.before
        row = _locked(petition)
        require(may(by, "powers.answer", row), "{who} must answer this.", who=row.answers_words)
        return done.with_result(_answer(row, words, by, key))


@transaction.atomic
def settle(petition: UUID, words: str, *, by: Signs, key: str) -> Petition:
    """What a petition asked for is happening: the room above that carries it out says so, and nobody owes another answer."""
    with once("powers.settle-petition", key, by) as done:
        if done.before:
            return done.before
        return done.with_result(_answer(_locked(petition), words, by, key))


def _answer(row: Petition, words: str, by: Signs, key: str) -> Petition:
    if row.state != State.REACHED:
        raise Refused("No answer is owed here.")
    said = worded(words, "Write the answer.")
    _move(row, State.ANSWERED, "powers.answer", by, {"answer": said}, answer=said, answered=today())
    for owed in promises_about(Ref("petition", row.pk)):
        if not owed.closed:
            meet(owed.pk, by=CLOCK, key=f"{key}:{owed.pk}")
    return row


@transaction.atomic
def close(petition: UUID, *, by: Signs, key: str) -> Petition:
    """A demand's time is up with too few names. The clock does this."""
    with once("powers.close-petition", key, by) as done:
        if done.before:
            return done.before
        row = _locked(petition)
        if row.state == State.OPEN and row.closes < today():
            count = row.signatures.count()
            _move(row, State.CLOSED, "powers.close-petition", by, {"names": count}, names=count)
        return done.with_result(row)


def _locked(petition: UUID) -> Petition:
    joined = ("place", "electorate__place")
    found = Petition.objects.select_for_update(of=("self",)).select_related(*joined).filter(pk=petition).first()
    if found is None:
        raise Refused("There is no such demand.", kind="gone")
    return found


def _move(row: Petition, state: str, verb: str, by: Signs, body: Mapping[str, Any], **fields: Any) -> Petition:
    for name, value in fields.items():
        setattr(row, name, value)
    row.state = state
    row.line = write(verb, Ref("petition", row.pk), by=by, body={"title": row.title, **body})
    row.save()
    return row
