"""Most votes first: the way most cities count, and how money left over is spent after Equal Shares."""

from letgo.engines.sharing.tally import Tally


def greedy(tally: Tally, already: tuple[int, ...] = ()) -> tuple[int, ...]:
    """Projects in the order bought: most votes (points under score) first, skipping what no longer fits.

    With `already` bought this is the fill: only what is added comes back. Projects of the same support go by the last
    key. A project that nobody named comes last, and is funded where it fits, as in the programs that cities use.
    """
    if not tally.voters or not tally.budget:
        return ()
    left, bought = tally.budget - tally.cost_of(already), set(already)
    added = []
    for c in tally.by_support():
        if c not in bought and tally.costs[c] <= left:
            added.append(c)
            left -= tally.costs[c]
    return tuple(added)
