"""A board at a small made-up estate, and a folder of its own for poll keys."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def made(db: None, settings: Any, tmp_path: Any) -> Any:
    """tests.decide.boards.made."""
    from tests.decide.boards import made  # models cannot be imported before Django is set up

    settings.LETGO_HOME = tmp_path
    return made


@pytest.fixture
def board(made: Any) -> Callable[..., Any]:
    """made.board(): a body that is forming, with three empty seats."""
    return made.board
