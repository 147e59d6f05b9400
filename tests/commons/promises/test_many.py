"""A tick over very many open promises: by index, and nothing is touched when nothing is due."""

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from letgo.commons.promises import actions
from letgo.commons.promises.models import Promise
from letgo.commons.record.clock import travel

START = datetime(2026, 12, 21, 10, tzinfo=UTC)
MANY = 100_000


def copies(row: Promise, number: int) -> None:
    """So many more rows like this one, due an hour later, each a second after the one before."""
    fields = [field.attname for field in Promise._meta.concrete_fields]
    values = {name: getattr(row, name) for name in fields}
    made = []
    for n in range(number):
        moment = row.due + timedelta(hours=1, seconds=n)
        made.append(Promise(**{**values, "id": uuid4(), "due": moment, "next_at": moment}))
    Promise.objects.bulk_create(made, batch_size=2000)


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE promises_promise")
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql)
        return "\n".join(str(line) for line in cursor.fetchall())


def test_a_tick_over_100_000_open_promises_asks_once_by_index(world, law, promised):
    law("5 working days")
    row = promised(START)
    copies(row, MANY)
    with travel(START), CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        assert actions.tick() == 0
        took = time.perf_counter() - began
    assert [query["sql"].split()[0] for query in asked] == ["SELECT"]
    assert "promise_by_next" in plan(asked[0]["sql"])
    assert took < 0.25, f"{took:.3f} s"
    with travel(row.due + timedelta(seconds=3)), CaptureQueriesContext(connection) as asked:
        assert actions.tick() == 1
    assert len(asked) <= 14
