"""`python -m bench.money_run N`: the ledger measured in an installation of its own (LETGO_HOME, a fresh one). Prints JSON.

N transfers between eight pots are put in by the thousand, past the actions but not past the database's own guards.
"""

import json
import os
import sqlite3
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from uuid import uuid4

from letgo.house.databases import use_sound_sqlite


def main() -> int:
    """Make, measure, print."""
    use_sound_sqlite()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "letgo.house.settings")
    from letgo.house.serving import migrate

    migrate(quiet=True)
    pots = _pots()
    found = _posting(pots) | _fill(pots, int(sys.argv[1])) | _reading(pots)
    print(json.dumps(found))
    return 0


def _pots() -> list:
    from letgo.commons.money import actions
    from letgo.commons.money.rules import Kind
    from letgo.commons.places.models import Place
    from letgo.commons.record.actions import write
    from letgo.commons.record.refs import Ref
    from letgo.commons.record.rules import System

    by, pk = System("bench"), uuid4()
    line = write("places.add-place", Ref("place", pk), by=by)
    place = Place.objects.create(id=pk, name="Tansy Row", kind="estate", lineage=f"/{pk}/", slug="tansy-row", line=line)
    outside = actions.open_pot("The bank", place, by, "outside", kind=Kind.OUTSIDE)
    pots = [outside, *(actions.open_pot(f"Pot {n}", place, by, f"pot {n}") for n in range(7))]
    for n, pot in enumerate(pots[1:]):
        actions.transfer(outside, pot, 10**9, Ref("place", pk), by, f"in {n}")
    return pots


def _posting(pots: list, many: int = 200) -> dict:
    """Processor seconds of one posting through the action, its SQL statements, and of two raw rows, each in a commit of its own."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from letgo.commons.money import actions
    from letgo.commons.record.refs import Ref
    from letgo.commons.record.rules import System

    by, cause = System("bench"), Ref("place", pots[0].place_id)
    with CaptureQueriesContext(connection) as caught:
        actions.transfer(pots[1], pots[2], 1, cause, by, "counted")
    statements = sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in caught)
    began = process_time()
    for n in range(many):
        actions.transfer(pots[1], pots[2], 1, cause, by, f"posting {n}")
    ours = (process_time() - began) / many
    with tempfile.TemporaryDirectory() as folder:
        raw = sqlite3.connect(Path(folder) / "raw.sqlite3", isolation_level=None)
        raw.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE leg (account INTEGER, pence INTEGER, key TEXT)"
        )
        began = process_time()
        for n in range(many):
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO leg VALUES (1, -1, ?)", (f"{n}",))
            raw.execute("INSERT INTO leg VALUES (2, 1, ?)", (f"{n}",))
            raw.execute("COMMIT")
        theirs = (process_time() - began) / many
        raw.close()
    return {"statements": statements, "posting": ours, "raw": theirs}


def _fill(pots: list, many: int) -> dict:
    from django.db import transaction

    from letgo.commons.money.models import Transfer
    from letgo.commons.money.queries import said, today
    from letgo.commons.record.clock import now
    from letgo.commons.record.models import Line, Words

    day, at, batch = today(), now(), 1_000
    began = perf_counter()
    for start in range(0, many, batch):
        lines, words, rows = [], [], []
        for n in range(start, start + batch):
            way = (pots[1 + n % 7], pots[1 + (n + 1 + n // 7 % 6) % 7])
            row = Transfer(
                move="post", debit=way[0], credit=way[1], pence=1 + n % 97, day=day, year=2026, key=f"{n}",
                cause_kind="place", cause_id=pots[0].place_id,
            )  # fmt: skip
            row.line = Line(
                verb="money.transfer", about_kind="transfer", about_id=row.pk, audience_kind="public", at=at,
                words_digest="", doer_digest="",
            )  # fmt: skip
            rows.append(row)
            lines.append(row.line)
            words.append(Words(line=row.line, salt="", body=said(row) | {"for": "Nails"}))
        with transaction.atomic():
            for kind, found in ((Line, lines), (Words, words), (Transfer, rows)):
                kind.objects.bulk_create(found)
    return {"filled": many, "fill_seconds": perf_counter() - began}


def _reading(pots: list, many: int = 200) -> dict:
    from letgo.commons.money import queries
    from letgo.commons.money.verifying import verify

    began = process_time()
    for _ in range(many):
        queries.balance(pots[1].pk)
    balance = (process_time() - began) / many
    began = process_time()
    queries.statement(pots[1].pk)
    statement = process_time() - began
    began = process_time()
    faults = [text for holds, text in verify() if not holds]
    return {"balance": balance, "statement": statement, "verify": process_time() - began, "faults": faults}


if __name__ == "__main__":
    sys.exit(main())
