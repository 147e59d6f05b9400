"""The triggers of all rooms: put in after every migration, compared before anything is served.

A table that a migration makes anew loses its triggers silently on SQLite, so `letgo migrate` always puts in all of them.
On PostgreSQL the app's role also loses the right to change or delete rows of append-only tables, and to empty or alter any table.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import connection, transaction

from letgo.commons.record.guarding import Guard


def declared() -> list[Guard]:
    """Every room's GUARDS, in the order of the rooms. Raises ValueError when two have one name."""
    found = [
        guard
        for app in settings.INSTALLED_APPS
        if app.startswith("letgo.") and find_spec(f"{app}.guards")
        for guard in import_module(f"{app}.guards").GUARDS
    ]
    names = [guard.name for guard in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two guards are called {', '.join(sorted(twice))}")
    return found


def install(app_role: str = "") -> None:
    """Put in every guard and take out what is no longer declared; on PostgreSQL give `app_role` (if any) its rights. As the owner."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, table in _present(cursor):
            _drop(cursor, name, table)
        for guard in declared():
            for sentence in _making(guard):
                cursor.execute(sentence)
        if app_role and connection.vendor == "postgresql":
            for sentence in _rights(app_role):
                cursor.execute(sentence)


def remove() -> None:
    """Take out all guards: for tests that play the vandal, and for emptying a test's database."""
    with connection.cursor() as cursor:
        for name, table in _present(cursor):
            _drop(cursor, name, table)


def missing() -> list[str]:
    """One line for each guard that is not in the database as declared, or that nobody declared; [] when all is well. 1 SQL query."""
    with connection.cursor() as cursor:
        there = _texts(cursor)
    wanted = {guard.name: _wanted(guard) for guard in declared()}
    lines = [f"The guard {name} is not in the database." for name in wanted.keys() - there.keys()]
    lines += [f"The guard {name} was changed." for name in wanted.keys() & there.keys() if wanted[name] != there[name]]
    lines += [f"The database has a guard {name} that nobody declared." for name in there.keys() - wanted.keys()]
    return sorted(lines)


def app_owns_tables() -> bool:
    """Whether the role that asks owns the record's table on PostgreSQL, and so could take its guards out. 1 SQL query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE relname = 'record_line'")
        return bool(cursor.fetchone()[0])


def append_only_tables() -> list[str]:
    """Tables that refuse every UPDATE and every DELETE."""
    refused = {(guard.table, guard.event) for guard in declared() if isinstance(guard, Guard) and not guard.when}
    return sorted(table for table, event in refused if event == "UPDATE" and (table, "DELETE") in refused)


def _making(guard: Guard) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield guard.sqlite()
    else:
        yield from guard.postgres()


def _present(cursor) -> list[tuple[str, str]]:
    """Name and table of each trigger that is there."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        )
    return list(cursor.fetchall())


def _drop(cursor, name: str, table: str) -> None:
    quote = connection.ops.quote_name
    if connection.vendor == "sqlite":
        cursor.execute(f"DROP TRIGGER {quote(name)}")
    else:
        cursor.execute(f"DROP TRIGGER {quote(name)} ON {quote(table)}")
        cursor.execute(f"DROP FUNCTION IF EXISTS {quote(name)}()")


def _texts(cursor) -> dict[str, str]:
    """What each trigger that is there does, in one text that can be compared with _wanted()."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())
    cursor.execute(
        "SELECT t.tgname, t.tgenabled, p.prosecdef, p.prosrc, pg_get_triggerdef(t.oid) "
        "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
    )
    return {
        name: _one_text(enabled == "O", as_owner, body, making.replace(" ON public.", " ON "))
        for name, enabled, as_owner, body, making in cursor.fetchall()
    }


def _wanted(guard: Guard) -> str:
    if connection.vendor == "sqlite":
        return guard.sqlite()
    function, trigger = guard.postgres()
    head, body, _ = function.split("$$")
    return _one_text(True, "SECURITY DEFINER" in head, body, trigger)


def _one_text(enabled: bool, as_owner: bool, body: str, making: str) -> str:
    return " ".join(f"{enabled} {as_owner} {body} {making}".split())


def _rights(role: str) -> Iterator[str]:
    """What the app may do: read and write rows; nothing to append-only ones but add; no TRUNCATE, no triggers, no tables of its own."""
    name = connection.ops.quote_name(role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"
    for table in append_only_tables():
        yield f"REVOKE UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {name}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}"
