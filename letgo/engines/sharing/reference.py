"""Equal Shares, greedy and Phragmén in the plainest words that are still exact: to read, and to check the fast ones by.

Everything here is a fraction, a list or a dict; every project is looked at in every step. Slow, and meant to be.
Sources: Peters, Pierczyński and Skowron (arXiv:2008.13276) for Equal Shares; Brill, Freeman, Janson and Lackner
(arXiv:1701.02396) for sequential Phragmén; equalshares.net for Add1 and the fill.
"""

import itertools
from fractions import Fraction
from typing import NamedTuple

from letgo.engines.sharing.problem import Election
from letgo.engines.sharing.settings import Settings, last_keys
from letgo.engines.sharing.tally import worth


class Plain(NamedTuple):
    """Projects by index in order of purchase, the price each full payer paid per point, and what a fill added."""

    winners: list[int]
    prices: list[Fraction]
    filled: list[int]
    raised: int


class Ballots:
    """`weight[i]` voters gave `points[i][c]` to each project c they support; `budget` and `cost` in minor units."""

    def __init__(self, election: Election, settings: Settings) -> None:
        given = worth(election, settings)
        starts, named = election.starts.tolist(), election.named.tolist()
        amounts = [1] * len(named) if given is None else given.tolist()
        rows = [range(a, b) for a, b in itertools.pairwise(starts)]
        self.points = [{named[at]: amounts[at] for at in row if amounts[at]} for row in rows]
        self.weight = election.weights.tolist()
        self.cost = [p.cost for p in election.projects]
        self.budget, self.voters = election.budget, election.voters
        self.own = election.endowments or [0] * len(self.weight)
        self.support = [sum(w * p.get(c, 0) for w, p in zip(self.weight, self.points, strict=True)) for c in self.all]
        last = last_keys([p.id for p in election.projects], settings)
        self.tie = [(self.cost[c], -self.support[c], last[c]) for c in self.all]
        self.popular = sorted(self.all, key=lambda c: (-self.support[c], last[c]))

    @property
    def all(self) -> range:
        return range(len(self.cost))

    def supporters(self, c: int) -> list[tuple[int, int, int]]:
        """(group, weight, points) of everybody who supports c."""
        return [(i, w, p[c]) for i, (w, p) in enumerate(zip(self.weight, self.points, strict=True)) if c in p]


def price_of(cost: int, supporters: list[tuple[int, int, int]], money: list[Fraction]) -> Fraction | None:
    """The least price per point at which the supporters, each paying points * price or the last they have, cover `cost`."""
    paid, mass = Fraction(0), sum(w * u for _, w, u in supporters)
    for i, w, u in sorted(supporters, key=lambda s: money[s[0]] / s[2]):
        price = (cost - paid) / mass
        if price * u <= money[i]:
            return price
        paid += w * money[i]
        mass -= w * u
    return None


def equal_shares(ballots: Ballots, settings: Settings, endowment: Fraction) -> tuple[list[int], list[Fraction]]:
    """One run: each time the project with the least price per unit of utility, until nothing is affordable."""
    money = [endowment + own for own in ballots.own]
    supporters = [ballots.supporters(c) for c in ballots.all]
    winners: list[int] = []
    prices: list[Fraction] = []
    while True:
        offers = {}
        for c in ballots.all:
            if c not in winners and supporters[c]:
                price = price_of(ballots.cost[c], supporters[c], money)
                if price is not None:
                    utility = ballots.cost[c] or 1 if settings.utility == "cost" else 1
                    offers[c] = (price / utility, ballots.tie[c], price)
        if not offers:
            return winners, prices
        best = min(offers, key=lambda c: offers[c][:2])
        price = offers[best][2]
        for i, _, u in supporters[best]:
            money[i] -= min(money[i], price * u)
        winners.append(best)
        prices.append(price)


def fund(election: Election, settings: Settings) -> Plain:
    """Which projects the rule of `settings` funds (equal-shares, greedy or phragmen)."""
    ballots = Ballots(election, settings)
    if not ballots.voters or not ballots.budget:
        return Plain([], [], [], 0)
    if settings.rule == "greedy":
        return Plain(fill(ballots, []), [], [], 0)
    if settings.rule == "phragmen":
        return Plain(phragmen(ballots), [], [], 0)
    winners, prices, raised = completed(election, ballots, settings)
    filled = fill(ballots, winners) if settings.completion in ("add1u", "fill") else []
    return Plain(winners, prices, filled, raised)


def completed(election: Election, ballots: Ballots, settings: Settings) -> tuple[list[int], list[Fraction], int]:
    """Equal Shares with the raises of Add1, where the settings ask for them: winners, prices, number of raises."""
    start = Fraction(ballots.budget, ballots.voters) if election.endowments is None else Fraction(0)
    if settings.start == "integral":
        start = Fraction(start // election.scale * election.scale)
    before = equal_shares(ballots, settings, start)
    raised = 0
    while settings.completion in ("add1", "add1u") and not stops(ballots, settings, before[0]):
        after = equal_shares(ballots, settings, start + (raised + 1) * settings.increment * election.scale)
        if sum(ballots.cost[c] for c in after[0]) > ballots.budget:
            break
        before, raised = after, raised + 1
    return *before, raised


def stops(ballots: Ballots, settings: Settings, winners: list[int]) -> bool:
    """Whether Add1 stops here: all supported is bought or, under `exhaustive`, nothing supported fits any more."""
    left = ballots.budget - sum(ballots.cost[c] for c in winners)
    rest = [c for c in ballots.all if ballots.support[c] and c not in winners and ballots.cost[c]]
    return not rest or (settings.stop == "exhaustive" and all(ballots.cost[c] > left for c in rest))


def fill(ballots: Ballots, winners: list[int]) -> list[int]:
    """What the money left buys, most votes first, skipping what does not fit."""
    left = ballots.budget - sum(ballots.cost[c] for c in winners)
    added = []
    for c in ballots.popular:
        if c not in winners and ballots.cost[c] <= left:
            added.append(c)
            left -= ballots.cost[c]
    return added


def phragmen(ballots: Ballots) -> list[int]:
    """Everybody earns at equal speed; what its supporters can first pay for is bought; the first that overruns ends it."""
    since = [Fraction(0)] * len(ballots.weight)
    supporters = [ballots.supporters(c) for c in ballots.all]
    winners: list[int] = []
    while True:
        moments = {}
        for c in ballots.all:
            if c not in winners and supporters[c]:
                people = sum(w for _, w, _ in supporters[c])
                moments[c] = (ballots.cost[c] + sum(w * since[i] for i, w, _ in supporters[c])) / Fraction(people)
        best = min(moments, key=lambda c: (moments[c], ballots.tie[c]), default=None)
        if best is None or sum(ballots.cost[c] for c in [*winners, best]) > ballots.budget:
            return winners
        for i, _, _ in supporters[best]:
            since[i] = moments[best]
        winners.append(best)
