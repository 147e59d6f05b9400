"""Reading places, and who someone is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from letgo.commons.door.models import Session
from letgo.commons.people.models import Person
from letgo.commons.people.queries import stand_in, visible
from letgo.commons.people.rules import ANYONE, Actor, Grant, Policy, standing_in, tidy_address
from letgo.commons.places import rules
from letgo.commons.places.models import Home, Membership, Organisation, Place, Role, Standing
from letgo.commons.places.rules import STAFF
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.prepared import prepared

NOBODY_ELSE = Value(None, output_field=JSONField())
NO_ID = Value(None, output_field=UUIDField())


def actor_of(secret: str, choice: UUID | None = None) -> Actor:
    """Who holds the session with this secret: the person and what they are to us today, or ANYONE. 1 SQL query.

    Roles, memberships and standing, as grants. A role of staff is left out until the session has its second factor; what ended
    is not there, nor a person who left. `choice` is the ActingFor under which they act for someone else just now: then what that
    person is to us counts (where they live, what they belong to), and no role of anybody.
    """
    at = now()
    rows = _standing_of(sha256(secret.encode()).hexdigest(), at, localdate(at), choice)
    mine = next((row for row in rows if row[0] is not None), None)
    if mine is None:
        return ANYONE
    session, person, strong_until, acting = mine[:4]
    strong = strong_until is not None and strong_until > at
    held = [(row[1], _grant(*row[4:])) for row in rows if row[0] is None]
    own = (grant for whose, grant in held if whose is None)
    grants = frozenset(grant for grant in own if grant and (strong or grant.role not in STAFF))
    theirs = frozenset(grant for whose, grant in held if whose is not None and grant)
    roles = frozenset({"anyone", "person"})
    return standing_in(Actor(roles, person=person, session=session, strong=strong, grants=grants), acting, theirs)


@prepared
def _standing_of(digest: str, at: datetime, day: date, choice: UUID | None) -> QuerySet:
    """The session with this digest, what its person holds, and what those hold for whom they chose to act, in one list."""
    held = [*_held(digest, at, day), *_held_by(choice, digest, at, day)]
    return _session(digest, at, choice).union(*held, all=True)


def _alive(digest: str, at: datetime, to: str = "") -> dict[str, Any]:
    """Conditions on the session with this digest, seen from a row that reaches it by `to`."""
    return {f"{to}digest": digest, f"{to}ended__isnull": True, f"{to}expires__gt": at}


def _session(digest: str, at: datetime, choice: UUID | None) -> QuerySet:
    blank = {name: Value("", output_field=TextField()) for name in ("what", "place_at", "kind_of", "seat")}
    rows = Session.objects.filter(person__ended__isnull=True, **_alive(digest, at)).annotate(
        where=NO_ID, since=F("strong_until"), acting=stand_in(at, choice) if choice else NOBODY_ELSE, **blank
    )
    return rows.values_list("id", "person_id", "since", "acting", "what", "place_at", "where", "kind_of", "seat")


def _held(digest: str, at: datetime, day: date) -> list[QuerySet]:
    """What the person of that session holds today: roles, memberships, standing. Same columns as _session()."""
    return _grants_of((Role, Membership, Standing), _alive(digest, at, "person__sessions__"), NO_ID, day)


def _held_by(choice: UUID | None, digest: str, at: datetime, day: date) -> list[QuerySet]:
    """The same of whom they chose to act for, without roles: those of an office are its holder's alone."""
    if choice is None:
        return []
    to = "person__acted_for_by__"
    chosen = {f"{to}pk": choice, **_alive(digest, at, f"{to}person__sessions__")}
    return _grants_of((Membership, Standing), chosen, F("person_id"), day)


def _grants_of(models: Iterable[type[Model]], conditions: dict[str, Any], whose: Any, day: date) -> list[QuerySet]:
    of = {
        Role: (F("name"), "place__lineage", F("organisation_id"), "organisation__kind", "organisation__place__lineage"),
        Membership: (Value("member"), None, F("organisation_id"), "organisation__kind", "organisation__place__lineage"),
        Standing: (F("kind"), "place__lineage", NO_ID, None, None),
    }
    return [
        model.objects.filter(open_on(day), person__ended__isnull=True, **conditions)
        .annotate(
            session=NO_ID,
            whose=whose,
            since=Value(None, output_field=Session._meta.get_field("strong_until")),
            acting=NOBODY_ELSE,
            what=Coalesce(what, Value(""), output_field=TextField()),
            place_at=_text(place),
            where=where,
            kind_of=_text(kind),
            seat=_text(seat),
        )
        .values_list("session", "whose", "since", "acting", "what", "place_at", "where", "kind_of", "seat")
        for model, (what, place, where, kind, seat) in of.items()
        if model in models
    ]


def _text(path: str | None) -> Any:
    blank = Value("", output_field=TextField())
    return Coalesce(F(path), blank, output_field=TextField()) if path else blank


def _grant(what: str, place: str, organisation: UUID | None, kind: str, seat: str) -> Grant | None:
    if organisation is None and what in rules.STANDINGS:
        return rules.grant_of_standing(what, place)
    return Grant(what, rules.reach_of(what, place, organisation, kind, seat), organisation)


def open_on(day: date, to: str = "") -> Q:
    """Rows that hold on that day: roles, memberships, standing; `to` is the way to them ("roles__")."""
    return Q(**{f"{to}start__lte": day}) & (Q(**{f"{to}end__isnull": True}) | Q(**{f"{to}end__gt": day}))


def below(lineages: Iterable[str], field: str = "lineage") -> Q:
    """Rows whose `field` (a lineage) lies in or below any of these."""
    found = Q(pk__in=[])
    for lineage in lineages:
        found |= Q(**{f"{field}__startswith": lineage})
    return found


def among(ids: Iterable[UUID], field: str) -> Q:
    """Rows whose `field` is one of these: as "in", also where the ids are not known yet (record/prepared.py)."""
    found = Q(pk__in=[])
    for each in ids:
        found |= Q(**{field: each})
    return found


def today() -> date:
    """The day it is here, in the installation's own time zone."""
    return localdate(now())


def administrators() -> QuerySet:
    """Open roles of administrators whose person is still here, with their place."""
    return Role.objects.select_related("place").filter(
        name="administrator", organisation__isnull=True, end__isnull=True, person__ended__isnull=True
    )


def title(row: Any) -> str:
    """What people call a place or an organisation."""
    return row.name


@dataclass(frozen=True)
class Office:
    """Who holds a public office since when, where it is known."""

    role: str
    person: str  # the name as its owner writes it
    since: date
    organisation: UUID | None
    at: str  # the organisation's or the place's name


@dataclass(frozen=True)
class AtHome:
    """What the page of a place says from this room. Numbers are words: below 10 they are not said."""

    place: Place
    above: list[Place]  # from the top down
    below: list[Place]
    homes: str
    residents: str


def place(slug: str) -> Place | None:
    """The place with this address, or None. 1 SQL query."""
    return Place.objects.filter(slug=slug).first()


def top(most: int) -> list[Place]:
    """The first places from the top down, for a front page. 1 SQL query."""
    return list(Place.objects.order_by("lineage")[:most])


def of_actor(actor: Actor) -> list[Place]:
    """The places where an actor lives, belongs or has a role, from the top down. 1 SQL query."""
    return _at_lineages(sorted({grant.reach for grant in actor.grants}))


@prepared
def _at_lineages(lineages: list[str]) -> QuerySet:
    return Place.objects.filter(lineage__in=lineages).order_by("lineage")


def waits_for_second_step(actor: Actor) -> bool:
    """Whether someone holds a role of staff that sleeps until the second step is taken. 1 SQL query, none once it is."""
    if actor.strong or actor.person is None:
        return False
    return bool(_sleeping(actor.person, today()))


@prepared
def _sleeping(person: UUID, day: date) -> QuerySet:
    return Role.objects.filter(open_on(day), person=person, name__in=STAFF).values_list("pk")[:1]


def organisation(pk: UUID) -> Organisation | None:
    """An organisation with its place. 1 SQL query."""
    return Organisation.objects.select_related("place").filter(pk=pk).first()


def role(pk: UUID) -> Role | None:
    """A role with its person, place and organisation. 1 SQL query."""
    return Role.objects.select_related("person", "place", "organisation__place").filter(pk=pk).first()


def organisations(at: Place) -> list[Organisation]:
    """The organisations that sit at a place, by name. 1 SQL query."""
    return list(Organisation.objects.filter(place=at).order_by("name", "pk"))


_WITHIN = {"place__lineage__startswith": OuterRef("lineage")}


def home(slug: str) -> AtHome | None:
    """What the page of a place shows from this room, or None. 1 SQL query, with 10 residents or 10,000."""
    rows = {row.pk: row for row in _near(slug, today())}
    at = next((row for row in rows.values() if row.slug == slug), None)
    if at is None:
        return None
    above = [rows[UUID(word)] for word in at.lineage.split("/") if word and word != str(at.pk)]
    below = [row for row in rows.values() if row.parent_id == at.pk]
    return AtHome(at, above, below, rules.shown(at.homes_in), rules.shown(at.living))


@prepared
def _near(slug: str, day: date) -> QuerySet[Place]:
    asked = Place.objects.filter(slug=slug)
    living = Standing.objects.filter(open_on(day), kind="lives-here", person__ended__isnull=True, **_WITHIN)
    near = Place.objects.filter(
        Q(slug=slug) | Q(parent__slug=slug) | Exists(asked.filter(lineage__startswith=OuterRef("lineage")))
    ).annotate(  # CASE: counted for the place that is asked for only
        homes_in=Case(
            When(slug=slug, then=_number(Home.objects.filter(ended__isnull=True, **_WITHIN), "pk")), default=0
        ),
        living=Case(When(slug=slug, then=_number(living, "person_id")), default=0),
    )
    return near.order_by("name")


def offices(body: Organisation) -> list[Office]:
    """Who holds which public office in an organisation. 1 SQL query."""
    return _offices(Q(organisation=body))


def members(body: Organisation) -> str:
    """How many belong to an organisation today, as a page may say it. 1 SQL query."""
    return rules.shown(
        Membership.objects.filter(open_on(today()), organisation=body, person__ended__isnull=True).count()
    )


def roles(actor: Actor, body: Organisation | None = None, at: Place | None = None) -> list[Role]:
    """Roles of an organisation or a place that hold now or later, as far as the actor may see them. 1 SQL query."""
    rows = Role.objects.filter(Q(organisation=body) if body else Q(place=at)).exclude(end__lte=today())
    rows = visible(actor, "places.read-role", rows).select_related("person", "place", "organisation__place")
    return list(rows.order_by("name", "start", "pk"))


def someone_holds(names: Iterable[str], lineage: str) -> bool:
    """Whether anybody holds one of these roles today at the place with this lineage or above it; with "/" anywhere. 1 SQL query."""
    rows = Role.objects.filter(open_on(today()), name__in=list(names), person__ended__isnull=True)
    above = Q() if lineage == "/" else Q(place__in=rules.places_in([lineage])) | Q(place=None, organisation=None)
    return rows.filter(above).exists()


def whom(written: str, at: Place | None) -> list[Person]:
    """The people who are meant by an e-mail address, a phone number, or a whole name of someone at this place. 1 SQL query.

    At most 2: who needs one of them only asks whether it is one.
    """
    email, phone = tidy_address("email", written), tidy_address("phone", written)
    name = " ".join(written.split())
    meant = Q(routes__address__in=[way for way in (email, phone) if way])
    if at is not None and name:
        meant |= Q(name__iexact=name, standings__place__lineage__startswith=at.lineage, standings__end__isnull=True)
    return list(Person.objects.filter(meant, ended__isnull=True).distinct()[:2])


def _number(rows: QuerySet, field: str) -> Subquery:
    """How many different `field`s these rows have, as part of another query."""
    alone = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(alone.annotate(number=Count(field, distinct=True)).values("number")), 0)


def _offices(where: Q) -> list[Office]:
    rows = Role.objects.filter(where, open_on(today()), name__in=rules.PUBLIC_OFFICES, person__ended__isnull=True)
    columns = ("name", "person__name", "start", "organisation_id", "organisation__name", "place__name")
    found = [
        Office(role, person or "Someone", since, body, body_name or place_name or "")
        for role, person, since, body, body_name, place_name in rows.values_list(*columns)
    ]
    return sorted(found, key=lambda o: (o.at, rules.PUBLIC_OFFICES.index(o.role), o.since, o.person))


# Who may read a line: its audience, against what the actor is today.


def _reads(actor: Actor, line: Line) -> bool:
    if line.audience_kind == "public":
        return "anyone" in actor.roles
    if line.audience_kind == "person":
        return line.audience_id in rules.own_persons(actor)
    if line.audience_kind == "organisation":
        return line.audience_id in rules.own_organisations(actor)
    if line.audience_kind == "place":
        return _places_read(actor).filter(pk=line.audience_id).exists()
    return False


def _lines_read(actor: Actor, rows: QuerySet) -> QuerySet:
    public = Q(audience_kind="public") if "anyone" in actor.roles else Q(pk__in=[])
    return rows.filter(
        public
        | Q(audience_kind="person", audience_id__in=rules.own_persons(actor))
        | Q(audience_kind="organisation", audience_id__in=rules.own_organisations(actor))
        | Q(audience_kind="place", audience_id__in=_places_read(actor).values("pk"))
    )


def _places_read(actor: Actor) -> QuerySet:
    """The places whose own lines the actor reads: where they live, use or work, those above it, and those their staff role reaches."""
    return Place.objects.filter(below(rules.staff_reaches(actor)) | Q(pk__in=rules.places_in(rules.homes_of(actor))))


LINES = Policy(one=_reads, many=_lines_read)
