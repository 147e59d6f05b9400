"""Which sets of people can still fill the seats so that every promise is kept, found exactly.

People of whom the same promises tell are alike to this, so it is not people that are tried but how many of each kind, in whole
numbers throughout. A completion that was found is its own proof; that there is none is known when all ways have been turned down.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

MOST_STEPS = 20_000  # of one proof
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


class TooMany(Exception):
    """A proof takes more steps than it may."""


@dataclass(frozen=True, slots=True)
class Found:
    """Of whom every completion takes all who are free, and of whom none takes one more."""

    guarded: frozenset[int]
    doomed: frozenset[int]


def weigh(promises: Sequence[Promise], sure: Collection[int], free: Collection[int], steps: int = 0) -> Found | None:
    """Who of `free` is in every completion of `sure` and who in none; None when there is no completion at all.

    For each kind a completion is looked for that leaves one of them out, and one that takes one more, unless one was found before.
    `steps`: how many may be tried at most in one search, 0 for any number; raises TooMany above.
    """
    search = _Search(promises, sure, free, steps)
    low, high = search.low, search.high
    first = search.find(low, high)
    if first is None:
        return None
    found, guarded, doomed = [first], set[State](), set[State]()
    for at, kind in enumerate(search.kinds):
        if low[at] == high[at]:
            continue
        if all(taken[at] == high[at] for taken in found):
            fewer = search.find(low, [*high[:at], high[at] - 1, *high[at + 1 :]])
            found.append(fewer) if fewer else guarded.add(kind)
        if all(taken[at] == low[at] for taken in found):
            more = search.find([*low[:at], low[at] + 1, *low[at + 1 :]], high)
            found.append(more) if more else doomed.add(kind)
    kinds = {number: _signature(number, search.promises) for number in free}
    return Found(
        frozenset(number for number, kind in kinds.items() if kind in guarded),
        frozenset(number for number, kind in kinds.items() if kind in doomed),
    )


def possible(promises: Sequence[Promise], sure: Collection[int], free: Collection[int], steps: int = 0) -> bool:
    """Whether there is a completion: `sure` with some of `free`."""
    search = _Search(promises, sure, free, steps)
    return search.find(search.low, search.high) is not None


class _Search:
    """Looks for how many to take of each kind, kind after kind, and turns back where a promise can no longer be kept.

    A state is how many each promise has by now; whatever can no longer be broken counts as settled, so that few states are left,
    and none is tried twice. `families`: promises that share nobody: what they lack, together, must fit into the seats left.
    """

    def __init__(self, promises: Sequence[Promise], sure: Collection[int], free: Collection[int], steps: int) -> None:
        self.promises = [each for each in promises if each.whole or not _kept(each, sure, free)]
        self.steps, self.tried = steps, 0
        tally: dict[State, list[int]] = {}
        for at, numbers in enumerate((sure, free)):
            for number in numbers:
                tally.setdefault(_signature(number, self.promises), [0, 0])[at] += 1
        self.kinds = _ordered(tally, len(self.promises))
        self.low = [tally[kind][0] for kind in self.kinds]
        self.high = [sum(tally[kind]) for kind in self.kinds]
        self.whole = [at for at, promise in enumerate(self.promises) if promise.whole]
        covered = all(any(at in kind for at in self.whole) for kind in self.kinds)
        self.families = _families(self.promises) if covered else []

    def find(self, low: Sequence[int], high: Sequence[int]) -> list[int] | None:
        """How many to take of each kind, from `low` to `high` of it; None when no way keeps all promises."""
        rest = self._rest(low, high)
        start = self._step((0,) * len(self.promises), (), 0, rest[0])
        if start is None or not self.kinds:
            return None if start is None else []
        states, taken, dead = [start], list[int](), set[tuple[int, State]]()
        open_to_it: list[Iterator[int]] = [iter(range(low[0], high[0] + 1))]
        while open_to_it:
            at = len(taken)
            for count in open_to_it[-1]:
                after = self._step(states[-1], self.kinds[at], count, rest[at + 1])
                if after is not None and (at + 1, after) not in dead:
                    break
            else:
                dead.add((at, states.pop()))
                open_to_it.pop()
                del taken[-1:]
                continue
            taken.append(count)
            if len(taken) == len(self.kinds):
                return taken
            states.append(after)
            open_to_it.append(iter(range(low[at + 1], high[at + 1] + 1)))
        return None

    def _rest(self, low: Sequence[int], high: Sequence[int]) -> list[tuple[list[int], list[int]]]:
        """For each kind on, and after the last: how many of each promise are sure to come, and how many can come."""
        size = len(self.promises)
        rest = [([0] * size, [0] * size)]
        for at in reversed(range(len(self.kinds))):
            sure, most = list(rest[-1][0]), list(rest[-1][1])
            for promise in self.kinds[at]:
                sure[promise] += low[at]
                most[promise] += high[at]
            rest.append((sure, most))
        return rest[::-1]

    def _step(self, state: State, kind: State, count: int, rest: tuple[list[int], list[int]]) -> State | None:
        """The state with `count` more of a kind, or None where that breaks a promise."""
        self.tried += 1
        if self.steps and self.tried > self.steps:
            raise TooMany
        after = list(state)
        for at in kind:
            if after[at] != SETTLED:
                after[at] += count
        lacks, takes = list(rest[0]), list(rest[1])  # what each promise must still get, and what it can
        for at, have in enumerate(after):
            if have == SETTLED:
                continue
            promise = self.promises[at]
            least, most = promise.least - have, promise.most - have
            if takes[at] < least or lacks[at] > most:
                return None
            if lacks[at] >= least and takes[at] <= most:
                after[at] = SETTLED
            lacks[at], takes[at] = max(lacks[at], least), min(takes[at], most)
        return tuple(after) if self._fit(lacks, takes, rest[1]) else None

    def _fit(self, lacks: list[int], takes: list[int], come: list[int]) -> bool:
        """Whether what the promises of each family lack fits into the seats left, and whether they leave none of these empty."""
        needed, left = sum(lacks[at] for at in self.whole), sum(takes[at] for at in self.whole)
        people = sum(come[at] for at in self.whole)
        for family in self.families:
            others = people - sum(come[at] for at in family)
            if sum(lacks[at] for at in family) > left or sum(takes[at] for at in family) + others < needed:
                return False
        return True


def _kept(promise: Promise, sure: Collection[int], free: Collection[int]) -> bool:
    """Whether a promise is kept whoever is elected: it needs no looking after."""
    here = len(promise.members.intersection(sure))
    return promise.least <= here and here + len(promise.members.intersection(free)) <= promise.most


def _signature(number: int, promises: Sequence[Promise]) -> State:
    """Which promises tell of this person: alike people have the same."""
    return tuple(at for at, promise in enumerate(promises) if number in promise.members)


def _ordered(tally: Collection[State], size: int) -> list[State]:
    """Kinds in an order in which few promises are open at a time: always those of the promise that has fewest kinds left."""
    left, ordered = sorted(tally), list[State]()
    while left:
        of = [[kind for kind in left if at in kind] for at in range(size)]
        first = min((kinds for kinds in of if kinds), key=len, default=left)
        ordered += first
        left = [kind for kind in left if kind not in first]
    return ordered


def _families(promises: Sequence[Promise]) -> list[list[int]]:
    """Promises sorted into families whose members share nobody, such as all places, or all ages."""
    families: list[tuple[set[int], list[int]]] = []
    for at, promise in enumerate(promises):
        if promise.whole:
            continue
        free = next((each for each in families if each[0].isdisjoint(promise.members)), None)
        if free is None:
            families.append(free := (set(), []))
        free[0].update(promise.members)
        free[1].append(at)
    return [family for _, family in families]


def clash(promises: Sequence[Promise], sure: Collection[int], free: Collection[int]) -> list[Promise]:
    """Promises that cannot all be kept, so few that without any one of them the others can be; minimum and maximum apart.

    The seats themselves (name "") are always kept and not among them. One that would take long to be told needless stays.
    """
    always = [promise for promise in promises if not promise.name]
    left: list[Promise] = []
    for promise in (promise for promise in promises if promise.name):
        size = len(promise.members)
        if promise.least:
            left.append(replace(promise, most=max(size, promise.least)))
        if promise.most < size:
            left.append(replace(promise, least=0))
    for promise in list(left):
        fewer = [each for each in left if each is not promise]
        try:
            if not possible([*always, *fewer], sure, free, MOST_STEPS // 10):
                left = fewer
        except TooMany:
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
