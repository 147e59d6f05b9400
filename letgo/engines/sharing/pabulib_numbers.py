"""Decimal numbers of a Pabulib file as integers: bounded before they are built, exact always."""

import re
from collections.abc import Sequence

MAX_UNITS = 10**15  # the largest amount, in minor units
MAX_DECIMALS = 6

_NUMBER = re.compile(r"\+?([0-9]*)(?:([.,])([0-9]*))?(?:[eE]([+-]?[0-9]{1,9}))?")
_MAX_TEXT = 60
_PLAIN = len(str(MAX_UNITS))


class NotANumber(ValueError):
    """Not a number that can be counted with; `args` are what is wrong and the cure."""


def decimal(text: str) -> tuple[int, int]:
    """(m, d) with `text` = m / 10**d, m >= 0 and d the fewest decimals that hold it, 0 <= d <= 6.

    A decimal comma is read as a point, except where it could as well part thousands ("10,000"). Raises NotANumber.
    """
    if len(text) < _PLAIN and text.isascii() and text.isdigit():
        return int(text), 0
    found = _NUMBER.fullmatch(text) if len(text) <= _MAX_TEXT else None
    if not found or not (found[1] or found[3]):
        raise NotANumber(_fault(text), "Write a plain number such as 12500 or 12500.50")
    whole, comma, part, exponent = found.groups(default="")
    if comma == "," and len(part) == 3 and whole.strip("0"):
        raise NotANumber("could mean thousands or three decimals", f"Write {whole}{part} or {whole}.{part}")
    digits = (whole + part).lstrip("0")
    power = int(exponent or 0) - len(part)
    power += len(digits) - len(digits := digits.rstrip("0"))
    if not digits:
        return 0, 0
    if power < -MAX_DECIMALS:
        raise NotANumber("has more than 6 decimals", "Round it to at most 6 decimals")
    if len(digits) + power > _PLAIN:
        raise NotANumber("is too large", "The largest amount is 1 000 000 000 000 000")
    return int(digits) * 10 ** max(power, 0), max(-power, 0)


def whole(texts: Sequence[str]) -> list[int] | None:
    """`texts` as numbers where all are digits only and short, as is usual: what `decimal` gives, all at once. Else None."""
    digits = "".join(texts)
    if digits.isascii() and digits.isdigit() and all(texts) and max(map(len, texts)) < _PLAIN:
        return list(map(int, texts))
    return None


def _fault(text: str) -> str:
    if not text:
        return "is missing"
    if text.startswith("-"):
        return "is negative"
    return "is not a plain number"
