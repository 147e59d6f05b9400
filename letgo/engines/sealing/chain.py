"""A hash chain: every entry holds the hash of the one before, so none can be changed, moved or dropped unseen.

Cutting off the end leaves a shorter chain, whole in itself: only the head (the last hash), kept elsewhere, shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from letgo.engines.sealing.canonical import NotCanonical, Value, encode

BEFORE_ALL = "0" * 64


@dataclass(frozen=True)
class Entry:
    """`body` as entry `number` (from 0); `before` and `hash` are 64 hex digits."""

    number: int
    body: Value
    before: str
    hash: str


@dataclass(frozen=True)
class Fault:
    """The first entry that is false, by its place in the list (from 0), and what is wrong there."""

    place: int
    text: str


def append(last: Entry | None, body: Value) -> Entry:
    """The entry for `body` after `last` (None at the start of a chain). Raises NotCanonical."""
    number, before = (last.number + 1, last.hash) if last else (0, BEFORE_ALL)
    return Entry(number, body, before, entry_hash(number, before, body))


def entry_hash(number: int, before: str, body: Value) -> str:
    """Hex of SHA-256 over the canonical JSON `[number, before, body]`."""
    return sha256(encode([number, before, body])).hexdigest()


def first_fault(entries: Iterable[Entry], head: str | None = None) -> Fault | None:
    """The first false entry of a chain, or None when all holds.

    With `head`, the hash that the last entry must have, a chain that was cut short or made anew is found too.
    """
    place, before = -1, BEFORE_ALL
    for place, entry in enumerate(entries):
        if text := _wrong(entry, place, before):
            return Fault(place, text)
        before = entry.hash
    if head is not None and before != head:
        return Fault(max(place, 0), "the chain does not end with the given head: its end was cut off or made anew")
    return None


def _wrong(entry: Entry, place: int, before: str) -> str:
    if entry.number != place:
        return f"entry {entry.number} stands where entry {place} belongs"
    if entry.before != before:
        return f"entry {place} does not follow the entry before it"
    try:
        holds = entry.hash == entry_hash(entry.number, entry.before, entry.body)
    except NotCanonical as error:
        return f"entry {place} cannot be hashed: {error}"
    return "" if holds else f"entry {place} was changed: its hash does not fit what it says"
