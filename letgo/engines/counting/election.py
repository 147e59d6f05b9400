"""The immutable election that every rule counts: candidates, seats, and ranked ballots by group.

Candidates are numbered from 1. Ballots that rank the same candidates in the same order are one group with a weight, and the
groups stand in an order of their own, never in that of the rows, so that no rule can come to depend on it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_CANDIDATES = 1_000
MOST_BALLOTS = 10**9
Rank = int | tuple[int, ...]  # a candidate's number, or those of several who are ranked as equal


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
    `equal`: (weight, ranking, ranks) of ballots that rank candidates as equal: what stands before the first equal rank, which is
    also what the groups hold of it, and all from there on. Rules that can read equal ranks use it; the others stop before them.
    """

    candidates: tuple[Candidate, ...]
    seats: int
    starts: NDArray[np.int64]
    ranked: NDArray[np.uint16]
    weights: NDArray[np.int64]
    withdrawn: frozenset[int] = frozenset()
    title: str = ""
    equal: tuple[tuple[int, tuple[int, ...], tuple[tuple[int, ...], ...]], ...] = ()

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

    def levelled(self) -> "Election":
        """The same ballots, equal ranks written one after the other: for what only asks who is ranked, and not how."""
        if not self.equal:
            return self
        merged = {ranking: weight for weight, ranking in self.groups()}
        for weight, before, ranks in self.equal:
            whole = (*before, *chain.from_iterable(ranks))
            merged[before] -= weight
            merged[whole] = merged.get(whole, 0) + weight
        kept = {ranking: weight for ranking, weight in merged.items() if weight}
        return grouped(self.candidates, self.seats, kept, self.withdrawn, self.title)


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
    merged: Mapping[tuple[Rank, ...], int] | Mapping[tuple[int, ...], int],
    withdrawn: Iterable[int] = (),
    title: str = "",
) -> Election:
    """The election of ballots that are merged already: ranking -> weight. A tuple within a ranking is an equal rank."""
    strict, equal = _parted(merged)
    rows = sorted(strict)
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    ranked = np.fromiter((number for row in rows for number in row), np.uint16, int(starts[-1]))
    weights = np.fromiter((strict[row] for row in rows), np.int64, len(rows))
    for array in (starts, ranked, weights):
        array.flags.writeable = False
    return Election(tuple(candidates), seats, starts, ranked, weights, frozenset(withdrawn), title, equal)


def _parted(merged: Mapping[Any, int]) -> tuple[Mapping[tuple[int, ...], int], tuple[Any, ...]]:
    """Each ranking up to its first equal rank; and those that have one, whole."""
    if all(type(rank) is int for row in merged for rank in row):
        return merged, ()
    strict: dict[tuple[int, ...], int] = {}
    equal = []
    for row, weight in merged.items():
        at = next((place for place, rank in enumerate(row) if type(rank) is not int), len(row))
        strict[row[:at]] = strict.get(row[:at], 0) + weight
        if at < len(row):
            ranks = tuple((rank,) if type(rank) is int else tuple(sorted(rank)) for rank in row[at:])
            equal.append((weight, row[:at], ranks))
    return strict, tuple(sorted(equal, key=lambda each: each[1:]))
