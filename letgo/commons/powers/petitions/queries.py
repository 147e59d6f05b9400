"""Reading petitions. Names are counted here and shown nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place, Standing
from letgo.commons.places.queries import today
from letgo.commons.places.rules import ancestors
from letgo.commons.powers.models import Demand, Petition
from letgo.commons.record.prepared import prepared

STANDS = ("lives-here", "uses-service")


@dataclass(frozen=True)
class Asked:
    """A petition as anybody may see it: the row, how many names are under it, and days left (None when it takes no more)."""

    petition: Petition
    names: int
    days_left: int | None
    overdue: int = 0  # days past the day of the answer


def demand_at(place: Place) -> Demand | None:
    """The rule for petitions at a place: its own, or that of the nearest place above. 1 SQL query."""
    found = Demand.objects.filter(place__lineage__in=ancestors(place.lineage)).select_related("place")
    return max(found, key=lambda rule: len(rule.place.lineage), default=None)


def stands(person: UUID | None, place: Place, on: date | None = None) -> bool:
    """Whether a person lives in, or uses the services of, a place or one below it on a day (today). 1 SQL query."""
    return person is not None and standing_at(place, on).filter(person=person).exists()


def standing_at(place: Place, on: date | None = None) -> QuerySet:
    """The standings at a place, or below it, that let people sign there on a day (today). Not read yet."""
    day = on or today()
    return Standing.objects.filter(
        Q(end__isnull=True) | Q(end__gt=day),
        kind__in=STANDS,
        place__lineage__startswith=place.lineage,
        start__lte=day,
        person__ended__isnull=True,
    )


def asked(petition: UUID) -> Asked | None:
    """One petition with its count, or None. 1 SQL query."""
    return next(iter(_shown(_counted(Petition.objects.filter(pk=petition)))), None)


def open_at(place: Place, size: int = 20) -> list[Asked]:
    """What is asked at a place now, the soonest to close first. 1 SQL query."""
    return _shown(_open_at(ancestors(place.lineage), today(), size=size))


@prepared
def _open_at(lineages: list[str], day: date, size: int) -> QuerySet[Petition]:
    rows = Petition.objects.filter(place__lineage__in=lineages, state="open", closes__gte=day)
    return _counted(rows.order_by("closes", "pk")[:size])


def at(place: Place, size: int = 50) -> list[Asked]:
    """Everything asked at a place, the newest first. 1 SQL query."""
    return _shown(_counted(Petition.objects.filter(place=place).order_by("-opens", "pk")[:size]))


def owed_in(place: Place, size: int = 50) -> list[Asked]:
    """Answers owed in a place and below it, the first due first. 1 SQL query."""
    rows = Petition.objects.filter(place__lineage__startswith=place.lineage, state="reached")
    return _shown(_counted(rows.order_by("due", "pk")[:size]))


def answered_since(place: Place, day: date) -> int:
    """How many answers were given in a place and below it since a day. 1 SQL query."""
    rows = Petition.objects.filter(place__lineage__startswith=place.lineage, state="answered", answered__gte=day)
    return rows.count()


def signed(actor: Actor, petition: UUID) -> bool:
    """Whether the name of who asks is under a petition: nobody else can learn that. 1 SQL query when signed in."""
    return actor.subject is not None and Petition.objects.filter(pk=petition, signatures__person=actor.subject).exists()


def named(place: Place, name: str, most: int = 5) -> list[Any]:
    """People of a place whose name is written just so, for an outreach worker at the door: (person id, home). 1 SQL query."""
    rows = standing_at(place).filter(person__name__iexact=name.strip()).select_related("home", "place")
    return [(row.person_id, row.home.address if row.home else row.place.name) for row in rows.order_by("pk")[:most]]


def _counted(rows: QuerySet) -> QuerySet:
    return rows.select_related("place", "organisation", "electorate").annotate(count=Count("signatures"))


def _shown(rows: Iterable[Any]) -> list[Asked]:
    day = today()
    found = []
    for row in rows:
        left = (row.closes - day).days if row.state in ("open", "reached") and row.closes >= day else None
        over = max(0, (day - row.due).days) if row.state == "reached" else 0
        found.append(Asked(row, row.count if left is not None else max(row.names, row.count), left, over))
    return found
