"""“Candidate votes per stage”: the table that a council publishes of its own count. It holds no ballots, and is there to compare ours with.

Read as it is passed on: a row for each candidate and a column for each stage; or a row for each candidate and stage, as CSV or as
JSON, with `Count_Number` and `Total_Votes`. Which it is shows in the words of the head, never in the file's name.
"""

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from letgo.engines.counting.lines import Lines, escaped, plain
from letgo.engines.counting.result import Count
from letgo.engines.sealing.reading import BadFile

SCALE, DECIMALS = 10**5, 5
STAGE = re.compile(r"(?:stage|count|round)\s*(?:no\.?\s*)?(\d{1,4})", re.IGNORECASE)
VOTES = re.compile(r"(-?)(\d{1,12})(?:\.(\d{0,30}))?", re.ASCII)
LONG = ("count_number", "total_votes")
NOBODY = re.compile(
    r"(non|not|un)?[- ]?transfer.*|exhausted.*|total.*|quota.*|valid.*|electorate.*|turnout.*", re.IGNORECASE
)
HEAD_LINES = 20
Who = tuple[str, str]  # what tells candidates apart, and their name


@dataclass(frozen=True, slots=True)
class Table:
    """`totals[stage][candidate]`: votes after each stage, in 1/100,000 of a vote; `names` in the order of the file."""

    names: tuple[str, ...]
    totals: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a published total is not ours: stage from 1, the name in the table, and both totals in 1/100,000 of a vote."""

    stage: int
    name: str
    published: int
    ours: int


def begins(rows: Sequence[str]) -> bool:
    """Whether lines are such a table, from the first ones."""
    first = [row for row in rows[: 2 * HEAD_LINES] if row.strip()][:HEAD_LINES]
    if first and first[0].lstrip().startswith("{"):
        return any("countGroup" in row or "countInfo" in row for row in first)
    return any(all(word in row.lower() for word in LONG) or _names_a_stage(row) for row in first)


def read(text: str, name: str) -> Table:
    """The table in a text. Raises BadFile."""
    lines = Lines(name, text.split("\n"))
    found: dict[Who, dict[int, int]] = {}
    for who, stage, votes in _json(lines, text) if text.lstrip().startswith("{") else _csv(lines):
        if stage in found.setdefault(who, {}):
            raise lines.bad(f"gives “{who[1][:40]}” twice at stage {stage}", "Give each candidate one total a stage")
        found[who][stage] = votes
    stages = list(range(1, max((len(totals) for totals in found.values()), default=0) + 1))
    if not stages or any(sorted(totals) != stages for totals in found.values()):
        raise BadFile("is a table of votes per stage with a hole in it", "Get the whole file again", file=name)
    return Table(tuple(who[1] for who in found), tuple(tuple(found[who][stage] for who in found) for stage in stages))


def table_of(count: Count) -> Table:
    """Our own count as such a table: what does not fit in 5 decimals is cut."""
    names = tuple(candidate.name for candidate in count.election.candidates)
    return Table(names, tuple(tuple(total * SCALE // count.scale for total in stage.totals) for stage in count.stages))


def write(table: Table) -> str:
    """The table as CSV, a column for each stage; no cell begins a formula."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["Candidate", *(f"Stage {stage}" for stage in range(1, len(table.totals) + 1))])
    for at, name in enumerate(table.names):
        rows.writerow([escaped(" ".join(name.split())), *(_shown(totals[at]) for totals in table.totals)])
    return out.getvalue()


def differences(count: Count, published: Table, slack: int = 0) -> list[Difference]:
    """Every published total that is further from ours than `slack`, in 1/100,000 of a vote.

    Candidates are matched by their names: most words in common first, in whatever order these stand, and then in the file's order.
    Raises ValueError where the table has other candidates or stages than the count.
    """
    ours = table_of(count)
    if (len(ours.names), len(ours.totals)) != (len(published.names), len(published.totals)):
        raise ValueError("the table has other candidates or stages than the count")
    order = _places(ours.names, published.names)
    return [
        Difference(stage, published.names[at], theirs[at], mine)
        for stage, (theirs, row) in enumerate(zip(published.totals, ours.totals, strict=True), 1)
        for at, mine in zip(order, row, strict=True)
        if abs(theirs[at] - mine) > slack
    ]


def _places(ours: Sequence[str], theirs: Sequence[str]) -> list[int]:
    """For each of our names the place of the one in the table that is the same person."""
    one, other = ([set(re.findall(r"\w+", name.casefold())) for name in names] for names in (ours, theirs))
    pairs = [(-len(mine & its), len(mine ^ its), i, j) for i, mine in enumerate(one) for j, its in enumerate(other)]
    matched: dict[int, int] = {}
    for _, _, i, j in sorted(pairs):
        if i not in matched and j not in matched.values():
            matched[i] = j
    return [matched[i] for i in range(len(ours))]


def _names_a_stage(row: str) -> bool:
    """Whether a cell but the first is the head of a stage's column."""
    return any(STAGE.fullmatch(cell.strip(' "')) for cell in re.split("[,;\t]", row[:10_000])[1:])


def _csv(lines: Lines) -> Iterator[tuple[Who, int, int]]:
    head, apart = _head(lines)
    rows = (cells for row in lines if (cells := lines.cells(row, apart)))
    yield from (_long if LONG[0] in map(str.lower, head) else _wide)(lines, head, rows)


def _head(lines: Lines) -> tuple[list[str], str]:
    """The cells of the row that names the columns, and what parts them; no cells where no row does."""
    for row in itertools.islice(lines, 2 * HEAD_LINES):
        for apart in ",;\t":
            lower = [cell.lower() for cell in lines.cells(row, apart)]
            if all(word in lower for word in LONG) or any(STAGE.fullmatch(cell) for cell in lower[1:]):
                return lines.cells(row, apart), apart
    return [], ","


def _wide(lines: Lines, head: list[str], rows: Iterator[list[str]]) -> Iterator[tuple[Who, int, int]]:
    """A row for each candidate; columns that name no stage are transfers and parties, and are passed over."""
    columns = [(at, int(found[1])) for at, cell in enumerate(head) if at and (found := STAGE.fullmatch(cell))]
    for cells in rows:
        if cells[0] and not NOBODY.fullmatch(cells[0]):
            for at, stage in columns:
                yield (str(lines.at), plain(cells[0])), stage, _votes(lines, cells[at] if at < len(cells) else "")


def _long(lines: Lines, head: list[str], rows: Iterator[list[str]]) -> Iterator[tuple[Who, int, int]]:
    """A row for each candidate and stage."""
    at = {cell.lower(): place for place, cell in enumerate(head)}
    for cells in rows:
        row = {key: cells[place] if place < len(cells) else "" for key, place in at.items()}
        yield _who(row), lines.number(row[LONG[0]], "the number of a stage", 9999), _votes(lines, row[LONG[1]])


def _json(lines: Lines, text: str) -> Iterator[tuple[Who, int, int]]:
    try:
        rows = json.loads(text, parse_float=str, parse_int=str)["Constituency"]["countGroup"]
        told = [{str(key).lower(): "" if value is None else str(value) for key, value in row.items()} for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise lines.bad("is no JSON of votes per stage", "Get the whole file again") from None
    for row in told:
        stage = lines.number(row.get(LONG[0], ""), "the number of a stage", 9999)
        yield _who(row), stage, _votes(lines, row.get(LONG[1], ""))


def _who(row: dict[str, str]) -> Who:
    number = row.get("candidate_id", "")
    name = " ".join(row.get(key, "") for key in ("firstname", "surname")).strip()
    return number or name, plain(name or number)


def _votes(lines: Lines, word: str) -> int:
    """Votes in 1/100,000, exactly; further decimals are cut. An empty cell and a dash are none."""
    text = word.replace(",", "").replace(" ", "")
    if text in ("", "-", "–"):
        return 0
    if not (found := VOTES.fullmatch(text)):
        raise lines.bad(f"has “{word[:20]}” for a number of votes", "Write a number such as 1385.12345")
    parts = int(found[2]) * SCALE + int((found[3] or "")[:DECIMALS].ljust(DECIMALS, "0"))
    return -parts if found[1] else parts


def _shown(parts: int) -> str:
    return f"{parts // SCALE}.{parts % SCALE:0{DECIMALS}d}"
