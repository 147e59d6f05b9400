"""What a count by transfers gives: its stages, its winners, and the lots that were drawn."""

from dataclasses import dataclass

from letgo.engines.counting.election import Election

FIRST, SURPLUS, EXCLUSION = "first-preferences", "surplus", "exclusion"


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal candidates of whom one was taken. `by`: "stage" (an earlier stage where they were unequal) or "lot"."""

    tied: tuple[int, ...]
    chosen: int
    by: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a count. `totals`: for each candidate, in `scale` parts of a vote, after it; so is `lost` in all.

    `source`: whose ballots moved; 0 at the first preferences and where several go out together. `elected` and `excluded`: by it,
    in order. ERS97: `quota` after it, in parts of a vote, and `batches`, the value of each paper in each batch that moved.
    Where seats are reserved, `guarded`: who may not go out, and `doomed`: who cannot be elected, from here on.
    """

    action: str
    source: int
    totals: tuple[int, ...]
    lost: int
    elected: tuple[int, ...]
    excluded: tuple[int, ...]
    tie: Tie | None = None
    quota: int | None = None
    batches: tuple[int, ...] = ()
    guarded: tuple[int, ...] = ()
    doomed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A whole count. `quota` in `scale` parts of a vote. `winners`: numbers, in order of election; `filled` those of them
    who took the last seats without reaching the quota, since no more were left than seats."""

    election: Election
    rule: str
    scale: int
    quota: int
    stages: tuple[Stage, ...]
    winners: tuple[int, ...]
    filled: tuple[int, ...]
    ties: tuple[Tie, ...]
    valid: int

    @property
    def lost(self) -> int:
        """What nobody holds at the end who is elected or still stands, in `scale` parts of a vote."""
        return self.stages[-1].lost
