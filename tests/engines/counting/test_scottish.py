"""Scottish STV by rules 45 to 52: worked examples, the plain count beside the fast one, and what must not change a result."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.counting import papers, reference, scottish
from letgo.engines.counting.election import election_of
from letgo.engines.counting.settings import Gregory
from letgo.engines.counting.ties import Ties
from tests.engines.counting.made import ballots, elections, people


def same(one, other) -> bool:
    parts = ("stages", "winners", "filled", "quota", "ties", "valid")
    return all(getattr(one, part) == getattr(other, part) for part in parts)


@pytest.mark.parametrize("few", [0, 10**9])
@given(election=elections(), seed=st.sampled_from(["a", "b"]))
def test_the_fast_count_is_the_plain_count_by_lists_and_by_arrays(few, election, seed):
    kept, papers.FEW = papers.FEW, few
    try:
        assert same(scottish.count(election, ties=Ties("e", seed)), reference.count(election, ties=Ties("e", seed)))
    finally:
        papers.FEW = kept


@given(election=elections(), data=st.data())
def test_countback_and_reopened_nominations_are_the_same_both_ways(election, data):
    standing = [n for n in range(1, len(election.candidates) + 1) if n not in election.withdrawn]
    ron = data.draw(st.sampled_from([0, *standing]))
    kept = data.draw(st.sets(st.sampled_from(standing), max_size=election.seats)) if standing else set()
    kept.discard(ron)
    count = scottish.count(election, protected=kept, ron=ron)
    assert same(count, reference.count(election, protected=kept, ron=ron))
    if count.valid:
        assert kept <= set(count.winners)
        assert len(count.winners) <= election.seats


def test_a_surplus_moves_at_its_own_part_cut_to_five_decimals():
    """Quota 6 of 16 for 2 seats; A has 9: each of the 9 papers moves on at 3/9 = 0.33333 and 0.00003 is lost."""
    count = scottish.count(ballots({(1, 2): 6, (1, 3): 3, (2,): 4, (3,): 3}, seats=2))
    assert count.quota == 600_000
    assert count.stages[0].elected == (1,)
    assert count.stages[1].totals == (600_000, 400_000 + 6 * 33_333, 300_000 + 3 * 33_333)
    assert count.stages[1].lost == 3
    assert count.winners == (1, 2)


def test_who_is_over_the_quota_is_closed_at_once_though_their_own_surplus_waits():
    """A and B are over the quota at stage 1. A's papers skip B and go to C, as the rules say and some programs do not."""
    count = scottish.count(ballots({(1, 2, 3): 40, (2, 4): 30, (3,): 9, (4,): 11}, seats=3))
    assert count.stages[0].elected == (1, 2)
    assert count.stages[1].source == 1
    assert count.stages[1].totals[1] == 3_000_000
    assert count.stages[1].totals[2] > 900_000


def test_a_tie_is_settled_by_the_last_stage_at_which_they_were_unequal():
    """2 and 3 are equal when one must go; at stage 1 number 2 had fewer."""
    count = scottish.count(ballots({(1,): 10, (2,): 3, (3,): 4, (4, 2): 1, (5,): 9}, seats=1))
    tie = next(stage.tie for stage in count.stages if stage.tie and set(stage.tie.tied) == {2, 3})
    assert (tie.chosen, tie.by) == (2, "stage")


def test_a_lot_is_the_same_each_time_and_another_seed_may_draw_another():
    election = ballots({(1,): 5, (2,): 5}, seats=1)
    drawn = {scottish.count(election, ties=Ties("e", seed)).winners for seed in map(str, range(20))}
    assert drawn == {(1,), (2,)}
    assert (
        scottish.count(election, ties=Ties("e", "7")).winners == scottish.count(election, ties=Ties("e", "7")).winners
    )


@pytest.mark.parametrize(
    ("rows", "seats", "winners"),
    [
        ({(): 0}, 2, ()),  # no vote at all: nobody, although two seats are empty
        ({(1,): 3}, 2, (1,)),  # one candidate, two seats
        ({(1,): 1, (2,): 1}, 3, (1, 2)),  # no more stand than there are seats
        ({(1,): 5, (2,): 1, (3,): 1}, 2, (1, 3)),
    ],
)
def test_small_and_empty_elections_have_their_written_rule(rows, seats, winners):
    count = scottish.count(ballots(rows, seats, candidates=max(max(row, default=3) for row in rows)))
    assert sorted(count.winners) == sorted(winners) or (len(winners) == 2 and count.winners[0] == winners[0])


def test_everybody_is_elected_without_a_vote_when_no_more_stand_than_there_are_seats():
    assert sorted(scottish.count(ballots({(): 0}, 2, candidates=2)).winners) == [1, 2]


def test_five_hundred_candidates_are_counted():
    election = ballots({(number, number % 500 + 1): number for number in range(1, 501)}, seats=9)
    assert same(scottish.count(election), reference.count(election))


@given(election=elections(), order=st.randoms())
def test_the_order_of_rows_and_splitting_a_group_change_nothing(election, order):
    rows = [(1, ranking) for weight, ranking in election.groups() for _ in range(weight)]
    order.shuffle(rows)
    again = election_of(election.candidates, election.seats, rows, election.withdrawn)
    assert same(scottish.count(again), scottish.count(election))


@given(election=elections(), times=st.integers(2, 9))
def test_k_times_the_ballots_elect_the_same_people_where_no_number_is_cut(election, times):
    """With a quota that scales too (no whole votes) and values that are never cut short of 9 decimals."""
    rule = Gregory(digits=9, whole_quota=False)
    more = replace(election, weights=election.weights * times)
    one, other = scottish.count(election, rule), scottish.count(more, rule)
    if [stage.source for stage in one.stages] == [stage.source for stage in other.stages]:
        assert one.winners == other.winners


@given(election=elections(), turn=st.integers(1, 6))
def test_other_numbers_for_the_candidates_elect_the_same_people_unless_a_lot_is_drawn(election, turn):
    size = len(election.candidates)
    number = {old: (old - 1 + turn) % size + 1 for old in range(1, size + 1)}
    rows = [(weight, tuple(number[old] for old in ranking)) for weight, ranking in election.groups()]
    count = scottish.count(election)
    again = scottish.count(election_of(people(size), election.seats, rows, [number[old] for old in election.withdrawn]))
    if not any(tie.by == "lot" for tie in (*count.ties, *again.ties)):
        assert again.winners == tuple(number[old] for old in count.winners)


@given(election=elections())
def test_nothing_is_lost_that_is_not_said(election):
    count = scottish.count(election)
    for stage in count.stages:
        assert sum(stage.totals) + stage.lost == count.valid * count.scale
        assert stage.lost >= 0
    assert len(count.winners) == len(set(count.winners))
    assert len(count.winners) <= election.seats


@given(election=elections())
def test_one_more_ballot_for_who_wins_first_does_not_take_their_seat(election):
    count = scottish.count(election)
    if count.stages[0].elected:
        sure = count.stages[0].elected[0]
        rows = [*((weight, ranking) for weight, ranking in election.groups()), (1, (sure,))]
        again = scottish.count(election_of(election.candidates, election.seats, rows, election.withdrawn))
        assert sure in again.winners


def test_reopened_nominations_take_a_seat_for_each_quota_and_leave_it_empty():
    count = scottish.count(ballots({(3, 1): 70, (1,): 20, (2,): 10}, seats=3, candidates=3), ron=3)
    assert count.winners.count(3) == 2
    assert count.winners.count(1) == 1
    assert count.stages[0].totals[2] - count.stages[1].totals[2] == 70 * 100_000 - 2 * count.quota
