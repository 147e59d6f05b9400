"""The two pictures of a counted vote on money, each with the rows of the table that stands under it in the same words and order.

For a file that someone checks and for a vote that was held here alike: templates/counted.html shows them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from letgo.web.ui import charts
from letgo.web.ui.figures import Money, in_words, of_100, people, whole
from letgo.web.ui.lists import ROWS, WHOLE

Purchase = Mapping[str, Any]  # full, price_money, partial, partial_money, as engines/sharing/report.py writes them
Project = Mapping[str, Any]  # id, name, cost


@dataclass(frozen=True)
class Paid:
    """One thing that was paid for: who paid what, in words."""

    name: str
    full: str
    partial: str
    price: str


@dataclass(frozen=True)
class WhoPaid:
    """The picture of who paid for what, what to look for in it, and its table. The first `drawn` of `total` are in the picture."""

    picture: Markup
    true_to_size: bool
    rows: list[Paid]
    drawn: int
    total: int


@dataclass(frozen=True)
class Left:
    """One way of counting, and the voters it leaves with nothing they voted for."""

    way: str
    mark: int
    voters: str
    of_100: str


@dataclass(frozen=True)
class LeftWithNothing:
    picture: Markup
    rows: list[Left]


def who_paid(name: str, money: Money, pairs: Sequence[tuple[Purchase, Project]]) -> WhoPaid | None:
    """Boxes of what was bought from people's parts; None when nothing was. `name` is what the vote is called."""
    if not pairs:
        return None
    drawn = [_box(money, *pair) for pair in pairs[:ROWS]]
    picture = charts.boxes(
        "paid",
        _("Who paid for what: {name}").format(name=name),
        _says_paid(money, pairs[:ROWS]),
        drawn,
        _("people who paid"),
    )
    rows = [_paid(money, *pair) for pair in pairs[:WHOLE]]
    return WhoPaid(picture, not charts.too_thin(drawn), rows, len(drawn), len(pairs))


def left_with_nothing(voters: int, ways: Sequence[tuple[str, int, int]]) -> LeftWithNothing | None:
    """Bars of voters with nothing they voted for, one for each way of counting (its name, its mark, how many); None when nobody voted."""
    if not voters:
        return None
    rows = [charts.Bar(f"{way}:", people(left), left, mark) for way, mark, left in ways]
    says = " ".join(f"{row.name} {whole(row.length)}." for row in rows)
    title = _("Voters left with nothing, {ways} of counting").format(ways=_ways(len(rows)))
    picture = charts.bars("left", title, says, rows, _("voters with nothing they chose"))
    return LeftWithNothing(picture, [Left(way, mark, whole(left), of_100(left, voters)) for way, mark, left in ways])


def _ways(number: int) -> str:
    return _("one way") if number == 1 else _("{number} ways").format(number=in_words(number))


def _box(money: Money, purchase: Purchase, project: Project) -> charts.Box:
    less = _(", {number} paid less").format(number=whole(purchase["partial"])) if purchase["partial"] else ""
    return charts.Box(
        name=project["name"] or project["id"],
        words=money(project["cost"]),
        under=_("{number} paid {pounds}{less}").format(
            number=whole(purchase["full"]), pounds=money(purchase["price_money"]), less=less
        ),
        full=purchase["full"],
        each=Fraction(purchase["price_money"]),
        partial=purchase["partial"],
        partial_each=Fraction(purchase["partial_money"]) / purchase["partial"] if purchase["partial"] else Fraction(0),
    )


def _paid(money: Money, purchase: Purchase, project: Project) -> Paid:
    full = f"{whole(purchase['full'])} × {money(purchase['price_money'])}" if purchase["full"] else "none"
    partial = (
        _("{number}, together {pounds}").format(
            number=whole(purchase["partial"]), pounds=money(purchase["partial_money"])
        )
        if purchase["partial"]
        else "none"
    )
    return Paid(project["name"] or project["id"], full, partial, money(project["cost"]))


def _says_paid(money: Money, pairs: Sequence[tuple[Purchase, Project]]) -> str:
    """The picture in a sentence, for who cannot see it."""
    widest, wide = max(pairs, key=lambda pair: pair[0]["full"] + pair[0]["partial"])
    tallest, tall = max(pairs, key=lambda pair: Fraction(pair[0]["price_money"]))
    boxes = _("One box.") if len(pairs) == 1 else _("{what} boxes.").format(what=in_words(len(pairs)).capitalize())
    return _("{boxes} The widest is {wide}, paid by {people}. The tallest is {tall}, where each paid {pounds}.").format(
        boxes=boxes,
        wide=wide["name"],
        people=people(widest["full"] + widest["partial"]),
        tall=tall["name"],
        pounds=money(tallest["price_money"]),
    )
