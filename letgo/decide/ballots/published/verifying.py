"""Whether each vote in the database is still what the record says: its list, its sealed box, and what was published of it."""

import gzip
from collections.abc import Iterator
from hashlib import sha256

from letgo.decide.ballots import rules
from letgo.decide.ballots.electing import faults_again
from letgo.decide.ballots.models import Poll, SealedBallot
from letgo.decide.ballots.published import queries
from letgo.decide.ballots.queries import question
from letgo.decide.ballots.rules import PUBLIC, SEALED
from letgo.engines.sealing.canonical import digest
from letgo.engines.sealing.merkle import leaf_hash

Said = tuple[bool, str]


def verify() -> Iterator[Said]:
    """(True, what holds) or (False, which vote is wrong and how). About 15 SQL queries a vote, however many voted in it."""
    number = false = 0
    for poll in Poll.objects.order_by("notice", "pk").iterator():
        number += 1
        for fault in faults(poll):
            false += 1
            yield False, f"vote {poll.pk}: {fault}"
    if not false:
        yield (
            True,
            f"{number:,} {'vote has' if number == 1 else 'votes have'} the lists, boxes and results that the record says",
        )


def faults(poll: Poll) -> Iterator[str]:
    """What does not fit in one vote, in sentences."""
    called = queries.said(poll, queries.ENTRIES["call"]).get("list", {})
    if {"size": poll.roll_size, "root": poll.roll_root} != {part: called.get(part) for part in ("size", "root")}:
        yield "the list of who can vote is not the one of its call"
    if rules.root_of(_roll(poll)) != poll.roll_root:
        yield "an entry of its list was changed, put in or taken out"
    if poll.state in SEALED and _box(poll) != queries.said(poll, queries.SEAL).get("root"):
        yield "a ballot in its sealed box was changed, put in or taken out"
    if (
        poll.state in PUBLIC
        and digest(queries.whole(poll)) != f"sha256:{queries.said(poll, queries.PUBLISH).get('whole')}"
    ):
        yield "what would be published of it is not what was declared"
    yield from _countbacks(poll)


def _countbacks(poll: Poll) -> Iterator[str]:
    """Each seat that was filled again: the proof is the one that the record names, and it holds beside the box."""
    for row in poll.countbacks.select_related("line__words").order_by("number"):
        proof, said = gzip.decompress(bytes(row.certificate)), row.line.said or {}
        told = [row.number, row.leaver, row.kept, row.gone, row.filled]
        if told != [said.get(part) for part in ("number", "leaver", "kept", "gone", "filled")]:
            yield f"countback {row.number} is not what the record says"
        if sha256(proof).hexdigest() != said.get("proof"):
            yield f"the proof of countback {row.number} is not the one that the record names"
        for fault in faults_again(question(poll), row.leaver, row.kept, row.gone, proof):
            yield f"countback {row.number}: {fault}"


def _roll(poll: Poll) -> Iterator[bytes]:
    rows = poll.roll.order_by("number").values_list("number", "salt", "person_id", "ground")
    for number, salt, person, ground in rows.iterator():
        yield leaf_hash(rules.leaf_of(poll.pk, number, salt, person, ground))


def _box(poll: Poll) -> str:
    rows = SealedBallot.objects.filter(poll=poll.pk).values_list("pk", "picks")
    return rules.root_of(leaf_hash(rules.box_leaf(key, picks)) for key, picks in sorted(rows))
