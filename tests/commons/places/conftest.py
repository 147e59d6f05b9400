import pytest


@pytest.fixture
def world(db):
    from tests.world import make

    return make()
