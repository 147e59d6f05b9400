"""CSV files of Scottish council wards: `candidates,seats`, `count,preference,...`, `"Candidate 1",name,party`, and the ward's name."""

import csv
import io
import re

from letgo.engines.counting.election import Candidate, Election, Rank, grouped
from letgo.engines.counting.lines import Lines, escaped, plain, tidy

NAMED = re.compile(r"candidate\s+(\S+)", re.IGNORECASE)


def read(lines: Lines) -> Election:
    """The election in these lines. Raises BadFile."""
    candidates = seats = 0
    merged: dict[tuple[Rank, ...], int] = {}
    for row in lines:
        cells = lines.cells(row)
        if cells and not candidates:
            if len(cells) != 2:
                raise lines.bad("does not begin with two numbers", "Begin with: candidates,seats")
            candidates, seats = lines.head(*cells)
        elif cells and NAMED.fullmatch(cells[0]):
            lines.at -= 1
            break
        elif cells:
            weight = lines.weight(cells[0])
            ranking = lines.ranking(cells[1:], candidates)
            if weight:
                merged[ranking] = merged.get(ranking, 0) + weight
    if not candidates:
        raise lines.bad("is empty", "Give a file with ballots")
    found, title = people(lines, candidates)
    return grouped(found, seats, merged, (), title)


def people(lines: Lines, candidates: int) -> tuple[list[Candidate], str]:
    """The names and the ward that follow the ballots. Raises BadFile."""
    found: list[Candidate] = []
    title = ""
    for row in lines:
        cells = lines.cells(row)
        if not cells:
            continue
        if len(found) < candidates and (named := NAMED.fullmatch(cells[0])):
            found.append(_candidate(lines, named[1], cells, len(found) + 1))
        elif len(found) < candidates or title or (len(cells) > 1 and all(cell.isdigit() for cell in cells)):
            raise lines.bad(
                "stands where no line belongs", "Put the ballots first, then the names, then the ward's name"
            )
        else:
            title = _title(row, cells)
    if len(found) != candidates:
        raise lines.bad(
            f"names {len(found)} candidates, not {candidates}", "Give each candidate a line after the ballots"
        )
    return found, title


def write(election: Election) -> str:
    """The election as such a file; no cell begins a formula. It has no place for who withdrew: raises ValueError."""
    if election.withdrawn:
        raise ValueError("this format cannot say who withdrew; write BLT")
    out = io.StringIO()
    out.write(f"{len(election.candidates)},{election.seats},\n")
    for weight, ranking in election.groups():
        out.write(",".join(map(str, (weight, *ranking))) + ",\n")
    named = [
        (f"Candidate {number}", _cell(candidate.name), _cell(candidate.party))
        for number, candidate in enumerate(election.candidates, 1)
    ]
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="")
    for row in (*named, (_cell(election.title),)):
        rows.writerow(row)
        out.write(",\n")
    return out.getvalue()


def _cell(text: str) -> str:
    return escaped(" ".join(text.split()))


def _title(row: str, cells: list[str]) -> str:
    """A ward's name as it stands, however many quotes are around it."""
    text = cells[0].strip('", ') if len(cells) == 1 else row.strip().rstrip(",").replace('"', " ")
    return plain(tidy(text))


def _candidate(lines: Lines, word: str, cells: list[str], expected: int) -> Candidate:
    number = lines.number(word, "a candidate")
    if number != expected:
        raise lines.bad(f"names candidate {number} where {expected} belongs", "Name them in order")
    name = plain(cells[1]) if len(cells) > 1 else ""
    return Candidate(tidy(name) or f"Candidate {number}", tidy(plain(", ".join(cells[2:]))))
