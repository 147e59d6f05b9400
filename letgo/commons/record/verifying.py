"""Whether the record of this installation still is what was sealed: everything is worked out again from the rows.

Each finding is (True, what holds), (False, what is false, with the number and id of the line) or (None, a note). Rows are read
AT_ONCE at a time, so that a record of any length takes the same memory.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from letgo.commons.record import kept, queries
from letgo.commons.record.models import Head
from letgo.commons.record.rules import FORGET, LATE, REDACT, moment, salted
from letgo.engines.sealing.canonical import NotCanonical
from letgo.engines.sealing.merkle import Frontier, leaf_hash

Finding = tuple[bool | None, str]


def verify() -> Iterator[Finding]:
    """Every leaf, the tree, heads and signatures, what lines say and who did it, redactions, the heads file, the unsealed tail."""
    tree = _Tree(kept.is_made_up())
    yield from tree.check()
    yield from _redactions()
    yield from _heads_file()
    yield from _tail(tree.last)


class _Tree:
    """One pass over leaves and heads, side by side."""

    def __init__(self, made_up: bool) -> None:
        self.made_up = made_up
        self.edge, self.whole = Frontier(), True
        self.keys = set(kept.known_keys())
        self.last: Head | None = None
        self.before: tuple[datetime, UUID] | None = None
        self.faults = self.heads = 0

    def check(self) -> Iterator[Finding]:
        heads = queries.heads()
        head = next(heads, None)
        for row in queries.sealed():
            for finding in self._leaf(row):
                self.faults += finding[0] is False
                yield finding
            while head is not None and head.size <= self.edge.size:
                yield from self._head(head)
                head = next(heads, None)
        while head is not None:
            yield False, f"head of {head.size:,} lines: only {self.edge.size:,} are here, the end of the record is gone"
            head = next(heads, None)
        if self.edge.size > (self.last.size if self.last else 0):
            yield (
                False,
                f"number {self.last.size if self.last else 0:,} and after: sealed under no head, nobody signed for them",
            )
        yield True, f"{self.edge.size:,} lines and {self.heads:,} heads were looked at"
        if self.last:
            yield True, f"the last head is of {moment(self.last.at)}, root {self.last.root}, key {self.last.key}"

    def _leaf(self, row: queries.Sealed) -> Iterator[Finding]:
        if row.number != self.edge.size:
            yield from self._gap(row.number)
        above = self.edge.append(_hash(row.hash))
        if row.above != "".join(step.hex() for step in above):
            yield False, f"{row.name}: the hashes above its leaf were changed"
        if row.hash != leaf_hash(row.data).hex():
            yield (
                False,
                f"{row.name} was changed: its verb, what it is about, its audience, time or digests do not fit its seal",
            )
        yield from _said(row)
        yield from self._order(row)

    def _gap(self, number: int) -> Iterator[Finding]:
        """Numbers that are not there. What follows cannot be put under its head, but is looked at all the same."""
        self.whole = False
        for missing in range(self.edge.size, min(number, self.edge.size + 20)):
            line = queries.line_at(missing)
            yield (
                False,
                f"number {missing:,}: " + (f"line {line} was deleted" if line else "it was deleted, with its leaf"),
            )
        if number - self.edge.size > 20:
            yield False, f"numbers {self.edge.size + 20:,} to {number - 1:,} were deleted, too"
        self.edge.size = number

    def _order(self, row: queries.Sealed) -> Iterator[Finding]:
        here = (row.at, row.line)
        if self.before and here < self.before:
            yield False, f"{row.name} stands at another place than where it was sealed: its time and id belong earlier"
        self.before = here
        if self.last and row.at < self.last.at - LATE:
            yield _late(row.name, row.at, self.last, self.made_up)

    def _head(self, head: Head) -> Iterator[Finding]:
        since = self.last.size if self.last else 0
        name = f"head of {head.size:,} lines ({moment(head.at)})"
        if self.whole and self.edge.size == head.size:
            if self.edge.root().hex() != head.root:
                self.whole = False
                yield (
                    False,
                    f"{name}: among the numbers {since:,} to {head.size - 1:,} something was changed, moved, put in or taken out",
                )
            elif head.peaks != [peak.hex() for peak in self.edge.peaks]:
                yield False, f"{name}: its peaks were changed"
        elif self.whole:
            self.whole = False
            yield False, f"{name}: it does not stand at the end of its lines"
        if not kept.is_signed(head):
            yield False, f"{name}: its signature is false"
        elif head.key not in self.keys:
            yield False, f"{name}: it is signed with a key that this installation never had, {head.key}"
        if self.last and head.at < self.last.at:
            yield False, f"{name}: it is older than the head before it"
        self.last, self.before = head, None
        self.heads += 1


def _hash(text: str) -> bytes:
    """A hash from its hex; nonsense becomes a hash that fits nothing."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    return found if len(found) == 32 else bytes(32)


def _said(row: queries.Sealed) -> Iterator[Finding]:
    """Whether words and doer are those that were sealed, or taken out with a line that says so."""
    for what, part, digest, gone in (
        ("what it says", row.words, row.words_digest, row.redacted),
        ("who did it", row.doer, row.doer_digest, row.forgotten),
    ):
        if part is None and not gone:
            yield False, f"{row.name}: {what} was deleted, and no line says why"
        elif part is not None and gone:
            yield False, f"{row.name}: a line says that {what} was taken out, but it is there"
        elif part is not None and not _fits(part, digest):
            yield False, f"{row.name}: {what} was changed"


def _fits(part: tuple[str, Any], digest: str) -> bool:
    try:
        return salted(*part) == digest
    except (NotCanonical, ValueError):
        return False


def _late(name: str, at: datetime, head: Head, made_up: bool) -> Finding:
    said = f"{name} says {moment(at)}, but it was not there yet at {moment(head.at)}"
    return (None, f"{said} (in a made-up town)") if made_up else (False, f"{said}: it was put in later")


def _redactions() -> Iterator[Finding]:
    """Each is explained by a line that says so about this very line."""
    count = 0
    for redaction in queries.redactions():
        count += 1
        why = redaction.why
        if why.verb not in (REDACT, FORGET) or (why.about_kind, why.about_id) != ("line", redaction.line_id):
            yield False, f"line {redaction.line_id}: its redaction leads to line {why.pk}, which says no such thing"
    if count:
        yield True, f"{count:,} lines say that something was taken out, and why"


def _heads_file() -> Iterator[Finding]:
    """The heads file against the database: what was cut off at the end of the record, or swapped, shows here."""
    heads, last, count = queries.heads(), 0, 0
    head = next(heads, None)
    for place, said in enumerate(kept.kept_heads(), start=1):
        if said is None or said["size"] <= last:
            yield (
                False,
                f"heads.jsonl, line {place}: " + ("it is no head" if said is None else "it does not stand in order"),
            )
            continue
        last = said["size"]
        while head is not None and head.size < last:
            yield False, f"head of {head.size:,} lines: it is in the database, but not in heads.jsonl"
            head = next(heads, None)
        if head is None or head.size > last:
            yield False, f"heads.jsonl, line {place}: the head of {last:,} lines is gone from the database"
            continue
        if said != kept.as_json(head):
            yield False, f"heads.jsonl, line {place}: the head of {last:,} lines was another when it was signed"
        count += 1
        head = next(heads, None)
    if count:
        yield True, f"{count:,} heads are the same in heads.jsonl"
    if head is not None:
        yield (
            None,
            f"heads from {head.size:,} lines on are not in heads.jsonl yet: nothing here would show that the end was cut off",
        )


def _tail(last: Head | None) -> Iterator[Finding]:
    """Lines that no seal covers yet."""
    count = 0
    made_up = kept.is_made_up()
    for row in queries.unsealed_rows():
        count += 1
        yield from _said(row)
        if last and row.at < last.at - LATE:
            yield _late(row.name, row.at, last, made_up)
    if count:
        yield None, f"{count:,} lines wait to be sealed: only their words are checked"
