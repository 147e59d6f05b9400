"""CSV files of Scottish council wards: `candidates,seats`, `count,preference,...`, `"Candidate 1",name,party`, and the ward's name."""

import csv
import io

from letgo.engines.counting.election import Candidate, Election, grouped
from letgo.engines.counting.lines import Lines


def read(lines: Lines) -> Election:
    """The election in these lines. Raises BadFile."""
    candidates = seats = 0
    merged: dict[tuple[int, ...], int] = {}
    people: list[Candidate] = []
    title = ""
    for row in lines:
        cells = _cells(row)
        if not cells:
            continue
        if not candidates:
            if len(cells) != 2:
                raise lines.bad("does not begin with two numbers", "Begin with: candidates,seats")
            candidates, seats = lines.head(*cells)
        elif cells[0].lower().startswith("candidate "):
            people.append(_candidate(lines, cells, len(people) + 1))
        elif people:
            title = _title(row)
        else:
            weight = lines.number(cells[0], "the number of ballots")
            ranking = lines.ranking(cells[1:], candidates)
            merged[ranking] = merged.get(ranking, 0) + weight
    if not candidates:
        raise lines.bad("is empty", "Give a file with ballots")
    if len(people) != candidates:
        raise lines.bad(
            f"names {len(people)} candidates, not {candidates}", "Give each candidate a line after the ballots"
        )
    return grouped(people, seats, merged, (), title)


def write(election: Election) -> str:
    """The election as such a file. It has no place for who withdrew: raises ValueError."""
    if election.withdrawn:
        raise ValueError("this format cannot say who withdrew; write BLT")
    out = io.StringIO()
    out.write(f"{len(election.candidates)},{election.seats},\n")
    for weight, ranking in election.groups():
        out.write(",".join(map(str, (weight, *ranking))) + ",\n")
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=",\n")
    for number, candidate in enumerate(election.candidates, 1):
        rows.writerow([f"Candidate {number}", candidate.name, candidate.party])
    rows.writerow([election.title])
    return out.getvalue()


def _cells(row: str) -> list[str]:
    cells = [cell.strip() for cell in next(csv.reader([row]), [])]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _title(row: str) -> str:
    """A ward's name as it stands, however many quotes are around it."""
    return " ".join(row.strip().rstrip(",").replace('"', " ").split())


def _candidate(lines: Lines, cells: list[str], expected: int) -> Candidate:
    number = lines.number(cells[0].split()[-1], "a candidate")
    if number != expected:
        raise lines.bad(f"names candidate {number} where {expected} belongs", "Name them in order")
    return Candidate(cells[1] if len(cells) > 1 else f"Candidate {number}", ", ".join(cells[2:]))
