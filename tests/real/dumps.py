"""Dumps of another counter, read: tab-separated, a row an action, then for each candidate name, state, votes (and keep value)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path


@dataclass
class Event:
    """Votes at one point. `how`: begin, surplus, exclusion; where candidates keep a part of every paper also elect."""

    how: str
    totals: list[str]
    rest: str  # not transferable; of Meek's method the quota
    elected: set[int] = field(default_factory=set)
    gone: list[int] = field(default_factory=list)


@dataclass
class Row:
    turn: str
    action: str
    head: list[str]
    states: dict[int, str]
    totals: list[str]


def rows_of(place: Path, head: int, wide: int) -> tuple[list[int], list[Row]]:
    """(candidate numbers, rows): `head` cells after round and action, then `wide` cells for each candidate."""
    lines = [line.rstrip("\n").split("\t") for line in place.read_text(encoding="utf-8").splitlines()]
    numbers = [int(name.split(".")[0]) for name in lines[0][2 + head :: wide]]
    found = []
    for line in lines[1:]:
        if len(line) > 3:
            cells = line[2 + head :]
            states = dict(zip(numbers, cells[1::wide], strict=True))
            found.append(Row(line[0], line[1], line[2 : 2 + head], states, cells[2::wide]))
    return numbers, found


def transfers(rows: list[Row]) -> list[Event]:
    """What was moved and who was elected by it. A "transfer" of no surplus at all, from who has just the quota, is none."""
    events = [Event("begin", rows[0].totals, rows[0].head[1])]
    gone: list[int] = []
    for before, row in pairwise(rows):
        if row.action == "defeat":
            gone += [n for n, state in row.states.items() if state == "D" != before.states[n]]
        elif row.action == "transfer" and (gone or row.totals != events[-1].totals):
            events.append(Event("exclusion" if gone else "surplus", row.totals, row.head[1], gone=gone))
            gone = []
        elif row.action == "elect":
            events[-1].elected |= elected(before, row)
    return events


def parts_kept(rows: list[Row]) -> list[Event]:
    """Meek's method: in each round somebody is elected or goes out; what follows in the same round only ends the count."""
    events = [Event("begin", rows[0].totals, rows[0].head[0])]
    last = rows[0]
    for turn, group in groupby(rows[1:], key=lambda row: row.turn):
        acts = [row for row in group if row.action in ("elect", "defeat")]
        if not acts or turn == "X":
            continue
        how = acts[0].action
        if how == "elect" and len(events) == 1 and acts[0].totals == events[0].totals:
            event = events[0]
        else:
            event = Event("exclusion" if how == "defeat" else "elect", acts[0].totals, acts[0].head[0])
            events.append(event)
        for row in acts:
            if row.action == "elect" == how:
                event.elected |= elected(last, row)
            elif row.action == "defeat" == how and not event.gone:
                event.gone = [n for n, state in row.states.items() if state == "D" != last.states[n]]
            last = row
    return events


def elected(before: Row, row: Row) -> set[int]:
    """Whom this row elects."""
    return {n for n, state in row.states.items() if state.upper() == "E" and before.states[n].upper() != "E"}


def winners(rows: list[Row]) -> set[int]:
    """Who is elected at the end."""
    return {number for number, state in rows[-1].states.items() if state == "E"}


def each(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """(dump, profile, rule) of every dump: `<profile>-<rule>-<arithmetic>.txt`."""
    rules = (
        "cfer-batch",
        "cfer",
        "meek-prf",
        "meek",
        "mpls",
        "qpq",
        "scotland",
        "warren",
        "wigm-prf-batch",
        "wigm-prf",
        "wigm",
    )
    for place in sorted(folder.rglob("*.txt")):
        rule, at = next((rule, place.stem.find(f"-{rule}-")) for rule in rules if f"-{rule}-" in place.stem)
        yield place, place.stem[:at], rule
