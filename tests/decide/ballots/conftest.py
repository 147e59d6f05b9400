"""A small world, and a folder of its own for poll keys."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings


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


@pytest.fixture(scope="module")
def elected(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Any]:
    """A declared ranked vote that all tests of a file share."""
    from letgo.commons.record.actions import seal_now
    from tests.decide.ballots import ranked

    with django_db_blocker.unblock(), override_settings(LETGO_HOME=tmp_path_factory.mktemp("home")):
        around = transaction.atomic()
        around._from_testcase = True  # as Django's own test cases say it: what may only be outermost may be inside
        with around:
            board = ranked.elected()
            seal_now()
            yield board
            transaction.set_rollback(True)


@pytest.fixture
def board(elected: Any, db: None) -> Any:
    """This test's own copy. What it writes is rolled back."""
    return deepcopy(elected)
