"""What the database refuses by itself, and that nothing is served without it."""

import os
import subprocess
import sys
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from letgo.commons.record.actions import write
from letgo.commons.record.guarding import Guard
from letgo.commons.record.models import Line, Words
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import System
from letgo.house import guards
from tests.database import as_owner, unguarded
from tests.installation import installation, migrated

__all__ = ["installation", "migrated"]

ON_POSTGRES = "connection.vendor == 'postgresql'"


@pytest.fixture
def line(db) -> Line:
    return write("test.write", Ref("line", uuid4()), by=System("test"), body={"what": "a fact"})


def refused(sentence: str, *values: object) -> str:
    """Run SQL that must be refused; what the database said."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sentence, values)
    return str(caught.value)


def test_all_declared_guards_are_there(db):
    assert guards.declared()
    assert guards.missing() == []


@pytest.mark.parametrize("table", ["record_line"])
def test_an_append_only_table_refuses_every_change(table, line):
    assert table in guards.append_only_tables()
    refused(f"UPDATE {table} SET verb = 'test.lie'")
    refused(f"DELETE FROM {table}")
    assert Line.objects.get(pk=line.pk).verb == "test.write"


def test_what_a_line_says_is_never_changed(line):
    refused("UPDATE record_words SET body = '{}'")
    assert Words.objects.get(line=line).body == {"what": "a fact"}


def test_the_words_of_the_refusal_say_why_even_to_the_owner(line):
    with as_owner():
        assert "append-only" in refused("UPDATE record_line SET verb = 'test.lie'")


def test_the_app_can_neither_empty_nor_alter_nor_disarm_a_table(line):
    if connection.vendor != "postgresql":
        return  # SQLite has no roles: there the guards stand alone, and every start compares them
    for sentence in (
        "TRUNCATE record_line CASCADE",
        "ALTER TABLE record_line DISABLE TRIGGER ALL",
        "DROP TRIGGER record_line_no_update ON record_line",
        "CREATE TABLE mine (id int)",
        "SET session_replication_role = replica",
        "UPDATE django_migrations SET name = 'x'",
    ):
        refused(sentence)


@pytest.mark.parametrize(
    "guard", guards.declared() if os.environ.get("DJANGO_SETTINGS_MODULE") else [], ids=lambda g: g.name
)
def test_each_guard_that_is_taken_out_is_named(guard, db):
    with as_owner():
        with connection.cursor() as cursor:
            guards._drop(cursor, guard.name, guard.table)
        assert guards.missing() == [f"The guard {guard.name} is not in the database."]
        guards.install()
    assert guards.missing() == []


def test_a_guard_that_was_weakened_and_one_too_many_are_named(db):
    weak = Guard("record_line_no_update", "record_line", "UPDATE", "only on Mondays", when="1 = 0")
    more = Guard("record_line_extra", "record_line", "INSERT", "nothing at all", when="1 = 0")
    with as_owner(), connection.cursor() as cursor:
        guards._drop(cursor, weak.name, weak.table)
        for guard in (weak, more):
            for sentence in guards._making(guard):
                cursor.execute(sentence)
        assert guards.missing() == [
            "The database has a guard record_line_extra that nobody declared.",
            "The guard record_line_no_update was changed.",
        ]
        guards.install()
    assert guards.missing() == []


def test_a_table_made_anew_by_a_migration_is_noticed(db):
    """SQLite loses the triggers of a table that is remade; nothing says so. PostgreSQL keeps them."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE anew AS SELECT * FROM record_doer")
        cursor.execute("DROP TABLE record_doer")
        cursor.execute("ALTER TABLE anew RENAME TO record_doer")
    assert any("record_doer" in fault for fault in guards.missing())


def test_a_vandal_needs_the_owner(line):
    with unguarded():
        Line.objects.filter(pk=line.pk).update(verb="test.lie")
    assert Line.objects.get(pk=line.pk).verb == "test.lie"
    assert guards.missing() == []


def letgo(installation, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "letgo.house.cli", *words],
        env={**installation.env, "DJANGO_SETTINGS_MODULE": "letgo.house.settings"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_nothing_is_served_without_its_guards(installation):
    installation.run(
        "import os; os.environ['LETGO_DATABASE_URL'] = os.environ.get('LETGO_OWNER_URL', ''); import django; django.setup()\n"
        "from letgo.house import guards; guards.remove()",
        owner=True,
    )
    for command in ("serve", "work"):
        done = letgo(installation, command)
        assert done.returncode == 2
        assert "The guard" in done.stderr
        assert "letgo migrate" in done.stderr
    assert letgo(installation, "migrate", "--quiet").returncode == 0
    assert installation.run("from letgo.house import guards; print(guards.missing())") == "[]"
