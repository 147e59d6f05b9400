"""What the clock does with boards, by the names in house/jobs.py. Each part of the room adds its own tick."""

from collections.abc import Callable

from letgo.commons.record.jobs import Running

TICKS: list[Callable[[], int]] = []


def tick(job: Running | None = None) -> int:
    """Run what is due in each part of the room. Returns how much there was. The job "boards.tick"."""
    return sum(part() for part in TICKS)
