"""Who may do what to which places, roles and lists. A row that is not saved yet stands for the one that would be."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from letgo.commons.people.models import Person
from letgo.commons.people.rules import EVERYWHERE, Actor, Policy
from letgo.commons.places import rules
from letgo.commons.places.models import Electorate, Role, Standing
from letgo.commons.places.queries import below


def at(field: str, *roles: str) -> Policy:
    """Holders of one of these roles at the row's place, or above it. `field` leads to that place ("" for a place itself)."""

    def one(actor: Actor, row: Any) -> bool:
        place = getattr(row, field) if field else row
        return any(actor.has(role, place.lineage if place else EVERYWHERE) for role in roles)

    def many(actor: Actor, rows: QuerySet) -> QuerySet:
        reaches = actor.reaches(*roles)
        return rows if EVERYWHERE in reaches else rows.filter(below(reaches, f"{field}__lineage".removeprefix("__")))

    return Policy(one, many)


ADMINISTRATORS = at("", "administrator")
OFFICERS = at("", "officer")
ADD_HOME = at("place", "administrator", "officer")
ADD_ORGANISATION = at("place", "administrator")
FILES = at("place", "officer")


def _mine(actor: Actor) -> Q:
    return Q(person=actor.person) if actor.person else Q(pk__in=[])


# Roles.


def _where(row: Role) -> str:
    """The lineage at which a role is given: its place's, or that of its organisation."""
    if row.place is not None:
        return row.place.lineage
    if row.organisation is None:
        return EVERYWHERE
    return row.organisation.place.lineage if row.organisation.place else rules.inside(row.organisation.pk)


def _lies_below(reaches: frozenset[str]) -> Q:
    if EVERYWHERE in reaches:
        return Q()
    return below(reaches, "place__lineage") | (Q(place__isnull=True) & below(reaches, "organisation__place__lineage"))


def _given_by(actor: Actor) -> Q:
    """Rows to which rules.gives() says yes."""
    by_administrator = Q(name__in=rules.STAFF) | Q(name="secretary", organisation__isnull=False)
    others = ~Q(name__in=rules.STAFF)
    return (
        (by_administrator & _lies_below(actor.reaches("administrator")))
        | (others & Q(organisation__in=rules.run_by(actor)))
        | (others & Q(organisation__isnull=True) & _lies_below(actor.reaches("officer")))
    )


def _gives(actor: Actor, row: Role) -> bool:
    return rules.gives(actor, row.name, _where(row), row.organisation_id)


def _is_public(actor: Actor, row: Role) -> bool:
    return row.name in rules.PUBLIC_OFFICES and "anyone" in actor.roles


GIVE_ROLE = Policy(
    one=lambda actor, row: rules.may_give(actor, row.name, row.person_id, _where(row), row.organisation_id),
    many=lambda actor, rows: rows.filter(_given_by(actor)).exclude(person__in=actor.selves),
)
END_ROLE = Policy(
    one=lambda actor, row: (bool(actor.person) and row.person_id == actor.person) or _gives(actor, row),
    many=lambda actor, rows: rows.filter(_given_by(actor) | _mine(actor)),
)
READ_ROLE = Policy(
    one=lambda actor, row: _is_public(actor, row) or END_ROLE.one(actor, row),
    many=lambda actor, rows: rows.filter(
        (Q(name__in=rules.PUBLIC_OFFICES) if "anyone" in actor.roles else Q(pk__in=[]))
        | _given_by(actor)
        | _mine(actor)
    ),
)


# Standing, memberships, and who leaves.

_OFFICER_OF = at("place", "officer")
ADD_STANDING = Policy(
    one=lambda actor, row: row.person_id not in actor.selves and _OFFICER_OF.one(actor, row),
    many=lambda actor, rows: _OFFICER_OF.many(actor, rows).exclude(person__in=actor.selves),
)
END_STANDING = Policy(
    one=lambda actor, row: (bool(actor.person) and row.person_id == actor.person) or _OFFICER_OF.one(actor, row),
    many=lambda actor, rows: rows.filter(_mine(actor) | Q(pk__in=_OFFICER_OF.many(actor, rows).values("pk"))),
)
ADD_MEMBER = Policy(
    one=lambda actor, row: row.person_id not in actor.selves and rules.runs(actor, row.organisation_id),
    many=lambda actor, rows: rows.filter(organisation__in=rules.run_by(actor)).exclude(person__in=actor.selves),
)
END_MEMBER = Policy(
    one=lambda actor, row: (
        (bool(actor.person) and row.person_id == actor.person) or rules.runs(actor, row.organisation_id)
    ),
    many=lambda actor, rows: rows.filter(_mine(actor) | Q(organisation__in=rules.run_by(actor))),
)
MANAGE_ORGANISATION = Policy(  # its list of roles
    one=lambda actor, row: (
        rules.runs(actor, row.pk)
        or actor.has("administrator", row.place.lineage if row.place else rules.inside(row.pk))
    ),
    many=lambda actor, rows: rows.filter(Q(pk__in=rules.run_by(actor)) | _seated_below(actor.reaches("administrator"))),
)
MANAGE_PLACE = at("", "administrator", "officer")


def _seated_below(reaches: frozenset[str]) -> Q:
    return (
        Q(pk__isnull=False) if EVERYWHERE in reaches else below(reaches, "place__lineage")
    )  # an empty Q would vanish in an or


def _left_by(actor: Actor, rows: QuerySet) -> QuerySet:
    """The person themself; and for an officer, people with a standing in reach and none out of it."""
    reaches = actor.reaches("officer")
    here = Standing.objects.filter(person=OuterRef("pk"), end__isnull=True)
    within = here if EVERYWHERE in reaches else here.filter(below(reaches, "place__lineage"))
    out = here.exclude(pk__in=within.values("pk"))
    return rows.filter(Q(pk=actor.person) if actor.person else Q(pk__in=[])) | rows.filter(Exists(within), ~Exists(out))


LEAVE = Policy(
    one=lambda actor, person: _left_by(actor, Person.objects.filter(pk=person.pk)).exists(),
    many=_left_by,
)


# Electorates: of a place, by its officers; of one organisation's members, by those who run it.


def _sets(actor: Actor, row: Electorate) -> bool:
    if row.organisation_id is not None:
        return rules.runs(actor, row.organisation_id)
    return actor.has("officer", row.place.lineage)


def _set_by(actor: Actor, rows: QuerySet) -> QuerySet:
    reaches = actor.reaches("officer")
    officers = Q() if EVERYWHERE in reaches else below(reaches, "place__lineage")
    return rows.filter((Q(organisation__isnull=True) & officers) | Q(organisation__in=rules.run_by(actor)))


SET_ELECTORATE = Policy(one=_sets, many=_set_by)
