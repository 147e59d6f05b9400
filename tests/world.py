"""A small made-up world for tests: a council with two estates, one person for each thing someone can be, and their sessions.

`world.who` holds the names of all of them. `world.client(name)` is a test client that is signed in as that person; `world.actor(name)`
is the Actor that the product itself makes of that session.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.db.transaction import atomic
from django.test import Client

from letgo.commons.door.models import Session
from letgo.commons.people.models import Person
from letgo.commons.people.rules import ANYONE, Actor
from letgo.commons.places import queries
from letgo.commons.places.models import Organisation, Place, Role, Standing
from letgo.commons.record.actions import write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import System

TEST = System("test")

# who: (role, where, second factor given). "council" is above both estates; "here" and "there" are the estates.
ROLES = {
    "administrator": ("administrator", "council", True),
    "safeguarding": ("safeguarding-lead", "council", True),
    "answerer": ("answerer", "council", True),
    "officer": ("officer", "council", True),
    "officer-here": ("officer", "here", True),
    "officer-there": ("officer", "there", True),
    "officer-weak": ("officer", "council", False),  # no second factor yet: nothing of an officer
    "councillor": ("councillor", "council", True),
    "manager": ("manager", "here", True),
    "secretary": ("secretary", "board", True),
    "treasurer": ("treasurer", "board", True),
    "board": ("board-member", "board", True),
    "checker": ("outside-checker", "board", True),
    "outreach": ("outreach", "here", True),
}
PEOPLE = ("stranger", "resident", "neighbour", "leaver", "gone", "subject", "helper", "suspended")
WHO = ("anyone", *PEOPLE, *ROLES)


@dataclass
class World:
    """Everything that stands when a test begins. Rooms add what they need with actions of their own."""

    places: dict[str, Place] = field(default_factory=dict)
    board: Any = None
    authority: Any = None  # the council as an organisation
    people: dict[str, Person] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    tail: str = ""  # set apart the addresses of a second world in one database

    @property
    def who(self) -> tuple[str, ...]:
        return WHO

    def client(self, name: str, **options: Any) -> Client:
        made = Client(**options)
        if name != "anyone":
            made.cookies["letgo"] = self.secrets[name]
        return made

    def actor(self, name: str) -> Actor:
        return ANYONE if name == "anyone" else queries.actor_of(self.secrets[name])

    def person(self, name: str) -> Person:
        return self.people[name]


@atomic
def make(tail: str = "") -> World:
    """Build it, in one go. Straight rows, so that a fault in an action does not hide one in a page."""
    world = World(tail=tail)
    council = _place(world, "council", "Wrenholt", "council", None)
    _place(world, "here", "Tansy Row", "estate", council)
    _place(world, "there", "Lockside", "estate", council)
    world.authority = _organisation("Wrenholt council", "council", council)
    world.board = _organisation("Tansy Row board", "board", world.places["here"])
    for name in (*PEOPLE, *ROLES):
        world.people[name] = Person.objects.create(name=f"Canary {name.title()}", made=now())
        world.secrets[name] = _session(
            world.people[name], strong=ROLES.get(name, ("", "", False))[2] or name == "leaver"
        )
    for name, (role, where, _) in ROLES.items():
        _role(world, world.people[name], role, where)
    _role(world, world.people["leaver"], "officer", "council", ended=True)
    Person.objects.filter(pk=world.people["gone"].pk).update(ended=now())
    for name, where in {"resident": "here", "subject": "here", "neighbour": "there"}.items():
        _lives(world.people[name], world.places[where])
    return world


def _place(world: World, key: str, name: str, kind: str, parent: Place | None) -> Place:
    pk = uuid4()
    lineage = f"{parent.lineage if parent else '/'}{pk}/"
    line = write("places.add-place", Ref("place", pk), by=TEST)
    slug = name.lower().replace(" ", "-") + world.tail
    world.places[key] = Place.objects.create(
        id=pk, name=name, kind=kind, parent=parent, lineage=lineage, slug=slug, line=line
    )
    return world.places[key]


def _organisation(name: str, kind: str, place: Place) -> Organisation:
    pk = uuid4()
    line = write("places.add-organisation", Ref("organisation", pk), by=TEST)
    return Organisation.objects.create(id=pk, name=name, kind=kind, place=place, line=line)


def _session(person: Person, strong: bool) -> str:
    secret = uuid4().hex + uuid4().hex[:11]
    at = now()
    Session.objects.create(
        person=person,
        digest=sha256(secret.encode()).hexdigest(),
        opened=at,
        seen=at,
        expires=at + timedelta(days=30),
        strong_until=at + timedelta(hours=12) if strong else None,
    )
    return secret


def _role(world: World, person: Person, role: str, where: str, ended: bool = False) -> None:
    pk, today = uuid4(), now().date()
    line = write("places.give-role", Ref("place", world.places["council"].pk), by=TEST)
    target = {"organisation": world.board} if where == "board" else {"place": world.places[where]}
    end = today if ended else None
    Role.objects.create(
        id=pk, person=person, name=role, start=today - timedelta(days=400), end=end, line=line, **target
    )


def _lives(person: Person, place: Place) -> None:
    line = write("places.add-standing", Ref("place", place.pk), audience=Ref("person", person.pk), by=TEST)
    Standing.objects.create(
        person=person, place=place, kind="lives-here", start=now().date() - timedelta(days=400), line=line
    )
