"""Bytes of a Pabulib file to lines and fields, in bounded memory, whatever the bytes are.

A file is read in blocks that end at a line's end. Fields are separated by semicolons; a field that begins with a
quotation mark runs to the closing one and may hold semicolons, line ends and doubled quotation marks (RFC 4180).
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO

from letgo.engines.sharing.problem import BadFile

BLOCK = 1 << 17
MAX_LINE = 1_000_000  # bytes
BLANKS = " \t\v\f"
SECTIONS = ("meta", "projects", "votes")

Progress = Callable[[int], None]

_BINARY = (
    (b"PK\x03\x04", "this is a zip archive (perhaps a spreadsheet)", "Unpack it, or save the sheet as text, and give the .pb file inside"),
    (b"\x1f\x8b", "this is a gzip archive", "Unpack it with gunzip and give the .pb file inside"),
    (b"%PDF", "this is a PDF", "Give the .pb file that holds the votes"),
    (b"\xff\xfe", "this text is encoded as UTF-16", "Save it as UTF-8"),
    (b"\xfe\xff", "this text is encoded as UTF-16", "Save it as UTF-8"),
)  # fmt: skip
_MAGIC = tuple(magic for magic, _, _ in _BINARY)


class Reader:
    """Lines of `stream`, one at a time (`row`) or a block of whole lines (`block`, `take`). `line` is the next one's number.

    Inside, every line ends in LF. `progress` is told the bytes read so far.
    """

    def __init__(self, stream: BinaryIO, progress: Progress | None = None) -> None:
        self.line = 1
        self.bytes = 0
        self._cr_lf = self._cr = self._unended = 0
        self._progress = progress
        self._blocks: Iterator[bytes] = self._read(stream)
        self._block = b""
        self._at = 0
        self._after = 0, 0

    def row(self) -> tuple[int, list[str]] | None:
        """The next line's number and fields, blanks around each taken off; None at the end of the file."""
        line = self.line
        raw = self._next_line()
        if raw is None:
            return None
        text = raw.decode()
        fields = text.split(";") if '"' not in text else quoted(text, line, self._continued)
        return line, [field.strip(BLANKS) for field in fields]

    def head(self) -> list[list[str]]:
        """The lines from META, from PROJECTS and from VOTES on, up to the line after VOTES, where all of them are in this block.

        Nothing where that is not sure. They are only looked at; `past` goes beyond them.
        """
        raw = self.block()
        middle, at = raw.find(b"\nPROJECTS"), raw.find(b"\nVOTES")
        end = raw.find(b"\n", raw.find(b"\n", at + 1) + 1)
        if not 0 < middle < at < end:
            return []
        self._after = end + 1, self.line + raw.count(b"\n", 0, end + 1)
        return [part.decode().split("\n") for part in (raw[:middle], raw[middle + 1 : at], raw[at + 1 : end])]

    def past(self) -> None:
        """Go on after the lines that `head` gave."""
        self._at, self.line = self._after

    def block(self) -> bytes:
        """The whole lines that have been read but not yet used, each with its LF; empty at the end of the file."""
        if self._at == len(self._block):
            self._block, self._at = next(self._blocks, b""), 0
        elif self._at:
            self._block, self._at = self._block[self._at :], 0
        return self._block

    def take(self, lines: int) -> None:
        """Go past the block, which held this many lines."""
        self._at = len(self._block)
        self.line += lines

    def back(self, blocks: list[bytes], line: int) -> None:
        """Go back to `line`, where these blocks begin, which were taken one after the other."""
        self._blocks = chain(blocks, [self._block[self._at :]] if self.left else [], self._blocks)
        self._block, self._at, self.line = b"", 0, line

    def ends(self) -> dict[str, int]:
        """How many lines of the whole file end in which way: nothing where all end alike."""
        lines = self.line - 1 - self._unended
        if lines in (self._cr_lf, self._cr, lines - self._cr_lf - self._cr):
            return {}
        return {"CR LF": self._cr_lf, "LF": lines - self._cr_lf - self._cr, "CR": self._cr}

    @property
    def left(self) -> bool:
        """Whether lines of the present block are still unused."""
        return self._at < len(self._block)

    def _next_line(self) -> bytes | None:
        begin = self._at
        if begin == len(self._block):
            begin = 0
            if not self.block():
                return None
        end = self._block.index(b"\n", begin)
        self._at = end + 1
        self.line += 1
        return self._block[begin:end]

    def _continued(self, line: int) -> str:
        raw = self._next_line()
        if raw is None:
            cure = "Close it with a quotation mark, or take the opening one away"
            raise BadFile("a quoted field that begins here is never closed", cure, line=line)
        return raw.decode()

    def _read(self, stream: BinaryIO) -> Iterator[bytes]:
        rest = _start(stream.read(BLOCK))
        while True:
            cut = rest.rfind(b"\n") + 1 or rest.rfind(b"\r", 0, -1) + 1
            if cut:
                yield self._clean(rest[:cut])
                rest = rest[cut:]
            elif len(rest) > MAX_LINE:
                self._refuse_nul(rest)
                raise _too_long(self.line)
            data = stream.read(BLOCK)
            if not data:
                break
            rest += data
        if rest:
            yield self._clean(rest)

    def _clean(self, block: bytes) -> bytes:
        self._refuse_nul(block)
        if not block.isascii():
            _check_utf8(block, self.line, self.bytes)
        self.bytes += len(block)
        if self._progress:
            self._progress(self.bytes)
        block = self._one_line_end(block)
        if block.index(b"\n") > MAX_LINE:  # only the first line of a block can have grown over several reads
            raise _too_long(self.line)
        return block

    def _refuse_nul(self, block: bytes) -> None:
        if b"\0" in block:
            line = self.line + _line_ends(block[: block.index(b"\0")])
            raise BadFile("there is a NUL byte: this is no UTF-8 text", "Save the file as UTF-8 text", line=line)

    def _one_line_end(self, block: bytes) -> bytes:
        if b"\r" in block:
            size = len(block)
            bare = block.replace(b"\r", b"")
            alike = bare.replace(b"\n", b"\r\n") == block  # as usual; looking for pairs takes twice as long
            block = bare if alike else block.replace(b"\r\n", b"\n")
            self._cr_lf += size - len(block)
            if b"\r" in block:
                self._cr += block.count(b"\r")
                block = block.replace(b"\r", b"\n")
        if block.endswith(b"\n"):
            return block
        self._unended = 1
        return block + b"\n"


def section(fields: list[str]) -> str | None:
    """Which section begins here: a line with one of the three words, and nothing else but empty fields."""
    name = fields[0].lower()
    return name if name in SECTIONS and not any(fields[1:]) else None


def shown(text: str, most: int = 40) -> str:
    """`text` in quotation marks for a message: one line, printable, not too long."""
    text = text if len(text) <= most else text[:most] + "…"
    return "“" + "".join(c if c.isprintable() else repr(c)[1:-1] for c in text) + "”"


def quoted(text: str, line: int, continued: Callable[[int], str]) -> list[str]:
    """Fields of a line that holds a quotation mark. `continued` gives the next line where a field runs on into it."""
    fields: list[str] = []
    at, size = 0, len(text)
    while True:
        parts: list[str] = []
        if text.startswith('"', at):
            at += 1
            while not (end := _closing(text, at, parts)):
                text = continued(line)
                at, size = 0, size + len(text)
                if size > MAX_LINE:
                    raise BadFile("a quoted field is longer than 1 MB", "Close it with a quotation mark", line=line)
            at = end
        stop = text.find(";", at)
        parts.append(text[at:] if stop < 0 else text[at:stop])
        fields.append("".join(parts))
        if stop < 0:
            return fields
        at = stop + 1


def _closing(text: str, at: int, parts: list[str]) -> int:
    """Collect a quoted field from `at`; the place after its closing mark, or 0 when the line ends before."""
    while (end := text.find('"', at)) >= 0:
        parts.append(text[at:end])
        if not text.startswith('"', end + 1):
            return end + 1
        parts.append('"')
        at = end + 2
    parts.append(text[at:] + "\n")
    return 0


def _start(data: bytes) -> bytes:
    if data.startswith(_MAGIC):
        raise next(BadFile(what, cure) for magic, what, cure in _BINARY if data.startswith(magic))
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data:
        raise BadFile("the file is empty", "Give a Pabulib file with the sections META, PROJECTS and VOTES")
    return data


def _check_utf8(block: bytes, line: int, before: int) -> None:
    try:
        block.decode()
    except UnicodeDecodeError as error:
        line += _line_ends(block[: error.start])
        what = f"byte {before + error.start + 1} of the file is not UTF-8"
        raise BadFile(what, "Save the file as UTF-8 text", line=line) from None


def _line_ends(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def _too_long(line: int) -> BadFile:
    return BadFile("the line is longer than 1 MB", "Write one project or one voter on each line", line=line)
