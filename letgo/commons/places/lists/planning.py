"""What a list would do here: each row against what we know. No database; what we know comes in as plain values."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid4

from letgo.commons.places.lists.reading import Problem, Row

MOST_SHOWN = 2_000


@dataclass
class KnownHome:
    """A home: where, and its UPRN or ""."""

    id: UUID
    place: UUID
    address: str
    uprn: str
    line: int = 0  # of the list, when it is from there


@dataclass
class KnownStanding:
    """A standing that someone has or had."""

    id: UUID
    start: date
    end: date | None
    home: UUID | None
    detail: str
    line: int = 0


@dataclass
class Known:
    """What stands already: the places of this list by slug and by name, their homes, and people by what they can be told by."""

    places: dict[str, UUID | None] = field(default_factory=dict)  # None: two places have this name
    homes: dict[Any, KnownHome] = field(default_factory=dict)  # by (place, address) and by UPRN
    people: dict[bytes, UUID] = field(default_factory=dict)
    standings: dict[tuple[UUID, UUID, str], KnownStanding] = field(default_factory=dict)
    barred: UUID | None = None  # who sends the list: nobody speaks for themselves

    def add_place(self, pk: UUID, slug: str, name: str) -> None:
        """A place that a row may name by its slug or its name."""
        self.places[slug] = pk
        word = name.casefold()
        self.places[word] = None if self.places.get(word, pk) != pk else pk

    def add_home(self, home: KnownHome) -> None:
        """A home that a row may mean."""
        self.homes[home.place, home.address.casefold()] = home
        if home.uprn:
            self.homes[home.uprn] = home

    def add_person(self, pk: UUID, *marks: bytes) -> None:
        """A person, and what they can be told by. The first one with a mark keeps it."""
        for mark in marks:
            self.people.setdefault(mark, pk)


@dataclass(frozen=True)
class Step:
    """What one row does. A new home or person has its id already; `before` is the standing that it changes."""

    row: Row
    person: UUID
    new_person: bool
    home: KnownHome | None
    new_home: bool
    uprn_learnt: bool
    place: UUID
    does: str  # "add", "change", "end", "same"
    before: KnownStanding | None = None


@dataclass
class Findings:
    """What was found in a list: how much it would do, and every problem with its line."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def take(self, found: Step | Problem) -> None:
        """Count a step, keep a problem."""
        if isinstance(found, Problem):
            self.counts["faults" if found.fault else "notes"] += 1
            kept = self.faults if found.fault else self.notes
            if len(kept) < MOST_SHOWN:
                kept.append(found)
            return
        self.counts["rows"] += 1
        self.counts[found.does] += 1
        self.counts["people"] += found.new_person
        self.counts["homes"] += found.new_home
        self.counts["uprns"] += found.uprn_learnt

    def as_data(self) -> dict[str, Any]:
        """Plain JSON for the page."""
        shown = {
            name: [[p.line, p.column, p.what, p.cure] for p in getattr(self, name)] for name in ("faults", "notes")
        }
        return {"counts": dict(self.counts), **shown}


def mark(name: str, *where: object) -> bytes:
    """What someone can be told by: a name together with a home, a place, an address. 16 bytes, so that 200,000 people fit."""
    words = "\0".join([name.casefold(), *map(str, where)])
    return blake2b(words.encode(), digest_size=16).digest()


def marks(name: str, place: UUID, home: UUID | None, routes: Iterable[str]) -> list[bytes]:
    """Every mark of a person. Without a name only the home tells them; without home and routes, name and place do."""
    known = [mark(name, "home", home)] if home else []
    if name:
        known += [mark(name, "route", route) for route in routes]
        known += [mark(name, "place", place)] if not known else []
    return known


def plan(found: Iterable[Row | Problem], known: Known) -> Iterator[Step | Problem]:
    """Each row as what it would do, or what is wrong with it. `known` grows with the rows: the same row twice is a fault."""
    for row in found:
        yield row if isinstance(row, Problem) else _step(row, known)


def _step(row: Row, known: Known) -> Step | Problem:
    place = known.places.get(row.place) or known.places.get(row.place.casefold())
    if place is None:
        twice = row.place.casefold() in known.places
        what = "Two places have this name." if twice else "We know no such place here."
        return Problem(row.line, "place", what, "Use the name in the place's web address, such as tansy-row.")
    home = _home(row, place, known)
    if isinstance(home, Problem):
        return home
    routes = [route[1] for route in (row.email, row.phone) if route]
    told_by = marks(row.name, place, home.id if home else None, routes)
    if not told_by:
        return Problem(row.line, "name", "We cannot tell who this is.", "Give a name or an address.")
    there = next((known.people[one] for one in told_by if one in known.people), None)
    if there is not None and there == known.barred:
        return Problem(row.line, "", "This is you.", "Let another officer send your own line.")
    person = there or uuid4()
    before = known.standings.get((person, place, row.kind))
    if before is not None and before.line:
        return Problem(
            row.line,
            "name",
            f"The same person is on line {before.line} already.",
            "Take one line away. If they are two people, write their names so that we can tell them apart.",
        )
    does = _does(row, home, before)
    if isinstance(does, Problem):
        return does
    return _taken(row, known, place, person, there is None, told_by, home, before, does)


def _taken(row, known, place, person, is_new, told_by, home, before, does) -> Step:
    """Let `known` know of this row too, and say what it does."""
    known.add_person(person, *told_by)
    new_home = home is not None and home.line == row.line
    learnt = bool(home and not new_home and row.uprn and not home.uprn)
    if home and learnt:
        home.uprn = row.uprn
    if home and (new_home or learnt):
        known.add_home(home)
    at = home.id if home else None
    start, pk = row.start, before.id if before and does != "add" else uuid4()
    known.standings[person, place, row.kind] = KnownStanding(pk, start, row.end, at, row.detail, row.line)
    return Step(row, person, is_new, home, new_home, learnt, place, does, before)


def _home(row: Row, place: UUID, known: Known) -> KnownHome | Problem | None:
    if not row.address:
        return None
    there = known.homes.get((place, row.address.casefold()))
    by_uprn = known.homes.get(row.uprn) if row.uprn else None
    clash = by_uprn is not None and by_uprn is not there
    if clash or (there and row.uprn and there.uprn not in ("", row.uprn)):
        where = f" (line {by_uprn.line})" if by_uprn and by_uprn.line else ""
        what = f"Another home has this UPRN{where}." if clash else "We know this home by another UPRN."
        return Problem(row.line, "uprn", what, "Look it up, or leave it empty.")
    return there or KnownHome(uuid4(), place, row.address, row.uprn, row.line)


def _does(row: Row, home: KnownHome | None, before: KnownStanding | None) -> str | Problem:
    """What a row does to the newest standing of this kind that we know of this person here."""
    if before is None or (before.end is not None and row.start >= before.end):
        return "add"
    if row.detail != before.detail and before.end is None and row.end is None:
        return Problem(
            row.line, "standing", "We know another age of this person.", "End that one first, on a line of its own."
        )
    if before.end is not None and (row.end is None or row.end > before.end):
        return Problem(row.line, "end", "This ended already, on an earlier day.", "Begin a new line after that day.")
    if row.end is not None and row.end != before.end:
        return "end"
    moved = home is not None and home.id != before.home
    return "change" if row.start != before.start or moved else "same"
