"""One address and the world it stands in, made once for all the tests of a file that ask about it.

`@for_each(NAMES)` and the fixture `spot`: each test gets a copy, and what it changes in the database goes when it ends. Tests of one
file are run address by address, so that few worlds are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.urls import reverse

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from tests.web.sights import Sight
    from tests.world import World


@dataclass
class Spot:
    """The address of this name, made for `world`: its words in the address."""

    name: str
    world: World
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> str:
        return reverse(self.name, kwargs=self.words)

    def again(self) -> None:
        """Make what stands behind the address once more: somebody may have deleted it."""
        from tests.web.sights import TABLE

        needs = TABLE[self.name].needs
        self.words = dict(needs(self.world)) if needs else {}

    def sights(self, method: str = "GET") -> Iterator[Sight]:
        """The address as each who looks at it sees it."""
        from tests.web.sights import Sight, eyes

        at = self.at
        return (Sight(self.name, who, at) for who in eyes(self.name, method))


@pytest.fixture(scope="module")
def standing(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Spot]:
    """The address that all tests of this file share."""
    from tests.world import make

    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # as Django's own test cases say it: what may only be outermost may be inside
        with around:
            spot = Spot(request.param, make())
            spot.again()
            yield spot
            transaction.set_rollback(True)


@pytest.fixture
def spot(standing: Spot, db: None) -> Spot:
    """This test's own copy. What it writes is rolled back."""
    return deepcopy(standing)


def for_each(names: Iterable[str]) -> pytest.MarkDecorator:
    """The test, once for each of these addresses."""
    return pytest.mark.parametrize("standing", list(names), indirect=True)


def in_order(items: list[pytest.Item]) -> None:
    """Address by address within a file, everything else where it was."""

    def place(item: pytest.Item) -> tuple[int, str]:
        calls = getattr(item, "callspec", None)
        return files[item.fspath], calls.params["standing"] if calls and "standing" in calls.params else ""

    files: dict[Any, int] = {}
    for item in items:
        files.setdefault(item.fspath, len(files))
    items.sort(key=place)
