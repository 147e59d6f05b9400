"""How much say each member of a body really has, where votes have weights: 26 of 51 votes are all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from letgo.decide.boards.models import Body, Mandate
from letgo.engines.counting.power import banzhaf


@dataclass(frozen=True)
class Say:
    """One member's weight and how often their vote decides, as a part of all times that someone's does (Banzhaf): 0 to 1."""

    weight: int
    part: Fraction

    @property
    def none(self) -> bool:
        """Their vote never decides anything."""
        return self.part == 0

    @property
    def all(self) -> bool:
        """Their vote alone decides everything."""
        return self.part == 1


def says(weights: Sequence[int], quota: int = 0) -> list[Say]:
    """The say of each, in their order. `quota`: what a yes must reach; more than half of all weights when not given. Raises BadGame."""
    if not weights:
        return []
    need = quota or sum(weights) // 2 + 1
    return [Say(weight, part) for weight, part in zip(weights, banzhaf(weights, need), strict=True)]


@dataclass(frozen=True)
class Powers:
    """Who sits with which say; `warnings` in sentences for who has none and who has all."""

    rows: tuple[tuple[Mandate, Say], ...]
    warnings: tuple[str, ...]


def powers(of: Body, quota: int = 0) -> Powers:
    """The say of each member who serves, by seat. 1 SQL query. Raises BadGame for weights that cannot be counted exactly."""
    held = list(
        of.mandates.filter(state="serving", title="member").select_related("seat").order_by("seat__number", "pk")
    )
    rows = tuple(zip(held, says([row.weight for row in held], quota), strict=True))
    none = sum(say.none for _, say in rows)
    warnings = []
    if any(say.all for _, say in rows) and len(rows) > 1:
        warnings.append("One member decides everything alone. The votes of all others change nothing.")
    elif none:
        who = "One member has" if none == 1 else f"{none} members have"
        warnings.append(f"{who} votes that never change anything.")
    return Powers(rows, tuple(warnings))
