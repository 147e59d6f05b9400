"""Meek's method as New Zealand counts: Local Electoral Regulations 2001, schedule 1A, part 1.

Each elected candidate keeps just so much of every paper that they end with the quota; the rest passes on, again and again
until hardly any surplus is left. All numbers are whole 1/1,000,000,000 of a vote; products are rounded up (clause 10), the
quota is cut (clause 5). Ties: ahead at the first difference, then the lot, in place of the regulations' own generator.
`passes` is how the papers are read in one go: `in_turn`, plain, or `at_once`, by arrays. Both give the same numbers.
"""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from letgo.engines.counting.election import Election
from letgo.engines.counting.reserve import Hold
from letgo.engines.counting.result import EXCLUSION, FIRST, SURPLUS, Count, Stage, Tie
from letgo.engines.counting.settings import MEEK_NZ, Meek
from letgo.engines.counting.ties import Ties

Pass = Callable[[Sequence[int]], list[int]]  # keep values by number -> votes by number; index 0 of both is nobody
LARGEST = 2**62


def count(
    election: Election,
    rule: Meek = MEEK_NZ,
    ties: Ties | None = None,
    *,
    plain: bool = False,
    hold: Hold | None = None,
) -> Count:
    """Count `election`. With no vote at all nobody is elected, unless no more stand than there are seats. `hold`: as in scottish.count."""
    array = not plain and election.ballots * rule.scale < LARGEST
    passes = (at_once if array else in_turn)(election, rule)
    counting = _Counting(election, rule, ties or Ties(forwards=True), passes, hold)
    while counting.goes_on():
        if counting.doomed:
            counting.exclude(counting.fewest(counting.doomed))
        else:
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
    def __init__(self, election: Election, rule: Meek, ties: Ties, votes: Pass, hold: Hold | None) -> None:
        self.rule, self.ties, self.votes, self.seats, self.hold = rule, ties, votes, election.seats, hold
        self.guarded: frozenset[int] = frozenset()
        self.doomed: frozenset[int] = frozenset()
        numbers = range(1, len(election.candidates) + 1)
        self.standing = {number for number in numbers if number not in election.withdrawn}
        self.keeps = [0, *(rule.scale if number in self.standing else 0 for number in numbers)]
        self.winners: list[int] = []
        self.stages: list[Stage] = []
        self.before = 0
        self.fresh = True  # whether a stage has just ended
        self.history: list[tuple[int, ...]] = []
        self.totals = votes(self.keeps)
        self.valid = sum(self.totals) // rule.scale
        self.quota = self._quota()
        self._elect(FIRST, 0)

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.winners)

    def goes_on(self) -> bool:
        """Whether there are votes, seats to fill, and more who stand than seats."""
        return bool(self.valid) and self.vacancies > 0 and len(self.standing) > self.vacancies

    def iterate(self) -> None:
        """New keep values (clauses 7 to 9), votes (10), quota (11), who is elected (12); if nobody, who is excluded (13)."""
        whole = self.rule.scale
        for number in () if self.fresh and self.rule.wait else self.winners:
            keep = -(-self.keeps[number] * self.quota // whole)
            self.keeps[number] = min(-(-keep * whole // self.totals[number]), whole)
        self.fresh = False
        self.totals = self.votes(self.keeps)
        self.quota = self._quota()
        if self._elect(SURPLUS, 0):
            return
        surplus = self.surplus()
        stuck = surplus >= self.before  # rounding keeps it from shrinking further
        self.before = surplus
        may_go = self.standing - self.guarded
        low = sorted(self.totals[number] for number in may_go)
        clear = not self.rule.wait and len(low) > 1 and low[0] + surplus < low[1]
        if clear or surplus < self.rule.tolerance or stuck:
            near = low[0] + surplus if self.rule.wait else low[0]
            self.exclude([number for number in may_go if self.totals[number] <= near])

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
        self._weigh()
        over = [number for number in self.standing - self.doomed if self.totals[number] >= self.quota]
        self.history.append(tuple(self.totals[1:]))
        if not over and action != FIRST:
            return False
        elected = []
        for number in self._in_order(over):
            if number not in self.doomed:
                elected.append(number)
                self.winners.append(number)
                self.standing.remove(number)
                self._weigh()
        self._stage(action, source, tuple(elected), (), None)
        return True

    def exclude(self, low: list[int]) -> None:
        """One of these goes out."""
        chosen, tie = self.ties.fewest(low, self.history)
        self.standing.remove(chosen)
        self.keeps[chosen] = 0
        self._weigh()
        self._stage(EXCLUSION, chosen, (), (chosen,), tie)

    def fewest(self, numbers: Collection[int]) -> list[int]:
        """Those of them who have fewest votes."""
        least = min(self.totals[number] for number in numbers)
        return [number for number in numbers if self.totals[number] == least]

    def _weigh(self) -> None:
        """Who is guarded and who is doomed now."""
        if self.hold and self.goes_on():
            self.guarded, self.doomed = self.hold.now(self.winners, self.standing)
        else:
            self.guarded = self.doomed = frozenset()

    def _stage(
        self, action: str, source: int, elected: tuple[int, ...], gone: tuple[int, ...], tie: Tie | None
    ) -> None:
        totals = tuple(self.totals[1:])
        lost = self.valid * self.rule.scale - sum(totals)
        guarded, doomed = tuple(sorted(self.guarded)), tuple(sorted(self.doomed))
        self.stages.append(Stage(action, source, totals, lost, elected, gone, tie, guarded=guarded, doomed=doomed))
        self.before = sum(totals) + 1  # the surplus shrinks anew from here
        self.fresh = True

    def _in_order(self, numbers: "set[int] | list[int]") -> list[int]:
        left, ordered = set(numbers), []
        while left:
            most = max(self.totals[number] for number in left)
            chosen, _ = self.ties.most([n for n in left if self.totals[n] == most], self.history)
            ordered.append(chosen)
            left.remove(chosen)
        return ordered
