"""How much say weights really give: Banzhaf and Shapley-Shubik, exact.

A player with 26 of 51 votes has all the power, and three with 17 each have the same. Both indices count swings: groups of the
others that fall short of the quota without this player and reach it with them. Banzhaf (Banzhaf 1965, Penrose 1946) counts each
swing alike; Shapley-Shubik (1954) counts each order in which the players could have come.

Groups are counted by generating functions, one step a player and not one a group: in the product of (1 + x^weight) over the
players, the coefficient of x^v is how many groups weigh v. The whole product is one whole number, with x = 2^bits, so that
multiplying by a player's factor is a shift and a sum. A player's swings are groups without them in a window of weights just
below the quota, as wide as their weight w; since the product is (those without) x (1 + x^w), they are the groups in that
window, less those in the next one down, plus those in the one below that, and so on.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from math import factorial, gcd

MOST_WEIGHT = 2**20  # of a group that matters, without common divisor
MOST_BITS = 2**29  # of all coefficients kept at once: 64 MB
MOST_WORK = 2**32  # bits of coefficients times players: some seconds
TOO_LARGE = "The weights are too large to count every group exactly. Divide them by a common number and round."


class BadGame(ValueError):
    """Weights or a quota that no vote can be held with. `str()` is one sentence with the cure."""


def swings(weights: Sequence[int], quota: int) -> tuple[int, ...]:
    """For each player: how many groups of the others fall short of `quota` and reach it with this player.

    `weights`: whole numbers, none below 0. `quota`: what a group must reach, 1 to the sum of the weights. Raises BadGame.
    """
    scaled, least = _checked(weights, quota)
    players = [weight for weight in scaled if weight]
    wide = len(players) // 8 + 1  # bytes of a coefficient
    _bound(8 * wide * least, len(players))
    groups = 1
    for weight in players:
        groups = _cut(groups + (groups << 8 * wide * weight), 8 * wide * least)
    lighter = _lighter(groups, wide, least)
    idle = len(scaled) - len(players)  # players without a vote: each doubles the groups and swings none
    own = {weight: sum(sign * inside for sign, inside in _windows(lighter, weight)) << idle for weight in set(players)}
    return tuple(own.get(weight, 0) for weight in scaled)


def banzhaf(weights: Sequence[int], quota: int) -> tuple[Fraction, ...]:
    """Each player's part of all swings; the parts sum to 1. See `swings`."""
    counted = swings(weights, quota)
    return tuple(Fraction(own, sum(counted)) for own in counted)


def absolute_banzhaf(weights: Sequence[int], quota: int) -> tuple[Fraction, ...]:
    """How likely each player's vote decides when all others toss a coin. See `swings`."""
    return tuple(Fraction(own, 2 ** (len(weights) - 1)) for own in swings(weights, quota))


def shapley_shubik(weights: Sequence[int], quota: int) -> tuple[Fraction, ...]:
    """Of all orders in which the players can come, the part in which this one reaches the quota; sums to 1. See `swings`."""
    scaled, least = _checked(weights, quota)
    players = [weight for weight in scaled if weight]
    size, wide = len(players), len(players) // 8 + 1
    _bound(8 * wide * least * size, 1)
    by_size = [1] + [0] * size  # groups by how many are in them
    for weight in players:
        for many in range(size, 0, -1):
            by_size[many] = _cut(by_size[many] + (by_size[many - 1] << 8 * wide * weight), 8 * wide * least)
    ways = [factorial(many) * factorial(size - 1 - many) for many in range(size)]  # orders around a swing after so many
    orders = dict.fromkeys(players, 0)
    for many, groups in enumerate(by_size[:size]):
        lighter = _lighter(groups, wide, least)
        for weight in orders:  # the window one down holds groups with this player's like: one more was in them
            windows = zip(_windows(lighter, weight), ways[many:], strict=False)
            orders[weight] += sum(sign * inside * around for (sign, inside), around in windows)
    return tuple(Fraction(orders.get(weight, 0), factorial(size)) for weight in scaled)


def _checked(weights: Sequence[int], quota: int) -> tuple[list[int], int]:
    """The same game in small numbers: weights without a common divisor, and the lower of the quota and what blocks it."""
    if not weights:
        raise BadGame("There are no players. Give at least one weight.")
    if any(type(number) is not int for number in (*weights, quota)):
        raise BadGame("Weights and quota must be whole numbers. Multiply all of them until they are.")
    if min(weights) < 0:
        raise BadGame(f"A weight is below 0: {min(weights)}. Use 0 for a player without a vote.")
    if not 1 <= quota <= sum(weights):
        raise BadGame(f"The quota is {quota} and all weights together are {sum(weights)}. Use a quota from 1 to that.")
    common = gcd(*weights)
    scaled = [weight // common for weight in weights]
    needed = -(-quota // common)
    least = min(needed, sum(scaled) - needed + 1)  # who swings to win swings as often to block
    if least > MOST_WEIGHT:
        raise BadGame(TOO_LARGE)
    return scaled, least


def _bound(bits: int, steps: int) -> None:
    if bits > MOST_BITS or bits * steps > MOST_WORK:
        raise BadGame(TOO_LARGE)


def _lighter(groups: int, wide: int, least: int) -> list[int]:
    """How many of the groups weigh less than v, for each v from 0 to `least`."""
    row = groups.to_bytes(wide * least, "little")
    return [0, *accumulate(int.from_bytes(row[at : at + wide], "little") for at in range(0, len(row), wide))]


def _windows(lighter: list[int], weight: int) -> Iterator[tuple[int, int]]:
    """(sign, how many groups) of each window as wide as this weight, from the quota down."""
    sign = 1
    for top in range(len(lighter) - 1, 0, -weight):
        yield sign, lighter[top] - lighter[max(top - weight, 0)]
        sign = -sign


def _cut(number: int, bits: int) -> int:
    return number & ((1 << bits) - 1)
