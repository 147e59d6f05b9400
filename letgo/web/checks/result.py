"""A report as the rows that the result page shows. Nothing is decided here; sentences about one idea are the engine's own."""

from collections.abc import Callable, Mapping, Sequence
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
