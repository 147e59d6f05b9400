"""Who is eligible on a day, and the list that a poll freezes into its roll."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value

from letgo.commons.people.models import Person
from letgo.commons.places import rules
from letgo.commons.places.models import Electorate, Membership, Place, Role, Standing
from letgo.commons.places.rules import Eligibility, Held
from letgo.engines.sealing.canonical import encode

COLUMNS = ("person_id", "what", "start", "end", "detail")


@dataclass(frozen=True)
class Frozen:
    """Everybody who was eligible on one day, in the order of their ids, each with a ground; and a digest that names exactly this list."""

    people: tuple[tuple[UUID, str], ...]
    digest: str


def eligible(electorate: Electorate, on: date) -> list[tuple[UUID, str]]:
    """(person id, ground) of each who is eligible on that day, in the order of their ids. 2 SQL queries, whatever they hold."""
    rule = Eligibility.from_data(electorate.rule)
    return rules.eligible(rule, _held(rule, electorate.place.lineage, on), on)


def is_eligible(electorate: Electorate, person: UUID | None, on: date) -> bool:
    """Whether one person is, without looking at everybody else. 1 SQL query."""
    rule = Eligibility.from_data(electorate.rule)
    return person is not None and bool(rules.eligible(rule, _held(rule, electorate.place.lineage, on, person), on))


def freeze(electorate: Electorate, on: date) -> Frozen:
    """The list as a roll takes it: the same rows give the same bytes, in whatever order they were written. 2 SQL queries.

    The digest is SHA-256 over the canonical JSON [electorate id, version, day, [[person id, ground], ...]], as hex.
    """
    people = tuple(eligible(electorate, on))
    named = [[str(person), ground] for person, ground in people]
    said = encode([str(electorate.pk), electorate.version, on.isoformat(), named])
    return Frozen(people, sha256(said).hexdigest())


def newest(electorates: QuerySet) -> list[Electorate]:
    """The last version of each electorate among these, by name. 1 SQL query."""
    found = {(row.place_id, row.name): row for row in electorates.order_by("name", "version")}
    return list(found.values())


def _held(rule: Eligibility, lineage: str, on: date, person: UUID | None = None) -> Iterator[Held]:
    """What the rule asks about, of all who are still here or of one: held on the day or in the days before it that count. 1 SQL query."""
    lately = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gt=on - timedelta(days=rule.days)))
    lately &= Q(person=person) if person else Q()
    here = {"person__ended__isnull": True}
    below = {"place__lineage__startswith": lineage}
    kinds = [*rule.standings, *(["age-band"] if rule.bands() is not None else [])]
    blank = Value("")
    standings = Standing.objects.filter(lately, kind__in=kinds, **here).filter(Q(**below) | Q(kind="age-band"))
    members = Membership.objects.filter(lately, organisation=rule.members, **here)
    reach = rules.places_in([lineage])
    roles = Role.objects.filter(
        Q(**below) | Q(place__in=reach) | Q(organisation=rule.members, organisation__isnull=False)
    )
    roles = roles.filter(lately, name__in=rule.excludes, **here)
    parts = [standings.annotate(what=F("kind")).values_list(*COLUMNS)]
    parts += [members.annotate(what=Value("member"), detail=blank).values_list(*COLUMNS)] if rule.members else []
    parts += [roles.annotate(what=Value("role"), detail=F("name")).values_list(*COLUMNS)] if rule.excludes else []
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return (Held(*row) for row in rows.iterator())


def at(place: Place) -> list[Electorate]:
    """The electorates of a place as they are today, by name. 1 SQL query."""
    return newest(Electorate.objects.filter(place=place).select_related("place", "organisation"))


def one(pk: UUID) -> Electorate | None:
    """The electorate with this id, in whatever version. 1 SQL query."""
    return Electorate.objects.filter(pk=pk).select_related("place", "organisation").first()


def named(found: list[tuple[UUID, str]]) -> list[tuple[str, str]]:
    """(name, ground) of each who is eligible, by name; "No name" for who gave none. 1 SQL query."""
    names = dict(Person.objects.filter(pk__in=[person for person, _ in found]).values_list("pk", "name"))
    return sorted((names.get(person) or "No name", ground) for person, ground in found)
