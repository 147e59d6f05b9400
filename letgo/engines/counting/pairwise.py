"""Choosing one: how many ballots rank each candidate above each other, and who wins by ranked pairs, Schulze and minimax.

Who is not ranked stands below everyone who is, and level with the others who are not; so are equal ranks. Counts are integers. Each
rule gives an order of all who stand, so that more than one seat can be filled from the top; the lot settles what the rule leaves equal.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from letgo.engines.counting.election import Election
from letgo.engines.counting.result import Tie
from letgo.engines.sealing.lots import lot

Matrix = Sequence[Sequence[int]]  # [i][j]: ballots that rank number i + 1 above number j + 1


def matrix_of(election: Election) -> list[list[int]]:
    """How many ballots rank i above j, for all pairs of who stands; 0 for who withdrew. By arrays, a depth at a time."""
    size = len(election.candidates)
    lengths, starts = np.diff(election.starts), election.starts[:-1]
    stands = np.array([False, *(number not in election.withdrawn for number in range(1, size + 1))])
    above = np.zeros((size + 1, size + 1), np.int64)
    left = np.broadcast_to(stands, (len(lengths), size + 1)).copy()  # who is not ranked so far, for each group
    for depth in range(int(lengths.max(initial=0))):
        here = np.flatnonzero(lengths > depth)
        named = election.ranked[starts[here] + depth]
        left[here, named] = False
        weights = np.where(stands[named], election.weights[here], 0)
        np.add.at(above, named, weights[:, None] * left[here])
    return _with_equal([[int(votes) for votes in row[1:]] for row in above[1:]], election)


def plain_matrix_of(election: Election) -> list[list[int]]:
    """The same, ballot by ballot."""
    size = len(election.candidates)
    above = [[0] * size for _ in range(size)]
    for weight, ranking in election.groups():
        left = [number for number in range(1, size + 1) if number not in election.withdrawn]
        for number in (each for each in ranking if each in left):
            left.remove(number)
            for other in left:
                above[number - 1][other - 1] += weight
    return _with_equal(above, election)


def _with_equal(above: list[list[int]], election: Election) -> list[list[int]]:
    """With what ballots say from their first equal rank on: each rank above all later ones and all who are not ranked."""
    standing = {number for number in range(1, len(election.candidates) + 1) if number not in election.withdrawn}
    for weight, before, ranks in election.equal:
        left = standing.difference(before)
        for rank in ranks:
            left = left.difference(rank)
            for number in standing.intersection(rank):
                for other in left:
                    above[number - 1][other - 1] += weight
    return above


class Order:
    """Who stands, best first, by one rule; and the lots that were drawn for it."""

    def __init__(self, election: Election, name: str, seed: str) -> None:
        self.standing = [n for n in range(1, len(election.candidates) + 1) if n not in election.withdrawn]
        self.drawn = sorted(self.standing, key=lambda number: lot(name, seed, str(number)))
        self.ties: list[Tie] = []

    def best_first(self, score: Callable[[int], object]) -> list[int]:
        """By score, the highest first; equal ones by lot, each such lot remembered."""
        scores: dict[int, Any] = {number: score(number) for number in self.drawn}
        ordered = sorted(self.drawn, key=scores.__getitem__, reverse=True)  # sorted is stable, also reversed
        for _, equal in groupby(ordered, key=scores.__getitem__):
            tied = list(equal)
            if len(tied) > 1:
                self.ties.append(Tie(tuple(sorted(tied)), tied[0], "lot"))
        return ordered


def ranked_pairs(above: Matrix, order: Order) -> list[int]:
    """Tideman: the clearest majorities are locked in first, each unless it would contradict those before it.

    Clearest: most ballots for it, then fewest against it, then the lot. Source: Tideman 1987; winning votes.
    """
    place = {number: at for at, number in enumerate(order.drawn)}
    pairs = [(i, j) for i in order.standing for j in order.standing if above[i - 1][j - 1] > above[j - 1][i - 1]]
    pairs.sort(key=lambda pair: (*_strength(above, pair), place[pair[0]], place[pair[1]]))
    beats, under = (
        dict.fromkeys(order.standing, 0),
        dict.fromkeys(order.standing, 0),
    )  # with all that follows; a bit for each
    for _, equal in groupby(pairs, key=lambda pair: _strength(above, pair)):
        possible = [(winner, loser) for winner, loser in equal if not beats[loser] >> winner & 1]
        for winner, loser in possible:
            if not beats[loser] >> winner & 1:
                _lock(beats, under, winner, loser)
        if any(beats[loser] >> winner & 1 for winner, loser in possible):  # which of them was locked in first decided
            tied = tuple(sorted({number for pair in possible for number in pair}))
            order.ties.append(Tie(tied, possible[0][0], "lot"))
    return order.best_first(lambda number: beats[number].bit_count())


def _strength(above: Matrix, pair: tuple[int, int]) -> tuple[int, int]:
    """What pairs are sorted by: the clearest first."""
    winner, loser = pair
    return -above[winner - 1][loser - 1], above[loser - 1][winner - 1]


def _lock(beats: dict[int, int], under: dict[int, int], winner: int, loser: int) -> None:
    """The winner before the loser, and whoever is before the one before whoever is after the other."""
    followed = beats[loser] | 1 << loser
    for number in _bits((under[winner] | 1 << winner) & ~under[loser]):
        new = followed & ~beats[number]
        beats[number] |= new
        for other in _bits(new):
            under[other] |= 1 << number


def _bits(flags: int) -> Iterator[int]:
    while flags:
        lowest = flags & -flags
        yield lowest.bit_length() - 1
        flags ^= lowest


def schulze(above: Matrix, order: Order) -> list[int]:
    """Schulze: i is before j when the strongest path from i to j is stronger than the strongest back. Winning votes."""
    size = len(above)
    path = np.array(above, np.int64).reshape(size, size)
    path = np.where(path > path.T, path, 0)
    for middle in range(size):
        path = np.maximum(path, np.minimum(path[:, middle : middle + 1], path[middle : middle + 1, :]))
    np.fill_diagonal(path, 0)
    return order.best_first(_wins(path, order.standing))


def minimax(above: Matrix, order: Order) -> list[int]:
    """Simpson and Kramer: whose worst defeat is smallest, in ballots for the other less ballots for them."""
    worst = {
        i: max((above[j - 1][i - 1] - above[i - 1][j - 1] for j in order.standing if j != i), default=0)
        for i in order.standing
    }
    return order.best_first(lambda number: -worst[number])


def _wins(strength: NDArray[np.int64], standing: Sequence[int]) -> Callable[[int], int]:
    better = strength > strength.T
    return lambda number: int(sum(bool(better[number - 1][other - 1]) for other in standing))
