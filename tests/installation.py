"""Whole installations for tests that need real processes: a folder, a migrated database, and Python run inside it."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.database import APP

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "tests.installation_settings"


@dataclass
class Installation:
    """One installation under `home`; `env` is what its processes are started with."""

    home: Path
    env: dict[str, str]
    running: list[subprocess.Popen] = field(default_factory=list)

    def start(self, code: str, owner: bool = False) -> subprocess.Popen:
        """Run Python code in a process with Django loaded. It is killed at the end of the test."""
        load = "" if owner else "import django; django.setup()\n"
        process = subprocess.Popen(
            [sys.executable, "-c", load + code],
            env=self.env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.running.append(process)
        return process

    def run(self, code: str, seconds: float = 240, owner: bool = False) -> str:
        """Run Python code (with `owner`, before Django is loaded) and return what it printed. Fails the test when it does."""
        process = self.start(code, owner)
        said, _ = process.communicate(timeout=seconds)
        assert process.returncode == 0, said
        return said.strip()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A migrated installation that no test uses: the others are copies of it, which is much faster."""
    made = Installation(*_place(tmp_path_factory.mktemp("migrated") / "home"))
    made.run("from letgo.house.serving import migrate; migrate(quiet=True)", owner=True)
    yield made
    _drop(made)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """An installation whose database holds no table yet."""
    made = Installation(*_place(tmp_path / "empty"))
    made.home.mkdir()
    yield made
    _drop(made)


@pytest.fixture
def installation(migrated: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A fresh installation on the database that the tests were asked to use."""
    home = tmp_path / "home"
    shutil.copytree(migrated.home, home)
    made = Installation(*_place(home, copy_of=_database(migrated)))
    yield made
    for process in made.running:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    _drop(made)


def _place(home: Path, copy_of: str = "template1") -> tuple[Path, dict[str, str]]:
    env = {**os.environ, "LETGO_HOME": str(home), "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": str(ROOT)}
    if _cluster():
        name = "letgo_" + secrets.token_hex(8)
        _sql(f"CREATE DATABASE {name} TEMPLATE {copy_of}")
        owner = urlsplit(_cluster())._replace(path=f"/{name}")
        env["LETGO_OWNER_URL"] = owner.geturl()
        env["LETGO_DATABASE_URL"] = owner._replace(netloc=f"{APP}@").geturl()
    return home, env


def _cluster() -> str:
    """The address of the tests' PostgreSQL, "" on SQLite. tests/database.py sets it after this file may have been read."""
    return os.environ.get("LETGO_TEST_CLUSTER", "")


def _database(made: Installation) -> str:
    return urlsplit(made.env.get("LETGO_DATABASE_URL", "")).path[1:]


def _drop(made: Installation) -> None:
    if _cluster():
        _sql(f"DROP DATABASE IF EXISTS {_database(made)} WITH (FORCE)")


def _sql(sentence: str) -> None:
    with psycopg.connect(_cluster(), autocommit=True) as connection:
        connection.execute(sentence)
