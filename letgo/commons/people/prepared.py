"""Queries that depend on who asks, built once for all who hold the same roles: see record/prepared.py."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db.models import QuerySet

from letgo.commons.people.rules import Acting, Actor, Grant
from letgo.commons.record.prepared import prepared


@dataclass(frozen=True)
class _Grant(Grant):
    """One whose values are not known yet, and of which it is known whether it holds inside its organisation."""

    within: bool = False

    @property
    def inside(self) -> bool:
        return self.within


def prepared_for(build: Callable[..., QuerySet]) -> Callable[..., list[Any]]:
    """The rows of `build(actor, *values, **shape)`, as a list. 1 SQL query at most.

    The names of roles and scopes belong to the shape, and whether a role holds inside one organisation. Who the actor is, and where and
    in which bodies they hold their roles, comes in anew each time, so `build` can write it into conditions and cannot look at it. Nothing
    of an actor is kept.
    """

    @prepared
    def built(who: list[Any], reaches: list[Any], bodies: list[Any], *values: Any, **shape: Any) -> QuerySet:
        names, within, roles, strong, scopes = shape.pop("of")
        person, session, helper, acted = who
        actor = Actor(
            roles=roles,
            person=person,
            acting=None if acted is None else Acting(acted, scopes),
            helper=helper,
            grants=frozenset(map(_Grant, names, reaches, bodies, within)),
            session=session,
            strong=strong,
        )
        return build(actor, *values, **shape)

    @wraps(build)
    def ask(actor: Actor, *values: Any, **shape: Any) -> list[Any]:
        if actor.holds:
            return list(build(actor, *values, **shape))
        held = sorted(actor.grants, key=lambda grant: (grant.role, grant.organisation is None, len(grant.reach)))
        acted, scopes = (actor.acting.person, actor.acting.scopes) if actor.acting else (None, None)
        return built(
            [actor.person, actor.session, actor.helper, acted],
            [grant.reach for grant in held],
            [grant.organisation for grant in held],
            *values,
            of=(
                tuple(grant.role for grant in held),
                tuple(grant.inside for grant in held),
                actor.roles,
                actor.strong,
                scopes,
            ),
            **shape,
        )

    return ask
