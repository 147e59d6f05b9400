"""The only writers of second steps."""

from uuid import UUID

import pyotp
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from letgo.commons.door import codes, queries, rules
from letgo.commons.door.actions import (
    NOT_RIGHT,
    RESTING,
    Entry,
    close_all,
    entry_of,
    miss,
    open_session,
    require_fresh,
    strengthen,
)
from letgo.commons.door.factors import passkeys
from letgo.commons.door.messages.actions import tell
from letgo.commons.door.models import Code, Factor, Login, Pin, Session, Spare
from letgo.commons.people.models import Person
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require

SPARES = 8
STEP_SECONDS = 30
SIGN_IN = "Sign in first."
UNKNOWN = ("We do not know this account yet.", "Sign in another way first. Then you can join the two.")


@transaction.atomic
def set_pin(pin: str, by: Actor, key: str) -> Pin:
    """Choose the PIN that is asked after a code to a phone or inbox of several people. Other devices are signed out."""
    require(may(by, "door.own"), SIGN_IN)
    with once("door.set-pin", key, by) as done:
        if done.before:
            return done.before
        if not 6 <= len(pin) <= 64 or len(set(pin)) < 3:
            raise Refused("This PIN is too easy to guess.", cure="Take 6 or more signs, and not all the same.")
        row, _ = Pin.objects.update_or_create(
            person_id=by.person, defaults={"hash": codes.pin_hash(pin), "made": now()}
        )
        Session.objects.filter(person=by.person, ended__isnull=True).exclude(pk=by.session).update(ended=now())
        _changed(by, key, "pin")
        return done.with_result(row)


@transaction.atomic
def start_app(enrolment: str, by: Actor, key: str) -> Factor:
    """Begin with an app that shows codes: with an administrator's enrolment code, or with a second step given just now.

    It counts only after prove_app(). Raises Refused. A wrong code is counted.
    """
    require(may(by, "door.own"), SIGN_IN)
    with once("door.start-app", key, by) as done:
        if done.before:
            return done.before
        trusted = by.strong and queries.is_fresh(by)
        if not trusted and not _spend_enrolment(enrolment, by):
            raise Refused(*NOT_RIGHT)
        Factor.objects.filter(person=by.person, kind=Factor.Kind.APP, proved__isnull=True).delete()
        seed = codes.sealed(pyotp.random_base32())
        row = Factor.objects.create(person_id=by.person, kind=Factor.Kind.APP, secret=seed, trusted=True, made=now())
        return done.with_result(row)


@transaction.atomic
def prove_app(code: str, by: Actor, key: str) -> tuple[Entry, list[str]]:
    """The first code from the new app: it counts from here. Returns the session's new secret, and recovery codes, shown this once."""
    require(may(by, "door.own"), SIGN_IN)
    with once("door.prove-app", key, by) as done:
        if not done.before:
            rows = Factor.objects.select_for_update().filter(person=by.person, kind=Factor.Kind.APP, ended__isnull=True)
            row = rows.filter(proved__isnull=True).first()
            step = _app_step(row, code) if row else None
            if row is None or step is None:
                raise Refused("This is not the code that the app shows now.", cure="Wait for the next one and type it.")
            rows.filter(proved__isnull=False).update(ended=now())
            rows.filter(pk=row.pk).update(proved=now(), counter=step)
            _new_spares(by, _spares(str(row.pk), key))
            _changed(by, key, "app")
            done.with_result({"factor": str(row.pk), "session": str(strengthen(by, key)[0].pk)})
            made = str(row.pk)
        else:
            made = done.before["factor"]
    return _strong_again(str(by.session), key), _spares(made, key)


def give_second(code: str, by: Actor, key: str) -> Entry:
    """The second step of a session: a code from the app, or a recovery code. A wrong one is counted. Raises Refused."""
    require(may(by, "door.own"), SIGN_IN)
    with transaction.atomic(), once("door.give-second", key, by) as done:
        outcome = done.before or done.with_result(_second(rules.typed(code), by, key))
    if "session" in outcome:
        require(outcome["session"] == str(by.session), *NOT_RIGHT)  # whoever saw a form gets no session of another
        return _strong_again(outcome["session"], key)
    raise Refused(outcome["refused"], cure=outcome["cure"])


@transaction.atomic
def end_factors(person: Person, by: Actor, key: str) -> int:
    """Take all second steps of `person` away (a lost phone): an administrator, who gave their own just now. Never the last one's."""
    require(
        may(by, "door.end-factor", person),
        "You cannot take these away.",
        "Someone else must be an administrator with a second step first.",
    )
    require_fresh(by)
    with once("door.end-factor", key, by) as done:
        if done.before:
            return done.before["ended"]
        live = Factor.objects.filter(person=person, ended__isnull=True)
        live.filter(kind=Factor.Kind.PASSKEY).update(credential=Concat(Value("ended:"), Cast("pk", CharField())))
        count = live.filter(proved__isnull=False).count()
        live.update(ended=now())
        Spare.objects.filter(person=person).delete()
        close_all(person.pk)
        write("door.end-factor", Ref("person", person.pk), audience=Ref("person", person.pk), by=by)
        tell(person.pk, "way-in-changed", Ref("person", person.pk), key=key)
        done.with_result({"ended": count})
        return count


@transaction.atomic
def add_passkey(answer: str, token: str, name: str, by: Actor, key: str) -> Factor:
    """Keep a new passkey. Made without a second step it opens the door, but counts for no staff role."""
    require(may(by, "door.own"), SIGN_IN)
    with once("door.add-passkey", key, by) as done:
        if done.before:
            return done.before
        person = Person.objects.get(pk=by.person)
        credential, public, count = passkeys.registered(answer, token, person)
        if Factor.objects.filter(credential=credential).exists():
            raise Refused("This passkey is known already.", cure="You can sign in with it.")
        row = Factor.objects.create(
            person=person,
            kind=Factor.Kind.PASSKEY,
            secret=public,
            credential=credential,
            counter=count,
            name=" ".join(name.split())[:60] or "Passkey",
            trusted=by.strong,
            made=now(),
            proved=now(),
        )
        _changed(by, key, "passkey")
        return done.with_result(row)


@transaction.atomic
def remove_passkey(factor: UUID, by: Actor, key: str) -> Factor:
    """Take away one of one's own passkeys. The last second step of staff stays: an administrator can end that."""
    require(may(by, "door.own"), SIGN_IN)
    with once("door.remove-passkey", key, by) as done:
        if done.before:
            return done.before
        own = Factor.objects.select_for_update().filter(person=by.person, ended__isnull=True, proved__isnull=False)
        row = own.filter(pk=factor, kind=Factor.Kind.PASSKEY).first()
        require(row is not None, "This is not one of your passkeys.")
        if row.trusted and not own.filter(trusted=True).exclude(pk=row.pk).exists():
            raise Refused("This is your only second step.", cure="Add another one first.")
        row.ended, row.credential = now(), f"ended:{row.pk}"
        row.save(update_fields=["ended", "credential"])
        _changed(by, key, "passkey")
        return done.with_result(row)


@transaction.atomic
def come_in_by_passkey(answer: str, token: str, device: str, key: str, *, shared: bool = False) -> Entry:
    """Sign in with a passkey: the finger or PIN that it asks for is the second step, where it was made with one. Raises Refused."""
    with once("door.come-in", key) as done:
        session = done.before or done.with_result(_by_passkey(answer, token, device, key, shared))
    return entry_of(session, key)


@transaction.atomic
def bind_account(issuer: str, subject: str, by: Actor, key: str) -> Login:
    """Join an account elsewhere to one's own, while signed in here. Raises Refused when it is someone else's."""
    require(may(by, "door.own"), SIGN_IN)
    with once("door.bind-account", key, by) as done:
        if done.before:
            return done.before
        row, _ = Login.objects.get_or_create(
            issuer=issuer, subject=subject, defaults={"person_id": by.person, "made": now()}
        )
        if row.person_id != by.person:
            raise Refused("This account belongs to someone else here.", cure="Ask us for help under “I cannot get in”.")
        _changed(by, key, "account")
        return done.with_result(row)


@transaction.atomic
def bind_account_of(person: Person, issuer: str, subject: str, seen: str, by: Actor, key: str) -> Login:
    """An officer joins an account elsewhere to a person's own here, and says how they know that it is theirs (`seen`).

    Not for who holds an office or works for us: it would be a way in for whoever wrote it down. They join it themselves. The person
    is told by their own ways, and reads it in the record. Raises Refused, also when it is someone else's.
    """
    require(may(by, "door.bind-account", person), "You cannot do this for this person.", "They can sign in and do it.")
    with once("door.bind-account", key, by) as done:
        if done.before:
            return done.before
        if not subject.strip() or len(seen.strip()) < 5:
            raise Refused(
                "Something is missing.", cure="Give the number of the account, and say how you know it is theirs."
            )
        row, _ = Login.objects.get_or_create(
            issuer=issuer, subject=subject.strip(), defaults={"person": person, "made": now()}
        )
        if row.person_id != person.pk:
            raise Refused("This account belongs to someone else here.", cure="Check the number.")
        about = Ref("person", person.pk)
        write("door.bind-account", about, audience=about, by=by, body={"seen": seen.strip()[:100]})
        tell(person.pk, "way-in-changed", about, key=f"{key}:told")
        return done.with_result(row)


@transaction.atomic
def come_in_by_account(issuer: str, subject: str, device: str, key: str) -> Entry:
    """Sign in with an account elsewhere that was joined before. Never found by e-mail. Raises Refused for any other."""
    with once("door.come-in", key) as done:
        session = done.before or done.with_result(_by_account(issuer, subject, device, key))
    return entry_of(session, key)


def _by_passkey(answer: str, token: str, device: str, key: str, shared: bool) -> Session:
    own = Factor.objects.select_for_update().filter(ended__isnull=True, proved__isnull=False)
    row = own.filter(kind=Factor.Kind.PASSKEY, credential=passkeys.credential_of(answer)).first()
    if row is None:
        raise Refused(*passkeys.NOT_RIGHT)
    count = passkeys.proved(answer, token, row)
    with once("door.passkey-question", token) as asked:  # our question is answered once
        if asked.before:
            raise Refused(*passkeys.NOT_RIGHT)
        asked.with_result(True)
    Factor.objects.filter(pk=row.pk).update(counter=count)
    return open_session(row.person_id, device, "passkey", shared=shared, strong=row.trusted, key=key)[0]


def _by_account(issuer: str, subject: str, device: str, key: str) -> Session:
    row = Login.objects.filter(issuer=issuer, subject=subject).first()
    if row is None:
        raise Refused(*UNKNOWN)
    return open_session(row.person_id, device, "account", key=key)[0]


def _second(given: str, by: Actor, key: str) -> dict[str, str]:
    against = codes.keyed("second", by.person)
    if queries.resting(against) and not rules.is_letter_code(given):  # a recovery code cannot be guessed
        return {"refused": RESTING[0], "cure": "Wait half an hour, or take one of your recovery codes."}
    rows = Factor.objects.select_for_update().filter(person=by.person, kind=Factor.Kind.APP, ended__isnull=True)
    row = rows.filter(proved__isnull=False).first()
    step = _app_step(row, given) if row and rules.is_number_code(given) else None
    if step is not None:
        rows.filter(pk=row.pk).update(counter=step)
    elif not (
        rules.is_letter_code(given)
        and Spare.objects.filter(digest=codes.keyed("spare", by.person, given), used__isnull=True).update(used=now())
    ):
        miss(against)
        return {"refused": NOT_RIGHT[0], "cure": "Type the code that your app shows now, or a recovery code."}
    return {"session": str(strengthen(by, key)[0].pk)}


def _app_step(row: Factor, given: str) -> int | None:
    """The half minute whose code `given` is: this one or a neighbour, and later than the last one used. None when it is none."""
    clock, here = pyotp.TOTP(codes.opened(row.secret) or pyotp.random_base32()), int(now().timestamp()) // STEP_SECONDS
    steps = [step for step in range(here - 1, here - 1 + rules.STEPS_OF_AN_APP) if step > row.counter]
    return next((step for step in steps if codes.same(clock.at(step * STEP_SECONDS), rules.typed(given))), None)


def _spares(factor: str, key: str) -> list[str]:
    return [codes.derived_letters(f"{factor}/{number}", key) for number in range(SPARES)]


def _new_spares(by: Actor, spares: list[str]) -> None:
    Spare.objects.filter(person=by.person).delete()
    Spare.objects.bulk_create(
        Spare(person_id=by.person, digest=codes.keyed("spare", by.person, letters)) for letters in spares
    )


def _spend_enrolment(given: str, by: Actor) -> bool:
    row = queries.alone(rules.typed(given), now()).select_for_update().filter(way="enrol", person=by.person).first()
    return row is not None and bool(Code.objects.filter(pk=row.pk).update(used=now()))


def _strong_again(session: str, key: str) -> Entry:
    """The same click once more: the same new secret."""
    return entry_of(Session.objects.get(pk=session), key)


def _changed(by: Actor, key: str, what: str) -> None:
    """A way in was changed: the person can read it in the record, and is told by their other ways."""
    about = Ref("person", by.person)
    write("door.change-way-in", about, audience=about, by=by, body={"what": what})
    tell(by.person, "way-in-changed", about, key=f"{key}:told")
