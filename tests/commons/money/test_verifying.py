import pytest
from django.db import connection, transaction

from letgo.commons.money import actions
from letgo.commons.money.rules import Terms
from letgo.commons.money.verifying import verify
from tests.commons.money.conftest import CAUSE, TEST, make, someone
from tests.database import unguarded


def faults() -> list[str]:
    return [text for holds, text in verify() if not holds]


def vandal(sql: str, *values) -> None:
    """Someone who owns the database changes it by hand."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def busy(transactional_db):
    """A ledger in which everything happened once."""
    money = make()
    officer, first, second = (
        someone(role, at)
        for role, at in (("officer", money.place), ("treasurer", money.board), ("treasurer", money.board))
    )
    held = actions.hold(money.estate, money.outside, 500, CAUSE, first, "1")
    actions.capture(held, 400, first, "2")
    money.held = actions.hold(money.estate, money.outside, 300, CAUSE, first, "3")
    actions.release(actions.hold(money.estate, money.outside, 200, CAUSE, first, "4"), first, "5")
    money.paid = actions.transfer(money.estate, money.outside, 100, CAUSE, first, "6", why="Paint")
    actions.reverse(actions.transfer(money.estate, money.outside, 50, CAUSE, first, "7"), first, "8")
    actions.set_terms(money.estate, Terms(two_people_from=1_000), officer, "9", officer_at=money.board)
    asked = actions.transfer(money.estate, money.outside, 1_000, CAUSE, first, "10")
    actions.approve(asked.approval, True, second, "11")
    for stage in ("ordered", "sent", "arrived"):
        actions.step(money.paid, stage, first, stage)
    return money


def test_a_ledger_in_which_everything_happened_holds(busy):
    assert faults() == []
    assert len(list(verify())) == 5


TAMPERED = {
    "an amount": ("UPDATE money_transfer SET pence = pence + 1 WHERE id = %s", "paid", "pence is not what its line says"),
    "an amount and both balances": ("", "paid", "pence is not what its line says"),
    "another payee": ("UPDATE money_transfer SET credit_id = %s WHERE id = %s", "council+paid", "to is not what its line says"),
    "another day": ("UPDATE money_transfer SET day = '2020-01-01' WHERE id = %s", "paid", "day is not what its line says"),
    "a balance": ("UPDATE money_entry SET paid_out = paid_out - 1 WHERE transfer_id = %s", "paid", "does not follow from transfer"),
    "an entry gone": ("DELETE FROM money_entry WHERE transfer_id = %s", "paid", "is missing"),
    "a hold let go": ("UPDATE money_entry SET held = 0 WHERE transfer_id = %s", "held", "does not follow from transfer"),
    "a step taken out": ("DELETE FROM money_step WHERE stage = 'sent' AND transfer_id = %s", "paid", "does not follow"),
    "a second yes forged": ("UPDATE money_approval SET state = 'refused' WHERE hold_id <> %s", "paid", "without a second person"),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_by_hand_is_named(busy, what):
    sql, rows, words = TAMPERED[what]
    with unguarded(), transaction.atomic():
        if sql:
            vandal(
                sql,
                *(
                    getattr(busy, row).pk.hex if connection.vendor == "sqlite" else getattr(busy, row).pk
                    for row in rows.split("+")
                ),
            )
        else:
            pk = busy.paid.pk.hex if connection.vendor == "sqlite" else busy.paid.pk
            vandal("UPDATE money_transfer SET pence = pence + 1 WHERE id = %s", pk)
            for pot, column in ((busy.estate, "paid_out"), (busy.outside, "paid_in")):
                vandal(
                    f"UPDATE money_entry SET {column} = {column} + 1 WHERE pot_id = %s AND number >= "
                    "(SELECT number FROM money_entry WHERE pot_id = %s AND transfer_id = %s)",
                    *([pot.pk.hex, pot.pk.hex] if connection.vendor == "sqlite" else [pot.pk, pot.pk]), pk,
                )  # fmt: skip
        found = faults()
    assert any(words in fault for fault in found), found
    row = getattr(busy, rows.split("+")[-1])
    assert any(str(row.pk) in fault for fault in found) or what in ("an entry gone", "a second yes forged"), found


def test_a_penny_more_for_everybody_is_named(busy):
    with unguarded(), transaction.atomic():
        vandal("UPDATE money_entry SET paid_in = paid_in + 1 WHERE number > 0")
        assert any("pence too much" in fault for fault in faults())


def test_a_redacted_purpose_is_no_fault(busy):
    with unguarded():
        pk = busy.paid.line_id.hex if connection.vendor == "sqlite" else busy.paid.line_id
        vandal("DELETE FROM record_words WHERE line_id = %s", pk)
    assert faults() == []
    from letgo.commons.money.queries import statement

    assert [row.payment.why for row in statement(busy.estate).rows].count(None) == 1


def test_a_forged_reversal_or_capture_is_named(busy):
    again = actions.transfer(busy.council, busy.estate, 10, CAUSE, TEST, "again")
    with unguarded(), transaction.atomic():
        undone = actions.reverse(again, TEST, "undone")
        pk = undone.pk.hex if connection.vendor == "sqlite" else undone.pk
        vandal("UPDATE money_transfer SET pence = 9 WHERE id = %s", pk)
        assert any("does not fit what it undoes" in fault for fault in faults())
