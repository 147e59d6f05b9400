"""Who elects a body, who can run its election from outside, and what is reserved in it."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from letgo.commons.places.electorates.queries import eligible, is_eligible
from letgo.commons.places.models import Electorate, Role
from letgo.commons.places.queries import open_on, today
from letgo.commons.places.rules import ancestors
from letgo.decide.boards.models import Body, Election
from letgo.decide.boards.rules import Reserved


def outsiders(body: Body) -> tuple[tuple[UUID, str], ...]:
    """Who can run an election here from outside: holds the office, and is neither on the body nor on its list. 4 SQL queries.

    First returning officers: whom the body itself named, then the nearest to it. Outside checkers come after them, in the same order.
    """
    above = ancestors(body.place.lineage)
    reach = Q(place__lineage__in=above) | Q(organisation__place__lineage__in=above)
    office = Q(name__in=("returning-officer", "outside-checker"))
    rows = Role.objects.filter(open_on(today()), reach, office, person__ended__isnull=True)
    sits = set(body.mandates.exclude(state="ended").values_list("person", flat=True))
    inside = sits | electors(body.electorate)
    ordered = sorted(rows.select_related("person", "place", "organisation__place"), key=lambda row: _rank(row, body))
    found = {row.person_id: row.person.name for row in ordered if row.person_id not in inside}
    return tuple(found.items())


def _rank(row: Role, body: Body) -> tuple[Any, ...]:
    at = row.place or row.organisation.place
    near = -len(at.lineage) if at else 0
    own = row.organisation_id == body.organisation_id
    return row.name != "returning-officer", not own, near, row.person.name, str(row.person_id)


NOBODY_OUTSIDE = "Nobody from outside holds the office of returning officer or outside checker here."


def electors(listed: Electorate) -> set[UUID]:
    """Who is eligible today. 2 SQL queries."""
    return {person for person, _ in eligible(listed, today())}


def elects(person: UUID | None, listed: Electorate) -> bool:
    """Whether this person is eligible today. 1 SQL query."""
    return is_eligible(listed, person, today())


def reserved(of: Election) -> tuple[Reserved, ...]:
    """What is reserved in it, as it stood at the call. No SQL."""
    return tuple(Reserved(**{**row, "values": tuple(row["values"])}) for row in of.reserve)


def newest_list(body: Body) -> Electorate:
    """The newest version of the list that elects a body: the next call follows it, and it takes nobody's vote away. 1 SQL query."""
    return newest_of(body.electorate)


def newest_of(listed: Electorate) -> Electorate:
    """The newest version of a list. 1 SQL query."""
    same = Electorate.objects.filter(place=listed.place_id, name=listed.name)
    return same.select_related("place", "organisation").order_by("-version").first() or listed
