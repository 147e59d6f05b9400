"""The tables are what the models say, whichever way they were made."""

import json

import pytest
from django.core.management import call_command

from tests.installation import Installation, empty, installation, migrated

__all__ = ["empty", "installation", "migrated"]

TABLES = """
import json, re
from django.db import connection
SQLITE = "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger' AND tbl_name NOT LIKE 'sqlite_%'"
POSTGRES = '''
    SELECT attrelid::regclass::text, concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
    pg_get_expr(adbin, adrelid)) FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
'''

def parts(sql):
    "What stands between the commas of a table's own brackets: columns and constraints, in whatever order."
    body, found, depth, start = sql[sql.index("(") + 1 : sql.rindex(")")], [], 0, 0
    for at, sign in enumerate(body + ","):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append(" ".join(body[start:at].split()))
            start = at + 1
    return found

with connection.cursor() as cursor:
    cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRES)
    found = set()
    for table, said in cursor.fetchall():
        made = parts(said) if said.startswith("CREATE TABLE") else [said]
        found |= {f"{table}: {part}" for part in made}
print(json.dumps(sorted(found)))
"""
EVERY = """
from letgo.house.serving import become_owner, load_django
become_owner(); load_django()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
"""


def test_tables_made_at_once_are_those_that_every_migration_makes(migrated: Installation, empty: Installation):
    empty.run(EVERY, owner=True)
    at_once, one_by_one = (set(json.loads(made.run(TABLES))) for made in (migrated, empty))
    assert len(at_once) > 500
    assert at_once == one_by_one


def test_a_database_that_holds_something_is_brought_up_to_date_and_never_made_anew(installation: Installation):
    assert installation.run("from letgo.house import tables; print(tables.make())") == "False"
    installation.run("from letgo.house.serving import migrate; migrate(quiet=True)", owner=True)


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_django_finds_nothing_wrong_with_the_settings():
    call_command("check", fail_level="WARNING")
