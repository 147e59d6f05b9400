"""A vote among the people of Tansy Row with its papers, made by the product's own actions; its box is opened by hand."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from letgo.commons.people.models import Person
from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.models import Role, Standing
from letgo.commons.places.rules import Eligibility
from letgo.commons.record.actions import write
from letgo.commons.record.clock import now, travel
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions
from letgo.decide.ballots.actions import open_poll
from letgo.decide.ballots.models import Poll, RollEntry
from letgo.decide.ballots.papers.queries import code_of
from letgo.decide.ballots.rules import Call, Offered, Terms
from tests.world import TEST, World


def key() -> str:
    return uuid4().hex


@dataclass
class Vote:
    """A poll, and who may do what in it. `voters` are people of the roll with no other part in it."""

    world: World
    poll: Poll
    officer: Actor
    voters: list[Person] = field(default_factory=list)
    actors: dict[str, Actor] = field(
        default_factory=dict
    )  # as they signed in: sessions of staff do not last for the journey

    def actor(self, name: str) -> Actor:
        return self.actors[name]

    def fresh(self) -> Poll:
        self.poll = Poll.objects.select_related("place", "power", "electorate").get(pk=self.poll.pk)
        return self.poll

    def entry(self, person: Person) -> RollEntry:
        return RollEntry.objects.get(poll=self.poll, person=person)

    def code(self, person: Person) -> str:
        return code_of(self.entry(person))

    def voter(self, person: Person) -> Actor:
        return Actor(roles=frozenset({"anyone", "person"}), person=person.pk)

    def cast(self, person: Person, *numbers: int, by: Actor | None = None, **more: Any) -> str:
        picks = list(self.poll.options.filter(number__in=numbers).values_list("pk", flat=True))
        return actions.cast(self.poll.pk, picks, by=by or self.voter(person), **more)


def residents(world: World, number: int, where: str = "here") -> list[Person]:
    made = [Person.objects.create(name=f"Canary Voter {n}", made=now()) for n in range(number)]
    since = localdate(now()) - timedelta(days=400)
    for person in made:
        line = write(
            "places.add-standing", Ref("place", world.places[where].pk), audience=Ref("person", person.pk), by=TEST
        )
        Standing.objects.create(person=person, place=world.places[where], kind="lives-here", start=since, line=line)
    return made


def called(world: World, number: int = 12, terms: Terms | None = None, **more: Any) -> Vote:
    """A vote that is called for tomorrow, for a day, with three choices and "none of these"."""
    voters = residents(world, number)
    by = world.actor("officer-here")
    list_ = set_electorate(world.places["here"], f"Tansy Row {key()}", Eligibility(("lives-here",)), by=by, key=key())
    officer = returning_officer(world)
    asked = {
        "place": world.places["here"].pk,
        "electorate": list_.pk,
        "question": "Which bench do we want?",
        "options": (Offered("Oak"), Offered("Steel"), Offered("Stone")),
        "opens": now() + timedelta(days=1),
        "closes": now() + timedelta(days=2),
        "officer": officer.person,
        "seed_from": "three dice",
        "method": "approval",
        "terms": terms or Terms(),
        **more,
    }
    poll = actions.call(Call(**asked), by=by, key=key())
    actors = {name: world.actor(name) for name in world.who}
    return Vote(world, poll, officer, voters, actors)


def returning_officer(world: World) -> Actor:
    """Someone from outside who holds that office in the whole council area."""
    person, council = Person.objects.create(name="Canary Returning Officer", made=now()), world.places["council"]
    line = write("places.give-role", Ref("place", council.pk), by=TEST)
    since = localdate(now()) - timedelta(days=400)
    Role.objects.create(person=person, place=council, name="returning-officer", start=since, line=line)
    grants = frozenset({Grant("returning-officer", council.lineage)})
    return Actor(roles=frozenset({"anyone", "person"}), person=person.pk, grants=grants, strong=True)


def opened(world: World, number: int = 12, terms: Terms | None = None, **more: Any) -> Vote:
    """The same, open: the caller travels to poll.opens."""
    vote = called(world, number, terms, **more)
    with travel(vote.poll.opens):
        open_poll(vote.poll.pk, by=CLOCK, key=key())
    vote.fresh()
    return vote


def checker(world: World) -> Actor:
    """An outside checker of the whole council area."""
    person = Person.objects.create(name="Canary Checker", made=now())
    grants = frozenset({Grant("outside-checker", world.places["council"].lineage)})
    return Actor(roles=frozenset({"anyone", "person"}), person=person.pk, grants=grants, strong=True)


def scrutineer(world: World) -> Actor:
    """Another outside checker: two of them read the dice."""
    return checker(world)
