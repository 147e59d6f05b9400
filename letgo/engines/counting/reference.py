"""Scottish STV, plain: SSI 2007/42 schedule 1 rules 45 to 52, read from top to bottom. What the fast count must equal.

Every paper is looked at again at each step. Values are whole 1/100,000 of a vote; what is cut off is lost, as the rules say.
One seat makes it the alternative vote.
"""

from collections.abc import Collection
from typing import Any

from letgo.engines.counting.election import Election
from letgo.engines.counting.result import EXCLUSION, FIRST, SURPLUS, Count, Stage, Tie
from letgo.engines.counting.settings import SCOTTISH, Gregory
from letgo.engines.counting.ties import Ties


class _Counting:
    def __init__(self, election: Election, rule: Gregory, ties: Ties, protected: Collection[int], ron: int) -> None:
        self.election, self.rule, self.ties, self.ron = election, rule, ties, ron
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
        over = [number for number in self.running if totals[number - 1] >= self.quota]
        elected = []
        for number in self.in_order(over, [*self.history(), tuple(totals)]):
            seats = totals[number - 1] // self.quota if number == self.ron else 1
            if number not in self.protected:
                seats = min(seats, self.room)
                self.room -= seats
            if seats:
                elected.append(number)
                self.winners += [number] * seats
                if totals[number - 1] > seats * self.quota:
                    self.surpluses.add(number)
        self.running -= set(elected)
        excluded = (source,) if action == EXCLUSION else ()
        lost = self.valid * self.rule.scale - sum(totals)
        self.stages.append(Stage(action, source, tuple(totals), lost, tuple(elected), excluded, tie))

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

    def step(self) -> None:
        """One surplus, the largest first (rules 48, 49); or one exclusion, the lowest (rules 50, 51)."""
        totals = self.totals()
        if self.surpluses:
            surplus = {n: totals[n - 1] - self.quota * self.winners.count(n) for n in self.surpluses}
            most = max(surplus.values())
            chosen, tie = self.ties.most([n for n in self.surpluses if surplus[n] == most], self.history())
            self.surpluses.remove(chosen)
            self.move(chosen, most)
            self.end_stage(SURPLUS, chosen, tie)
        else:
            open_to_it = self.running - self.protected
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
) -> Count:
    """Count `election`. With no vote at all nobody is elected, unless no more stand than there are seats.

    `protected` and `ron`: as in scottish.count.
    """
    counting = _Counting(election, rule, ties or Ties(), protected, ron)
    counting.end_stage(FIRST, 0, None)
    while counting.valid and counting.room > 0 and len(counting.running) > counting.vacancies():
        counting.step()
    left = counting.running & counting.protected if counting.room <= 0 else counting.running
    filled = counting.in_order(list(left), counting.history()) if len(left) <= counting.vacancies() else []  # rule 52
    name = "scottish-stv" if rule == SCOTTISH else "gregory"
    return Count(
        election, name, rule.scale, counting.quota, tuple(counting.stages), (*counting.winners, *filled), tuple(filled),
        tuple(counting.ties.settled), counting.valid,
    )  # fmt: skip
