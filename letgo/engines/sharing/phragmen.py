"""Sequential Phragmén: voters earn money at equal speed and buy together what they can first pay for."""

from fractions import Fraction
from heapq import heapify, heappop, heappush

import numpy as np

from letgo.engines.sharing.tally import Tally


def phragmen(tally: Tally) -> tuple[int, ...]:
    """Projects in the order bought. Ballots are sets; the first purchase that would overrun the budget ends the rule.

    A project is bought at the moment when cost = the sum over its supporters of (moment - when they last paid). That
    moment only moves later as others are bought, so the last known one is a lower bound and a heap does the rest. All
    arithmetic is in fractions: `paid[g]` numbers the moment at which group g last paid.
    Source: Brill, Freeman, Janson and Lackner, arXiv:1701.02396; for budgets Los, Christoff and Grossi (IJCAI 2022).
    """
    if not tally.voters or not tally.budget:
        return ()
    moments = [Fraction(0)]
    paid = np.zeros(len(tally.weight_of), dtype=np.int64)
    heap = []
    for c in range(tally.size):
        if tally.votes[c]:
            heap.append((Fraction(tally.costs[c], tally.votes[c]), tally.tie_key(c), c, 0))
    heapify(heap)
    bought: list[int] = []
    left = tally.budget
    while heap:
        moment, tie, c, seen = heappop(heap)
        if seen < len(bought):
            heappush(heap, (_moment(tally, c, paid, moments), tie, c, len(bought)))
            continue
        if tally.costs[c] > left:
            break
        left -= tally.costs[c]
        bought.append(c)
        paid[tally.groups[c]] = len(moments)
        moments.append(moment)
    return tuple(bought)


def _moment(tally: Tally, c: int, paid: np.ndarray, moments: list[Fraction]) -> Fraction:
    people = np.bincount(paid[tally.groups[c]], weights=tally.weights[c], minlength=len(moments))
    spent = sum((moments[at] * int(people[at]) for at in np.flatnonzero(people).tolist()), Fraction(0))
    return (tally.costs[c] + spent) / tally.votes[c]
