"""The text of a file of ballots, line by line, within bounds; and what is said of lines that are odd."""

import csv
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from letgo.engines.counting.election import MOST_BALLOTS, MOST_CANDIDATES, Rank
from letgo.engines.sealing.reading import BadFile, Note

MOST_BYTES = 128 * 1024 * 1024
MOST_LINES = 5_000_000
LONGEST_LINE = 1_000_000
MOST_NOTES = 100  # of one kind are listed; the rest is a number
PACKED = "Unpack it and give the file of ballots that is in it"
SHEET = "Open it and save it as CSV"
KINDS = (
    (b"\x1f\x8b", "is packed with gzip", PACKED),
    (b"BZh", "is packed with bzip2", PACKED),
    (b"\xfd7zXZ", "is packed with xz", PACKED),
    (b"PK\x03\x04", "is a spreadsheet or a packed folder", f"{SHEET}, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "is a spreadsheet of an old kind", SHEET),
    (b"%PDF", "is a PDF, made to be read by people", "Ask for the same as text"),
    (b"\xff\xfe", "is text in UTF-16", "Save it again as UTF-8"),
    (b"\xfe\xff", "is text in UTF-16", "Save it again as UTF-8"),
)
BRACES = re.compile(r"\{[^{}]*\}")
RISKY = re.compile(r"'*[=+\-@\t\r]")  # what a spreadsheet would take for a formula, or what we wrote for one


def text_of(path: Path) -> str:
    """The whole text of a file, without byte order mark, lines ended by "\\n". Raises BadFile, with the line."""
    name = path.name or str(path)
    data = _bytes(path, name)
    for mark, what, cure in KINDS:
        if data.startswith(mark):
            raise BadFile(what, cure, file=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile("is not text in UTF-8", "Save it again as UTF-8", line=line, file=name) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadFile("holds bytes that are no text", "Save it again as UTF-8", line=line, file=name)
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if text.count("\n") > MOST_LINES:
        raise BadFile(
            f"has more than {MOST_LINES:,} lines", "Write equal ballots as one line, with how many", file=name
        )
    return text


def _bytes(path: Path, name: str) -> bytes:
    """What a plain file holds. A pipe or a device could go on for ever, so it is never opened."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise BadFile("is a folder", "Give a file", file=name)
        if not stat.S_ISREG(about.st_mode):
            raise BadFile("is a pipe or a device", "Save what comes out of it as a file, and give that", file=name)
        if about.st_size > MOST_BYTES:
            raise BadFile(f"is larger than {MOST_BYTES >> 20} MB", "Give the file of one election", file=name)
        with path.open("rb") as file:
            data = file.read(about.st_size + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no file has such a name"
        raise BadFile(f"cannot be read: {why}", "Check the name and that you may read it", file=name) from None
    if len(data) > about.st_size:
        raise BadFile("is longer than it says", "Wait until it is whole, or save a copy of it", file=name)
    return data


def tidy(text: str) -> str:
    """A name on one line, without needless spaces, and without signs that could drive a screen."""
    text = " ".join(text.split())
    return text if text.isprintable() else "".join(sign if sign.isprintable() else "�" for sign in text)


def escaped(text: str) -> str:
    """A cell as we write it: an apostrophe before what a spreadsheet would take for a formula. plain() takes it away again."""
    return f"'{text}" if RISKY.match(text) else text


def plain(text: str) -> str:
    """What escaped() was given."""
    return text[1:] if text.startswith("'") and RISKY.match(text) else text


@dataclass
class Lines:
    """The lines that are left, with their numbers, and the notes made on the way."""

    name: str
    rows: list[str]
    at: int = 0
    notes: list[Note] = field(default_factory=list)
    _noted: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[str]:
        while self.at < len(self.rows):
            row = self.rows[self.at]
            self.at += 1
            if len(row) > LONGEST_LINE:
                raise self.bad("is longer than 1,000,000 letters", "Put one ballot on each line")
            yield row

    def bad(self, what: str, cure: str) -> BadFile:
        """What is wrong with the line read last."""
        return BadFile(what, cure, line=max(self.at, 1), file=self.name)

    def note(self, code: str, text: str) -> None:
        """Something odd in the line read last. From the 100th of its kind on they are only numbered."""
        self._noted[code] = seen = self._noted.get(code, 0) + 1
        if seen <= MOST_NOTES:
            self.notes.append(Note(code, self.at, text))

    def end(self) -> tuple[Note, ...]:
        """All notes; those that were not listed as one."""
        for code, seen in self._noted.items():
            if seen > MOST_NOTES:
                self.notes.append(Note(code, None, f"The same in {seen - MOST_NOTES} more lines."))
        return tuple(self.notes)

    def cells(self, row: str, apart: str = ",") -> list[str]:
        """The cells of a row of CSV, parted by `apart`, without space around them; empty ones at its end are left out."""
        try:
            cells = [cell.strip() for cell in next(csv.reader([row], delimiter=apart), [])]
        except csv.Error:
            raise self.bad("holds a cell that is too long", "Put one name or number in each cell") from None
        while cells and not cells[-1]:
            cells.pop()
        return cells

    def number(self, word: str, what: str, most: int = MOST_BALLOTS) -> int:
        """A whole number from 0 to `most`. Raises BadFile naming what it should be."""
        if not (word.isascii() and word.isdigit()) or len(word) > 12 or int(word) > most:
            shown = "".join(c if c.isprintable() else "�" for c in word[:20])
            raise self.bad(f"has “{shown}” for {what}", f"Write a whole number from 0 to {most:,}")
        return int(word)

    def weight(self, word: str) -> int:
        """How many ballots a line stands for: whole ones, never a share. None at all is noted."""
        weight = self.number(word, "the number of ballots")
        if not weight:
            self.note("no-ballots", "Stands for no ballots.")
        return weight

    def head(self, candidates: str, seats: str) -> tuple[int, int]:
        """How many stand for how many seats."""
        count = self.number(candidates, "the number of candidates", MOST_CANDIDATES)
        places = self.number(seats, "the number of seats", MOST_CANDIDATES)
        if count < 1 or places < 1:
            raise self.bad("says that there are no candidates or no seats", "Write both, from 1")
        return count, places

    def ranking(self, words: list[str], candidates: int) -> tuple[Rank, ...]:
        """A ranking from its words: gaps are passed over, a repeat counts where it stands first, equal ranks stay together. Each is noted.

        Equal ranks: "2=3" or "{2,3}".
        """
        ranking: list[Rank] = []
        seen: set[int] = set()
        for word in words:
            if word in ("-", "", "0", "{}"):
                self.note("gap", "Leaves out a preference. The next one takes its place.")
                continue
            if ("{" in word or "}" in word) and not BRACES.fullmatch(word):
                raise self.bad("has a brace without its other one", "Write equal ranks as {2,3}")
            equal = "=" in word or "," in word
            new: list[int] = []
            for each in re.split("[=,]", word.strip("{}")) if equal else (word.strip("{}"),):
                number = self.number(each, "a candidate", candidates)
                if number in seen:
                    self.note("repeat", "Names a candidate twice. The first place counts.")
                elif not number:
                    raise self.bad("has “0” among equal ranks", "Number candidates from 1")
                else:
                    seen.add(number)
                    new.append(number)
            if len(new) > 1:
                self.note(
                    "equal-ranks", "Ranks candidates as equal. Rules by pairs and approval read it; others stop there."
                )
            if new:
                ranking.append(tuple(new) if len(new) > 1 else new[0])
        return tuple(ranking)
