"""Scottish STV, plain: SSI 2007/42 schedule 1 rules 45 to 52, read from top to bottom. What the fast count must equal.

Every paper is looked at again at each step. Values are whole 1/100,000 of a vote; what is cut off is lost, as the rules say.
One seat makes it the alternative vote.
"""

from collections.abc import Collection
from itertools import combinations
from typing import Any

from letgo.engines.counting.election import Election
from letgo.engines.counting.reserve import Hold
from letgo.engines.counting.result import EXCLUSION, FIRST, SURPLUS, Count, Stage, Tie
from letgo.engines.counting.settings import SCOTTISH, Gregory
from letgo.engines.counting.ties import Ties


class _Counting:
    def __init__(
        self, election: Election, rule: Gregory, ties: Ties, protected: Collection[int], ron: int, hold: Hold | None
    ) -> None:
        self.election, self.rule, self.ties, self.ron, self.hold = election, rule, ties, ron, hold
        self.running = set(range(1, len(election.candidates) + 1)) - election.withdrawn
        self.protected = self.running & set(protected)
        self.room = election.seats - len(self.protected)  # seats for all others
        self.papers: list[list[Any]] = []  # [how many, ranking, who holds them or 0, value of each]
        for weight, ranking in election.groups():
            if holder := self._next(ranking, 0):
                self.papers.append([weight, ranking, holder, rule.scale])
        self.valid = sum(paper[0] for paper in self.papers)
        self.quota = rule.quota(self.valid, election.seats)
        self.surpluses: set[int] = set()  # elected, surplus not moved yet
        self.winners: list[int] = []
        self.closed: dict[int, int] = {}  # whose ballots moved on, and what they keep
        self.stages: list[Stage] = []

    def _next(self, ranking: tuple[int, ...], after: int) -> int:
        """The next preference for someone who still stands; 0 when there is none."""
        left = ranking[ranking.index(after) + 1 :] if after else ranking
        return next((number for number in left if number in self.running), 0)

    def totals(self) -> list[int]:
        totals = [0] * len(self.election.candidates)
        for number, keeps in self.closed.items():
            totals[number - 1] = keeps
        for weight, _, holder, value in self.papers:
            if holder and holder not in self.closed:
                totals[holder - 1] += weight * value
        return totals

    def move(self, source: int, surplus: int | None) -> None:
        """All papers of `source` go to their next preference: at their value, or at its part of the surplus."""
        total = self.totals()[source - 1]
        for paper in self.papers:
            _, ranking, holder, value = paper
            if holder == source:
                paper[2] = self._next(ranking, source)
                paper[3] = value if surplus is None else surplus * value // total
        self.closed[source] = 0 if surplus is None else total - surplus

    def end_stage(self, action: str, source: int, tie: Tie | None) -> None:
        totals = self.totals()
        _, doomed = self.weighed()
        over = [number for number in self.running - doomed if totals[number - 1] >= self.quota]
        elected = []
        for number in self.in_order(over, [*self.history(), tuple(totals)]):
            seats = totals[number - 1] // self.quota if number == self.ron else 1
            if number not in self.protected:
                seats = min(seats, self.room)
            seats = self.allowed(number, seats)
            if number not in self.protected:
                self.room -= seats
            if seats:
                elected.append(number)
                self.winners += [number] * seats
                self.running.remove(number)
                if totals[number - 1] > seats * self.quota:
                    self.surpluses.add(number)
        excluded = (source,) if action == EXCLUSION else ()
        lost = self.valid * self.rule.scale - sum(totals)
        held = [tuple(sorted(each)) for each in self.weighed()]
        self.stages.append(
            Stage(action, source, tuple(totals), lost, tuple(elected), excluded, tie, guarded=held[0], doomed=held[1])
        )

    def completions(self, empty: int, ron: bool = False) -> list[set[int]]:
        """Every set of people who can still fill the seats, so that each promise of the reserved seats is kept; one after the other.

        `empty`: seats that “re-open nominations” has; `ron`: it still stands, and so one more may stay empty.
        """
        if not self.hold:
            return []
        sure = ({*self.winners} | self.protected | self.hold.before) - {self.ron}
        free = (self.running - sure - {self.ron}) | self.hold.later
        promises = self.hold.promises(empty, ron=ron)
        least, most = (sum(parts) for parts in zip(*((p.least, p.most) for p in promises if p.whole), strict=True))
        sizes = range(max(0, least - len(sure)), most - len(sure) + 1)
        found = [sure | set(more) for size in sizes for more in combinations(sorted(free), size)]
        return [each for each in found if all(p.least <= len(p.members & each) <= p.most for p in promises)]

    def weighed(self) -> tuple[set[int], set[int]]:
        """Who is in every completion and so may not go out; who is in none and so cannot be elected."""
        if not self.hold or not self.goes_on():
            return set(), set()
        empty, ron = self.winners.count(self.ron), self.ron in self.running
        found = self.completions(empty, ron)
        open_to_it = self.running - self.protected - {self.ron}
        guarded = {number for number in open_to_it if all(number in each for each in found)}
        doomed = {number for number in open_to_it if not any(number in each for each in found)}
        if ron and not self.completions(empty + 1):
            doomed.add(self.ron)
        elif ron and not self.completions(empty):
            guarded.add(self.ron)
        return guarded, doomed

    def allowed(self, number: int, seats: int) -> int:
        """How many of `seats` someone may take: one, for as long as not doomed; “re-open nominations” one after the other."""
        if not self.hold:
            return seats
        if number != self.ron:
            return 0 if number in self.weighed()[1] else seats
        empty = self.winners.count(self.ron)
        return next((more for more in range(seats) if not self.completions(empty + more + 1)), seats)

    def in_order(self, numbers: list[int], history: list[tuple[int, ...]]) -> list[int]:
        """The highest total first; equal ones by the tie rule."""
        left, ordered = set(numbers), []
        while left:
            most = max(history[-1][number - 1] for number in left)
            chosen, _ = self.ties.most([n for n in left if history[-1][n - 1] == most], history)
            ordered.append(chosen)
            left.remove(chosen)
        return ordered

    def history(self) -> list[tuple[int, ...]]:
        return [stage.totals for stage in self.stages]

    def vacancies(self) -> int:
        return self.election.seats - len(self.winners)

    def goes_on(self) -> bool:
        return bool(self.valid) and self.room > 0 and len(self.running) > self.vacancies()

    def step(self) -> None:
        """Who is doomed goes; else one surplus, the largest first (rules 48, 49); or one exclusion, the lowest (rules 50, 51)."""
        totals = self.totals()
        guarded, doomed = self.weighed()
        if self.surpluses and not doomed:
            surplus = {n: totals[n - 1] - self.quota * self.winners.count(n) for n in self.surpluses}
            most = max(surplus.values())
            chosen, tie = self.ties.most([n for n in self.surpluses if surplus[n] == most], self.history())
            self.surpluses.remove(chosen)
            self.move(chosen, most)
            self.end_stage(SURPLUS, chosen, tie)
        else:
            open_to_it = doomed or self.running - self.protected - guarded
            fewest = min(totals[number - 1] for number in open_to_it)
            chosen, tie = self.ties.fewest([n for n in open_to_it if totals[n - 1] == fewest], self.history())
            self.running.remove(chosen)
            self.move(chosen, None)
            self.end_stage(EXCLUSION, chosen, tie)


def count(
    election: Election,
    rule: Gregory = SCOTTISH,
    ties: Ties | None = None,
    protected: Collection[int] = (),
    ron: int = 0,
    hold: Hold | None = None,
) -> Count:
    """Count `election`. With no vote at all nobody is elected, unless no more stand than there are seats.

    `protected`, `ron` and `hold`: as in scottish.count; here every completion of the seats is tried, and so only where few stand.
    """
    counting = _Counting(election, rule, ties or Ties(), protected, ron, hold)
    counting.end_stage(FIRST, 0, None)
    while counting.goes_on():
        counting.step()
    none = not counting.valid and len(counting.running) > counting.vacancies()  # no vote: who had a seat keeps it
    left = counting.running & counting.protected if counting.room <= 0 or none else counting.running
    filled = counting.in_order(list(left), counting.history()) if len(left) <= counting.vacancies() else []  # rule 52
    name = "scottish-stv" if rule == SCOTTISH else "gregory"
    return Count(
        election, name, rule.scale, counting.quota, tuple(counting.stages), (*counting.winners, *filled), tuple(filled),
        tuple(counting.ties.settled), counting.valid,
    )  # fmt: skip
