"""The immutable election that every rule counts: candidates, seats, and ranked ballots by group.

Candidates are numbered from 1. Ballots that rank the same candidates in the same order are one group with a weight, and the
groups stand in an order of their own, never in that of the rows, so that no rule can come to depend on it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

MOST_CANDIDATES = 1_000
MOST_BALLOTS = 10**9


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who stands. `party` is whatever the file puts beside the name."""

    name: str
    party: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Election:
    """Who stands for how many seats, and G groups of ballots with S preferences in all of them together.

    `starts` int64[G+1]: group g ranks `ranked[starts[g]:starts[g + 1]]`, candidate numbers from 1, best first, each once.
    `weights` int64[G]: ballots in each group. Groups are sorted by their rankings as sequences, each ranking once. Read-only.
    `withdrawn`: numbers of candidates who stand no longer; their preferences are passed over, never taken out.
    """

    candidates: tuple[Candidate, ...]
    seats: int
    starts: NDArray[np.int64]
    ranked: NDArray[np.uint16]
    weights: NDArray[np.int64]
    withdrawn: frozenset[int] = frozenset()
    title: str = ""

    @property
    def ballots(self) -> int:
        """How many ballots were cast, empty ones among them."""
        return int(self.weights.sum())

    def groups(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """(weight, ranking) of each group: for reading and for small elections."""
        starts, ranked = self.starts.tolist(), self.ranked.tolist()
        for g, weight in enumerate(self.weights.tolist()):
            yield weight, tuple(ranked[starts[g] : starts[g + 1]])

    def with_seats(self, seats: int) -> "Election":
        """The same ballots for another number of seats."""
        return replace(self, seats=seats)

    def without(self, gone: Iterable[int]) -> "Election":
        """The same ballots, with these candidates withdrawn as well."""
        return replace(self, withdrawn=self.withdrawn | frozenset(gone))


def election_of(
    candidates: Sequence[Candidate],
    seats: int,
    groups: Iterable[tuple[int, Sequence[int]]],
    withdrawn: Iterable[int] = (),
    title: str = "",
) -> Election:
    """The election of these ballots, (weight, ranking) in any order; equal rankings become one group."""
    merged: dict[tuple[int, ...], int] = {}
    for weight, ranking in groups:
        row = tuple(ranking)
        merged[row] = merged.get(row, 0) + weight
    return grouped(candidates, seats, merged, withdrawn, title)


def grouped(
    candidates: Sequence[Candidate],
    seats: int,
    merged: Mapping[tuple[int, ...], int],
    withdrawn: Iterable[int] = (),
    title: str = "",
) -> Election:
    """The election of ballots that are merged already: ranking -> weight."""
    rows = sorted(merged)
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    ranked = np.fromiter((number for row in rows for number in row), np.uint16, int(starts[-1]))
    weights = np.fromiter((merged[row] for row in rows), np.int64, len(rows))
    for array in (starts, ranked, weights):
        array.flags.writeable = False
    return Election(tuple(candidates), seats, starts, ranked, weights, frozenset(withdrawn), title)
