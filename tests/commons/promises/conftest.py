"""A small world, a rule in force, and promises under it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest


@pytest.fixture
def world(db: None) -> Any:
    from tests.world import make

    return make()


@pytest.fixture
def law(world: Any) -> Callable[..., Any]:
    """law("5 working days", pauses=("no access",)): the rule "test.answer" is in force, the calendar too."""
    from letgo.commons.promises import queries
    from tests.commons.promises.made import bring_in, rule

    def make(within: str, **more: Any) -> Any:
        written = rule(within, **more)
        bring_in(written)
        return queries.in_force(written.name)

    return make


@pytest.fixture
def promised(world: Any) -> Callable[..., Any]:
    """promised(start): a promise under "test.answer", held by the manager of the estate "here"."""
    from letgo.commons.promises import actions
    from letgo.commons.record.refs import Ref
    from tests.world import TEST

    def make(start: datetime, holder: Ref | None = None, rule: str = "test.answer", **more: Any) -> Any:
        held = holder or Ref("place", world.places["here"].pk)
        return actions.promise(Ref("home", uuid4()), rule, start, held, TEST, uuid4().hex, **more)

    return make
