"""A round and its ideas for tests, made by the room's own actions."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from letgo.commons.money import actions as money
from letgo.commons.money.models import Pot
from letgo.commons.money.rules import Kind
from letgo.commons.money.rules import Terms as PotTerms
from letgo.commons.people import actions as people
from letgo.commons.people.models import Person
from letgo.commons.people.rules import Actor
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.models import Electorate
from letgo.commons.places.queries import actor_of, today
from letgo.commons.places.rules import Eligibility
from letgo.commons.powers.models import Power
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.budgets import actions, queries
from letgo.decide.budgets.actions import Said
from letgo.decide.budgets.costing import actions as costing
from letgo.decide.budgets.jobs import tick
from letgo.decide.budgets.models import Appeal, Idea, Round
from letgo.decide.budgets.rounds.actions import Opening, open_round
from letgo.decide.budgets.rounds.voting import Asked, put_on_the_vote
from letgo.decide.budgets.rules import DUTIES
from tests.commons.powers.made import held
from tests.commons.promises.made import bring_in, rule
from tests.decide.ballots.made import give_office
from tests.world import TEST, World, _lives, _session

ROLES = {
    "budgets.check-idea": "secretary",
    "budgets.answer-rise": "secretary",
    "budgets.decide-appeal": "secretary",
    "budgets.put-on-the-vote": "secretary",
    "budgets.pay-small": "treasurer",
}
OTHERS = {  # rules that are not 20 days long
    "budgets.finish-stage": {"within": "1 day", "pauses": ("a resident is asked to look at it",)},
    "budgets.pay-small": {"within": "72 hours", "ends": "instant"},
}
PURSE = 1_000_000  # pence


def key() -> str:
    return uuid4().hex


def soon(days: int) -> date:
    return today() + timedelta(days=days)


def by(world: World, who: str) -> Actor:
    """Who someone was when they were first asked for: sessions end while tests travel."""
    known = world.__dict__.setdefault("known", {})
    for name in [*world.people, "anyone"] if not known else [who]:
        known.setdefault(name, world.actor(name))
    return known[who]


def rules() -> None:
    """The clocks of a round's duties, in force."""
    plain = {"within": "20 days", "excused_by": "councillor"}
    bring_in(*(rule(name=name, role=ROLES.get(name, "officer"), **(plain | OTHERS.get(name, {}))) for name in DUTIES))


def pot(world: World, pence: int = PURSE) -> Pot:
    """The estate's pot with `pence` in it, paid in from the world outside."""
    here = world.places["here"]
    terms = PotTerms(officer="treasurer")
    outside = Pot.objects.filter(kind=Kind.OUTSIDE).first() or money.open_pot(
        "The bank", here, TEST, key(), kind=Kind.OUTSIDE, terms=terms
    )
    own = money.open_pot("Estate budget", here, TEST, key(), terms=terms, officer_at=world.board)
    money.transfer(outside, own, pence, Ref("place", here.pk), TEST, key())
    return own


def electorate(world: World) -> Electorate:
    eligible = Eligibility(standings=("lives-here",))
    return set_electorate(world.places["here"], "Residents", eligible, by(world, "officer"), key())


def opening(world: World, **more: Any) -> Opening:
    """Two weeks for ideas, four for costing, then a week for the vote."""
    given = {
        "title": "What should our £10,000 pay for?", "words": "Anything that makes the estate better.", "purse_pence": PURSE,
        "ideas_until": soon(14), "costing_until": soon(42), "votes": (soon(50), soon(57)),
    } | more  # fmt: skip
    given.setdefault("pot", pot(world, max(PURSE, given["purse_pence"])).pk)
    given.setdefault("electorate", electorate(world).pk)
    return Opening(**given)


def power(world: World, **more: Any) -> Power:
    return held(world, **({"money": "holder"} | more))


def opened(world: World, **more: Any) -> Round:
    """A round that takes ideas, at the estate "here"."""
    rules()
    under = more.pop("power", None) or power(world)
    return open_round(under.pk, opening(world, **more), by=by(world, "secretary"), key=key())


def said(
    world: World, at: Round, who: str = "resident", title: str = "Benches", words: str = "To sit down.", **more: Any
) -> Idea:
    return actions.say(
        at.pk, Said(title, words, more.pop("category", "outdoors"), **more), by=by(world, who), key=key()
    )


def costed(world: World, row: Idea, pence: int = 200_000, upkeep: int = 5_000) -> Idea:
    officer = by(world, "officer-here")
    costing.declare(row.pk, "", by=officer, key=key())
    costing.estimate(row.pk, pence, upkeep, "Three firms gave a price.", by=officer, key=key())
    return fresh(row)


def agreed(world: World, row: Idea, who: str = "resident", pence: int = 200_000) -> Idea:
    costed(world, row, pence)
    return costing.answer_estimate(row.pk, True, by=by(world, who), key=key())


def checked(world: World, row: Idea, yes: bool = True, who: str = "checker") -> Idea:
    checker = by(world, who)
    costing.declare(row.pk, "", by=checker, key=key())
    return costing.check(row.pk, yes, "" if yes else "The law does not allow it.", by=checker, key=key())


def ready(world: World, at: Round, pence: int = 200_000, **more: Any) -> Idea:
    row = said(world, at, **more)
    agreed(world, row, more.get("who", "resident"), pence)
    return checked(world, row)


def refused(world: World, at: Round) -> Idea:
    return checked(world, said(world, at), yes=False)


def appealed(world: World, at: Round) -> Appeal:
    return costing.appeal(refused(world, at).pk, "It is lawful.", by=by(world, "resident"), key=key())


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def more_people(world: World, number: int) -> list[str]:
    """So many more residents of the estate "here", each with a session."""
    by(world, "resident")
    names = [f"resident-{uuid4().hex[:8]}" for _ in range(number)]
    for name in names:
        world.people[name] = Person.objects.create(name=f"Canary {name}", made=now())
        world.secrets[name] = _session(world.people[name], strong=False)
        _lives(world.people[name], world.places["here"])
        by(world, name)
    return names


def acting(world: World, who: str, others: list[str]) -> list[Actor]:
    """Someone as they act for each of these others, in everything."""
    found = []
    for other in others:
        person = world.person(other).pk
        given = people.give_acting(
            world.person(who).pk, person, "carer", ["everything"], by=by(world, other), key=key()
        )
        found.append(actor_of(world.secrets[who], given.pk))
    return found


def asked(world: World, **more: Any) -> Asked:
    give_office(world, world.person("administrator").pk)
    return Asked(
        **({"officer": world.person("administrator").pk, "seed_from": "Three dice, thrown before two people"} | more)
    )


def put(world: World, at: Round, **more: Any) -> Round:
    """The round's ideas on the vote. The clock has to stand after the days for ideas."""
    tick()
    return put_on_the_vote(at.pk, asked(world, **more), by=by(world, "secretary"), key=key())


def in_state(world: World, at: Round, state: str) -> Idea:
    """An idea brought into `state` by the room's own actions."""
    if state == "refused":
        return refused(world, at)
    row = said(world, at)
    return costed(world, row) if state == "costed" else row


def on_the_vote(
    world: World, ideas: Any = (("Benches", 200_000), ("Trees", 300_000)), voters: int = 6, apart: Any = (), **more: Any
) -> Round:
    """A round on the vote: opened in the past, so that its vote opens today. `ideas` are titles with their pence."""
    with travel(by=timedelta(days=-50)):
        by(world, "resident")
        at = opened(world, **more)
        more_people(world, voters - 2)
        for title, pence in ideas:
            ready(world, at, pence, title=title)
        if apart:
            one, other = (at.ideas.get(title=title).pk for title in apart)
            costing.set_apart(one, other, "They want the same spot.", by=by(world, "officer"), key=key())
    with travel(by=timedelta(days=-8)):
        put(world, at)
    return queries.find_round(at.pk)


def declared(world: World, votes: Any = None, **more: Any) -> Round:
    """A round with a declared result: each of `votes` are the titles that one resident picks."""
    at = on_the_vote(world, **more)
    votes = votes or [["Benches"], ["Benches", "Trees"], ["Trees"], ["Benches"]]
    people = [name for name in world.people if name in ("resident", "subject") or name.startswith("resident-")]
    poll = at.poll
    listed = {option.title.split(". ", 1)[-1]: option.pk for option in poll.options.all()}
    with travel(poll.opens + timedelta(hours=1)):
        ballots.open_poll(poll.pk, by=CLOCK, key=key())
        for name, picks in zip(people, votes, strict=False):
            ballots.cast(poll.pk, [listed[title] for title in picks], by=by(world, name))
    with travel(poll.closes + timedelta(minutes=1)):
        ballots.close_poll(poll.pk, by=CLOCK, key=key())
        for who in ("secretary", "checker"):
            ballots.read_seed(poll.pk, "4 2 6", by=by(world, who), key=key())
        run_waiting()
        run_waiting()
        ballots.declare(poll.pk, by=by(world, "administrator"), key=key())
    return queries.find_round(at.pk)


def funded(world: World, votes: Any = None, **more: Any) -> Round:
    """A round whose result took effect."""
    at = declared(world, votes, **more)
    with travel(at.poll.closes + timedelta(days=9)):
        ballots.take_effect(at.poll_id, by=CLOCK, key=key())
        run_waiting()
    return queries.find_round(at.pk)
