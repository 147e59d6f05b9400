"""A small made-up world for the pages of budgets."""

from typing import Any

import pytest


@pytest.fixture
def world(db: None) -> Any:
    from tests.world import make  # models cannot be imported before Django is set up

    return make()
