"""After the close nothing in the database says who cast which ballot; and the test that says so would see a link if there was one."""

from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from letgo.commons.door.messages.actions import tell
from letgo.commons.door.models import Session
from letgo.commons.record.actions import once, write
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.refs import Ref
from letgo.decide.ballots import actions, keys
from letgo.decide.ballots.closing import actions as closing
from letgo.decide.ballots.closing.queries import findings
from letgo.decide.ballots.models import OpenBallot, SealedBallot, SealedSlip
from tests.database import as_owner, unguarded
from tests.decide.ballots import made
from tests.decide.ballots.linking import ballots, clues, links, rows_of, tables
from tests.world import _session

TITLES = ("Red", "Green", "Blue", "Grey", "White")
BALLOTS = {"ballots_openballot", "ballots_sealedballot", "ballots_sealedslip"}
CHANCE = 9  # of 24 right by chance: once in a million orders


class Snooped:
    """A vote of 24 people who each pick something else, and who leave traces all over the house while they do."""

    def __init__(self, estate):
        self.estate, self.poll = estate, made.opened(estate, **_plain(estate))
        self.order = list(range(len(estate.voters)))
        Random(7).shuffle(self.order)
        self.voters, self.by_picks, self.by_slip = {}, {}, {}
        for turn, number in enumerate(self.order):
            self._votes(number, self.poll.opens + timedelta(minutes=1 + 3 * turn))

    def _votes(self, number, moment):
        voter = self.estate.voters[number]
        picks = [TITLES[bit] for bit in range(5) if number + 1 >> bit & 1]
        with made.at(moment):
            _session(made.Person.objects.get(pk=voter.person), strong=False)
            Session.objects.filter(person=voter.person).update(seen=moment)
            with once("test.before", made.key(), voter) as done:
                done.with_result(True)
            slip = actions.cast(self.poll.pk, made.ids(self.poll, *picks), by=voter)
            tell(voter.person, "news", Ref("poll", self.poll.pk), made.key())
            about = Ref("person", voter.person)
            write("test.after", about, audience=about, by=voter)
        self.by_slip[slip] = number
        numbers = sorted(TITLES.index(title) + 1 for title in picks)
        self.by_picks[f"[{','.join(map(str, numbers))}]"] = number

    def known(self):
        """What all other tables tell, by every id that leads to a voter."""
        entries = {entry.person_id: entry.pk for entry in self.poll.roll.all()}
        numbers = {}
        for number, voter in enumerate(self.estate.voters):
            numbers |= {voter.person.hex: number, entries[voter.person].hex: number}
            for session in Session.objects.filter(person=voter.person):
                numbers[session.pk.hex] = number
        return list(clues(numbers, BALLOTS))

    def found(self, table, column, truth):
        return links(self.known(), ballots(table, column, truth), len(self.order))

    def close(self):
        made.closed(self.estate, self.poll)
        made.counted(self.estate, self.poll)
        made.declared(self.estate, self.poll)
        run_waiting()


def _plain(estate):
    call = estate.simple(*TITLES)
    return {"method": call.method, "options": call.options, "purse_pence": None}


@pytest.fixture
def snooped(lasting):
    return Snooped(lasting)


def test_no_ballot_is_linked_to_its_voter_after_the_close(snooped):
    """By rowid, xmin, xmax, ctid, times, ids and every other value, over all tables: no more right than by chance."""
    snooped.close()
    clued = snooped.known()
    assert len(clued) > 20, "there are traces to look at"
    for table, column, truth in (
        ("ballots_sealedballot", "picks", snooped.by_picks),
        ("ballots_sealedslip", "tracker", snooped.by_slip),
    ):
        best = links(clued, ballots(table, column, truth), 24)[0]
        assert best[0] < CHANCE, best


def test_no_check_slip_is_linked_to_its_ballot_after_the_close(snooped):
    snooped.close()
    of_slips = ballots("ballots_sealedslip", "tracker", snooped.by_slip)
    best = links(of_slips, ballots("ballots_sealedballot", "picks", snooped.by_picks), 24)[0]
    assert best[0] < CHANCE, best


def test_the_snooper_finds_every_voter_while_the_box_is_open(snooped):
    """The canary: before the close the two open tables do give everybody away, as the page says; so the snooper can see."""
    assert snooped.found("ballots_openballot", "picks", snooped.by_picks)[0][0] == 24


def test_the_snooper_finds_ballots_that_were_sealed_in_the_order_in_which_they_were_cast(snooped):
    """The canary planted: the same sealed box, written down in the order of voting."""
    snooped.close()
    texts = {number: text for text, number in snooped.by_picks.items()}
    with unguarded():
        rows = {row.picks: row for row in SealedBallot.objects.all()}
        SealedBallot.objects.all().delete()
        for number in snooped.order:
            SealedBallot.objects.bulk_create([rows[texts[number]]])
    assert snooped.found("ballots_sealedballot", "picks", snooped.by_picks)[0][0] == 24


def test_a_ballots_key_and_a_check_slip_stand_nowhere_else(snooped):
    """No other table, and no line of the record, holds a slip or the random key of a sealed ballot."""
    snooped.close()
    secret = {slip.tracker for slip in SealedSlip.objects.all()} | {str(row.pk) for row in SealedBallot.objects.all()}
    secret |= {word.replace("-", "") for word in secret}
    for table in set(tables()) - BALLOTS:
        for row in rows_of(table):
            said = " ".join(map(str, row.values()))
            assert not [word for word in secret if word in said], table


def test_casting_writes_no_line_no_job_and_no_once_row(lasting):
    """Two rows in the open box, and not one anywhere else."""
    poll = made.opened(lasting)
    before = {table: rows_of(table) for table in tables()}
    made.cast(lasting, poll, [(made.BENCH.title,)])
    changed = {table for table in tables() if rows_of(table) != before[table]}
    assert changed == {"ballots_openballot", "ballots_openmark"}


def test_the_poll_key_is_gone_after_the_close_and_was_never_in_the_database(lasting):
    poll = made.opened(lasting)
    made.cast(lasting, poll, [(made.BENCH.title,)])
    path = keys.folder() / str(poll.pk)
    key = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert not any(key.hex() in str(row) for table in tables() for row in rows_of(table))
    made.closed(lasting, poll)
    assert list(keys.folder().iterdir()) == []


@contextmanager
def looking_on():
    """On PostgreSQL a transaction that began earlier and still reads: no table may be vacuumed past what it could see."""
    if connection.vendor != "postgresql":
        yield
        return
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT COUNT(*) FROM ballots_poll")
        yield
        cursor.execute("COMMIT")
    other.close()


def test_tidying_leaves_nothing_of_a_sealed_box_in_the_files(lasting):
    """On SQLite no byte of the file or its log; on PostgreSQL the two tables are empty files."""
    poll = made.opened(lasting)
    made.cast(lasting, poll, [(made.BENCH.title,)] * 24)
    under = {row.pk for row in OpenBallot.objects.all()}
    with looking_on():
        made.closed(lasting, poll)
        assert [finding.state for finding in findings()] == ["note"]
        with made.at(poll.closes + made.HOUR), as_owner():
            closing.sweep()
    assert [finding.state for finding in findings()] == ["well"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_size('ballots_openballot') + pg_relation_size('ballots_openmark')")
            assert cursor.fetchone() == (0,)
        return
    name = Path(connection.settings_dict["NAME"])
    held = b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
    assert b"ballots_openballot" in held
    assert not [key for key in under if key.encode() in held]
