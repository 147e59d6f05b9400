"""The database of the tests: SQLite in a file, or with LETGO_TEST_DB=postgres a PostgreSQL cluster of their own.

It is guarded as a real one is, and on PostgreSQL tests act in the role that serves, not as the owner.
`unguarded()` is for playing the vandal.

The cluster lives in a temporary folder, listens on a socket only, and goes away at the end. Nothing of the machine's own
server is touched. PostgreSQL refuses to run as root, so root hands the cluster to an ordinary user.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

WANTED = os.environ.get("LETGO_TEST_DB", "sqlite")
USER = "nobody"
OWNER, APP = "letgo", "letgo_app"


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster once, before any worker does: workers inherit its address."""
    if WANTED not in {"sqlite", "postgres"}:
        raise pytest.UsageError("LETGO_TEST_DB is sqlite or postgres")
    if WANTED == "postgres":
        if "LETGO_TEST_CLUSTER" not in os.environ:
            os.environ["LETGO_TEST_CLUSTER"] = _cluster()
        os.environ["LETGO_DATABASE_URL"] = os.environ["LETGO_TEST_CLUSTER"]
    from django.conf import settings as django_settings

    # Read now, with all of the above in place: pytest-django then sets Django up. Tables at once: tests/house/test_migrations.py.
    django_settings.DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False


@contextmanager
def unguarded() -> Iterator[None]:
    """Whoever owns the database, with its guards taken out; they are back at the end."""
    from letgo.house import guards

    with as_owner():
        guards.remove()
        try:
            yield
        finally:
            guards.install(APP)


@contextmanager
def as_owner() -> Iterator[None]:
    """In PostgreSQL's role of the owner, guards in place. On SQLite nothing changes."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {OWNER}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {APP}")


def serve_as_app() -> None:
    """Guard this test database, and let every connection from now on act in the app's role."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    from letgo.house import guards

    recorder = MigrationRecorder(connection)
    for app, name in MigrationLoader(None).disk_migrations:
        recorder.record_applied(app, name)
    connection.features.supports_json_field  # noqa: B018 Django asks the database once: not in a test that counts queries
    guards.install(APP)
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["options"] = f"-c role={APP}"
        connection.close()
    _empty_unguarded()


def own_again() -> None:
    """The end of the tests: only the owner may drop the database."""
    from django.db import connection

    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"].pop("options", None)
        connection.close()


def _empty_unguarded() -> None:
    """Tests that commit end by emptying the tables that hold something: that takes the owner, without the guards of these tables."""
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda _: _empty()


def _empty() -> None:
    from django.db import connection, transaction

    from letgo.house import guards

    with as_owner():
        with transaction.atomic(), connection.cursor() as cursor:
            tables = _filled(cursor)
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger runs
                again: list[str] = []
            else:
                places = ", ".join(["%s"] * len(tables))
                cursor.execute(
                    f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({places})", tables
                )
                triggers = cursor.fetchall()
                again = [sql for _, sql in triggers]
                for name, _ in triggers:
                    cursor.execute(f'DROP TRIGGER "{name}"')
            for sentence in (*(f'DELETE FROM "{table}"' for table in tables), *again):
                cursor.execute(sentence)
        if guards.missing():
            guards.install(APP)


def _filled(cursor: Any) -> list[str]:
    """The tables that hold a row."""
    from django.db import connection

    rows = (
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"
        for table in connection.introspection.django_table_names()
    )
    cursor.execute(" UNION ALL ".join(rows))
    return [table for (table,) in cursor.fetchall()]


def pytest_report_header() -> str:
    return f"letgo: database {WANTED}"


def _cluster() -> str:
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not tools:
        raise pytest.UsageError("LETGO_TEST_DB=postgres needs PostgreSQL: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="letgo-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)

    def run(tool: str, *words: str) -> None:
        subprocess.run(
            [tools[-1] / tool, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL, **_as_ordinary_user()
        )

    data = folder / "data"
    run(
        "initdb",
        "--pgdata",
        str(data),
        "--auth=trust",
        "--username=letgo",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )

    set_to = {
        "listen_addresses": "''", "unix_socket_directories": folder, "max_connections": 60, "jit": "off",
        "fsync": "off", "full_page_writes": "off",  # what a test wrote need not outlive the machine
        "autovacuum_naptime": "2s", "autovacuum_vacuum_cost_delay": 0, "autovacuum_vacuum_scale_factor": 0.01,
    }  # fmt: skip
    # What tests roll back stays in the tables until it is swept: a table of ten rows grows to thousands of dead ones.
    options = " ".join(f"-c {name}={value}" for name, value in set_to.items())
    run("pg_ctl", "--pgdata", str(data), "--wait", "--log", str(folder / "log"), "--options", options, "start")

    run("psql", "-h", str(folder), "-U", OWNER, "-d", "postgres", "-c", f"CREATE ROLE {APP} LOGIN")

    def stop() -> None:
        run("pg_ctl", "--pgdata", str(data), "--mode=immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://letgo@/postgres?host={folder}"


def _as_ordinary_user() -> dict:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(USER)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
