"""A rise above the terms goes to the holders by vote: its result settles it once, and a challenge that is upheld takes it back."""

from datetime import timedelta

import pytest

from letgo.commons.money import actions as money
from letgo.commons.money.queries import balance
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.ballots.rulings.actions import challenge, decide_challenge, overturn
from letgo.decide.budgets.changes import actions, effects
from letgo.decide.budgets.delivery import queries
from letgo.decide.budgets.jobs import tick
from tests.decide.ballots.made import give_office
from tests.decide.budgets import funded
from tests.decide.budgets.made import by, fresh, key
from tests.world import TEST

TERMS = {"over_rise": "poll"}
RAISE, OLD, NEXT = "Pay £3,000", "Build it for £2,000, or not at all", "Let it go, and build who is next"


def asked(world):
    give_office(world, world.person("administrator").pk)
    return actions.Asked(now() + timedelta(days=1), now() + timedelta(days=8), world.person("administrator").pk)


def called(world, made, who="secretary"):
    return actions.put_to_vote(made.pk, asked(world), by=by(world, who), key=key())


def risen(world, *titles, **more):
    """Benches for £2,000 shall cost £3,000: the change."""
    row = funded.funded(world, titles or ("Benches", "Trees"), win=1, **(TERMS | more))[0]
    return funded.changed(world, row, 300_000)


def declared(world, poll, *picks):
    """The vote on a rise with these titles picked, one by each resident, from its opening to its declaration."""
    people = ["resident", "subject"]
    listed = {option.title: option.pk for option in poll.options.all()}
    for who in (*people, "secretary", "checker", "administrator"):
        by(world, who)
    with travel(poll.opens + timedelta(hours=1)):
        ballots.open_poll(poll.pk, by=CLOCK, key=key())
        for name, title in zip(people, picks, strict=False):
            ballots.cast(poll.pk, [listed[title]], by=by(world, name))
    with travel(poll.closes + timedelta(minutes=1)):
        ballots.close_poll(poll.pk, by=CLOCK, key=key())
        for who in ("secretary", "checker"):
            ballots.read_seed(poll.pk, "4 2 6", by=by(world, who), key=key())
        run_waiting()
        run_waiting()
        ballots.declare(poll.pk, by=by(world, "administrator"), key=key())


def taken(poll):
    with travel(poll.closes + timedelta(days=poll.object_days + 2)):
        ballots.take_effect(poll.pk, by=CLOCK, key=key())
        for _ in range(2):
            run_waiting()
            tick()


def test_the_holders_vote_on_it_and_what_wins_happens_once(world):
    made = risen(world)
    assert (made.way, made.state) == ("poll", "asked")
    assert made.due.rule.name == "budgets.answer-rise"
    for who in ("officer-here", "resident", "councillor"):
        with pytest.raises(Refused):
            called(world, made, who)
    with pytest.raises(Refused, match="vote on this"):
        actions.settle(made.pk, "old-cost", "Hall.", by=by(world, "secretary"), key=key())
    poll = called(world, made)
    assert [option.title for option in poll.options.order_by("number")][:3] == [RAISE, OLD, NEXT]
    assert fresh(made).due.closed == "meet"
    for again in (lambda: called(world, made), lambda: funded.changed(world, fresh(made.project), 400_000)):
        with pytest.raises(Refused):
            again()
    declared(world, poll, RAISE, RAISE)
    assert (fresh(made).state, fresh(made.project).pence) == (
        "asked",
        200_000,
    )  # not before the days to object are over
    taken(poll)
    assert (fresh(made).state, fresh(made).answer, fresh(made.project).pence) == ("done", "raise", 300_000)
    assert balance(made.project.round.pot_id).held == 300_000
    with pytest.raises(Refused):
        effects.settle_change(Ref("poll", poll.pk), poll.effect_args)
    with travel(poll.closes + timedelta(days=20)):
        overturn(poll.pk, "The list was of last year.", by=by(world, "administrator"), key=key())
        run_waiting()
        run_waiting()
    assert (fresh(made).state, fresh(made.project).pence) == ("undone", 200_000)
    assert balance(made.project.round.pot_id).held == 200_000


def test_who_is_next_stands_on_the_paper_only_where_their_cost_would_fit(world):
    row = funded.funded(world, ("Benches", "Trees"), pence=450_000, win=1, **TERMS)[0]
    actions.change(row.pk, 100_000, "Smaller.", by=by(world, "officer-here"), key=key())
    rest = balance(row.round.pot_id).available - 100  # what is left, and the Benches let go, pay no Trees
    money.transfer(row.round.pot_id, row.round.outside_id, rest, row.ref, TEST, key(), why="Given back")
    made = funded.changed(world, fresh(row), 540_000)
    titles = [option.title for option in called(world, made).options.order_by("number")]
    assert titles[0].startswith("Build it for")
    assert NEXT not in titles


def test_who_is_next_is_funded_instead_and_that_is_taken_back_too(world):
    made = risen(world)
    poll = called(world, made)
    declared(world, poll, NEXT, NEXT)
    taken(poll)
    at = made.project.round

    def stand():
        return {row.idea.title: row.state for row in queries.of_round(at) if row.state != "stopped"}

    assert stand() == {"Trees": "set-aside"}
    with travel(poll.closes + timedelta(days=20)):
        overturn(poll.pk, "The list was of last year.", by=by(world, "administrator"), key=key())
        run_waiting()
        run_waiting()
    assert stand() == {"Benches": "set-aside"}
    assert fresh(made).state == "undone"
    assert balance(at.pot_id).held == 200_000


def test_a_vote_that_decides_nothing_leaves_the_old_cost(world):
    made = risen(world)
    poll = called(world, made)
    declared(world, poll, "None of these, come back to us", "None of these, come back to us")
    taken(poll)
    assert (fresh(made).state, fresh(made).answer, fresh(made.project).pence) == ("refused", "old-cost", 200_000)


def test_a_vote_that_was_called_off_or_does_not_hold_is_owed_and_called_again(world):
    made = risen(world)
    first = called(world, made)
    ballots.void_poll(first.pk, "The list was wrong.", by=by(world, "administrator"), key=key())
    tick()
    assert (fresh(made).poll_id, fresh(made).due.closed) == (None, "")
    second = called(world, made)
    declared(world, second, RAISE, RAISE)
    with travel(second.closes + timedelta(days=1)):
        said = challenge(second.pk, "The hall was shut.", by=by(world, "resident"), key=key())
        decide_challenge(said.pk, True, "It was shut.", by=by(world, "administrator"), key=key())
        tick()
    assert (fresh(made).state, fresh(made).poll_id, fresh(made.project).pence) == ("asked", None, 200_000)


def test_what_cannot_be_paid_is_not_on_the_paper_and_the_powers_limit_binds_the_vote_too(world):
    from letgo.commons.powers.models import Power
    from tests.database import unguarded

    made = risen(world, "Benches")
    poll = called(world, made)
    assert NEXT not in {option.title for option in poll.options.all()}
    declared(world, poll, RAISE, RAISE)
    with unguarded():
        Power.objects.filter(pk=made.project.round.power_id).update(pence_a_year=250_000)
    taken(poll)
    assert (fresh(made).state, fresh(made).answer, fresh(made.project).pence) == ("refused", "old-cost", 200_000)
    assert "left of this year" in Line.objects.get(verb="budgets.settle-change").said["met"]
