"""Coming in and going out: codes are asked for or given, used once, and become a session; sessions end.

A form's key makes a second click harmless: codes and session secrets are worked out from it, so the same click gets the same answer.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from letgo.commons.door import codes, queries, rules
from letgo.commons.door.messages import actions as messages
from letgo.commons.door.models import Code, Knock, Message, Miss, Pin, Session
from letgo.commons.people.actions import prove_route
from letgo.commons.people.models import Person
from letgo.commons.people.queries import may
from letgo.commons.people.rules import ANYONE, Actor, tidy_address
from letgo.commons.record.actions import once, write
from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import System

NOT_RIGHT = ("This code does not work.", "Look at each letter again. If it is old or was used, ask for a new one.")
NOT_FITTING = ("The name and the PIN do not fit together.", "Try again, or use a letter code.")
WAITS = ("This code waits for the yes of a second person.", "Ask who gave it to you. They have a colleague say yes.")
RESTING = ("There were too many wrong tries.", "Use another way to sign in, or come back tomorrow.")
READABLE = {
    "text": "Type a phone number with all its figures, such as 07700 900 000.",
    "email": "Type an e-mail address with an @ in it.",
}
DOUBLE_CLICK = timedelta(minutes=2)
Outcome = Session | dict[str, str]  # a session, {"step": a code's id}, or {"refused": a sentence, "cure": ...}


@dataclass(frozen=True)
class Entry:
    """What a right code led to: a session with its secret, or `step`, the secret of a second step that is still owed."""

    session: Session | None = None
    secret: str = ""
    step: str = ""


@transaction.atomic
def ask_code(kind: str, address: str, key: str) -> Code:
    """Ask for a code by "text" or "email". Whether anybody has this address is looked up later, where nobody sees how long it takes.

    The same SQL for every address. Beyond the limit for one address nothing is sent, and codes that were sent stay good. Raises Refused
    for what can be no phone number or e-mail.
    """
    require(may(ANYONE, "door.come-in"), "You cannot sign in here.")
    to = tidy_address(kind, address)
    if not to:
        raise Refused("We could not read this.", cure=READABLE[kind])
    with once("door.ask-code", key) as done:
        if done.before:
            return done.before
        at, pk, plain, link = now(), uuid4(), codes.number_code(), codes.secret()
        sends = queries.may_send(codes.keyed("route", kind, to), at)
        row = Code.objects.create(
            id=pk,
            way=kind,
            route=codes.keyed("route", kind, to),
            digest=codes.keyed("number", pk, plain),
            link=codes.keyed("link", link) if kind == "email" else None,
            made=at,
            expires=at + rules.HOLDS[kind],
        )
        messages.send_code(row, kind, to if sends else "", plain, link if kind == "email" else "")
        return done.with_result(row)


@transaction.atomic
def give_code(person: Person, way: str, seen: str, by: Actor, key: str) -> tuple[Code, str]:
    """An officer gives `person` a code by "letter", "call" or "person"; an administrator one to "enrol" a second step. With its letters.

    `seen` says how the officer knows who it is. Older codes of this way are dead. `person` can read in the record that it was given.
    For who moves money or votes by their office it works only once a second person has said yes (confirm_code).
    """
    verb = "door.give-enrolment" if way == "enrol" else "door.give-code"
    if way == "enrol":
        require(may(by, "door.give-enrolment", person), "Only an administrator can do this.")
        require_fresh(by)
    else:
        require(may(by, "door.give-code", person), "You cannot give a code to this person.")
    with once(verb, key, by) as done:
        if not done.before:
            about = Ref("person", person.pk)
            write(verb, about, audience=about, by=by, body={"way": way, "seen": seen[:100]})
        alone = way == "enrol" or may(by, "door.give-code-alone", person)
        row = done.before or done.with_result(new_code(person, way, key, by.person, asks_second=not alone))
    return row, codes.derived_letters(row.pk, key)


@transaction.atomic
def confirm_code(code: UUID, by: Actor, key: str) -> Code:
    """A second person says yes to a code that was handed to someone who moves money or votes: from now on it works."""
    row = Code.objects.select_for_update().filter(pk=code).first()
    require(row is not None and may(by, "door.confirm-code", row), "Somebody else must say yes to this code.")
    with once("door.confirm-code", key, by) as done:
        if done.before:
            return done.before
        row.second_id = by.person
        row.save(update_fields=["second"])
        about = Ref("person", row.person_id)
        write("door.confirm-code", about, audience=about, by=by, body={"way": row.way})
        return done.with_result(row)


def new_code(person: Person, way: str, key: str, given_by: UUID | None, asks_second: bool = False) -> Code:
    """A code of letters for `person`, worked out from `key`; for actions that have asked whether it may be given."""
    at, pk = now(), uuid4()
    Code.objects.filter(person=person, way=way, used__isnull=True, expires__gt=at).update(expires=at)
    digest = codes.keyed("alone", codes.derived_letters(pk, key))
    return Code.objects.create(
        id=pk,
        way=way,
        person=person,
        digest=digest,
        made=at,
        expires=at + rules.HOLDS[way],
        given_by_id=given_by,
        asks_second=asks_second,
    )


def come_in(
    code: str, device: str, key: str, *, asked: UUID | None = None, address: str = "", shared: bool = False
) -> Entry:
    """Give a code: a long one by itself, one of six figures with the open request (`asked`) or the address that it was sent to.

    A wrong one is counted, whatever else is refused with it. Raises Refused.
    """
    given = rules.typed(code)
    with transaction.atomic(), once("door.come-in", key) as done:
        outcome = done.before or done.with_result(_by_code(given, device, key, asked, address, shared))
    return entry_of(outcome, key)


def come_in_by_link(secret: str, device: str, key: str, *, shared: bool = False) -> Entry:
    """Press the button behind the link of an e-mail, or of `letgo let-in`. Raises Refused."""
    with transaction.atomic(), once("door.come-in", key) as done:
        outcome = done.before or done.with_result(_by_link(secret, device, key, shared))
    return entry_of(outcome, key)


def take_step(step: str, name: str, pin: str, device: str, key: str, *, shared: bool = False) -> Entry:
    """The second step after a code that went to a phone or inbox of several people: who it is, and their PIN. Raises Refused."""
    with transaction.atomic(), once("door.take-step", key) as done:
        outcome = done.before or done.with_result(_by_step(step, name, pin, device, key, shared))
    return entry_of(outcome, key)


def entry_of(outcome: Outcome, key: str) -> Entry:
    """What to hand to who gave a code. The same click gets its session once more within two minutes, never later. Raises Refused."""
    if isinstance(outcome, Session):
        secret, late = codes.session_secret(outcome.pk, key), now() - DOUBLE_CLICK
        if (
            max(outcome.opened, outcome.strong_from or outcome.opened) < late
            or outcome.ended
            or not codes.same(codes.session_digest(secret), outcome.digest)
        ):
            raise Refused(*NOT_RIGHT)
        return Entry(outcome, secret)
    if "step" in outcome:
        return Entry(step=codes.step_secret(outcome["step"], key))
    raise Refused(outcome["refused"], cure=outcome["cure"])


@transaction.atomic
def open_session(
    person: UUID, device: str, by_method: str, *, shared: bool = False, strong: bool = False, key: str = ""
) -> tuple[Session, str]:
    """Sign `person` in, with a new secret. Raises Refused for who has left, and for staff whose every role is over."""
    row = Person.objects.get(pk=person)
    require(may(ANYONE, "door.open", row), *GONE)
    at, pk, key = now(), uuid4(), key or codes.secret()
    secret = codes.session_secret(pk, key)
    made = Session.objects.create(
        id=pk,
        person=row,
        digest=codes.session_digest(secret),
        opened=at,
        seen=at,
        expires=rules.life(at, shared=shared, strong=strong).expires,
        strong_from=at if strong else None,
        strong_until=at + rules.STAFF if strong else None,
        device=device[:60],
        way=by_method,
        shared=shared,
    )
    return made, secret


GONE = ("This account is closed.", "If that is wrong, ask for help under “I cannot get in”.")


@transaction.atomic
def strengthen(by: Actor, key: str) -> tuple[Session, str]:
    """The second step was taken: the session gets a new secret, and its staff roles for 12 hours. Only for factors/actions.py."""
    row = Session.objects.select_for_update().get(pk=by.session)
    at, secret = now(), codes.session_secret(row.pk, key)
    row.digest = codes.session_digest(secret)
    row.strong_from, row.strong_until = at, at + rules.STAFF
    row.expires = rules.life(at, shared=row.shared, strong=True).expires
    row.save(update_fields=["digest", "strong_from", "strong_until", "expires"])
    return row, secret


def require_fresh(by: Actor) -> None:
    """For the gravest verbs (rules.GRAVEST and those of other rooms): the second step is a quarter of an hour old at most."""
    if not queries.is_fresh(by):
        raise Refused("Give your second code again first.", cure="Go to “Your second step”, then do this once more.")


def seen(session: UUID) -> None:
    """The session is used today: note the day, and let an ordinary one hold 30 days from here."""
    at = now()
    row = Session.objects.filter(pk=session, ended__isnull=True, expires__gt=at).first()
    if row and row.seen.date() < at.date():
        until = rules.prolonged(at, row.expires, shared=row.shared, strong=row.strong_from is not None)
        Session.objects.filter(pk=session).update(seen=at, expires=until)


@transaction.atomic
def end_session(session: UUID, by: Actor, key: str) -> Session:
    """Sign out one device of one's own."""
    row = Session.objects.filter(pk=session).first()
    require(row is not None and may(by, "door.end-session", row), "This is not one of your devices.")
    with once("door.end-session", key, by) as done:
        if done.before:
            return done.before
        Session.objects.filter(pk=session, ended__isnull=True).update(ended=now())
        return done.with_result(row)


def leave(session: UUID) -> None:
    """This browser signs out, or someone else signs in on it. Its own secret is the proof that it may."""
    Session.objects.filter(pk=session, ended__isnull=True).update(ended=now())


@transaction.atomic
def end_everywhere(person: UUID, by: Actor, key: str) -> int:
    """Sign out all devices of `person`: one's own, or by an officer whose help was asked. Returns how many there were."""
    row = Person.objects.get(pk=person)
    own = may(by, "door.own") and by.person == person
    require(own or may(by, "door.give-code", row), "You cannot sign this person out.")
    with once("door.end-everywhere", key, by) as done:
        if done.before:
            return done.before["ended"]
        count = close_all(person)
        done.with_result({"ended": count})
        return count


def close_all(person: UUID) -> int:
    """End every session and every code of `person`, for actions that have asked whether that may be."""
    at = now()
    Code.objects.filter(person=person, used__isnull=True, expires__gt=at).update(expires=at)
    return Session.objects.filter(person=person, ended__isnull=True, expires__gt=at).update(ended=at)


@transaction.atomic
def let_in(administrator: Person, by: System, key: str) -> str:
    """The secret of a one-time link by which an administrator comes in with a second step taken. For the machine's own console.

    Writes a public line that this was done, without a name.
    """
    with once("door.let-in", key, by) as done:
        if done.before:
            raise Refused("This link was made already.", cure="Run the command again.", kind="gone")
        row, link = new_code(administrator, "let-in", key, None), codes.secret()
        Code.objects.filter(pk=row.pk).update(link=codes.keyed("link", link))
        write("door.let-in", Ref("code", row.pk), by=by, body={"minutes": rules.HOLDS["let-in"].seconds // 60})
        done.with_result(row)
        return link


def miss(against: str) -> None:
    """Count a wrong try against a person or an address (a keyed hash)."""
    Miss.objects.create(against=against, at=now())


def tidy(job: Running) -> None:
    """Forget what nobody needs: codes and wrong tries after two days, ended sessions, messages and calls for help after 30."""
    at = now()
    Code.objects.filter(expires__lt=at - timedelta(days=2)).delete()
    Miss.objects.filter(at__lt=at - timedelta(days=2)).delete()
    Session.objects.filter(expires__lt=at - rules.KEPT).delete()
    Session.objects.filter(ended__lt=at - rules.KEPT).delete()
    Message.objects.filter(made__lt=at - rules.KEPT).exclude(state=Message.State.QUEUED).delete()
    Message.objects.filter(made__lt=at - timedelta(days=1)).exclude(shown="").update(shown="")
    Knock.objects.filter(ended__lt=at - rules.KEPT).delete()


def _by_code(given: str, device: str, key: str, asked: UUID | None, address: str, shared: bool) -> Outcome:
    at = now()
    if rules.is_letter_code(given):
        row = queries.alone(given, at).select_for_update().first()
        return _use(row, device, key, shared) if row and row.way != "enrol" else _refused(NOT_RIGHT)
    if not rules.is_number_code(given):
        return _refused(NOT_RIGHT)
    routes = {row.route for row in queries.sent(at, asked, address)}
    list(queries.of_routes(routes).select_for_update().values_list("pk"))  # one try at a time, whichever code it is for
    rows = list(queries.sent(at, asked, address))
    if rows and queries.misses(rows[0].route, timedelta(days=1)) >= rules.MISSES_A_DAY:
        return _refused(RESTING)
    for row in rows:
        if codes.same(row.digest, codes.keyed("number", row.pk, given)):
            return _use(row, device, key, shared)
    if rows:
        Code.objects.filter(pk__in=[row.pk for row in rows]).update(wrong=F("wrong") + 1)
        miss(rows[0].route)
    return _refused(NOT_RIGHT)


def _by_link(secret: str, device: str, key: str, shared: bool) -> Outcome:
    row = queries.live(now()).select_for_update().filter(link=codes.keyed("link", secret)).first()
    return _use(row, device, key, shared) if row else _refused(NOT_RIGHT)


def _use(row: Code, device: str, key: str, shared: bool) -> Outcome:
    """Spend a right code: whose is it, and is it enough?"""
    owners = queries.owners(row)
    if not owners.people:
        return _refused(NOT_RIGHT)
    if row.waits:
        return _refused(WAITS)
    step = owners.several
    Code.objects.filter(pk=row.pk).update(
        used=now(), step=codes.keyed("step", codes.step_secret(row.pk, key)) if step else None
    )
    if step:
        return {"step": str(row.pk)}
    person = owners.people[0]
    if owners.unproved:
        itself = Actor(roles=frozenset({"anyone", "person"}), person=person.pk)
        prove_route(owners.unproved, by=itself, key=f"door:{row.pk}")
    return _open(person, row.way, device, key, shared)


def _by_step(step: str, name: str, pin: str, device: str, key: str, shared: bool) -> Outcome:
    row = queries.stepping(step, now()).select_for_update().first()
    if row is None:
        return _refused(("This took too long.", "Ask for a new code."))
    person = queries.called(queries.owners(row).people, name)
    against = codes.keyed("pin", person.pk if person else row.route)
    if queries.resting(against):
        return _refused(RESTING)
    kept = Pin.objects.filter(person=person).values_list("hash", flat=True).first() if person else ""
    if not codes.pin_fits(kept or "", pin):
        miss(against)
        return _refused(NOT_FITTING)
    Code.objects.filter(pk=row.pk).update(step=None)
    return _open(person, row.way, device, key, shared)


def _open(person: Person, way: str, device: str, key: str, shared: bool) -> Outcome:
    if not may(ANYONE, "door.open", person):
        return _refused(GONE)
    return open_session(person.pk, device, way, shared=shared, strong=way == "let-in", key=key)[0]


def _refused(words: tuple[str, str]) -> Outcome:
    return {"refused": words[0], "cure": words[1]}
