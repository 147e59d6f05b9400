from datetime import UTC, datetime, timedelta

import pytest

from letgo.commons.record.clock import now, set_clock, travel


def test_now_has_a_zone_and_is_now():
    assert now().tzinfo is UTC
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_travel_goes_on_from_where_it_went_and_comes_back():
    then = datetime(2031, 5, 1, 9, tzinfo=UTC)
    with travel(then):
        assert timedelta() <= now() - then < timedelta(seconds=5)
        with travel(by=timedelta(days=8)):
            assert timedelta(days=8) <= now() - then < timedelta(days=8, seconds=5)
        assert now() - then < timedelta(seconds=5)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_travel_comes_back_when_the_block_fails():
    with pytest.raises(RuntimeError), travel(by=timedelta(days=900)):
        raise RuntimeError
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), travel(datetime(2031, 5, 1)):
        pass


def test_a_set_clock_is_asked_until_it_is_put_back():
    stopped = datetime(2030, 1, 1, tzinfo=UTC)
    set_clock(lambda: stopped)
    try:
        assert now() == stopped
    finally:
        set_clock(None)
    assert now() != stopped
