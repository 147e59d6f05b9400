"""Voters' rows to ballots: project indexes and marks, what is odd about them, and what is refused."""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.grouping import group
from letgo.engines.sharing.pabulib_columns import Rows, Text
from letgo.engines.sharing.pabulib_numbers import MAX_DECIMALS, NotANumber, decimal
from letgo.engines.sharing.pabulib_text import shown
from letgo.engines.sharing.problem import BadFile, MarksKind, Note

Ints = NDArray[Any]
Groups = tuple[Ints, Ints, Ints | None, Ints]  # starts, named, marks, weights

MAX_VOTERS = 5_000_000
POINT = 10**MAX_DECIMALS  # points are kept in millionths until the whole file has been read
MAX_POINTS = 10**9
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)
_LONG = 8 * len(_FACTORS)
_TRIES = 16
_SHOWN = 20  # notes of one kind, before the rest are one number
_ODD = {
    "empty-ballot": "{} named no project; they count as voters",
    "over-max-length": "{} named more projects than max_length allows; their ballots are counted",
    "under-min-length": "{} named fewer projects than min_length asks for; their ballots are counted",
    "over-max-sum-cost": "{} named projects that cost more than max_sum_cost allows; their ballots are counted",
    "over-max-sum-points": "{} gave more points than max_sum_points allows; their ballots are counted",
}


class Limits(NamedTuple):
    """What META says of one ballot; None where it says nothing. Cost in minor units, points in millionths."""

    max_length: int | None = None
    min_length: int | None = None
    max_sum_cost: int | None = None
    max_sum_points: int | None = None


class Packed(NamedTuple):
    """The groups of a short file before they are arrays: projects and places of marks in `worth` as bytes."""

    lengths: list[int]
    named: bytes
    marks: bytes | None
    worth: Ints
    weights: list[int]

    def arrays(self) -> Groups:
        starts = np.array(list(accumulate(self.lengths, initial=0)), np.int64)
        marks = None if self.marks is None else self.worth[np.frombuffer(self.marks, np.uint8)]
        return starts, np.frombuffer(self.named, np.uint8), marks, np.array(self.weights, np.int64)


class Ballots(NamedTuple):
    """What the voters' rows say. `supporters`, `points` (in millionths) by project, where the file declares them."""

    rows: int
    supporters: list[int]
    points: list[int]
    notes: list[Note]
    groups: Groups | Packed


class Votes:
    """Collects the ballots of one file. `costs` in minor units; `kind` says which marks the ballots carry."""

    def __init__(self, ids: Sequence[str], costs: Sequence[int], kind: MarksKind | None, limits: Limits) -> None:
        self._kind, self._limits = kind, limits
        self.rows = 0
        self._supporters = np.zeros(len(ids), np.int64)
        self._points = np.zeros(len(ids), np.int64)
        self._millionths = np.zeros(len(ids), np.int64)
        self._notes: list[Note] = []
        self._ids, self._find = ids, Ids(ids).find
        self._costs = np.array(costs, np.int64)
        self._bits = len(ids).bit_length()
        self._dtype = np.min_scalar_type(len(ids))
        self._lengths: list[Ints] = []
        self._named: list[Ints] = []
        self._marks: list[Ints] = []
        self._voters: list[Ints] = []
        self._odd: dict[str, tuple[int, int]] = {}  # code: how many voters, the first one's line

    def add(self, rows: Rows) -> None:
        """Count one block. `rows.columns`: voter_id, vote and, if the marks are points, points."""
        n = len(rows.lines)
        self.rows += n
        if self.rows > MAX_VOTERS:
            raise BadFile(
                "there are more than 5 million voters", "Count the election in parts", line=int(rows.lines[-1])
            )
        self._voters.append(_fingerprints(rows))
        row, index = self._projects(rows)
        points = self._given(rows, row) if self._kind == "points" else None
        row, index, marks = self._once(rows, row, index, points)
        lengths = np.bincount(row, minlength=n)
        self._supporters += np.bincount(index, minlength=len(self._ids))
        self._lengths.append(lengths.astype(np.int32))
        self._named.append(index.astype(self._dtype))
        if marks is not None:
            self._marks.append(marks)
        self._check(rows, lengths, row, index, marks)

    def ballots(self) -> Ballots:
        """All that was collected, grouped; can be asked for once."""
        groups = group(*self._flat())
        return Ballots(self.rows, self._supporters.tolist(), self._sums_of_points(), self._noted(), groups)

    def _flat(self) -> tuple[Ints, Ints, Ints | None]:
        """(lengths, named, marks), ballot after ballot."""
        lengths = np.concatenate([np.zeros(0, np.int32), *self._lengths])
        named = np.concatenate([np.zeros(0, self._dtype), *self._named])
        empty = np.zeros(0, np.int64 if self._kind == "points" else self._dtype)
        marks = np.concatenate([empty, *self._marks]) if self._kind else None
        self._lengths, self._named, self._marks = [], [], []
        return lengths, named, marks

    def perhaps_twice(self) -> Ints:
        """Numbers of the rows, from 0, whose voter ids may stand in the file more than once: none when all are distinct."""
        prints = np.concatenate([np.zeros(0, np.uint64), *self._voters])
        self._voters = []
        ascending = np.sort(prints)
        again = ascending[1:] == ascending[:-1]
        if not again.any():
            return np.zeros(0, np.int64)
        level = np.zeros(len(prints), bool)
        level[1:] = again
        level[:-1] |= again
        return np.sort(np.argsort(prints, kind="stable")[level])

    def _sums_of_points(self) -> list[int]:
        """Points given to each project, in millionths."""
        return [
            whole * POINT + part for whole, part in zip(self._points.tolist(), self._millionths.tolist(), strict=True)
        ]

    def _noted(self) -> list[Note]:
        """What was odd about the ballots."""
        notes = list(self._notes)
        for code, (many, line) in self._odd.items():
            if code != "duplicate-in-ballot":
                notes.append(Note(code, line, _ODD[code].format(_voters(many))))
            elif many > _SHOWN:
                text = f"{many - _SHOWN} more ballots name a project more than once; it is counted once"
                notes.append(Note(code, None, text))
        return notes

    def _projects(self, rows: Rows) -> tuple[Ints, Ints]:
        row, begin, end = rows.text.parts(*rows.columns[1])
        index = self._find(rows.text, begin, end)
        if len(index) and index.min() < 0:
            first = int(np.argmin(index))
            what = f"the vote names {shown(rows.text[begin[first], end[first]])}, which is no project of this file"
            cure = "Add the project to PROJECTS or correct the vote"
            raise BadFile(what, cure, line=int(rows.lines[row[first]]))
        return row, index

    def _given(self, rows: Rows, row: Ints) -> Ints:
        at, begin, end = rows.text.parts(*rows.columns[2])
        wanted, given = (np.bincount(r, minlength=len(rows.lines)) for r in (row, at))
        if (wanted != given).any():
            bad = int(np.argmax(wanted != given))
            what = f"{wanted[bad]} projects but {given[bad]} points"
            raise BadFile(
                what, "Give each project of the vote its points, in the same order", line=int(rows.lines[bad])
            )

        def value(k: int) -> int:
            return _millionths(rows.text[begin[k], end[k]], int(rows.lines[at[k]]))

        values = np.zeros(len(at), np.int64)
        short = np.nonzero(end - begin <= 8)[0]
        texts = rows.text.words(begin[short], end[short] - begin[short])
        _, first, which = np.unique(texts, return_index=True, return_inverse=True)  # few are distinct
        values[short] = np.array([value(k) for k in short[first].tolist()], np.int64)[which]
        for k in np.nonzero(end - begin > 8)[0].tolist():
            values[k] = value(k)
        return values

    def _once(self, rows: Rows, row: Ints, index: Ints, points: Ints | None) -> tuple[Ints, Ints, Ints | None]:
        """Each project once on a ballot (its first mention), ascending, with its mark."""
        key = (row << self._bits) | index
        order = np.argsort(key, kind="stable") if self._kind else None
        key = np.sort(key) if order is None else key[order]
        twice = np.zeros(len(key), bool)
        twice[1:] = key[1:] == key[:-1]
        if twice.any():
            self._note_twice(rows, key[twice])
            if order is not None:
                keep = np.ones(len(key), bool)
                keep[order[twice]] = False
                return self._once(rows, row[keep], index[keep], None if points is None else points[keep])
            key = key[~twice]
        row, index = key >> self._bits, key & ((1 << self._bits) - 1)
        if self._kind == "rank":
            counts = np.bincount(row, minlength=len(rows.lines))
            return row, index, (order - np.repeat(np.cumsum(counts) - counts, counts)).astype(self._dtype)
        return row, index, None if points is None or order is None else points[order]

    def _note_twice(self, rows: Rows, keys: Ints) -> None:
        row, first = np.unique(keys >> self._bits, return_index=True)
        before = self._tally("duplicate-in-ballot", rows.lines[row])
        for line, key in zip(rows.lines[row].tolist(), keys[first].tolist(), strict=True):
            if before < _SHOWN:
                name = shown(self._ids[key & ((1 << self._bits) - 1)])
                text = f"the ballot names {name} more than once; it is counted once"
                self._notes.append(Note("duplicate-in-ballot", line, text))
            before += 1

    def _check(self, rows: Rows, lengths: Ints, row: Ints, index: Ints, marks: Ints | None) -> None:
        limits = self._limits
        self._tally("empty-ballot", rows.lines[lengths == 0])
        if limits.max_length is not None:
            self._tally("over-max-length", rows.lines[lengths > limits.max_length])
        if limits.min_length is not None:
            self._tally("under-min-length", rows.lines[(lengths > 0) & (lengths < limits.min_length)])
        if limits.max_sum_cost is not None:
            costs = np.minimum(self._costs, limits.max_sum_cost + 1)[index]
            self._tally("over-max-sum-cost", rows.lines[_sums(costs, lengths) > limits.max_sum_cost])
        if marks is not None and self._kind == "points":
            np.add.at(self._points, index, marks // POINT)
            np.add.at(self._millionths, index, marks % POINT)
            if limits.max_sum_points is not None:
                sums = _sums(np.minimum(marks, limits.max_sum_points + 1), lengths)
                self._tally("over-max-sum-points", rows.lines[sums > limits.max_sum_points])

    def _tally(self, code: str, lines: Ints) -> int:
        """Count the voters of these lines under `code`; how many there were before."""
        before, first = self._odd.get(code, (0, 0))
        if len(lines):
            self._odd[code] = before + len(lines), first or int(lines[0])
        return before


class Ids:
    """Finds projects by the bytes of their ids: many at once, and exactly.

    An id's eight-byte words are mixed into one key. Where some multiplier sends the keys to different slots of a small
    table, a key is found in one step; else (thousands of projects) by bisection. Then the words themselves are compared.
    """

    def __init__(self, ids: Sequence[str]) -> None:
        raw = [name.encode() for name in ids]
        self._width = (max(map(len, raw)) + 7) // 8
        table = b"".join(name.ljust(8 * self._width, b"\0") for name in raw)
        self._words = list(np.frombuffer(table, "<u8").reshape(len(raw), self._width).T.copy())
        for self._factor in _FACTORS:
            keys = _mixed(self._words, self._factor)
            self._slots = self._spread(keys)
            if self._slots is not None:
                return
            self._sorted = np.argsort(keys)
            self._keys = keys[self._sorted]
            if (self._keys[1:] != self._keys[:-1]).all():
                return
        raise BadFile("the project ids are too much alike", "Number the projects instead")

    def find(self, text: Text, begin: Ints, end: Ints) -> Ints:
        """The index of each id, -1 where there is no such project."""
        length = end - begin
        words = [text.words(begin, length, k) for k in range(self._width)]
        key = _mixed(words, self._factor)
        if self._slots is not None:
            index = self._slots[(key * self._multiplier) >> self._shift]
        else:
            index = self._sorted[np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)]
        same = length <= 8 * self._width
        for mine, its in zip(self._words, words, strict=True):
            same &= mine[index] == its
        return index if same.all() else np.where(same, index, -1)

    def _spread(self, keys: Ints) -> Ints | None:
        bits = min(2 * len(keys).bit_length(), 16)
        self._shift = np.uint64(64 - bits)
        for k in range(1, 2 * _TRIES, 2):
            self._multiplier = np.uint64(int(_FACTORS[0]) * k % 2**64)
            slots = (keys * self._multiplier) >> self._shift
            table = np.zeros(1 << bits, np.int64)
            table[slots] = np.arange(len(keys))
            if (table[slots] == np.arange(len(keys))).all():
                return table
        return None


def _mixed(words: Sequence[Ints], factor: np.uint64) -> Ints:
    """One number for each sequence of words: itself where there is but one."""
    key = words[0]
    for word in words[1:]:
        key = (key ^ (key >> np.uint64(29))) * factor + word
    return key


def _fingerprints(rows: Rows) -> Ints:
    """A number for each voter id: equal for equal ids, its own bytes when there are at most eight."""
    begin, end = rows.columns[0]
    if (nameless := begin == end).any():
        line = int(rows.lines[np.argmax(nameless)])
        raise BadFile("the voter has no voter_id", "Give every voter an id of their own", line=line)
    length = end - begin
    prints = rows.text.words(begin, length)
    for k in range(1, len(_FACTORS)):
        longer = np.nonzero(length > 8 * k)[0]
        if not len(longer):
            return prints
        some = [prints[longer], rows.text.words(begin[longer], length[longer], k)]
        prints[longer] = _mixed(some, _FACTORS[0])
    for place in np.nonzero(length > _LONG)[0].tolist():
        digest = blake2b(rows.text.raw[begin[place] : end[place]], digest_size=8).digest()
        prints[place] = int.from_bytes(digest)
    return prints


def _sums(values: Ints, lengths: Ints) -> Ints:
    """The sum of each ballot's part of `values`."""
    total = np.concatenate(([0], np.cumsum(values)))
    after = np.cumsum(lengths)
    sums: Ints = total[after] - total[after - lengths]
    return sums


def _millionths(text: str, line: int) -> int:
    try:
        number, decimals = decimal(text)
        if number > MAX_POINTS * 10**decimals:
            raise NotANumber("is too large", "The most points are 1 000 000 000")
    except NotANumber as error:
        what, cure = error.args
        raise BadFile(f"the points {shown(text)}: the number {what}", cure, line=line) from None
    return number * int(10 ** (MAX_DECIMALS - decimals))


def _voters(many: int) -> str:
    return "1 voter" if many == 1 else f"{many} voters"
