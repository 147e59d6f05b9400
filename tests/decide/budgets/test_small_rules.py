"""Small money: who releases it, and that no splitting gets more than the limit."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from letgo.decide.budgets.small import rules
from letgo.decide.budgets.small.rules import Ask

TODAY = date(2026, 11, 22)


@given(st.lists(st.booleans(), max_size=8))
def test_three_residents_release_it_and_two_of_them_are_of_the_group(yeses):
    assert rules.released(yeses) == (len(yeses) >= 3 and yeses.count(True) >= 2)
    more, of_group = rules.missing(yeses)
    assert rules.released(yeses + [True] * of_group + [False] * (more - of_group))
    if more:
        assert not rules.released(yeses + ([True] * of_group + [False] * (more - of_group))[:-1])


@given(
    parts=st.lists(st.integers(1, 60_000), min_size=1, max_size=9),
    days=st.lists(st.integers(0, 28), min_size=9, max_size=9),
    limit=st.integers(1, 60_000),
    title=st.text(st.characters(codec="ascii", categories=["L", "Zs"]), min_size=3, max_size=30).filter(str.strip),
)
def test_no_splitting_gets_more_than_the_limit_within_four_weeks(parts, days, limit, title):
    """One thing in many parts: what is let through adds up to the limit at most."""
    passed: list[Ask] = []
    for pence, day in zip(parts, days, strict=False):
        ask = Ask(title, "", pence, TODAY + timedelta(days=day))
        if rules.together(ask, passed) <= limit:
            passed.append(ask)
    assert sum(ask.pence for ask in passed) <= limit


def test_the_same_thing_in_other_words_is_the_same():
    assert rules.same("New ball for the pitch", "a ball for the pitch, second half")
    assert rules.same("BALL!", "ball")
    assert not rules.same("New ball for the pitch", "Tea urn for the hall")
    assert rules.same("x", "x")
    assert not rules.same("x", "y")


def test_after_four_weeks_it_may_be_asked_for_again():
    old = Ask("A ball", "", 50_000, TODAY - timedelta(days=29))
    assert rules.together(Ask("A ball", "", 50_000, TODAY), [old]) == 50_000
