"""What people do with a vote. Casting one writes no line, no job and no once row: two rows in the open box, and nothing else.

What it takes to call one stands in calls/, what the clock does in closing/.
"""

from collections.abc import Sequence
from secrets import token_bytes
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import once, write
from letgo.commons.record.briefly import briefly
from letgo.commons.record.clock import now
from letgo.commons.record.prepared import held, inserting, values
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.ballots import keys, queries, rules
from letgo.decide.ballots.calls.actions import add_option, back_option, call
from letgo.decide.ballots.closing.actions import close_poll, count, open_poll, take_effect, tick
from letgo.decide.ballots.countbacks.actions import count_back
from letgo.decide.ballots.guards import SHUT
from letgo.decide.ballots.models import Help, OpenBallot, OpenMark, Poll, SeedReading
from letgo.decide.ballots.moving import NOT_ON_LIST, count_when_ready, locked, move, said
from letgo.decide.ballots.papers.queries import has_paper
from letgo.decide.ballots.papers.rules import ONLINE_WINS
from letgo.decide.ballots.policies import from_outside, voter
from letgo.decide.ballots.published.actions import publish
from letgo.decide.ballots.rules import Helped, State
from letgo.engines.sealing.canonical import encode

__all__ = [
    "add_option", "back_option", "call", "cast", "close_poll", "count", "count_back", "count_when_ready", "declare", "open_poll",
    "read_seed", "take_effect", "tick", "void_poll",
]  # fmt: skip


def cast(poll: UUID, picks: Sequence[UUID], *, by: Actor, helped: Helped | None = None) -> str:
    """Vote, or replace one's vote, until the close. Returns the check slip of this ballot; an earlier one no longer counts.

    `picks` are ids of options; none is an empty vote. Where the vote is ranked their order is the vote, the first choice first, and
    need not name everybody; elsewhere the order tells nothing and is not kept. Writes two rows that hold no time and no number, and
    nothing else; with `helped` a third that says who helped whom. Needs no key: voting the same twice is one vote. Raises Refused.
    """
    row = queries.voting_paper(poll, voter(by))
    require(row is not None and may(by, "ballots.cast", row), *NOT_ON_LIST)
    _open_now(row)
    if row.settings["paper"] == ONLINE_WINS and has_paper(row.entry):
        raise Refused("Your paper has come in, and it counts.")
    numbers = [row.choices[pick].number for pick in picks if pick in row.choices]
    fault = rules.picks_fault(numbers, row.choices.values(), row.settings["most"], row.ranked)
    if fault or len(numbers) < len(picks):
        raise Refused(fault or "One of these is not on the list of this vote.", "Look at the list again.")
    slip = rules.slip(token_bytes(12))
    picked = encode(numbers if row.ranked else sorted(numbers)).decode()
    ballot = held(OpenBallot, key=keys.ballot_key(poll, row.entry), poll_id=poll, picks=picked, tracker=slip)
    mark = held(OpenMark, entry_id=row.entry, poll_id=poll)
    rows = [
        (inserting(OpenBallot, connection.vendor, replaces=("picks", "tracker")), ballot),
        (inserting(OpenMark, connection.vendor, unless_there=True), mark),
    ]
    if (help_noted := _help(row, by, helped)) is not None:
        rows.append((inserting(Help, connection.vendor, unless_there=True), values(help_noted)))
    try:
        briefly(*rows, at_our_turn=lambda: _open_now(row))  # the clock may have gone on while this waited
    except IntegrityError as error:
        if SHUT not in str(error):
            raise
        raise Refused("Voting is over.") from None  # the box was closed in between: the database has the last word
    return slip


def _open_now(row: queries.VotingPaper) -> None:
    if sentence := queries.why_not(row):
        raise Refused(sentence)


def _help(row: queries.VotingPaper, by: Actor, helped: Helped | None) -> Help | None:
    """Who helped whom, not yet saved; None when nobody did. Raises Refused when someone helps and does not say how it was agreed."""
    helper = by.helper or (by.person if by.acting else None)
    if helper is None:
        return None
    if helped is None or not helped.agreed.strip():
        raise Refused("Say how the voter agreed to your help.")
    body = UUID(helped.organisation) if helped.organisation else None
    agreed = helped.agreed.strip()[:200]
    return Help(poll_id=row.poll, entry_id=row.entry, helper_id=helper, agreed=agreed, organisation_id=body)


@transaction.atomic
def void_poll(poll: UUID, reasons: str, *, by: Actor, key: str) -> Poll:
    """Call off a vote that is not open yet, or whose closed box cannot be counted, with reasons. Only its returning officer."""
    with once("ballots.void", key, by) as done:
        row = locked(poll)
        require(may(by, "ballots.declare", row), "Only the returning officer calls a vote off.")
        if done.before:
            return done.before
        return done.with_result(move(row, State.VOID, "ballots.void", by, {"reasons": said(reasons)}))


@transaction.atomic
def read_seed(poll: UUID, seed: str, *, by: Actor, key: str) -> Poll:
    """One scrutineer types what the dice or the public source said after the close. When two have typed the same, one of them from
    outside the body, it is the seed, and the count begins.

    Raises Refused before the close, when the same person reads twice, and for who gains by what is voted on.
    """
    with once("ballots.read-seed", key, by) as done:
        row = locked(poll)
        require(may(by, "ballots.read-seed", row), "You are not a scrutineer of this vote.")
        if done.before:
            return done.before
        read = " ".join(seed.split())
        if row.state != State.CLOSED or row.seed:
            raise Refused("The seed is read once, after the close.")
        if not read or len(read) > 100 or by.person is None or by.acting is not None:
            raise Refused("Type what you read, in at most 100 signs.")
        if row.seed_readings.filter(reader=by.person).exists():
            raise Refused("You have read it before.", "Another scrutineer reads it too.")
        outside = from_outside(by, row)
        same = list(row.seed_readings.filter(seed=read).values_list("outside", flat=True))
        line = write("ballots.read-seed", Ref("poll", row.pk), by=by, body={"read": read})
        SeedReading.objects.create(poll=row, reader_id=by.person, seed=read, outside=outside, line=line)
        if same and (outside or any(same)):
            move(row, State.CLOSED, "ballots.fix-seed", by, {"seed": read, "from": row.seed_from}, seed=read)
            count_when_ready(row)
        return done.with_result(row)


@transaction.atomic
def declare(poll: UUID, *, by: Actor, key: str) -> Poll:
    """Declare the result: it is public from now on, and the days to object begin. Its own proof must hold, here and now. Raises Refused."""
    with once("ballots.declare", key, by) as done:
        row = locked(poll)
        require(may(by, "ballots.declare", row), "Only the returning officer of this vote declares its result.")
        if done.before:
            return done.before
        found = queries.result_for(row, by) if row.state == State.COUNTED else None
        if found is None:
            raise Refused("There is no count to declare.")
        if queries.proof_faults(row, found):
            raise Refused(
                "The proof of this count does not hold, so it cannot be declared.", "Tell who runs this house."
            )
        body = {
            "rows": [[line.option.number, line.votes, line.won] for line in found.rows],
            "voters": found.voters,
            "ballots": found.ballots,
            "list": found.roll,
            "mandate": found.mandate,
            "spent": found.spent,
            "proof": found.digest,
        }
        move(row, State.DECLARED, "ballots.declare", by, body, declared=now())
        publish(row, by=by)
        return done.with_result(row)
