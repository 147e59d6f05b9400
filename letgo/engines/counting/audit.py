"""What a result says of the voters: who is left with nobody, which groups are owed a seat, how close it was, what publishing reveals."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from letgo.engines.counting.election import Election
from letgo.engines.counting.marks import totals_of
from letgo.engines.counting.papers import papers_of
from letgo.engines.counting.result import EXCLUSION, Count
from letgo.engines.sealing.lots import lot


@dataclass(frozen=True, slots=True)
class Coalition:
    """Voters who all rank these candidates, in some order, before everyone else."""

    candidates: tuple[int, ...]
    voters: int
    owed: int
    elected: int


def left_with_nobody(election: Election, winners: Collection[int]) -> int:
    """Ballots that rank someone who stands, and none of the winners."""
    election = election.levelled()
    if not len(election.ranked):
        return 0
    won, stands = _flags(election, winners), _flags(election, _standing(election))
    starts = election.starts[:-1]
    filled = np.flatnonzero(np.diff(election.starts))
    any_won = np.bitwise_or.reduceat(won[election.ranked], starts[filled])
    any_stands = np.bitwise_or.reduceat(stands[election.ranked], starts[filled])
    return int(election.weights[filled][any_stands & ~any_won].sum())


def by_marks(election: Election, rule: str, name: str, seed: str) -> tuple[int, ...]:
    """Who wins under plurality, block vote or approval: most votes first, equal ones by lot."""
    totals = totals_of(election, rule)
    order = sorted(_standing(election), key=lambda n: (-totals[n - 1], lot(name, seed, str(n))))
    return tuple(order[: election.seats])


def coalitions(election: Election, winners: Collection[int], quota: int, scale: int) -> list[Coalition]:
    """Every group that is owed at least one seat: solid for its candidates and as large as a quota for each seat it is owed.

    Droop proportionality: of k quotas of voters who rank the same candidates first, at least k of these (or all) are elected.
    Source: Woodall, Voting matters 3 (1994). Votes are whole; `quota` is in `scale` parts of one.
    """
    standing = set(_standing(election))
    rows = [(weight, [n for n in ranking if n in standing]) for weight, ranking in election.groups()]
    first = [0] * len(
        rows
    )  # who stands first in each group, one bit for each: all groups go down their rankings together
    found = []
    for depth in range(len(standing) - 1):
        support: dict[int, int] = {}
        for at, (weight, ranking) in enumerate(rows):
            if depth < len(ranking):
                first[at] = solid = first[at] | 1 << ranking[depth]
                support[solid] = support.get(solid, 0) + weight
        if not support:
            break
        for solid, voters in support.items():
            if owed := min(voters * scale // quota if quota else 0, depth + 1):
                group = tuple(n for n in range(1, len(election.candidates) + 1) if solid >> n & 1)
                found.append(Coalition(group, voters, owed, len(set(group).intersection(winners))))
    return sorted(found, key=lambda each: (-each.voters, len(each.candidates), each.candidates))


def closest(count: Count) -> tuple[int, int, int] | None:
    """The exclusion that was nearest to going the other way: (number, the next one up, difference in parts of a vote).

    Where seats are reserved it is between those who might have gone out, and not about who had to.
    """
    nearest: tuple[int, int, int] | None = None
    gone: set[int] = set(count.election.withdrawn)
    won: set[int] = set()
    before: tuple[int, ...] = ()
    kept: set[int] = set()
    doomed: tuple[int, ...] = ()
    for stage in count.stages:
        if stage.action == EXCLUSION and stage.excluded and not doomed:
            totals = before if count.rule != "meek-nz" else stage.totals
            out, together = stage.excluded[-1], gone | won | kept | set(stage.excluded)
            others = [n for n in range(1, len(totals) + 1) if n not in together]
            if others:
                near = min(others, key=lambda n: (totals[n - 1], n))
                gap = totals[near - 1] - totals[out - 1]
                if nearest is None or gap < nearest[2]:
                    nearest = (out, near, gap)
        gone |= set(stage.excluded)
        won |= set(stage.elected)
        before, kept, doomed = stage.totals, set(stage.guarded), stage.doomed
    return nearest


def why_lost(count: Count) -> tuple[int, int] | None:
    """What the votes lost at the end are, in parts of a vote: (papers that rank nobody else who stood, decimals the rule drops).

    The papers are moved once more by the stages of the count. None for rules that keep no papers in this way.
    """
    plain = all(stage.source and len(stage.excluded) < 2 for stage in count.stages[1:])
    if count.rule not in ("scottish-stv", "av") or not plain:
        return None
    election, scale = count.election, count.scale
    papers = papers_of(election, scale)
    running = [False, *(n not in election.withdrawn for n in range(1, len(election.candidates) + 1))]
    papers.first(running)
    ended = 0
    for before, stage in pairwise(count.stages):
        for number in (*before.elected, *stage.excluded):
            running[number] = False
        had = before.totals[stage.source - 1]
        surplus = None if stage.action == EXCLUSION else had - stage.totals[stage.source - 1]
        ended += papers.move(stage.source, running, surplus, had)[0]
    return (ended, count.lost - ended) if ended <= count.lost else None


def unique(election: Election) -> int:
    """Ballots whose ranking nobody else has: what publishing all rankings could reveal."""
    return int((election.weights == 1).sum())


def figures(election: Election, winners: Collection[int], name: str, seed: str) -> Mapping[str, int]:
    """Voters left with nobody they ranked, under this result and two others: an X for as many as seats, and one X."""
    return {
        "result": left_with_nobody(election, winners),
        "block": left_with_nobody(election, by_marks(election, "block", name, seed)),
        "plurality": left_with_nobody(election, by_marks(election, "plurality", name, seed)),
    }


def _standing(election: Election) -> list[int]:
    return [number for number in range(1, len(election.candidates) + 1) if number not in election.withdrawn]


def _flags(election: Election, numbers: Iterable[int]) -> "np.ndarray":
    flags = np.zeros(len(election.candidates) + 1, bool)
    flags[list(numbers)] = True
    return flags
