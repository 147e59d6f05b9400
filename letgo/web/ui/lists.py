"""Long lists on a page: 20 rows at first, then 20 at a time; or as much as one page can hold, for paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

ROWS = 20  # shown at first, and then at a time
WHOLE = 1000  # of one list on the page that holds everything: a file may name 100,000 projects
Row = TypeVar("Row")


@dataclass(frozen=True)
class Part(Generic[Row]):
    """Some rows of a longer list: those from `start` on, and where the parts before and after begin."""

    rows: Sequence[Row]
    start: int
    total: int
    most: int = ROWS

    @property
    def shown(self) -> Sequence[Row]:
        return self.rows[self.start : self.start + self.most]

    @property
    def after(self) -> int | None:
        return self.start + self.most if self.start + self.most < self.total else None

    @property
    def before(self) -> int | None:
        return max(0, self.start - ROWS) if self.start else None

    @property
    def next_words(self) -> str:
        left = self.total - self.start - ROWS
        return (
            _("Show the next {rows}").format(rows=ROWS)
            if left > ROWS
            else _("Show the last {left}").format(left=left)
            if left > 1
            else _("Show the last one")
        )


def part(rows: Sequence[Row], start: int = 0) -> Part[Row]:
    """The part that begins at `start`, or the last one when there is less."""
    last = max(0, (len(rows) - 1) // ROWS * ROWS)
    return Part(rows, min(max(0, start), last), len(rows))


def whole(rows: Sequence[Row]) -> Part[Row]:
    """As much of a list as one page can hold."""
    return Part(rows, 0, len(rows), WHOLE)


def number(text: str) -> int:
    """?from=20 as 20; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class Rows(Sequence[Row]):
    """The rows of a list, each made when it is shown: a file may name 100,000 projects, and a page shows 20."""

    def __init__(self, places: Sequence[int], make: Callable[[int], Row]):
        self._places, self._make = places, make

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, at: Any) -> Any:
        return (
            [self._make(place) for place in self._places[at]] if isinstance(at, slice) else self._make(self._places[at])
        )
