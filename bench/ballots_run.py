"""`python -m bench.ballots_run make N` and `python -m bench.ballots_run cast WRITER WRITERS ROUNDS`: voting measured in an
installation of its own (LETGO_HOME, a fresh one; LETGO_DATABASE_URL for PostgreSQL). Prints JSON.

Writers are processes that say "ready", read the moment at which all begin, and take turns, all together: a time of raw rows, a time of votes, and so on.
`python -m bench.ballots_run ranked ROUNDS`: after make, processor time of votes by approval and of ranked ones, in turns.
"""

import json
import os
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from letgo.house.databases import use_sound_sqlite

SECONDS = 2.0  # of one turn
RULES = ("approval", "scottish-stv")  # votes of the same people on the same names, for ranked()
BLOCK = 500  # votes in one turn of ranked()
TABLES = (
    "CREATE TABLE raw_ballot (key char(64) PRIMARY KEY, poll char(36), picks text, tracker varchar(16))",
    "CREATE TABLE raw_mark (entry char(36) PRIMARY KEY, poll char(36))",
)


def main() -> int:
    """Make an open vote, or cast in it."""
    use_sound_sqlite()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "letgo.house.settings")
    if sys.argv[1] == "make":
        from letgo.house.serving import migrate

        migrate(quiet=True)
        print(json.dumps(make(int(sys.argv[2]))))
        return 0
    import django

    django.setup()
    if sys.argv[1] == "ranked":
        print(json.dumps(ranked(int(sys.argv[2]))))
        return 0
    print(json.dumps(cast(*map(int, sys.argv[2:5]))))
    return 0


def make(many: int) -> dict[str, str]:
    """An open vote with `many` people on its list and eight options, and tables for the raw rows."""
    from letgo.commons.people.models import Person
    from letgo.commons.people.rules import Actor, Grant
    from letgo.commons.places.electorates.actions import set_electorate
    from letgo.commons.places.models import Place, Role, Standing
    from letgo.commons.places.rules import Eligibility
    from letgo.commons.record.actions import write
    from letgo.commons.record.clock import now, travel
    from letgo.commons.record.refs import Ref
    from letgo.commons.record.rules import System
    from letgo.decide.ballots import actions
    from letgo.decide.ballots.rules import Call, Offered

    pk, at = uuid4(), now() - timedelta(hours=2)
    with travel(at):
        line = write("places.add-place", Ref("place", pk), by=System("bench"))
        place = Place.objects.create(id=pk, name="Row", kind="estate", lineage=f"/{pk}/", slug="row", line=line)
        people = Person.objects.bulk_create([Person(name="", made=at) for _ in range(many + 2)], batch_size=500)
        start = at.date() - timedelta(days=100)
        Standing.objects.bulk_create(
            [Standing(person=who, place=place, kind="lives-here", start=start, line=line) for who in people[2:]],
            batch_size=500,
        )
        Role.objects.create(person=people[1], place=place, name="returning-officer", start=start, line=line)
        by = Actor(person=people[0].pk, grants=frozenset({Grant("officer", place.lineage)}))
        rule = Eligibility(standings=("lives-here",))
        electorate = set_electorate(place, "Residents", rule, by, "electorate")
        options = tuple(Offered(f"Idea {n}", cost_pence=1000 * n) for n in range(1, 9))
        poll = actions.call(
            Call(pk, electorate.pk, "What?", options, at + timedelta(hours=1), at + timedelta(days=7), people[1].pk, "dice", purse_pence=10**6),
            by=by, key="call",
        )  # fmt: skip
    actions.open_poll(poll.pk, by=System("bench"), key="open")
    raw = _raw()
    for table in TABLES:
        raw.execute(table)
    raw.execute("COMMIT") if _is_postgres() else None
    return {"poll": str(poll.pk)}


def _is_postgres() -> bool:
    return "LETGO_DATABASE_URL" in os.environ


def _raw() -> Any:
    """A bare connection, set up to keep what it commits as ours is."""
    if _is_postgres():
        import psycopg
        from django.conf import settings

        given = settings.DATABASES["default"]
        made = psycopg.connect(host=given["HOST"], user=given["USER"], dbname=given["NAME"])
        made.autocommit = True
        made.execute("BEGIN")
        return made
    import sqlite3

    made = sqlite3.connect(Path(os.environ["LETGO_HOME"]) / "raw.sqlite3", isolation_level=None, timeout=20)
    made.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0;")
    return made


def _grow_log(at: Any) -> None:
    """A write-ahead log that still grows makes each commit several times dearer, whoever writes: both begin with one of full length."""
    at.execute("CREATE TABLE IF NOT EXISTS filling (bytes blob)")
    at.execute("INSERT INTO filling VALUES (zeroblob(8000000))")
    at.execute("DROP TABLE filling")


def cast(writer: int, writers: int, rounds: int) -> dict[str, list[int]]:
    """How many raw transactions and how many votes this writer made in each of its turns."""
    from letgo.commons.people.rules import Actor
    from letgo.decide.ballots import actions
    from letgo.decide.ballots.models import Poll

    poll = Poll.objects.get()
    mine = list(poll.roll.order_by("number").values_list("person", flat=True))[writer::writers]
    voters = [Actor(roles=frozenset({"anyone", "person"}), person=person) for person in mine]
    options = list(poll.options.values_list("pk", flat=True))[:8]
    raw, begin = _raw(), "BEGIN" if _is_postgres() else "BEGIN IMMEDIATE"
    mark = "%s" if _is_postgres() else "?"
    if _is_postgres():
        raw.execute("COMMIT")
    ballot_sql = f"INSERT INTO raw_ballot VALUES ({', '.join([mark] * 4)})"
    mark_sql = f"INSERT INTO raw_mark VALUES ({mark}, {mark})"

    def plain(n: int) -> None:
        raw.execute(begin)
        raw.execute(ballot_sql, (uuid4().hex * 2, str(poll.pk), "[1,2,3]", "ABCD-EFGH-JKLM"))
        raw.execute(mark_sql, (str(uuid4()), str(poll.pk)))
        raw.execute("COMMIT")

    def ours(n: int) -> None:
        actions.cast(poll.pk, options[n % 5 : n % 5 + 3], by=voters[n % len(voters)])

    ours(0)
    plain(0)
    if writer == 0 and not _is_postgres():
        from django.db import connection

        for at in (raw, connection.cursor()):
            _grow_log(at)
    print("ready", flush=True)
    start = float(sys.stdin.readline())
    found: dict[str, list[int]] = {"raw": [], "ours": []}
    for turn in range(2 * rounds):
        name, act = (("raw", plain), ("ours", ours))[turn % 2]
        found[name].append(_turn(act, start + turn * (SECONDS + 0.5)))
    return found


def ranked(rounds: int) -> dict[str, list[float]]:
    """Processor seconds of a vote that names five of nine, for each rule and each of its turns."""
    from letgo.commons.people.rules import Actor
    from letgo.commons.record.clock import travel
    from letgo.commons.record.rules import System
    from letgo.decide.ballots import actions
    from letgo.decide.ballots.models import Poll
    from letgo.decide.ballots.rules import Call, Offered

    first, by = Poll.objects.get(), System("bench")
    with travel(first.notice):
        plain, until = tuple(Offered(f"Person {n}") for n in range(1, 9)), first.notice + timedelta(days=7)
        usual = Call(first.place_id, first.electorate_id, "Who?", plain, first.opens, until, first.officer_id, "dice")
        polls = {method: actions.call(replace(usual, method=method), by=by, key=method) for method in RULES}
    for poll in polls.values():
        actions.open_poll(poll.pk, by=by, key=str(poll.pk))
    people = polls[RULES[0]].roll.order_by("number").values_list("person", flat=True)[:BLOCK]
    voters = [Actor(roles=frozenset({"anyone", "person"}), person=person) for person in people]
    picks = {
        method: list(poll.options.order_by("-number").values_list("pk", flat=True))[1:6]
        for method, poll in polls.items()
    }
    found: dict[str, list[float]] = {method: [] for method in RULES}
    for turn in range(2 * (rounds + 1)):  # the first of each warms up
        method = RULES[turn % 2]
        start = time.process_time()
        for voter in voters:
            actions.cast(polls[method].pk, picks[method], by=voter)
        found[method].append((time.process_time() - start) / len(voters))
    return {method: spent[1:] for method, spent in found.items()}


def _turn(act: Any, start: float) -> int:
    time.sleep(max(0.0, start - time.time()))
    done = 0
    while time.time() < start + SECONDS:
        act(done)
        done += 1
    return done


if __name__ == "__main__":
    sys.exit(main())
