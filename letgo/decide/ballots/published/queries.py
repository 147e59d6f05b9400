"""What is published of a vote: the bundle that anybody checks, the sealed one for two agents, and one's own place on the list."""

import gzip
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record import export
from letgo.commons.record import queries as record
from letgo.commons.record.models import Line
from letgo.commons.record.rules import moment
from letgo.decide.ballots import queries
from letgo.decide.ballots.models import Countback, PaperReceived, Poll, SealedBallot, Tally
from letgo.decide.ballots.policies import voter
from letgo.decide.ballots.rules import PUBLIC, PUBLISHED_FROM
from letgo.engines.sealing.canonical import digest, encode

FORMAT, SEALED, ENTRY = "letgo.poll/1", "letgo.poll-sealed/1", "letgo.poll-entry/1"
PUBLISH = "ballots.publish"
SEAL = "ballots.seal-box"
ENTRIES = {"call": "ballots.call", "open": "ballots.open", "close": SEAL, "result": PUBLISH}


def whole(of: Poll) -> dict[str, Any]:
    """All that the bundle says but its proofs: the same bytes each time, from the count on. 8 SQL queries, however many voted.

    From 200 ballots up all of them are in it, in the order of their random keys; below, none is.
    """
    tally = of.tallies.order_by("-number").first()
    if tally is None:
        raise LookupError("This vote is not counted.")
    told, count = tally.report, _certificate(tally)
    few = told["ballots"] < PUBLISHED_FROM
    slips = queries.slips(of)
    return {
        "poll": _poll(of),
        "roll": {"size": of.roll_size, "root": of.roll_root},
        "counts": _counts(of, told["ballots"], len(slips)),
        "slips": slips,
        "box": _box(of),
        "ballots": None if few else ballots(of),
        "stages": count["result"],
        "count": None if few else count,
        "proof": count["digest"],
        "result": {
            "won": told["won"],
            "votes": [[row["number"], row["votes"]] for row in sorted(told["rows"], key=lambda row: row["number"])],
            "spent": told["spent_pence"],
            "voters": told["voters"],
            "mandate": told["mandate"],
        },
    }


def _poll(of: Poll) -> dict[str, Any]:
    options = of.options.order_by("number").values_list("number", "title", "cost_pence", "none", "withdrawn")
    return {
        "id": str(of.pk),
        "question": of.question,
        "method": of.method,
        "edition": of.edition,
        "settings": of.settings,
        "options": [
            {"number": number, "title": title, "cost": cost, "none": none, "withdrawn": withdrawn}
            for number, title, cost, none, withdrawn in options
        ],
        "purse": of.purse_pence,
        "quorum": of.quorum,
        "opens": moment(of.opens),
        "closes": moment(of.closes),
        "extended": of.extended_minutes,
        "seed_from": of.seed_from,
        "seed": of.seed,
    }


def _counts(of: Poll, boxed: int, online: int) -> dict[str, int]:
    """Every ballot, check slip and cover slip in one of these; verify.py adds them up."""
    slips = list(PaperReceived.objects.filter(poll=of).values_list("state", flat=True))
    return {
        "ballots": boxed,
        "online": online,
        "paper": of.paper or 0,
        "replaced": of.replaced or 0,
        "slips": len(slips),
        "counted": boxed - online,
        "spoilt": of.spoilt or 0,
        "late": of.late or 0,
        "lost": of.lost or 0,
        "aside": slips.count("aside"),
    }


def _certificate(tally: Tally) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(bytes(tally.certificate)))
    return found


def _box(of: Poll) -> str:
    """The root over the sealed ballots as the entry of the close said it."""
    return str(said(of, SEAL)["root"])


def said(of: Poll, verb: str) -> dict[str, Any]:
    """What the newest entry of the record with this verb says about a vote, {} where there is none. 1 SQL query."""
    line = _line(of, verb)
    return (line and line.said) or {}


def _line(of: Poll, verb: str) -> Any:
    rows = Line.objects.filter(verb=verb, about_kind="poll", about_id=of.pk).select_related("words")
    return rows.order_by("-at", "pk").first()


def ballots(of: Poll) -> list[list[Any]]:
    """Every ballot of the sealed box: its random key and the numbers picked, in the order of the keys. 1 SQL query."""
    rows = SealedBallot.objects.filter(poll=of.pk).values_list("pk", "picks")
    return sorted([str(key), json.loads(picks)] for key, picks in rows)


def bundle(of: Poll) -> dict[str, Any] | None:
    """What anybody may take home of a declared vote, "letgo.poll/1"; None until its entries in the record are sealed.

    30 SQL queries at most, however many voted.
    """
    if of.state not in PUBLIC:
        return None
    lines = {name: _proved(of, verb) for name, verb in ENTRIES.items()}
    return None if None in lines.values() else _document(FORMAT, {**whole(of), "lines": lines})


def _proved(of: Poll, verb: str) -> dict[str, Any] | None:
    """An entry of the record with its place in the whole, or None while it waits to be sealed."""
    line = _line(of, verb)
    row, proof = (record.sealed_line(line.pk), record.proof_of(line.pk)) if line else (None, None)
    if row is None or proof is None:
        return None
    document = export.certificate(row, proof)
    return {**document, "digest": digest(document)}


def sealed_bundle(of: Poll, actor: Actor) -> dict[str, Any] | None:
    """What one of the two agents recounts a small vote from, "letgo.poll-sealed/1"; None for everybody else, and where it is published."""
    public = bundle(of) if may(actor, "ballots.read-sealed", of) else None
    tally = of.tallies.order_by("-number").first()
    if public is None or tally is None or public["ballots"] is not None:
        return None
    return _document(SEALED, {"public": public, "ballots": ballots(of), "count": _certificate(tally)})


def countback_file(of: Countback, actor: Actor) -> bytes | None:
    """The proof of a countback, "letgo.counting/1", which holds all ballots: for everybody where those of the vote are published, for
    its two agents where they are not; else None. 4 SQL queries."""
    tally = of.poll.tallies.order_by("-number").first()
    few = tally is None or tally.report["ballots"] < PUBLISHED_FROM
    return None if few and not may(actor, "ballots.read-sealed", of.poll) else gzip.decompress(bytes(of.certificate))


def own_entry(of: Poll, actor: Actor) -> dict[str, Any] | None:
    """That the actor, or whom they vote for, is on the frozen list: "letgo.poll-entry/1". It names nobody else. 2 SQL queries."""
    own, person = queries.own_entry(of, actor), voter(actor)
    if own is None:
        return None
    entry = {"number": own.number, "salt": own.salt, "person": str(person), "ground": own.ground, "path": own.path}
    roll = {"size": own.size, "root": own.root}
    return _document(ENTRY, {"poll": str(of.pk), "question": of.question, **entry, "roll": roll})


def _document(kind: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    document = {"format": kind, **parts}
    return {**document, "digest": digest(document)}


def as_file(document: Mapping[str, Any]) -> bytes:
    """The bytes to save: canonical JSON."""
    return encode(document)


def published(of: Poll) -> bool:
    """Whether the record has its fingerprint of this result. 1 SQL query."""
    return _line(of, PUBLISH) is not None


def poll(pk: UUID) -> Poll | None:
    """A vote whose result is public, or None. 1 SQL query."""
    return Poll.objects.filter(pk=pk, state__in=sorted(PUBLIC)).select_related("place", "power", "electorate").first()
