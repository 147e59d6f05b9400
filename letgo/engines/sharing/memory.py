"""What one run of Equal Shares tells about the next, when everybody's part is raised a little.

With the same projects bought, a voter's money rises by the raise and by what the purchases they paid for got cheaper,
and by no more: b = max(0, e - sum of prices paid), whatever the order. So if the last run found that c costs at least p,
with R the mass of those who surely pay in full, it costs now at least

    p - (raise * (number of the others) + sum over purchases l of drop(l) * (others who support l)) / R

which takes a few numbers, not a look at every supporter.
"""

from dataclasses import dataclass, field

import numpy as np

from letgo.engines.sharing.equal_shares import Offer, Run
from letgo.engines.sharing.payments import ULP, Purchase
from letgo.engines.sharing.tally import Floats, Tally

SAFE = 1 + 2.0**-30  # more than all rounding in the few sums below


@dataclass(slots=True)
class Look:
    """c looked at after `bought` purchases: at least `price` with `poor` voters surely not rich; or `short` of money."""

    bought: int
    price: float
    poor: float
    rich: float
    short: float


@dataclass(slots=True)
class Past:
    """One finished run: its order, its prices with errors, every look, and who supports two of its purchases."""

    endowment: float = 0.0
    order: list[int] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    looks: dict[int, list[Look]] = field(default_factory=dict)


class LastRun:
    """The memory that `Run` asks; it always holds the run before the present one."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.overlaps: dict[int, Floats] = {}
        self.now, self.start_error = Past(), 0.0
        self._begin(Past())

    def start(self, run: Run) -> None:
        """A new run begins; the one before becomes the past."""
        self._begin(self.now)
        self.now = Past(float(run.endowment))
        self.start_error = run.slack
        self.raised = (self.now.endowment - self.past.endowment) * SAFE

    def _begin(self, past: Past) -> None:
        self.past, self.common = past, 0
        self.place = {c: at for at, c in enumerate(past.order)}
        self.drops = np.zeros(len(past.order))
        self.bought_now: set[int] = set()
        self.both = np.array([self._overlap(c) for c in past.order]).reshape(-1, self.tally.size)
        self.paid = np.zeros((len(past.order) + 8, self.tally.size))  # a row for each purchase now: who supports both
        self.errors = np.zeros(len(past.order) + 8)
        self.base = 0.0

    def _overlap(self, c: int) -> Floats:
        """float64[m]: points given to c by the supporters of each project."""
        if c not in self.overlaps:
            tally = self.tally
            given = np.zeros(len(tally.weight_of))
            given[tally.groups[c]] = tally.mass[c]
            self.overlaps[c] = np.array([np.add.reduce(given.take(groups)) for groups in tally.groups])
        return self.overlaps[c]

    def bought(self, purchase: Purchase, error: float) -> None:
        """Note by how much the purchase got cheaper, and how far the past's order is covered."""
        c, past, count = purchase.project, self.past, len(self.now.order)
        if count == len(self.paid):
            self.paid = np.concatenate([self.paid, np.zeros_like(self.paid)])
            self.errors = np.concatenate([self.errors, np.zeros_like(self.errors)])
        self.paid[count], self.errors[count] = self._overlap(c), error
        self.now.order.append(c)
        self.now.high.append(purchase.price + purchase.error)
        self.bought_now.add(c)
        at = self.place.get(c)
        if at is not None:
            self.drops[at] = max(0.0, past.high[at] - (purchase.price - purchase.error)) * SAFE
        while self.common < len(past.order) and past.order[self.common] in self.bought_now:
            self.common += 1

    def refreshed(self, error: float) -> None:
        """All balances were worked out anew."""
        self.errors[:] = 0.0
        self.base = error

    def blur(self, c: int, poor: float) -> float:
        """At most so much are the balances of `poor` supporters of c wrong: the errors of what they paid for."""
        count = len(self.now.order)
        both = np.minimum(self.paid[:count, c], poor) if self.tally.points is None else poor
        return (float((both * self.errors[:count]).sum()) + poor * (self.base + self.start_error)) * SAFE

    def seen(self, c: int, offer: Offer | None, short: float) -> None:
        """c was looked at in the present run."""
        if offer is None:
            look = Look(len(self.now.order), 0.0, 0.0, 0.0, short)
        else:
            poor = self.tally.votes[c] - (offer.rich if self.tally.points is None else 0.0)
            look = Look(len(self.now.order), offer.price - offer.error, poor, offer.rich, 0.0)
        self.now.looks.setdefault(c, []).append(look)

    def lowest(self, c: int) -> float:
        """A lower bound on what c costs each unit of utility now; infinity: surely not affordable; 0: nothing known."""
        for look in reversed(self.past.looks.get(c, ())):
            if look.bought <= self.common:
                return self._bound(c, look)
        return 0.0

    def _bound(self, c: int, look: Look) -> float:
        both, drops = self.both[: look.bought, c], self.drops[: look.bought]
        if look.short > 0:
            more = (self.tally.votes[c] * self.raised + float(both.dot(drops))) * SAFE
            return float("inf") if more < look.short else 0.0
        if look.rich <= 0:
            return 0.0
        if self.tally.points is None:
            both = np.minimum(both, look.poor)
        more = (look.poor * self.raised + float(both.dot(drops))) * SAFE
        return (look.price - more / look.rich) / self.tally.utility(c) * (1 - 8 * ULP)
