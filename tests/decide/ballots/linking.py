"""Whoever holds a copy of the whole database tries to say who cast which ballot: by every order and every equal value there is.

A clue is a list of (value, voter) that some column of some table gives: times, numbers, ids, and what the database itself keeps beside
a row (rowid on SQLite; xmin, xmax, ctid on PostgreSQL). Two clues link when their orders agree, or when values occur in both.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

Clue = tuple[str, list[tuple[Any, int]]]


def rows_of(table: str) -> list[dict[str, Any]]:
    """Every row of a table with what the database keeps beside it."""
    hidden = (
        "rowid AS _rowid"
        if connection.vendor == "sqlite"
        else "xmin::text AS _xmin, xmax::text AS _xmax, ctid::text AS _ctid"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {hidden}, * FROM {connection.ops.quote_name(table)}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def plain(value: Any) -> str:
    """A value as text in which an id can be found."""
    said = json.dumps(value, default=str) if isinstance(value, dict | list) else str(value)
    return said.replace("-", "").lower()


def orderable(name: str, value: Any) -> Any:
    """The value as something that can be put in order, or None."""
    if name == "_ctid":
        page, place = value.strip("()").split(",")
        return (int(page), int(place))
    if name in ("_xmin", "_xmax"):
        return int(value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    return value if isinstance(value, int | str) else None


def clues(voters: Mapping[str, int], skip: set[str]) -> Iterator[Clue]:
    """What every table but `skip` tells of the voters, whose ids (of person, entry, session: hex) lead to a number each."""
    for table in tables():
        if table in skip:
            continue
        tied = [(row, _whose(row, voters)) for row in rows_of(table)]
        yield from _by_column(table, [(row, voter) for row, voter in tied if voter is not None])


def ballots(table: str, column: str, truth: Mapping[str, int]) -> list[Clue]:
    """The same of a table of ballots or slips, where `truth` says whose each is: what the snooper wants to find out."""
    rows = rows_of(table)
    return list(_by_column(table, [(row, truth[row[column]]) for row in rows if row[column] in truth]))


def _whose(row: Mapping[str, Any], voters: Mapping[str, int]) -> int | None:
    found = set()
    for value in row.values():
        said = plain(value)
        if len(said) >= 32:
            found |= {voters[said[at : at + 32]] for at in range(len(said) - 31) if said[at : at + 32] in voters}
    return found.pop() if len(found) == 1 else None


def _by_column(table: str, rows: list[tuple[dict[str, Any], int]]) -> Iterator[Clue]:
    for name in rows[0][0] if rows else ():
        found = [(orderable(name, row[name]), voter) for row, voter in rows]
        found = [(value, voter) for value, voter in found if value is not None]
        if len({voter for _, voter in found}) >= 6 and len({type(value) for value, _ in found}) == 1:
            yield f"{table}.{name}", found


def links(known: list[Clue], secret: list[Clue], many: int) -> list[tuple[int, str]]:
    """(how many ballots it puts to the right voter, by what), the most first. `many` is how many voters there are."""
    found = []
    for name, clue in known:
        for other, hidden in secret:
            found.append((_equal(clue, hidden), f"{name} = {other}"))
            for last in (False, True):
                found.append((_ranked(clue, hidden, last, many), f"{name} ~ {other}"))
    return sorted(found, reverse=True)


def _equal(clue: list[tuple[Any, int]], hidden: list[tuple[Any, int]]) -> int:
    """How many voters share a value with their own ballot and with no other's."""
    mine, theirs = defaultdict(set), defaultdict(set)
    for value, voter in clue:
        mine[value].add(voter)
    for value, voter in hidden:
        theirs[value].add(voter)
    return sum(mine[value] == theirs[value] and len(mine[value]) == 1 for value in mine.keys() & theirs.keys())


def _ranked(clue: list[tuple[Any, int]], hidden: list[tuple[Any, int]], last: bool, many: int) -> int:
    """How many voters stand where their ballot stands when both are put in order, forwards or backwards."""
    ordered, other = _once_each(clue, last), _once_each(hidden, last)
    if len(ordered) != len(other) or len(ordered) != many:
        return 0
    return max(sum(a == b for a, b in zip(ordered, way, strict=True)) for way in (other, other[::-1]))


def _once_each(clue: list[tuple[Any, int]], last: bool) -> list[int]:
    """The voters in the order of the clue, each once, by their first or their last value; what is level in a random order."""
    by_voter: dict[int, Any] = {}
    for value, voter in sorted(clue, key=lambda pair: pair[0], reverse=not last):
        by_voter[voter] = value
    draw = Random(5)
    return [voter for _, _, voter in sorted((value, draw.random(), voter) for voter, value in by_voter.items())]
