"""The immutable election that every rule counts.

Money is in minor units: integers, `scale` of them to one currency unit. Ballots are grouped: voters who named the same
projects (with the same points or ranks) are one group with a weight. The groups stand in an order of their own, never
in the order of the rows, so that no rule can come to depend on it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sealing.reading import BadFile, Note

__all__ = ["BadFile", "Election", "Note", "Project"]

MarksKind = Literal["points", "rank"]
Arrays = tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any] | None]  # starts, named, weights, marks

_ARRAYS = ("starts", "named", "weights", "marks")
_REST: dict[str, Any] = {
    "marks_kind": None,
    "marks_scale": 1,
    "endowments": None,
    "title": "",
    "place": "",
    "currency": "",
    "meta": {},
}


class Project(NamedTuple):
    """One thing to fund. `cost` in minor units; `selected` is the recorded result, None where the file has none."""

    id: str
    cost: int
    name: str
    selected: bool | None = None


class _Later:
    """Makes an election's arrays when one of them is first asked for."""

    __slots__ = ("_made",)

    if not TYPE_CHECKING:  # called only for what is not there

        def __getattr__(self, name: str) -> Any:
            if name not in _ARRAYS:
                raise AttributeError(f"an election has no {name}")
            for each, array in zip(_ARRAYS, self._made(), strict=True):
                object.__setattr__(self, each, array)
            return object.__getattribute__(self, name)


@dataclass(frozen=True, slots=True, eq=False)
class Election(_Later):
    """Projects in file order, a budget, and ballots by group.

    G groups, S projects named in all of them together:
    `starts` int64[G+1]; group g names `named[starts[g]:starts[g + 1]]`, project indexes, ascending, each once.
    `weights` int64[G], voters in each group; they sum to `voters`. A voter who named nothing is in an empty group.
    `marks` int64[S] beside `named`, or None: with `marks_kind` "points" what the voter gave (integers, `marks_scale`
    of them to one point), with "rank" the place on the ballot (0 is best).
    `endowments` minor units for each voter of a group, where voters bring unequal money; None: the budget in equal parts.
    Groups are sorted by `named` as sequences, then by `marks`. All arrays are read-only.
    """

    projects: tuple[Project, ...]
    budget: int
    scale: int
    voters: int
    vote_type: str
    starts: NDArray[np.int64]
    named: NDArray[np.uint16] | NDArray[np.int32]
    weights: NDArray[np.int64]
    marks: NDArray[np.int64] | None = None
    marks_kind: MarksKind | None = None
    marks_scale: int = 1
    endowments: tuple[int, ...] | None = None
    title: str = ""
    place: str = ""
    currency: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def later(cls, made: Callable[[], Arrays], **rest: Any) -> "Election":
        """An election whose arrays are made by `made` when one of them is first asked for."""
        election = object.__new__(cls)
        for name, value in (_REST | rest | {"_made": made}).items():
            object.__setattr__(election, name, value)
        return election

    @property
    def recorded(self) -> tuple[str, ...] | None:
        """Ids of the projects that the file says were funded, in file order; None when it records no result."""
        if all(p.selected is None for p in self.projects):
            return None
        return tuple(p.id for p in self.projects if p.selected)

    def ballots(self) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...] | None]]:
        """(weight, project indexes, marks or None) of each group: for reading and for small elections."""
        for g, weight in enumerate(self.weights.tolist()):
            part = slice(int(self.starts[g]), int(self.starts[g + 1]))
            marks = None if self.marks is None else tuple(self.marks[part].tolist())
            yield weight, tuple(self.named[part].tolist()), marks

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Election):
            return NotImplemented
        return all(_same(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    __hash__ = None  # type: ignore[assignment]  # arrays have none


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return one is not None and other is not None and np.array_equal(one, other)
    return bool(one == other)
