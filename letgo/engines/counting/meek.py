"""Meek's method as New Zealand counts: Local Electoral Regulations 2001, schedule 1A, part 1.

Each elected candidate keeps just so much of every paper that they end with the quota; the rest passes on, again and again
until hardly any surplus is left. All numbers are whole 1/1,000,000,000 of a vote; products are rounded up (clause 10), the
quota is cut (clause 5). Ties: ahead at the first difference, then the lot, in place of the regulations' own generator.
`passes` is how the papers are read in one go: `in_turn`, plain, or `at_once`, by arrays. Both give the same numbers.
"""

from collections.abc import Callable, Sequence

import numpy as np

from letgo.engines.counting.election import Election
from letgo.engines.counting.result import EXCLUSION, FIRST, SURPLUS, Count, Stage, Tie
from letgo.engines.counting.settings import MEEK_NZ, Meek
from letgo.engines.counting.ties import Ties

Pass = Callable[[Sequence[int]], list[int]]  # keep values by number -> votes by number; index 0 of both is nobody
LARGEST = 2**62


def count(election: Election, rule: Meek = MEEK_NZ, ties: Ties | None = None, *, plain: bool = False) -> Count:
    """Count `election`. With no vote at all nobody is elected, unless no more stand than there are seats."""
    array = not plain and election.ballots * rule.scale < LARGEST
    counting = _Counting(election, rule, ties or Ties(forwards=True), (at_once if array else in_turn)(election, rule))
    while counting.valid and counting.vacancies > 0 and len(counting.standing) > counting.vacancies:
        counting.iterate()
    filled = counting.fill()
    stages, winners = tuple(counting.stages), (*counting.winners, *filled)
    name = "meek-nz" if rule == MEEK_NZ else "meek"
    settled = tuple(counting.ties.settled)
    return Count(election, name, rule.scale, counting.quota, stages, winners, filled, settled, counting.valid)


def in_turn(election: Election, rule: Meek) -> Pass:
    """Reads one paper after the other."""
    groups, whole = list(election.groups()), rule.scale

    def votes(keeps: Sequence[int]) -> list[int]:
        totals = [0] * len(keeps)
        for weight, ranking in groups:
            left = whole
            for number in ranking:
                kept = -(-left * keeps[number] // whole)
                totals[number] += weight * kept
                left = -(-left * (whole - keeps[number]) // whole) if rule.products else left - kept
        return totals

    return votes


def at_once(election: Election, rule: Meek) -> Pass:
    """Reads the first preference of all papers, then the second of those that have one, and so on."""
    starts, weights, whole = election.starts, election.weights, rule.scale
    lengths = np.diff(starts)
    longest = int(lengths.max(initial=0))
    deep = [np.flatnonzero(lengths > depth) for depth in range(longest)]
    named = [election.ranked[starts[here] + depth] for depth, here in enumerate(deep)]
    weighed = [weights[here] for here in deep]
    inside = [np.flatnonzero(lengths[here] > depth + 1) for depth, here in enumerate(deep)]

    def votes(keeps: Sequence[int]) -> list[int]:
        totals, keep = np.zeros(len(keeps), np.int64), np.array(keeps, np.int64)
        left = np.full(len(deep[0]) if deep else 0, whole, np.int64)
        for depth in range(longest):
            held = keep[named[depth]]
            kept = -(-(left * held) // whole)
            np.add.at(totals, named[depth], weighed[depth] * kept)
            left = -(-(left * (whole - held)) // whole) if rule.products else left - kept
            left = left[inside[depth]]
        return [int(total) for total in totals]

    return votes


class _Counting:
    def __init__(self, election: Election, rule: Meek, ties: Ties, votes: Pass) -> None:
        self.rule, self.ties, self.votes, self.seats = rule, ties, votes, election.seats
        numbers = range(1, len(election.candidates) + 1)
        self.standing = {number for number in numbers if number not in election.withdrawn}
        self.keeps = [0, *(rule.scale if number in self.standing else 0 for number in numbers)]
        self.winners: list[int] = []
        self.stages: list[Stage] = []
        self.before = 0
        self.history: list[tuple[int, ...]] = []
        self.totals = votes(self.keeps)
        self.valid = sum(self.totals) // rule.scale
        self.quota = self._quota()
        self._elect(FIRST, 0)

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.winners)

    def iterate(self) -> None:
        """New keep values (clauses 7 to 9), votes (10), quota (11), who is elected (12); if nobody, who is excluded (13)."""
        whole = self.rule.scale
        for number in self.winners:
            keep = -(-self.keeps[number] * self.quota // whole)
            self.keeps[number] = min(-(-keep * whole // self.totals[number]), whole)
        self.totals = self.votes(self.keeps)
        self.quota = self._quota()
        if self._elect(SURPLUS, 0):
            return
        surplus = self.surplus()
        stuck = surplus >= self.before  # rounding keeps it from shrinking further
        self.before = surplus
        low = sorted(self.totals[number] for number in self.standing)
        clear = not self.rule.wait and len(low) > 1 and low[0] + surplus < low[1]
        if clear or surplus < self.rule.tolerance or stuck:
            self._exclude(low[0], surplus)

    def surplus(self) -> int:
        """What those elected hold above the quota."""
        return sum(max(self.totals[number] - self.quota, 0) for number in self.winners)

    def fill(self) -> tuple[int, ...]:
        """No more stand than there are seats left: they are elected, the highest total first."""
        if not 0 < len(self.standing) <= self.vacancies:
            return ()
        return tuple(self._in_order(self.standing))

    def _quota(self) -> int:
        return sum(self.totals) // (self.seats + 1) + 1

    def _elect(self, action: str, source: int) -> bool:
        over = [number for number in self.standing if self.totals[number] >= self.quota]
        if not over and action != FIRST:
            self.history.append(tuple(self.totals[1:]))
            return False
        self.history.append(tuple(self.totals[1:]))
        elected = self._in_order(over)
        self.winners += elected
        self.standing -= set(elected)
        self._stage(action, source, tuple(elected), (), None)
        return True

    def _exclude(self, fewest: int, surplus: int) -> None:
        near = fewest + surplus if self.rule.wait else fewest
        tied = [number for number in self.standing if self.totals[number] <= near]
        chosen, tie = self.ties.fewest(tied, self.history)
        self.standing.remove(chosen)
        self.keeps[chosen] = 0
        self._stage(EXCLUSION, chosen, (), (chosen,), tie)

    def _stage(
        self, action: str, source: int, elected: tuple[int, ...], gone: tuple[int, ...], tie: Tie | None
    ) -> None:
        totals = tuple(self.totals[1:])
        lost = self.valid * self.rule.scale - sum(totals)
        self.stages.append(Stage(action, source, totals, lost, elected, gone, tie))
        self.before = sum(totals) + 1  # the surplus shrinks anew from here

    def _in_order(self, numbers: "set[int] | list[int]") -> list[int]:
        left, ordered = set(numbers), []
        while left:
            most = max(self.totals[number] for number in left)
            chosen, _ = self.ties.most([n for n in left if self.totals[n] == most], self.history)
            ordered.append(chosen)
            left.remove(chosen)
        return ordered
