"""Rounds: opened under a held power with money, their terms fixed, their days kept by the clock."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from letgo.commons.door.models import Message
from letgo.commons.promises.models import Promise
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets import queries, rules
from letgo.decide.budgets.rules import IDEA_MOVES, Terms


def test_a_round_opens_only_under_a_held_power_with_money_that_is_there(world, made):
    made.rules()
    under, secretary = made.power(world), made.by(world, "secretary")
    for more in (
        {"purse_pence": made.PURSE + 1, "pot": made.pot(world).pk},
        {"ideas_until": made.soon(-1)},
        {"votes": (made.soon(40), made.soon(50))},
        {"terms": Terms(reserve_pence=made.PURSE)},
    ):
        with pytest.raises(Refused), transaction.atomic():
            made.open_round(under.pk, made.opening(world, **more), by=secretary, key=made.key())
    for who in ("resident", "officer", "board"):
        with pytest.raises(Refused), transaction.atomic():
            made.open_round(under.pk, made.opening(world), by=made.by(world, who), key=made.key())
    made.open_round(under.pk, made.opening(world), by=secretary, key=made.key())
    with pytest.raises(Refused, match="open under this power"), transaction.atomic():
        made.open_round(under.pk, made.opening(world), by=secretary, key=made.key())


def test_no_round_opens_while_a_clock_of_its_duties_is_missing(world, made):
    with pytest.raises(Refused, match="No clock"):
        made.open_round(made.power(world).pk, made.opening(world), by=made.by(world, "secretary"), key=made.key())


def test_the_terms_of_a_round_never_change(world, opened, made):
    at = opened()
    line = made.said(world, at).line
    with pytest.raises(DatabaseError), transaction.atomic():
        type(at).objects.filter(pk=at.pk).update(terms={}, line=line)


def test_everybody_on_the_list_is_told_that_ideas_are_open_once(world, opened, made):
    at = opened()
    run_waiting()
    run_waiting()
    assert Message.objects.filter(about_kind="round", about_id=at.pk).count() == 2


def test_the_clock_ends_the_days_for_ideas_and_the_vote_is_owed(world, opened, made):
    at = opened()
    with travel(by=timedelta(days=14)):
        made.tick()
        assert made.fresh(at).state == "ideas"
    with travel(by=timedelta(days=15)):
        made.tick()
        made.tick()
    assert made.fresh(at).state == "costing"
    assert Promise.objects.filter(about_kind="round", about_id=at.pk, rule__name="budgets.put-on-the-vote").count() == 1


def test_with_nothing_due_the_clock_touches_nothing(world, opened, made, django_assert_num_queries):
    opened()
    with django_assert_num_queries(9):
        assert made.tick() == 0


def test_the_vote_waits_while_costing_runs_and_something_is_not_ready(world, opened, made):
    at = opened()
    made.said(world, at)
    with travel(by=timedelta(days=20)):
        made.tick()
        with pytest.raises(Refused, match="not ready"):
            made.put(world, at)


def test_voters_are_told_when_the_vote_opens_and_before_it_closes_and_what_is_kept_back(world, made):
    at = made.on_the_vote(world, voters=2, terms=Terms(reserve_pence=50_000))
    assert at.poll.purse_pence == 950_000
    assert set(at.poll.stakes.values_list("person", flat=True)) == {world.person("resident").pk}
    assert "The money is £10,000. £500 of it is kept back" in at.poll.words
    with travel(at.poll.opens + timedelta(hours=1)):
        made.ballots.open_poll(at.poll_id, by=made.CLOCK, key=made.key())
        made.tick()
        made.tick()
        run_waiting()
    told = Message.objects.filter(about_kind="poll", about_id=at.poll_id)
    assert told.count() == 2
    with travel(at.poll.closes - timedelta(days=1)):
        made.tick()
        run_waiting()
    assert told.count() == 4


def test_a_vote_that_is_called_off_is_held_again(world, made):
    at = made.on_the_vote(world, voters=2)
    made.ballots.void_poll(at.poll_id, "The list was wrong.", by=made.by(world, "administrator"), key=made.key())
    made.tick()
    at = made.fresh(at)
    assert (at.state, at.poll_id) == ("costing", None)
    assert set(at.ideas.values_list("state", flat=True)) == {"agreed"}


def test_the_place_s_round_is_the_one_under_way(world, opened, made, django_assert_num_queries):
    at = opened()
    with django_assert_num_queries(1):
        assert queries.round_of(world.places["here"]) == at
    assert queries.round_of(world.places["there"]) is None


def test_days_and_terms_that_cannot_be_are_told_in_a_sentence(made):
    day = made.soon
    assert rules.days_fault(day(0), day(1), day(2), (day(3), day(3))) == ""
    assert "still to come" in rules.days_fault(day(0), day(-1), day(2), (day(3), day(4)))
    assert "vote opens after" in rules.days_fault(day(0), day(1), day(2), (day(2), day(4)))
    assert rules.terms_fault(Terms(), 100) == ""
    assert rules.terms_fault(Terms(rise_percent=101), 100)
    assert rules.terms_fault(Terms(over_rise="nothing"), 100)
    assert [rules.checkers_needed(n) for n in (0, 59, 60)] == [1, 1, 2]


def test_every_state_of_an_idea_can_be_reached_from_said():
    reached, new = set(), {"said"}
    while new:
        reached |= new
        new = {to for state in new for to in IDEA_MOVES[state]} - reached
    assert reached == set(IDEA_MOVES)
