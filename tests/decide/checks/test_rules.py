from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.decide.checks import rules
from letgo.decide.checks.rules import MOVES, Limits, State

LIMITS = Limits()
sizes = st.integers(0, 2**40)


def test_a_check_is_kept_seven_days():
    made = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert rules.expires(made) - made == timedelta(days=7)


def test_every_state_can_be_reached_and_an_end_is_an_end():
    assert set(MOVES) == set(State)
    reached = {State.WAITING}.union(*MOVES.values())
    assert reached == set(State)
    assert not MOVES[State.DONE]
    assert not MOVES[State.FAILED]


@given(sizes)
def test_a_file_is_refused_exactly_above_the_limit(size):
    assert (rules.size_refusal(size, LIMITS) is None) == (size <= LIMITS.file_bytes)


@given(used=sizes, free=sizes, waiting=st.integers(0, 50))
def test_there_is_room_only_while_every_limit_holds(used, free, waiting):
    no = rules.room_refusal(used=used, free=free, waiting=waiting, first_expiry=None, limits=LIMITS)
    room = used < LIMITS.all_bytes and free >= LIMITS.free_bytes and waiting < LIMITS.waiting
    assert (no is None) == room
    assert no is None or (no.kind == "full" and no.cure.startswith("Try again after"))


def test_when_the_store_is_full_we_say_when_there_will_be_room():
    first = datetime(2026, 11, 29, 10, tzinfo=UTC)
    no = rules.room_refusal(used=LIMITS.all_bytes, free=2**40, waiting=0, first_expiry=first, limits=LIMITS)
    assert no.cure == "Try again after 29 November 2026."


@pytest.mark.parametrize("key", ["", "short", "a" * 21, "a" * 65, "a" * 21 + "é", "a" * 21 + "/", "a" * 21 + "\n"])
def test_a_key_that_others_could_have_is_no_key(key):
    assert not rules.key_is_secret(key)


@pytest.mark.parametrize("key", ["a" * 22, "3f2b8c1e-0a9d-4f6e-8b7a-1c2d3e4f5a6b", "A_-9" * 16])
def test_a_long_random_key_is_one(key):
    assert rules.key_is_secret(key)
