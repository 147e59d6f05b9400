"""Raising everybody's part: bounds carried from run to run, and skipped raises, change nothing but the time."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.sharing.add1 import ends, equal_shares, starting_part
from letgo.engines.sharing.equal_shares import Run
from letgo.engines.sharing.settings import Settings
from letgo.engines.sharing.stretch import stretch
from letgo.engines.sharing.tally import Tally
from tests.engines.sharing.elections import election, elections, settings


def unit_by_unit(tally, limit=4000):
    """Add1 with no memory and no skipping; None where it takes too long."""
    step = tally.settings.increment * tally.election.scale
    run, raised = Run(tally, starting_part(tally)).buy_all(), 0
    while not ends(tally, order(run)):
        after = Run(tally, starting_part(tally) + (raised + 1) * step).buy_all()
        if tally.cost_of(order(after)) > tally.budget:
            break
        run, raised = after, raised + 1
        if raised > limit:
            return None
    return order(run), raised


def order(run):
    return [bought.project for bought in run.purchases]


@st.composite
def fine(draw):
    """Elections whose currency is small: hundreds of raises."""
    m = draw(st.integers(2, 8))
    costs = draw(st.lists(st.integers(200, 2500), min_size=m, max_size=m))
    ballot = st.sets(st.integers(0, m - 1), min_size=1, max_size=4).map(lambda b: tuple(sorted(b)))
    rows = draw(st.lists(ballot, min_size=2, max_size=12, unique=True))
    return election(costs, {row: draw(st.integers(1, 4)) for row in rows}, draw(st.integers(500, 6000)))


@given(fine(), st.sampled_from(["cost", "cardinality"]), st.sampled_from(["exhaustive", "overrun"]))
def test_skipping_raises_ends_where_counting_each_one_ends(problem, utility, stop):
    tally = Tally(problem, Settings(utility=utility, stop=stop))
    plain = unit_by_unit(tally)
    if plain is not None:
        shares = equal_shares(tally)
        assert (order(shares.run), shares.raised) == plain


@given(fine(), st.sampled_from(["cost", "cardinality"]), st.integers(0, 300), st.integers(1, 200))
def test_within_the_reach_that_is_shown_the_order_never_changes(problem, utility, more, most):
    tally = Tally(problem, Settings(utility=utility))
    start = starting_part(tally) + more
    first = Run(tally, start).buy_all()
    reach = stretch(tally, first, 1.0, float(most))
    assert reach <= most
    for raised in range(1, int(reach) + 1):
        assert order(Run(tally, start + raised).buy_all()) == order(first)


def test_a_rival_that_everybody_could_pay_for_and_then_no_longer_is_not_forgotten():
    """At raise 223 idea 1 overtakes idea 3; before idea 2 was paid for, all its supporters could have paid for it."""
    problem = election([1089, 200, 200, 200, 597], {(0, 1): 1, (4,): 1, (1,): 1, (0, 2): 1}, 1488)
    tally = Tally(problem, Settings())
    assert stretch(tally, Run(tally, starting_part(tally) + 173).buy_all(), 1.0, 512.0) < 50


def test_a_long_way_is_skipped_in_one_go():
    """If skipping silently stopped working, only the time would tell; here the reach itself is held."""
    tally = Tally(election([100_000, 90_000, 400_000], {(0, 2): 5, (1, 2): 4, (2,): 3}, 250_000), Settings())
    first = Run(tally, starting_part(tally)).buy_all()
    assert stretch(tally, first, 1.0, 1000.0) == 1000.0


@given(elections(), settings(completion="add1"))
def test_the_prices_are_those_of_the_last_raise(problem, chosen):
    tally = Tally(problem, chosen)
    shares = equal_shares(tally)
    if tally.voters and tally.budget:
        part = starting_part(tally) + Fraction(shares.raised * chosen.increment * problem.scale)
        again = Run(tally, part).buy_all()
        pairs = zip(shares.run.purchases, again.purchases, strict=True)
        assert all(one.project == two.project for one, two in pairs)
        assert shares.run.endowment == part


@given(elections(), settings())
def test_never_more_than_the_budget(problem, chosen):
    tally = Tally(problem, chosen)
    shares = equal_shares(tally)
    assert tally.cost_of([*order(shares.run), *shares.filled]) <= tally.budget
