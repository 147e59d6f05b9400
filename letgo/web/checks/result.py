"""A report as the rows that the result page shows. Nothing is decided here; sentences about one idea are the engine's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from letgo.web.checks.news import Report, money_of
from letgo.web.ui.figures import people

ROWS = 20  # shown at first, and then at a time
WHOLE = 1000  # of one list on the page that holds everything: a file may name 100,000 projects
Row = TypeVar("Row")


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
        return f"Show the next {ROWS}" if left > ROWS else f"Show the last {left}" if left > 1 else "Show the last one"


def part(rows: Sequence[Row], start: int = 0) -> Part[Row]:
    """The part that begins at `start`, or the last one when there is less."""
    last = max(0, (len(rows) - 1) // ROWS * ROWS)
    return Part(rows, min(max(0, start), last), len(rows))


def whole(rows: Sequence[Row]) -> Part[Row]:
    """As much of a list as one page can hold."""
    return Part(rows, 0, len(rows), WHOLE)


def funded(report: Report) -> list[Idea]:
    """What is funded, in the order in which it was paid for; what was added from the rest after that."""
    places = {p["id"]: place for place, p in enumerate(report["election"]["projects"])}
    filled = set(report["filled"])
    return [idea(report, places[name], name in filled) for name in report["winners"]]


def lost(report: Report) -> list[Idea]:
    """What is not funded: most votes first, then as in the file."""
    winners = set(report["winners"])
    projects = report["election"]["projects"]
    left = [place for place, p in enumerate(projects) if p["id"] not in winners]
    return [idea(report, place) for place in sorted(left, key=lambda place: (-projects[place]["votes"], place))]


def compared(report: Report) -> list[Compared]:
    """Every project under each way of counting: most votes first, then as in the file."""
    money, recorded = money_of(report), report["recorded"]
    town = set(recorded["winners"]) if recorded else set()
    most, equal = set(report["greedy"]["winners"]), set(report["winners"])
    rows = sorted(report["election"]["projects"], key=lambda p: -p["votes"])
    return [
        Compared(
            p["name"],
            f"{p['votes']:,}",
            money(p["cost"]),
            p["id"] in town if recorded else None,
            p["id"] in most,
            p["id"] in equal,
        )
        for p in rows
    ]


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
    rows = [("Equal parts", report["spent"]), ("Most votes first", report["greedy"]["spent"])]
    if report["recorded"]:
        rows.insert(0, ("The town’s result", report["recorded"]["spent"]))
    told = [f"{name} costs {money(amount)}." for name, amount in rows]
    return " ".join([f"{money(report['budget'])} to spend.", *told])


def part_of_each(report: Report) -> str:
    """What each voter's equal part was in the end."""
    count = report.get("count") or {}
    if not count.get("endowment_money") or not report["election"]["voters"]:
        return ""
    money = money_of(report)
    raised = " It was raised in small steps, the same for all." if count.get("raised") else ""
    return f"In the end each of {people(report['election']['voters'])} had a part of {money(count['endowment_money'])}.{raised}"


def notes(report: Report) -> list[str]:
    """What is odd about the file, in plain words; each with its line where it has one."""
    return [f"Line {n['line']:,}: {n['text']}" if n.get("line") else n["text"] for n in report["notes"]]
