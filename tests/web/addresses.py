"""Every address of the house: its verb for each method, what it needs, and who gets in. An address that is not here fails the tests.

An entry: name of the address -> Address(verbs, needs, open_to). `needs` makes the address's words from a World (tests/world.py): it may
create what the page is about, at the estate "here" unless it says otherwise. `open_to` lists who of world.who gets in, for each method
or for all; everybody else must get 403 or 404, with nothing of the object in the answer. A room with many addresses keeps its own
dictionary in tests/web/<room>/addresses.py, named in ROOMS.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tests.world import WHO, World

EVERYBODY = frozenset(WHO)
SIGNED_IN = EVERYBODY - {"anyone", "gone"}

Words = Mapping[str, Any]


@dataclass(frozen=True)
class Address:
    """One named address. `open_to`: names, or {method: names}."""

    verbs: Mapping[str, str]
    needs: Callable[[World], Words] | None = None
    open_to: Collection[str] | Mapping[str, Collection[str]] = EVERYBODY
    secret: bool = False  # the address itself is the key: no-store, noindex, 404 for any other
    form: Callable[[World], Mapping[str, Any]] | None = None  # fields of a POST that an allowed person would send

    def lets_in(self, method: str) -> frozenset[str]:
        """Who gets in with this method."""
        given = self.open_to
        return frozenset(given.get(method, ()) if isinstance(given, Mapping) else given)


READ = {"GET": "pages.read"}

CHECKS = {"GET": "checks.read"}


def check(world: World) -> Words:
    from tests.web import reports
    from tests.web.made import make_check

    return {"address": make_check(report=reports.left_out()).address}


def an_election(world: World) -> Words:
    from tests.web import elections
    from tests.web.made import make_check

    return {"address": make_check(report=elections.STATES["ward"]()).address}


def a_project(world: World) -> Words:
    return {**check(world), "place": "7"}


PAGES = {
    "front": Address(READ),
    "mine": Address({"GET": "pages.mine"}, open_to=SIGNED_IN),
    "place": Address(READ, lambda world: {"slug": world.places["here"].slug}),
    "how": Address(READ),
    "paper": Address(READ),
    "ease": Address(READ),
    "privacy": Address(READ),
    "check": Address({"GET": "checks.start", "POST": "checks.start"}),
    "sample": Address({"POST": "checks.start"}),
    "deleted": Address(READ),
    "verifier": Address(READ),
    "result": Address(CHECKS, check, secret=True),
    "progress": Address(CHECKS, check, secret=True),
    "whole": Address(CHECKS, check, secret=True),
    "proof": Address(CHECKS, check, secret=True),
    "delete": Address({"GET": "checks.delete", "POST": "checks.delete"}, check, secret=True),
    "more": Address(CHECKS, lambda world: {**check(world), "part": "not-funded"}, secret=True),
    "again": Address({"GET": "checks.again", "POST": "checks.again"}, an_election, secret=True),
    "why": Address({"GET": "checks.read", "POST": "checks.explain"}, a_project, secret=True),
    "why-progress": Address(CHECKS, a_project, secret=True),
}

# Rooms that keep their own: "tests.web.<room>.addresses", each with ADDRESSES.
ROOMS: tuple[str, ...] = (
    "tests.web.ballots.addresses",
    "tests.web.boards.addresses",
    "tests.web.budgets.addresses",
    "tests.web.door.addresses",
    "tests.web.money.addresses",
    "tests.web.people.addresses",
    "tests.web.places.addresses",
    "tests.web.powers.addresses",
    "tests.web.promises.addresses",
    "tests.web.record.addresses",
)


def everything() -> dict[str, Address]:
    """All addresses by name. Raises ValueError when two rooms claim one."""
    found = dict(PAGES)
    for module in ROOMS:
        theirs = import_module(module).ADDRESSES
        if both := found.keys() & theirs.keys():
            raise ValueError(f"{module} claims {sorted(both)} again")
        found |= theirs
    return found
