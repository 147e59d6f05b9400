"""The database is set up so that what was said to be kept is kept."""

import subprocess
import sys
import sysconfig

import pytest
from django.db import connection

from letgo.house import databases

WHEEL = sysconfig.get_platform() == "linux-x86_64"


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_that_can_corrupt_a_log_are_known(version, faulty):
    assert databases.log_can_corrupt(version) is faulty


def test_a_faulty_sqlite_warns_loudly_and_keeps_no_write_ahead_log(monkeypatch, tmp_path):
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 40, 1))
    with pytest.warns(RuntimeWarning, match="LETGO_DATABASE_URL"):
        settings = databases.embedded(tmp_path / "a.sqlite3")
    assert "journal_mode=DELETE" in settings["OPTIONS"]["init_command"]


def test_without_pysqlite3_the_house_still_starts(tmp_path):
    """Where there is no wheel: the standard library's SQLite, with a warning if it has the fault."""
    code = (
        "import sys; sys.modules['pysqlite3'] = None\n"
        "import django, sqlite3; django.setup()\n"
        "from letgo.house.databases import log_can_corrupt\n"
        "from django.db import connection\n"
        "mode = connection.cursor().execute('pragma journal_mode').fetchone()[0]\n"
        "assert mode == ('delete' if log_can_corrupt(sqlite3.sqlite_version_info) else 'wal'), mode\n"
    )
    env = {"LETGO_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "letgo.house.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db(transaction=True)
def test_every_commit_reaches_the_disk():
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("show synchronous_commit")
            assert cursor.fetchone() == ("on",)
        return
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"pragma {name}").fetchone()[0]
            for name in ("synchronous", "mmap_size", "foreign_keys")
        }
    assert found == {"synchronous": 2, "mmap_size": 0, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db
def test_the_sound_sqlite_is_the_one_that_django_uses():
    if connection.vendor == "sqlite" and WHEEL:
        import pysqlite3

        assert connection.Database.sqlite_version == pysqlite3.sqlite_version
        assert not databases.log_can_corrupt(connection.Database.sqlite_version_info)


def test_an_address_becomes_settings():
    read = databases.from_url("postgresql://ann:s%40fe@db.example:5433/letgo?sslmode=require")
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"]) == ("ann", "s@fe", "db.example", "5433")
    assert (read["NAME"], read["OPTIONS"]) == ("letgo", {"sslmode": "require", "prepare_threshold": 5})
    pooled = databases.from_url("postgresql://letgo@pool/letgo?prepare_threshold=none")
    assert pooled["OPTIONS"] == {"prepare_threshold": None}
    assert databases.from_url("postgres:///letgo?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    "url", ["mysql://ann:secret@db/letgo", "postgresql://ann:secret@db", "ann:secret", "postgresql://ann:secret@db:x/n"]
)
def test_a_wrong_address_is_refused_without_saying_the_password(url):
    with pytest.raises(ValueError, match="LETGO_DATABASE_URL") as refused:
        databases.from_url(url)
    assert "secret" not in str(refused.value)
