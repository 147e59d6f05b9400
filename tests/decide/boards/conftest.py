"""A board at a small made-up estate, and a folder of its own for poll keys."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from types import SimpleNamespace
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


@pytest.fixture(scope="module")
def standing_board(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A board of three that sits, with twelve electors and at most two proxies a holder: made once for the tests of a file."""
    from django.db import transaction

    from tests.decide.boards import sittings

    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # as Django's own test cases say it: what may only be outermost may be inside
        with around:
            yield sittings.sitting(proxies=2)
            transaction.set_rollback(True)


@pytest.fixture
def at(standing_board: Any, db: None) -> SimpleNamespace:
    """tests.decide.boards.sittings, and `of`: this test's own copy of that board. What it writes is rolled back."""
    from tests.decide.boards import sittings

    return SimpleNamespace(**{**vars(sittings), "of": deepcopy(standing_board)})


@pytest.fixture(scope="module")
def standing_offices(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A board of three with the rules of offices in force, of whose twelve electors a quarter must vote: made once for a file."""
    from django.db import transaction

    from tests.decide.boards import offices

    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True
        with around:
            yield offices.sitting(
                removal_quorum_percent=25,
                poll_quorum_percent=25,
                recall_percent=20,
                recall_least=3,
                recall_quorum_percent=25,
            )
            transaction.set_rollback(True)


@pytest.fixture
def of(standing_offices: Any, db: None, settings: Any, tmp_path: Any) -> Any:
    """This test's own copy of that board. What it writes is rolled back."""
    settings.LETGO_HOME = tmp_path
    return deepcopy(standing_offices)


@pytest.fixture(scope="module")
def elected_board(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Any]:
    """A board of three that was elected by ranked vote among five (see test_vacancies): made once for a file."""
    from django.db import transaction
    from django.test import override_settings

    from tests.decide.boards import made

    with django_db_blocker.unblock(), override_settings(LETGO_HOME=tmp_path_factory.mktemp("elected")):
        around = transaction.atomic()
        around._from_testcase = True
        with around:
            of = made.board()
            made.elected(of, [0, 1, 2, 3, 4], made.PAPERS)
            yield of
            transaction.set_rollback(True)


@pytest.fixture
def elected(made: Any, elected_board: Any) -> Any:
    """This test's own copy of that board. What it writes is rolled back."""
    return deepcopy(elected_board)
