"""What a check may be and do, on plain values: its states, how long it is kept, and how much we take in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal


class State(StrEnum):
    WAITING = "waiting"
    COUNTING = "counting"
    DONE = "done"
    FAILED = "failed"


MOVES: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.COUNTING, State.FAILED}),
    State.COUNTING: frozenset({State.DONE, State.FAILED}),
    State.DONE: frozenset(),
    State.FAILED: frozenset(),
}
KEPT = timedelta(days=7)
MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much one check, and all of them together, may take. The operator may change any of it (settings.LETGO_CHECKS)."""

    file_bytes: int = 50 * MB
    all_bytes: int = 2048 * MB  # all files and results together
    free_bytes: int = 1024 * MB  # of the disk, never touched
    waiting: int = 20  # checks that are not counted yet
    reasons_waiting: int = 3  # of one check
    memory_bytes: int = 2048 * MB  # of the process that counts
    cpu_seconds: int = 300
    wall_seconds: int = 600


@dataclass(frozen=True)
class No:
    """Why something is not taken in: a sentence, a cure, and its kind (as Refused has them)."""

    sentence: str
    cure: str
    kind: Literal["too-large", "full", "refused"]


def expires(created: datetime) -> datetime:
    """When a check and all that belongs to it is deleted."""
    return created + KEPT


def may_move(before: State, after: State) -> bool:
    """Whether a check may go from one state to another."""
    return after in MOVES[before]


def size_refusal(size: int, limits: Limits) -> No | None:
    """Why a file of `size` bytes (so far) is refused, or None."""
    if size <= limits.file_bytes:
        return None
    most = limits.file_bytes // MB
    return No(f"Your file is larger than {most} MB.", "Count it on your own computer: letgo fund FILE.pb", "too-large")


def room_refusal(*, used: int, free: int, waiting: int, first_expiry: datetime | None, limits: Limits) -> No | None:
    """Why nothing more is taken in now, or None.

    `used` bytes by all checks, those coming in included; `free` bytes on the disk; `waiting` checks not counted yet;
    `first_expiry` the next moment at which a check is deleted.
    """
    full = "We are full just now."
    if waiting >= limits.waiting:
        return No(full, "Try again after 10 minutes. Others wait before you.", "full")
    if used >= limits.all_bytes or free < limits.free_bytes:
        when = f"{first_expiry:%-d %B %Y}" if first_expiry else "an hour"
        return No(full, f"Try again after {when}.", "full")
    return None


def key_is_secret(key: str) -> bool:
    """Whether a form key is long enough that nobody else can have it: a second use of a key shows the first one's check."""
    return 22 <= len(key) <= 64 and key.isascii() and all(c.isalnum() or c in "-_" for c in key)
