"""A list as it came in, line by line: rows, and everything that is wrong with them. No database; a line is read once and forgotten."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from letgo.commons.places.lists import cells
from letgo.commons.places.lists.cells import COLUMNS, REQUIRED, Wrong

MB = 1024 * 1024
MOST_BYTES = 20 * MB
MOST_ROWS = 200_000
LONGEST_LINE = 8_000
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Problem:
    """What is to be said of one line: a fault, or only a note. It never says what stands in the cell."""

    line: int
    column: str
    what: str
    cure: str = ""
    fault: bool = True


@dataclass(frozen=True)
class Row:
    """One line that can be read: a person, perhaps their home, and what they are to a place, which is still a word."""

    line: int
    name: str
    language: str
    needs: tuple[str, ...]
    address: str
    uprn: str
    place: str
    kind: str
    detail: str
    start: date
    end: date | None
    email: tuple[str, str] | None
    phone: tuple[str, str] | None


def rows(lines: Iterable[bytes]) -> Iterator[Row | Problem]:
    """Every row, and every problem, in the order of the file. One line of the file is one row. Never raises for what a file holds."""
    numbered = enumerate(lines, start=1)
    names: list[str] | None = None
    seen: set[str] = set()
    count = 0
    for number, raw in numbered:
        if number == 1 and raw.startswith(BOM):
            raw = raw[len(BOM) :]
            yield Problem(1, "", "The file begins with a mark of its coding (BOM). That is fine.", fault=False)
        yield from _line_ends(number, raw, seen)
        found = _cells(number, raw)
        if isinstance(found, Problem):
            yield found
            if names is None:
                return
        elif names is None:
            names, said = _header(found)
            yield from said
            if any(problem.fault for problem in said):
                return
        elif not any(found):
            yield from _once("empty", seen, Problem(number, "", "An empty line is left out.", fault=False))
        else:
            count += 1
            if count > MOST_ROWS:
                yield Problem(number, "", f"A list has at most {MOST_ROWS:,} rows.", "Part it into several files.")
                return
            yield from _row(number, names, found)
    if names is None:
        yield Problem(1, "", "This file is empty.", "Choose the file that holds the list.")


def _once(word: str, seen: set[str], problem: Problem) -> list[Problem]:
    if word in seen:
        return []
    seen.add(word)
    return [problem]


def _line_ends(number: int, raw: bytes, seen: set[str]) -> list[Problem]:
    if not raw.endswith(b"\r\n"):
        return []
    return _once("crlf", seen, Problem(number, "", "Lines end as on Windows (CRLF). That is fine.", fault=False))


def _cells(number: int, raw: bytes) -> list[str] | Problem:
    if len(raw) > LONGEST_LINE:
        return Problem(
            number, "", "This line is very long.", "Look for a quotation mark or a line end that is missing."
        )
    try:
        text = raw.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        return Problem(number, "", "This line is not in UTF-8.", 'Save the file as "CSV UTF-8" and send it again.')
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return Problem(
            number,
            "",
            "There is a quotation mark too many, or one is missing.",
            "Take it away, write two for one, or put the cell on one line.",
        )


def _header(found: list[str]) -> tuple[list[str], list[Problem]]:
    names = [cell.strip().lower().replace("-", "") for cell in found]
    if len(names) == 1 and any(sign in names[0] for sign in ";\t|"):
        return names, [
            Problem(1, "", "The columns are not parted by commas.", "Save the file as comma separated (CSV).")
        ]
    said = [
        Problem(1, name, "This column is missing.", f"The first line names the columns: {', '.join(COLUMNS)}.")
        for name in REQUIRED
        if name not in names
    ]
    twice = sorted({name for name in names if names.count(name) > 1 and name in COLUMNS})
    said += [Problem(1, name, "This column is there twice.", "Take one of them away.") for name in twice]
    said += [
        Problem(1, name, "There is no such column; we take it as empty.", fault=False)
        for name in COLUMNS
        if name not in names and name not in REQUIRED
    ]
    strange = sum(name not in COLUMNS for name in names)
    if strange:
        said.append(
            Problem(1, "", f"{strange} columns have names that we do not know. We do not read them.", fault=False)
        )
    return names, said


def _row(number: int, names: list[str], found: list[str]) -> Iterator[Row | Problem]:
    if len(found) != len(names):
        many = "few" if len(found) < len(names) else "many"
        cure = f"It has {len(found)}, the first line has {len(names)}."
        yield Problem(number, "", f"This line has too {many} columns.", cure)
        return
    written = dict.fromkeys(COLUMNS, "") | {
        name: cell for name, cell in zip(names, found, strict=True) if name in COLUMNS
    }
    wrong: list[Problem] = []

    def get(column, reader=lambda text: text):
        try:
            return reader(cells.read(column, written[column]))
        except Wrong as no:
            wrong.append(Problem(number, column, no.what, no.cure))
            return None

    given = {column: get(column) for column in ("name", "address", "place")}
    kind = get("standing", cells.standing)
    start, end = get("start", cells.day), get("end", lambda text: cells.day(text) if text else None)
    more = {
        "language": get("language", cells.language),
        "needs": tuple(get("needs", cells.needs) or ()),
        "uprn": get("uprn", cells.uprn),
        "email": get("email", lambda text: cells.route("email", text)),
        "phone": get("phone", lambda text: cells.route("phone", text)),
    }
    if start and end and end < start:
        wrong.append(Problem(number, "end", "The end lies before the start.", "Change one of the days."))
    if not wrong and more["uprn"] and not given["address"]:
        wrong.append(Problem(number, "address", "A UPRN stands without an address.", "Write the address too."))
    if wrong:
        yield from wrong
        return
    if not given["name"]:
        yield Problem(number, "name", "There is no name. That is allowed.", fault=False)
    yield Row(number, kind=kind[0], detail=kind[1], start=start, end=end, **given, **more)
