"""The voters of a short file, read as lists of texts: the usual case only. Whatever is odd is left to the columns.

Arrays cost some hundred calls, however short they are; a few hundred lines are sooner split, and all names looked up in
one go. A ballot is a row of bytes, one for each project it names: sorted as bytes it stands in the order of its group.
Nothing is refused or noted here: `read_few` gives None, and pabulib_votes.py says what there is to say.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.pabulib_head import Head
from letgo.engines.sharing.pabulib_numbers import MAX_DECIMALS, decimal
from letgo.engines.sharing.pabulib_text import BLANKS, Reader
from letgo.engines.sharing.pabulib_votes import MAX_POINTS, POINT, Ballots, Packed
from letgo.engines.sharing.problem import BadFile, MarksKind

Ints = NDArray[Any]

FEW_BYTES = 40_000  # from here on the columns are as quick
FEW_VOTERS, FEW_PROJECTS = 500, 255
SURE = 2.0**53  # whole numbers below it are added as floats without an error


_RANKS = np.arange(FEW_PROJECTS)
_PLAIN = len(str(MAX_POINTS))
_STOP, _END, _BETWEEN = (
    255,
    b"\xff",
    ",;,",
)  # a ballot's end: as a project or mark, as a byte, among texts; no text is ";"


class Odd(Exception):
    """Something that gets a note or a refusal."""


class Known(dict[str, int]):
    """What a text means; a text that is not known yet is looked up without its blanks. Raises KeyError, NotANumber."""

    def __missing__(self, text: str) -> int:
        bare = text.strip(BLANKS)
        if bare == text:
            raise KeyError(text)
        self[text] = self[bare]
        return self[text]


class Points(dict[str, int]):
    """Which of `millionths` a text means: points are many, but few are distinct. Raises NotANumber."""

    def __init__(self) -> None:
        self[";"] = _STOP
        self.millionths: list[int] = []

    def __missing__(self, text: str) -> int:
        if len(self.millionths) == _STOP:
            raise Odd
        self[text] = len(self.millionths)
        if len(text) < _PLAIN and text.isascii() and text.isdigit():
            self.millionths.append(int(text) * POINT)
            return self[text]
        number, decimals = decimal(text.strip(BLANKS))
        if number > MAX_POINTS * 10**decimals:
            raise Odd
        self.millionths.append(number * int(10 ** (MAX_DECIMALS - decimals)))
        return self[text]


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
    fields, blanks = _fields(text, head.columns), any(blank in text for blank in BLANKS)
    voters, kind = fields[0], head.marks_kind
    ids = set(voters)
    if blanks:
        ids = {name.strip(BLANKS) for name in ids}
    if len(ids) < len(voters) or "" in ids:
        raise Odd
    votes: Sequence[str]
    votes, points = fields[1], None
    found: Counter[Any]
    if kind == "points":
        found = Counter(zip(votes, fields[2], strict=True))
        votes, points = zip(*found, strict=True)
    else:
        found = Counter(votes)
        votes = list(found)
    weights = list(found.values())
    index = Known(zip([project.id for project in head.projects], range(FEW_PROJECTS), strict=False))
    index[";"] = _STOP
    raw = bytes(map(index.__getitem__, _BETWEEN.join(votes).split(",")))
    lengths = list(map(len, raw.split(_END)))
    named = np.frombuffer(raw + _END, np.uint8)
    marks, worth = (None, _RANKS) if points is None else _points(points, lengths)
    named, marks = _ascending(named, marks, lengths, kind)
    supporters, sums = _checked(named, marks, worth, lengths, weights, head)
    return Ballots(len(voters), supporters, sums, [], _grouped(named, marks, worth, weights))


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


def _points(texts: Sequence[str], lengths: list[int]) -> tuple[Ints, Ints]:
    """(places, millionths): the points in the order they stand, as places in a list of all distinct ones, ascending."""
    known = Points()
    which = bytes(map(known.__getitem__, _BETWEEN.join(texts).split(",")))
    if list(map(len, which.split(_END))) != lengths:
        raise Odd
    worth = sorted(set(known.millionths))
    place = dict(zip(worth, range(_STOP), strict=False))
    places = which.translate(bytes(map(place.__getitem__, known.millionths)).ljust(256, _END))
    return np.frombuffer(places + _END, np.uint8), np.array(worth, np.int64)


def _ascending(named: Ints, marks: Ints | None, lengths: list[int], kind: MarksKind | None) -> tuple[Ints, Ints | None]:
    """The projects of each ballot ascending, with their marks beside them, and its end after them."""
    long = np.array(lengths) + 1
    key = np.arange(0, len(lengths) << 8, 1 << 8).repeat(long)
    key |= named
    if kind is None:
        key.sort()
    else:
        order = key.argsort()
        key = key[order]
        if marks is not None:
            marks = marks[order]
        else:
            ends = long.cumsum()
            marks = (order - (ends - long).repeat(long)).astype(np.uint8)
            marks[ends - 1] = _STOP
    if (key[1:] == key[:-1]).any():
        raise Odd
    return key.astype(np.uint8), marks


def _checked(
    named: Ints, marks: Ints | None, worth: Ints, lengths: list[int], weights: list[int], head: Head
) -> tuple[list[int], list[int]]:
    """(supporters, points in millionths) of each project, as far as the file declares them; else nothing."""
    limits, declared = head.limits, head.declared
    if min(lengths) < (limits.min_length or 0) or (limits.max_length is not None and max(lengths) > limits.max_length):
        raise Odd
    if limits.max_sum_cost is not None:
        costs = [project.cost for project in head.projects]
        if sum(costs) > limits.max_sum_cost:
            table = np.array(costs + [0] * (_STOP + 1 - len(costs)), np.int64)
            if np.add.reduceat(table[named], _starts(lengths)).max() > limits.max_sum_cost:
                raise Odd
    points = None
    if marks is not None and head.marks_kind == "points" and ("score" in declared or limits.max_sum_points is not None):
        points = np.append(worth, np.zeros(_STOP + 1 - len(worth), np.int64))[marks]
        if (
            limits.max_sum_points is not None
            and np.add.reduceat(points, _starts(lengths)).max() > limits.max_sum_points
        ):
            raise Odd
    supporters: list[int] = []
    sums: list[int] = []
    if not declared:
        return supporters, sums
    many = len(head.projects)
    weight = np.array(weights).repeat(np.array(lengths) + 1) if max(weights) > 1 else None
    if "votes" in declared:
        supporters = list(map(int, np.bincount(named, weight)[:many].tolist()))
    if "score" in declared and points is not None:
        if float(worth[-1]) * sum(weights) * (max(lengths) + 1) >= SURE:
            raise Odd
        points = points if weight is None else points * weight
        sums = np.bincount(named, points)[:many].astype(np.int64).tolist()
    return supporters, sums


def _starts(lengths: list[int]) -> list[int]:
    """Where each ballot begins; its end stands after it."""
    return list(accumulate([length + 1 for length in lengths[:-1]], initial=0))


def _grouped(named: Ints, marks: Ints | None, worth: Ints, weights: list[int]) -> Packed:
    """Equal ballots together: bytes are sorted as the numbers in them are."""
    ballots: list[Any] = named.tobytes().split(_END)[:-1]
    if marks is not None:
        ballots = list(zip(ballots, marks.tobytes().split(_END), strict=False))
    found = dict(zip(ballots, weights, strict=True))
    if len(found) < len(ballots):
        found = dict.fromkeys(ballots, 0)
        for ballot, weight in zip(ballots, weights, strict=True):
            found[ballot] += weight
    ballots = sorted(found)
    packed = None
    weights = list(map(found.__getitem__, ballots))
    if marks is not None:
        parts, given = zip(*ballots, strict=True)
        ballots, packed = list(parts), b"".join(given)
    return Packed(list(map(len, ballots)), b"".join(ballots), packed, worth, weights)
