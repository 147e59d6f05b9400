"""Where each ballot lies and what it is worth, as a count moves it: only the papers of the one whose votes move are touched.

Two stores with the same face. `Few` keeps lists and is fastest for a ward; `Many` keeps arrays and is fastest for a city.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from letgo.engines.counting.election import Election

FEW = 250  # groups; from here on arrays are faster
LARGEST = 2**62


class Papers(Protocol):
    """A store of papers. `running` says of each candidate number whether they can be given votes."""

    def first(self, running: Sequence[bool]) -> list[int]:
        """Ballots by first preference: index 0 holds those that rank nobody who stands."""

    def move(self, source: int, running: Sequence[bool], surplus: int | None, total: int) -> list[int]:
        """Pass on all papers of `source` and say what each number got, in parts of a vote; index 0 is exhausted.

        At the value they have, or where `surplus` is given at surplus x value / total, cut.
        """


def papers_of(election: Election, scale: int) -> Papers:
    """The store that suits this election."""
    small = len(election.weights) < FEW or election.ballots * scale * scale >= LARGEST
    return Few(election, scale) if small else Many(election, scale)


class Few:
    """Piles of parcels: papers that came together at one value stay together."""

    def __init__(self, election: Election, scale: int) -> None:
        starts: list[int] = election.starts.tolist()
        self._flat, self._weights = election.ranked.tolist(), election.weights.tolist()
        self._at, self._ends = starts[:-1], starts[1:]
        self._scale, self._numbers = scale, len(election.candidates) + 1
        self._piles: list[list[tuple[int, list[int]]]] = [[] for _ in range(self._numbers)]

    def first(self, running: Sequence[bool]) -> list[int]:
        """See Papers."""
        return self._give(range(len(self._weights)), running, self._scale)

    def move(self, source: int, running: Sequence[bool], surplus: int | None, total: int) -> list[int]:
        """See Papers."""
        flow = [0] * self._numbers
        parcels, self._piles[source] = self._piles[source], []
        for value, groups in parcels:
            worth = value if surplus is None else surplus * value // total
            for number, ballots in enumerate(self._give(groups, running, worth)):
                if ballots:
                    flow[number] += ballots * worth
        return flow

    def _give(self, groups: Sequence[int], running: Sequence[bool], worth: int) -> list[int]:
        """Put each group on the pile of its next preference, at this value; returns ballots for each number."""
        flat, weights, at, ends = self._flat, self._weights, self._at, self._ends
        count = [0] * self._numbers
        piles: dict[int, list[int]] = {}
        for group in groups:
            place, end = at[group], ends[group]
            while place < end and not running[flat[place]]:
                place += 1
            at[group] = place
            number = flat[place] if place < end else 0
            count[number] += weights[group]
            if number in piles:
                piles[number].append(group)
            else:
                piles[number] = [group]
        for number, pile in piles.items():
            if number:
                self._piles[number].append((worth, pile))
        return count


class Many:
    """One array each for who holds a paper, how far down its ranking that is, and its value. A 0 ends each ranking."""

    def __init__(self, election: Election, scale: int) -> None:
        groups = len(election.weights)
        ends = election.starts[1:] + np.arange(groups)
        self._ranked = np.zeros(len(election.ranked) + groups, np.uint16)
        ranks = np.ones(len(self._ranked), bool)
        ranks[ends] = False
        self._ranked[ranks] = election.ranked
        self._at = election.starts[:-1] + np.arange(groups)
        self._weights = election.weights
        self._holder = np.zeros(groups, np.uint16)
        self._value = np.full(groups, scale, np.int64)
        self._numbers = len(election.candidates) + 1

    def first(self, running: Sequence[bool]) -> list[int]:
        """See Papers."""
        count = np.zeros(self._numbers, np.int64)
        np.add.at(count, self._next(slice(None), running), self._weights)
        return count.tolist()

    def move(self, source: int, running: Sequence[bool], surplus: int | None, total: int) -> list[int]:
        """See Papers."""
        moved = np.flatnonzero(self._holder == source)
        self._at[moved] += 1
        value = self._value[moved]
        if surplus is not None:
            value = surplus * value // total
            self._value[moved] = value
        flow = np.zeros(self._numbers, np.int64)
        np.add.at(flow, self._next(moved, running), self._weights[moved] * value)
        return flow.tolist()

    def _next(self, moved: "np.ndarray | slice", running: Sequence[bool]) -> np.ndarray:
        """Go down each ranking to the next who stands; returns who holds each paper then."""
        gone = ~np.array([True, *running[1:]])  # number 0, the end of a ranking, is where the search ends
        at = self._at[moved]
        holder: np.ndarray = self._ranked[at]
        wrong = np.flatnonzero(gone[holder])
        while len(wrong):
            at[wrong] += 1
            following = self._ranked[at[wrong]]
            holder[wrong] = following
            wrong = wrong[gone[following]]
        self._at[moved], self._holder[moved] = at, holder
        return holder
