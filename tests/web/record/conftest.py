import pytest


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    """Keys and heads of their own."""
    settings.LETGO_HOME = tmp_path


@pytest.fixture
def world(db):
    from tests.world import make

    return make()
