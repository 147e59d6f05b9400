"""The made-up world, for pages of boards, and a folder of its own for poll keys."""

from typing import Any

import pytest


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> Any:
    from tests.world import make  # models cannot be imported before Django is set up

    settings.LETGO_HOME = tmp_path
    return make()
