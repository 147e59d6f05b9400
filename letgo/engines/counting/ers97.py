"""ERS97: the Electoral Reform Society's rules of 1997 (3rd edition), section 5. Whole hundredths of a vote.

What a returning officer does by hand: papers come to a candidate in batches of one value. A surplus passes on the last batch
only, at a new value cut to 2 decimals; who goes out passes on all, the highest value first. A surplus that can change nothing
yet waits. Candidates who cannot be saved go out together. Numbers in brackets are the rules' own paragraphs.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from letgo.engines.counting.election import Election
from letgo.engines.counting.result import EXCLUSION, FIRST, SURPLUS, Count, Stage, Tie
from letgo.engines.counting.ties import Ties

SCALE = 100
Papers = NDArray[np.int64]  # numbers of ballot groups


def count(election: Election, ties: Ties | None = None) -> Count:
    """Count `election`. With no vote at all nobody is elected, unless no more stand than there are seats.

    `ties` must look forwards: the earliest point at which they were unequal decides.
    """
    counting = _Counting(election, ties or Ties(forwards=True))
    while counting.valid and counting.places and len(counting.standing) > counting.places:
        gone, tie = counting.beyond_saving()
        if gone:
            counting.exclude(gone, tie)
        else:
            counting.transfer()
    filled = counting.fill()
    stages, winners = tuple(counting.stages), (*counting.winners, *filled)
    settled = tuple(counting.ties.settled)
    return Count(election, "ers97", SCALE, counting.quota, stages, winners, filled, settled, counting.valid)


class _Counting:
    """`totals[n]` is what number n holds, in hundredths; `totals[0]` is the non-transferable vote."""

    def __init__(self, election: Election, ties: Ties) -> None:
        self.ties, self.pile = ties, _Piles(election)
        numbers = range(1, len(election.candidates) + 1)
        self.standing = {number for number in numbers if number not in election.withdrawn}
        self.places = self.seats = election.seats
        papers = self.pile.give(self.pile.everything, self.standing, SCALE)
        self.valid = sum(papers[1:])
        self.totals = [0, *(ballots * SCALE for ballots in papers[1:])]
        self.quota = 0
        self.winners: list[int] = []
        self.surpluses: list[int] = []
        self.history: list[tuple[int, ...]] = []  # after each batch, not only after each stage (5.2.5)
        self.stages: list[Stage] = []
        elected, tie = self._end_batch()
        self._end_stage(FIRST, 0, elected, (), tie, ())

    def beyond_saving(self) -> tuple[tuple[int, ...], Tie | None]:
        """Who goes out now: as many as stay below the next one even with each other's votes and every surplus (5.2.5).

        Nobody, when a surplus could still save someone and has to move first (5.2.2). Equal candidates are never parted by this;
        where the two lowest are equal and nothing waits, the earliest point at which they were not decides, or the lot.
        """
        waiting = sum(self.totals[number] - self.quota for number in self.surpluses)
        low = sorted(self.standing, key=lambda number: (self.totals[number], number))
        held = [self.totals[number] for number in low]
        for many in range(len(low) - self.places, 0, -1):
            if sum(held[:many]) + waiting <= held[many] and held[many - 1] < held[many]:
                return tuple(low[:many]), None
        if waiting:
            return (), None
        chosen, tie = self.ties.fewest([n for n in low if self.totals[n] == held[0]], self.history)
        return (chosen,), tie

    def transfer(self) -> None:
        """The largest surplus moves: the batch that came last, at a value that makes it the surplus (5.3)."""
        most = max(self.totals[number] for number in self.surpluses)
        source, tie = self.ties.most([n for n in self.surpluses if self.totals[n] == most], self.history)
        self.surpluses.remove(source)
        surplus, (value, batch) = most - self.quota, self.pile.last(source)
        papers = self.pile.transferable(batch, self.standing)
        worth = surplus // papers if papers * value > surplus else value
        given = self.pile.give(batch, self.standing, worth)
        for number, ballots in enumerate(given[1:], 1):
            self.totals[number] += ballots * worth
        self.totals[source] = self.quota
        self.totals[0] += surplus - sum(given[1:]) * worth
        elected, decided = self._end_batch()
        self._end_stage(SURPLUS, source, elected, (), tie or decided, (worth,))

    def exclude(self, gone: tuple[int, ...], tie: Tie | None) -> None:
        """All papers of these move, one batch of equal values after the other, until every place is filled (5.4, 5.5)."""
        self.standing -= set(gone)
        elected: list[int] = []
        moved: list[int] = []
        if len(self.standing) > self.places:  # else nobody's papers are needed any more (5.5.1)
            for value in self.pile.values(gone):
                self._move_batch(gone, value)
                moved.append(value)
                more, decided = self._end_batch()
                elected += more
                tie = tie or decided
                if not self.places:
                    break
        for number in gone:  # what is not moved is nobody's
            self.totals[0] += self.totals[number]
            self.totals[number] = 0
        self._end_stage(EXCLUSION, gone[0] if len(gone) == 1 else 0, elected, gone, tie, tuple(moved))

    def fill(self) -> tuple[int, ...]:
        """No more stand than there are places left: they are elected, the highest total first (5.5.1)."""
        left = sorted(self.standing) if len(self.standing) <= self.places else []
        filled = []
        while left:
            chosen, _ = self.ties.most(self._highest(left), self.history)
            left.remove(chosen)
            filled.append(chosen)
        return tuple(filled)

    def _move_batch(self, gone: Sequence[int], value: int) -> None:
        taken = [self.pile.take(number, value) for number in gone]
        for number, batch in zip(gone, taken, strict=True):
            self.totals[number] -= self.pile.count(batch) * value
        for number, ballots in enumerate(self.pile.give(np.concatenate(taken), self.standing, value)):
            self.totals[number] += ballots * value

    def _end_batch(self) -> tuple[list[int], Tie | None]:
        """After each batch: the quota made anew while nobody is elected (5.4.8), then who is (5.1.7, 5.3.13, 5.4.9)."""
        self.history.append(tuple(self.totals[1:]))
        if not self.winners:
            self.quota = -(-(self.valid * SCALE - self.totals[0]) // (self.seats + 1))
        elected: list[int] = []
        decided = None
        while self.places and self.standing:
            highest = self._highest(self.standing)
            if not self._enough(self.totals[highest[0]]):
                break
            contested = len(highest) > self.places
            if contested and len(self.ties.ahead(highest, self.history)) > self.places:
                break  # they were equal all along: none of them is elected at this point (5.6.2)
            chosen, tie = self.ties.most(highest, self.history)
            decided = decided or (tie if contested else None)
            elected.append(chosen)
            self._seat(chosen)
        return elected, decided

    def _highest(self, numbers: "set[int] | list[int]") -> list[int]:
        most = max(self.totals[number] for number in numbers)
        return sorted(number for number in numbers if self.totals[number] == most)

    def _enough(self, total: int) -> bool:
        """The quota; or, where that is less, the active vote over the places left and one."""
        held = sum(min(self.totals[number], self.quota) for number in self.winners)
        active = self.valid * SCALE - self.totals[0] - held
        return total > 0 and (total >= self.quota or total * (self.places + 1) >= active)

    def _seat(self, number: int) -> None:
        self.winners.append(number)
        self.standing.remove(number)
        self.places -= 1
        if self.totals[number] > self.quota:
            self.surpluses.append(number)

    def _end_stage(
        self,
        action: str,
        source: int,
        elected: list[int],
        gone: tuple[int, ...],
        tie: Tie | None,
        moved: tuple[int, ...],
    ) -> None:
        totals = tuple(self.totals[1:])
        self.stages.append(Stage(action, source, totals, self.totals[0], tuple(elected), gone, tie, self.quota, moved))


class _Piles:
    """Each candidate's batches in the order in which they came, and how far down its ranking each group of ballots is."""

    def __init__(self, election: Election) -> None:
        self._ranked, self._weights = election.ranked, election.weights
        self._at, self._ends = election.starts[:-1].copy(), election.starts[1:]
        self._numbers = len(election.candidates) + 1
        self._batches: list[list[tuple[int, Papers]]] = [[] for _ in range(self._numbers)]
        self.everything: Papers = np.arange(len(self._weights))

    def last(self, number: int) -> tuple[int, Papers]:
        """The value and the papers of the batch that came last."""
        return self._batches[number][-1]

    def values(self, numbers: Sequence[int]) -> list[int]:
        """Every value at which one of these holds papers, the highest first."""
        return sorted({value for number in numbers for value, _ in self._batches[number]}, reverse=True)

    def take(self, number: int, value: int) -> Papers:
        """All papers that number holds at this value, taken off the pile."""
        taken = [batch for worth, batch in self._batches[number] if worth == value]
        self._batches[number] = [(worth, batch) for worth, batch in self._batches[number] if worth != value]
        return np.concatenate(taken) if taken else self.everything[:0]

    def count(self, batch: Papers) -> int:
        """How many papers are in it."""
        return int(self._weights[batch].sum())

    def transferable(self, batch: Papers, standing: "set[int]") -> int:
        """How many of them have a next preference for someone who stands."""
        return self.count(batch[self._next(batch, standing) > 0])

    def give(self, batch: Papers, standing: "set[int]", value: int) -> list[int]:
        """Each paper goes to its next preference; says how many each number got, index 0 those that go to nobody."""
        holder = self._next(batch, standing)
        order = np.argsort(holder, kind="stable")
        sorted_holder = holder[order]
        edges = np.flatnonzero(np.diff(sorted_holder, prepend=-1))
        papers = [0] * self._numbers
        for part in np.split(order, edges[1:]) if len(edges) else []:
            number = int(holder[part[0]])
            papers[number] = self.count(batch[part])
            if number:
                self._batches[number].append((value, batch[part]))
        return papers

    def _next(self, batch: Papers, standing: "set[int]") -> Papers:
        """Go down each ranking to the next who stands; 0 where there is none."""
        stands = np.zeros(self._numbers, bool)
        stands[[0, *standing]] = True
        at, ends = self._at[batch], self._ends[batch]
        holder = self._read(at, ends)
        wrong = np.flatnonzero(~stands[holder])
        while len(wrong):
            at[wrong] += 1
            holder[wrong] = self._read(at[wrong], ends[wrong])
            wrong = wrong[~stands[holder[wrong]]]
        self._at[batch] = at
        return holder

    def _read(self, at: Papers, ends: Papers) -> Papers:
        if not len(self._ranked):
            return np.zeros(len(at), np.int64)
        return np.where(at < ends, self._ranked[np.minimum(at, len(self._ranked) - 1)], 0).astype(np.int64)
