"""How far a new board is with its first weeks."""

from collections.abc import Iterable
from datetime import date


def left(done: Iterable[date | None]) -> int:
    """How many tasks are still to do."""
    return sum(day is None for day in done)
