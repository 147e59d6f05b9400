"""A group is shut out exactly when the definition says so; Equal Shares never shuts one out."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import settings as checks
from hypothesis import strategies as st

from letgo.engines.sharing.audit import audit
from letgo.engines.sharing.equal_shares import Run
from letgo.engines.sharing.fund import count
from letgo.engines.sharing.settings import Settings
from letgo.engines.sharing.tally import Tally
from tests.engines.sharing.elections import election, elections, settings


def shut_out(problem, utility, won):
    """{project: largest group} by the definition: every set of voters, every lost project."""
    people = [
        dict(zip(names, marks or [1] * len(names), strict=True))
        for w, names, marks in problem.ballots()
        for _ in range(w)
    ]
    if utility != "score":
        people = [dict.fromkeys(person, 1) for person in people]
    cost = [p.cost for p in problem.projects]
    found = {}
    for c in {c for c, price in enumerate(cost) if price} - set(won):  # what is free shuts nobody out
        backers = [person for person in people if person.get(c)]
        worth = cost[c] if utility == "cost" else 1
        for size in range(len(backers), 0, -1):
            for group in combinations(backers, size):
                needs = [
                    sum(p * (cost[d] if utility == "cost" else 1) for d, p in person.items() if d in won)
                    + person[c] * worth
                    for person in group
                ]
                price = Fraction(cost[c], sum(person[c] for person in group) * worth)
                if max(needs) * price <= Fraction(problem.budget, len(people)):
                    found[c] = size
                    break
            if c in found:
                break
    return found


@given(elections(), st.sampled_from(["cost", "cardinality", "score"]), st.sets(st.integers(0, 6)))
@checks(max_examples=40)
def test_the_audit_is_the_definition(problem, utility, won):
    won = tuple(sorted(c for c in won if c < len(problem.projects)))
    if problem.voters <= 9:
        found = audit(Tally(problem, Settings(utility=utility)), won)
        assert {e.project: e.size for e in found.excluded} == shut_out(problem, utility, won)


@given(elections(), settings(start="exact"))
def test_equal_shares_shuts_nobody_out_with_or_without_raises_and_fills(problem, chosen):
    assert count(problem, chosen).audit.holds


@given(elections(own_money=True), st.sampled_from(["cost", "cardinality", "score"]))
def test_equal_shares_shuts_nobody_out_when_people_bring_their_own_money(problem, utility):
    tally = Tally(problem, Settings(utility=utility, completion="none"))
    run = Run(tally, Fraction(0)).buy_all()
    assert audit(tally, tuple(bought.project for bought in run.purchases)).holds


def test_most_votes_first_shuts_out_a_group_and_says_which():
    """Three in ten want the small idea; the large ones of the other seven take all the money."""
    problem = election([50, 50, 30], {(0, 1): 7, (2,): 3}, 100)
    found = count(problem, Settings()).greedy_audit
    assert [(e.project, e.size, e.entitled, e.got) for e in found.excluded] == [(2, 3, 30, 0)]
    assert (found.holds, found.left_with_nothing) == (False, 3)


def test_the_recorded_result_is_audited_as_any_other():
    problem = election([50, 50, 30], {(0, 1): 7, (2,): 3}, 100, selected={"1", "2"})
    counted = count(problem, Settings())
    assert counted.recorded == (0, 1)
    assert counted.recorded_audit
    assert not counted.recorded_audit.holds


def test_a_group_that_got_just_enough_is_not_shut_out():
    """One penny less of entitlement, and the sentence would be false."""
    assert not audit(Tally(election([30, 70], {(0,): 3, (1,): 7}, 100), Settings()), (1,)).holds
    assert audit(Tally(election([31, 69], {(0,): 3, (1,): 7}, 100), Settings()), (1,)).holds


def test_a_sum_of_unequal_money_would_claim_more_than_equal_shares_keeps():
    """Why the audit asks each member's own money: here S = {rich, poor} holds 41 >= 1 + 40 together, and c is lost."""
    ballots = {(0, 1): 1, (0, 2): 1, (1,): 1, (2,): 1}
    problem = election([400, 10, 10], ballots, 0, endowments=(305, 105, 3, 3))
    tally = Tally(problem, Settings(completion="none"))
    run = Run(tally, Fraction(0)).buy_all()
    won = tuple(bought.project for bought in run.purchases)
    assert won == (1, 2)
    assert 305 + 105 >= 10 + 400
    assert audit(tally, won).holds


@given(elections(), settings())
def test_left_with_nothing_counts_ballots_without_a_funded_project(problem, chosen):
    counted = count(problem, chosen)
    won = set(counted.outcome.winners)
    plain = sum(weight for weight, names, _ in problem.ballots() if not won & set(names))
    assert counted.audit.left_with_nothing == plain


def test_large_numbers_are_compared_exactly():
    scale = 10**15
    low = audit(Tally(election([30 * scale, 70 * scale], {(0,): 3, (1,): 7}, 100 * scale), Settings()), (1,))
    high = audit(Tally(election([30 * scale + 1, 70 * scale], {(0,): 3, (1,): 7}, 100 * scale), Settings()), (1,))
    assert (low.holds, high.holds) == (False, True)
