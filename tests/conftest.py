"""What every test shares: an installation of its own, the database that was asked for, and the real data where it is there."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# The process that starts the workers makes the folder, and takes it away when all of them have ended.
if "LETGO_TEST_SCRATCH" not in os.environ:
    os.environ["LETGO_TEST_SCRATCH"] = tempfile.mkdtemp(prefix="letgo-test-")
    atexit.register(shutil.rmtree, os.environ["LETGO_TEST_SCRATCH"], ignore_errors=True)
SCRATCH = Path(tempfile.mkdtemp(dir=os.environ["LETGO_TEST_SCRATCH"]))

# Before Django reads its settings: nothing of a real installation may be seen by a test.
os.environ["DJANGO_SETTINGS_MODULE"] = "letgo.house.settings"
os.environ["LETGO_HOME"] = str(SCRATCH / "home")
os.environ["LETGO_PAGE_SECONDS"] = "0"  # each test sees what it made
for name in ("LETGO_DATABASE_URL", "LETGO_HTTPS", "LETGO_SECRET_KEY"):
    os.environ.pop(name, None)

pytest_plugins = ["tests.canaries", "tests.database", "tests.must_never"]

settings.register_profile("quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real inputs with expected results (LETGO_DATA, else ../shared/data). Never part of the repository."""
    folder = Path(os.environ.get("LETGO_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("the real data is not here: set LETGO_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database as a real one is served: with its guards, by the role that may not go round them."""
    from tests.database import own_again, serve_as_app

    with django_db_blocker.unblock():
        serve_as_app()
    yield
    own_again()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file, as in real life: threads and other processes meet there, which they could not in memory."""
    from django.conf import settings as django_settings

    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(SCRATCH / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _middleware_loaded_once() -> None:
    """Clients of tests share what is loaded of the middleware until a setting changes: it costs as much as a small page."""
    from django.test.client import ClientHandler
    from django.test.signals import setting_changed

    load, kept = ClientHandler.load_middleware, {}

    def share(handler: ClientHandler, is_async: bool = False) -> None:
        if not kept:
            load(handler, is_async)
            kept.update((name, made) for name, made in vars(handler).items() if "_middleware" in name)
        vars(handler).update(kept)

    ClientHandler.load_middleware = share
    setting_changed.connect(lambda **_: kept.clear(), weak=False)
