"""Anything, in any order, against a plain model of a ledger: the same answers, the same pence, and nothing from nowhere."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from letgo.commons.record.clock import travel
from letgo.commons.record.refusals import Refused
from tests.commons.money.conftest import CAUSE, TEST, make

NAMES = ("outside", "council", "estate")
PENCE = st.integers(1, 60_000)


@dataclass
class Plain:
    """A ledger as a child would keep it: a number for each pot, and a list of what is set aside."""

    balance: dict[str, int] = field(default_factory=lambda: {"outside": -100_000, "council": 90_000, "estate": 10_000})
    held: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES, 0))

    def free(self, pot: str) -> int:
        return self.balance[pot] - self.held[pot]

    def enough(self, pot: str, pence: int) -> bool:
        return pot == "outside" or self.free(pot) >= pence

    def move(self, debit: str, credit: str, pence: int) -> None:
        self.balance[debit] -= pence
        self.balance[credit] += pence


@dataclass
class Made:
    """A transfer that was made: what the model knows of it."""

    row: Any
    debit: str
    credit: str
    pence: int
    key: str
    state: str  # "held", "ended", "paid", "undone"


class Ledger(RuleBasedStateMachine):
    made = Bundle("made")

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        transaction.get_connection().needs_rollback = False
        self.money, self.plain, self.count, self.closed = make(), Plain(), 0, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def pot(self, name: str) -> Any:
        return getattr(self.money, name)

    def key(self) -> str:
        self.count += 1
        return f"key {self.count}"

    def attempt(self, allowed: bool, act: Any) -> Any:
        """act(), which is refused exactly when the plain model says so."""
        try:
            with transaction.atomic():
                row = act()
        except Refused:
            assert not allowed
            return None
        assert allowed
        return row

    @rule(
        target=made, way=st.permutations(NAMES), pence=PENCE, ago=st.sampled_from([0, 0, 0, 5, 20]), aside=st.booleans()
    )
    def pay(self, way: list[str], pence: int, ago: int, aside: bool) -> Made:
        from letgo.commons.money import actions, queries

        debit, credit, key = way[0], way[1], self.key()
        day = queries.today() - timedelta(days=ago)
        allowed = self.plain.enough(debit, pence) and (not self.closed or ago < self.closed)
        act = actions.hold if aside else actions.transfer
        row = self.attempt(allowed, lambda: act(self.pot(debit), self.pot(credit), pence, CAUSE, TEST, key, day=day))
        if row is None:
            return Made(None, debit, credit, pence, key, "refused")
        if aside:
            self.plain.held[debit] += pence
        else:
            self.plain.move(debit, credit, pence)
        return Made(row, debit, credit, pence, key, "held" if aside else "paid")

    @rule(one=made, part=st.integers(1, 110), free=st.booleans())
    def end(self, one: Made, part: int, free: bool) -> None:
        from letgo.commons.money import actions

        if one.row is None:
            return
        pence = max(1, one.pence * part // 100)
        allowed = one.state == "held" and (free or pence <= one.pence)
        if free:
            row = self.attempt(allowed, lambda: actions.release(one.row, TEST, self.key()))
        else:
            row = self.attempt(allowed, lambda: actions.capture(one.row, pence, TEST, self.key()))
        if row is not None:
            self.plain.held[one.debit] -= one.pence
            one.state = "ended" if free else "paid"
            if not free:
                self.plain.move(one.debit, one.credit, pence)
                one.row, one.pence = row, pence
            one.key = ""

    @rule(one=made)
    def undo(self, one: Made) -> None:
        from letgo.commons.money import actions

        if one.row is None:
            return
        allowed = one.state == "paid" and self.plain.enough(one.credit, one.pence)
        if self.attempt(allowed, lambda: actions.reverse(one.row, TEST, self.key())) is not None:
            self.plain.move(one.credit, one.debit, one.pence)
            one.state = "undone"

    @rule(one=made, other=st.booleans())
    def click_again(self, one: Made, other: bool) -> None:
        """The same key gives the same row; with another amount it is refused."""
        from letgo.commons.money import actions

        if one.row is None or not one.key:
            return
        act = actions.transfer if one.row.move == "post" else actions.hold
        pence = one.pence + other
        again = self.attempt(
            not other,
            lambda: act(self.pot(one.debit), self.pot(one.credit), pence, CAUSE, TEST, one.key, day=one.row.day),
        )
        assert other or again == one.row

    @precondition(lambda self: not self.closed)
    @rule(ago=st.sampled_from([4, 10]))
    def close(self, ago: int) -> None:
        from letgo.commons.money import actions, queries

        actions.close_period(self.money.place, queries.today() - timedelta(days=ago), TEST, self.key())
        self.closed = ago

    @invariant()
    def the_same_pence_everywhere(self) -> None:
        from letgo.commons.money import queries

        standings = {name: queries.balance(self.pot(name)) for name in NAMES}
        assert {name: one.balance for name, one in standings.items()} == self.plain.balance
        assert {name: one.held for name, one in standings.items()} == self.plain.held
        assert sum(one.balance for one in standings.values()) == 0
        assert min(standings[name].available for name in NAMES[1:]) >= 0

    @invariant()
    def verify_agrees(self) -> None:
        from letgo.commons.money.verifying import verify

        if self.count % 5 == 0:
            assert [text for holds, text in verify() if not holds] == []


@pytest.mark.django_db
def test_any_order_of_acts_agrees_with_a_plain_ledger():
    with travel(by=timedelta(0)):
        few = settings(max_examples=15, stateful_step_count=25, suppress_health_check=list(HealthCheck), deadline=None)
        run_state_machine_as_test(Ledger, settings=few)
