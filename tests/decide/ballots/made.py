"""An estate whose residents vote, and votes in every state, made by the room's own actions."""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from letgo.commons.people.models import Person
from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.models import Electorate, Role, Standing
from letgo.commons.places.rules import Eligibility
from letgo.commons.record.actions import write
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.models import Option, Poll
from letgo.decide.ballots.rules import Call, Offered, Terms
from tests.world import TEST, World
from tests.world import make as world_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BENCH = Offered("A bench in the park", category="Outside", cost_pence=40_000)
LAMPS = Offered("Lamps on the path", category="Outside", cost_pence=60_000)
CLUB = Offered("A club for young people", category="Inside", cost_pence=50_000)
SHED = Offered("A shed for bicycles", category="Outside", cost_pence=90_000)
IDEAS = (BENCH, LAMPS, CLUB, SHED)


def key() -> str:
    return uuid4().hex


@dataclass
class Estate:
    """A world with people who can vote at "here", the list rule that says so, and who runs a vote."""

    world: World
    voters: list[Actor]
    electorate: Electorate
    officer: Actor  # the returning officer, from outside
    caller: Actor
    scrutineers: list[Actor]
    power: Any = None
    options: dict[str, Option] = field(default_factory=dict)

    def asked(self, **more: Any) -> Call:
        """The call of a vote on £1,500 for the estate, from in an hour for seven days."""
        at = now()
        usual = Call(
            place=self.world.places["here"].pk,
            electorate=self.electorate.pk,
            question="What shall we spend the estate’s £1,500 on?",
            options=IDEAS,
            opens=at + HOUR,
            closes=at + HOUR + 7 * DAY,
            officer=self.officer.person,
            seed_from="Three dice, thrown before two scrutineers in the hall after the close",
            purse_pence=150_000,
            power=self.power.pk if self.power else None,
        )
        return replace(usual, **more)

    def called(self, **more: Any) -> Poll:
        return actions.call(self.asked(**more), by=self.caller, key=key())

    def simple(self, *titles: str, **more: Any) -> Call:
        """An approval vote: nothing is spent."""
        options = tuple(Offered(title) for title in titles)
        return self.asked(**{"method": "approval", "options": options, "purse_pence": None, **more})


def person(name: str = "") -> Actor:
    row = Person.objects.create(name=name or "Person A", made=now())
    return Actor(roles=frozenset({"anyone", "person"}), person=row.pk)


def resident(world: World, where: str = "here", name: str = "") -> Actor:
    made, place = person(name), world.places[where]
    line = write("places.add-standing", Ref("place", place.pk), audience=Ref("person", made.person), by=TEST)
    start = now().date() - 400 * DAY
    Standing.objects.create(person_id=made.person, place=place, kind="lives-here", start=start, line=line)
    return replace(made, grants=frozenset({Grant("resident", place.lineage)}))


def returning_officer(world: World) -> Actor:
    """Someone from outside who holds that office for the whole council."""
    made = person("Person R")
    lineage = give_office(world, made.person)
    return replace(made, grants=frozenset({Grant("returning-officer", lineage)}))


def give_office(world: World, who: Any) -> str:
    """Make this person a returning officer for the whole council; returns its lineage."""
    council = world.places["council"]
    line = write("places.give-role", Ref("place", council.pk), by=TEST)
    start = now().date() - 400 * DAY
    Role.objects.create(person_id=who, place=council, name="returning-officer", start=start, line=line)
    return council.lineage


def estate(voters: int = 12) -> Estate:
    """The estate; of its voters two are the world's own residents."""
    world = world_of()
    rule = Eligibility(standings=("lives-here",))
    electorate = set_electorate(world.places["here"], "Residents", rule, world.actor("officer"), key())
    council = world.places["council"].lineage
    officer = returning_officer(world)
    checker = replace(person("Person S"), grants=frozenset({Grant("outside-checker", council)}))
    known = [world.actor("resident"), world.actor("subject")]
    people = known + [resident(world) for _ in range(voters - len(known))]
    return Estate(world, people, electorate, officer, world.actor("officer-here"), [officer, checker])


@contextmanager
def at(moment: datetime):
    with travel(moment):
        yield


def tick() -> None:
    """The clock's round, and all work that follows from it."""
    from letgo.commons.record.jobs import later

    later("ballots.tick", key())
    run_waiting()


def opened(of: Estate, **more: Any) -> Poll:
    """A vote that is open, seen from a minute after its opening: use inside `at(poll.opens + minute)`."""
    poll = of.called(**more)
    with at(poll.opens):
        actions.open_poll(poll.pk, by=CLOCK, key=str(poll.pk))
    return fresh(poll)


def fresh(poll: Poll) -> Poll:
    found = queries.poll(poll.pk)
    assert found is not None
    return found


def ids(poll: Poll, *titles: str) -> list[Any]:
    by_title = {option.title: option.pk for option in poll.options.all()}
    return [by_title[title] for title in titles]


def cast(of: Estate, poll: Poll, votes: Iterable[Iterable[str]]) -> list[str]:
    """Each voter in turn picks these titles, in the first hour. Returns their slips."""
    with at(poll.opens + HOUR):
        return [
            actions.cast(poll.pk, ids(poll, *titles), by=voter) for voter, titles in zip(of.voters, votes, strict=False)
        ]


def closed(of: Estate, poll: Poll) -> Poll:
    with at(fresh(poll).closes):
        actions.close_poll(poll.pk, by=CLOCK, key=str(poll.pk))
    return fresh(poll)


def counted(of: Estate, poll: Poll, seed: str = "4 2 6") -> Poll:
    with at(fresh(poll).closes + HOUR):
        for reader in of.scrutineers:
            actions.read_seed(poll.pk, seed, by=reader, key=key())
        run_waiting()
    return fresh(poll)


def declared(of: Estate, poll: Poll) -> Poll:
    with at(fresh(poll).closes + 2 * HOUR):
        actions.declare(poll.pk, by=of.officer, key=key())
    return fresh(poll)


def taken(of: Estate, poll: Poll) -> Poll:
    with at(queries.objections_end(fresh(poll))):
        actions.take_effect(poll.pk, by=CLOCK, key=str(poll.pk))
        run_waiting()
    return fresh(poll)


def through(of: Estate, votes: Iterable[Iterable[str]], **more: Any) -> Poll:
    """A vote from its call to its declaration."""
    poll = opened(of, **more)
    cast(of, poll, votes)
    closed(of, poll)
    counted(of, poll)
    return declared(of, poll)


def terms(**more: Any) -> Terms:
    return Terms(**more)


EFFECTS = {"test.noted": "tests.decide.ballots.made.noted"}  # for drills, which look from another process


def noted(cause: Ref, args: Any) -> None:
    """An effect that leaves one public line each time it happens."""
    write("test.noted", cause, by=TEST)
