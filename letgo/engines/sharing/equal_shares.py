"""The Method of Equal Shares, fast and exact: floats look for the next purchase, rationals decide whenever it is close.

Every voter starts with the same part of the budget (or with money of their own). Again and again the project is bought
whose supporters pay least per unit of utility; who has less than the price pays the last they have. reference.py says
the same in a hundred plain lines; the tests hold the two equal.

What makes it exact: each float comes with a proven bound on its error (`Run.slack` for money left, `Offer.low` and
`Offer.high` for prices). Where two offers overlap, or a bound is too wide to tell, payments.py decides in fractions.

What makes it fast: identical ballots are one group. A price per utility only ever rises during a run, so the last known
one is a lower bound, and only projects at the top of a heap are looked at again. A memory carries bounds between runs.
"""

from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.payments import ULP, Payments, Purchase
from letgo.engines.sharing.purses import Purses
from letgo.engines.sharing.tally import Floats, Tally

EDGE = 1e-5  # relative width in which a voter counts as neither surely rich nor surely poor
WIDEST = 1e-6  # a price known less well than this, relatively, is computed exactly instead
BLUNT = 1e-8  # nothing is bought at a price known less well than this before all balances are worked out anew


class Offer(NamedTuple):
    """What a project would cost each unit of utility now, between `low` and `high`; `price` is money per point.

    `full`: surely every supporter can pay, so that the price is exactly cost / points. `rich`: points of those who
    surely can. `exact`: the exact price where it had to be found.
    """

    low: float
    high: float
    project: int
    price: float
    error: float
    rich: float
    full: bool
    exact: Fraction | None = None


class Tie(NamedTuple):
    """At `step` (from 1) these projects had exactly the same price per utility. `by`: cost, votes, lot or id."""

    step: int
    projects: tuple[int, ...]
    chosen: int
    by: str


class Memory(Protocol):
    """What earlier runs know about this one (add1.py has one)."""

    def start(self, run: "Run") -> None:
        """A new run begins."""

    def lowest(self, c: int) -> float:
        """A lower bound on what c costs each unit of utility now; infinity when it is surely not affordable."""

    def blur(self, c: int, poor: float) -> float:
        """At most so much are the balances of `poor` supporters of c wrong, all together."""

    def seen(self, c: int, offer: Offer | None, short: float) -> None:
        """c was looked at: an offer, or None with a lower bound on the money it is short of."""

    def bought(self, purchase: Purchase, error: float) -> None:
        """A purchase was made; it adds at most `error` to what is wrong with the balance of a supporter."""

    def refreshed(self, error: float) -> None:
        """All balances were worked out anew; none is wrong by more than `error`."""


class Run:
    """One run over `tally` with `endowment` minor units for each voter, on top of money of their own.

    After `buy_all()`: `purchases` in order, `ties` in order, `payments` for exact prices.
    """

    def __init__(self, tally: Tally, endowment: Fraction, memory: Memory | None = None) -> None:
        self.tally, self.endowment, self.memory = tally, endowment, memory
        self.payments = Payments(tally, endowment)
        self.purchases = self.payments.purchases
        self.ties: list[Tie] = []
        self.purses: Purses | None = None

    @cached_property
    def full(self) -> Floats:
        """[G] what each voter of a group starts with."""
        full = np.full(len(self.tally.weight_of), float(self.endowment))
        if self.tally.election.endowments is not None:
            full += np.array(self.tally.election.endowments, dtype=np.float64)
        return full

    @cached_property
    def most(self) -> float:
        """The most that anybody starts with."""
        return float(self.full.max(initial=0.0))

    @cached_property
    def balance(self) -> Floats:
        """[G] what each voter of a group holds, with an error of at most `slack`; 0 is exact."""
        return self.full.copy() if self.purses is None else self.purses.balance()

    def buy_all(self) -> "Run":
        """Buy until no project is affordable, in the way that is faster."""
        return self.in_floats() if self.memory or not self.tally.few else self.in_whole_numbers()

    def in_whole_numbers(self) -> "Run":
        """Buy all, purse by purse; for a tally of which `few` holds."""
        self.purses = Purses(self.tally, self.endowment)
        for tied, bought in self.purses.purchases():
            self._note(tied)
            self.purchases.append(bought)
        return self

    def in_floats(self) -> "Run":
        """Buy all, with arrays of floats; for any tally."""
        tally = self.tally
        self.slack = self.most * ULP  # no balance is wrong by more
        self.known = [0.0] * tally.size  # the last known price of each project: a lower bound
        self.heap: list[tuple[float, int]] = []
        for c in range(tally.size):
            if tally.score[c]:
                self.known[c] = tally.costs[c] / tally.score[c]
                self.heap.append((self.known[c] / tally.utility(c) * (1 - 4 * ULP), c))
        heapify(self.heap)
        if self.memory:
            self.memory.start(self)
        while best := self._cheapest():
            self._buy(best)
        return self

    # --- looking for the next purchase

    def _cheapest(self) -> Offer | None:
        heap, high = self.heap, float("inf")
        offers: list[Offer] = []
        asked: set[int] = set()
        while heap and heap[0][0] <= high:
            low, c = heappop(heap)
            if self.memory and c not in asked:
                asked.add(c)
                better = self.memory.lowest(c)
                if better > low:
                    if better < float("inf"):
                        heappush(heap, (better, c))
                    continue
            offer = self._offer(c)
            if offer is not None:
                offers.append(offer)
                high = min(high, offer.high)
        close = []
        for offer in offers:
            if offer.low <= high:
                close.append(offer)
            else:
                heappush(heap, (offer.low, offer.project))
        if len(close) > 1:
            return self._decide(close)
        return close[0] if close else None

    def _offer(self, c: int) -> Offer | None:
        """What c costs now; None when its supporters cannot pay for it any more in this run."""
        tally = self.tally
        if not tally.costs[c]:
            return Offer(0.0, 0.0, c, 0.0, 0.0, float(tally.score[c]), True, Fraction(0))
        money = self.balance.take(tally.groups[c])
        alike = tally.costs[c] / tally.score[c]
        if (
            self.known[c] <= alike and tally.points is None and least_of(money) >= alike * (1 + EDGE) + self.slack
        ):  # the usual case
            return self._seen(c, self._priced(c, alike, alike * ULP, float(tally.score[c]), True), 0.0)
        held = float(tally.weights[c].dot(money))
        blur = (len(money) + 16) * ULP * max(held, tally.costs[c]) + tally.votes[c] * self.slack
        if held < tally.costs[c] - blur:
            return self._seen(c, None, tally.costs[c] - held - blur)
        offer = self._near_offer(c, money)
        if (offer is None or offer.error > WIDEST * offer.price) and self._refresh():
            offer = self._near_offer(c, self.balance.take(tally.groups[c]))
        if offer is None or offer.error > WIDEST * offer.price:
            return self._seen(c, self._exact_offer(c), 0.0)
        self.known[c] = offer.price if offer.full else offer.price - offer.error
        return self._seen(c, offer, 0.0)

    def _near_offer(self, c: int, money: Floats) -> Offer | None:
        tally = self.tally
        found = near_price(tally, c, money, self.known[c], self.slack, self.memory is not None)
        if found is None:
            return None
        price, gap, rich, poor = found
        full = rich == tally.score[c] and price == tally.costs[c] / tally.score[c]
        error = price * ULP
        if not full:  # only those who pay their last bring in the error of what they hold
            error += (gap + (self.memory.blur(c, poor) if self.memory else self.slack * poor)) / rich
        return self._priced(c, price, error, rich, full)

    def _priced(self, c: int, price: float, error: float, rich: float, full: bool) -> Offer:
        utility = self.tally.utility(c)
        low, high = (price - error) / utility * (1 - 2 * ULP), (price + error) / utility * (1 + 2 * ULP)
        return Offer(low, high, c, price, error, rich, full)

    def _seen(self, c: int, offer: Offer | None, short: float) -> Offer | None:
        if self.memory:
            self.memory.seen(c, offer, short)
        return offer

    def _refresh(self) -> bool:
        """Work out all balances anew from sharp prices, where errors have grown from purchase to purchase."""
        sharpest = 2 * (len(self.purchases) + 2) * self.most * ULP
        if self.slack <= 4 * sharpest:
            return False
        paid = self.tally.sums(self.payments.sharpen(), self.tally.points_flat)
        alive = self.balance > 0
        self.balance[alive] = np.maximum(self.full - paid, np.finfo(float).tiny)[alive]
        self.slack = sharpest
        if self.memory:
            self.memory.refreshed(sharpest)
        return True

    # --- buying

    def _buy(self, offer: Offer) -> None:
        tally, c = self.tally, offer.project
        groups, mass = tally.groups[c], tally.mass[c]
        if offer.error > BLUNT * offer.price and self._refresh():
            offer = self._near_offer(c, self.balance.take(groups)) or offer
        money = self.balance.take(groups)
        points = tally.points[c] if tally.points else None
        left = money - (offer.price if points is None else offer.price * points)
        error = self.most * ULP + (offer.error if points is None else offer.error * float(points.max()))
        self.slack += error
        if least_of(left) > self.slack:  # everybody pays in full
            self.balance[groups] = left
            bought = Purchase(c, offer.price, offer.error, tally.score[c], tally.votes[c], groups[:0], offer.exact)
            self._bought(bought, error)
            return
        off = np.abs(left)
        if least_of(off) <= self.slack:
            offer = self._settle(offer, (off <= self.slack) & (money > 0), left)
        paid = left >= 0
        poor = groups[~paid & (money > 0)]
        self.balance[groups] = np.maximum(left, 0.0)
        rich = int(mass.dot(paid))
        payers = rich if points is None else int(tally.weights[c].dot(paid))
        self._bought(Purchase(c, offer.price, offer.error, rich, payers, poor, offer.exact), error)

    def _bought(self, bought: Purchase, error: float) -> None:
        self.purchases.append(bought)
        if self.memory:
            self.memory.bought(bought, error)

    def _settle(self, offer: Offer, unsure: NDArray[np.bool_], left: Floats) -> Offer:
        """Make the sign of `left` right for voters whose money is too close to the price for a float to tell."""
        groups, points = self.tally.groups[offer.project], None
        if self.tally.points is not None:
            points = self.tally.points[offer.project]
        exact = self._exactly(offer)
        for at in np.flatnonzero(unsure).tolist():
            due = exact if points is None else exact * int(points[at])
            left[at] = float(self._exact_balance(int(groups[at])) - due)
        return offer._replace(exact=exact)

    # --- deciding exactly

    def _decide(self, close: list[Offer]) -> Offer:
        """The cheapest of offers that floats cannot tell apart; the others go back. Notes a tie where there is one."""
        tally = self.tally
        rates: dict[int, Fraction] = {}
        for at, offer in enumerate(close):
            exact = self._exactly(offer)
            close[at] = offer._replace(exact=exact, price=float(exact), error=float(exact) * ULP)
            rates[offer.project] = exact / tally.utility(offer.project)
        least = min(rates.values())
        tied = sorted((c for c in rates if rates[c] == least), key=tally.tie_key)
        self._note(tied)
        best = next(offer for offer in close if offer.project == tied[0])
        for offer in close:
            if offer is not best:
                heappush(self.heap, (offer.low, offer.project))
        return best

    def _exactly(self, offer: Offer) -> Fraction:
        """The exact price of an offer. Raises ArithmeticError where a bound was false: better no result than a wrong one."""
        if offer.exact is not None:
            return offer.exact
        if offer.full:
            return Fraction(self.tally.costs[offer.project], self.tally.score[offer.project])
        price, rich = self._solve(offer.project)
        if not rich:
            raise ArithmeticError("a project was offered that its supporters cannot pay for")
        return price

    def _note(self, tied: list[int]) -> None:
        """Note that these projects cost the same per unit of utility, where they are more than one."""
        if len(tied) > 1:
            self.ties.append(Tie(len(self.purchases) + 1, tuple(tied), tied[0], self._settled_by(tied)))

    def _settled_by(self, tied: list[int]) -> str:
        first, second = self.tally.tie_key(tied[0]), self.tally.tie_key(tied[1])
        if first[0] != second[0]:
            return "cost"
        return "votes" if first[1] != second[1] else self.tally.settings.ties

    def _exact_offer(self, c: int) -> Offer | None:
        price, rich = self._solve(c)
        if not rich:
            return None
        middle, utility = float(price), self.tally.utility(c)
        self.known[c] = middle * (1 - ULP)
        low, high = middle / utility * (1 - 2 * ULP), middle / utility * (1 + 2 * ULP)
        return Offer(low, high, c, middle, middle * ULP, float(rich), rich == self.tally.score[c], price)

    def _solve(self, c: int) -> tuple[Fraction, int]:
        """The exact price of c and the mass that can pay it in full; mass 0 when its supporters hold too little.

        Starts with everybody rich. Whoever holds less than the price pays the last; the price rises; again, until
        nobody changes sides. Floats only sort out those who are surely poor or surely rich.
        """
        tally, step = self.tally, len(self.purchases)
        groups, mass = tally.groups[c], tally.mass[c]
        points = tally.points[c] if tally.points else np.ones(len(groups))
        ratio = self.balance.take(groups) / points
        edge = self.slack / points + 8 * ULP * ratio
        poor = ratio <= 0
        while rich := int(mass.dot(~poor)):
            price = (tally.costs[c] - self.payments.held(groups[poor & (ratio > 0)], step)) / rich
            middle = float(price)
            turned = ~poor & (ratio + edge < middle * (1 - 2 * ULP))
            for at in np.flatnonzero(~poor & ~turned & (ratio - edge <= middle * (1 + 2 * ULP))).tolist():
                turned[at] = self._exact_balance(int(groups[at])) < price * int(points[at])
            if not turned.any():
                return price, rich
            poor |= turned
        return Fraction(0), 0

    def _exact_balance(self, group: int) -> Fraction:
        return self.payments.balance(group) if self.balance[group] > 0 else Fraction(0)


def least_of(money: Floats) -> float:
    """The least of one or more amounts, none of them NaN; looked up, since `money.min()` costs a small election five times as much."""
    return float(money[money.argmin()])


def near_price(
    tally: Tally, c: int, money: Floats, start: float, slack: float = 0.0, count_poor: bool = True
) -> tuple[float, float, float, float] | None:
    """(price of c per point, money it may be off, mass of those who surely pay in full, voters who may pay their last).

    `money` float64 beside `tally.groups[c]`, too high by at most `slack`; `start` at most the price. Without `count_poor`
    everybody who does not surely pay in full counts as paying their last: they are no more than that. None where floats
    cannot tell. Newton's method: what supporters would pay at a price is a concave function of it, and its slope is the
    mass of those who can pay. So the true price is no further off than (what is missing + rounding + errors of those who
    pay their last) / that mass.
    """
    cost, weights, mass = tally.costs[c], tally.weights[c], tally.mass[c]
    points = tally.points[c] if tally.points else None
    rounding = (len(money) + 16) * ULP * cost
    price, gap, rich = start, 0.0, 0.0
    sure: Floats | float = 0.0
    for _ in range(100):
        due = price if points is None else price * points
        gap = cost - float(weights.dot(np.minimum(money, due)))
        sure = due * (1 + EDGE) + slack
        rich = float(mass.dot(money >= sure))
        if rich <= 0:
            return None
        if abs(gap) <= rounding:
            break
        price += gap / rich
    poor = 0.0
    if rich < tally.score[c] and count_poor:
        poor = float(weights.dot(money > 0)) - (rich if points is None else float(weights.dot(money >= sure)))
    elif rich < tally.score[c]:
        poor = float(tally.votes[c]) if points is not None else tally.votes[c] - rich
    return price, abs(gap) + rounding, rich, poor
