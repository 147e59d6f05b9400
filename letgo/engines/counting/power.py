"""How much say weights really give: Banzhaf and Shapley-Shubik, exact.

A player with 26 of 51 votes has all the power, and three with 17 each have the same. Both indices count swings: groups of the
others that fall short of the quota without this player and reach it with them. Banzhaf (Banzhaf 1965, Penrose 1946) counts each
swing alike; Shapley-Shubik (1954) counts each order in which the players could have come.

Groups are counted by generating functions, one step a player and not one a group: in the product of (1 + x^weight) over the
players, the coefficient of x^v is how many groups weigh v. The whole product is one whole number, with x = 2^bits, so that
multiplying by a player's factor is a shift and a sum, and leaving a player out again (dividing) is a few of both.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache, reduce
from math import factorial, gcd

MOST_BITS = 2**29  # 64 MB


class BadGame(ValueError):
    """Weights or a quota that no vote can be held with. `str()` is one sentence with the cure."""


def swings(weights: Sequence[int], quota: int) -> tuple[int, ...]:
    """For each player: how many groups of the others fall short of `quota` and reach it with this player.

    `weights`: whole numbers, none below 0. `quota`: what a group must reach, 1 to the sum of the weights. Raises BadGame.
    """
    scaled, least = _checked(weights, quota)
    players = [weight for weight in scaled if weight]
    bits = len(players) + 1
    _bound(bits * least)
    groups = reduce(lambda product, weight: _cut(product + (product << bits * weight), bits * least), players, 1)
    idle = len(scaled) - len(players)  # players without a vote: each doubles the groups and swings none

    @cache
    def own(weight: int) -> int:
        return _in_reach(_without(groups, weight, bits, least), weight, bits, least) << idle

    return tuple(own(weight) for weight in scaled)


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
    bits, size = len(players) + 1, len(players)
    _bound(bits * least * size)
    by_size = [1] + [0] * size  # groups by how many are in them
    for weight in players:
        for many in range(size, 0, -1):
            by_size[many] = _cut(by_size[many] + (by_size[many - 1] << bits * weight), bits * least)

    @cache
    def part(weight: int) -> Fraction:
        if not weight:
            return Fraction(0)
        orders, others = 0, 0
        for many in range(size):
            others = _cut(by_size[many] - (others << bits * weight), bits * least)
            orders += _in_reach(others, weight, bits, least) * factorial(many) * factorial(size - 1 - many)
        return Fraction(orders, factorial(size))

    return tuple(part(weight) for weight in scaled)


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
    return scaled, min(needed, sum(scaled) - needed + 1)  # who swings to win swings as often to block


def _bound(bits: int) -> None:
    if bits > MOST_BITS:
        raise BadGame(
            "The weights are too large to count every group exactly. Divide them by a common number and round."
        )


def _without(groups: int, weight: int, bits: int, least: int) -> int:
    """The groups, up to weight `least`, in which one player of this weight is not: divided by 1 + y, y = x^weight.

    1 / (1 + y) = (1 - y)(1 + y^2)(1 + y^4)..., until the power is beyond `least`.
    """
    if not weight:
        return 0
    left, shift = _cut(groups - (groups << bits * weight), bits * least), 2 * weight
    while shift < least:
        left, shift = _cut(left + (left << bits * shift), bits * least), 2 * shift
    return left


def _in_reach(groups: int, weight: int, bits: int, least: int) -> int:
    """How many of the groups weigh less than `least`, but not without this weight. The digits are summed by casting out."""
    return (groups >> bits * max(least - weight, 0)) % ((1 << bits) - 1)


def _cut(number: int, bits: int) -> int:
    return number & ((1 << bits) - 1)
