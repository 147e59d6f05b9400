"""What would have been enough: the rule is run again, whole, with one project a little more wanted or a little cheaper.

Neither change is monotone: a project can win with 12 more voters and lose with 13. So nothing here says "at least".
Each figure is confirmed by a run at that very value; up to the first `EVERY` values are tried one by one, and beyond
that the search doubles and then halves, so that the value just below the one it names was seen to lose.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from letgo.engines.sealing.lots import order
from letgo.engines.sharing.fund import Outcome, decide
from letgo.engines.sharing.problem import Election
from letgo.engines.sharing.tally import Tally
from letgo.engines.sharing.words import decimal, money

Progress = Callable[[float, str], None]

EVERY = 16
RUNS = 90  # about what a search takes at the most; only progress depends on it


def full_reason(outcome: Outcome, c: int, short: dict[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """`short` with "more_votes", "lower_cost" (None where none was found) and a text that says them.

    `more_votes`: that many voters who did not name project c naming it too (taken in lot order, voters unchanged) made
    it win. `lower_cost`: that cost, in currency units, made it win. A recorded result cannot be run again.
    """
    if (
        short["won"]
        or outcome.tally.settings.rule == "recorded"
        or not outcome.tally.budget
        or not outcome.tally.voters
    ):
        return short
    search = Search(outcome.tally, c, progress)
    votes, cost = search.more_votes(), search.lower_cost()
    election = outcome.tally.election
    texts = []
    if votes is not None:
        texts.append("one more vote" if votes == 1 else f"{votes:,} more votes")
    if cost is not None:
        texts.append(f"a price of {money(cost, election.scale, election.currency)}")
    if texts:
        said = f" {', or '.join(texts)}{',' * (len(texts) - 1)} would have been enough."
        text = short["text"] + said[0] + said[1].upper() + said[2:]
    else:
        text = short["text"] + " No number of votes and no lower price that we tried would have been enough."
    lower = None if cost is None else decimal(cost, election.scale)
    return {**short, "text": text, "more_votes": votes, "lower_cost": lower, "runs": search.runs}


class Search:
    """Runs of the whole rule with project c changed."""

    def __init__(self, tally: Tally, c: int, progress: Progress | None) -> None:
        self.tally, self.c, self.progress, self.runs = tally, c, progress, 0

    def more_votes(self) -> int | None:
        """The smallest number of further supporters that was found to be enough."""
        others = self._others()
        room = len(others)
        return self._first(room, lambda more: self._wins(self._with_voters(others[:more])))

    def lower_cost(self) -> int | None:
        """The highest cost below the real one, in minor units, that was found to win; whole currency units where it can be."""
        cost, scale = self.tally.costs[self.c], self.tally.election.scale
        unit = scale if cost > scale else 1
        steps = -(-cost // unit)
        found = self._first(steps - 1, lambda cut: self._wins(self._with_cost((steps - cut) * unit)))
        return None if found is None else (steps - found) * unit

    def _first(self, most: int, wins: Callable[[int], bool]) -> int | None:
        for value in range(1, min(most, EVERY) + 1):
            if wins(value):
                return value
        low, high = EVERY, 2 * EVERY
        while low < most:
            high = min(high, most)
            if wins(high):
                break
            low, high = high, 2 * high
        else:
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if wins(middle) else (middle, high)
        return high

    def _wins(self, election: Election) -> bool:
        self.runs += 1
        if self.progress:
            self.progress(min(self.runs / RUNS, 0.99), f"Counted again {self.runs} times")
        return self.c in decide(Tally(election, self.tally.settings)).winners

    def _with_cost(self, cost: int) -> Election:
        projects = list(self.tally.election.projects)
        projects[self.c] = projects[self.c]._replace(cost=cost)
        return replace(self.tally.election, projects=tuple(projects))

    def _others(self) -> list[int]:
        """The group of each voter who did not name c, in the order of a lot drawn over ballots and numbers within them."""
        election, settings = self.tally.election, self.tally.settings
        named = election.named == self.c
        has = np.zeros(len(election.weights), dtype=bool)
        has[np.searchsorted(election.starts, np.flatnonzero(named), side="right") - 1] = True
        options: dict[str, int] = {}
        for group in np.flatnonzero(~has).tolist():
            row = slice(int(election.starts[group]), int(election.starts[group + 1]))
            marks = "" if election.marks is None else ":" + ",".join(map(str, election.marks[row].tolist()))
            ballot = ",".join(self.tally.ids[p] for p in election.named[row].tolist()) + marks
            for number in range(int(election.weights[group])):
                options[f"{ballot} {number + 1}"] = group
        return [options[option] for option in order(settings.election, settings.seed, options)]

    def _with_voters(self, changed: list[int]) -> Election:
        """The election in which one voter of each group in `changed` (with repeats) named c too, as one more project.

        Where points count, that voter gives c as many points as to their best project, or one; a rank comes last.
        """
        election, c = self.tally.election, self.c
        counts = np.bincount(np.array(changed, dtype=np.int64), minlength=len(election.weights))
        weights = election.weights - counts
        groups = np.flatnonzero(counts)
        rows, marks, added = [], [], []
        for group in groups.tolist():
            row = slice(int(election.starts[group]), int(election.starts[group + 1]))
            names = election.named[row].tolist()
            at = sum(name < c for name in names)
            rows.append([*names[:at], c, *names[at:]])
            if election.marks is not None:
                given = election.marks[row].tolist()
                new = len(given) if election.marks_kind == "rank" else max(given, default=election.marks_scale)
                marks.append([*given[:at], new, *given[at:]])
            added.append(int(counts[group]))
        keep = weights > 0
        kept = np.repeat(keep, np.diff(election.starts))
        lengths = np.concatenate([np.diff(election.starts)[keep], [len(row) for row in rows]]).astype(np.int64)
        flat = np.array([name for row in rows for name in row], dtype=election.named.dtype)
        more = None
        if election.marks is not None:
            more = np.concatenate([election.marks[kept], np.array([m for row in marks for m in row], dtype=np.int64)])
        return replace(
            election,
            starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            named=np.concatenate([election.named[kept], flat]),
            weights=np.concatenate([weights[keep], np.array(added, dtype=np.int64)]),
            marks=more,
        )
