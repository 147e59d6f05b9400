"""Who supports what, laid out for counting: for each project its supporting groups, their weights and their points."""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.problem import Election
from letgo.engines.sharing.settings import BadSettings, Settings, id_order, last_keys

Floats: TypeAlias = NDArray[np.float64]
Groups: TypeAlias = NDArray[np.int32] | NDArray[np.intp]

LARGEST_SUM = 2.0**52  # sums of points stay whole numbers that a float keeps exactly
STRETCH = 1 << 16  # named projects worked on at a time
SOME = 1 << 12  # groups worked on at a time
FEW_VOTERS, FEW_NAMED = 2000, 600  # up to here sets of voters are whole numbers; see the decision on small elections


class Layout(NamedTuple):
    """The supporters of all projects, project after project: those of c from `bounds[c]` up to `bounds[c + 1]`."""

    bounds: NDArray[np.int64]
    groups: Groups
    weights: Floats
    points: Floats | None


class Tally:
    """The ballots of one election read under one utility.

    Indexes: project c in 0..m-1, group g in 0..G-1. A supporter of c is a voter with a utility above 0 for it.
    `groups[c]`, groups that support c, ascending: intp, or int32 where they are many; `weights[c]` float64 beside it, voters in
    each; `points[c]` float64 beside it, or None where every supporter counts 1; `mass[c]` = weights * points. Weights and masses
    are whole numbers below 2**53, so sums of them are exact. `votes[c]` voters who name c; `score[c]` total points (= votes where
    points do not count): what greedy ranks by and what settles ties. `costs`, `budget` in minor units.
    `points_flat` int64 beside the election's `named`: the points of each named project, or None where each counts 1.
    `few`: everybody has the same money and counts alike, and there are so few that purses.py is faster than arrays.
    """

    def __init__(self, election: Election, settings: Settings) -> None:
        self.election, self.settings = election, settings
        self.ids = [p.id for p in election.projects]
        self.costs = [p.cost for p in election.projects]
        self.budget, self.voters, self.size = election.budget, election.voters, len(election.projects)
        self.weight_of = election.weights
        self.points_flat = worth(election, settings)
        few = self.voters <= FEW_VOTERS and len(election.named) <= FEW_NAMED
        self.few = few and self.points_flat is None and election.endowments is None

    @cached_property
    def last(self) -> list[int]:
        """The place of each project in the order that settles a tie last."""
        return last_keys(self.ids, self.settings)

    @cached_property
    def groups(self) -> list[Groups]:
        """See above, as for all that follows; laid out when it is first asked for."""
        return self._apart(self._layout.groups)

    @cached_property
    def weights(self) -> list[Floats]:
        return self._apart(self._layout.weights)

    @cached_property
    def points(self) -> list[Floats] | None:
        return None if self._layout.points is None else self._apart(self._layout.points)

    @cached_property
    def mass(self) -> list[Floats]:
        return self.weights if self.points is None else self._apart(self._mass)

    @cached_property
    def votes(self) -> list[int]:
        return [who.bit_count() for who in self.supporters] if self.few else self._totals(self._layout.weights)

    @cached_property
    def score(self) -> list[int]:
        return self.votes if self.points_flat is None else self._totals(self._mass)

    @property
    def _mass(self) -> Floats:
        _, _, weights, points = self._layout
        return weights if points is None else weights * points

    @cached_property
    def supporters(self) -> list[int]:
        """For each project its supporters as the bits of a whole number, one for each voter, group after group."""
        supporters = [0] * self.size
        named, voters, first = self.election.named.tolist(), 0, 0
        for weight, last in zip(self.weight_of.tolist(), self.election.starts[1:].tolist(), strict=True):
            who = ((1 << weight) - 1) << voters
            for c in named[first:last]:
                supporters[c] |= who
            voters, first = voters + weight, last
        return supporters

    @cached_property
    def _layout(self) -> Layout:
        """Ballots turned into lists of supporters, a stretch of ballots at a time, so that little memory is needed."""
        election, parts, points = self.election, list(self.stretches()), self.points_flat
        bounds = np.zeros(self.size + 1, dtype=np.int64)
        for first, last in parts:
            bounds[1:] += np.bincount(self._named(first, last, points)[1], minlength=self.size)
        bounds.cumsum(out=bounds)
        # numpy looks up whole words three times as fast, and half words need half the memory
        flat = np.empty(bounds[-1], dtype=np.intp if len(parts) <= 1 else np.int32)
        weights = np.empty(bounds[-1])
        amounts = None if points is None else np.empty(bounds[-1])
        free = bounds[:-1].copy()
        for first, last in parts:
            group, named, given = self._named(first, last, points)
            order = named.argsort(kind="stable")
            many = np.bincount(named, minlength=self.size)
            to = (free - many.cumsum() + many).repeat(many)
            to += np.arange(len(to))
            flat[to] = group = group[order]
            weights[to] = election.weights.take(group)
            if amounts is not None and given is not None:
                amounts[to] = given[order]
            free += many
        return Layout(bounds, flat, weights, amounts)

    def _named(
        self, first: int, last: int, points: NDArray[np.int64] | None
    ) -> tuple[Groups, NDArray[Any], NDArray[np.int64] | None]:
        """(group, project, points or None) of each support given by groups `first` to `last` - 1, group after group."""
        starts = self.election.starts[first : last + 1]
        row = slice(starts[0], starts[-1])
        named = self.election.named[row]
        group = np.arange(first, last, dtype=np.int32).repeat(starts[1:] - starts[:-1])
        if points is None:
            return group, named, None
        given = points[row]
        return group[given > 0], named[given > 0], given[given > 0]

    def _apart(self, flat: NDArray[Any]) -> list[NDArray[Any]]:
        """What stands in one row, for each project."""
        return [flat[a:b] for a, b in pairwise(self._layout.bounds.tolist())]

    def _totals(self, amounts: Floats) -> list[int]:
        """The sum of whole numbers for each project, laid out as `flat` is."""
        bounds, totals = self._layout.bounds, np.zeros(self.size)
        named = bounds[:-1] < bounds[1:]
        if len(amounts):
            totals[named] = np.add.reduceat(amounts, bounds[:-1][named])
        return [int(total) for total in totals.tolist()]

    def stretches(self) -> Iterator[tuple[int, int]]:
        """(first, last + 1) of runs of groups that name about `STRETCH` projects together."""
        starts, groups = self.election.starts, len(self.weight_of)
        first = 0
        while first < groups:
            last = int(starts.searchsorted(starts[first] + STRETCH, side="right")) - 1
            last = min(max(last, first + 1), groups)
            yield first, last
            first = last

    def sums(self, worth: NDArray[Any], points: NDArray[np.int64] | None = None) -> NDArray[Any]:
        """[G] for each group the sum of `worth`[m] (times `points` beside the election's `named`) over what it names."""
        election = self.election
        sums = np.zeros(len(self.weight_of), dtype=worth.dtype)
        for first, last in self.stretches():
            starts = election.starts[first : last + 1]
            given = worth[election.named[starts[0] : starts[-1]]]
            if points is not None:
                given = given * points[starts[0] : starts[-1]]
            some = starts[:-1] < starts[1:]
            if some.any():
                sums[first:last][some] = np.add.reduceat(given, (starts[:-1] - starts[0])[some])
        return sums

    @cached_property
    def id_place(self) -> list[int]:
        """The place of each project when ids are put in order: how lists of projects are printed."""
        places = [0] * self.size
        for place, c in enumerate(sorted(range(self.size), key=lambda c: id_order(self.ids[c]))):
            places[c] = place
        return places

    def utility(self, c: int) -> int:
        """What c is worth to a supporter, point for point: its cost under cost utilities, else 1 (cost 0 counts as 1)."""
        return self.costs[c] or 1 if self.settings.utility == "cost" else 1

    def tie_key(self, c: int) -> tuple[int, int, int]:
        """Ties of Equal Shares and Phragmén: lowest cost, then most votes (points under score), then the last key."""
        return (self.costs[c], -self.score[c], self.last[c])

    def by_support(self) -> list[int]:
        """Projects as greedy takes them: most votes (points under score) first, then the last key."""
        return sorted(range(self.size), key=lambda c: (-self.score[c], self.last[c]))

    def cost_of(self, projects: list[int] | tuple[int, ...]) -> int:
        """What these projects cost together, in minor units."""
        return sum(self.costs[c] for c in projects)

    def rows(self, groups: Groups) -> tuple[NDArray[np.int64], Floats]:
        """The projects named by `groups`, one after the other, and the mass each naming carries (weight * points)."""
        starts = self.election.starts[groups]
        lengths = self.election.starts[groups + 1] - starts
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        at = np.repeat(starts - ends + lengths, lengths)
        at += np.arange(total)
        mass = np.repeat(self.weight_of[groups].astype(np.float64), lengths)
        if self.points_flat is not None:
            mass *= self.points_flat[at]
        return self.election.named[at].astype(np.int64), mass

    def masses(self, groups: Groups) -> Floats:
        """float64[m]: the mass that `groups` give to each project; whole numbers."""
        masses = np.zeros(self.size)
        for first in range(0, len(groups), SOME):
            named, mass = self.rows(groups[first : first + SOME])
            masses += np.bincount(named, weights=mass, minlength=self.size)
        return masses


def worth(election: Election, settings: Settings) -> NDArray[np.int64] | None:
    """int64 beside `named`: points of each named project under `score`; None where every named project counts 1.

    Only `score` reads points or ranks; without marks each named project is one point. Raises BadSettings for points whose
    sum a float could not keep exactly.
    """
    if settings.utility != "score" or election.marks is None:
        return None
    if election.marks_kind == "points":
        most = float(election.marks.max(initial=0)) * len(election.projects) * election.voters
        if most >= LARGEST_SUM and float(election.marks.sum(dtype=np.float64)) * election.voters >= LARGEST_SUM:
            raise BadSettings("The points in this file are too large to be added exactly. Use --utility cost.")
        return election.marks.astype(np.int64, copy=False)
    if settings.ranks == "borda":
        return len(election.projects) - 1 - election.marks
    table = np.array([int(p) for p in settings.ranks.removeprefix("points:").split(",")] + [0], dtype=np.int64)
    worths: NDArray[np.int64] = table[np.minimum(election.marks, len(table) - 1)]
    return worths
