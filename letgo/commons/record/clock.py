"""The only place that asks the time. Tests and the demonstration town set it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def _wall() -> datetime:
    return datetime.now(UTC)


_clock: Clock = _wall


def now() -> datetime:
    """The present moment, with its zone (UTC)."""
    return _clock()


def set_clock(clock: Clock | None) -> None:
    """Ask `clock` from now on; None puts the real one back. It holds for every thread of this process."""
    global _clock
    _clock = clock or _wall


@contextmanager
def travel(to: datetime | None = None, *, by: timedelta = timedelta()) -> Iterator[None]:
    """Be at `to` (with a zone), or `by` away from now; time goes on from there. The clock before comes back at the end."""
    if to is not None and to.tzinfo is None:
        raise ValueError("A moment without a time zone says nothing.")
    before = _clock
    shift = by if to is None else to - before() + by
    set_clock(lambda: before() + shift)
    try:
        yield
    finally:
        set_clock(before)
