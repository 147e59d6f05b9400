"""What every reader of files says when something is odd, and when something is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd that was counted all the same. `line` counts from 1; None when no one line is meant."""

    code: str
    line: int | None
    text: str


class BadFile(Exception):
    """A file that cannot be counted. `str()` is one line: which file, which line, what is wrong, what to do."""

    def __init__(self, what: str, cure: str, *, line: int | None = None, file: str = "the file") -> None:
        super().__init__(what, cure)
        self.what, self.cure, self.line, self.file = what, cure, line, file

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file} line {self.line}"
        return f"{where}: {self.what}. {self.cure}."
