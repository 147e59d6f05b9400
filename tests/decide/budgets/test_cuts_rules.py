"""A cut is always met, nothing is taken below a plan, and nobody alone stops one."""

from hypothesis import assume, given
from hypothesis import strategies as st

from letgo.decide.budgets.cuts import rules
from letgo.decide.budgets.cuts.rules import Plan

plan = st.tuples(st.integers(1, 900_000), st.integers(0, 900_000)).filter(lambda p: p[0] > p[1]).map(lambda p: Plan(*p))


@given(
    plans=st.lists(plan, min_size=1, max_size=8),
    cut=st.integers(1, 4_000_000),
    free=st.integers(0, 900_000),
    data=st.data(),
)
def test_whatever_stays_whole_within_the_purse_the_cut_is_met(plans, cut, free, data):
    purse = rules.to_keep(plans, cut, free)
    assume(purse >= 0)
    kept = data.draw(st.lists(st.booleans(), min_size=len(plans), max_size=len(plans)))
    assume(sum(one.gives for one, whole in zip(plans, kept, strict=True) if whole) <= purse)
    assert rules.given_up(plans, kept) + free >= cut


def test_what_is_paid_is_never_cut():
    assert rules.wrong(Plan(100, 30), 40)
    assert rules.wrong(Plan(100, 100), 0)
    assert not rules.wrong(Plan(100, 40), 40)


@given(st.integers(0, 400), st.integers(1, 3_000))
def test_one_or_two_people_never_stop_a_plan_and_ten_always_do(objectors, people):
    assert rules.counts(objectors, people) == (objectors >= 10 or (objectors >= 3 and objectors * 5 >= people))


def test_an_objector_group_of_one_has_no_veto():
    assert not any(rules.counts(1, people) for people in range(1, 3_000))
    assert not any(rules.counts(2, people) for people in range(1, 3_000))
