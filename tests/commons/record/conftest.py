"""Each test of the record has a folder of its own for keys and heads."""

from uuid import uuid4

import pytest


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.LETGO_HOME = tmp_path


@pytest.fixture
def redactor():
    """An administrator of the whole council, with the second factor."""
    from letgo.commons.people.rules import Actor, Grant

    grants = frozenset({Grant("administrator", f"/{uuid4()}/")})
    return Actor(frozenset({"anyone", "person"}), person=uuid4(), strong=True, grants=grants)
