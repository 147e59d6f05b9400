from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.money import rules
from letgo.commons.money.rules import MOVES, Stage, Standing, Terms
from letgo.web.ui.figures import Money


@pytest.mark.parametrize(
    ("pence", "text"),
    [(123450, "£1,234.50"), (120000, "£1,200"), (5, "£0.05"), (0, "£0"), (-5, "−£0.05"), (10**13, "£100,000,000,000")],
)
def test_pence_are_written_in_pounds(pence, text):
    assert rules.pounds(pence) == text


@given(st.integers(0, rules.MOST))
def test_pounds_are_written_as_everywhere_else_and_read_back(pence):
    assert rules.pounds(pence) == Money("GBP")(Fraction(pence, 100))
    if pence:
        assert rules.pence(rules.pounds(pence)) == pence


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "1.5", "1.505", "ten", "1e3", "£", "NaN", "٣", "1" * 30, "0.00", "=1+1"]
)
def test_what_is_no_amount_is_said_so(text):
    with pytest.raises(ValueError, match="Write"):
        rules.pence(text)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_divided_money_adds_up_and_nobody_is_a_penny_off(pence, weights):
    parts = rules.divided(pence, weights)
    assert sum(parts) == pence
    assert all(
        abs(part - Fraction(pence * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True)
    )
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


def test_money_is_not_divided_by_nothing():
    for weights in ([], [0, 0], [1, -1]):
        with pytest.raises(ValueError, match="weights"):
            rules.divided(100, weights)
    assert rules.divided(100, [1, 1, 1]) == [34, 33, 33]


def test_vat_inside_a_price_is_rounded_down():
    assert rules.vat_inside(12_000, Fraction(1, 5)) == 2_000
    assert rules.vat_inside(101, Fraction(1, 5)) == 16
    assert rules.vat_inside(101, Fraction(0)) == 0


@given(st.dates())
def test_a_financial_year_holds_its_days(day):
    first, last = rules.year_span(rules.financial_year(day)) if day.year > 1 and day.year < 9998 else (day, day)
    assert first <= day <= last


def test_a_year_is_named_by_both_of_its_ends():
    assert rules.year_words(rules.financial_year(date(2027, 3, 31))) == "2026 to 2027"
    assert rules.financial_year(date(2027, 4, 1)) == 2027


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6), st.booleans())
def test_what_is_free_and_the_limit_decide(paid_in, most_each, pence, back):
    fits = pence <= paid_in and (back or pence <= most_each)
    assert (rules.too_much(Terms(most_each=most_each), Standing(paid_in), pence, back=back) == "") == fits


def test_every_stage_can_be_left_or_is_an_end():
    assert set(MOVES) == set(Stage)
    seen, waiting = set(), [Stage.DECIDED]
    while waiting:
        stage = waiting.pop()
        seen.add(stage)
        waiting += MOVES[stage] - seen
    assert seen == set(Stage)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(list(Stage)))))
def test_each_bar_is_part_of_the_one_above(payments):
    decided, ordered, sent, arrived = rules.bars(payments).values()
    assert decided >= ordered >= sent >= arrived
    assert decided == sum(pence for pence, _ in payments)
