"""What may be picked, what a count gives by its terms, and how a list's proof is made: plain values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.decide.ballots.counting import Listed, Question, counted, faults
from letgo.decide.ballots.rules import (
    MOVES,
    Choice,
    State,
    Terms,
    leaf_of,
    may_move,
    outage_moves,
    path_to,
    picks_fault,
    root_of,
    slip,
)
from letgo.engines.sealing.merkle import includes, leaf_hash

CHOICES = [Choice(1), Choice(2), Choice(3), Choice(4, none=True)]
IDEAS = (Listed(1, "Bench", 400), Listed(2, "Lamps", 600), Listed(3, "Club", 500), Listed(4, "None", none=True))
PLAIN = (Listed(1, "Red"), Listed(2, "Green"), Listed(3, "None", none=True))
YES_NO = (Listed(1, "Yes"), Listed(2, "No"))


def question(ballots, method="equal-shares", options=IDEAS, purse=1000, **more):
    ballots = tuple(map(tuple, ballots))
    usual = {"poll": "p", "terms": Terms(), "seed": "4 2 6", "roll": 100, "voters": len(ballots)}
    return Question(method=method, options=options, ballots=ballots, purse_pence=purse, **{**usual, **more})


def won(asked):
    return counted(asked).report["won"]


@pytest.mark.parametrize(
    ("picks", "most", "fine"),
    [
        ([], 0, True),
        ([1, 2, 3], 0, True),
        ([4], 0, True),
        ([1, 4], 0, False),
        ([1, 1], 0, False),
        ([5], 0, False),
        ([1, 2], 1, False),
        ([1, 2], 2, True),
    ],
)
def test_what_may_be_picked(picks, most, fine):
    assert (picks_fault(picks, CHOICES, most) == "") is fine


def test_a_vote_never_goes_back_and_its_end_is_its_end():
    assert not any(may_move(after, "open") for after in MOVES if after not in ("called", "open"))
    assert not MOVES[State.VOID]
    assert {state.value for state in State} == set(MOVES)


def test_money_is_shared_out_and_the_proof_holds():
    asked = question([(1, 2)] * 5 + [(3,)] * 5)
    done = counted(asked)
    assert set(done.report["won"]) == {1, 3}
    assert done.report["spent_pence"] == 900
    assert not list(faults(asked, done.certificate))


def test_a_proof_of_another_box_is_seen():
    asked = question([(1, 2)] * 5 + [(3,)] * 5)
    proof = counted(asked).certificate
    for other in (
        replace(asked, ballots=asked.ballots[1:]),
        replace(asked, seed="other"),
        replace(asked, purse_pence=2000),
        replace(asked, options=(Listed(1, "Bench", 300), *IDEAS[1:])),
    ):
        assert list(faults(other, proof))
    assert list(faults(asked, proof.replace(b'"spent":"900"', b'"spent":"800"')))
    assert list(faults(asked, b"{}"))


def test_below_the_quorum_nobody_wins_and_it_says_why():
    report = counted(question([(1,)] * 9, quorum=10)).report
    assert (report["mandate"], report["won"]) == (False, [])
    assert "9 people voted" in report["why"]
    assert counted(question([(1,)] * 10, quorum=10)).report["mandate"]


def test_more_than_half_for_none_of_these_stop_the_spending():
    assert won(question([(1,)] * 5 + [(4,)] * 5)) == [1]
    stopped = counted(question([(1,)] * 5 + [(4,)] * 6)).report
    assert stopped["won"] == []
    assert "More than half" in stopped["why"]


@pytest.mark.parametrize(("yes", "no", "wins"), [(5, 4, 1), (5, 5, 2), (0, 0, 2), (4, 5, 2)])
def test_level_is_no(yes, no, wins):
    assert won(question([(1,)] * yes + [(2,)] * no, "yes-no", YES_NO, None)) == [wins]


def test_two_thirds_and_a_part_of_everybody_on_the_list():
    two_thirds = Terms(pass_percent=66)
    assert won(question([(1,)] * 66 + [(2,)] * 34, "yes-no", YES_NO, None, terms=two_thirds)) == [2]
    assert won(question([(1,)] * 67 + [(2,)] * 33, "yes-no", YES_NO, None, terms=two_thirds)) == [1]
    of_roll = Terms(of_roll=True)
    assert won(question([(1,)] * 50, "yes-no", YES_NO, None, terms=of_roll)) == [2]
    assert won(question([(1,)] * 51, "yes-no", YES_NO, None, terms=of_roll)) == [1]


def test_an_option_wins_an_approval_only_against_none_of_these():
    assert won(question([(1,)] * 5 + [(3,)] * 4, "approval", PLAIN, None)) == [1]
    assert won(question([(1,)] * 4 + [(3,)] * 4, "approval", PLAIN, None)) == []
    assert won(question([], "approval", PLAIN, None)) == []


def test_two_seats_and_an_option_that_was_withdrawn():
    options = (Listed(1, "Red"), Listed(2, "Green", withdrawn=True), Listed(3, "Blue"), Listed(4, "Grey"))
    asked = question([(1, 2)] * 3 + [(2, 3)] * 2 + [(4,)], "approval", options, None, terms=Terms(seats=2))
    assert won(asked) == [1, 3]


def test_a_tie_is_settled_by_the_seed_and_by_nothing_else():
    """Another order of the ballots changes nothing; over many seeds each of two level options wins about half the time."""
    ballots = [(1,), (2,), (1,), (2,)]
    asked = question(ballots, "approval", PLAIN, None)
    assert {tuple(won(replace(asked, ballots=tuple(order)))) for order in permutations(asked.ballots)} == {
        tuple(won(asked))
    }
    winners = [won(replace(asked, seed=str(seed)))[0] for seed in range(100)]
    assert 30 <= winners.count(1) <= 70


@given(st.lists(st.sets(st.sampled_from([1, 2, 3])), max_size=30), st.integers(1, 2000))
def test_no_count_spends_more_than_the_purse_and_every_proof_holds(ballots, purse):
    asked = question([sorted(picks) for picks in ballots], purse=purse)
    done = counted(asked)
    assert done.report["spent_pence"] <= purse
    assert all(row["reason"] for row in done.report["rows"])
    assert not list(faults(asked, done.certificate))


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "moves"),
    [(0, 30, 0), (0, 31, 31), (-600, 31, 391), (-700, -600, 0), (0, 100, 60), (0, 30.5, 31)],
)
def test_an_outage_of_over_half_an_hour_in_the_last_six_hours_moves_the_close(start, end, moves):
    closes = NOON + timedelta(minutes=60)
    begun, over = NOON + timedelta(minutes=start), NOON + timedelta(minutes=end)
    wanted = 331 if start == -600 else moves
    assert outage_moves(begun, over, closes, Terms()) == wanted


@given(st.integers(1, 70), st.data())
def test_each_entry_of_a_list_can_be_shown_to_be_in_it(size, data):
    poll = uuid4()
    leaves = [leaf_hash(leaf_of(poll, at, "00" * 32, uuid4(), "lives-here")) for at in range(size)]
    at = data.draw(st.integers(0, size - 1))
    path = [bytes.fromhex(step) for step in path_to(at, leaves)]
    assert includes(bytes.fromhex(root_of(leaves)), size, at, leaves[at], path)


def test_terms_travel_as_data():
    terms = Terms(seats=2, most=3, engine=(("completion", "none"), ("utility", "cardinality")))
    assert Terms.from_data(terms.as_data()) == terms


def test_a_slip_is_easy_to_read():
    assert slip(bytes(range(12))) == "2345-6789-ABCD"
