"""Small elections counted in whole numbers: the same purchases, payers, prices and ties as with arrays and as the plain count."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as checks
from hypothesis import strategies as st

from letgo.engines.sharing import reference
from letgo.engines.sharing.equal_shares import Run
from letgo.engines.sharing.settings import Settings
from letgo.engines.sharing.tally import FEW_NAMED, FEW_VOTERS, Tally
from tests.engines.sharing.elections import drained, election, elections, settings


def told(run: Run) -> list:
    """All that anybody reads from a run, in the exact words of the certificate and the reasons."""
    prices = [run.payments.exact_price(at) for at in range(len(run.purchases))]
    bought = [(b.project, b.rich, b.payers, b.poor.tolist(), b.poor.dtype) for b in run.purchases]
    return [prices, bought, run.ties, (run.balance > 0).tolist()]


def both(problem, chosen, endowment) -> list:
    tally = Tally(problem, chosen)
    assert tally.few
    whole = Run(tally, endowment).in_whole_numbers()
    assert told(whole) == told(Run(tally, endowment).in_floats())
    for at, bought in enumerate(whole.purchases):
        assert abs(whole.payments.exact_price(at) - Fraction(bought.price)) <= Fraction(bought.error)
    for group in np.flatnonzero(whole.balance).tolist():
        assert float(whole.payments.balance(group)) == pytest.approx(whole.balance[group], rel=1e-15)
    return [bought.project for bought in whole.purchases]


APPROVALS = settings(utility="cost") | settings(utility="cardinality")


@given(elections(marked=False), APPROVALS, st.fractions(0, 40, max_denominator=12))
def test_the_same_as_with_arrays_and_as_the_plain_count(problem, chosen, endowment):
    assert (
        both(problem, chosen, endowment)
        == reference.equal_shares(reference.Ballots(problem, chosen), chosen, endowment)[0]
    )


@given(drained(), APPROVALS)
@checks(max_examples=300)
def test_the_same_with_pockets_emptied_to_the_last_penny(problem, chosen):
    endowment = Fraction(problem.budget, problem.voters)
    plain = reference.Ballots(problem, chosen)
    assert both(problem, chosen, endowment) == reference.equal_shares(plain, chosen, endowment)[0]


def test_prices_that_round_to_the_same_float_are_told_apart():
    less = 899_999_999_999_999
    more = (101 * less + 1) // 100
    assert more * 100 > less * 101
    assert more / 101 == less / 100
    problem = election([more, less], {(0,): 101, (1,): 100}, more + less)
    assert both(problem, Settings(utility="cardinality", ties="id"), Fraction(more)) == [1, 0]
    assert not Run(Tally(problem, Settings(utility="cardinality")), Fraction(more)).buy_all().ties


def test_massed_ties_are_settled_and_told_one_by_one():
    problem = election([3] * 200, {(c,): 1 for c in range(200)}, 600)
    assert both(problem, Settings(ties="id"), Fraction(3)) == list(range(200))


def test_whole_numbers_only_where_there_are_few_and_all_are_alike():
    one = election([3], {(0,): FEW_VOTERS}, 9)
    assert Tally(one, Settings()).few
    assert not Tally(election([3], {(0,): FEW_VOTERS, (): 1}, 9), Settings()).few
    assert not Tally(election([3], {(0,): 2}, 9, endowments=(4,)), Settings()).few
    assert not Tally(election([3], {((0, 2),): 2}, 9), Settings(utility="score")).few
    wide = {(c, c + 1): 1 for c in range(FEW_NAMED // 2 + 1)}
    assert not Tally(election([3] * (FEW_NAMED // 2 + 2), wide, 9), Settings()).few
