"""The two pictures of a result, each with the rows of the table that stands under it in the same words and order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from letgo.web.checks.news import Report, money_of, name_of
from letgo.web.checks.result import ROWS, WHOLE
from letgo.web.ui import charts
from letgo.web.ui.figures import Money, in_words, of_100, people, whole

Purchase = Mapping[str, Any]
Project = Mapping[str, Any]


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


def who_paid(report: Report) -> WhoPaid | None:
    """Boxes of what was bought from people's parts; None when nothing was."""
    bought = (report.get("count") or {}).get("purchases") or []
    if not bought:
        return None
    money, ideas = money_of(report), {p["id"]: p for p in report["election"]["projects"]}
    pairs = [(purchase, ideas[purchase["project"]]) for purchase in bought]
    drawn = [_box(money, *pair) for pair in pairs[:ROWS]]
    title = f"Who paid for what: {name_of(report)}"
    picture = charts.boxes("paid", title, _says_paid(money, pairs[:ROWS]), drawn, "people who paid")
    rows = [_paid(money, *pair) for pair in pairs[:WHOLE]]
    return WhoPaid(picture, not charts.too_thin(drawn), rows, len(drawn), len(pairs))


def left_with_nothing(report: Report) -> LeftWithNothing | None:
    """Bars of voters with nothing they voted for, one for each way of counting; None when nobody voted."""
    voters, audit = report["election"]["voters"], report["audit"]
    if not voters:
        return None
    ways = [("Equal parts", 1, audit["result"]), ("Most votes first", 2, audit["greedy"])]
    if audit["recorded"]:
        ways.append(("The town’s result", 3, audit["recorded"]))
    ways.reverse()
    rows = [
        charts.Bar(f"{way}:", people(a["left_with_nothing"]), a["left_with_nothing"], mark) for way, mark, a in ways
    ]
    says = " ".join(f"{row.name} {whole(row.length)}." for row in rows)
    picture = charts.bars(
        "left",
        f"Voters left with nothing, {_ways(len(rows))} of counting",
        says,
        rows,
        "voters with nothing they chose",
    )
    table = [
        Left(way, mark, whole(a["left_with_nothing"]), of_100(a["left_with_nothing"], voters)) for way, mark, a in ways
    ]
    return LeftWithNothing(picture, table)


def _ways(number: int) -> str:
    return "three ways" if number == 3 else "two ways"


def _box(money: Money, purchase: Purchase, project: Project) -> charts.Box:
    less = f", {whole(purchase['partial'])} paid less" if purchase["partial"] else ""
    return charts.Box(
        name=project["name"] or project["id"],
        words=money(project["cost"]),
        under=f"{whole(purchase['full'])} paid {money(purchase['price_money'])}{less}",
        full=purchase["full"],
        each=Fraction(purchase["price_money"]),
        partial=purchase["partial"],
        partial_each=Fraction(purchase["partial_money"]) / purchase["partial"] if purchase["partial"] else Fraction(0),
    )


def _paid(money: Money, purchase: Purchase, project: Project) -> Paid:
    full = f"{whole(purchase['full'])} × {money(purchase['price_money'])}" if purchase["full"] else "none"
    partial = (
        f"{whole(purchase['partial'])}, together {money(purchase['partial_money'])}" if purchase["partial"] else "none"
    )
    return Paid(project["name"] or project["id"], full, partial, money(project["cost"]))


def _says_paid(money: Money, pairs: Sequence[tuple[Purchase, Project]]) -> str:
    """The picture in a sentence, for who cannot see it."""
    widest, wide = max(pairs, key=lambda pair: pair[0]["full"] + pair[0]["partial"])
    tallest, tall = max(pairs, key=lambda pair: Fraction(pair[0]["price_money"]))
    boxes = "One box." if len(pairs) == 1 else f"{in_words(len(pairs)).capitalize()} boxes."
    return (
        f"{boxes} The widest is {wide['name']}, paid by {people(widest['full'] + widest['partial'])}. "
        f"The tallest is {tall['name']}, where each paid {money(tallest['price_money'])}."
    )
