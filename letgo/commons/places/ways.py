"""Ways in which somebody is let in to do something: by a role at a thing's place or in its body, because they live there, as themselves.

Each answers for one row without SQL (rows come with what they lead to), and for a list alike. A room says by PATHS where its kinds of
rows lead ({"body": "", "seat": "body__"}) and which ways let someone in. For any other kind of row, and for nothing, the answer is no.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Q

from letgo.commons.people.rules import EVERYWHERE, Actor, Policy
from letgo.commons.places.queries import among, below
from letgo.commons.places.rules import GRANTED, ancestors, own_organisations, own_persons, speaks

NONE = Q(pk__in=[])

Way = tuple[Callable[[Actor, Any], bool], Callable[[Actor, str], Q]]  # of a thing; a condition, "body__" leading to it
Paths = Mapping[str, str]  # from each kind of row to what is looked at: the thing it belongs to, or an id in the row


def policy(paths: Paths, *ways: Way) -> Policy:
    """Whoever one of these ways lets in, for any row that belongs to a thing."""

    def single(actor: Actor, row: Any) -> bool:
        found = owner(paths, row)
        return found is not None and any(one(actor, found) for one, _ in ways)

    def many(actor: Actor, rows: Any) -> Any:
        to = paths.get(rows.model._meta.model_name)
        if to is None:
            return rows.none()
        found = NONE
        for _, where in ways:
            found |= where(actor, to)
        return rows.filter(found)

    return Policy(one=single, many=many)


def owner(paths: Paths, row: Any) -> Any:
    """What a row's path leads to: the thing that it belongs to; None where its kind has no path, or nothing is there."""
    path = None if row is None else paths.get(row._meta.model_name)
    return None if path is None else _at(row, path)


def over(*roles: str) -> Way:
    """A role held at the thing's place or above it."""
    return (
        lambda actor, row: any(row.place.lineage.startswith(reach) for reach in actor.reaches(*roles)),
        lambda actor, to: below(actor.reaches(*roles), f"{to}place__lineage"),
    )


def near(*roles: str) -> Way:
    """What somebody is at the thing's place or below it: a resident of a block is one of its estate."""

    def where(actor: Actor, to: str) -> Q:
        reaches = actor.reaches(*roles) - {EVERYWHERE}
        return Q(**{f"{to}place__lineage__in": {lineage for reach in reaches for lineage in ancestors(reach)}})

    return lambda actor, row: any(reach.startswith(row.place.lineage) for reach in actor.reaches(*roles)), where


def inside(body: str, roles: Iterable[str]) -> Way:
    """A role held in one organisation: `body` leads from the thing to its id."""
    wanted = frozenset(roles)

    def where(actor: Actor, to: str) -> Q:
        own = [grant.organisation for grant in actor.grants if grant.role in wanted and grant.organisation]
        return among(own, to + body)

    return lambda actor, row: speaks(actor, wanted, _at(row, body)), where


def belongs(body: str) -> Way:
    """Who is a member of an organisation, or holds any role in it: `body` leads from the thing to its id."""
    return (
        lambda actor, row: _at(row, body) in own_organisations(actor),
        lambda actor, to: among(own_organisations(actor), to + body),
    )


LIVES = near(*GRANTED.values())  # lives there, uses its services or works there


def own(paths: Paths) -> Policy:
    """Rows whose path leads to the person themselves, and to nobody in their place."""

    def many(actor: Actor, rows: Any) -> Any:
        to = paths.get(rows.model._meta.model_name)
        return rows.filter(**{to: actor.person}) if to and actor.person and not actor.acting else rows.none()

    return Policy(
        one=lambda actor, row: actor.person is not None and not actor.acting and owner(paths, row) == actor.person,
        many=many,
    )


def theirs(paths: Paths) -> Policy:
    """Rows whose path leads to the person, or to the one for whom they act in everything."""

    def many(actor: Actor, rows: Any) -> Any:
        to = paths.get(rows.model._meta.model_name)
        return rows.filter(**{f"{to}__in": own_persons(actor)}) if to else rows.none()

    return Policy(one=lambda actor, row: owner(paths, row) in own_persons(actor), many=many)


def _at(row: Any, path: str) -> Any:
    for name in filter(None, path.split("__")):
        row = None if row is None else getattr(row, name)
    return row
