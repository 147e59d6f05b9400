"""Scottish STV, fast: SSI 2007/42 schedule 1 rules 45 to 52, in whole parts of a vote. Equal to reference.py on everything.

Totals are kept, not added up again, and only the papers of one candidate are touched at a stage. One seat makes it the
alternative vote.
"""

from collections.abc import Collection

from letgo.engines.counting.election import Election
from letgo.engines.counting.papers import papers_of
from letgo.engines.counting.reserve import Hold
from letgo.engines.counting.result import EXCLUSION, FIRST, SURPLUS, Count, Stage, Tie
from letgo.engines.counting.settings import SCOTTISH, Gregory
from letgo.engines.counting.ties import Ties


def count(
    election: Election,
    rule: Gregory = SCOTTISH,
    ties: Ties | None = None,
    protected: Collection[int] = (),
    ron: int = 0,
    hold: Hold | None = None,
) -> Count:
    """Count `election`. With no vote at all nobody is elected, unless no more stand than there are seats.

    `protected`: who is never excluded: those who keep their seats in a countback. `ron`: the option "re-open nominations":
    it takes a seat for each quota it holds when it is elected, is named once for each, and those seats stay empty.
    `hold`: reserved seats. Who is doomed is not elected and goes out before anything else moves; who is guarded never goes out.
    """
    counting = _Counting(election, rule, ties or Ties(), protected, ron, hold)
    while counting.goes_on():
        if counting.doomed:
            counting.exclude()
        elif counting.surpluses:
            counting.transfer()
        else:
            counting.exclude()
    filled = counting.fill()
    stages, winners = tuple(counting.stages), (*counting.winners, *filled)
    name = "scottish-stv" if rule == SCOTTISH else "gregory"
    settled = tuple(counting.ties.settled)
    return Count(election, name, rule.scale, counting.quota, stages, winners, filled, settled, counting.valid)


class _Counting:
    """`totals[n]` is what number n holds; index 0 is what nobody holds who is elected or stands."""

    def __init__(
        self, election: Election, rule: Gregory, ties: Ties, protected: Collection[int], ron: int, hold: Hold | None
    ) -> None:
        self.ties, self.ron, self.hold = ties, ron, hold
        self.guarded: frozenset[int] = frozenset()
        self.doomed: frozenset[int] = frozenset()
        numbers = range(1, len(election.candidates) + 1)
        self.running = [False, *(number not in election.withdrawn for number in numbers)]
        self.papers = papers_of(election, rule.scale)
        ballots = self.papers.first(self.running)
        self.valid = sum(ballots[1:])
        self.quota = rule.quota(self.valid, election.seats)
        self.whole = self.valid * rule.scale
        self.totals = [0, *(count * rule.scale for count in ballots[1:])]
        self.standing, self.vacancies = sum(self.running), election.seats
        self.protected = frozenset(number for number in protected if self.running[number])
        self.room = election.seats - len(self.protected)  # seats for all others
        self.winners: list[int] = []
        self.surpluses: list[int] = []
        self.history: list[tuple[int, ...]] = []
        self.stages: list[Stage] = []
        self._end_stage(FIRST, 0, None)

    def goes_on(self) -> bool:
        """Whether there are votes, seats to fill, and more who stand than seats."""
        return bool(self.valid) and self.room > 0 and self.standing > self.vacancies

    def transfer(self) -> None:
        """Rules 48 and 49: the largest surplus moves, all of its papers, each at its own part of its value."""
        totals = self.totals
        surplus = {n: totals[n] - self.quota * self.winners.count(n) for n in self.surpluses}
        most = max(surplus.values())
        source, tie = self.ties.most([n for n in self.surpluses if surplus[n] == most], self.history)
        self.surpluses.remove(source)
        self._move(source, most, totals[source])
        totals[source] -= most
        self._end_stage(SURPLUS, source, tie)

    def exclude(self) -> None:
        """Rules 50 and 51: who has fewest goes, all of their papers at the value they have. Who is doomed goes before others."""
        totals, running = self.totals, self.running
        kept = self.protected | self.guarded
        standing = sorted(self.doomed) or [n for n in range(1, len(running)) if running[n] and n not in kept]
        fewest = min(totals[number] for number in standing)
        source, tie = self.ties.fewest([n for n in standing if totals[n] == fewest], self.history)
        running[source] = False
        self.standing -= 1
        total, totals[source] = totals[source], 0
        self._move(source, None, total)
        self._end_stage(EXCLUSION, source, tie)

    def fill(self) -> tuple[int, ...]:
        """Rule 52: no more stand than there are seats left, so they are elected; the highest total first."""
        left = [number for number, stands in enumerate(self.running) if stands]
        if self.room <= 0 or (not self.valid and self.standing > self.vacancies):  # a countback: who kept their seats
            left = [number for number in left if number in self.protected]
        return tuple(self._in_order(left)) if len(left) <= self.vacancies else ()

    def _move(self, source: int, surplus: int | None, total: int) -> None:
        for number, parts in enumerate(self.papers.move(source, self.running, surplus, total)):
            if parts:
                self.totals[number] += parts

    def _end_stage(self, action: str, source: int, tie: Tie | None) -> None:
        totals = self.totals
        self.history.append(tuple(totals[1:]))
        self._weigh()
        reach = [number for number, stands in enumerate(self.running) if stands and totals[number] >= self.quota]
        over = [number for number in reach if number not in self.doomed]
        elected = []
        for number in self._in_order(over) if over else ():
            seats = self._seats(number)
            if not seats:
                continue
            elected.append(number)
            self.winners += [number] * seats
            self.vacancies -= seats
            self.standing -= 1
            self.running[number] = False
            if totals[number] > self.quota * seats:
                self.surpluses.append(number)
            self._weigh()
        lost = self.whole - sum(self.history[-1])
        excluded = (source,) if action == EXCLUSION else ()
        guarded, doomed = tuple(sorted(self.guarded)), tuple(sorted(self.doomed))
        self.stages.append(
            Stage(action, source, self.history[-1], lost, tuple(elected), excluded, tie, guarded=guarded, doomed=doomed)
        )

    def _seats(self, number: int) -> int:
        """How many seats someone over the quota takes now; more than one for "re-open nominations" alone."""
        if number in self.doomed:
            return 0
        seats = self.totals[number] // self.quota if number == self.ron else 1
        if number in self.protected:
            return seats
        seats = min(seats, self.room)
        if self.hold and number == self.ron:
            seats = self.hold.empties(*self._sides(), self.winners.count(self.ron), seats)
        self.room -= seats
        return seats

    def _weigh(self) -> None:
        """Who is guarded and who is doomed now."""
        if self.hold and self.goes_on():
            self.guarded, self.doomed = self.hold.now(*self._sides(), self.winners.count(self.ron))
        else:
            self.guarded = self.doomed = frozenset()

    def _sides(self) -> tuple[list[int], list[int]]:
        """Who has a seat or keeps theirs, and who stands."""
        return [*self.winners, *self.protected], [n for n, stands in enumerate(self.running) if stands]

    def _in_order(self, numbers: list[int]) -> list[int]:
        """The highest total first; equal ones by the tie rule."""
        if len(numbers) == 1:
            return numbers
        left, ordered = list(numbers), []
        while left:
            most = max(self.totals[number] for number in left)
            chosen, _ = self.ties.most([n for n in left if self.totals[n] == most], self.history)
            ordered.append(chosen)
            left.remove(chosen)
        return ordered
