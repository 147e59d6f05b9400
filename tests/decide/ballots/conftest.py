"""A small world, and a folder of its own for poll keys."""

from typing import Any

import pytest


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> Any:
    from tests.world import make  # models cannot be imported before Django is set up

    settings.LETGO_HOME = tmp_path
    return make()


@pytest.fixture
def estate(db: None, settings: Any, tmp_path: Any) -> Any:
    from tests.decide.ballots import made

    settings.LETGO_HOME = tmp_path
    return made.estate()


@pytest.fixture
def lasting(transactional_db: None, settings: Any, tmp_path: Any) -> Any:
    """The same, each act in a transaction of its own, as in real life."""
    from tests.decide.ballots import made

    settings.LETGO_POLL_KEYS = str(tmp_path / "keys")
    return made.estate(24)
