"""Reading sessions and codes, and who may do what at the door."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from letgo.commons.door import codes, rules
from letgo.commons.door.models import Code, Factor, Knock, Message, Miss, Pin, Session, Vouch
from letgo.commons.people.models import Person, Route
from letgo.commons.people.queries import visible
from letgo.commons.people.rules import Actor, Policy, tidy_address
from letgo.commons.record.clock import now
from letgo.commons.record.findings import Finding

DOORKEEPERS = ("officer", "administrator")


def _is_self(actor: Actor) -> bool:
    """Signed in, and doing their own business themselves: nobody who acts or helps may touch another person's way in."""
    return actor.person is not None and actor.acting is None and actor.helper is None


def _keeps_door(actor: Actor) -> bool:
    return _is_self(actor) and bool(actor.reaches(*DOORKEEPERS))


OWN = Policy(
    one=lambda actor, subject: _is_self(actor),
    many=lambda actor, rows: rows if _is_self(actor) else rows.none(),
)
OWN_SESSION = Policy(
    one=lambda actor, row: _is_self(actor) and row is not None and row.person_id == actor.person,
    many=lambda actor, rows: rows.filter(person=actor.person) if _is_self(actor) else rows.none(),
)
DOORKEEPER = Policy(
    one=lambda actor, subject: _keeps_door(actor),
    many=lambda actor, rows: rows if _keeps_door(actor) else rows.none(),
)


def _runs_house(actor: Actor) -> bool:
    """An administrator of the whole house or of a place at the very top: what is not sent yet may open any account."""
    return _is_self(actor) and any(reach.count("/") <= 2 for reach in actor.reaches("administrator"))


ADMINISTRATOR = Policy(
    one=lambda actor, subject: _runs_house(actor),
    many=lambda actor, rows: rows if _runs_house(actor) else rows.none(),
)

OUTBOX = Policy(  # a demonstration shows everybody what would have been sent; nothing in it is real
    one=lambda actor, subject: settings.LETGO_DEMONSTRATION or ADMINISTRATOR.one(actor, subject),
    many=lambda actor, rows: rows if settings.LETGO_DEMONSTRATION else ADMINISTRATOR.many(actor, rows),
)


@dataclass(frozen=True)
class Owners:
    """Whose a right code is. `several`: others can read that phone or inbox too, so it is not enough. `unproved`: a route, now proved."""

    people: Sequence[Person]
    several: bool = False
    unproved: UUID | None = None


@dataclass(frozen=True)
class Device:
    """One of my sessions, as its page shows it."""

    session: Session
    here: bool  # the one that is asking


def live(at: datetime) -> QuerySet[Code]:
    """Codes that can still be used at `at`."""
    return Code.objects.filter(used__isnull=True, expires__gt=at, wrong__lt=rules.TRIES_A_CODE)


def alone(letters: str, at: datetime) -> QuerySet[Code]:
    """The live code that these letters are, if any: it says by itself whose it is."""
    return live(at).filter(digest=codes.keyed("alone", letters), way__in=rules.ALONE)


def sent(at: datetime, asked: UUID | None, address: str) -> QuerySet[Code]:
    """The live codes that were sent for the open request, or else the newest ones to the address that someone types."""
    if asked is not None:
        return live(at).filter(pk=asked, way__in=rules.SENT)
    kind = "email" if "@" in address else "text"
    to = tidy_address(kind, address)
    route = codes.keyed("route", kind, to) if to else "-"
    return live(at).filter(route=route, way__in=rules.SENT).order_by("-made")[: rules.NEWEST]


def of_routes(routes: Iterable[str]) -> QuerySet[Code]:
    """All codes of these addresses, in one order: whoever locks them is alone with every try against them."""
    return Code.objects.filter(route__in=routes, way__in=rules.SENT).order_by("pk")


def resting(against: str) -> bool:
    """Whether a PIN or an app's code of this person was typed wrong too often, lately or today. 2 SQL queries at most."""
    lately = misses(against, rules.SECRET_RESTS) >= rules.TRIES_A_SECRET
    return lately or misses(against, timedelta(days=1)) >= rules.SECRETS_A_DAY


def stepping(step: str, at: datetime) -> QuerySet[Code]:
    """The code that was given right and still owes the second step with this secret."""
    return Code.objects.filter(step=codes.keyed("step", step), used__gt=at - rules.STEP)


def may_send(route: str, at: datetime) -> bool:
    """Whether one more code may go to this address: so many an hour and a day. 1 SQL query."""
    times = list(Code.objects.filter(route=route, made__gt=at - timedelta(days=1)).values_list("made", flat=True))
    lately = sum(made > at - timedelta(hours=1) for made in times)
    return lately < rules.SENT_AN_HOUR and len(times) < rules.SENT_A_DAY


def misses(against: str, within: timedelta) -> int:
    """Wrong tries against a person or an address lately. 1 SQL query."""
    return Miss.objects.filter(against=against, at__gt=now() - within).count()


def owners(code: Code) -> Owners:
    """Whose `code` is, if they are still here. 1 SQL query, 2 for one that was sent."""
    if code.person_id:
        return Owners(list(Person.objects.filter(pk=code.person_id, ended__isnull=True)))
    found = Route.objects.filter(pk__in=code.found, never=False, person__ended__isnull=True)
    routes = list(found.with_shared().select_related("person").order_by("made", "pk"))
    people = list({route.person_id: route.person for route in routes}.values())
    several = len(people) > 1 or any(route.shared for route in routes)
    unproved = next((route.pk for route in routes if route.proved is None), None)
    return Owners(people, several, None if several else unproved)


def called(people: Sequence[Person], name: str) -> Person | None:
    """The one of `people` with this name, or this member number; None for none, or for two of one name."""
    wanted = " ".join(name.casefold().split())
    fits = [
        row
        for row in people
        if wanted and wanted in (" ".join(row.name.casefold().split()), member_number(row).casefold())
    ]
    return fits[0] if len(fits) == 1 else None


def member_number(person: Person) -> str:
    """A short number by which a person can be named without their name: 8 signs. It opens nothing."""
    return person.pk.hex[:8].upper()


def sessions_of(person: UUID) -> list[Session]:
    """Where `person` is signed in, the latest first. 1 SQL query."""
    found = Session.objects.filter(person=person, ended__isnull=True, expires__gt=now())
    return list(found.order_by("-seen", "-opened"))


def devices(actor: Actor) -> list[Device]:
    """Where the one who asks is signed in. 1 SQL query."""
    rows = visible(actor, "door.end-session", Session.objects.filter(ended__isnull=True, expires__gt=now()))
    return [Device(row, row.pk == actor.session) for row in rows.order_by("-seen", "-opened")]


def is_fresh(actor: Actor) -> bool:
    """Whether the second step was taken in the last quarter of an hour. 1 SQL query."""
    since = now() - rules.FRESH
    return Session.objects.filter(pk=actor.session, strong_until__gt=now(), strong_from__gt=since).exists()


def has_pin(person: UUID) -> bool:
    """Whether `person` has chosen a PIN. 1 SQL query."""
    return Pin.objects.filter(person=person).exists()


def needs_pin(person: UUID) -> bool:
    """Whether someone else has the same phone or e-mail, and no PIN is chosen yet. 2 SQL queries."""
    shared = Route.objects.filter(person=person, kind__in=rules.SENT).with_shared().filter(shared=True)
    return shared.exists() and not has_pin(person)


def factors_of(person: UUID) -> list[Factor]:
    """The second steps of `person` that count, oldest first. 1 SQL query."""
    found = Factor.objects.filter(person=person, proved__isnull=False, ended__isnull=True)
    return list(found.order_by("made", "pk"))


def unproved_app(person: UUID) -> Factor | None:
    """The app that `person` has begun with and not proved yet. 1 SQL query."""
    return Factor.objects.filter(person=person, kind=Factor.Kind.APP, proved__isnull=True, ended__isnull=True).first()


def waiting_knocks(actor: Actor) -> list[Knock]:
    """Who asks for help to get in, the earliest due first, at most 100. 1 SQL query."""
    rows = visible(actor, "door.answer", Knock.objects.filter(state=Knock.State.OPEN))
    return list(rows.order_by("due", "made")[:100])


def overdue() -> int:
    """How many of them should have been answered by now. 1 SQL query."""
    return Knock.objects.filter(state=Knock.State.OPEN, due__lt=now()).count()


def findings() -> Iterator[Finding]:
    """What `letgo doctor` says of the door. 2 SQL queries."""
    late, stuck = (
        overdue(),
        Message.objects.filter(state=Message.State.QUEUED, due__lt=now() - timedelta(hours=1)).count(),
    )
    if late:
        words = (
            "person asked for help to get in, and got none"
            if late == 1
            else "people asked for help to get in, and got none"
        )
        yield Finding("wrong", f"{late} {words} in time.", "An officer opens /desk and helps them now.")
    if stuck:
        yield Finding("wrong", f"{stuck} messages wait for over an hour.", "Run a worker: letgo work")
    if not late and not stuck:
        yield Finding("well", "Everyone who asked for help to get in was helped in time, and no message waits.")
    idle = sorted(kind for kind, name in settings.LETGO_CARRIERS.items() if name == "outbox")
    if idle and not settings.LETGO_DEMONSTRATION:
        yield Finding(
            "note",
            f"Nothing is sent by {', '.join(idle)}: see /outbox.",
            "docs/handbook/door.md says how to set it up.",
        )


def people_named(actor: Actor, words: str) -> list[Person]:
    """People whose way in `actor` may help with, by name or member number; at most 20. 1 SQL query."""
    text = words.strip()
    if len(text) < 2:
        return []
    by_name = Q(name__icontains=text)
    short = text.lower()
    if len(short) == 8 and all(sign in "0123456789abcdef" for sign in short):
        first = UUID(f"{short}{'0' * 24}")
        by_name |= Q(pk__gte=first, pk__lte=UUID(f"{short}{'f' * 24}"))
    rows = visible(actor, "door.give-code", Person.objects.filter(by_name, ended__isnull=True))
    return list(rows.order_by("name", "pk")[:20])


def messages_seen_by(actor: Actor) -> list[Message]:
    """What was sent out lately and how far it came, newest first, at most 50. 1 SQL query."""
    rows = visible(actor, "door.read-messages", Message.objects.exclude(state=Message.State.DROPPED))
    return list(rows.order_by("-made", "pk")[:50])


def anything_due() -> bool:
    """Whether a message waits to be tried now. 1 SQL query."""
    return Message.objects.filter(state=Message.State.QUEUED, due__lte=now()).exists()


def outbox() -> list[Message]:
    """What would have been sent, newest first, at most 50. 1 SQL query."""
    return list(Message.objects.exclude(shown="").order_by("-made", "pk")[:50])


def vouches(actor: Actor) -> list[Vouch]:
    """Neighbours' words that wait for an officer, oldest first, at most 50. 1 SQL query."""
    rows = visible(actor, "door.judge-vouch", Vouch.objects.filter(state=Vouch.State.WAITING))
    return list(rows.select_related("voucher", "person").order_by("made")[:50])


def codes_to_confirm(actor: Actor) -> list[Code]:
    """Codes that work only when a second person says yes, and it may be this one; oldest first, at most 50. 1 SQL query."""
    waiting = Code.objects.filter(asks_second=True, second__isnull=True, used__isnull=True, expires__gt=now())
    rows = visible(actor, "door.confirm-code", waiting).select_related("person", "given_by")
    return list(rows.order_by("made", "pk")[:50])


def vouched_by(person: UUID, since: datetime) -> int:
    """For how many people `person` gave their word since then. 1 SQL query."""
    return Vouch.objects.filter(voucher=person, made__gt=since).count()
