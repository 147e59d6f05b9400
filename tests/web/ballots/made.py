"""Votes in every state, made by the room's own actions: called some days ago, so that all that follows has a time of its own."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from letgo.commons.people.models import Person
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.models import Electorate, Standing
from letgo.commons.places.rules import Eligibility
from letgo.commons.powers.models import Power
from letgo.commons.record import jobs
from letgo.commons.record.actions import seal_now
from letgo.commons.record.clock import now, travel
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.models import Challenge, Option, PaperBatch, Poll, RollEntry
from letgo.decide.ballots.papers import actions as papers
from letgo.decide.ballots.papers.queries import code_of
from letgo.decide.ballots.rules import Call, Offered, Terms
from letgo.decide.ballots.rulings import actions as rulings
from tests.commons.powers import made as powers
from tests.world import World, _lives

VOTES = {"resident": (1, 2, 3), "subject": (2, 4, 7)}
IDEAS = (
    Offered("Lights on the path behind Block C", "The path is dark from four in winter.", "Outside", 980_000),
    Offered("Six benches in the shade", "", "Outside", 390_000),
    Offered("Homework club, two evenings a week", "For all ages up to 16.", "Young people", 760_000),
    Offered("A mural made with the school", "", "Young people", 520_000),
    Offered("A kitchen for the hall", "", "The hall", 1_190_000),
    Offered("New chairs <b>for</b> the hall & stage", "", "The hall", 310_000),
    Offered("A ramp at the hall’s back door", "", "The hall", 240_000),
)


def key() -> str:
    return uuid4().hex


def electorate(world: World) -> Electorate:
    """Everyone who lives on the estate."""
    here = world.places["here"]
    found = Electorate.objects.filter(place=here, name="Everyone who lives here").first()
    return found or set_electorate(
        here.pk, "Everyone who lives here", Eligibility(standings=("lives-here",)), by=world.actor("officer"), key=key()
    )


def asked(world: World, **more: Any) -> Call:
    """£20,000 and seven ideas, open for a week; the returning officer is from elsewhere."""
    at = now()
    power = Power.objects.filter(place=world.places["here"]).first()
    if power is None:
        with travel(by=-timedelta(days=30)):
            power = powers.held(world)
    call = Call(
        power=power.pk,
        place=world.places["here"].pk,
        electorate=electorate(world).pk,
        question="What should the 2027 budget pay for?",
        words="The pot is for what makes the estate better for those who live here.",
        options=IDEAS,
        opens=at + timedelta(days=1),
        closes=at + timedelta(days=8),
        officer=world.person("checker").pk,
        seed_from="Dice that two people read in the hall after the close",
        purse_pence=2_000_000,
        terms=Terms(bring_to="the hall, Block A, 9am to 5pm"),
        quorum=1,
    )
    return replace(call, **more)


def called(world: World, **more: Any) -> Poll:
    """Called today, opens tomorrow. Seven people are on the list."""
    if not Standing.objects.filter(person__name__startswith="Canary Elector", place=world.places["here"]).exists():
        more_residents(world, 5)
    return actions.call(asked(world, **more), by=world.actor("officer"), key=key())


def open_for_names(world: World, **more: Any) -> Poll:
    """Called, no money, and people on the list can add a choice that two of them want."""
    plain = tuple(replace(idea, cost_pence=None) for idea in IDEAS[:3])
    return called(world, options=plain, method="approval", purse_pence=None, add_names=2, **more)


def added(world: World) -> Option:
    """A choice that someone on the list added to a vote that is not open yet."""
    made = open_for_names(world)
    return actions.add_option(made.pk, "A drinking fountain", "For hot days.", by=world.actor("resident"), key=key())


def opened(world: World, **more: Any) -> Poll:
    """Called four days ago, open since three days."""
    with travel(by=-timedelta(days=4)):
        made = called(world, **more)
    actions.open_poll(made.pk, by=CLOCK, key=key())
    return fresh(made)


def closed(world: World, votes: Mapping[str, Collection[int]] | None = None, **more: Any) -> Poll:
    """Called ten days ago and closed yesterday, with these votes in its box."""
    with travel(by=-timedelta(days=10)):
        made = called(world, **more)
    with travel(by=-timedelta(days=5)):
        actions.open_poll(made.pk, by=CLOCK, key=key())
        for who, picks in (VOTES if votes is None else votes).items():
            voted(world, made, who, picks)
    actions.close_poll(made.pk, by=CLOCK, key=key())
    return fresh(made)


def counted(world: World, votes: Mapping[str, Collection[int]] | None = None, **more: Any) -> Poll:
    """Closed, its dice read by two people, and counted."""
    made = closed(world, votes, **more)
    for who in ("secretary", "checker"):
        actions.read_seed(made.pk, "3 5 1", by=world.actor(who), key=key())
    jobs.run_waiting()
    return fresh(made)


def declared(world: World, votes: Mapping[str, Collection[int]] | None = None, **more: Any) -> Poll:
    """The returning officer has said the result. Everything of it is sealed in the public record."""
    made = counted(world, votes, **more)
    actions.declare(made.pk, by=world.actor("checker"), key=key())
    seal_now()
    return fresh(made)


def challenged(world: World) -> Challenge:
    """Someone says that the result is wrong."""
    made = declared(world)
    said = "The path <b>behind</b> Block C is not ours. The price was wrong."
    return rulings.challenge(made.pk, said, by=world.actor("resident"), key=key())


def done(world: World) -> Poll:
    """The days to object are over, and what was voted has happened."""
    made = declared(world, object_days=0)
    actions.take_effect(made.pk, by=CLOCK, key=key())
    return fresh(made)


def upheld(world: World) -> Poll:
    """An objection was upheld."""
    said = challenged(world)
    rulings.decide_challenge(said.pk, True, "The price was wrong.", by=world.actor("checker"), key=key())
    return fresh(said.poll)


def void(world: World) -> Poll:
    """Called off before it opened."""
    made = called(world)
    actions.void_poll(made.pk, "The list was of last year.", by=world.actor("checker"), key=key())
    return fresh(made)


STATES: dict[str, Callable[[World], Poll]] = {
    "called": called, "names": open_for_names, "open": opened, "closed": closed, "counted": counted, "declared": declared,
    "objection": lambda world: fresh(challenged(world).poll), "done": done, "upheld": upheld, "void": void,
}  # fmt: skip


def batch(world: World, typed: Collection[str] = ()) -> PaperBatch:
    """A pile of five papers that these people typed, each at paper 2 something else."""
    made = opened(world)
    for person in more_residents_on(made):
        papers.receive(made.pk, code_of(person), by=world.actor("outreach"), key=key())
    pile = papers.open_batch(made.pk, 5, by=world.actor("outreach"), key=key())
    for number, who in enumerate(typed, start=3):
        papers.type_batch(pile.pk, [[1], [number], [2, 4], [], [1]], by=world.actor(who), key=key())
    return pile


def more_residents_on(poll: Poll) -> list[RollEntry]:
    """Five of the list who are nobody in particular."""
    return list(poll.roll.filter(person__name__startswith="Canary Elector").order_by("number")[:5])


def fresh(poll: Poll) -> Poll:
    found = queries.poll(poll.pk)
    assert found is not None
    return found


def voted(world: World, poll: Poll, who: str, picks: Collection[int] = (1, 2)) -> str:
    """This person votes for the options with these numbers."""
    ids = list(poll.options.filter(number__in=picks).values_list("pk", flat=True))
    return actions.cast(poll.pk, ids, by=world.actor(who))


def more_residents(world: World, number: int) -> list[Person]:
    """So many more people who live on the estate."""
    people = [Person.objects.create(name=f"Canary Elector {n}", made=now()) for n in range(number)]
    for person in people:
        _lives(person, world.places["here"])
    return people
