"""Elections in every state: five people stand for two seats, and 29 neighbours put them in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction

from letgo.commons.people.models import Person
from letgo.commons.people.rules import Actor
from letgo.commons.record import jobs
from letgo.commons.record.actions import seal_now
from letgo.commons.record.clock import travel
from letgo.commons.record.rules import CLOCK, System
from letgo.decide.ballots import actions
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.rules import Offered, Terms
from tests.web.ballots.made import called, fresh, key, more_residents
from tests.world import World, make

PEOPLE = (
    Offered("Ash of Block A", "Carer for a parent. Fix the lifts first."),
    Offered("Birch <b>of</b> Block B", "Plumber. New."),
    Offered("Cedar of Canal Mews", "Meetings at 6pm, with a room for children. " * 6),
    Offered("Dogwood of Block D"),
    Offered("Elder of Block B", "Student. Two seats at every meeting for young people."),
)
NONE = 6  # the number of “none of these”
RANKINGS = (
    ((1, 2, 3), 9), ((1, 3), 4), ((2, 1), 3), ((3, 5, 4), 6), ((4, 3), 2), ((5, NONE, 4), 3), ((NONE,), 1), ((), 1),
)  # fmt: skip
SEATS = Terms(seats=2, bring_to="the hall, Block A, 9am to 5pm", vacancy="countback")
STATES = ("called", "open", "closed", "counted", "declared", "done", "again")
SENTENCE = "Who sits on the board of Tansy Row?"


def many(number: int) -> tuple[Offered, ...]:
    """So many people who stand."""
    return tuple(Offered(f"Tree {n}", "Stands for the first time.") for n in range(1, number + 1))


def made(world: World, state: str = "open", **more: Any) -> Poll:
    """An election in one of the STATES; "again": a seat fell empty after it, and was filled from the same papers."""
    given = {"question": SENTENCE, "words": "It meets each month.", "options": PEOPLE, "method": "scottish-stv"}
    asked = {**given, "purse_pence": None, "terms": SEATS, **more}
    with travel(by=-timedelta(days=12)):
        crowd = more_residents(world, sum(size for _, size in RANKINGS))
    if state == "called":
        return called(world, **asked)
    with travel(by=-timedelta(days=5 if state == "open" else 10)):
        poll = called(world, **asked)
    with travel(by=-timedelta(days=3 if state == "open" else 5)):
        _opened(poll, crowd)
    return _further(world, poll, state)


@contextmanager
def world_of(*states: str) -> Iterator[World]:
    """A world with an election in each of these states, as world.polls[state]; all is taken back at the end."""
    whole = transaction.atomic()
    whole._from_testcase = True
    with whole:
        world = make()
        world.polls = {state: made(world, state) for state in states}
        yield world
        transaction.set_rollback(True)


def _opened(poll: Poll, crowd: list[Person]) -> None:
    actions.open_poll(poll.pk, by=CLOCK, key=key())
    ids = dict(poll.options.values_list("number", "pk"))
    for person, picks in zip(crowd, rankings(), strict=True):
        chosen = [ids[number] for number in picks if number in ids]
        voter = Actor(frozenset({"anyone", "person"}), person=person.pk)
        actions.cast(poll.pk, chosen[:1] if poll.method == "plurality" else chosen, by=voter)


def rankings() -> Iterator[tuple[int, ...]]:
    """Each ballot of the crowd."""
    return (picks for picks, size in RANKINGS for _ in range(size))


def _further(world: World, poll: Poll, state: str) -> Poll:
    at = STATES.index(state)
    if at >= STATES.index("closed"):
        actions.close_poll(poll.pk, by=CLOCK, key=key())
    if at >= STATES.index("counted"):
        for who in ("secretary", "checker"):
            actions.read_seed(poll.pk, "3 5 1", by=world.actor(who), key=key())
        jobs.run_waiting()
    if at >= STATES.index("declared"):
        actions.declare(poll.pk, by=world.actor("checker"), key=key())
    if state == "done":
        with travel(by=timedelta(days=8)):
            actions.take_effect(poll.pk, by=CLOCK, key=key())
    if state == "again":
        kept = fresh(poll).tallies.get().report["won"]
        actions.count_back(poll.pk, kept[0], kept[1:], by=System("clock"), key=key())
    seal_now()
    return fresh(poll)
