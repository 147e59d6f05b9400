"""Equal ballots into one group with a weight, in an order that owes nothing to the order of the rows.

The ballots are sorted as sequences, eight bytes at a time: first all by their first eight, then only those that are
still level by the next sixteen, thirty-two, ... Equal ballots end up side by side. No hashing, so nothing to collide.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.problem import Election

Ints = NDArray[Any]

_MASKS = np.array([0, *((2**64 - 1) ^ (2 ** (64 - 8 * n) - 1) for n in range(1, 9))], np.uint64)  # the first n bytes
_SLICE = 1 << 14  # groups copied at a time, to keep index arrays small


def as_sets(election: Election) -> Election:
    """The same election without points or ranks: ballots that name the same projects are one group.

    Raises ValueError for unequal endowments, which belong to the groups as they are.
    """
    if election.marks is None:
        return election
    if election.endowments is not None:
        raise ValueError("groups that bring unequal money cannot be put together")
    starts, named, _, weights = group(np.diff(election.starts), election.named, None, election.weights)
    for array in (starts, named, weights):
        array.flags.writeable = False
    return replace(election, starts=starts, named=named, weights=weights, marks=None, marks_kind=None, marks_scale=1)


def group(
    lengths: Ints, named: Ints, marks: Ints | None, weights: Ints | None = None
) -> tuple[Ints, Ints, Ints | None, Ints]:
    """(starts, named, marks, weights) of the groups of n ballots.

    `lengths` int[n]: how many projects each ballot names; `named`, `marks`: ballot after ballot, integers >= 0;
    `weights` int64[n]: voters behind each ballot, 1 where not given.
    `named` and `marks` keep their dtype. Groups are sorted by `named`, then by `marks`, a shorter ballot before one that it begins.
    """
    n = len(lengths)
    starts = np.zeros(n + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    order = np.arange(n, dtype=np.int32)
    new = np.zeros(n, bool)  # whether another ballot begins at this place of the order
    new[:1] = True
    _refine(order, new, starts, named)
    if marks is not None:
        _refine(order, new, starts, marks)
    places = np.nonzero(new)[0]
    heads = order[places]
    together = np.diff(places, append=n) if weights is None or not n else np.add.reduceat(weights[order], places)
    found = np.zeros(len(heads) + 1, np.int64)
    np.cumsum(starts[heads + 1] - starts[heads], out=found[1:])
    return found, _copied(named, starts, heads), None if marks is None else _copied(marks, starts, heads), together


def _refine(order: Ints, new: Ints, starts: Ints, values: Ints) -> None:
    """Sort inside each run of level ballots by `values`, and mark where they differ; in place."""
    text, size = _as_text(values)
    at, width = 0, 1  # bytes compared so far; words to compare next
    while True:
        places = _level(new)
        rows = order[places]
        if at:
            unended = (starts[rows + 1] - starts[rows]) * size >= at
            places, rows = places[unended], rows[unended]
        if not len(places):
            return
        words = [_words(text, starts, rows, size, at + 8 * k) for k in range(width)]
        run = np.cumsum(new, dtype=np.int32)[places]
        sort = np.lexsort((*words[::-1], run)) if at or run[0] != run[-1] else np.argsort(words[0])
        order[places] = rows[sort]
        differs = np.zeros(len(places), bool)
        while words:
            word = words.pop()[sort]
            differs[1:] |= word[1:] != word[:-1]
        new[places] |= differs  # the first of each run is marked already
        at, width = at + 8 * width, width * 2


def _level(new: Ints) -> Ints:
    """Places of the order that share their run with another."""
    level = ~new
    level[:-1] |= level[1:]
    return np.nonzero(level)[0]


def _as_text(values: Ints) -> tuple[Ints, int]:
    """`values` + 1 as big-endian text, eight bytes from every place of it: so number order is value order, and 0 means "ended"."""
    top = int(values.max(initial=0)) + 1
    size = next(s for s in (1, 2, 4, 8) if top < 1 << (8 * s))
    text = np.zeros(len(values) + 8, f">u{size}")
    np.add(values, 1, out=text[:-8], dtype=np.uint64, casting="unsafe")
    return np.ndarray(text.nbytes - 7, ">u8", text, strides=(1,)), size


def _words(text: Ints, starts: Ints, rows: Ints, size: int, at: int) -> Ints:
    """Eight bytes of each row from byte `at`, as a number; those beyond its end read as 0."""
    words = np.empty(len(rows), np.uint64)
    for k in range(0, len(rows), _SLICE):
        some = rows[k : k + _SLICE]
        begin = starts[some] * size + at
        left = starts[some + 1] * size - begin
        mask = _MASKS[np.minimum(np.maximum(left, 0), 8)]
        words[k : k + _SLICE] = text[np.minimum(begin, len(text) - 1)] & mask
    return words


def _copied(values: Ints, starts: Ints, heads: Ints) -> Ints:
    parts = [values[:0]]
    for k in range(0, len(heads), _SLICE):
        some = heads[k : k + _SLICE]
        lengths = starts[some + 1] - starts[some]
        shift = starts[some] - np.cumsum(lengths) + lengths
        parts.append(values[np.repeat(shift, lengths) + np.arange(int(lengths.sum()))])
    return np.concatenate(parts)
