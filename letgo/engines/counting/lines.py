"""The text of a file of ballots, line by line, within bounds; and what is said of lines that are odd."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from letgo.engines.counting.election import MOST_BALLOTS, MOST_CANDIDATES
from letgo.engines.sealing.reading import BadFile, Note

MOST_BYTES = 512 * 1024 * 1024
LONGEST_LINE = 1_000_000
MOST_NOTES = 100  # of one kind are listed; the rest is a number


def text_of(path: Path) -> str:
    """The whole text of a file, without byte order mark, lines ended by "\\n". Raises BadFile, with the line."""
    name = path.name
    try:
        if path.is_dir():
            raise BadFile("is a folder", "Give a file", file=name)
        if path.stat().st_size > MOST_BYTES:
            raise BadFile("is larger than 512 MB", "Give the file of one election", file=name)
        data = path.read_bytes()
    except OSError as error:
        raise BadFile(
            f"cannot be read: {error.strerror}", "Check the name and that you may read it", file=name
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile("is not text in UTF-8", "Save it again as UTF-8", line=line, file=name) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadFile("holds bytes that are no text", "Save it again as UTF-8", line=line, file=name)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


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

    def number(self, word: str, what: str, most: int = MOST_BALLOTS) -> int:
        """A whole number from 0 to `most`. Raises BadFile naming what it should be."""
        if not (word.isascii() and word.isdigit()) or len(word) > 12 or int(word) > most:
            shown = "".join(c if c.isprintable() else "�" for c in word[:20])
            raise self.bad(f"has “{shown}” for {what}", f"Write a whole number from 0 to {most:,}")
        return int(word)

    def head(self, candidates: str, seats: str) -> tuple[int, int]:
        """How many stand for how many seats."""
        count = self.number(candidates, "the number of candidates", MOST_CANDIDATES)
        places = self.number(seats, "the number of seats", MOST_CANDIDATES)
        if count < 1 or places < 1:
            raise self.bad("says that there are no candidates or no seats", "Write both, from 1")
        return count, places

    def ranking(self, words: list[str], candidates: int) -> tuple[int, ...]:
        """A ranking from its words: gaps are passed over, a repeat counts where it stands first, equal ranks end it. Each is noted."""
        ranking: list[int] = []
        for word in words:
            if "=" in word or "{" in word:
                self.note("equal-ranks", "Ranks candidates as equal. Preferences from there on are not counted.")
                break
            if word in ("-", "", "0"):
                self.note("gap", "Leaves out a preference. The next one takes its place.")
                continue
            number = self.number(word, "a candidate", candidates)
            if number in ranking:
                self.note("repeat", "Names a candidate twice. The first place counts.")
                continue
            ranking.append(number)
        return tuple(ranking)
