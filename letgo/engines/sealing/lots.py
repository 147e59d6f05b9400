"""Lots that anybody can draw again: an order of options that follows from the election's name and a seed."""

from collections.abc import Iterable
from hashlib import sha256

from letgo.engines.sealing.canonical import encode


def lot(election: str, seed: str, option: str) -> str:
    """The lot of one option: hex of SHA-256 over the canonical JSON `[election, seed, option]`."""
    return sha256(encode([election, seed, option])).hexdigest()


def order(election: str, seed: str, options: Iterable[str]) -> list[str]:
    """`options` by ascending lot, whatever order they came in. The first one wins a tie."""
    return sorted(options, key=lambda option: lot(election, seed, option))
