"""What holds for every project: no chain of rises beats the terms, and nobody confirms their own work."""

from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.promises.rules import Event, begin
from letgo.decide.budgets.delivery import rules
from letgo.decide.budgets.delivery.rules import Costs, Step
from letgo.decide.budgets.rules import Terms
from tests.commons.promises.made import ENGLAND
from tests.commons.promises.made import rule as made_rule

TODAY = date(2026, 11, 22)
money = st.integers(1, 5_000_000)


@given(voted=money, percent=st.integers(0, 40), reserve=st.integers(0, 900_000), asks=st.lists(money, max_size=12))
def test_no_chain_of_rises_goes_beyond_the_percentage_or_the_reserve(voted, percent, reserve, asks):
    """An officer who asks again and again gets no further than one who asks once."""
    terms, now, used = Terms(rise_percent=percent, reserve_pence=reserve), voted, 0
    for to in asks:
        if rules.way(Costs(voted, now, used), to, terms) == "officer":
            now, used = to, max(0, to - voted)
    assert now <= max(voted, voted + voted * percent // 100)
    assert max(0, now - voted) <= reserve


@given(
    voted=money, now=money, used=st.integers(0, 900_000), percent=st.integers(0, 40), reserve=st.integers(0, 900_000)
)
def test_the_most_that_the_officer_may_allow_is_the_most(voted, now, used, percent, reserve):
    terms, costs = Terms(rise_percent=percent, reserve_pence=reserve), Costs(voted, now, used)
    most = rules.most_by_officer(costs, terms)
    assert rules.way(costs, most, terms) == "officer"
    assert rules.way(costs, most + 1, terms) == terms.over_rise


def test_ten_percent_of_the_cost_that_was_voted_on():
    terms = Terms(rise_percent=10, reserve_pence=30_000)
    assert rules.way(Costs(200_000, 200_000, 0), 220_000, terms) == "officer"
    assert rules.way(Costs(200_000, 200_000, 0), 220_001, terms) == "next-project"
    assert rules.way(Costs(200_000, 200_000, 15_000), 220_000, terms) == "next-project"  # the reserve is used up


@given(st.lists(st.integers(-3, 60), max_size=14))
def test_stages_have_days_to_come_one_after_the_other(days):
    steps = [Step("Dig", TODAY + timedelta(days=n)) for n in days]
    well = 1 <= len(days) <= rules.MOST_STAGES and days == sorted(days) and days[0] > 0
    assert (rules.wrong(steps, TODAY) == "") == well


def test_a_stage_says_what_is_done():
    assert rules.wrong([Step(" ", TODAY + timedelta(days=1))], TODAY)


@given(st.dates(date(2025, 1, 2), date(2028, 12, 1)))
def test_the_clock_of_a_stage_runs_to_the_end_of_its_day(day):
    """Also on the nights when clocks change: one day after the day before is the named day's last second."""
    standing = begin(made_rule("1 day"), ENGLAND, Event("start", rules.clock_from(day)))
    local = standing.ahead.astimezone(ZoneInfo("Europe/London"))
    assert (local.date(), local.hour, local.minute) == (day, 23, 59)


@given(order=st.lists(money, max_size=9), free=st.integers(0, 9_000_000))
def test_who_is_next_never_costs_more_than_is_free(order, free):
    named = list(enumerate(order))
    found = rules.next_that_fit(named, free)
    assert sum(order[item] for item in found) <= free
    assert found == sorted(found)
    left = free - sum(order[item] for item in found)
    assert all(order[item] > left for item in range(len(order)) if item not in found and item > max(found, default=-1))


def test_who_did_the_work_or_helped_and_who_works_there_cannot_confirm():
    one, two = uuid4(), uuid4()
    assert rules.cannot_confirm(person=one, helper=None, doers={two}, works=False) == ""
    assert rules.cannot_confirm(person=one, helper=None, doers={one}, works=False)
    assert rules.cannot_confirm(person=one, helper=two, doers={two}, works=False)
    assert rules.cannot_confirm(person=one, helper=None, doers=set(), works=True)
    assert rules.cannot_confirm(person=None, helper=None, doers=set(), works=False)


def test_who_said_nothing_and_who_gains():
    one, two = uuid4(), uuid4()
    assert rules.silent({one, two}, {one: ""}) == {two}
    assert not rules.gains(one, {one: " "})
    assert rules.gains(one, {one: "My brother's firm"})
