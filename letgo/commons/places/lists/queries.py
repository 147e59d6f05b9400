"""Reading what a list is compared with, how an import stands, and what goes out as a list."""

import csv
import io
from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from letgo.commons.people.models import Route
from letgo.commons.people.queries import visible
from letgo.commons.people.rules import Actor
from letgo.commons.places.lists import cells
from letgo.commons.places.lists.planning import Known, KnownHome, KnownStanding, marks
from letgo.commons.places.models import Home, Import, Place, Standing
from letgo.commons.record.clock import now

CHUNK = 2_000


def known(place: Place, by: UUID | None) -> Known:
    """What stands at a place and below it. 4 SQL queries, whatever it holds."""
    found = Known(barred=by)
    here = {"place__lineage__startswith": place.lineage}
    for pk, slug, name in Place.objects.filter(lineage__startswith=place.lineage).values_list("pk", "slug", "name"):
        found.add_place(pk, slug, name)
    homes = Home.objects.filter(**here).values_list("pk", "place_id", "address", "uprn")
    for pk, at, address, uprn in homes.iterator(CHUNK):
        found.add_home(KnownHome(pk, at, address, uprn or ""))
    ways = _ways(place)
    rows = Standing.objects.filter(**here, person__ended__isnull=True).order_by("start", "pk")
    columns = ("pk", "person_id", "person__name", "place_id", "kind", "home_id", "start", "end", "detail")
    for pk, person, name, at, kind, home, start, end, detail in rows.values_list(*columns).iterator(CHUNK):
        found.add_person(person, *marks(name, at, home, ways.get(person, ())))
        found.standings[person, at, kind] = KnownStanding(pk, start, end, home, detail)
    return found


def _ways(place: Place) -> dict[UUID, list[str]]:
    """The addresses by which people of a place can be told, by person. 1 SQL query."""
    found: dict[UUID, list[str]] = {}
    people = Standing.objects.filter(place__lineage__startswith=place.lineage).values("person_id")
    rows = Route.objects.filter(person__in=people).exclude(kind="letter").order_by("order")
    for person, address in rows.values_list("person_id", "address").iterator(CHUNK):
        found.setdefault(person, []).append(address)
    return found


def imports(actor: Actor, place: Place) -> list[Import]:
    """The last 20 imports of a place that this actor may see. 1 SQL query."""
    return list(visible(actor, "places.import", Import.objects.filter(place=place)).order_by("-made")[:20])


def by_id(pk: UUID) -> Import | None:
    """An import with its place. 1 SQL query."""
    return Import.objects.select_related("place").filter(pk=pk).first()


def overdue() -> QuerySet:
    """Imports whose time is over."""
    return Import.objects.filter(expires__lte=now())


def exported(place: Place) -> Iterator[bytes]:
    """The people of a place and below it as CSV, piece by piece: the newest standing of each kind. 2 SQL queries.

    No cell begins a formula; the same file sent in again changes nothing.
    """
    ways: dict[UUID, dict[str, str]] = {}
    people = Standing.objects.filter(place__lineage__startswith=place.lineage).values("person_id")
    routes = Route.objects.filter(person__in=people).exclude(kind="letter").order_by("-order")
    for person, kind, address in routes.values_list("person_id", "kind", "address").iterator(CHUNK):
        ways.setdefault(person, {})["email" if kind == "email" else "phone"] = address
    yield _written(cells.COLUMNS)
    latest: dict[tuple[UUID, UUID, str], tuple] = {}
    rows = Standing.objects.filter(place__lineage__startswith=place.lineage, person__ended__isnull=True)
    columns = ("person_id", "place_id", "kind", "person__name", "person__language", "person__needs", "home__address",
               "home__uprn", "place__slug", "detail", "start", "end")  # fmt: skip
    for person, at, kind, *rest in rows.order_by("start", "pk").values_list(*columns).iterator(CHUNK):
        latest[person, at, kind] = rest
    for (person, _, kind), (name, language, needs, address, uprn, slug, detail, start, end) in latest.items():
        told, mine = f"{kind} {detail}".strip(), ways.get(person, {})
        yield _written(
            [name, language, " ".join(needs), address or "", uprn or "", slug, told, start.isoformat(),
             end.isoformat() if end else "", mine.get("email", ""), mine.get("phone", "")]
        )  # fmt: skip


def _written(row) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(
        [cells.escaped(" ".join(cell.split("\n"))) for cell in row]
    )
    return out.getvalue().encode()
