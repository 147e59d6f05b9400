"""Reserved seats: pools, each with its own seats, and groups that must have so many seats or may have no more than so many.

A completion is a set of people who could still fill the seats so that every promise is kept, whoever is elected and out by now.
Whoever is in all completions is guarded and may not go out; whoever is in none is doomed and goes out. That there is one at all
is proved before the count, and no step of a count leaves none: so none is ever looked for in vain.
"""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from letgo.engines.counting.completions import MOST_STEPS, Promise, TooMany, clash, named, possible, so_many, weigh
from letgo.engines.counting.election import Election
from letgo.engines.counting.result import Count
from letgo.engines.sealing.reading import BadFile

OTHERS = "all others"


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates who have something in common, and how many seats they must have and may have. `maximum` None: any number."""

    name: str
    candidates: frozenset[int]
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates who stand for seats of their own."""

    name: str
    candidates: frozenset[int]
    seats: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """What a file of reserved seats says. `file`: its name, for refusals. Pools are counted in the order in which they stand."""

    groups: tuple[Group, ...] = ()
    pools: tuple[Pool, ...] = ()
    file: str = field(default="the file of reserved seats", compare=False)

    def as_dict(self) -> dict[str, Any]:
        """As it is printed and sealed: groups by name, pools in the order in which they are counted."""
        groups = sorted(self.groups, key=lambda each: each.name)
        return {
            "groups": [
                {"name": g.name, "candidates": sorted(g.candidates), "minimum": g.minimum, "maximum": g.maximum}
                for g in groups
            ],
            "pools": [{"name": p.name, "candidates": sorted(p.candidates), "seats": p.seats} for p in self.pools],
        }

    def apart(self, election: Election, ron: int = 0) -> list[tuple[str, Election, "Hold"]]:
        """The elections to count, one a pool, or all in one: (pool's name, election, its promises). Raises BadFile.

        That all can be met is proved here. Whoever counts them tells each Hold who was elected before: `Hold.after`.
        `ron`, “re-open nominations”, stands in every pool and is in none.
        """
        lists = [(each.name, each.candidates) for each in self.groups]
        for name, candidates in [*lists, *((each.name, each.candidates) for each in self.pools)]:
            self._check(name, candidates, len(election.candidates), ron)
        pools = self._pools_of(election, ron) if self.pools else []
        parts = [(pool.name, _within(election, pool, ron)) for pool in pools] or [("", election)]
        made = [(name, part, Hold(self, part, ron, pools[at + 1 :], name)) for at, (name, part) in enumerate(parts)]
        made[0][2].prove()
        return made

    def _check(self, name: str, candidates: frozenset[int], size: int, ron: int) -> None:
        for number in sorted(candidates):
            if not 1 <= number <= size:
                what = f"“{name}” lists candidate {number}, and they are numbered from 1 to {size}"
                raise self._bad(what, "Take the number out")
        if ron in candidates:
            what = f"“{name}” lists {ron}, which is “re-open nominations”"
            raise self._bad(what, "Take it out: it is nobody, and stands in every pool")

    def _pools_of(self, election: Election, ron: int) -> list[Pool]:
        """The pools, with who still stands; last, the seats that are in no pool, for all who are in none."""
        taken = sum(pool.seats for pool in self.pools)
        if taken > election.seats:
            what = f"its pools have {so_many(taken)} together, and {election.seats} {_are(election.seats)} to be filled"
            raise self._bad(what, f"Give them fewer, or count with --seats {taken}")
        for pool in self.pools:
            if len(pool.candidates - election.withdrawn) < pool.seats:
                have = _only(len(pool.candidates - election.withdrawn)) + _gone(pool.candidates, election.withdrawn)
                what = f"pool “{pool.name}” has {so_many(pool.seats)}, and {have}"
                raise self._bad(what, "Open nominations again, or give it fewer seats")
        pools = [replace(pool, candidates=pool.candidates - election.withdrawn) for pool in self.pools]
        left = set(_standing(election)) - {ron}.union(*(pool.candidates for pool in pools))
        if left and taken == election.seats:
            who = ", ".join(map(str, sorted(left)[:20]))
            what = f"all {so_many(taken)} are in pools, and {who} {'stands' if len(left) == 1 else 'stand'} in none"
            raise self._bad(what, "Put them into a pool, or leave seats for them")
        if left:
            pools.append(Pool(OTHERS, frozenset(left), min(election.seats - taken, len(left))))
        return pools

    def _bad(self, what: str, cure: str) -> BadFile:
        return BadFile(what, cure, file=self.file)


class Hold:
    """The promises of one count, and who is guarded or doomed under them.

    `people`: who stands here. `later`: who stands in pools that are counted after this one; any of them may yet be elected there.
    `before`: who has been elected in other pools.
    """

    def __init__(
        self, reserve: Reserve, election: Election, ron: int = 0, later: Sequence[Pool] = (), pool: str = ""
    ) -> None:
        """`election`: that of the pool, or the whole. `later`: pools that are still to be counted. `pool`: the name of this one."""
        others = (pool.candidates for pool in later)
        self.reserve, self.ron, self.seats = reserve, ron, election.seats
        self.people = frozenset(_standing(election)) - {ron}
        self.later = frozenset[int]().union(*others)
        self.before: frozenset[int] = frozenset()
        self.pool = pool
        self.withdrawn = election.withdrawn
        self._pools = [Promise(pool.name, pool.candidates, pool.seats, pool.seats, True) for pool in later]

    def after(self, counts: Sequence[Count]) -> "Hold":
        """The same after the counts of other pools. Where one had no votes at all, its seats are still to be filled by its people."""
        made = copy(self)
        made.before = frozenset(number for count in counts for number in count.winners) - {self.ron}
        for count in counts:
            if not count.winners:
                people = frozenset(_standing(count.election)) - {self.ron}
                made.later |= people
                made._pools = [*made._pools, Promise("", people, count.election.seats, count.election.seats, True)]
        return made

    def promises(self, empty: int = 0, *, ron: bool = False) -> list[Promise]:
        """All of them, the seats of this count first. `empty`: seats of it that “re-open nominations” has.

        `ron`: it still stands, and so one seat more may stay empty.
        """
        people = len(self.people)
        least, most = min(self.seats - empty - ron, people), min(self.seats - empty, people)
        stand = self.people | self.later | self.before
        made = [Promise("", self.people, least, most, True), *self._pools]
        made.append(Promise("", self.before, len(self.before), len(self.before), True))
        for group in sorted(self.reserve.groups, key=lambda each: each.name):
            members = group.candidates & stand
            size = len(members) if group.maximum is None else min(group.maximum, len(members))
            made.append(Promise(group.name, members, group.minimum, size))
        return made

    def now(
        self, elected: Collection[int], running: Collection[int], empty: int = 0
    ) -> tuple[frozenset[int], frozenset[int]]:
        """Who is guarded and who is doomed of `running`, when `elected` have a seat or keep theirs, and `empty` seats are empty.

        “Re-open nominations” is doomed when not one more seat can stay empty, and guarded when one must.
        """
        sure, free = self._sides(elected, running)
        ron = self.ron in running
        found = weigh(self.promises(empty, ron=ron), sure, free)
        if found is None:  # proved before the count, and kept by each step of it
            raise ValueError("The promises cannot be kept any more.")
        guarded, doomed = found.guarded - self.later, found.doomed - self.later
        if ron and not possible(self.promises(empty + 1), sure, free):
            doomed |= {self.ron}
        elif ron and not possible(self.promises(empty), sure, free):
            guarded |= {self.ron}
        return guarded, doomed

    def left(self, elected: Collection[int], empty: int) -> int:
        """How many seats are still to be filled, here and in the pools after this one."""
        return self.seats - empty - len(self.people.intersection(elected)) + sum(pool.most for pool in self._pools)

    def empties(self, elected: Collection[int], running: Collection[int], empty: int, most: int) -> int:
        """How many more seats, up to `most`, can stay empty, one after the other."""
        sure, free = self._sides(elected, running)
        for more in range(1, most + 1):
            if not possible(self.promises(empty + more), sure, free):
                return more - 1
        return most

    def because(
        self, number: int, elected: Collection[int], running: Collection[int], empty: int, *, guarded: bool
    ) -> list[Promise]:
        """The promises, each of them needed, for which nobody can do without `number` (guarded) or take them (doomed)."""
        sure, free = self._sides(elected, running)
        if number == self.ron:
            return clash(self.promises(empty if guarded else empty + 1), sure, free)
        with_them = sure if guarded else sure | {number}
        return clash(self.promises(empty, ron=self.ron in running), with_them, free - {number})

    def prove(self, kept: Collection[int] = (), leaves: str = "") -> None:
        """That there is a completion at all; in a countback with those who keep their seats. Raises BadFile naming the clash.

        `leaves`: the name of who leaves, in a countback.
        """
        sure, free = self._sides(kept, self.people)
        try:
            if possible(self.promises(), sure, free, MOST_STEPS):
                return
        except TooMany:
            what = "its groups overlap in too many ways to prove that they can all be met"
            cure = "Write fewer groups, or groups that share fewer candidates"
            raise BadFile(what, cure, file=self.reserve.file) from None
        here, *others = self.promises()
        broken = clash([replace(here, name=self.pool), *others], sure, free)
        if leaves:
            what = f"nobody who still stands can take the seat of {leaves}: {named(broken)}"
            raise BadFile(what, "Hold a new election for this seat", file=self.reserve.file)
        raise BadFile(self._told(broken), "Open nominations again, or change this", file=self.reserve.file)

    def _sides(self, elected: Collection[int], running: Collection[int]) -> tuple[frozenset[int], frozenset[int]]:
        """Who has a seat for sure, and who may get one, in all pools."""
        here = self.people.intersection(elected)
        return here | self.before, (self.people.intersection(running) - here) | self.later

    def _told(self, broken: list[Promise]) -> str:
        """A clash in words: every promise of it, and no other."""
        stand = len(self.people | self.later)
        filled = self.promises()[0].most + sum(pool.most for pool in self._pools)
        one = broken[0]
        if len(broken) == 1 and one.least > len(one.members):
            lists = next(group.candidates for group in self.reserve.groups if group.name == one.name)
            have = _only(len(one.members)) + _gone(lists, self.withdrawn - self.later)
            return f"“{one.name}” must have at least {so_many(one.least)}, and {have}"
        if len(broken) == 1 and not one.least and not self._pools:
            others = stand - len(one.members)
            have = f"only {others} other{' stands' if others == 1 else 's stand'} for the {so_many(filled)}"
            return f"{named(broken)}, and {have}"
        people = "1 stands" if stand == 1 else f"{stand} stand"
        return f"{people} for {so_many(filled)}, and these clash: {named(broken)}"


def _standing(election: Election) -> list[int]:
    return [number for number in range(1, len(election.candidates) + 1) if number not in election.withdrawn]


def _within(election: Election, pool: Pool, ron: int) -> Election:
    """The same ballots with all others passed over."""
    return election.without(set(_standing(election)) - pool.candidates - {ron}).with_seats(pool.seats)


def _only(count: int) -> str:
    if not count:
        return "none of its candidates stands"
    return f"only {count} of its candidates {'stands' if count == 1 else 'stand'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _gone(candidates: Collection[int], withdrawn: Collection[int]) -> str:
    gone = sorted(set(candidates) & set(withdrawn))
    return f" ({', '.join(map(str, gone))} withdrew)" if gone else ""
