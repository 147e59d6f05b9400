"""Which sets of people can still fill the seats so that every promise is kept, found exactly.

People of whom the same promises tell are alike to this, so it is not people that are tried but how many of each kind. For each
kind `ranges` gives the fewest and the most that any completion takes, in one pass over all of them. Whole numbers throughout.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

MOST_STEPS = 50_000  # of one proof
State = tuple[int, ...]
SETTLED = -1  # a promise that is kept whatever comes


@dataclass(frozen=True, slots=True)
class Promise:
    """Of these candidates at least `least` and at most `most` are elected. `name` of the group or pool.

    `whole`: a pool, or all the seats (name ""), each counted apart: together all who are elected.
    """

    name: str
    members: frozenset[int]
    least: int
    most: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """Of the people in the same groups and pools: how many are elected, how many are free, and what completions take of both."""

    sure: int
    free: int
    fewest: int
    most: int

    @property
    def all_needed(self) -> bool:
        """Every completion takes all who are left."""
        return self.free > 0 and self.fewest == self.sure + self.free

    @property
    def none_more(self) -> bool:
        """No completion takes one more."""
        return self.most == self.sure


class Ranges:
    """What `ranges` found, by kind."""

    def __init__(self, promises: Sequence[Promise], kinds: dict[State, Kind]) -> None:
        self._promises, self._kinds = promises, kinds

    def kind(self, number: int) -> Kind:
        """That of one person."""
        return self._kinds[_signature(number, self._promises)]


class TooMany(Exception):
    """A proof takes more steps than it may."""


def ranges(promises: Sequence[Promise], sure: Collection[int], free: Collection[int], steps: int = 0) -> Ranges | None:
    """The fewest and most of each kind in any completion: `sure` with some of `free`; None when there is no completion.

    `steps`: how many may be tried, 0 for any number; raises TooMany above. Kind after kind, every number of its people is tried
    in every state that can be reached; a state is how many each promise has by now, and whatever cannot be broken any more counts
    as settled, so that few states are left. Going back from the end, what leads nowhere falls away.
    """
    tally: dict[State, list[int]] = {}
    for at, numbers in enumerate((sure, free)):
        for number in numbers:
            tally.setdefault(_signature(number, promises), [0, 0])[at] += 1
    kinds = sorted(tally)
    rest = _rest(kinds, tally, len(promises))
    start = _step((0,) * len(promises), (), 0, promises, rest[0])
    layers: list[dict[State, list[tuple[int, State]]]] = [] if start is None else [{start: []}]
    done = 0
    for at, kind in enumerate(kinds):
        if not layers:
            return None
        reached: dict[State, list[tuple[int, State]]] = {}
        here, more = tally[kind]
        for state in layers[-1]:
            for count in range(here, here + more + 1):
                after = _step(state, kind, count, promises, rest[at + 1])
                if after is not None:
                    reached.setdefault(after, []).append((count, state))
            done += more + 1
            if steps and done > steps:
                raise TooMany
        layers.append(reached)
    if not layers or not layers[-1]:
        return None
    return Ranges(promises, _back(kinds, tally, layers))


def _back(
    kinds: list[State], tally: dict[State, list[int]], layers: list[dict[State, list[tuple[int, State]]]]
) -> dict[State, Kind]:
    found, alive = {}, set(layers[-1])
    for kind, layer in zip(reversed(kinds), reversed(layers[1:]), strict=True):
        arcs = [arc for state in alive for arc in layer[state]]
        counts = [count for count, _ in arcs]
        found[kind] = Kind(tally[kind][0], tally[kind][1], min(counts), max(counts))
        alive = {before for _, before in arcs}
    return found


def _signature(number: int, promises: Sequence[Promise]) -> State:
    """Which promises are about this person: alike people have the same."""
    return tuple(at for at, promise in enumerate(promises) if number in promise.members)


def _rest(kinds: list[State], tally: dict[State, list[int]], size: int) -> list[tuple[list[int], list[int]]]:
    """For each kind on, and after the last: how many of each promise are sure to come, and how many can come."""
    rest = [([0] * size, [0] * size)]
    for kind in reversed(kinds):
        sure, most = list(rest[-1][0]), list(rest[-1][1])
        for at in kind:
            sure[at] += tally[kind][0]
            most[at] += sum(tally[kind])
        rest.append((sure, most))
    return rest[::-1]


def _step(
    state: State, kind: State, count: int, promises: Sequence[Promise], rest: tuple[list[int], list[int]]
) -> State | None:
    """The state with `count` more of a kind, or None where that breaks a promise."""
    after = list(state)
    for at in kind:
        if after[at] != SETTLED:
            after[at] += count
    for at, have in enumerate(after):
        if have == SETTLED:
            continue
        least, most = have + rest[0][at], have + rest[1][at]
        promise = promises[at]
        if most < promise.least or least > promise.most:
            return None
        if least >= promise.least and most <= promise.most:
            after[at] = SETTLED
    return tuple(after)


def clash(promises: Sequence[Promise], sure: Collection[int], free: Collection[int]) -> list[Promise]:
    """Promises that cannot all be kept, so few that without any one of them the others can be; minimum and maximum apart.

    The seats themselves (name "") are always kept and not among them.
    """
    always = [promise for promise in promises if not promise.name]
    left: list[Promise] = []
    for promise in promises[len(always) :]:
        size = len(promise.members)
        if promise.least:
            left.append(replace(promise, most=max(size, promise.least)))
        if promise.most < size:
            left.append(replace(promise, least=0))
    for promise in list(left):
        fewer = [each for each in left if each is not promise]
        try:
            if ranges([*always, *fewer], sure, free, MOST_STEPS) is None:
                left = fewer
        except TooMany:  # then it stays: no reason is lost, one too many may be told
            continue
    return left


def named(promises: Sequence[Promise]) -> str:
    """Promises as a part of a sentence: "“women” must have at least 2 seats and “tenants” may have at most 1 seat"."""
    told = [
        f"“{promise.name}” must have at least {so_many(promise.least)}"
        if promise.least
        else f"“{promise.name}” may have {'no seat' if not promise.most else f'at most {so_many(promise.most)}'}"
        for promise in promises
    ]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def so_many(count: int) -> str:
    """So many seats: "1 seat", "2 seats"."""
    return "1 seat" if count == 1 else f"{count} seats"
