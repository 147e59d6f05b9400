"""Power indices: against the definition, group by group and order by order, and what cannot be counted is refused."""

import time
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letgo.engines.counting.power import BadGame, absolute_banzhaf, banzhaf, shapley_shubik, swings


@st.composite
def games(draw, most=8):
    weights = draw(st.lists(st.integers(0, 12), min_size=1, max_size=most).filter(any))
    return weights, draw(st.integers(1, sum(weights)))


@given(game=games())
def test_swings_are_the_definition_group_by_group(game):
    weights, quota = game
    found = [0] * len(weights)
    for group in product((False, True), repeat=len(weights)):
        held = sum(weight for weight, inside in zip(weights, group, strict=True) if inside)
        for player, inside in enumerate(group):
            found[player] += inside and held >= quota > held - weights[player]
    assert swings(weights, quota) == tuple(found)
    assert banzhaf(weights, quota) == tuple(Fraction(own, sum(found)) for own in found)
    assert absolute_banzhaf(weights, quota) == tuple(Fraction(own, 2 ** len(weights) // 2) for own in found)


@settings(max_examples=30)
@given(game=games(most=6))
def test_shapley_shubik_is_the_definition_order_by_order(game):
    weights, quota = game
    orders = list(permutations(range(len(weights))))
    found = [0] * len(weights)
    for order in orders:
        held = 0
        for player in order:
            held += weights[player]
            if held >= quota:
                found[player] += 1
                break
    assert shapley_shubik(weights, quota) == tuple(Fraction(own, len(orders)) for own in found)


@given(game=games(), times=st.integers(2, 10**6))
def test_parts_sum_to_one_and_other_units_change_nothing(game, times):
    weights, quota = game
    more = [weight * times for weight in weights]
    for index in (banzhaf, shapley_shubik):
        assert sum(index(weights, quota)) == 1
        assert index(more, quota * times) == index(weights, quota)


def test_a_blocs_power_is_more_than_its_weight():
    """Of 12 seats four vote as one: they hold 15 of 31 swings, and each of the eight others 2 of 31."""
    assert banzhaf([1] * 8 + [4], 7) == (*[Fraction(2, 31)] * 8, Fraction(15, 31))
    assert shapley_shubik([1] * 8 + [4], 7)[-1] == Fraction(4, 9)


@pytest.mark.parametrize(
    ("weights", "quota", "said"),
    [
        ([], 1, "no players"),
        ([3, -1], 2, "below 0"),
        ([3, 1], 0, "from 1"),
        ([3, 1], 5, "from 1"),
        ([0, 0], 1, "from 1"),
        ([1.5, 1], 2, "whole numbers"),
        ([True, 1], 2, "whole numbers"),
        ([10**12, 10**12 + 1], 10**12, "too large"),
    ],
)
def test_what_is_no_game_is_refused_with_its_cure(weights, quota, said):
    for index in (swings, banzhaf, absolute_banzhaf, shapley_shubik):
        with pytest.raises(BadGame, match=said):
            index(weights, quota)


def test_a_hundred_players_are_counted_exactly_and_at_once():
    """2 to the 100 groups, and no group is looked at."""
    weights = list(range(1, 101))
    began = time.process_time()
    parts = banzhaf(weights, 2526), shapley_shubik(weights, 2526)
    assert time.process_time() - began < 5
    for part in parts:
        assert sum(part) == 1
        assert list(part) == sorted(part)
