"""One byte sequence for one value: canonical JSON (RFC 8785), and the digest made from it.

Restricted on purpose to strings, integers with |n| < 2**53, booleans, null, arrays and objects: there is no float here
whose printing could differ between two machines. Larger numbers and fractions travel as strings.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import NoReturn, TypeAlias

Value: TypeAlias = "str | int | bool | Sequence[Value] | Mapping[str, Value] | None"

LARGEST = 2**53 - 1  # the largest integer that every JSON reader keeps exactly
DEEPEST = 200
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class NotCanonical(ValueError):
    """The value or text is outside the restricted canonical JSON; the message says what and why."""


def encode(value: Value) -> bytes:
    """The canonical JSON of `value`, as UTF-8. Raises NotCanonical. Source: RFC 8785."""
    try:
        return (_flat(value) or _write(_checked(value, 0))).encode()
    except UnicodeEncodeError:
        raise NotCanonical("a text holds half of a surrogate pair") from None


def decode(data: bytes) -> Value:
    """The value that `data` (UTF-8 JSON, spaced and ordered in any way) says. Raises NotCanonical.

    Refused: floats, exponents, NaN, integers of 2**53 and more, a key twice, half surrogate pairs, deep nesting.
    """
    try:
        value: Value = json.loads(
            data.decode(),
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotCanonical(f"not JSON in UTF-8: {error}") from None
    encode(value)
    return value


def digest(value: Value) -> str:
    """`sha256:` and the hex of SHA-256 over the canonical JSON of `value`."""
    return f"sha256:{sha256(encode(value)).hexdigest()}"


def _flat(value: object) -> str:
    """One flat object with ASCII keys, which most are, written at three times the speed; "" for anything else."""
    if type(value) is not dict or not all(type(key) is str and key.isascii() for key in value):
        return ""
    parts = []
    for key in sorted(value):
        item = value[key]
        if type(item) is str:
            text = _quoted(item)
        elif type(item) is int and -LARGEST <= item <= LARGEST:
            text = str(item)
        elif item is None:
            text = "null"
        else:
            return ""
        parts.append(f"{_quoted(key)}:{text}")
    return "{" + ",".join(parts) + "}"


def _checked(value: object, depth: int) -> object:
    """`value` with every object's keys in order of their UTF-16 code units, as RFC 8785 §3.2.3 wants."""
    if depth > DEEPEST:
        raise NotCanonical(f"nested deeper than {DEEPEST}")
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical("an integer is not between -2**53 and 2**53; send it as a string")
        return int(value)
    if isinstance(value, Mapping):
        return {key: _checked(value[key], depth + 1) for key in sorted(value, key=_utf16)}
    if isinstance(value, (list, tuple)):
        return [_checked(item, depth + 1) for item in value]
    raise NotCanonical(f"{type(value).__name__} is not allowed")


def _utf16(key: object) -> bytes:
    if not isinstance(key, str):
        raise NotCanonical("a key must be a string")
    return key.encode("utf-16-be", "surrogatepass")


def _once(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise NotCanonical("an object has the same key twice")
    return read


def _whole(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST:  # the length first: long digits are slow to read
        raise NotCanonical("an integer is not between -2**53 and 2**53")
    return int(digits)


def _refuse(word: str) -> NoReturn:
    raise NotCanonical(f"the number {word[:20]} is not an integer")
