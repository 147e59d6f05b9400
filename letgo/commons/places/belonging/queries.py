"""Standing and memberships of one person, or of one body, as far as the actor may end them."""

from collections.abc import Iterable
from uuid import UUID

from letgo.commons.people.models import Person
from letgo.commons.people.queries import visible
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Membership, Place, Standing
from letgo.commons.places.queries import today


def standing(pk: UUID) -> Standing | None:
    """The standing with this id, with its person and place. 1 SQL query."""
    return Standing.objects.filter(pk=pk).select_related("person", "place").first()


def membership(pk: UUID) -> Membership | None:
    """The membership with this id, with its person and body. 1 SQL query."""
    return Membership.objects.filter(pk=pk).select_related("person", "organisation__place").first()


def standings_of(actor: Actor, people: Iterable[Person], within: Place | None = None) -> list[Standing]:
    """What these people are to places (in or below `within`) now or later, as far as `actor` may end it. 1 SQL query."""
    rows = Standing.objects.filter(person__in=list(people)).exclude(end__lte=today())
    rows = rows.filter(place__lineage__startswith=within.lineage) if within else rows
    rows = visible(actor, "places.end-standing", rows).select_related("person", "place")
    return list(rows.order_by("place__name", "kind", "start", "pk"))


def own(actor: Actor) -> tuple[list[Standing], list[Membership]]:
    """What the actor is to places and bodies now or later. 2 SQL queries."""
    mine = {"person": actor.person}
    standings = Standing.objects.filter(**mine).exclude(end__lte=today()).select_related("place")
    members = Membership.objects.filter(**mine).exclude(end__lte=today()).select_related("organisation")
    return list(standings.order_by("start", "pk")), list(members.order_by("start", "pk"))


def members(actor: Actor, body: UUID, start: int = 0, size: int = 50) -> list[Membership]:
    """Who belongs to a body now or later, by name, as far as `actor` may end it; one more than `size` when there are more. 1 SQL query."""
    rows = Membership.objects.filter(organisation=body, person__ended__isnull=True).exclude(end__lte=today())
    rows = visible(actor, "places.end-member", rows).select_related("person")
    return list(rows.order_by("person__name", "start", "pk")[start : start + size + 1])
