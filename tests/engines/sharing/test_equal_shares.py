"""The fast count and the plain one say the same, to the last fraction, on elections made to be close."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import settings as checks
from hypothesis import strategies as st

from letgo.engines.sharing import reference
from letgo.engines.sharing.equal_shares import Run
from letgo.engines.sharing.fund import count, decide
from letgo.engines.sharing.greedy import greedy
from letgo.engines.sharing.phragmen import phragmen
from letgo.engines.sharing.settings import Settings
from letgo.engines.sharing.tally import Tally
from tests.engines.sharing.elections import drained, election, elections, settings, shuffled


def run(problem, chosen, endowment, way=Run.in_floats):
    made = way(Run(Tally(problem, chosen), endowment))
    prices = [made.payments.exact_price(at) for at in range(len(made.purchases))]
    return [bought.project for bought in made.purchases], prices, made


@given(elections(), settings(), st.fractions(0, 40, max_denominator=12))
def test_one_run_buys_the_same_in_the_same_order_at_the_same_prices(problem, chosen, endowment):
    order, prices, _ = run(problem, chosen, endowment)
    assert (order, prices) == reference.equal_shares(reference.Ballots(problem, chosen), chosen, endowment)


@given(drained(), settings(completion="none", start="exact"))
@checks(max_examples=300)
def test_pockets_emptied_to_the_last_penny_never_pay_what_is_not_there(problem, chosen):
    """Where the error of a float is larger than the next price."""
    order, prices, _ = run(problem, chosen, Fraction(problem.budget, problem.voters))
    plain = reference.Ballots(problem, chosen)
    assert (order, prices) == reference.equal_shares(plain, chosen, Fraction(problem.budget, problem.voters))


def test_a_project_that_costs_next_to_nothing_is_not_paid_for_with_the_error_of_a_float():
    budget = 999_999_999_999_993
    problem = election([budget - 1, 1], {(0,): 1, (0, 1): 22}, budget)
    assert run(problem, Settings(), Fraction(budget, 23))[0] == [0]


@given(elections(own_money=True), settings(), st.integers(0, 9))
def test_with_money_of_ones_own_too(problem, chosen, endowment):
    order, prices, _ = run(problem, chosen, Fraction(endowment))
    plain = reference.equal_shares(reference.Ballots(problem, chosen), chosen, Fraction(endowment))
    assert (order, prices) == plain


@given(elections(), settings())
def test_the_whole_rule_funds_the_same(problem, chosen):
    plain, outcome = reference.fund(problem, chosen), decide(Tally(problem, chosen))
    assert (list(outcome.bought), list(outcome.filled)) == (plain.winners, plain.filled)
    assert outcome.shares
    assert outcome.shares.raised == plain.raised


@given(elections(), settings())
def test_greedy_and_phragmen_fund_the_same(problem, chosen):
    most = replace(chosen, rule="greedy")
    assert list(greedy(Tally(problem, most))) == reference.fund(problem, most).winners
    sets = Settings(rule="phragmen", ties=chosen.ties)
    assert list(phragmen(Tally(problem, sets))) == reference.fund(problem, sets).winners


@given(elections(), settings(), st.fractions(1, 40, max_denominator=7))
def test_what_was_paid_adds_up_to_the_cost_and_nobody_pays_more_than_they_have(problem, chosen, endowment):
    tally = Tally(problem, chosen)
    made = Run(tally, endowment).buy_all()
    spent = sum(endowment * int(w) for w in problem.weights)
    left = sum(
        (made.payments.balance(g) if made.balance[g] else Fraction(0)) * int(w) for g, w in enumerate(problem.weights)
    )
    assert spent - left == sum(tally.costs[bought.project] for bought in made.purchases)
    assert all(made.payments.balance(g) > 0 for g in range(len(problem.weights)) if made.balance[g])


@given(elections(), settings(), st.randoms())
def test_the_order_of_ballots_changes_nothing(problem, chosen, random):
    order = list(range(len(problem.weights)))
    random.shuffle(order)
    one, two = count(problem, chosen), count(shuffled(problem, order), chosen)
    assert (one.outcome.bought, one.outcome.filled, one.audit) == (two.outcome.bought, two.outcome.filled, two.audit)
    assert (one.greedy, one.greedy_audit) == (two.greedy, two.greedy_audit)


@given(elections(marked=False), settings(completion="none", start="exact"), st.integers(2, 3))
def test_everybody_twice_changes_nothing_but_the_prices(problem, chosen, times):
    """Equal Shares is a rule of proportions: k times the voters and the same budget fund the same."""
    larger = election(
        [p.cost for p in problem.projects],
        {names: weight * times for weight, names, _ in problem.ballots()},
        problem.budget,
        names=[p.id for p in problem.projects],
    )
    assert decide(Tally(problem, chosen)).bought == decide(Tally(larger, chosen)).bought


def test_one_project_that_costs_the_whole_budget_is_bought_by_all():
    """Where floats lose: 7 parts of 10/7 are 10."""
    problem = election([10], {(0,): 7}, 10)
    assert run(problem, Settings(), Fraction(10, 7))[:2] == ([0], [Fraction(10, 7)])


def test_a_tie_is_settled_by_cost_then_votes_then_the_last_key_and_is_told():
    problem = election([6, 4, 4], {(0,): 4, (1,): 4, (2,): 4}, 12, names=["3", "2", "1"])
    order, _, made = run(problem, Settings(ties="id"), Fraction(5))
    assert order == [2, 1, 0]
    assert [(tie.step, tie.projects, tie.by) for tie in made.ties] == [(1, (2, 1, 0), "id"), (2, (1, 0), "cost")]


def test_the_lot_is_drawn_once_for_the_whole_count():
    problem = election([4, 4, 4], {(0,): 2, (1,): 2, (2,): 2}, 12)
    orders = {tuple(run(problem, Settings(seed=seed), Fraction(2))[0]) for seed in "abcdefgh"}
    assert len(orders) > 1
    assert all(sorted(order) == [0, 1, 2] for order in orders)


def test_massed_ties_of_two_hundred_projects_stay_exact():
    problem = election([3] * 200, {(c,): 1 for c in range(200)}, 600)
    order, prices, _ = run(problem, Settings(ties="id"), Fraction(3))
    assert order == list(range(200))
    assert set(prices) == {3}


def test_a_million_times_the_money_buys_the_same():
    """Whole numbers too large for a float's 53 bits."""
    problem = election([6, 10, 12], {(0, 1): 3, (1, 2): 4, (2,): 2}, 20)
    huge = election([6 * 10**17, 10**18, 12 * 10**17], {(0, 1): 3, (1, 2): 4, (2,): 2}, 2 * 10**18)
    for utility in ("cost", "cardinality"):
        chosen = Settings(utility=utility, completion="none")
        assert decide(Tally(problem, chosen)).bought == decide(Tally(huge, chosen)).bought


def test_nothing_is_funded_without_voters_or_budget():
    for problem in (election([0, 3], {}, 10), election([0, 3], {(0, 1): 2}, 0)):
        for rule in ("equal-shares", "greedy", "phragmen"):
            assert decide(Tally(problem, Settings(rule=rule))).winners == ()
