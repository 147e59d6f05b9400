"""Was a group shut out? A check of any result, whoever made it, with a counterexample that anybody can re-check.

EJR+ up to one project (Brill and Peters, arXiv:2302.01989, for budgets): result W shuts out a group S that all support a
project c outside W when the group's equal part of the money would have paid for c on top of all that any of them got:
for every i in S, u_i(W) + u_i(c) <= (what S can buy of u(c)). With cost utilities that is cost(named by i and in W) +
cost(c) <= |S| * budget / voters. Equal Shares never does this, with or without raises and fills; counting most votes
first often does. For each c it is enough to sort its supporters by what they got and look at the first j of them.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.tally import Tally

AXIOM = "EJR+ up to one project, {} utilities"
LARGEST = 2**62  # below this, products fit in int64


@dataclass(frozen=True, slots=True)
class Excluded:
    """`size` voters all support `project`, which lost. Their part of the money is `entitled` minor units.

    `got`: the most that any of them got: minor units (cost utilities), projects (cardinality) or points (score).
    """

    project: int
    size: int
    entitled: Fraction
    got: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What holds of one result. `left_with_nothing`: voters with no funded project on their ballot."""

    axiom: str
    excluded: tuple[Excluded, ...]
    left_with_nothing: int

    @property
    def holds(self) -> bool:
        """No group was shut out, in the sense of `axiom`."""
        return not self.excluded


def audit(tally: Tally, winners: tuple[int, ...]) -> Audit:
    """Audit the result `winners` (project indexes, any order) under the tally's utility; largest group first."""
    won = np.zeros(tally.size, dtype=bool)
    won[list(winners)] = True
    got = _got(tally, won)
    found = []
    for c in range(tally.size):
        if not won[c] and tally.costs[c] and tally.score[c] and tally.voters:
            excluded = _excluded(tally, c, got[tally.groups[c]])
            if excluded:
                found.append(excluded)
    found.sort(key=lambda e: (-e.size, tally.id_place[e.project]))
    return Audit(AXIOM.format(tally.settings.utility), tuple(found), _left_with_nothing(tally, won))


def _got(tally: Tally, won: NDArray[np.bool_]) -> NDArray[Any]:
    """[G] what each voter of a group got from the winners: minor units, projects or points; exact whole numbers."""
    worth: NDArray[Any] = won.astype(np.int64)
    if tally.settings.utility == "cost":
        worth = np.array([cost * int(w) for cost, w in zip(tally.costs, won.tolist(), strict=True)], dtype=_kind(tally))
    return tally.sums(worth, tally.points_flat)


def _kind(tally: Tally) -> type:
    return np.int64 if sum(tally.costs) * max(tally.voters, 1) < LARGEST else object


def _excluded(tally: Tally, c: int, got: NDArray[Any]) -> Excluded | None:
    """The largest group that c's loss shuts out, or None."""
    if tally.election.endowments is not None:
        return _excluded_owners(tally, c, got)
    cost, budget, voters = tally.costs[c], tally.budget, tally.voters
    own = cost if tally.settings.utility == "cost" else 1
    needs = got + (own if tally.points is None else tally.points[c].astype(np.int64))
    order = np.argsort(needs, kind="stable")
    needs, mass = needs[order], np.cumsum(tally.mass[c][order].astype(np.int64))
    factor = 1 if tally.settings.utility == "cost" else cost
    if max(int(needs[-1]) * factor * voters, int(mass[-1]) * budget) < LARGEST:
        fails = np.flatnonzero(needs * (factor * voters) <= mass * budget)
    else:
        pairs = zip(needs.tolist(), mass.tolist(), strict=True)
        fails = np.array([at for at, (need, m) in enumerate(pairs) if need * factor * voters <= m * budget], dtype=int)
    if not len(fails):
        return None
    first = order[: int(fails[-1]) + 1]
    size = int(tally.weights[c][first].sum())
    return Excluded(c, size, Fraction(size * budget, voters), int(got[first].max()))


def _excluded_owners(tally: Tally, c: int, got: NDArray[Any]) -> Excluded | None:
    """The same where voters bring money of their own: each must have had enough for their part of c on top.

    The group S is shut out when at the price per point cost(c) / (points of S for c) everybody in S could have paid for
    all they got and for c: e_i >= price * (u_i(W) + u_i(c)). With equal money this is the audit above. (Comparing the
    group's money in one sum would claim more than Equal Shares can keep: see the decision on unequal money.)
    """
    groups, own = tally.groups[c], tally.election.endowments or ()
    unit = tally.utility(c)
    points = np.ones(len(groups), dtype=np.int64) if tally.points is None else tally.points[c].astype(np.int64)
    rows = []
    for at, group in enumerate(groups.tolist()):
        if own[group]:
            need = Fraction((int(got[at]) + int(points[at]) * unit) * tally.costs[c], unit)
            rows.append(
                (need / own[group], int(tally.mass[c][at]), int(tally.weights[c][at]), own[group], int(got[at]))
            )
    mass, best, rows = 0, None, sorted(rows)
    for at, (ratio, more, *_) in enumerate(rows):
        mass += more
        if ratio <= mass:
            best = at
    if best is None:
        return None
    first = rows[: best + 1]
    return Excluded(c, sum(r[2] for r in first), Fraction(sum(r[2] * r[3] for r in first)), max(r[4] for r in first))


def _left_with_nothing(tally: Tally, won: NDArray[np.bool_]) -> int:
    funded = tally.sums(won.astype(np.float64))
    return int(tally.weight_of[funded == 0].sum())
