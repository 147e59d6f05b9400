"""Numbers, money and days as people read them."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.web.ui import figures
from letgo.web.ui.figures import Money

pytestmark = pytest.mark.look


@pytest.mark.parametrize(
    ("code", "amount", "written"),
    [
        ("GBP", "56800", "£56,800"),
        ("EUR", "51.31", "€51.31"),
        ("PLN", "30434450", "30,434,450\N{NO-BREAK SPACE}zł"),
        ("gbp", "12.5", "£12.50"),
        ("CHF", "5", "5\N{NO-BREAK SPACE}CHF"),
        ("", "1234.5", "1,234.50"),
        ("GBP", "1000/3", "£333.33"),
        ("GBP", "0", "£0"),
        ("GBP", "999.999", "£1,000"),
    ],
)
def test_money_has_its_sign_and_none_is_made_up(code, amount, written):
    assert Money(code)(amount) == written


@given(st.fractions(0, 10**9))
def test_what_a_group_could_pay_is_never_said_to_be_more(amount):
    assert Fraction(Money().at_most(amount).replace(",", "")) <= amount


@pytest.mark.parametrize(
    ("part", "total", "words"),
    [
        (1267, 6200, "one voter in five"),
        (6200, 6200, "every voter"),
        (4000, 6200, "more than half of all voters"),
        (9000, 31000, "about one voter in three"),
        (10, 1000, "one voter in 100"),
    ],
)
def test_a_part_of_all_voters_in_words(part, total, words):
    assert figures.one_in(part, total) == words


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_every_part_has_words(part, more):
    assert "voter" in figures.one_in(part, part + more)


@pytest.mark.parametrize(
    ("part", "total", "words"), [(0, 480, "0"), (1, 480, "fewer than 1"), (96, 480, "20"), (0, 0, "0")]
)
def test_of_every_hundred(part, total, words):
    assert figures.of_100(part, total) == words


def test_a_day_is_the_day_of_the_place():
    """Half past eleven in the evening of 28 June in UTC is 29 June in Britain."""
    assert figures.day(datetime(2026, 6, 28, 23, 30, tzinfo=UTC)) == "29 June 2026"
    assert figures.day(date(2026, 11, 1)) == "1 November 2026"


def test_one_and_many():
    assert figures.people(1) == "1 person"
    assert figures.people(1320) == "1,320 people"
