"""The voters of a short file, read as lists of texts: the usual case only. Whatever is odd is left to the columns.

Arrays cost some hundred calls, however short they are; a few hundred lines are sooner split, and all names looked up in
one go. A ballot is a row of bytes, one for each project it names: sorted as bytes it stands in the order of its group.
Nothing is refused or noted here: `read_few` gives None, and pabulib_votes.py says what there is to say.
"""

from collections import Counter
from collections.abc import Sequence
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.pabulib_head import Head
from letgo.engines.sharing.pabulib_numbers import MAX_DECIMALS, decimal, whole
from letgo.engines.sharing.pabulib_text import BLANKS, Reader
from letgo.engines.sharing.pabulib_votes import MAX_POINTS, POINT, Ballots, Packed
from letgo.engines.sharing.problem import BadFile, MarksKind

Ints = NDArray[Any]

FEW_BYTES = 40_000  # from here on the columns are as quick
FEW_VOTERS, FEW_PROJECTS = 500, 255
MANY_ALIKE = 0.8  # where a smaller part of the votes differ, equal ones are read once
SURE = 2.0**53  # whole numbers below it are added as floats without an error


_RANKS = np.arange(FEW_PROJECTS)
_STOP, _END, _BETWEEN = (
    255,
    b"\xff",
    ",;,",
)  # a ballot's end: as a project or mark, as a byte, among texts; no text is ";"


_ENDS = bytes(_STOP) + b"\1"  # of a row of bytes: where the ballots end


class Odd(Exception):
    """Something that gets a note or a refusal."""


def read_few(reader: Reader, head: Head) -> Ballots | None:
    """All ballots of the rest of the file; None where they are many or anything is odd about them.

    A row in which a field that counts is empty is odd too, and so is any line that could begin a section. After None the
    reader stands where it stood, or further on where the file has to be read once more.
    """
    begin = reader.line
    blocks: list[bytes] = []
    try:
        while (block := reader.block()) and len(block) <= FEW_BYTES and len(head.projects) <= FEW_PROJECTS:
            many = block.count(b"\n")
            if many > FEW_VOTERS or b'"' in block:
                break
            blocks.append(block)
            reader.take(many)
        if not block:
            return _ballots(b"".join(blocks).decode(), head)
    except (Odd, LookupError, ValueError):  # NotANumber is one, too
        pass
    except BadFile:
        if reader.line > begin:  # of two refusals the columns find the first
            return None
        raise
    if blocks:
        reader.back(blocks, begin)
    return None


def _ballots(text: str, head: Head) -> Ballots:
    fields, kind = _fields(text, head.columns), head.marks_kind
    voters, votes = fields[0], fields[1]
    ids = set(voters)
    if any(map(text.__contains__, BLANKS)):
        ids = {name.strip(BLANKS) for name in ids}
    if len(ids) < len(voters) or "" in ids:
        raise Odd
    points = fields[2] if kind == "points" else None
    weights: list[int] | None = None
    if len(set(votes)) < MANY_ALIKE * len(votes):
        both: Counter[Any] = Counter(votes if points is None else zip(votes, points, strict=True))
        votes, weights = list(both), list(both.values())
        if points is not None:
            votes, points = zip(*both, strict=True)
    raw = _named(_BETWEEN.join(votes).split(","), head)
    lengths = list(map(len, raw.split(_END)))
    marks, worth = (None, _RANKS) if points is None else _points(points, raw)
    ballots, given = _ascending(raw, marks, lengths, kind)
    supporters, sums = _checked(ballots, given, worth, lengths, weights, head)
    return Ballots(len(voters), supporters, sums, [], _grouped(ballots, given, worth, weights))


def _named(ids: list[str], head: Head) -> bytes:
    """Which projects these are; blanks are taken off where there may be some. Raises LookupError."""
    index = dict(zip([project.id for project in head.projects], range(FEW_PROJECTS), strict=False))
    index[";"] = _STOP
    try:
        return bytes(map(index.__getitem__, ids))
    except KeyError:
        return bytes([index[name.strip(BLANKS)] for name in ids])


def _fields(text: str, columns: list[int]) -> Sequence[Sequence[str]]:
    """These columns. Raises LookupError where a line has fewer."""
    width = text.count(";", 0, text.index("\n")) + 2
    flat = text.replace("\n", ";\n;").split(";")  # where all lines are as long, their ends stand at even distances
    lines = text.count("\n")
    if flat[width - 1 :: width].count("\n") == lines and len(flat) == lines * width + 1:
        if max(columns) > width - 2:
            raise Odd
        return [flat[column:-1:width] for column in columns]
    every = list(zip(*[line.split(";") for line in text[:-1].split("\n")], strict=False))
    return [every[column] for column in columns]


def _points(texts: Sequence[str], raw: bytes) -> tuple[bytes, Ints]:
    """(places, millionths): the points in the order they stand, as places in a list of all distinct ones, ascending.

    `raw`: the projects that they are given to, which end where these end.
    """
    places, worth = _small(texts) or _distinct(texts)
    if places.translate(_ENDS) != raw.translate(_ENDS):
        raise Odd
    return places, worth


def _small(texts: Sequence[str]) -> tuple[bytes, Ints] | None:
    """What `_distinct` gives, from numbers of up to three digits alone; else None. Half as long as text by text."""
    raw = np.frombuffer(f"{',,'.join(texts)},".encode(), np.uint8)
    digits, stops = raw - ord("0"), (raw == ord(",")).nonzero()[0]
    long = stops.copy()  # digits of each number; none where a ballot ends
    long[1:] -= stops[:-1] + 1
    ends = (long == 0).nonzero()[0]
    if long.max() > 3 or len(ends) != len(texts) - 1 or np.count_nonzero(digits < 10) + len(stops) < len(raw):
        return None
    numbers = digits[stops - 1].astype(np.int64)
    for back, unit in ((2, np.int64(10)), (3, np.int64(100))):
        numbers += np.where(long >= back, digits[stops - back], 0) * unit
    numbers[ends] = numbers[0]
    worth = np.bincount(numbers).nonzero()[0]
    if len(worth) > _STOP:
        return None
    place = np.zeros(1000, np.uint8)
    place[worth] = np.arange(len(worth))
    places = place[numbers]
    places[ends] = _STOP
    return places.tobytes(), worth * POINT


def _distinct(texts: Sequence[str]) -> tuple[bytes, Ints]:
    """Each distinct text is read once."""
    given = _BETWEEN.join(texts).split(",")
    known = list(set(given) - {";"})
    plain = whole(known)
    each = [number * POINT for number in plain] if plain else [_millionths(text) for text in known]
    worth = sorted(set(each))
    if worth[-1] > MAX_POINTS * POINT or len(worth) > _STOP:
        raise Odd
    place = dict(zip(worth, range(_STOP), strict=False))
    index = dict(zip(known, map(place.__getitem__, each), strict=True))
    index[";"] = _STOP
    return bytes(map(index.__getitem__, given)), np.array(worth, np.int64)


def _millionths(text: str) -> int:
    number, decimals = decimal(text.strip(BLANKS))
    return number * int(10 ** (MAX_DECIMALS - decimals))


def _ascending(
    raw: bytes, marks: bytes | None, lengths: list[int], kind: MarksKind | None
) -> tuple[list[bytes], list[bytes] | None]:
    """The projects of each ballot, ascending, and their marks beside them."""
    named = np.frombuffer(raw + _END, np.uint8)
    long = np.array(lengths) + 1
    key = np.arange(0, len(lengths) << 8, 1 << 8).repeat(long)
    key |= named
    given = None
    if kind is None:
        key.sort()
    else:
        order = key.argsort()
        key = key[order]
        if marks is not None:
            given = np.frombuffer(marks + _END, np.uint8)[order]
        else:
            ends = long.cumsum()
            given = (order - (ends - long).repeat(long)).astype(np.uint8)
            given[ends - 1] = _STOP
    if (key[1:] == key[:-1]).any():
        raise Odd
    return _parted(key.astype(np.uint8)), None if given is None else _parted(given)


def _parted(ballots: Ints) -> list[bytes]:
    return ballots.tobytes().split(_END)[:-1]


def _checked(
    ballots: list[bytes],
    given: list[bytes] | None,
    worth: Ints,
    lengths: list[int],
    weights: list[int] | None,
    head: Head,
) -> tuple[list[int], list[int]]:
    """(supporters, points in millionths) of each project, as far as the file declares them; else nothing."""
    limits, declared, many = head.limits, head.declared, len(head.projects)
    if min(lengths) < (limits.min_length or 0) or (limits.max_length is not None and max(lengths) > limits.max_length):
        raise Odd
    if limits.max_sum_cost is not None:
        costs = [project.cost for project in head.projects]
        if (
            sum(costs) > limits.max_sum_cost
            and _most(ballots, lengths, np.array(costs, np.int64)) > limits.max_sum_cost
        ):
            raise Odd
    points = given if head.marks_kind == "points" else None
    if limits.max_sum_points is not None and points and _most(points, lengths, worth) > limits.max_sum_points:
        raise Odd
    supporters: list[int] = []
    sums: list[int] = []
    named = _flat(ballots, weights)
    if "votes" in declared:
        supporters = np.bincount(named, minlength=many).tolist()
    if "score" in declared and points:
        if float(worth[-1]) * (len(ballots) if weights is None else sum(weights)) >= SURE:
            raise Odd
        sums = np.bincount(named, worth[_flat(points, weights)], many).astype(np.int64).tolist()
    return supporters, sums


def _most(ballots: list[bytes], lengths: list[int], worth: Ints) -> int:
    """The most that one ballot's bytes are worth together; none is empty."""
    long = np.array(lengths)
    return int(np.add.reduceat(worth[np.frombuffer(b"".join(ballots), np.uint8)], long.cumsum() - long).max())


def _flat(ballots: list[bytes], weights: list[int] | None) -> Ints:
    """The ballots one after the other, each for every voter who gave it."""
    return np.frombuffer(b"".join(ballots if weights is None else map(mul, ballots, weights)), np.uint8)


def _grouped(ballots: list[bytes], given: list[bytes] | None, worth: Ints, weights: list[int] | None) -> Packed:
    """Equal ballots together: bytes are sorted as the numbers in them are."""
    keys: list[Any] = ballots if given is None else list(zip(ballots, given, strict=True))
    found: dict[Any, int] = Counter(keys) if weights is None else dict(zip(keys, weights, strict=True))
    if weights and len(found) < len(keys):
        found = dict.fromkeys(keys, 0)
        for key, weight in zip(keys, weights, strict=True):
            found[key] += weight
    if weights is None and len(found) == len(keys):
        keys.sort()
        weights = [1] * len(keys)
    else:
        keys = sorted(found)
        weights = list(map(found.__getitem__, keys))
    marks = None
    if given is not None:
        marks = b"".join([part for _, part in keys])
        keys = [named for named, _ in keys]
    return Packed(list(map(len, keys)), b"".join(keys), marks, worth, weights)
