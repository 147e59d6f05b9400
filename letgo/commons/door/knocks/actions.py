"""Asking for help to get in, with a day by which it must come; and a neighbour's word, which an officer checks."""

from dataclasses import replace
from uuid import UUID, uuid4

import holidays
from django.db import transaction
from django.utils.timezone import localtime

from letgo.commons.door import codes, queries, rules
from letgo.commons.door.actions import close_all, new_code
from letgo.commons.door.models import Code, Knock, Vouch
from letgo.commons.people.actions import add_person, end_person
from letgo.commons.people.queries import may
from letgo.commons.people.rules import AGREED_HOW, ANYONE, Actor, Grant
from letgo.commons.record import effects
from letgo.commons.record.actions import once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require

CHECKED, ASKED, GIVEN = "door.neighbour-checked", "door.help-asked", "door.help-given"


@transaction.atomic
def ask_for_help(
    way: str, name: str, reach: str, words: str, key: str, told: str = "", by: Actor = ANYONE
) -> Knock:  # fmt: skip
    """Cannot get in: "ring" me, write me a "letter", or I come for a "visit". No account is needed. Due within 2 working days.

    The public line says that someone asked and by when help is due, nothing else. `told` (of people's AGREED_HOW): they asked `by` so,
    who wrote it down. The day is the same. The effect "door.help-asked" starts the clocks of
    the rules that name it; the day on the row stands with and without them.
    """
    require(may(ANYONE, "door.come-in"), "You cannot ask here.")
    if way not in rules.HELP or not name.strip() or (way != "visit" and len(reach.strip()) < 6):
        raise Refused("Something is missing.", cure="Tell us who you are, and how we reach you.")
    with once("door.ask-for-help", key) as done:
        if done.before:
            return done.before
        asked = localtime(now())
        off = holidays.country_holidays("GB", subdiv="ENG", years=[asked.year, asked.year + 1])
        pk, due = uuid4(), rules.help_due(asked, off)
        said = {"way": way, "due": due.date().isoformat(), **({"told": told} if told in AGREED_HOW else {})}
        line = write("door.ask-for-help", Ref("knock", pk), by=by if told else ANYONE, body=said)
        row = Knock.objects.create(
            id=pk,
            way=way,
            name=" ".join(name.split())[:200],
            reach=reach.strip()[:300],
            words=words.strip()[:300],
            made=now(),
            due=due,
            line=line,
        )
        effects.take(ASKED, Ref("knock", pk), {}, key=str(pk))
        return done.with_result(row)


@transaction.atomic
def answer(knock: UUID, by: Actor, key: str) -> Knock:
    """An officer has helped: it is done. What was written goes after 30 days."""
    row = Knock.objects.select_for_update().get(pk=knock)
    require(may(by, "door.answer", row), "Only an officer can do this.")
    with once("door.answer", key, by) as done:
        if done.before:
            return done.before
        if row.state == Knock.State.OPEN:
            late = now() > row.due
            row.line = write("door.answer", Ref("knock", row.pk), by=by, body={"late": late})
            row.state, row.ended, row.officer_id = Knock.State.DONE, now(), by.person
            row.save()
            effects.take(GIVEN, Ref("knock", row.pk), {}, key=str(row.pk))
        return done.with_result(row)


@transaction.atomic
def vouch(place: Ref, subject: object, name: str, by: Actor, key: str) -> tuple[Vouch, str]:
    """A neighbour gives their word for someone who is new to us and lives in the same place. Returns it, and a code for them.

    `subject` is the place's row, for may(). The new person gets an account, and no standing until an officer agrees. At most 3 in 90 days.
    """
    require(may(by, "door.vouch", subject), "You can do this only where you have lived for 90 days.")
    if len(name.strip()) < 2:
        raise Refused("Tell us your neighbour’s name.")
    with once("door.vouch", key, by) as done:
        row = done.before or done.with_result(_vouched(place, name, by, key))
    code = Code.objects.filter(person=row.person_id, way="neighbour").order_by("made").first()
    if code is None:
        raise Refused("Their code is no longer good.", cure="They can ask an officer for a new one.", kind="gone")
    return row, codes.derived_letters(code.pk, key)


def _vouched(place: Ref, name: str, by: Actor, key: str) -> Vouch:
    if queries.vouched_by(by.person, now() - rules.VOUCH_PERIOD) >= rules.VOUCHES:
        raise Refused(
            "You have given your word for {most} people lately.",
            cure="Your neighbour can ask an officer.",
            most=rules.VOUCHES,
        )
    # Adding a person is an officer's verb. A neighbour's word opens it for this one row, and is signed by them.
    lent = replace(by, grants=by.grants | {Grant("officer")})
    person, pk = add_person(name, by=lent, key=f"vouch:{codes.keyed('vouch', key)}"), uuid4()
    line = write("door.vouch", Ref("vouch", pk), audience=Ref("person", by.person), by=by)
    row = Vouch.objects.create(id=pk, voucher_id=by.person, person=person, place=place.id, made=now(), line=line)
    new_code(person, "neighbour", key, by.person)
    return row


@transaction.atomic
def agree(vouch: UUID, by: Actor, key: str) -> Vouch:
    """An officer has checked a neighbour's word: the person lives there from today (the effect "door.neighbour-checked")."""
    row = Vouch.objects.select_for_update().get(pk=vouch)
    require(may(by, "door.judge-vouch", row), "Only an officer of this place can do this.")
    with once("door.judge-vouch", key, by) as done:
        if done.before:
            return done.before
        _still(row)
        row.line = write("door.judge-vouch", Ref("vouch", row.pk), audience=Ref("person", row.person_id), by=by)
        row.state = Vouch.State.AGREED
        row.save()
        effects.take(CHECKED, Ref("vouch", row.pk), {"officer": str(by.person)}, key=f"{row.pk}")
        return done.with_result(row)


@transaction.atomic
def take_back(vouch: UUID, by: Actor, key: str) -> Vouch:
    """A neighbour's word is taken back before it was checked, by an officer or by who gave it: the new account is closed at once.

    It stays when somebody else knows the person by now: an officer gave them a code, or they live, belong or hold a role somewhere.
    """
    row = Vouch.objects.select_for_update().get(pk=vouch)
    own = may(by, "door.own") and row.voucher_id == by.person
    require(own or may(by, "door.judge-vouch", row), "Only an officer, or who gave their word, can do this.")
    with once("door.take-back", key, by) as done:
        if done.before:
            return done.before
        _still(row)
        row.line = write("door.take-back", Ref("vouch", row.pk), audience=Ref("person", row.voucher_id), by=by)
        row.state = Vouch.State.TAKEN_BACK
        row.save()
        if may(by, "door.close-vouched", row):
            close_all(row.person_id)
            lent = replace(by, grants=by.grants | {Grant("administrator")})
            end_person(row.person_id, by=lent, key=f"vouch:{row.pk}")
        return done.with_result(row)


def _still(row: Vouch) -> None:
    if row.state != Vouch.State.WAITING:
        raise Refused("This was decided already.", kind="gone")
