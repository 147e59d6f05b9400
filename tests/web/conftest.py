"""Checks in every state a page can show, without counting anything."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.standing import in_order, spot, standing

__all__ = ["spot", "standing"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_order(items)


@pytest.fixture
def checked(db: None) -> Callable[..., Any]:
    """made.make_check(), in the test's own database."""
    from tests.web.made import make_check  # models cannot be imported before Django is set up

    return make_check


@pytest.fixture
def queries_of(client: Client) -> Callable[[str], int]:
    """How many SQL queries a page costs."""

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    return count


@pytest.fixture
def out_of_time(checked: Callable[..., Any]) -> Any:
    """A check whose time is over and that is not tidied away yet."""
    from letgo.commons.record.clock import now

    check = checked("failed", problem={"line": 1, "what": "No.", "cure": ""})
    check.created -= timedelta(days=30)
    check.expires = now() - timedelta(seconds=1)
    check.save()
    return check
