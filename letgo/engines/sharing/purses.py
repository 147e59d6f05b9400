"""The Method of Equal Shares for small elections, in whole numbers from beginning to end: no float decides or filters money.

Voters who hold the same money share a purse: at first there is one. A purchase parts each purse into those who support
the project and those who do not, so there are never more purses than groups of ballots, and early on just a few. A set of
voters is a whole number with a bit for each; money is counted in parts of a minor unit that grow finer with each price,
so that all of it stays whole. For thousands of voters the arrays of equal_shares.py are faster.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from heapq import heapify, heappop, heappush, heapreplace
from math import gcd

import numpy as np

from letgo.engines.sharing.payments import ULP, Purchase
from letgo.engines.sharing.tally import Floats, Groups, Tally

NOBODY: Groups = np.zeros(0, dtype=np.intp)

Offer = tuple[
    float, int, int, int
]  # price per utility, rounded; project; what is left to pay, in parts; who pays it, alike


class Purses:
    """All purses of one run over a tally of which `few` holds, with `endowment` minor units for each voter."""

    def __init__(self, tally: Tally, endowment: Fraction) -> None:
        self.tally, self.supporters = tally, tally.supporters
        self.units = [tally.utility(c) for c in range(tally.size)]
        self.everybody = (1 << tally.voters) - 1
        self.parts = endowment.denominator  # to one minor unit
        self.purses = [(endowment.numerator, self.everybody)]  # (parts that each holds, who), ascending

    def purchases(self) -> Iterator[tuple[list[int], Purchase]]:
        """(projects that cost least per utility, the one to win the tie first; its purchase) until no more is affordable.

        A price per utility only ever rises, and the quotient of two whole numbers is rounded to the nearest float, so
        rounded prices rise too: the heap holds lower bounds, and only prices that round to the same float can tie.
        """
        tally = self.tally
        rows = enumerate(zip(tally.costs, tally.votes, self.units, strict=True))
        heap = [(cost / (votes * unit), c) for c, (cost, votes, unit) in rows if votes]
        heapify(heap)
        while offers := self._cheapest(heap):
            _, c, due, payers = offers[0]
            price, error = due / (payers * self.parts), due / (payers * self.parts) * ULP
            poor = self._pay(c, due, payers) if due else 0
            last = partial(self._groups, poor) if poor else NOBODY
            yield [offer[1] for offer in offers], Purchase(c, price, error, payers, payers, last)

    def balance(self) -> Floats:
        """[G] what each voter of a group holds, to the nearest float."""
        balance = np.zeros(len(self.tally.weight_of))
        for money, who in self.purses:
            balance[self._groups(who)] = money / self.parts
        return balance

    def _cheapest(self, heap: list[tuple[float, int]]) -> list[Offer]:
        """The offers that cost least per utility, first the one that wins a tie; none where nothing is affordable."""
        now: dict[int, Offer] = {}
        level: list[Offer] = []
        while heap:
            rate, c = heap[0]
            if level and rate > level[0][0]:
                break
            if c in now:
                heappop(heap)
                level.append(now[c])
            elif offer := self._offer(c):
                now[c] = offer
                heapreplace(heap, offer[:2])
            else:
                heappop(heap)
        return level if len(level) < 2 else self._tied(level, heap)

    def _tied(self, level: list[Offer], heap: list[tuple[float, int]]) -> list[Offer]:
        """Those of `level`, all of one rounded price, that cost least; all but the first go back onto the heap."""
        rates = [Fraction(due, payers * self.units[c]) for _, c, due, payers in level]
        least = min(rates)
        tied = [offer for offer, rate in zip(level, rates, strict=True) if rate == least]
        tied.sort(key=lambda offer: self.tally.tie_key(offer[1]))
        for offer in level:
            if offer is not tied[0]:
                heappush(heap, offer[:2])
        return tied

    def _offer(self, c: int) -> Offer | None:
        """What c costs now; None when its supporters cannot pay for it any more."""
        support, due = self.supporters[c], self.tally.costs[c] * self.parts
        if not due:
            return 0.0, c, 0, self.tally.votes[c]
        payers = (support & self.everybody).bit_count()
        for money, who in self.purses:
            if some := support & who:
                if money * payers >= due:
                    return due / (payers * self.units[c] * self.parts), c, due, payers
                many = some.bit_count()
                due -= many * money
                payers -= many
        return None

    def _pay(self, c: int, due: int, payers: int) -> int:
        """Take due / payers parts, or the last they have, from all supporters of c; who paid their last, less than that."""
        support, common, poor = self.supporters[c], gcd(due, payers), 0
        finer, price = payers // common, due // common
        self.parts *= finer
        rest, paid = [], []
        for money, who in self.purses:
            money *= finer
            if some := support & who:
                if money > price:
                    paid.append((money - price, some))
                else:
                    self.everybody ^= some
                    poor |= some if money < price else 0
                if some == who:
                    continue
                who ^= some
            rest.append((money, who))
        self.purses = sorted(paid + rest)
        return poor

    def _groups(self, who: int) -> Groups:
        """The groups of ballots that a set of voters is made of."""
        weights = self.tally.weight_of
        raw = np.frombuffer(who.to_bytes(self.tally.voters // 8 + 1, "little"), np.uint8)
        first = np.unpackbits(raw, bitorder="little")[np.cumsum(weights) - weights]
        return np.flatnonzero(first)
