"""Any file of ballots that we read: which format it is, the plain ward read by the column, and everything else line by line."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from letgo.engines.counting import blt, council_csv, preference_profile, preflib, votes_per_stage
from letgo.engines.counting.election import MOST_BALLOTS, Candidate, Election
from letgo.engines.counting.lines import LONGEST_LINE, Lines, text_of
from letgo.engines.sealing.reading import BadFile, Note

HEAD = re.compile(r"(\d{1,3}),(\d{1,3}),?\n", re.ASCII)
END = re.compile(r"[\s,;]*0[\s,;]*")  # the line that closes the ballots of a BLT
PERSON = re.compile(r"\s*1\s*,")
CURE = "Give a BLT, council CSV, preference profile or PrefLib file"
BITS = np.concatenate(([0], 1 << np.arange(63, dtype=np.uint64))).astype(np.uint64)  # of each number but 0
Rows = tuple[NDArray[np.uint8] | None, NDArray[np.int64], NDArray[np.int64]]
COMMA, LINE, ZERO, MOST_DIGITS = ord(","), ord("\n"), np.uint8(ord("0")), 9


def load(path: Path, seats: int | None = None, *, plain: bool = False) -> tuple[Election, tuple[Note, ...]]:
    """The election in a file of ballots of any kind that we know, and what was odd in it. Raises BadFile.

    What kind it is shows in its lines, never in its name. `seats` takes the place of what the file says, with a note; PrefLib files
    need it. `plain` reads line by line whatever the file.
    """
    text = text_of(path)
    name = path.name or str(path)
    election, notes = _read(text, name, seats, plain)
    if election.ballots > MOST_BALLOTS:
        raise BadFile("holds more than 1,000,000,000 ballots", "Count it in parts", file=name)
    if seats is not None and seats != election.seats:
        notes = (
            *notes,
            Note("seats", None, f"The file says {election.seats} seats. {seats} are counted, as you asked."),
        )
        election = election.with_seats(seats)
    return election, notes


def _read(text: str, name: str, seats: int | None, plain: bool) -> tuple[Election, tuple[Note, ...]]:
    if not plain and (election := _columns(text)):
        return election, ()
    rows = text.split("\n")
    lines = Lines(name, rows)
    kind = _kind(rows)
    if kind == "stages":
        raise BadFile(
            "is a table of votes per stage and holds no ballots", "Give the preference profile of the ward", file=name
        )
    if kind == "unknown":
        at = next((at for at, row in enumerate(rows, 1) if row.strip()), 1)
        raise BadFile("is no file of ballots that we know", CURE, line=at, file=name)
    if kind.startswith("preflib"):
        if seats is None:
            raise BadFile("does not say how many seats there are", "Add --seats N", file=name)
        election = (preflib.read if kind == "preflib" else preflib.read_old)(lines, seats)
    else:
        election = {"csv": council_csv.read, "blt": blt.read, "profile": preference_profile.read}[kind](lines)
    return election, lines.end()


def _kind(rows: list[str]) -> str:
    """Which format lines are in: "blt", "csv", "profile", "preflib", "preflib-old", "stages" or "unknown"."""
    filled = (row for row in rows if row.strip())
    first = next(filled, "")
    if first.startswith("#") and preflib.META.fullmatch(first.strip()):
        return "preflib"
    while first.lstrip().startswith("#"):
        first = next(filled, "")
    words = blt.words(first)
    if votes_per_stage.begins(rows):
        return "stages"
    if len(words) == 1 and words[0].isdigit() and PERSON.match(next(filled, "")):
        return "preflib-old"
    if all(word[:1].isdigit() or word[:1] == "-" for word in words):
        ends = "," not in first.strip().rstrip(",") or any(END.fullmatch(row) for row in rows)
        return "blt" if ends else "csv"
    return "profile" if preference_profile.begins(rows) else "unknown"


def _columns(text: str) -> Election | None:
    """A ward whose ballots are all in the plain form, read at one go; None when a line needs to be looked at."""
    head, people_at = HEAD.match(text), text.find("Candidate 1")
    if not head or people_at < head.end():
        return None
    people_at -= text[people_at - 1] == '"'
    candidates, seats, block = int(head[1]), int(head[2]), text[head.end() : people_at]
    tail = text[people_at:].split("\n")
    if (
        not (0 < candidates <= 255 and seats and block.isascii() and block.endswith("\n"))
        or max(map(len, tail)) > LONGEST_LINE
    ):
        return None
    try:
        people, title = council_csv.people(Lines("", tail), candidates)
    except BadFile:
        return None
    matrix, weights, lengths = _matrix(np.frombuffer(block.replace(",\n", "\n").encode(), np.uint8))
    if matrix is None or not _sound(matrix, candidates):
        return None
    return _sorted(matrix, weights, lengths, (seats, people, title))


def _matrix(letters: NDArray[np.uint8]) -> Rows:
    """Rows of preferences, padded with 0, the weight of each, and how many it has; None for anything but digits, commas and line ends.

    Each number is put together from its digits, all numbers at once.
    """
    ends = np.flatnonzero((letters == COMMA) | (letters == LINE))
    if not len(ends):
        return None, ends, ends
    lengths = np.diff(ends, prepend=-1) - 1
    longest = int(lengths.max())
    if longest > MOST_DIGITS or not lengths.all():
        return None, ends, ends
    figures = letters[ends - 1] - ZERO  # below 0 wraps to far above 9
    numbers = figures.astype(np.int64)
    wrong, here = bool((figures > 9).any()), np.flatnonzero(lengths > 1)
    for digit in range(1, longest):
        here = here[lengths[here] > digit]
        figures = letters[ends[here] - 1 - digit] - ZERO
        wrong |= bool((figures > 9).any())
        numbers[here] += figures.astype(np.int64) * 10**digit
    if wrong:
        return None, ends, ends
    return _rows(numbers, np.flatnonzero(letters[ends] == LINE))


def _rows(numbers: NDArray[np.int64], lasts: NDArray[np.int64]) -> Rows:
    """The numbers as rows, a weight first in each; `lasts` is where each row ends."""
    firsts = np.concatenate(([0], lasts[:-1] + 1))
    weights, lengths = numbers[firsts], lasts - firsts
    inside = np.ones(len(numbers), bool)
    inside[firsts] = False
    preferences = numbers[inside]
    if (weights == 0).any() or (preferences == 0).any() or preferences.max(initial=0) > 255:
        return None, weights, lengths
    matrix = np.zeros((len(firsts), max(int(lengths.max()), 1)), np.uint8)
    matrix[np.arange(matrix.shape[1]) < lengths[:, None]] = preferences
    return matrix, weights, lengths


def _sound(matrix: NDArray[np.uint8], candidates: int) -> bool:
    """Whether every number is a candidate and none stands twice in a row."""
    if matrix.max(initial=0) > candidates:
        return False
    if candidates < 64:
        each = BITS[matrix]
        return bool((np.bitwise_or.reduce(each, axis=1) == each.sum(axis=1)).all())
    ordered = np.sort(matrix, axis=1)
    return not bool(((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] > 0)).any())


def _sorted(
    matrix: NDArray[np.uint8],
    weights: NDArray[np.int64],
    lengths: NDArray[np.int64],
    told: tuple[int, Sequence[Candidate], str],
) -> Election:
    """The election of these rows: sorted as sequences, equal ones made one. `told`: seats, candidates, title."""
    seats, people, title = told
    width = matrix.shape[1]
    rows = matrix.view(f"S{width}").ravel()  # padding of 0 sorts a shorter ranking before a longer one
    order = np.argsort(rows, kind="stable")
    rows, weights = rows[order], weights[order]
    new = np.ones(len(rows), bool)
    np.not_equal(rows[1:], rows[:-1], out=new[1:])
    at = np.flatnonzero(new)
    if len(at) < len(rows):
        weights, order = np.add.reduceat(weights, at), order[at]
    starts = np.zeros(len(at) + 1, np.int64)
    np.cumsum(lengths[order], out=starts[1:])
    matrix = matrix[order]
    ranked = matrix[matrix > 0].astype(np.uint16)
    for array in (starts, ranked, weights):
        array.flags.writeable = False
    return Election(tuple(people), seats, starts, ranked, weights, frozenset(), title)
