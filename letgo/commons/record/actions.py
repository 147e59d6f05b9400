"""Writing a fact into the record, and doing a thing once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from secrets import token_hex
from typing import Any, Protocol

from django.apps import apps
from django.db import models, transaction

from letgo.commons.record.clock import now
from letgo.commons.record.models import Doer, Line, Once, Words
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import salted


class Signs(Protocol):
    """Whoever does a thing: people.rules.Actor, or record.rules.System."""

    def signature(self) -> dict[str, str]: ...


def write(verb: str, about: Ref, *, audience: Ref = PUBLIC, by: Signs, body: Mapping[str, Any] | None = None) -> Line:
    """Make a fact part of the record, in the caller's transaction: the only way to do so.

    `body` is canonical JSON (engines/sealing/canonical.py) and, when the audience is PUBLIC, holds no name of a person and nothing
    that is not for everybody. Who did it is kept apart and never published. Raises NotCanonical. 3 SQL statements.
    """
    said, did = dict(body or {}), by.signature()
    words_salt, doer_salt = token_hex(32), token_hex(32)
    line = Line.objects.create(
        verb=verb,
        about_kind=about.kind,
        about_id=about.id,
        audience_kind=audience.kind,
        audience_id=None if audience == PUBLIC else audience.id,
        at=now(),
        words_digest=salted(words_salt, said),
        doer_digest=salted(doer_salt, did),
    )
    Words.objects.create(line=line, salt=words_salt, body=said)
    Doer.objects.create(line=line, salt=doer_salt, body=did)
    return line


class Doing:
    """An act under way. `before` is what the same key gave earlier, or None when this is the first time."""

    def __init__(self, row: Once, before: Any):
        self._row = row
        self.before = before

    def with_result(self, result: Any) -> Any:
        """Keep `result` (a saved row, or plain JSON that is not empty) for the next time, and hand it back."""
        if not result:
            raise ValueError("An empty result cannot be told from no result.")
        kept = (
            {"row": [result._meta.label_lower, str(result.pk)]}
            if isinstance(result, models.Model)
            else {"value": result}
        )
        Once.objects.filter(pk=self._row.pk).update(result=kept)
        self._row.result = kept
        return result


@contextmanager
def once(verb: str, key: str) -> Iterator[Doing]:
    """Do the block's act once for `verb` and `key`; a second time gives `before`, whoever asks and however close.

    The row is written in the act's own transaction: a block that raises, or never calls with_result, leaves none.
    Two processes with one key: the second waits for the first (PostgreSQL by the unique row, SQLite by its write lock).
    Raises Refused ("gone") when the row that was made then is no longer there.
    """
    hashed = sha256(key.encode()).hexdigest()
    with transaction.atomic(savepoint=False):
        mine = Once(verb=verb, key=hashed, at=now())
        Once.objects.bulk_create([mine], ignore_conflicts=True)
        row = Once.objects.select_for_update().get(verb=verb, key=hashed)
        doing = Doing(row, None if row.pk == mine.pk else _recall(row))
        yield doing
        if row.result is None:
            raise RuntimeError(f"{verb} ended without saying what came of it.")


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
