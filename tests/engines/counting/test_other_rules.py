"""Meek, choosing one by pairs, marks, yes or no, and what the audits say: worked examples and the plain ways beside the fast ones."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.counting import meek, yesno
from letgo.engines.counting.audit import coalitions, left_with_nobody
from letgo.engines.counting.counting import BadSettings, Settings, count
from letgo.engines.counting.election import election_of
from letgo.engines.counting.lines import Lines
from letgo.engines.counting.marks import totals_of
from letgo.engines.counting.pairwise import Order, matrix_of, minimax, plain_matrix_of, ranked_pairs, schulze
from letgo.engines.counting.settings import MEEK_NZ, Meek
from letgo.engines.counting.ties import Ties
from letgo.engines.sealing.reading import BadFile
from tests.engines.counting.made import ballots, elections, people

# Schulze's own example of 45 voters and five candidates: E > A > C > B > D. Source: Schulze 2011, example 1.
SCHULZE = {
    (1, 3, 2, 5, 4): 5, (1, 4, 5, 3, 2): 5, (2, 5, 4, 1, 3): 8, (3, 1, 2, 5, 4): 3, (3, 1, 5, 2, 4): 7, (3, 2, 1, 4, 5): 2,
    (4, 3, 5, 2, 1): 7, (5, 2, 1, 4, 3): 8,
}  # fmt: skip


@pytest.mark.parametrize("rule", [MEEK_NZ, Meek(tolerance=1000, products=False, wait=True)])
@given(election=elections())
def test_meek_by_arrays_is_meek_paper_by_paper(rule, election):
    one, other = meek.count(election, rule), meek.count(election, rule, plain=True)
    assert (one.stages, one.winners, one.quota, one.ties) == (other.stages, other.winners, other.quota, other.ties)
    assert len(one.winners) <= election.seats


def test_meek_keeps_just_what_a_seat_takes():
    """Three candidates, two seats: 4 ballots 1 > 2 and 2 ballots 3. The quota is 6/3 and a little; number 1 keeps half of each."""
    count = meek.count(ballots({(1, 2): 4, (3,): 2}, seats=2), Meek(tolerance=1000, products=False, wait=True))
    assert count.quota == 2_000_000_001
    assert count.stages[1].totals == (2_000_000_004, 1_999_999_996, 2_000_000_000)
    assert count.winners == (1, 3)


@given(election=elections())
def test_the_matrix_by_arrays_is_the_matrix_ballot_by_ballot(election):
    assert matrix_of(election) == plain_matrix_of(election)


def test_the_example_of_schulze():
    election = ballots(SCHULZE, seats=1)
    assert schulze(matrix_of(election), Order(election, "", "x")) == [5, 1, 3, 2, 4]


@given(election=elections())
def test_who_beats_everyone_wins_by_every_rule_of_pairs(election):
    above = matrix_of(election)
    standing = [n for n in range(1, len(election.candidates) + 1) if n not in election.withdrawn]
    sure = [i for i in standing if all(above[i - 1][j - 1] > above[j - 1][i - 1] for j in standing if j != i)]
    if sure and len(standing) > 1:
        for rule in (ranked_pairs, schulze, minimax):
            assert rule(above, Order(election, "", "x"))[0] == sure[0]


@given(election=elections(most=4))
def test_ranked_pairs_is_the_ranking_that_tries_the_clearest_majorities_first(election):
    """Tideman's rule again by force: of all rankings the one that agrees with the first majority possible, then the next, ..."""
    above, order = matrix_of(election), Order(election, "", "x")
    place = {number: at for at, number in enumerate(order.drawn)}
    pairs = [(i, j) for i in order.standing for j in order.standing if above[i - 1][j - 1] > above[j - 1][i - 1]]
    pairs.sort(key=lambda p: (-above[p[0] - 1][p[1] - 1], above[p[1] - 1][p[0] - 1], place[p[0]], place[p[1]]))
    rows = list(permutations(order.standing))
    for winner, loser in pairs:
        agreeing = [row for row in rows if row.index(winner) < row.index(loser)]
        rows = agreeing or rows
    if rows and order.standing:
        assert ranked_pairs(above, order)[0] in {row[0] for row in rows}


def test_marks_are_counted_as_they_would_have_been_set():
    election = ballots({(1, 2, 3): 5, (2, 1): 4, (3,): 3}, seats=2)
    assert totals_of(election, "plurality") == [5, 4, 3]
    assert totals_of(election, "block") == [9, 9, 3]
    assert totals_of(election, "approval") == [9, 9, 8]
    assert count(election, Settings("plurality")).count.winners == (1, 2)


@pytest.mark.parametrize("rule", ["approval", "block", "plurality", "ranked-pairs", "schulze", "minimax"])
def test_without_a_vote_nobody_is_elected_not_even_by_lot(rule):
    found = count(ballots({(): 4}, seats=1, candidates=3), Settings(rule)).count
    assert (found.winners, found.ties) == ((), ())


def test_a_lot_for_the_last_seat_is_told():
    result = count(ballots({(1,): 5, (2,): 3, (3,): 3}, seats=2), Settings("plurality", seed="s"))
    assert result.count.ties[0].tied == (2, 3)
    assert result.count.ties[0].by == "lot"


@pytest.mark.parametrize(
    ("votes", "question", "why"),
    [
        ((50, 49, 0), yesno.Question(), "passed"),
        ((50, 50, 9), yesno.Question(), "tie"),
        ((0, 0, 0), yesno.Question(), "tie"),
        ((50, 49, 0), yesno.Question(quorum=100), "no-quorum"),
        ((50, 49, 1), yesno.Question(quorum=100), "passed"),
        ((66, 34, 0), yesno.Question(passes=Fraction(2, 3), at_least=True), "not-enough"),
        ((68, 34, 0), yesno.Question(passes=Fraction(2, 3), at_least=True), "passed"),
        ((50, 50, 0), yesno.Question(passes=Fraction(1, 2), at_least=True), "tie"),
        ((45, 55, 0), yesno.Question(passes=Fraction(2, 5), at_least=True), "not-enough"),
        ((50, 10, 0), yesno.Question(roll=100, of_roll=True), "not-enough"),
        ((51, 10, 0), yesno.Question(roll=100, of_roll=True), "passed"),
    ],
)
def test_yes_or_no(votes, question, why):
    answer = yesno.decide(*votes, question)
    assert (answer.why, answer.passed) == (why, why == "passed")


def test_answers_are_read_and_odd_ones_refused():
    assert yesno.read(Lines("x", ["option,count", "For,12", "against, 3", "Abstentions,1"])) == (12, 3, 1)
    for rows in (["yes,1"], ["yes,1", "no,x"], ["yes,1", "yes,2", "no,1"], ["maybe,2"]):
        with pytest.raises(BadFile):
            yesno.read(Lines("x", rows))


def test_who_is_left_with_nobody_is_counted():
    election = ballots({(1, 2): 5, (2,): 4, (3,): 3, (): 2}, seats=1)
    assert left_with_nobody(election, [2]) == 3
    assert left_with_nobody(election, []) == 12


def test_a_group_with_two_quotas_is_owed_two_seats():
    election = ballots({(1, 2): 30, (2, 1): 31, (3,): 39}, seats=2)
    [owed] = [group for group in coalitions(election, [1, 3], 34 * 100_000, 100_000) if len(group.candidates) == 2]
    assert (owed.candidates, owed.voters, owed.owed, owed.elected) == ((1, 2), 61, 1, 1)


@given(election=elections())
def test_scottish_stv_shuts_out_no_group_that_is_owed_a_seat(election):
    """Droop proportionality, up to what the rules cut off: each group may be short of a quota by its papers' last decimals."""
    result = count(election, Settings("scottish-stv")).count
    if result.valid and len(result.winners) == election.seats:
        for group in coalitions(election, result.winners, result.quota + 100, result.scale):
            assert group.elected >= group.owed


@given(election=elections(), data=st.data())
def test_in_a_countback_nobody_else_loses_their_seat(election, data):
    before = count(election, Settings("scottish-stv")).count
    if before.winners:
        leaver = data.draw(st.sampled_from(before.winners))
        after = count(election, Settings("scottish-stv", countback=leaver))
        assert set(after.seated) == set(before.winners) - {leaver} <= set(after.count.winners)
        assert leaver not in after.count.winners


@pytest.mark.parametrize(
    "settings",
    [
        {"rule": "best"},
        {"rule": "av", "seats": 2},
        {"rule": "meek-nz", "ron": 1},
        {"rule": "scottish-stv", "withdraw": (9,)},
        {"rule": "scottish-stv", "countback": 2},
        {"rule": "av", "seed": "\udcff"},
    ],
)
def test_what_no_count_can_follow_is_one_sentence(settings):
    with pytest.raises(BadSettings) as bad:
        count(election_of(people(2), 1, [(3, (1,))]), Settings(**settings))
    assert "\n" not in str(bad.value)


def test_a_lot_names_the_election():
    drawn = {Ties(name, "s").most([1, 2, 3], [])[0] for name in "abcdefgh"}
    assert len(drawn) > 1
