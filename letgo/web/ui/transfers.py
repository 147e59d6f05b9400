"""The two pictures of an election: how votes moved to each candidate, and who is left with nobody; each with its table's rows."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup

from letgo.web.ui import charts
from letgo.web.ui.elected import Other, Report, names, others, short
from letgo.web.ui.figures import people, whole
from letgo.web.ui.lists import ROWS, WHOLE

FROM = (
    (lazy("First preferences"), 1),
    (lazy("From those elected, who had more than a seat takes"), 2),
    (lazy("From those who went out"), 3),
)


@dataclass(frozen=True)
class Came:
    """One candidate: votes that came in from each of the columns, and all together."""

    name: str
    elected: bool
    cells: list[str]
    whole: str


@dataclass(frozen=True)
class Moved:
    """The picture of the transfers, and its table. `heads`: (words, mark) of the columns.

    The first `drawn` of `total` are in the picture.
    """

    picture: Markup
    heads: list[tuple[str, int]]
    rows: list[Came]
    quota: str
    drawn: int
    total: int


@dataclass(frozen=True)
class LeftWithNobody:
    """The bars, "" when nobody is left with nobody; and the table."""

    picture: Markup
    rows: list[Other]


def moved(report: Report) -> Moved | None:
    """Where the votes of each candidate came from; None where none moved."""
    if report["quota"] is None or len(report["stages"]) < 2:
        return None
    came = _came(report)
    order = [*dict.fromkeys(report["winners"])]
    order += sorted(set(came) - set(order), key=lambda n: (-sum(came[n]), n))
    order = [number for number in order if sum(came[number])]
    used = [at for at in range(len(FROM)) if any(came[number][at] for number in order)]
    quota = Fraction(str(report["quota"]))
    drawn = [_pile(report, number, came[number]) for number in order[:ROWS]]
    picture = charts.piles(
        "moved",
        _("How votes moved: {report}").format(report=report["title"]),
        _says(report, came, order[:ROWS]),
        drawn,
        "votes",
        quota,
    )
    rows = [
        Came(names(report, [n]), n in report["winners"], [_votes(came[n][at]) for at in used], _votes(sum(came[n])))
        for n in order[:WHOLE]
    ]
    return Moved(picture, [FROM[at] for at in used], rows, short(str(report["quota"])), len(drawn), len(order))


def left_with_nobody(report: Report) -> LeftWithNobody | None:
    """Bars of voters left with nobody they ranked, one for each way of counting; None when nobody voted."""
    if not report["valid"]:
        return None
    rows = others(report)
    bars = [charts.Bar(f"{row.way}:", people(row.left), row.left, min(row.mark, 4)) for row in rows]
    if not any(row.left for row in rows):
        return LeftWithNobody(Markup(), rows)
    says = " ".join(f"{bar.name} {whole(bar.length)}." for bar in bars)
    return LeftWithNobody(charts.bars("left", _("Voters left with nobody they ranked"), says, bars, _("voters")), rows)


def _came(report: Report) -> dict[int, list[Fraction]]:
    """For each candidate who stood: votes that came in as first preferences, from a surplus, from who went out."""
    stages = report["stages"]
    standing = [n for each in report["candidates"] if (n := each["number"]) not in report["withdrawn"]]
    came = {n: [Fraction(stages[0]["totals"][n - 1]), Fraction(0), Fraction(0)] for n in standing}
    for before, stage in pairwise(stages):
        kind = 2 if stage["action"] == "exclusion" else 1
        for number, parts in came.items():
            now, then = stage["totals"][number - 1], before["totals"][number - 1]
            if now != then:  # of 300 candidates few hold something else after a stage
                parts[kind] += max(Fraction(now) - Fraction(then), Fraction(0))
    return came


def _pile(report: Report, number: int, parts: list[Fraction]) -> charts.Pile:
    won = _(", elected") if number in report["winners"] else ""
    marked = [(length, mark) for length, (_, mark) in zip(parts, FROM, strict=True) if length]
    return charts.Pile(f"{names(report, [number])}:", f"{_votes(sum(parts))}{won}", marked)


def _votes(number: Fraction | int) -> str:
    cents = int(number * 100)
    return f"{cents // 100:,}" if cents % 100 == 0 else f"{cents // 100:,}.{cents % 100:02d}"


def _says(report: Report, came: dict[int, list[Fraction]], drawn: list[int]) -> str:
    """The picture in sentences, for who cannot see it."""
    told = [_("A seat takes {short} votes.").format(short=short(str(report["quota"])))]
    for number in drawn[:5]:
        first, over, out = map(_votes, came[number])
        told.append(
            _("{names}: {first} first preferences, {over} from those elected, {out} from those who went out.").format(
                names=names(report, [number]), first=first, over=over, out=out
            )
        )
    return " ".join(told)
