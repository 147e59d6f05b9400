"""ERS97: worked by hand paragraph by paragraph, beside a plain count on random elections, and what must not change a result."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letgo.engines.counting import ers97
from letgo.engines.counting.audit import closest
from letgo.engines.counting.counting import BadSettings, Settings
from letgo.engines.counting.counting import count as counted
from letgo.engines.counting.election import Election, election_of
from letgo.engines.counting.report import report
from letgo.engines.counting.ties import Ties
from tests.engines.counting.ers97_plain import officer
from tests.engines.counting.made import ballots, elections, people


def forwards(name: str = "", seed: str = "letgo") -> Ties:
    return Ties(name, seed, forwards=True)


def sheet(count) -> list[tuple]:
    return [
        (
            stage.action,
            stage.excluded,
            stage.elected,
            tuple(Fraction(total, 100) for total in stage.totals),
            Fraction(stage.quota, 100),
        )
        for stage in count.stages
    ]


@given(election=elections(), seed=st.sampled_from(["a", "b"]))
def test_the_count_is_the_officers_count_paper_by_paper(election: Election, seed: str):
    count = ers97.count(election, forwards("e", seed))
    plain, winners = officer(election, "e", seed)
    assert sheet(count) == plain
    assert list(count.winners) == winners


@given(election=elections())
def test_every_vote_is_somewhere_and_nobody_sits_twice(election: Election):
    count = ers97.count(election)
    for stage in count.stages:
        assert sum(stage.totals) + stage.lost == count.valid * 100
        assert stage.lost >= 0
    assert len(set(count.winners)) == len(count.winners) <= election.seats
    if count.valid:
        standing = len(election.candidates) - len(election.withdrawn)
        assert len(count.winners) == min(election.seats, standing)


@given(election=elections(), order=st.randoms())
def test_the_order_of_rows_changes_nothing(election: Election, order):
    rows = [(1, ranking) for weight, ranking in election.groups() for _ in range(weight)]
    order.shuffle(rows)
    again = ers97.count(election_of(election.candidates, election.seats, rows, election.withdrawn))
    assert sheet(again) == sheet(ers97.count(election))


@given(election=elections(), turn=st.integers(1, 6))
def test_other_numbers_for_the_candidates_elect_the_same_people_unless_a_lot_is_drawn(election: Election, turn):
    size = len(election.candidates)
    number = {old: (old - 1 + turn) % size + 1 for old in range(1, size + 1)}
    rows = [(weight, tuple(number[old] for old in ranking)) for weight, ranking in election.groups()]
    count = ers97.count(election)
    again = ers97.count(election_of(people(size), election.seats, rows, [number[old] for old in election.withdrawn]))
    if not any(tie.by == "lot" for tie in (*count.ties, *again.ties)):
        assert again.winners == tuple(number[old] for old in count.winners)


def test_the_quota_is_cut_at_two_decimals_and_a_hundredth_added():
    """16 / 3 = 5.333..., so 5.34; 15 / 3 is exact, so 5.00 (5.1.6)."""
    assert ers97.count(ballots({(1,): 8, (2,): 5, (3,): 3}, seats=2)).quota == 534
    assert ers97.count(ballots({(1,): 8, (2,): 5, (3,): 2}, seats=2)).quota == 500


def test_a_surplus_of_first_preferences_moves_all_papers_that_can_move():
    """Quota 7.34 of 22; A has 12, 4.66 too many; 10 papers go on: at 0.46 each. 0.06 is the difference that is lost (5.3.7)."""
    count = ers97.count(ballots({(1, 2): 6, (1, 3): 4, (1,): 2, (2,): 4, (3,): 3, (4,): 3}, seats=2))
    assert count.quota == 734
    assert count.stages[1].batches == (46,)
    assert count.stages[1].totals == (734, 400 + 6 * 46, 300 + 4 * 46, 300)
    assert count.stages[1].lost == 466 - 460


def test_the_first_two_stages_of_the_rules_own_model_election():
    """753 votes for 6 places: quota 107.58. 134 papers, 123 of them move, at 0.21, and 0.59 is lost; it cannot wait, 24 - 23 is 1.

    Source: section 8 of the rules, "Model election". The other votes are made up.
    """
    others = {(number,): votes for number, votes in enumerate([23, 24, 71, 72, 71, 72, 71, 72, 71, 72], 2)}
    count = ers97.count(ballots({(1,): 11, (1, 5): 100, (1, 2): 23} | others, seats=6))
    assert (count.valid, count.quota) == (753, 10758)
    assert count.stages[0].elected == (1,)
    assert (count.stages[1].source, count.stages[1].batches, count.stages[1].lost) == (1, (21,), 59)


def test_a_later_surplus_moves_only_the_batch_that_made_it():
    """Quota 6.00. B's own 5 papers would go to D; the 3 of E that brought B to 8 go to C. Only these move, at 0.66 (5.3.2)."""
    rows = {(1,): 6, (2, 4): 5, (5, 2, 3): 3, (3,): 4, (4,): 4, (6,): 2}
    count = ers97.count(ballots(rows, seats=3, candidates=6))
    assert [stage.excluded for stage in count.stages[1:3]] == [(6,), (5,)]
    assert count.stages[2].totals[1] == 800
    assert (count.stages[3].source, count.stages[3].batches) == (2, (66,))
    assert count.stages[3].totals == (600, 600, 400 + 3 * 66, 400, 0, 0)
    assert count.winners == (1, 2, 3)


def test_a_surplus_that_can_change_nothing_waits():
    """A is 0.66 over the quota of 13.34; C with 2 is 5 behind D: C goes out first (5.2.2), and A's surplus has not moved."""
    count = ers97.count(ballots({(1, 3): 14, (2,): 12, (4,): 7, (3, 2): 2, (5, 4): 5}, seats=2, candidates=5))
    assert count.quota == 1334
    assert count.stages[1].excluded == (3,)
    assert count.stages[1].totals[0] == 1400


def test_those_who_cannot_be_saved_go_out_together():
    """1 + 2 + 3 votes are fewer than the 7 of the next one: three at once, as long as enough stay to fill the places (5.2.5)."""
    count = ers97.count(ballots({(1,): 10, (2,): 9, (3,): 7, (4, 1): 3, (5, 2): 2, (6, 3): 1}, seats=1, candidates=6))
    assert count.stages[1].excluded == (6, 5, 4)
    assert count.stages[1].source == 0
    few = ers97.count(ballots({(1,): 5, (2,): 5, (3,): 5, (4,): 1, (5,): 1}, seats=4, candidates=5))
    assert len(few.stages[-1].excluded) == 1
    assert len(few.winners) == 4


def test_equal_candidates_are_not_parted_when_several_go_out():
    """0, 2, 2 and 3 votes: 0 and one of the 2 would not reach the other 2, yet the two are equal: only who has none goes."""
    count = ers97.count(ballots({(1,): 4, (2,): 3, (3, 1): 2, (4, 2): 2}, seats=1, candidates=5))
    assert count.stages[1].excluded == (5,)
    assert count.stages[1].tie is None
    assert count.stages[2].tie.tied == (3, 4)


def test_who_goes_out_passes_on_the_highest_values_first():
    """B holds 4 papers of 1.00 and 10 of 0.30 from A's surplus: the 4 move first, then the 10 (5.4.2)."""
    rows = {(1, 2, 3): 10, (1, 3): 10, (2, 4): 2, (2, 3): 2, (3,): 8, (4,): 10}
    count = ers97.count(ballots(rows, seats=2))
    assert count.stages[1].totals == (1400, 700, 1100, 1000)
    assert (count.stages[2].excluded, count.stages[2].batches) == ((2,), (100, 30))
    assert count.stages[2].totals == (1400, 0, 1100 + 200 + 300, 1200)
    assert count.winners == (1, 3)


def test_the_quota_falls_while_nobody_is_elected_and_papers_run_out():
    """19 votes, 2 seats: 6.34. C's 3 papers rank nobody else: 16 are left, so 5.34 (5.4.8), and A has it."""
    count = ers97.count(ballots({(1,): 6, (2,): 5, (3,): 3, (4, 2): 5}, seats=2))
    assert count.stages[0].quota == 634
    assert count.stages[1].quota == 534
    assert count.stages[1].elected == (1,)


def test_the_last_seat_needs_no_full_quota_when_the_active_vote_is_small():
    """A takes a quota with it; of what is left active, B holds more than half: elected below the quota (5.4.9 b)."""
    count = ers97.count(ballots({(1,): 10, (2,): 5, (3,): 3, (4,): 3}, seats=2))
    assert 2 in count.winners
    assert count.stages[-1].totals[1] < count.quota


def test_equal_all_along_and_places_too_few_nobody_is_elected_yet_then_the_lot():
    """Two with 5 of 10 for one seat: neither is elected on 5.00 (5.6.2); one goes out by lot and the other is elected."""
    count = ers97.count(ballots({(1,): 5, (2,): 5}, seats=1))
    assert count.stages[0].elected == ()
    assert count.stages[1].tie.by == "lot"
    assert len(count.winners) == 1


def test_a_tie_goes_by_the_earliest_point_at_which_they_were_unequal():
    """B and C end with 6 each; B began with 5 and C with 4: C goes out."""
    count = ers97.count(ballots({(1,): 8, (2,): 5, (3,): 4, (4, 3): 2, (5, 2): 1, (1, 4): 1}, seats=1, candidates=5))
    ties = [tie for tie in count.ties if tie.by == "stage"]
    assert ties
    assert ties[0].chosen == 3


def test_when_the_places_are_filled_no_further_batch_moves():
    """As above, but all 4 papers of 1.00 go to D, who is elected: the 10 of 0.30 stay where they are (5.5.2)."""
    count = ers97.count(ballots({(1, 2, 3): 10, (1, 3): 10, (2, 4): 4, (3,): 8, (4,): 10}, seats=2))
    assert count.stages[2].batches == (100,)
    assert count.stages[2].totals == (1400, 0, 1100, 1400)
    assert count.stages[2].lost == 300
    assert count.winners == (1, 4)


@pytest.mark.parametrize(
    ("rows", "seats", "size", "winners"),
    [
        ({}, 2, 2, [1, 2]),
        ({}, 1, 2, []),
        ({(1,): 1}, 1, 1, [1]),
        ({(1,): 1}, 3, 2, [1, 2]),
        ({(): 4}, 1, 3, []),
        ({(1,): 7}, 2, 4, None),
    ],
)
def test_small_and_empty_elections_have_their_written_rule(rows, seats, size, winners):
    count = ers97.count(election_of(people(size), seats, [(n, row) for row, n in rows.items()]))
    if winners is None:
        assert count.winners[0] == 1
        assert len(count.winners) == seats
    else:
        assert sorted(count.winners) == winners


def test_five_hundred_candidates_are_counted():
    election = ballots({(number, number % 500 + 1): number for number in range(1, 501)}, seats=9)
    assert len(ers97.count(election).winners) == 9


def said(rows, seats: int, size: int = 0) -> dict:
    return report(counted(ballots(rows, seats, size), Settings("ers97")), ())


@settings(max_examples=50)
@given(election=elections())
def test_every_count_can_be_told(election: Election):
    made = report(counted(election, Settings("ers97")), ())
    assert all(stage["text"] and stage["quota"] and len(stage["totals"][0]) > 6 for stage in made["stages"])
    near = closest(ers97.count(election))
    assert near is None or near[2] >= 0


def test_the_quota_is_told_to_two_decimals_and_each_batch_with_its_value():
    made = said({(1, 2, 3): 10, (1, 3): 10, (2, 4): 2, (2, 3): 2, (3,): 8, (4,): 11}, seats=2)
    assert made["quota"] == "14.34"
    assert [stage["batches"] for stage in made["stages"]] == [[], ["0.28"], ["1.00", "0.28"]]
    assert made["stages"][1]["totals"] == ["14.34000", "6.80000", "10.80000", "11.00000"]
    assert "0.06 votes are lost in rounding." in made["stages"][1]["text"]
    assert "by value: 1.00, then 0.28." in made["stages"][2]["text"]


def test_what_waits_who_goes_together_and_a_falling_quota_are_said():
    waits = said({(1, 3): 14, (2,): 12, (4,): 7, (3, 2): 2, (5, 4): 5}, seats=2, size=5)["stages"][1]["text"]
    assert "The surplus of 0.66 votes could not save them, so it waits." in waits
    together = said({(1,): 10, (2,): 9, (3,): 7, (4, 1): 3, (5, 2): 2, (6, 3): 1}, seats=1)["stages"][1]
    assert together["from"] is None
    assert "6 votes together, no more than Candidate 3 alone with 7: they go out together." in together["text"]
    falls = said({(1,): 6, (2,): 5, (3,): 3, (4, 2): 5}, seats=2)["stages"][1]["text"]
    assert "so the quota falls to 5.34 votes." in falls


def test_who_is_elected_below_the_quota_and_who_goes_out_by_lot_is_said():
    assert (
        "below the quota, with 5.98 votes"
        in said({(1,): 6, (2, 4): 5, (5, 2, 3): 3, (3,): 4, (4,): 4, (6,): 2}, seats=3)["stages"][3]["text"]
    )
    assert "goes out by lot." in said({(1,): 5, (2,): 5}, seats=1)["stages"][1]["text"]


def test_three_who_are_level_for_two_seats_are_told_so():
    made = said({(1,): 4, (2,): 4, (3,): 4}, seats=2)
    assert "have it and were equal all along" in made["stages"][0]["text"]
    assert "Nobody reaches it" not in made["stages"][0]["text"]
    assert "none of them" not in made["stages"][1]["text"]
    assert len(made["winners"]) == 2


def test_a_countback_is_refused_in_a_sentence():
    with pytest.raises(BadSettings, match="--countback"):
        Settings("ers97", countback=1)
