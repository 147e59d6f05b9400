"""What must change nothing: other numbers, all ballots k times, split groups, another order, one more vote for a sure winner.

The lot is drawn by a candidate's number (see ties.py), so other numbers draw another lot: there, only elections without a lot are compared.
"""

from typing import get_args

from hypothesis import assume, given
from hypothesis import strategies as st

from letgo.engines.counting.counting import Result, Rule, Settings, count
from letgo.engines.counting.election import Election, election_of
from tests.engines.counting.made import elections, people

RULES = get_args(Rule)
rules = st.sampled_from(RULES)
BY_MARKS = ("approval", "block", "plurality")


def counted(election: Election, rule: str, **more) -> Result:
    return count(election.with_seats(1) if rule == "av" else election, Settings(rule, **more))  # type: ignore[arg-type]


def facts(result: Result):
    """All of a result but the ballots."""
    made = result.count
    return made.winners, made.filled, made.quota, made.valid, made.ties, made.stages, result.matrix


def drawn(result: Result) -> bool:
    return any(tie.by == "lot" for tie in result.count.ties)


@given(election=elections(), rule=rules, new=st.permutations(range(1, 8)))
def test_other_numbers_for_the_candidates_elect_the_same_people(election, rule, new):
    size = len(election.candidates)
    new = [number for number in new if number <= size]
    rows = [(weight, [new[n - 1] for n in ranking]) for weight, ranking in election.groups()]
    other = election_of(people(size), election.seats, rows, [new[n - 1] for n in election.withdrawn])
    one, two = counted(election, rule), counted(other, rule)
    assume(not drawn(one) and not drawn(two))
    assert sorted(new[n - 1] for n in one.count.winners) == sorted(two.count.winners)
    for mine, its in zip(one.count.stages, two.count.stages, strict=True):
        assert [mine.totals[n] for n in range(size)] == [its.totals[new[n] - 1] for n in range(size)]
        assert mine.lost == its.lost


@given(election=elections(), rule=rules, times=st.integers(2, 1000))
def test_k_times_all_ballots_elect_the_same_people(election, rule, times):
    """Where the rule keeps whole votes or parts that are cut, only who is far enough apart is compared: no lot, and no cut."""
    rows = [(weight * times, ranking) for weight, ranking in election.groups()]
    other = election_of(election.candidates, election.seats, rows, election.withdrawn)
    one, two = counted(election, rule), counted(other, rule)
    if rule in BY_MARKS or one.matrix is not None:
        assert one.count.winners == two.count.winners
        assert [[total * times for total in stage.totals] for stage in one.count.stages] == [
            list(stage.totals) for stage in two.count.stages
        ]
    else:
        assert [total * times for total in one.count.stages[0].totals] == list(two.count.stages[0].totals)
        assert one.count.valid * times == two.count.valid


@given(election=elections(), rule=rules, data=st.data())
def test_split_groups_and_another_order_of_rows_change_nothing_at_all(election, rule, data):
    rows = []
    for weight, ranking in election.groups():
        part = data.draw(st.integers(0, weight))
        rows += [(each, ranking) for each in (part, weight - part) if each]
    other = election_of(election.candidates, election.seats, data.draw(st.permutations(rows)), election.withdrawn)
    assert facts(counted(other, rule)) == facts(counted(election, rule))


@given(
    election=elections(),
    rule=st.sampled_from(["av", "plurality", "approval", "block", "ranked-pairs", "schulze", "minimax"]),
)
def test_one_more_vote_for_who_has_all_but_won_elects_them_still(election, rule):
    """A sure winner: more than half of all who rank anyone put them first."""
    made = counted(election.with_seats(1), rule)
    assume(made.count.winners)
    best = made.count.winners[0]
    first = sum(w for w, row in election.groups() if [n for n in row if n not in election.withdrawn][:1] == [best])
    assume(2 * first > made.count.valid)
    rows = [*election.groups(), (1, (best,))]
    more = counted(election_of(election.candidates, 1, rows, election.withdrawn), rule)
    assert more.count.winners == (best,)


@given(election=elections(), rule=st.sampled_from(["plurality", "approval", "block"]), data=st.data())
def test_one_more_vote_for_any_winner_takes_no_seat_from_them(election, rule, data):
    """Rules that add up marks: more is more, for whoever won."""
    made = counted(election, rule)
    assume(made.count.winners)
    best = data.draw(st.sampled_from(made.count.winners))
    rows = [*election.groups(), (1, (best,))]
    more = counted(election_of(election.candidates, election.seats, rows, election.withdrawn), rule)
    assert best in more.count.winners


@given(election=elections(), rule=st.sampled_from(["scottish-stv", "meek-nz", "ers97"]), data=st.data())
def test_one_more_vote_for_who_has_the_quota_at_once_takes_no_seat_from_them(election, rule, data):
    """Who has the quota by first preferences has it still with one more ballot: the quota grows by less than a vote."""
    made = counted(election, rule)
    sure = [
        n
        for n in made.count.stages[0].elected
        if made.count.stages[0].totals[n - 1] >= made.count.quota + made.count.scale
    ]
    assume(sure)
    best = data.draw(st.sampled_from(sure))
    rows = [*election.groups(), (1, (best,))]
    more = counted(election_of(election.candidates, election.seats, rows, election.withdrawn), rule)
    assert best in more.count.winners


@given(election=elections(), rule=rules)
def test_a_ballot_that_ranks_nobody_changes_nobodys_seat(election, rule):
    other = election_of(election.candidates, election.seats, [*election.groups(), (3, ())], election.withdrawn)
    assert facts(counted(other, rule)) == facts(counted(election, rule))


@given(election=elections(), rule=rules, seed=st.text(max_size=5))
def test_a_seed_decides_lots_and_nothing_else(election, rule, seed):
    one, two = counted(election, rule), counted(election, rule, seed=seed)
    if not drawn(one):
        assert sorted(one.count.winners) == sorted(two.count.winners)
        assert one.count.stages[1:] == two.count.stages[1:]
    assert one.count.stages[0].totals == two.count.stages[0].totals
