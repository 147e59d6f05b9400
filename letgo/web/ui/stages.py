"""The stages of an election as a table: a row for each candidate, a column for each stage. And the pairs, as a table."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letgo.web.ui.elected import Report, names, votes
from letgo.web.ui.lists import ROWS

MOST_ROWS = 40  # on the result itself; a page of its own and the proof hold more


@dataclass(frozen=True)
class Told:
    """One stage in words: its number, its heading, and what happened."""

    at: int
    head: str
    text: str


@dataclass(frozen=True)
class Row:
    """One candidate: what they held after each stage; `marks` say what became of them there: "", "elected" or "out"."""

    name: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """`heads`: (number, whose votes moved) of each stage. `lost`: what nobody held after it. `hidden`: rows that are not shown."""

    heads: list[tuple[int, str]]
    rows: list[Row]
    lost: list[str]
    hidden: int


@dataclass(frozen=True)
class Pairs:
    """How many papers put the row's candidate above the column's; `more` where that is the larger half."""

    heads: list[str]
    rows: list[tuple[str, list[tuple[str, bool] | None]]]
    hidden: int


def told(report: Report) -> list[Told]:
    """Each stage in a sentence or two."""
    return [Told(at, head(report, stage), stage["text"]) for at, stage in enumerate(report["stages"], 1)]


def head(report: Report, stage: dict[str, Any]) -> str:
    """What a stage is called: whose votes moved."""
    if stage["action"] == "exclusion":
        out = stage["excluded"] or [stage["from"]]
        return ngettext("{names} goes out", "{names} go out", len(out)).format(names=names(report, out))
    if stage["from"]:
        return _("What {names} has over").format(names=names(report, [stage["from"]]))
    return _("First preferences") if stage["action"] == "first-preferences" else _("What those elected have over")


def table(report: Report, start: int = 0, rows: int = MOST_ROWS, columns: int = ROWS) -> Table:
    """The stages from `start` on, counted from 0. Who is elected comes first, then who stood longest; who is out by then is left away."""
    stages = report["stages"][start : start + columns]
    out = {number: at for at, stage in enumerate(report["stages"]) for number in stage["excluded"]}
    order = [*dict.fromkeys(report["winners"])]
    rest = {each["number"] for each in report["candidates"]} - set(order) - set(report["withdrawn"])
    last = report["stages"][-1]["totals"]
    order += sorted(rest, key=lambda n: (-out.get(n, len(report["stages"])), -Decimal(last[n - 1]), n))
    here = [number for number in order if out.get(number, start) >= start]
    shown = [
        Row(names(report, [n]), [_cell(stage, n, out, start + i) for i, stage in enumerate(stages)])
        for n in here[:rows]
    ]
    heads = [(start + i + 1, head(report, stage)) for i, stage in enumerate(stages)]
    return Table(heads, shown, [votes(stage["lost"]) for stage in stages], max(0, len(here) - rows))


def pairs(report: Report, most: int = ROWS) -> Pairs | None:
    """The matrix of pairs, who is elected first; None where no pairs were counted."""
    counts = report.get("pairs")
    if not counts:
        return None
    order = [*dict.fromkeys(report["winners"])]
    rest = {each["number"] for each in report["candidates"]} - set(order) - set(report["withdrawn"])
    order += sorted(rest, key=lambda n: (-sum(counts[n - 1]), n))
    here = order[:most]
    rows = [(names(report, [a]), [_pair(counts, a, b) for b in here]) for a in here]
    return Pairs([names(report, [n]) for n in here], rows, len(order) - len(here))


def _pair(counts: list[list[int]], one: int, other: int) -> tuple[str, bool] | None:
    above, below = counts[one - 1][other - 1], counts[other - 1][one - 1]
    return None if one == other else (f"{above:,}", above > below)


def _cell(stage: dict[str, Any], number: int, out: dict[int, int], at: int) -> tuple[str, str]:
    if number in stage["elected"]:
        return votes(stage["totals"][number - 1]), "elected"
    if number in stage["excluded"]:
        return "", "out"
    return ("", "") if out.get(number, at) < at else (votes(stage["totals"][number - 1]), "")
