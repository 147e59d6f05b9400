"""Lots that anybody can draw again and nobody can steer by the order of rows."""

import hashlib
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.sealing.lots import lot, order

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def test_a_lot_is_the_hash_of_election_seed_and_option():
    assert lot("Mossley", "4 1 6", "B") == hashlib.sha256(b'["Mossley","4 1 6","B"]').hexdigest()


def test_golden_order():
    assert order("", "letgo", ["1", "2", "3", "4", "5"]) == ["2", "3", "1", "4", "5"]


@given(st.lists(texts, unique=True, max_size=5), texts, texts)
def test_the_order_of_rows_does_not_change_the_lots(options, election, seed):
    assert len({tuple(order(election, seed, each)) for each in permutations(options)}) == 1


def test_over_many_seeds_every_option_comes_first_about_as_often():
    firsts = [order("", str(seed), "ABC")[0] for seed in range(3000)]
    assert all(900 < firsts.count(option) < 1100 for option in "ABC")
