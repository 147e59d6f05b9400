import pytest


@pytest.fixture
def world(db):
    """A council with two estates, and one person for each thing someone can be (tests/world.py)."""
    from tests.world import make

    return make()
