"""What a count is asked, and what it gives: plain values, whichever engine counts."""

from dataclasses import dataclass
from typing import Any

from letgo.decide.ballots.rules import Terms


@dataclass(frozen=True)
class Listed:
    """One option as it is counted. `cost_pence` is None where nothing is spent."""

    number: int
    title: str
    cost_pence: int | None = None
    none: bool = False
    withdrawn: bool = False
    why: str = ""  # it was withdrawn

    @property
    def counted(self) -> bool:
        """Whether the engine counts it: "none of these" and what was withdrawn are not."""
        return not self.none and not self.withdrawn


@dataclass(frozen=True)
class Question:
    """All that a result depends on. `ballots` are the numbers on each voting paper, online and paper alike, in any order."""

    poll: str
    method: str
    terms: Terms
    seed: str
    options: tuple[Listed, ...]
    ballots: tuple[tuple[int, ...], ...]
    roll: int
    voters: int
    quorum: int = 0
    purse_pence: int | None = None


@dataclass(frozen=True)
class Counted:
    """The report (plain JSON, as queries.result() reads it) and the certificate (canonical JSON)."""

    report: dict[str, Any]
    certificate: bytes
