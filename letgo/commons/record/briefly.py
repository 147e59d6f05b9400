"""Statements that are built once, given straight to the database's own driver: for what many people do in the same minute.

Django's cursors and transactions cost several times what the database itself needs for a row. Where Django has something to look at
or to undo (inside another transaction, where queries are counted or logged) its own way is taken. Both do the same (tests hold that).
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

Run = Callable[[str, Sequence[Any]], Any]
Statement = tuple[str, Sequence[Any]]


def fetch(connection: Any, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that `sql` finds, its places marked %s as Django writes them. 1 SQL query."""
    if _watched(connection):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        return list(_driver(connection)(sql, params).fetchall())


def briefly(*statements: Statement, at_our_turn: Callable[[], None] = lambda: None) -> None:
    """Run `statements` in a transaction of their own: all are kept, or none. Nothing else is asked meanwhile.

    SQLite lets one write at a time: `at_our_turn` is called when nobody else writes any more, and what it raises ends it. PostgreSQL
    gets all of them as one statement, which it keeps or refuses as a whole; there whoever must wait waits in a guard of the tables, which
    looks again. None sees what another of them wrote.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        statements = (_as_one(statements),)
    if connection.in_atomic_block or _watched(connection):
        with transaction.atomic(), connection.cursor() as cursor:
            at_our_turn()
            for sql, params in statements:
                cursor.execute(sql, params)
        return
    with connection.wrap_database_errors:
        run = _driver(connection)
        if connection.vendor == "postgresql":
            at_our_turn()
            run(*statements[0])
            return
        run("BEGIN IMMEDIATE", ())
        try:
            at_our_turn()
            for sql, params in statements:
                run(sql, params)
            run("COMMIT", ())
        except BaseException:
            _undo(run, connection)
            raise


def _watched(connection: Any) -> bool:
    return bool(connection.execute_wrappers or connection.queries_logged)


def _undo(run: Run, connection: Any) -> None:
    try:
        run("ROLLBACK", ())
    except Exception:  # the database has rolled it back, or is gone: the next one begins with a new connection
        connection.close()


def _driver(connection: Any) -> Run:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        from psycopg import Cursor

        return Cursor(
            connection.connection
        ).execute  # values travel apart, and the plan is kept (databases.py: prepare_threshold)
    execute: Run = connection.connection.execute
    return lambda sql, params: execute(_marked(sql), params)


def _as_one(statements: Sequence[Statement]) -> Statement:
    return _joined(*(sql for sql, _ in statements)), [each for _, params in statements for each in params]


@cache
def _joined(*statements: str) -> str:
    """Several statements that write as one that does."""
    *first, last = statements
    named = ", ".join(f"part_{number} AS ({sql})" for number, sql in enumerate(first))
    return f"WITH {named} {last}" if first else last


@cache
def _marked(sql: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%")
