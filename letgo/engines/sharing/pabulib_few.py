"""The voters of a short file, read line by line: the usual case only. Whatever is odd is left to the columns.

Arrays cost some ten calls a step, however short they are; a few hundred lines are sooner split and looked up. Nothing is
refused or noted here: `read_few` gives None, the file is read once more, and pabulib_votes.py says what there is to say.
"""

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

import numpy as np

from letgo.engines.sharing.pabulib_head import Head
from letgo.engines.sharing.pabulib_numbers import MAX_DECIMALS, NotANumber, decimal
from letgo.engines.sharing.pabulib_text import BLANKS, Reader
from letgo.engines.sharing.pabulib_votes import MAX_POINTS, Ballots
from letgo.engines.sharing.problem import BadFile

FEW_BYTES = 8000  # from here on the columns are as quick

Ballot = tuple[
    tuple[int, ...], tuple[int, ...]
]  # project indexes, ascending; points in millionths or ranks beside them


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


class Points(Known):
    """What points mean in millionths."""

    def __missing__(self, text: str) -> int:
        number, decimals = decimal(text.strip(BLANKS))
        if number > MAX_POINTS * 10**decimals:
            raise Odd
        self[text] = number * int(10 ** (MAX_DECIMALS - decimals))
        return self[text]


def read_few(reader: Reader, head: Head) -> Ballots | None:
    """All ballots of the rest of the file; None where they are many or anything is odd about them.

    A row in which a field that counts is empty is odd too, and so is any line that could begin a section.
    """
    begin = reader.line
    try:
        texts = _texts(reader, head.columns)
        return _laid_out(_ballots(texts, head), head)
    except (Odd, LookupError, NotANumber):
        return None
    except BadFile:
        if reader.line > begin:  # of two refusals the columns find the first
            return None
        raise


def _texts(reader: Reader, columns: list[int]) -> Counter[tuple[str, ...]]:
    """How many voters wrote the same: the fields of their rows that count, without the voter's id."""
    rows: list[list[str]] = []
    while block := reader.block():
        if len(block) > FEW_BYTES or b'"' in block:
            raise Odd
        lines = block.decode().split("\n")
        lines.pop()
        reader.take(len(lines))
        rows += [line.split(";") for line in lines]
    place = columns[0]
    ids = {row[place].strip(BLANKS) for row in rows}
    if len(ids) < len(rows) or "" in ids:
        raise Odd
    return Counter(map(itemgetter(*columns[1:], columns[1]), rows))  # two fields or more, so that all are tuples


def _ballots(texts: Counter[tuple[str, ...]], head: Head) -> dict[Ballot, int]:
    """How many voters mean the same."""
    limits, kind, found = head.limits, head.marks_kind, dict[Ballot, int]()
    index, points = Known((project.id, c) for c, project in enumerate(head.projects)), Points()
    costs = [project.cost for project in head.projects]
    least, most = limits.min_length or 0, limits.max_length
    for (text, given, *_), weight in texts.items():
        named = list(map(index.__getitem__, text.split(",")))
        many = len(named)
        if many < least or (most is not None and many > most):
            raise Odd
        if limits.max_sum_cost is not None and sum(map(costs.__getitem__, named)) > limits.max_sum_cost:
            raise Odd
        if kind is None:
            ballot: Ballot = tuple(sorted(set(named))), ()
        else:
            ballot = _marked(
                named, list(map(points.__getitem__, given.split(","))) if kind == "points" else range(many)
            )
            if kind == "points" and limits.max_sum_points is not None and sum(ballot[1]) > limits.max_sum_points:
                raise Odd
        if len(ballot[0]) < many:
            raise Odd
        found[ballot] = found.get(ballot, 0) + weight
    return found


def _marked(named: list[int], marks: Sequence[int]) -> Ballot:
    if len(named) != len(marks):
        raise Odd
    mark = dict(zip(named, marks, strict=True))
    ordered = tuple(sorted(mark))
    return ordered, tuple(map(mark.__getitem__, ordered))


def _laid_out(found: dict[Ballot, int], head: Head) -> Ballots:
    ballots = sorted(found)
    supporters, points = [0] * len(head.projects), [0] * len(head.projects)
    flat: list[int] = []
    beside: list[int] = []
    starts = [0]
    weights = [found[ballot] for ballot in ballots]
    for (named, marks), weight in zip(ballots, weights, strict=True):
        for c in named:
            supporters[c] += weight
        if head.marks_kind == "points":
            for c, mark in zip(named, marks, strict=True):
                points[c] += weight * mark
        flat += named
        beside += marks
        starts.append(len(flat))
    given = np.array(beside, np.int64) if head.marks_kind else None
    groups = np.array(starts, np.int64), np.array(flat, np.int64), given, np.array(weights, np.int64)
    return Ballots(sum(weights), supporters, points, [], groups)
