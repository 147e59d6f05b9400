"""How a line is sealed: plain values in, hashes out."""

from dataclasses import dataclass
from hashlib import sha256

from letgo.engines.sealing.canonical import Value, encode


def salted(salt: str, value: Value) -> str:
    """Hex of SHA-256 over the salt (64 hex digits) and the canonical JSON of `value`: tells nothing once the salt is gone."""
    return sha256(bytes.fromhex(salt) + encode(value)).hexdigest()


@dataclass(frozen=True)
class System:
    """What the house does by itself: the clock that ticks, a worker, the town's script."""

    name: str

    def signature(self) -> dict[str, str]:
        """Who did it, for the record."""
        return {"system": self.name}


CLOCK = System("clock")
