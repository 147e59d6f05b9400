"""The VOTES section: blocks of lines to arrays of project indexes, a whole column at a time.

A block's bytes are one array and a field is a pair of places in it. Only blocks that hold a quotation mark are read
line by line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.pabulib_text import BLANKS, Reader, section
from letgo.engines.sharing.problem import BadFile

Ints = NDArray[Any]
Span = tuple[Ints, Ints]  # the first place of each, the place after its last

_BLANK = np.isin(np.arange(256), list(BLANKS.encode()))
_FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)  # of a little-endian word
_META, _PROJECTS, _VOTES = np.frombuffer(b"meta    projectsvotes   ", "<u8")
_LOWER = np.uint64(0x2020202020202020)


class Text:
    """Bytes as an array, and as eight-byte words from any place."""

    def __init__(self, raw: bytes, blanks: bool = True) -> None:
        padded = raw + bytes(8)
        self.raw = raw
        self.bytes = np.frombuffer(padded, np.uint8, len(raw))
        self._words = np.ndarray(len(raw) + 1, "<u8", padded, strides=(1,))
        self._blanks = blanks and (b" " in raw or b"\t" in raw or b"\v" in raw or b"\f" in raw)

    def __getitem__(self, span: tuple[int, int]) -> str:
        return self.raw[span[0] : span[1]].decode()

    def places(self, byte: bytes) -> Ints:
        return np.nonzero(self.bytes == byte[0])[0]

    def words(self, begin: Ints, length: Ints, k: int = 0) -> Ints:
        """The k-th eight bytes of each span; 0 stands beyond its end."""
        if k:
            begin, length = np.minimum(begin + 8 * k, len(self.raw)), np.maximum(length - 8 * k, 0)
        return self._words[begin] & _FIRST_BYTES[np.minimum(length, 8)]

    def trimmed(self, begin: Ints, end: Ints) -> Span:
        """The spans without the blanks around them."""
        if not self._blanks:
            return begin, end
        solid = np.nonzero(~_BLANK[self.bytes])[0]
        first, after = np.searchsorted(solid, begin), np.searchsorted(solid, end)
        solid = np.append(solid, len(self.raw))
        some = first < after
        return np.where(some, solid[first], begin), np.where(some, solid[after - 1] + 1, begin)

    def parts(self, begin: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
        """(row, begin, end) of the pieces between commas, empty ones left out. The spans ascend and do not overlap."""
        commas = self.places(b",")
        first, after = np.searchsorted(commas, begin), np.searchsorted(commas, end)
        inside = after - first
        counts = inside + 1
        after = np.cumsum(counts)
        if after[-1:].sum() != len(commas) + len(begin):  # other columns have commas too
            shift = first - np.cumsum(inside) + inside
            commas = commas[np.repeat(shift, inside) + np.arange(inside.sum())]
        between = np.ones(len(commas) + len(begin), bool)
        between[after - 1] = False
        stops = np.empty(len(between), np.int64)
        stops[between], stops[after - 1] = commas, end
        starts = np.empty_like(stops)
        starts[1:] = stops[:-1] + 1
        starts[after - counts] = begin
        row = np.repeat(np.arange(len(begin)), counts)
        starts, stops = self.trimmed(starts, stops)
        some = stops > starts
        return (row, starts, stops) if some.all() else (row[some], starts[some], stops[some])


@dataclass
class Rows:
    """Voters of one block: their lines, and the spans of each column asked for."""

    text: Text
    lines: Ints
    columns: list[Span]

    def only(self, keep: Ints) -> "Rows":
        return Rows(self.text, self.lines[keep], [(begin[keep], end[keep]) for begin, end in self.columns])


def rows_of(reader: Reader, columns: Sequence[int]) -> Iterator[Rows]:
    """The rest of the file, block by block, without its empty lines. Raises BadFile where another section begins."""
    while block := reader.block():
        yield _by_line(reader, columns) if b'"' in block else _by_column(reader, block, columns)


def _by_column(reader: Reader, block: bytes, columns: Sequence[int]) -> Rows:
    text = Text(block)
    ends = text.places(b"\n")
    begins = np.concatenate(([0], ends[:-1] + 1))
    marks = text.places(b";")
    first = np.searchsorted(marks, begins)
    after = np.append(first[1:], len(marks))
    marks = np.append(marks, 0)

    def column(c: int) -> Span:
        begin = np.where(first + c <= after, marks[np.minimum(first + c, len(marks)) - 1] + 1, ends) if c else begins
        end = np.where(first + c < after, marks[np.minimum(first + c, len(marks) - 1)], ends)
        return text.trimmed(begin, end)

    rows = Rows(text, np.arange(reader.line, reader.line + len(ends)), [column(c) for c in columns])
    begin, end = column(0)
    word = text.words(begin, end - begin) | _LOWER
    named = (word == _META) | (word == _PROJECTS) | (word == _VOTES)
    for place in np.nonzero(named & (end - begin <= 8))[0].tolist():
        fields = text[begins[place], ends[place]].split(";")
        _refuse_section([field.strip(BLANKS) for field in fields], int(rows.lines[place]))
    reader.take(len(ends))
    empty = begin == end
    if not empty.any():
        return rows
    for place in np.nonzero(empty & (begins < ends))[0].tolist():
        empty[place] = not block[begins[place] : ends[place]].strip(BLANKS.encode() + b";")
    return rows.only(~empty)


def _by_line(reader: Reader, columns: Sequence[int]) -> Rows:
    lines: list[int] = []
    cells: list[bytes] = []
    while reader.left and (found := reader.row()):
        line, fields = found
        _refuse_section(fields, line)
        if any(fields):
            lines.append(line)
            fields += [""] * (max(columns) + 1 - len(fields))
            cells += [fields[c].encode() for c in columns]
    ends = np.cumsum([0, *map(len, cells)])
    spans = [(ends[:-1][c :: len(columns)], ends[1:][c :: len(columns)]) for c in range(len(columns))]
    return Rows(Text(b"".join(cells)), np.array(lines, np.int64), spans)


def _refuse_section(fields: list[str], line: int) -> None:
    if name := section(fields):
        what = f"a section {name.upper()} begins inside or after VOTES"
        raise BadFile(what, "Keep one META, one PROJECTS and one VOTES, in this order", line=line)
