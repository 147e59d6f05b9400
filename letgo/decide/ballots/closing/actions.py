"""Opening, closing and sealing, counting and taking effect: each once, whatever a worker lives through."""

import gzip
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from letgo.commons.door.messages.actions import tell
from letgo.commons.powers.actions import use
from letgo.commons.record import effects
from letgo.commons.record.actions import Signs, once, seal_now, write
from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK, System
from letgo.decide.ballots import keys, queries, rules
from letgo.decide.ballots.counting import counted, faults
from letgo.decide.ballots.models import (
    OpenBallot,
    OpenMark,
    Option,
    Poll,
    SealedBallot,
    SealedMark,
    SealedSlip,
    Tally,
)
from letgo.decide.ballots.moving import count_when_ready, locked, move
from letgo.decide.ballots.papers.actions import IntoBox, into_box
from letgo.decide.ballots.papers.queries import waits
from letgo.decide.ballots.question import Counted, Question
from letgo.decide.ballots.rules import State, Terms, conflicted
from letgo.decide.ballots.rulings.actions import beat
from letgo.decide.ballots.telling import tell_of_help
from letgo.engines.sealing.merkle import leaf_hash
from letgo.engines.sealing.reading import BadFile

AT_ONCE = 2_000  # rows in one statement
NO_NAMES = "Too few people put their name to it."
VOTE = System("vote")  # a decision by vote is written down by nobody else


def tick(job: Running) -> None:
    """The job "ballots.tick": watch over votes in their last hours, and do what is due. With nothing due no row is touched."""
    beat(now())
    tell_of_help()
    opens, closes, takes = queries.due()
    for poll in opens:
        open_poll(poll, by=CLOCK, key=f"{poll}")
    for poll in closes:
        close_poll(poll, by=CLOCK, key=f"{poll}")
    for poll in takes:
        take_effect(poll, by=CLOCK, key=f"{poll}")
    for poll in queries.closed_with_key():
        keys.destroy(poll)


@transaction.atomic
def open_poll(poll: UUID, *, by: Signs, key: str) -> Poll:
    """Open a vote at its hour: its key is made, and options that too few put their name to are off the list."""
    with once("ballots.open", key, by) as done:
        if done.before:
            return done.before
        row = locked(poll)
        if row.state != State.CALLED or now() < row.opens:
            raise Refused("This vote does not open now.")
        keys.make(row.pk)
        weak = [o for o in queries.options(row) if o.added and not o.withdrawn and o.names < (row.add_names or 0)]
        if weak:
            body = {"numbers": [option.number for option in weak], "reason": NO_NAMES}
            line = write("ballots.withdraw-option", Ref("poll", row.pk), by=by, body=body)
            Option.objects.filter(pk__in=[option.pk for option in weak]).update(
                withdrawn=True, reason=NO_NAMES, line=line
            )
        costs = row.options.order_by("number").values_list("number", "cost_pence")
        return done.with_result(move(row, State.OPEN, "ballots.open", by, {"options": [list(pair) for pair in costs]}))


@transaction.atomic
def close_poll(poll: UUID, *, by: Signs, key: str) -> Poll:
    """Close a vote after its hour and seal its box, all in this one transaction; then its key is destroyed.

    Ballots, check slips and marks go into the sealed box each in an order of fresh random keys: nothing joins them any more. Raises
    Refused before its hour, while papers are typed, with a lost key that is needed, and for a box that does not fit its list.
    """
    with once("ballots.close", key, by) as done:
        if done.before:
            return done.before
        row = locked(poll)
        if row.state != State.OPEN or now() < row.closes:
            raise Refused("This vote is open until its hour.")
        if waits(row, now()):
            raise Refused("Papers are still typed.")
        move(row, State.CLOSING, "ballots.close", by, {"closes": row.closes.isoformat()})
        papers = into_box(row, lambda entry: keys.ballot_key(row.pk, entry), by=by)
        online, root = _seal(row, papers)
        numbers = {
            "ballots": online,
            "paper": len(papers.voters),
            "replaced": papers.replaced,
            "spoilt": papers.spoilt,
            "late": papers.late,
            "lost": papers.lost,
        }
        move(
            row,
            State.CLOSED,
            "ballots.seal-box",
            by,
            {**numbers, "counted": online + len(papers.ballots), "root": root},
            **numbers,
        )
        seal_now()
        transaction.on_commit(lambda: keys.destroy(row.pk))
        return done.with_result(row)


def _seal(row: Poll, papers: IntoBox) -> tuple[int, str]:
    """Copy the open box and the papers into the sealed one and empty it. Returns how many voted online, and the sealed box's root."""
    said = list(OpenBallot.objects.filter(poll=row.pk).values_list("picks", "tracker"))
    marks = list(OpenMark.objects.filter(poll=row.pk).values_list("entry", flat=True))
    if len(said) != len(marks):
        raise Refused("There are not as many ballots in the box as marks on the list.", "Look at it: letgo doctor.")
    texts = [picks for picks, _ in said] + list(papers.ballots)
    ballots = _shuffled(texts, lambda pk, picks: SealedBallot(pk, row.pk, picks))
    slips = _shuffled([slip for _, slip in said], lambda pk, slip: SealedSlip(pk, row.pk, slip))
    voters = [(entry, "online") for entry in marks] + [(entry, "paper") for entry in papers.voters]
    voted = _shuffled(voters, lambda pk, voter: SealedMark(pk, row.pk, *voter))
    for kind, rows in ((SealedBallot, ballots), (SealedSlip, slips), (SealedMark, voted)):
        kind.objects.bulk_create(rows, batch_size=AT_ONCE)
    OpenBallot.objects.filter(poll=row.pk).delete()
    OpenMark.objects.filter(poll=row.pk).delete()
    return len(said), rules.root_of(leaf_hash(rules.box_leaf(ballot.pk, ballot.picks)) for ballot in ballots)


def _shuffled(things: Collection[Any], made: Callable[[UUID, Any], Any]) -> list[Any]:
    """A row for each thing, under a fresh random key, in the order of these keys."""
    return sorted((made(uuid4(), thing) for thing in things), key=lambda row: row.pk)


def count(job: Running) -> None:
    """The job "ballots.count": count the sealed box, and have the proof checked by the program that shares nothing with the engine.

    A count whose own proof fails is held back, and the returning officer is told.
    """
    row = queries.poll(UUID(job.args["poll"]))
    if row is None or row.state != State.CLOSED or not row.seed:
        return
    line, (done, why) = row.line_id, _counted(queries.question(row))
    with job.finish():
        row = locked(row.pk)
        if row.state != State.CLOSED or row.line_id != line:  # an option was withdrawn meanwhile: that count comes next
            return
        if done is None:
            move(row, State.CLOSED, "ballots.hold-back", CLOCK, {"why": why})
            tell(row.officer_id, "waits", Ref("poll", row.pk), f"held-back:{row.line_id}")
            return
        digest, number = sha256(done.certificate).hexdigest(), row.tallies.count() + 1
        move(row, State.COUNTED, "ballots.count", CLOCK, {"number": number, "proof": digest})
        packed = gzip.compress(done.certificate, 5, mtime=0)
        Tally.objects.create(
            poll=row, number=number, report=done.report, certificate=packed, digest=digest, line=row.line
        )
        if _left_out(row, done.report["won"]):
            count_when_ready(row)
            return
        tell(row.officer_id, "waits", Ref("poll", row.pk), f"counted:{row.line_id}")


def _counted(asked: Question) -> tuple[Counted | None, str]:
    """The count, if its own proof holds; else None and why there is none that could be declared."""
    try:
        done = counted(asked)
    except BadFile as error:  # who stands for seats that are kept for some withdrew after the call
        return None, f"The seats that are kept for some cannot all be filled: {error.what}."
    return (None, "Its own proof does not hold.") if list(faults(asked, done.certificate)) else (done, "")


def _left_out(row: Poll, won: Sequence[int]) -> bool:
    """Of two winners that cannot both be built, take the one off that the count put second, with the reason in public (decision 0187).

    True: count again, so that its money goes to others. Each count takes off one, so it ends; every count stays to be checked.
    """
    found = conflicted(won, Terms.from_data(row.settings).apart)
    if found is None:
        return False
    later_one, earlier = (Option.objects.get(poll=row, number=number) for number in found)
    why = f"It cannot be built beside “{earlier.title}”, which the count put first."
    said = {"option": later_one.number, "beside": earlier.number, "reason": why}
    move(row, State.CLOSED, "ballots.leave-out", CLOCK, said)
    later_one.withdrawn, later_one.reason, later_one.line = True, why, row.line
    later_one.save()
    return True


@transaction.atomic
def take_effect(poll: UUID, *, by: Signs, key: str) -> Poll:
    """When the days to object are over and no challenge waits: what was promised happens, once. Without a mandate nothing does.

    A decision that nothing here carries out is written down under its power; an effect writes down its own.
    """
    with once("ballots.take-effect", key, by) as done:
        if done.before:
            return done.before
        row = locked(poll)
        if row.state != State.DECLARED or now() < queries.objections_end(row):
            raise Refused("The days to object are not over.")
        if row.challenges.filter(state="waiting").exists():
            raise Refused("A challenge waits for its ruling.")
        found = queries.result(row)
        mandate = found is not None and found.mandate
        move(row, State.DONE, "ballots.take-effect", by, {"effect": row.effect if mandate else "", "mandate": mandate})
        if mandate and row.effect:
            effects.take_later(row.effect, Ref("poll", row.pk), row.effect_args, str(row.pk))
        elif mandate and row.power_id:
            use(row.power_id, f"Voted: {row.question}"[:200], None, by=VOTE, key=f"poll:{row.pk}")
        return done.with_result(row)


OPEN_TABLES = (OpenBallot._meta.db_table, OpenMark._meta.db_table)
# VACUUM keeps what a transaction that began earlier could still see; an empty table is cut off, whatever else runs.
CUT_OFF = "DO $$ BEGIN LOCK TABLE {0}; IF NOT EXISTS (SELECT 1 FROM {0}) THEN TRUNCATE {0}; END IF; END $$"
REWRITES = {  # what a database's files still hold of deleted rows goes with the files themselves
    "sqlite": ("PRAGMA secure_delete = ON", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"),
    "postgresql": tuple(words.format(table) for table in OPEN_TABLES for words in (CUT_OFF, "VACUUM (FULL) {}")),
}


def sweep() -> None:
    """Write the two open tables anew, so that nothing of a sealed vote is left in the files: `letgo tidy`, as the database's owner.

    SQLite writes its whole file anew, which takes as long as copying it. Not inside a transaction.
    """
    with connection.cursor() as cursor:
        for sentence in REWRITES[connection.vendor]:
            cursor.execute(sentence)
    keys.note_swept(now())
