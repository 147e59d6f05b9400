"""What the database itself refuses, in the role that serves: raw SQL, past every action."""

from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from letgo.commons.money import actions, queries
from letgo.commons.money.models import Entry, Pot, Transfer
from letgo.commons.money.rules import Terms
from letgo.commons.record.actions import write
from letgo.commons.record.refs import Ref
from tests.commons.money.conftest import CAUSE, TEST, refused, someone


def sql(sentence: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sentence, [_plain(value) for value in values])


def _plain(value: object) -> object:
    return value.hex if isinstance(value, UUID) and connection.vendor == "sqlite" else value


@contextmanager
def no(words: str = ""):
    """The database refuses, whatever the words of its driver; nothing is changed."""
    before = list(Entry.objects.order_by("pk").values())
    with pytest.raises(DatabaseError, match=words or None), transaction.atomic():
        yield
    assert list(Entry.objects.order_by("pk").values()) == before


def row(money, move="post", **given) -> Transfer:
    """A transfer that is right but for what is `given`, with a line of its own."""
    pk = uuid4()
    about = Ref("transfer", given.pop("about", pk))
    fields = {
        "debit": money.estate,
        "credit": money.outside,
        "pence": 100,
        "day": queries.today(),
        "year": 2026,
        **given,
    }
    line = fields.pop("line", None) or write("money.transfer", about, by=TEST)
    return Transfer(pk=pk, move=move, key=uuid4().hex, cause_kind="place", cause_id=pk, line=line, **fields)


def put(*rows: Transfer) -> None:
    Transfer.objects.bulk_create(rows)


def test_a_right_row_put_in_by_hand_is_kept_in_balance(money):
    put(row(money))
    assert queries.balance(money.estate).paid_out == 100


def test_no_balance_is_written_by_hand(money):
    pot = money.estate.pk
    with no():
        sql("UPDATE money_entry SET paid_in = paid_in + 1 WHERE pot_id = %s", pot)
    with no():
        sql("DELETE FROM money_entry WHERE pot_id = %s", pot)
    given = Transfer.objects.order_by("pk").first()
    columns = "INSERT INTO money_entry (pot_id, number, transfer_id, paid_in, paid_out, held) VALUES "
    for number, transfer in ((2, given.pk), (2, None), (0, None), (3, uuid4())):
        with no():
            sql(f"{columns} (%s, %s, %s, 999999, 0, 0)", pot, number, transfer)
    held = actions.hold(money.estate, money.outside, 100, CAUSE, TEST, "hold")
    with no("follows from a transfer"):  # what is only set aside has not come to the other pot
        sql(f"{columns} (%s, 2, %s, 100, 0, 0)", money.outside.pk, held.pk)


def test_no_transfer_is_changed_or_deleted(money):
    for sentence in ("UPDATE money_transfer SET pence = pence + 1", "DELETE FROM money_transfer"):
        with no():
            sql(sentence)
    if connection.vendor == "postgresql":
        for table in ("money_transfer", "money_entry", "money_pot"):
            with no("permission denied|must be owner"):
                sql(f"TRUNCATE {table} CASCADE")


WRONG = {
    "nothing": {"pence": 0},
    "less than nothing": {"pence": -100},
    "more than there is": {"pence": 10_001},
    "more than can be": {"pence": 10**13 + 1},
    "of an unknown kind": {"move": "mint"},
    "a capture of nothing": {"move": "capture"},
    "a reversal of nothing": {"move": "reverse"},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_row_that_is_wrong_in_itself_is_refused(money, what):
    with no():
        put(row(money, **WRONG[what]))


def test_a_row_to_its_own_pot_or_without_its_own_line_is_refused(money):
    with no():
        put(row(money, credit=money.estate))
    with no("about another thing"):
        put(row(money, about=uuid4()))
    with no("about another thing"):
        put(row(money, line=money.estate.line))
    first = row(money)
    put(first)
    with no():
        put(row(money, line=first.line))


def test_two_rows_in_one_statement_do_not_slip_under_the_floor(money):
    with no("not enough"):
        put(row(money, pence=6_000), row(money, pence=6_000))
    put(row(money, pence=6_000), row(money, pence=4_000))


def test_a_hold_is_ended_once_within_its_amount_and_between_its_pots(money):
    held = actions.hold(money.estate, money.outside, 1_000, CAUSE, TEST, "hold")
    paid = actions.transfer(money.estate, money.outside, 1_000, CAUSE, TEST, "paid")
    for wrong in (
        {"pence": 1_001},
        {"pence": 1_000, "credit": money.council},
        {"pence": 1_000, "hold": paid},
        {"move": "release", "pence": 999},
    ):
        with no("a hold is used"):
            put(row(money, **{"move": "capture", "hold": held, **wrong}))
    put(row(money, "capture", hold=held, pence=900))
    with no():
        put(row(money, "release", hold=held, pence=1_000))


def test_a_reversal_takes_back_exactly_what_was_posted_and_once(money):
    paid = actions.transfer(money.estate, money.outside, 1_000, CAUSE, TEST, "paid")
    back = {"debit": money.outside, "credit": money.estate, "undoes": paid}
    for wrong in ({"pence": 999}, {"pence": 1_000, "debit": money.council}):
        with no("takes back exactly"):
            put(row(money, "reverse", **{**back, **wrong}))
    put(row(money, "reverse", **back, pence=1_000))
    with no():
        put(row(money, "reverse", **back, pence=1_000))


def test_limits_hold_without_any_action(money):
    actions.set_terms(money.estate, Terms(most_each=3_000, most_a_year=5_000), TEST, "terms", officer_at=money.board)
    with no("more than the pot may pay"):
        put(row(money, pence=3_001))
    put(row(money, pence=3_000))
    with no("more than the pot may pay"):
        put(row(money, "hold", pence=2_001))
    put(row(money, pence=7_000, credit=money.council))  # back to its giver


def test_a_payment_for_two_people_is_not_used_by_one(money):
    actions.set_terms(money.estate, Terms(two_people_from=1_000), TEST, "terms", officer_at=money.board)
    first = someone("treasurer", money.board)
    asked = actions.transfer(money.estate, money.outside, 1_000, CAUSE, first, "asked")
    with no("waits for the second"):
        put(row(money, "capture", hold=asked, pence=1_000))
    with no():  # nobody answers themselves
        sql("UPDATE money_approval SET state = 'given', answered_by_id = asked_by_id, line_id = %s", asked.line_id)
    with no():  # and not without a line about it
        second = someone("treasurer", money.board)
        sql(
            "UPDATE money_approval SET state = 'given', answered_by_id = %s, line_id = %s", second.person, asked.line_id
        )


def test_a_pot_never_turns_into_a_source_of_money(money):
    line = write("money.set-terms", Ref("pot", money.estate.pk), by=TEST)
    for change in (
        "kind = 'outside', floor = NULL", "floor = NULL", "currency = 'EUR'", "opened = '2020-01-01'",
        "closed = '2030-01-01'", "organisation_id = officer_organisation_id, place_id = NULL", "purpose = 'Mine'",
    ):  # fmt: skip
        explains = "" if change.startswith("purpose") else ", line_id = %s"
        with no():
            sql(
                f"UPDATE money_pot SET {change}{explains} WHERE id = %s",
                *([line.pk] if explains else []),
                money.estate.pk,
            )
    with no():
        sql("UPDATE money_pot SET purpose = 'Mine', line_id = %s WHERE id = %s", money.council.line_id, money.estate.pk)
    with no():
        sql("DELETE FROM money_pot WHERE id = %s", money.estate.pk)


def test_nothing_is_posted_into_closed_accounts(money):
    day = queries.today() - timedelta(days=3)
    old = actions.transfer(money.estate, money.outside, 100, CAUSE, TEST, "old", day=day)
    actions.close_period(money.place, day, TEST, "close")
    with no("a period that is closed"):
        put(row(money, day=day))
    with refused("accounts of that day are closed"):
        actions.transfer(money.estate, money.outside, 100, CAUSE, TEST, "late", day=day - timedelta(days=400))
    with refused("cannot be closed"):
        actions.close_period(money.place, day, TEST, "again")
    undone = actions.reverse(old, TEST, "undo")
    assert undone.day > day
    for sentence in ("UPDATE money_period SET until = '2020-01-01'", "DELETE FROM money_period"):
        with no():
            sql(sentence)


def test_a_year_that_ends_gives_back_what_was_not_decided(money):
    from letgo.commons.money.rules import YearEnd, financial_year, year_span
    from letgo.commons.record.clock import travel

    end = year_span(financial_year(queries.today()))[1]
    actions.set_terms(money.estate, Terms(year_end=YearEnd.RETURN), TEST, "terms", officer_at=money.board)
    actions.hold(money.estate, money.outside, 1_000, CAUSE, TEST, "hold")
    with travel(by=timedelta(days=(end - queries.today()).days + 20)):
        actions.transfer(money.council, money.estate, 700, CAUSE, TEST, "new year")
        actions.close_period(money.place, end, TEST, "close")
        back = Transfer.objects.get(credit=money.council, debit=money.estate)
        assert (back.pence, back.day) == (9_000, end)
        assert queries.balance(money.estate).available == 700
    assert isinstance(end, date)


def test_the_outside_alone_has_no_floor(money):
    assert list(Pot.objects.filter(floor=None)) == [money.outside]
