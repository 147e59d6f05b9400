"""Writing a fact into the record, doing a thing once, sealing what was written, and taking words out without a lie."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from secrets import token_hex
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from letgo.commons.record import kept, queries
from letgo.commons.record.asking import may
from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running
from letgo.commons.record.models import Doer, Head, Leaf, Line, Once, Redaction, Words
from letgo.commons.record.prepared import change, put
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CHANGE_KEY, FORGET, REDACT, salted
from letgo.engines.sealing.merkle import Frontier

SEALED_AT_ONCE = 20_000  # lines under one head: bounds what one transaction holds


class Signs(Protocol):
    """Whoever does a thing: people.rules.Actor, or record.rules.System."""

    def signature(self) -> dict[str, str]: ...


def write(verb: str, about: Ref, *, audience: Ref = PUBLIC, by: Signs, body: Mapping[str, Any] | None = None) -> Line:
    """Make a fact part of the record, in the caller's transaction: the only way to do so.

    `body` is canonical JSON (engines/sealing/canonical.py) and, when the audience is PUBLIC, holds no name of a person and nothing
    that is not for everybody. Who did it is kept apart and never published. Raises NotCanonical, and ValueError for a public line
    that names a person by their id. 3 SQL statements.
    """
    said, did = dict(body or {}), by.signature()
    if audience == PUBLIC and (about.kind == "person" or set(did.values()) & _texts(said)):
        raise ValueError(f"{verb}: a public line tells nobody who did what to whom.")
    words_salt, doer_salt = token_hex(32), token_hex(32)
    line = Line(
        verb=verb,
        about_kind=about.kind,
        about_id=about.id,
        audience_kind=audience.kind,
        audience_id=None if audience == PUBLIC else audience.id,
        at=now(),
        words_digest=salted(words_salt, said),
        doer_digest=salted(doer_salt, did),
    )
    for row in (line, Words(line=line, salt=words_salt, body=said), Doer(line=line, salt=doer_salt, body=did)):
        put(row)
    return line


def _texts(value: Any) -> set[str]:
    """Every text in a body, however deep."""
    if isinstance(value, Mapping):
        return _texts(list(value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(_texts, value))
    return {value} if isinstance(value, str) else set()


class Doing:
    """An act under way. `before` is what the same key gave earlier, or None when this is the first time."""

    def __init__(self, row: Once, before: Any):
        self._row = row
        self.before = before

    def with_result(self, result: Any) -> Any:
        """Keep `result` (a saved row, or plain JSON that is not empty) for the next time, and hand it back."""
        if not result:
            raise ValueError("An empty result cannot be told from no result.")
        self._row.result = (
            {"row": [result._meta.label_lower, str(result.pk)]}
            if isinstance(result, models.Model)
            else {"value": result}
        )
        change(self._row, "result")
        return result


SOMEONE_ELSE = ("Someone else did this before.", "Load the page again and start anew.")


@contextmanager
def once(verb: str, key: str, by: Signs | None = None) -> Iterator[Doing]:
    """Do the block's act once for `verb` and `key`; a second time gives `before` to who did it the first time, however close.

    With `by`, anybody else who has the key is refused before the block begins (decision 0196): so no earlier result tells or gives a
    thing to who may not have it. Without, the block asks may() itself before it looks at `before`, or the key is the house's own.
    The row is written in the act's own transaction: a block that raises, or never calls with_result, leaves none.
    Two processes with one key: the second waits for the first (PostgreSQL by the unique row, SQLite by its write lock).
    Raises Refused, "gone" when the row that was made then is no longer there.
    """
    hashed, doer = sha256(key.encode()).hexdigest(), signed(key, by)
    with transaction.atomic(savepoint=False):
        mine = Once(verb=verb, key=hashed, doer=doer, at=now())
        first = put(mine, unless_there=True)
        row = mine if first else Once.objects.select_for_update().get(verb=verb, key=hashed)
        require(row.doer == doer, *SOMEONE_ELSE)
        doing = Doing(row, None if first else _recall(row))
        yield doing
        if row.result is None:
            raise RuntimeError(f"{verb} ended without saying what came of it.")


def signed(key: str, by: Signs | None) -> str:
    """Who did it, for a Once row: a hash that tells nobody who it was without the key, which is kept nowhere. "" for nobody."""
    return (
        "" if by is None else sha256("\0".join([key, *map(str, sorted(by.signature().items()))]).encode()).hexdigest()
    )


def _recall(row: Once) -> Any:
    if "value" in row.result:
        return row.result["value"]
    label, pk = row.result["row"]
    found = apps.get_model(label).objects.filter(pk=pk).first()
    if found is None:
        raise Refused("This was done before, and what it made is no longer here.", cure="Start again.", kind="gone")
    return found


def earlier(verb: str, key: str) -> Any:
    """What once(verb, key) gave, or None when it was not done. For refusing work early; only once() decides."""
    row = Once.objects.filter(verb=verb, key=sha256(key.encode()).hexdigest()).first()
    return None if row is None or row.result is None else _recall(row)


def seal_waiting(job: Running) -> None:
    """The job "record.seal": lines of the last hours, within some 10 seconds of their writing."""
    _seal_all(queries.looked_at())


def seal_everything(job: Running) -> None:
    """The job "record.seal-all": looks at every line that was ever written, for those whose own time lies far back."""
    _seal_all(None)


def seal_now() -> Head | None:
    """Seal all that is committed, and what the caller's own transaction wrote; for the moment at which something closes.

    Returns the newest head, None while the record is empty. Harmless at any time, from any number of processes.
    """
    _seal_all(None)
    return queries.last_head()


def _seal_all(since: Any) -> None:
    while _seal(since) == SEALED_AT_ONCE:
        pass
    transaction.on_commit(keep_heads, robust=True)  # the next seal writes what a full disk refused


@transaction.atomic
def _seal(since: Any) -> int:
    """Put up to SEALED_AT_ONCE waiting lines into the tree, in order of time and id, under one new head. Returns how many."""
    _one_at_a_time()
    last = queries.last_head()
    edge = Frontier(last.size, [bytes.fromhex(peak) for peak in last.peaks]) if last else Frontier()
    if queries.leaf_count() != edge.size or (last and edge.root().hex() != last.root):
        raise RuntimeError(
            "The end of the record does not fit its last head. Nothing is sealed until someone has looked: letgo verify"
        )
    waiting = queries.unsealed(since, SEALED_AT_ONCE)
    if not waiting:
        return 0
    leaves = []
    for line, hashed in waiting:
        above = edge.append(hashed)
        leaves.append(
            Leaf(number=edge.size - 1, line_id=line, hash=hashed.hex(), above="".join(h.hex() for h in above))
        )
    Leaf.objects.bulk_create(leaves, batch_size=2_000)
    root, at = edge.root().hex(), max(now(), last.at) if last else now()
    key, signature = kept.sign(edge.size, root, at)
    peaks = [peak.hex() for peak in edge.peaks]
    Head.objects.create(size=edge.size, root=root, at=at, key=key, signature=signature, peaks=peaks)
    return len(waiting)


def _one_at_a_time() -> None:
    """Wait until no other sealer runs, to the end of this transaction: a row that everybody may lock, since heads may not be."""
    lock = {"verb": "record.seal", "key": "one at a time"}
    Once.objects.bulk_create([Once(**lock, result={"value": True}, at=now())], ignore_conflicts=True)
    Once.objects.select_for_update().get(**lock)


def keep_heads() -> None:
    """Bring the heads file up to the database, whoever sealed. 1 SQL query."""
    after = kept.last_kept()
    kept.keep_heads(after, queries.heads(after))


@transaction.atomic
def redact(line_id: UUID, reason: str, by: Any, key: str, doer_too: bool = False) -> Line:
    """Take out what a line says (with `doer_too` also who did it), and say so in a line with the reason. Returns that line.

    The line, its number and its seal stay: that something stood there, and when, can always be proved. `reason` is as public as the
    line was, so it must not say again what is taken out. Raises Refused.
    """
    verb = FORGET if doer_too else REDACT
    with once(verb, key, by) as done:
        if done.before:
            return done.before
        line = Line.objects.filter(pk=line_id).first()
        require(line is not None and may(by, "record.redact", line), "You cannot take words out of this entry.")
        reason = reason.strip()
        if not reason:
            raise Refused("Nobody would know why.", cure="Give the reason.")
        gone = [Words.objects.filter(line=line), *([Doer.objects.filter(line=line)] if doer_too else [])]
        if not any(rows.exists() for rows in gone):
            raise Refused("This was taken out before.", cure="There is nothing more to do.")
        audience = PUBLIC if line.audience_id is None else Ref(line.audience_kind, line.audience_id)
        why = write(verb, Ref("line", line.pk), audience=audience, by=by, body={"reason": reason})
        Redaction.objects.create(line=line, why=why)
        for rows in gone:
            rows.delete()
        return done.with_result(why)


def change_key(by: Any, key: str) -> Line:
    """Sign with a new key from now on. The line that says so is the last one that the old key signs. Raises Refused."""
    require(may(by, CHANGE_KEY), "You cannot change the key of the record.")
    if settings.LETGO_SEAL_KEY:
        raise Refused("The key comes from the environment.", cure="Change LETGO_SEAL_KEY there.")
    with transaction.atomic(), once(CHANGE_KEY, key, by) as done:
        if done.before:
            return done.before
        line = write(CHANGE_KEY, PUBLIC, by=by, body={"old": kept.public_key()})
        seal_now()
        transaction.on_commit(kept.change_key)
        return done.with_result(line)
