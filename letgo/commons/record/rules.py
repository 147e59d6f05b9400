"""How a line is sealed: plain values in, bytes and hashes out. verify.py does the same without a line of this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from json.encoder import encode_basestring as quoted

from letgo.engines.sealing.canonical import Value, encode

# What a line that explains a redaction did: the verb stands in its leaf, so no later edit makes more of it.
REDACT = "record.redact"  # what the line said is gone
FORGET = "record.forget"  # and who did it, too
CHANGE_KEY = "record.change-key"

LATE = timedelta(
    hours=1
)  # longer than any act takes: a line that comes later than this after its own time was not written then


def salted(salt: str, value: Value) -> str:
    """Hex of SHA-256 over the salt (64 hex digits) and the canonical JSON of `value`: tells nothing once the salt is gone."""
    return sha256(bytes.fromhex(salt) + encode(value)).hexdigest()


def moment(at: datetime) -> str:
    """A time as seals and the export write it: 2026-11-22T02:24:00.000000Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def leaf_data(
    line: str,
    verb: str,
    about: tuple[str, str],
    audience: tuple[str, str | None],
    at: str,
    digests: Sequence[str],
) -> bytes:
    """What a line's leaf is the hash of: the canonical JSON of a list of nine texts (one may be null), in the order of the arguments.

    `digests` are those of the words and of who did it. All of it but the digests can be guessed, and they are salted: so the hash of
    a private line tells nothing. Ids come as texts, the time as moment() writes it.
    """
    whose = "null" if audience[1] is None else quoted(audience[1])
    rest = map(quoted, (at, *digests))
    return (
        ",".join(
            [f"[{quoted(line)}", quoted(verb), quoted(about[0]), quoted(about[1]), quoted(audience[0]), whose, *rest]
        ).encode()
        + b"]"
    )


def head_data(size: int, root: str, at: datetime, key: str) -> bytes:
    """What is signed: the canonical JSON of ["letgo.head/1", how many lines, root, time, public key]."""
    return encode(["letgo.head/1", size, root, moment(at), key])


@dataclass(frozen=True)
class System:
    """What the house does by itself: the clock that ticks, a worker, the town's script."""

    name: str

    def signature(self) -> dict[str, str]:
        """Who did it, for the record."""
        return {"system": self.name}


CLOCK = System("clock")


class Sentence(str):
    """A finished English sentence that keeps how it was made, so that a page can say it in another language.

    `pattern` has named places ("They have until {day}."), `values` is what stands there; a day is written as 1 April 2027. Rooms
    below the web say and keep English: to them it is a text as any other. What has no values needs none of this.
    """

    pattern: str
    values: dict[str, object]

    def __new__(cls, pattern: str, /, **values: object) -> "Sentence":
        english = {name: f"{value:%-d %B %Y}" if isinstance(value, date) else value for name, value in values.items()}
        made = super().__new__(cls, pattern.format(**english))
        made.pattern, made.values = pattern, values
        return made

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """A copy that leaves the process is the English alone."""
        return str, (str.__str__(self),)
