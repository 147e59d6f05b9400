"""Completions of Equal Shares: raise everybody's part until the budget is used, then spend what is left.

Equal Shares alone leaves money over. Add1 raises every voter's part by one step and counts again from scratch, until
nothing more fits, or the next step would cost more than the budget. The outcome is not monotone in the part, so every
step counts; but most steps buy the same projects in the same order, and stretch.py proves how far that holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from letgo.engines.sharing.equal_shares import Run
from letgo.engines.sharing.greedy import greedy
from letgo.engines.sharing.memory import LastRun
from letgo.engines.sharing.stretch import stretch
from letgo.engines.sharing.tally import Tally

Progress = Callable[[float, str], None]

MANY_PROJECTS = 2000  # beyond this a memory of who supports two projects would be too large


@dataclass(slots=True)
class Shares:
    """The outcome of Equal Shares with its completion: the last run, the raises before it, what the fill added."""

    run: Run
    raised: int
    filled: tuple[int, ...]


def equal_shares(tally: Tally, progress: Progress | None = None) -> Shares:
    """Equal Shares as the tally's settings ask, completed. `progress` is told the part of the budget spent."""
    settings = tally.settings
    run = Run(tally, starting_part(tally))
    raised = 0
    if tally.voters and tally.budget:
        if settings.completion in ("add1", "add1u"):
            run, raised = _raise(tally, progress)
        else:
            run.buy_all()
    bought = tuple(p.project for p in run.purchases)
    return Shares(run, raised, greedy(tally, bought) if settings.completion in ("add1u", "fill") else ())


def starting_part(tally: Tally) -> Fraction:
    """Minor units each voter starts with: an equal part of the budget, or nothing where voters bring their own money."""
    if not tally.voters or tally.election.endowments is not None:
        return Fraction(0)
    part = Fraction(tally.budget, tally.voters)
    if tally.settings.start == "integral":
        scale = tally.election.scale
        return Fraction(part // scale * scale)
    return part


def ends(tally: Tally, bought: list[int]) -> bool:
    """Whether Add1 stops at this outcome: all that is supported is bought or, under `exhaustive`, nothing more fits."""
    left, have = tally.budget - tally.cost_of(bought), set(bought)
    rest = [tally.costs[c] for c in range(tally.size) if tally.score[c] and tally.costs[c] and c not in have]
    return not rest or (tally.settings.stop == "exhaustive" and min(rest) > left)


def _raise(tally: Tally, progress: Progress | None) -> tuple[Run, int]:
    start, step = starting_part(tally), tally.settings.increment * tally.election.scale
    memory = LastRun(tally) if tally.size <= MANY_PROJECTS else None
    run, raised = Run(tally, start, memory).buy_all(), 0
    order, same, reach = _order(run), 0, 8
    while not ends(tally, order):
        if progress:
            progress(tally.cost_of(order) / tally.budget, "Raising everybody’s part")
        skipped = 0
        if same >= (0 if reach > 8 else 2):
            skipped = int(stretch(tally, run, float(step), float(reach * step)) / step)
            same = same if skipped else -4
            reach = reach * 4 if skipped == reach else max(8, 2 * skipped)
        after = Run(tally, start + (raised + skipped + 1) * step, memory).buy_all()
        if tally.cost_of(_order(after)) > tally.budget:
            raised += skipped
            return (Run(tally, start + raised * step).buy_all() if skipped else run), raised
        same = same + 1 if _order(after) == order else min(same, 0)
        run, order, raised = after, _order(after), raised + skipped + 1
    return run, raised


def _order(run: Run) -> list[int]:
    return [bought.project for bought in run.purchases]
