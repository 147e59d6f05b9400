"""A report as the rows that the result page shows. Nothing is decided here; sentences about one idea are the engine's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from letgo.web.checks.news import Report, money_of
from letgo.web.ui.figures import people
from letgo.web.ui.lists import Rows


@dataclass(frozen=True)
class Idea:
    """One project in the lists: `place` is where it stands in the report, and the only thing of it that an address holds."""

    place: int
    name: str
    price: str
    reason: str
    filled: bool = False


@dataclass(frozen=True)
class Compared:
    """One project under each way of counting. `town` is None when the file records no result."""

    name: str
    votes: str
    price: str
    town: bool | None
    most: bool
    equal: bool


def funded(report: Report) -> Rows[Idea]:
    """What is funded, in the order in which it was paid for; what was added from the rest after that."""
    places = {p["id"]: place for place, p in enumerate(report["election"]["projects"])}
    filled = {places[name] for name in report["filled"]}
    return Rows([places[name] for name in report["winners"]], lambda place: idea(report, place, place in filled))


def lost(report: Report) -> Rows[Idea]:
    """What is not funded: most votes first, then as in the file."""
    winners = set(report["winners"])
    projects = report["election"]["projects"]
    left = [place for place, p in enumerate(projects) if p["id"] not in winners]
    return Rows(sorted(left, key=lambda place: -projects[place]["votes"]), lambda place: idea(report, place))


def compared(report: Report) -> Rows[Compared]:
    """Every project under each way of counting: most votes first, then as in the file."""
    money, projects, recorded = money_of(report), report["election"]["projects"], report["recorded"]
    town = set(recorded["winners"]) if recorded else set()
    most, equal = set(report["greedy"]["winners"]), set(report["winners"])

    def row(place: int) -> Compared:
        p = projects[place]
        by_town = p["id"] in town if recorded else None
        return Compared(p["name"], f"{p['votes']:,}", money(p["cost"]), by_town, p["id"] in most, p["id"] in equal)

    return Rows(sorted(range(len(projects)), key=lambda place: -projects[place]["votes"]), row)


def project(report: Report, place: int) -> Mapping[str, Any] | None:
    """The project at a place of the report, or None."""
    projects = report["election"]["projects"]
    return projects[place] if 0 <= place < len(projects) else None


def idea(report: Report, place: int, filled: bool = False) -> Idea:
    """The project at a place of the report, as the lists show it."""
    p = report["election"]["projects"][place]
    reason = report["reasons"].get(p["id"], {})
    return Idea(place, p["name"] or p["id"], money_of(report)(p["cost"]), reason.get("text", ""), filled)


def enough(idea: Idea, full: Mapping[str, Any]) -> str:
    """What a full reason says beyond the short one: how much more would have been enough."""
    return full["text"].removeprefix(idea.reason).strip()


def spent(report: Report) -> str:
    """What there is to spend and what each result costs, in a sentence or two."""
    money = money_of(report)
    rows = [(_("Equal parts"), report["spent"]), (_("Most votes first"), report["greedy"]["spent"])]
    if report["recorded"]:
        rows.insert(0, (_("The town’s result"), report["recorded"]["spent"]))
    told = [_("{name} costs {pounds}.").format(name=name, pounds=money(amount)) for name, amount in rows]
    return " ".join([_("{pounds} to spend.").format(pounds=money(report["budget"])), *told])


def part_of_each(report: Report) -> str:
    """What each voter's equal part was in the end."""
    count = report.get("count") or {}
    if not count.get("endowment_money") or not report["election"]["voters"]:
        return ""
    money = money_of(report)
    raised = _(" It was raised in small steps, the same for all.") if count.get("raised") else ""
    return _("In the end each of {people} had a part of {pounds}.{raised}").format(
        people=people(report["election"]["voters"]), pounds=money(count["endowment_money"]), raised=raised
    )


def notes(report: Report) -> list[str]:
    """What is odd about the file, in plain words; each with its line where it has one."""
    return [
        _("Line {n:,}: {n_2}").format(n=n["line"], n_2=n["text"]) if n.get("line") else n["text"]
        for n in report["notes"]
    ]
