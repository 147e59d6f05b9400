"""Equal ballots become one group, whatever their order, length, numbers and marks."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.sharing.grouping import as_sets, group
from tests.engines.sharing.pb_files import pb, read

TOPS = [3, 254, 255, 256, 65_534, 65_535, 65_536, 2**31 - 2]  # around each width of a number

ballots = st.sampled_from(TOPS).flatmap(
    lambda top: st.lists(st.lists(st.integers(max(0, top - 3), top), max_size=40, unique=True).map(sorted), max_size=30)
)


def grouped(rows: list[tuple[list[int], list[int]]], marked: bool) -> list[tuple[int, list[int], list[int]]]:
    lengths = np.array([len(named) for named, _ in rows], np.int32)
    named = np.array([index for named, _ in rows for index in named], np.int64)
    marks = np.array([mark for _, marks in rows for mark in marks], np.int64) if marked else None
    starts, named, marks, weights = group(lengths, named, marks)
    parts = [slice(a, b) for a, b in pairwise(starts)]
    found = zip(weights.tolist(), parts, strict=True)
    return [(w, named[part].tolist(), [] if marks is None else marks[part].tolist()) for w, part in found]


@given(rows=ballots, data=st.data(), marked=st.booleans())
def test_groups_are_the_counts_of_equal_ballots_in_sorted_order(rows, data, marked):
    marks = st.integers(0, data.draw(st.sampled_from([1, 255, 2**40])))
    pool = [(named, [data.draw(marks) for _ in named] if marked else []) for named in rows]
    drawn = data.draw(st.lists(st.sampled_from(pool), max_size=60)) if pool else []
    expected = Counter((tuple(named), tuple(marks)) for named, marks in drawn)
    found = grouped(drawn, marked)
    assert [(tuple(named), tuple(marks)) for _, named, marks in found] == sorted(expected)
    assert [weight for weight, _, _ in found] == [expected[key] for key in sorted(expected)]


@given(st.permutations([[0, 1, 2], [0, 1], [], [0, 1, 2], list(range(40)), [*range(39), 40], [1], [*range(39)]]))
def test_the_order_of_the_rows_does_not_matter(rows):
    assert grouped([(row, []) for row in rows], False) == grouped([(sorted(row), []) for row in sorted(rows)], False)


def test_without_marks_the_ballots_are_sets():
    votes = ["voter_id;vote", "a;1,2", "b;2,1", "c;L03/x,2", "d;2,1", "e;"]
    ordinal = read(pb(meta={"vote_type": "ordinal"}, votes=votes))[0]
    assert list(as_sets(ordinal).ballots()) == [(1, (), None), (3, (0, 1), None), (1, (1, 2), None)]
    approval = read(pb(votes=votes))[0]
    assert as_sets(approval) is approval


def test_groups_with_money_of_their_own_stay_apart():
    election = replace(read(pb(meta={"vote_type": "ordinal"}))[0], endowments=(1, 2, 3, 4))
    with pytest.raises(ValueError, match="unequal"):
        as_sets(election)
