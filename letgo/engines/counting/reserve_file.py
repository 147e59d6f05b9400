"""Reads a file of reserved seats: TOML with [[group]] name, candidates, minimum, maximum and [[pool]] name, candidates, seats."""

import re
import tomllib
from pathlib import Path
from typing import Any

from letgo.engines.counting.election import MOST_CANDIDATES
from letgo.engines.counting.lines import text_of
from letgo.engines.counting.reserve import Group, Pool, Reserve
from letgo.engines.sealing.reading import BadFile

MOST_BYTES = 1024 * 1024
MOST_TABLES = 100
LONGEST_NAME = 200
MOST_DOTS = 250  # in a line
LONG_NUMBER = re.compile("[0-9]{1000}")  # Python may stop at its own limit, or not
KEYS = {"group": ("name", "candidates", "minimum", "maximum"), "pool": ("name", "candidates", "seats")}


def load(path: Path) -> Reserve:
    """The reserved seats that a file asks for. Raises BadFile, with file and cure, for anything that is not as it should be."""
    return _Reading(path.name).reserve(_toml(path))


def _toml(path: Path) -> dict[str, Any]:
    name, text = path.name, ""
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise BadFile("is larger than 1 MB", "Give the file of one election", file=name)
        text = text_of(path)
        if any(line.count(".") > MOST_DOTS for line in text.split("\n") if not line.lstrip().startswith("#")):
            raise RecursionError  # a.a.a.a: hours of reading
        if LONG_NUMBER.search(text):
            raise BadFile("is no TOML: a number is too large", "Mend it", file=name)
        return tomllib.loads(text)
    except OSError as error:
        cure = "Check the name and that you may read it"
        raise BadFile(f"cannot be read: {error.strerror}", cure, file=name) from None
    except RecursionError:
        raise BadFile("is nested too deeply", "Write it flat", file=name) from None
    except ValueError as error:
        where = re.search(r"\(at line (\d+), column \d+\)", str(error))
        said = re.sub(r"\s*\(at [^)]*\)", "", str(error))[:120]
        line = int(where[1]) if where else text.count("\n") + 1 if "end of document" in str(error) else None
        raise BadFile(f"is no TOML: {said}", "Mend it", line=line, file=name) from None


class _Reading:
    """One file under way. What is wrong is said of the first table that has it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.names: set[str] = set()

    def reserve(self, told: dict[str, Any]) -> Reserve:
        """All that it says."""
        if unknown := sorted(set(told) - set(KEYS)):
            raise self.bad(f"has “{unknown[0][:40]}”, which is not known", "Write [[group]] and [[pool]] only")
        groups = tuple(self.group(at, row) for at, row in enumerate(self.rows(told, "group"), 1))
        pools = tuple(self.pool(at, row) for at, row in enumerate(self.rows(told, "pool"), 1))
        if not groups and not pools:
            raise self.bad("holds no [[group]] and no [[pool]]", "Add one, or count without --reserve")
        seen: dict[int, str] = {}
        for pool in pools:
            for number in sorted(pool.candidates):
                if number in seen:
                    what = f"candidate {number} is in “{seen[number]}” and in “{pool.name}”"
                    raise self.bad(what, "A candidate stands in one pool only")
                seen[number] = pool.name
        return Reserve(groups, pools, self.file)

    def rows(self, told: dict[str, Any], kind: str) -> list[Any]:
        """The tables of one kind."""
        rows = told.get(kind, [])
        if not isinstance(rows, list):
            raise self.bad(f"has “{kind}” as something else than a list of tables", f"Write [[{kind}]] above each")
        if len(rows) > MOST_TABLES:
            raise self.bad(f"has more than {MOST_TABLES} tables [[{kind}]]", "Write fewer")
        return rows

    def group(self, at: int, row: Any) -> Group:
        """One [[group]]."""
        name, candidates = self.table("group", at, row)
        if "minimum" not in row and "maximum" not in row:
            raise self.bad(f"“{name}” has neither a minimum nor a maximum", "Write one, or take the group out")
        minimum = self.number(name, row, "minimum", 0)
        maximum = self.number(name, row, "maximum", 0) if "maximum" in row else None
        if maximum is not None and minimum > maximum:
            raise self.bad(f"“{name}” has a minimum of {minimum}, above its maximum of {maximum}", "Change one of them")
        return Group(name, candidates, minimum, maximum)

    def pool(self, at: int, row: Any) -> Pool:
        """One [[pool]]."""
        name, candidates = self.table("pool", at, row)
        if "seats" not in row:
            raise self.bad(f"pool “{name}” does not say how many seats it has", "Write seats = 1, or more")
        return Pool(name, candidates, self.number(name, row, "seats", 1))

    def table(self, kind: str, at: int, row: Any) -> tuple[str, frozenset[int]]:
        """The name and the candidates of a group or pool."""
        if not isinstance(row, dict):
            raise self.bad(f"has a {kind} that is no table", f"Write [[{kind}]] above each")
        name = row.get("name")
        if not isinstance(name, str) or not name.strip():
            raise self.bad(f"{kind} {at} has no name", 'Write name = "..."')
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise self.bad(f"{kind} {at} has a name that is too long, or not to be printed", "Write a short plain name")
        if unknown := sorted(set(row) - set(KEYS[kind])):
            known = ", ".join(KEYS[kind])
            raise self.bad(f"“{name}” has “{unknown[0][:40]}”, which is not known", f"Write only {known}")
        if name in self.names:
            raise self.bad(f"“{name}” is there twice", "Give each group and pool its own name")
        self.names.add(name)
        return name, self.candidates(name, row.get("candidates"))

    def candidates(self, name: str, told: Any) -> frozenset[int]:
        """The numbers of who is in it."""
        if not isinstance(told, list) or not told:
            raise self.bad(f"“{name}” lists no candidates", "Write candidates = [1, 2], with their numbers")
        numbers: set[int] = set()
        for number in told:
            if type(number) is not int or not 1 <= number <= MOST_CANDIDATES:
                cure = f"Write the candidates' numbers, from 1 to at most {MOST_CANDIDATES:,}"
                raise self.bad(f"“{name}” lists “{_short(number)}” as a candidate", cure)
            if number in numbers:
                raise self.bad(f"“{name}” lists candidate {number} twice", "Take one out")
            numbers.add(number)
        return frozenset(numbers)

    def number(self, name: str, row: dict[str, Any], key: str, least: int) -> int:
        """A whole number, 0 where a minimum is missing."""
        number = row.get(key, 0)
        if type(number) is not int or not least <= number <= MOST_CANDIDATES:
            cure = f"Write a whole number from {least} to {MOST_CANDIDATES:,}"
            raise self.bad(f"“{name}” has “{_short(number)}” as its {key}", cure)
        return number

    def bad(self, what: str, cure: str) -> BadFile:
        """What is wrong with the file."""
        return BadFile(what, cure, file=self.file)


def _short(value: object) -> str:
    try:
        return str(value)[:20]
    except (ValueError, RecursionError):  # a number of thousands of digits
        return "a number that is too large"
