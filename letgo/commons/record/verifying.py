"""Whether the record of this installation still is what was sealed: everything is worked out again from the rows.

Each finding is (True, what holds), (False, what is false, with the number and id of the line) or (None, a note). Rows are read
AT_ONCE at a time, so that a record of any length takes the same memory.
"""

from collections.abc import Iterator
from typing import Any

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
    """One pass over leaves and heads, side by side. `whole`: nothing was missed so far, so that roots can be compared."""

    def __init__(self, made_up: bool) -> None:
        self.made_up = made_up
        self.edge, self.size, self.whole = Frontier(), 0, True
        self.keys = set(kept.known_keys())
        self.last: Head | None = None
        self.late = ""  # a time as moment() writes it; none is less than ""
        self.before: tuple[str, str] | None = None
        self.heads = 0

    def check(self) -> Iterator[Finding]:
        heads = queries.heads()
        head = next(heads, None)
        for row in queries.sealed():
            while head is not None and head.size <= row.number:
                yield from self._head(head)
                head = next(heads, None)
            yield from self._leaf(row)
        while head is not None:
            yield from self._head(head)
            head = next(heads, None)
        signed = self.last.size if self.last else 0
        if self.size > signed:
            yield False, f"number {signed:,} and what comes after it: sealed under no head, nobody signed for it"
        yield True, f"{self.size:,} lines and {self.heads:,} heads were looked at"
        if self.last:
            yield True, f"the last head is of {moment(self.last.at)}, root {self.last.root}, key {self.last.key}"

    def _leaf(self, row: queries.Sealed) -> list[Finding]:
        found = self._gap(row.number) if row.number != self.size else []
        self.size = row.number + 1
        if self.whole and row.above != b"".join(self.edge.append(_hash(row.hash))).hex():
            found.append((False, f"{row.name}: the hashes above its leaf were changed"))
        if row.hash != leaf_hash(row.data).hex():
            what = "its verb, what it is about, its audience, time or digests do not fit its seal"
            found.append((False, f"{row.name} was changed: {what}"))
        return [*found, *_said(row), *self._order(row)]

    def _gap(self, number: int) -> list[Finding]:
        """Numbers that are not there. What follows cannot be put under its head, but is looked at all the same."""
        self.whole = False
        found: list[Finding] = []
        for missing in range(self.size, min(number, self.size + 20)):
            line = queries.line_at(missing)
            how = f"line {line} was deleted" if line else "it was deleted, and its leaf too"
            found.append((False, f"number {missing:,}: {how}"))
        if number > self.size + 20:
            found.append((False, f"numbers {self.size + 20:,} to {number - 1:,}: deleted too"))
        return found

    def _order(self, row: queries.Sealed) -> list[Finding]:
        found: list[Finding] = []
        here = (row.at, row.line)
        if self.before and here < self.before:
            found.append(
                (False, f"{row.name} stands at another place than where it was sealed: its time and id belong earlier")
            )
        self.before = here
        if row.at < self.late:
            found.append(_late(row.name, row.at, self.last, self.made_up))
        return found

    def _head(self, head: Head) -> list[Finding]:
        since = self.last.size if self.last else 0
        name = f"head of {head.size:,} lines ({moment(head.at)})"
        found = []
        if head.size > self.size:
            self.whole = False
            found.append(f"its lines from number {self.size:,} on are gone")
        if self.whole and self.edge.root().hex() != head.root:
            self.whole = False
            found.append(
                f"among the numbers {since:,} to {head.size - 1:,} something was changed, moved, put in or taken out"
            )
        if self.whole and head.peaks != [peak.hex() for peak in self.edge.peaks]:
            found.append("its peaks were changed")
        if not kept.is_signed(head):
            found.append("its signature is false")
        elif head.key not in self.keys:
            found.append(f"it is signed with a key that this installation never had, {head.key}")
        if self.last and head.at < self.last.at:
            found.append("it is older than the head before it")
        self.last, self.late, self.before = head, moment(head.at - LATE), None
        self.heads += 1
        return [(False, f"{name}: {text}") for text in found]


def _hash(text: str) -> bytes:
    """A hash from its hex; nonsense becomes a hash that fits nothing."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    return found if len(found) == 32 else bytes(32)


def _said(row: queries.Sealed) -> list[Finding]:
    """Whether words and doer are those that were sealed, or taken out with a line that says so."""
    found: list[Finding] = []
    for what, part, digest, gone in (
        ("what it says", row.words, row.words_digest, row.whys),
        ("who did it", row.doer, row.doer_digest, row.forgotten),
    ):
        if part is None and not gone:
            found.append((False, f"{row.name}: {what} was deleted, and no line says why"))
        elif part is not None and not _fits(part, digest):
            found.append((False, f"{row.name}: {what} was changed"))
    return found


def _fits(part: tuple[str, Any], digest: str) -> bool:
    try:
        return salted(*part) == digest
    except (NotCanonical, ValueError):
        return False


def _late(name: str, at: str, head: Head, made_up: bool) -> Finding:
    said = f"{name} says {at}, but it was not there yet at {moment(head.at)}"
    return (None, f"{said} (in a made-up town)") if made_up else (False, f"{said}: it was put in later")


def _redactions() -> Iterator[Finding]:
    """Each is explained by a line that says so about this very line."""
    count = 0
    for redaction in queries.redactions():
        count += 1
        why = redaction.why
        if why.verb not in (REDACT, FORGET) or (why.about_kind, why.about_id) != ("line", redaction.line_id):
            yield False, f"line {redaction.line_id}: its redaction leads to line {why.pk}, which says no such thing"
        if redaction.line.said is not None or (why.verb == FORGET and hasattr(redaction.line, "doer")):
            yield False, f"line {redaction.line_id}: line {why.pk} says that something was taken out, but it is there"
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
    late = moment(last.at - LATE) if last else ""
    for row in queries.unsealed_rows():
        count += 1
        yield from _said(row)
        if last and row.at < late:
            yield _late(row.name, row.at, last, made_up)
    if count:
        yield None, f"{count:,} lines wait to be sealed: only their words are checked"
