"""This room's made-up rows, for the test that a list and the single check agree."""

from typing import Any
from uuid import UUID

from letgo.commons.people.models import Person
from letgo.commons.places import rules
from letgo.commons.places.models import Electorate, Home, Import, Membership, Organisation, Place, Role, Standing
from letgo.commons.places.queries import today
from letgo.commons.record.actions import write
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.rules import System


def persons(town: Any) -> list[Person]:
    """People, some with a standing that is open, here or there."""
    standings(town)
    return town.people


def places(town: Any) -> list[Place]:
    found = []
    for lineage in town.lineages[1:]:
        pk = UUID(lineage.rstrip("/").rpartition("/")[2])
        row = Place.objects.filter(pk=pk).first()
        found.append(
            row
            or Place.objects.create(id=pk, name="A place", kind="area", lineage=lineage, slug=str(pk), line=town.line())
        )
    return found


def organisations(town: Any) -> list[Organisation]:
    sites = [None, *places(town)]
    found = []
    for pk in town.organisations:
        row = Organisation.objects.filter(pk=pk).first()
        found.append(
            row
            or Organisation.objects.create(id=pk, name="A body", kind="co-op", place=town.pick(sites), line=town.line())
        )
    return found


def homes(town: Any) -> list[Home]:
    made = [Home(place=town.pick(places(town)), address=f"{number}", line=town.line()) for number in town.some()]
    return Home.objects.bulk_create(made)


def roles(town: Any) -> list[Role]:
    made = []
    for _ in town.some(6):
        where = town.pick([{}, {"place": town.pick(places(town))}, {"organisation": town.pick(organisations(town))}])
        made.append(
            Role(person=town.pick(town.people), name=town.pick(rules.ROLES), start=today(), line=town.line(), **where)
        )
    return Role.objects.bulk_create(made)


def standings(town: Any) -> list[Standing]:
    made: dict[Any, Standing] = {}
    for _ in town.some(6):
        person, place, kind = town.pick(town.people), town.pick(places(town)), town.pick(rules.STANDINGS)
        end = town.pick([None, today()])
        if not Standing.objects.filter(person=person, place=place, kind=kind).exists():
            made[person.pk, place.pk, kind] = Standing(
                person=person, place=place, kind=kind, start=today(), end=end, line=town.line()
            )
    return Standing.objects.bulk_create(made.values())


def memberships(town: Any) -> list[Membership]:
    made: dict[Any, Membership] = {}
    for _ in town.some(6):
        person, body = town.pick(town.people), town.pick(organisations(town))
        if not Membership.objects.filter(person=person, organisation=body).exists():
            made[person.pk, body.pk] = Membership(person=person, organisation=body, start=today(), line=town.line())
    return Membership.objects.bulk_create(made.values())


def electorates(town: Any) -> list[Electorate]:
    made = []
    for number in town.some():
        body = town.pick([None, *organisations(town)])
        rule = rules.Eligibility(members=body.pk) if body else rules.Eligibility(standings=("lives-here",))
        made.append(
            Electorate(
                place=town.pick(places(town)),
                organisation=body,
                name=str(number),
                version=1,
                rule=rule.as_data(),
                line=town.line(),
            )
        )
    return Electorate.objects.bulk_create(made)


def imports(town: Any) -> list[Import]:
    made = [
        Import(
            place=town.pick(places(town)),
            by=town.pick(town.people),
            evidence="a list",
            size=1,
            digest="",
            made=now(),
            expires=now(),
        )
        for _ in town.some()
    ]
    return Import.objects.bulk_create(made)


def lines(town: Any) -> list[Line]:
    """Lines for everybody, one person, a place and an organisation, and one for what nobody here knows."""
    audiences = [PUBLIC, Ref("pot", UUID(int=99))]
    audiences += [Ref("person", person.pk) for person in town.people]
    audiences += [Ref("place", row.pk) for row in places(town)]
    audiences += [Ref("organisation", row.pk) for row in organisations(town)]
    by = System("test")
    return [write("tests.said", Ref("place", UUID(int=1)), audience=town.pick(audiences), by=by) for _ in town.some(8)]
