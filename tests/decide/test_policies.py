"""A list and the single check agree for every verb of votes and of budgets, over every kind of row and whoever asks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from letgo.commons.people.queries import may, policies, visible
from letgo.commons.people.rules import ANYONE, Acting, Actor
from letgo.commons.powers.models import Power
from letgo.commons.record.clock import now, travel
from letgo.decide.ballots.models import PaperBatch, PaperReading, Poll
from letgo.decide.budgets.cuts.actions import announce
from letgo.decide.budgets.models import (
    Apart,
    Appeal,
    Change,
    Cut,
    Estimate,
    Idea,
    Plan,
    Project,
    Round,
    Small,
    Stage,
    Together,
)
from tests.decide.ballots import made as estates
from tests.decide.ballots import votes
from tests.decide.ballots.test_papers import batch, receive, typed
from tests.decide.budgets import funded, made

OF_BATCHES = {"ballots.type-papers": (PaperBatch,), "ballots.settle-papers": (PaperBatch,)}
OF_VOTES = {
    **dict.fromkeys(
        ("ballots.receive-paper", "ballots.read", "ballots.rule", "ballots.read-flags"), (Poll, PaperBatch)
    ),
    "ballots.read-typed": (PaperReading,),
    **OF_BATCHES,
}  # the others are asked about a poll
OF_ROUNDS = (
    Apart, Appeal, Change, Cut, Estimate, Idea, Plan, Power, Project, Round, Small, Stage, Together,
)  # fmt: skip


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> Any:
    settings.LETGO_HOME = tmp_path
    return estates.world_of()


def agree(verb: str, actors: Iterable[Actor], models: Iterable[type[Model]]) -> tuple[int, int]:
    """How often the answer was yes, and how often it was asked."""
    yes = asked = 0
    for model in models:
        rows = list(model._default_manager.all())
        for actor in actors:
            listed = set(visible(actor, verb, model._default_manager.all()))
            single = {row for row in rows if may(actor, verb, row)}
            assert listed == single, (verb, model.__name__, actor)
            yes, asked = yes + len(single), asked + len(rows)
    return yes, asked


def everybody(world: Any) -> Iterator[Actor]:
    """Each of the world as themselves, helped, and in place of two others: in everything, and in votes."""
    for name in world.who:
        actor = made.by(world, name)
        yield actor
        if actor.person is None:
            continue
        yield replace(actor, helper=world.person("helper").pk)
        for other, scopes in (("resident", {"everything"}), ("subject", {"votes"})):
            if other != name:
                theirs = made.by(world, other)
                acting = Acting(theirs.person, frozenset(scopes))
                yield replace(actor, acting=acting, grants=theirs.grants if "everything" in scopes else frozenset())


def test_a_list_of_votes_holds_just_what_the_single_check_allows(world):
    """Two votes, one of them with a batch that two people typed differently; one is counted and declared."""
    agents = (world.person("neighbour").pk, world.person("stranger").pk)
    asking = [*everybody(world), ANYONE]
    vote, large = votes.opened(world, 12, agents=agents), votes.opened(world, 61)
    for one in (vote, large):
        with travel(one.poll.opens + timedelta(minutes=1)):
            receive(one, *one.voters[:5])
            pile = batch(one, 5)
            typed(pile, one, "officer-here", [[1]] * 5)
            typed(pile, one, "outreach", [[2]] * 5)
        asking += [one.officer, one.voter(one.voters[0]), votes.checker(world)]
    verbs = [verb for verb in policies() if verb.startswith("ballots.")]
    for state in ("open", "counted", "declared"):
        in_state(vote.poll, state)
        for verb in verbs:
            agree(verb, asking, OF_VOTES.get(verb, (Poll,)))
    for verb in verbs:
        yes, asked = agree(verb, asking, OF_VOTES.get(verb, (Poll,)))
        assert yes > 0, verb
        assert yes < asked or verb == "ballots.read", verb


def in_state(poll: Poll, state: str) -> None:
    """Put it there by hand: who may is asked, not how it came about."""
    from tests.database import unguarded

    with unguarded():
        Poll.objects.filter(pk=poll.pk).update(state=state, ballots=10, seed="4 2 6", declared=now())


def rows_of_a_round(world: Any) -> None:
    """One of each: an idea that was refused and appealed, two asked to be one, two apart; a project late, dearer, cut; small money."""
    funded.small(world)
    made.appealed(world, at := made.opened(world, power=made.power(world, what="play", title="Play")))
    one = made.said(world, at, title="Trees")
    other = made.said(world, at, who="subject", title="More trees")
    made.actions.ask_together(one.pk, other.pk, by=made.by(world, "resident"), key=made.key())
    made.costing.set_apart(one.pk, other.pk, "One spot.", by=made.by(world, "officer"), key=made.key())
    made.actions.write_down(
        at.pk, made.Said("A tap", "Please.", "outdoors", how="stall"), by=made.by(world, "outreach"), key=made.key()
    )


def test_a_list_of_a_round_holds_just_what_the_single_check_allows(world):
    asking = [*everybody(world), ANYONE]
    rows_of_a_round(world)
    row = funded.started(world)
    funded.changed(world, row, 300_000)
    cut = announce(row.round_id, 700_000, "We must.", made.soon(90), by=world.actor("officer"), key=made.key())
    funded.planned(world, cut)
    missing = [model.__name__ for model in OF_ROUNDS if not model._default_manager.exists()]
    assert missing == []
    for verb in (verb for verb in policies() if verb.startswith("budgets.")):
        yes, asked = agree(verb, asking, OF_ROUNDS)
        assert yes > 0, verb
        assert yes < asked or verb == "budgets.read", verb
