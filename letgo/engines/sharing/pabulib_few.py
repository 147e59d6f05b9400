"""The voters of a short file, read as lists of texts: the usual case only. Whatever is odd is left to the columns.

Arrays cost some hundred calls, however short they are; a few hundred lines are sooner split, and all names looked up in
one go. A ballot is a row of bytes, one for each project it names: sorted as bytes it stands in the order of its group.
Nothing is refused or noted here: `read_few` gives None, and pabulib_votes.py says what there is to say.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.pabulib_head import Head
from letgo.engines.sharing.pabulib_numbers import MAX_DECIMALS, decimal
from letgo.engines.sharing.pabulib_text import BLANKS, Reader
from letgo.engines.sharing.pabulib_votes import MAX_POINTS, Ballots
from letgo.engines.sharing.problem import BadFile

Ints = NDArray[Any]

FEW_BYTES = 40_000  # from here on the columns are as quick
FEW_VOTERS, FEW_PROJECTS = 500, 1 << 8
SURE = 2.0**53  # whole numbers below it are added as floats without an error


_RANKS = np.arange(FEW_PROJECTS)


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
        self.millionths: list[int] = []

    def __missing__(self, text: str) -> int:
        number, decimals = decimal(text.strip(BLANKS))
        if number > MAX_POINTS * 10**decimals:
            raise Odd
        self[text] = len(self)
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
    lines = text.split("\n")
    lines.pop()
    fields = list(zip(*[line.split(";") for line in lines], strict=False))  # no more columns than the shortest line has
    ids = set(fields[head.columns[0]])
    if any(blank in text for blank in BLANKS):
        ids = {name.strip(BLANKS) for name in ids}
    if len(ids) < len(lines) or "" in ids:
        raise Odd
    votes = fields[head.columns[1]]
    lengths = [vote.count(",") + 1 for vote in votes]
    index = Known((project.id, c) for c, project in enumerate(head.projects))
    named = np.frombuffer(bytes(map(index.__getitem__, ",".join(votes).split(","))), np.uint8)
    marks, worth = None, _RANKS
    if head.marks_kind == "points":
        marks, worth = _points(fields[head.columns[2]], lengths)
    starts = list(accumulate(lengths, initial=0))
    named, marks = _ascending(named, marks, starts, lengths, head)
    points = worth[marks] if marks is not None and head.marks_kind == "points" else None
    _check(named, points, starts, lengths, head)
    supporters = np.bincount(named, minlength=len(head.projects))
    sums = [0] * len(supporters)
    if points is not None:
        if float(worth[-1]) * len(points) >= SURE:
            raise Odd
        sums = np.bincount(named, points, len(supporters)).astype(np.int64).tolist()
    return Ballots(len(lines), supporters.tolist(), sums, [], _grouped(named, marks, starts, worth))


def _points(texts: Sequence[str], lengths: list[int]) -> tuple[Ints, Ints]:
    """(places, millionths): the points in the order they stand, as places in a list of all distinct ones, ascending."""
    if [text.count(",") + 1 for text in texts] != lengths:
        raise Odd
    known = Points()
    which = bytes(map(known.__getitem__, ",".join(texts).split(",")))  # a ValueError from 256 on
    worth = sorted(set(known.millionths))
    places = which.translate(bytes(map(worth.index, known.millionths)).ljust(256, b"\0"))
    return np.frombuffer(places, np.uint8), np.array(worth, np.int64)


def _ascending(
    named: Ints, marks: Ints | None, starts: list[int], lengths: list[int], head: Head
) -> tuple[Ints, Ints | None]:
    """The projects of each ballot ascending, with their marks beside them."""
    key = np.arange(0, len(lengths) << 8, 1 << 8).repeat(lengths)
    key |= named
    if head.marks_kind is None:
        key.sort()
    else:
        order = key.argsort()
        key = key[order]
        marks = (order - np.array(starts[:-1]).repeat(lengths)).astype(np.uint8) if marks is None else marks[order]
    if (key[1:] == key[:-1]).any():
        raise Odd
    return (key & 255).astype(np.uint8), marks


def _check(named: Ints, points: Ints | None, starts: list[int], lengths: list[int], head: Head) -> None:
    limits = head.limits
    if min(lengths) < (limits.min_length or 0) or (limits.max_length is not None and max(lengths) > limits.max_length):
        raise Odd
    if limits.max_sum_cost is not None:
        costs = np.array([project.cost for project in head.projects], np.int64)[named]
        if np.add.reduceat(costs, starts[:-1]).max() > limits.max_sum_cost:
            raise Odd
    if limits.max_sum_points is None or points is None:
        return
    if np.add.reduceat(points, starts[:-1]).max() > limits.max_sum_points:
        raise Odd


def _grouped(named: Ints, marks: Ints | None, starts: list[int], worth: Ints) -> tuple[Ints, Ints, Ints | None, Ints]:
    """(starts, named, marks, weights) of the groups: bytes are sorted as the numbers in them are."""
    raw = named.tobytes()
    if marks is None:
        found: Counter[Any] = Counter([raw[a:b] for a, b in pairwise(starts)])
        ballots = parts = sorted(found)
    else:
        given = marks.tobytes()
        found = Counter([(raw[a:b], given[a:b]) for a, b in pairwise(starts)])
        ballots = sorted(found)
        parts = [ballot[0] for ballot in ballots]
        marks = worth[np.frombuffer(b"".join([ballot[1] for ballot in ballots]), np.uint8)]
    first = np.array(list(accumulate(map(len, parts), initial=0)), np.int64)
    weights = np.array([found[ballot] for ballot in ballots], np.int64)
    return first, np.frombuffer(b"".join(parts), np.uint8), marks, weights
