"""What a check may be and do, on plain values: its states, how long it is kept, and how much we take in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

from letgo.commons.record.rules import Sentence


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
ON_YOUR_OWN = "letgo fund FILE, or letgo count FILE for an election"


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


# How an election can be counted, by the names of engines/counting, in the order to show them.
SEVERAL, ONE = "scottish-stv", "av"
WAYS = (SEVERAL, ONE, "ranked-pairs", "schulze", "minimax", "meek-nz", "ers97", "approval", "block", "plurality")
REOPENS = (SEVERAL, ONE)  # where "re-open nominations" counts


@dataclass(frozen=True)
class Choices:
    """How an election is to be counted. `rule` "" and `seats` 0: as suits the file. Kept beside the file, in no table.

    `withdraw`: numbers of candidates who withdrew. `ron`: the number of "re-open nominations". `name` and `seed` are for the lot.
    """

    rule: str = ""
    seats: int = 0
    withdraw: tuple[int, ...] = ()
    ron: int = 0
    name: str = ""
    seed: str = "letgo"

    def as_dict(self) -> dict[str, Any]:
        """For keeping, as JSON has it; Choices(**it) is the same again."""
        return {**asdict(self), "withdraw": list(self.withdraw)}


def rule_for(seats: int) -> str:
    """The rule that a file is counted by when nobody chose one: STV for several seats, the alternative vote for one."""
    return SEVERAL if seats > 1 else ONE


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
    return No(
        Sentence("Your file is larger than {most} MB.", most=most),
        Sentence("Count it on your own computer: {command}", command=ON_YOUR_OWN),
        "too-large",
    )


def room_refusal(*, used: int, free: int, waiting: int, first_expiry: datetime | None, limits: Limits) -> No | None:
    """Why nothing more is taken in now, or None.

    `used` bytes by all checks, those coming in included; `free` bytes on the disk; `waiting` checks not counted yet;
    `first_expiry` the next moment at which a check is deleted.
    """
    full = "We are full just now."
    if waiting >= limits.waiting:
        return No(full, "Try again after 10 minutes. Others wait before you.", "full")
    if used >= limits.all_bytes or free < limits.free_bytes:
        when = Sentence("Try again after {day}.", day=first_expiry) if first_expiry else "Try again after an hour."
        return No(full, when, "full")
    return None


def key_is_secret(key: str) -> bool:
    """Whether a form key is long enough that nobody else can have it: a second use of a key shows the first one's check."""
    return 22 <= len(key) <= 64 and key.isascii() and all(c.isalnum() or c in "-_" for c in key)
