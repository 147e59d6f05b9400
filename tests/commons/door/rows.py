"""This room's made-up rows, for the test that a list and the single check agree."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from letgo.commons.door.models import Code, Factor, Knock, Message, Session, Vouch
from letgo.commons.people.models import Person
from letgo.commons.record.clock import now
from tests.commons.places import rows as places_rows


def sessions(town: Any) -> list[Session]:
    at = now()
    times = {"opened": at, "seen": at, "expires": at + timedelta(days=1)}
    return [Session.objects.create(person=town.pick(town.people), digest=uuid4().hex, **times) for _ in town.some()]


def knocks(town: Any) -> list[Knock]:
    at = now()
    return [Knock.objects.create(way="ring", name="A", made=at, due=at, line=town.line("knock")) for _ in town.some(2)]


def messages(town: Any) -> list[Message]:
    at = now()
    return [
        Message.objects.create(person=town.pick(town.people), template="news", made=at, due=at) for _ in town.some(2)
    ]


def vouches(town: Any) -> list[Vouch]:
    places, at = places_rows.places(town), now()
    found = []
    for person in town.people[1:]:
        place, voucher = town.pick(places).pk, town.pick([town.people[0], *[p for p in town.people if p != person]])
        if not Vouch.objects.filter(person=person).exists():
            found.append(
                Vouch.objects.create(person=person, voucher=voucher, place=place, made=at, line=town.line("vouch"))
            )
    return found


def people(town: Any) -> list[Person]:
    """With roles and standing, and some with a second step."""
    for make in (places_rows.roles, places_rows.standings):
        make(town)
    for _ in town.some(3):
        credential = uuid4().hex
        Factor.objects.create(
            person=town.pick(town.people), kind="passkey", secret="", credential=credential, made=now(), proved=now()
        )
    return town.people


def codes(town: Any) -> list[Code]:
    """Some that wait for a second person, given by one of the others."""
    at = now()
    return [
        Code.objects.create(
            way="person", person=town.pick(town.people), given_by=town.pick([None, *town.people]), digest=uuid4().hex,
            made=at, expires=at + timedelta(days=1), asks_second=town.pick([True, True, False]),
        )
        for _ in town.some(3)
    ]  # fmt: skip


def homes_of_neighbours(town: Any) -> list[Any]:
    places_rows.standings(town)
    return places_rows.places(town)
