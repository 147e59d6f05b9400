"""A body whose votes have weights: how often each vote really decides, and a warning where one decides nothing or everything."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup

from letgo.decide.boards.models import Body
from letgo.decide.boards.weights import powers
from letgo.web.ui import charts
from letgo.web.ui.figures import of_100, whole

MEANS = (
    lazy("A weight is not a say. What counts is whether someone’s vote can change a result."),
    lazy("Give other weights, or change how many votes it takes."),
)


@dataclass(frozen=True)
class Row:
    """One vote: whose, its weight, and how many of every 100 decisions turn on it."""

    name: str
    weight: str
    of_100: str


@dataclass(frozen=True)
class Power:
    """The picture, its table, and what is wrong with the weights, if something is."""

    picture: Markup
    rows: list[Row]
    warning: str
    means: tuple[str, ...]


def power_of(body: Body) -> Power:
    """How much each vote is worth. 1 SQL query."""
    found = powers(body)
    rows = [Row(held.name, whole(held.weight), _share(say.part)) for held, say in found.rows]
    bars = [
        charts.Bar(row.name[: charts.LABEL], _("{number} of 100").format(number=row.of_100), round(100 * say.part))
        for row, (held, say) in zip(rows, found.rows, strict=True)
    ]
    says = ". ".join(_("{name}: {number} of 100").format(name=row.name, number=row.of_100) for row in rows)
    title = _("How often each vote decides at {body}").format(body=body.name)
    picture = charts.bars("power", title, says, bars, _("of every 100 decisions"))
    return Power(picture, rows, " ".join(found.warnings), MEANS if found.warnings else ())


def _share(part: Fraction) -> str:
    return of_100(part.numerator, part.denominator)
