"""How far everybody's part can be raised while Equal Shares provably buys the same projects in the same order.

Add1 asks for one run after each small raise; where the currency is small there are tens of thousands. Between two
changes of the order, all prices move smoothly, and this bounds them by straight lines in the raise t.

A voter's money after some purchases is max(0, e + t - the prices paid), whatever the order. So with lines above and
below each price there are lines above and below each voter's money, and from those lines for the next price:

* below: with R the mass of those who can pay in full at t = 0, price(t) >= (cost - money of the others) / R, for any t.
  The right side is concave in t when the others' money is bounded by max(0, line), so it lies above its own chord.
* above: money at least max(0, line), taken as the line where it starts above 0 and as 0 where it does not, makes the
  price convex in t, so it lies below its own chord.

The order holds as long as, at each purchase, the line above the winner stays under the lines below its rivals; two lines
that keep apart at both ends keep apart in between. Where they would cross, the reach is cut down to the crossing.
"""

import numpy as np

from letgo.engines.sharing.equal_shares import EDGE, Run, near_price
from letgo.engines.sharing.payments import ULP, Purchase
from letgo.engines.sharing.tally import Floats, Tally

SAFE = 1 + 2.0**-30  # more than all rounding in one of the sums below
NEVER = float("inf")


def stretch(tally: Tally, run: Run, step: float, most: float) -> float:
    """The largest raise t found, `step` <= t <= `most` minor units a voter, up to which `run`'s order stays as it is.

    0.0 where nothing can be shown: then the next step is counted in full. Not for points (`score`).
    """
    if tally.points is not None:
        return 0.0
    lines = _Lines(tally, run, step, most)
    for bought in run.purchases:
        if tally.costs[bought.project] and not lines.follow(bought):
            return 0.0
        lines.gone[bought.project] = True
    return lines.reach if lines.nothing_more() else 0.0


class _Lines:
    """Straight lines in the raise t in [step, reach] above and below everybody's money, purchase after purchase.

    At t = 0 the money is known: `money`, off by at most `slack`, negative for those who could not pay in full.
    """

    def __init__(self, tally: Tally, run: Run, step: float, most: float) -> None:
        self.tally, self.step, self.reach = tally, step, most
        run.payments.sharpen()
        self.money = run.full.copy()
        self.slack = 2 * (len(run.purchases) + 2) * run.most * ULP
        self.above = np.ones(len(self.money))  # how fast the line above the money rises
        self.below = np.ones(len(self.money))
        self.gone = np.array([not score for score in tally.score])
        self.full = np.zeros(tally.size, dtype=bool)  # every supporter can surely pay: this price does not move
        # Lower bounds of what each project costs a unit of utility, at t = 0 and at t = reach; from when it is affordable.
        self.now = np.zeros(tally.size)
        for c in np.flatnonzero(~self.gone).tolist():
            self.now[c] = tally.costs[c] / tally.score[c] / tally.utility(c) / SAFE
        self.then, self.late = self.now.copy(), np.zeros(tally.size)
        self.fresh = np.full(tally.size, -1)
        self.count = 0

    def follow(self, bought: Purchase) -> bool:
        """Draw the lines of one purchase, cut the reach where a rival overtakes it, let its supporters pay.

        False where no raise of a step or more can be shown.
        """
        tally, c, price, reach = self.tally, bought.project, bought.price, self.reach
        groups = tally.groups[c]
        now, then, mass = self._from_below(c, price, *self._most(c))
        if not mass:
            return False
        loose = (bought.error + tally.votes[c] * self.slack / mass) * SAFE
        fall = max(0.0, ((now - then) / reach + (price + loose - now) / self.step) * SAFE)
        rise = 0.0 if mass == tally.score[c] else self._slowest_fall(c, price, loose, then)
        self.full[c] = mass == tally.score[c]
        if self.full[c]:
            fall = 0.0
        utility = tally.utility(c)
        if not self._keep_apart(c, (price + loose) / utility * SAFE, (price + loose - rise * reach) / utility * SAFE):
            return False
        self.money[groups] -= price
        self.above[groups] += fall
        self.below[groups] += rise
        self.count += 1
        return True

    def _most(self, c: int) -> tuple[Floats, Floats]:
        """The most that each supporter of c can hold at t = 0 and at t = reach; below 0 at t = 0 for those spent out."""
        groups = self.tally.groups[c]
        money = self.money.take(groups)
        money += self.slack
        grown = self.above.take(groups)
        grown *= self.reach
        grown += money
        return money, np.maximum(grown, 0.0, out=grown)

    def _from_below(self, c: int, price: float, money: Floats, grown: Floats) -> tuple[float, float, float]:
        """(least price of c at t = 0, at t = reach, mass R): R are those who surely pay `price` in full at t = 0."""
        weights, cost = self.tally.weights[c], self.tally.costs[c]
        others = weights * (money < price * (1 + EDGE) + 2 * self.slack)
        mass = float(self.tally.score[c] - others.sum())
        if mass <= 0:
            return 0.0, 0.0, 0.0
        held = float(others.dot(np.maximum(money, 0.0))) * SAFE
        now, then = (cost - held) / mass, (cost - float(others.dot(grown)) * SAFE) / mass
        return now / SAFE, then - abs(then) * (SAFE - 1), mass

    def _slowest_fall(self, c: int, price: float, loose: float, least: float) -> float:
        """A rate at which the price of c surely falls, at least, for each unit of the raise."""
        groups = self.tally.groups[c]
        money = self.money.take(groups)
        sure = np.where(money > self.slack, money - self.slack + self.below.take(groups) * self.reach, 0.0)
        found = near_price(self.tally, c, sure, max(0.0, least) / SAFE)
        if found is None:
            return 0.0
        high = (found[0] + found[1] / found[2]) * SAFE
        return max(0.0, ((price - high) / self.reach - 2 * loose / self.step) / SAFE)

    def _keep_apart(self, winner: int, now: float, then: float) -> bool:
        """Whether every rival stays dearer than the line from `now` (t = 0) to `then` (t = reach); cuts the reach."""
        reach = self.reach
        near = self._near(winner, now, then)
        for c in near:
            if self.fresh[c] < self.count:
                self._look(c)
        for c in self._near(winner, now, then):
            if (self.full[c] and self.full[winner]) or self._twins(winner, c):
                continue
            if self.late[c]:
                self.reach = min(self.reach, self.late[c])
            elif self.now[c] <= now:
                return False
            else:
                ahead = self.now[c] - now
                self.reach = min(self.reach, reach * ahead / (ahead + then - self.then[c]) / SAFE)
        return self.reach >= self.step

    def _near(self, winner: int, now: float, then: float) -> list[int]:
        near = ((self.now <= now) | (self.then <= then)) & ~self.gone
        near[winner] = False
        return [int(c) for c in np.flatnonzero(near)]

    def _twins(self, one: int, other: int) -> bool:
        """Same cost, same supporters: always the same price, so that the tie is always settled alike."""
        tally = self.tally
        return tally.costs[one] == tally.costs[other] and np.array_equal(tally.groups[one], tally.groups[other])

    def _look(self, c: int) -> None:
        """Draw the line below the price of rival c anew."""
        tally, utility = self.tally, self.tally.utility(c) * SAFE
        self.fresh[c], self.full[c] = self.count, False
        money, grown = self._most(c)
        held = np.maximum(money, 0.0)
        start = self.now[c] * tally.utility(c) / SAFE
        self.late[c] = self._affordable_from(c, held, grown)
        if self.late[c] == NEVER:
            self.now[c] = self.then[c] = NEVER
        elif self.late[c]:
            found = near_price(tally, c, grown, start)
            self.now[c] = self.then[c] = (found[0] - found[1] / found[2]) / utility if found else 0.0
        else:
            found = near_price(tally, c, held, start)
            now, then, mass = self._from_below(c, found[0], money, grown) if found else (0.0, 0.0, 0.0)
            self.full[c] = mass == tally.score[c]
            self.now[c], self.then[c] = max(now, 0.0) / utility, then / utility

    def _affordable_from(self, c: int, held: Floats, grown: Floats) -> float:
        """0.0 where c is affordable at t = 0, or may be; else a raise before which it surely is not, or NEVER."""
        cost, weights = self.tally.costs[c], self.tally.weights[c]
        now = float(weights.dot(held)) * SAFE
        if now >= cost:
            return 0.0
        then = float(weights.dot(grown)) * SAFE
        return NEVER if then < cost else self.reach * (cost - now) / (then - now) / SAFE

    def nothing_more(self) -> bool:
        """After the last purchase: cut the reach to where anything else becomes affordable."""
        for c in np.flatnonzero(~self.gone).tolist():
            money, grown = self._most(c)
            self.reach = min(self.reach, self._affordable_from(c, np.maximum(money, 0.0), grown))
        return self.reach >= self.step
