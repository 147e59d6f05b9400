"""A council, its estates and their people, and offers of powers to them."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def world(db: None) -> Any:
    from tests.world import make  # models cannot be imported before Django is set up

    return make()


@pytest.fixture
def held(world: Any) -> Callable[..., Any]:
    """made.held(): a power that was handed over and accepted."""
    from tests.commons.powers import made

    return lambda **more: made.held(world, **more)


@pytest.fixture
def promised(world: Any) -> Callable[..., Any]:
    """The promises about a thing, with the rule in force by which petitions are answered."""
    from letgo.commons.promises.queries import of
    from tests.commons.powers import made

    made.rule()
    return of
