"""A small made-up world with a round of ideas."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def world(db: None) -> Any:
    from tests.world import make  # models cannot be imported before Django is set up

    return make()


@pytest.fixture
def made(world: Any) -> Any:
    """tests.decide.budgets.made."""
    from tests.decide.budgets import made

    return made


@pytest.fixture
def opened(world: Any, made: Any) -> Callable[..., Any]:
    """made.opened(): a round that takes ideas."""
    return lambda **more: made.opened(world, **more)
