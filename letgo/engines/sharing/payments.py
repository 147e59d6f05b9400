"""Who paid what in one run of Equal Shares, exactly: the prices follow from counts of people, never from floats.

A voter who still has money holds e - (prices of what they support and was bought). So the poor supporters of a project
held, together, e * (their number) - the sum over earlier purchases of price * (how many of them paid it). That is all
the arithmetic there is: one count of names for each purchase, then whole numbers or fractions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from letgo.engines.sharing.tally import Floats, Groups, Tally

BITS = 256  # of the fixed-point prices that `sharpen` works with
ULP = 2.0**-52


@dataclass(slots=True)
class Purchase:
    """One project bought: `price` is money per point, known up to `error`.

    `rich` mass and `payers` voters who paid it in full; `last` the `poor`, or how to find them when they are asked for.
    """

    project: int
    price: float
    error: float
    rich: int
    payers: int
    last: Groups | Callable[[], Groups]
    exact: Fraction | None = None

    @property
    def poor(self) -> Groups:
        """The groups who paid their last, less than the price."""
        if callable(self.last):
            self.last = self.last()
        return self.last


class Payments:
    """The purchases of one run over `tally` with `endowment` minor units a voter, on top of money of their own."""

    def __init__(self, tally: Tally, endowment: Fraction) -> None:
        self.tally, self.endowment = tally, endowment
        self.own = tally.election.endowments
        self.purchases: list[Purchase] = []

    def exact_price(self, at: int) -> Fraction:
        """What each full payer of purchase number `at` (from 0) pays per point, in minor units."""
        bought = self.purchases[at]
        if bought.exact is None:
            cost = self.tally.costs[bought.project]
            bought.exact = (cost - self.held(bought.poor, at)) / Fraction(bought.rich or 1)
        return bought.exact

    def held(self, groups: Groups, before: int) -> Fraction:
        """Money that `groups`, none of them spent out, hold together before purchase number `before`."""
        if not len(groups):
            return Fraction(0)
        held = self.endowment * int(self.tally.weight_of[groups].sum()) + self._own_money(groups)
        paid = self.tally.masses(groups)
        for at in range(before):
            count = int(paid[self.purchases[at].project])
            if count:
                held -= self.exact_price(at) * count
        return held

    def balance(self, group: int) -> Fraction:
        """Money that each voter of `group`, not spent out, holds after all purchases so far."""
        named, mass = self.tally.rows(np.array([group], dtype=np.int32))
        weight = int(self.tally.weight_of[group])
        points = dict(zip(named.tolist(), (mass / weight).tolist(), strict=True))
        left = self.endowment + (self.own[group] if self.own is not None else 0)
        for at, bought in enumerate(self.purchases):
            if bought.project in points:
                left -= self.exact_price(at) * int(points[bought.project])
        return left

    def sharpen(self) -> Floats:
        """Make all prices as sharp as a float can be; float64[m], the price per point of each bought project.

        Fixed-point whole numbers with 256 binary places, and a bound on what they leave out: quicker than fractions,
        which grow with each purchase. Where the bound is too wide even so, the exact price is used.
        """
        unit = 1 << BITS
        sharp: list[int] = []
        off: list[int] = []
        endowment = unit * self.endowment.numerator // self.endowment.denominator
        prices = np.zeros(self.tally.size)
        for at, bought in enumerate(self.purchases):
            paid = self.tally.masses(bought.poor) if len(bought.poor) else prices
            weight = int(self.tally.weight_of[bought.poor].sum())
            held, loose = weight * endowment + unit * self._own_money(bought.poor), weight
            for earlier, price, miss in zip(self.purchases, sharp, off, strict=False):
                count = int(paid[earlier.project]) if len(bought.poor) else 0
                if count:
                    held -= price * count
                    loose += miss * count
            rich = bought.rich or 1
            sharp.append((unit * self.tally.costs[bought.project] - held) // rich)
            off.append(loose // rich + 2)
            bought.price = sharp[at] / unit
            if off[at] * (1 << 64) > sharp[at]:
                bought.price = float(self.exact_price(at))
            bought.error = bought.price * ULP
            prices[bought.project] = bought.price
        return prices

    def _own_money(self, groups: Groups) -> int:
        if self.own is None:
            return 0
        weights = self.tally.weight_of[groups].tolist()
        return sum(weight * self.own[group] for weight, group in zip(weights, groups.tolist(), strict=True))
