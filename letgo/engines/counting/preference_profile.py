"""Preference profiles as councils publish them after each Scottish council election, and as others pass them on.

A council's own file is a BLT without quotes under any name (.csv, .txt, .blt, .xls): `candidates seats`, `count preference ... 0`, `0`,
names, ward. Often a heading stands over it, and a spreadsheet has put commas, semicolons or tabs into it. Collections put the ward
and the names first: ward, `candidates seats lines ...` (or seats first), `name,party`, then the ballots. All are read here.
Sources: what councils say of their reports (SSI 2012/342 rule 56), prorep.org.uk, and Heriot-Watt's page of formats.
"""

from letgo.engines.counting import blt
from letgo.engines.counting.election import Candidate, Election, Rank, grouped
from letgo.engines.counting.lines import Lines, tidy

MOST_HEADING = 20  # lines above the numbers
MOST_NUMBERS = 5  # candidates, seats, lines of ballots, who could vote, who did


def begins(rows: list[str]) -> bool:
    """Whether a line of numbers stands among the first ones, with a heading over it."""
    first = [row for row in rows[: 2 * MOST_HEADING] if row.strip()][: MOST_HEADING + 1]
    return any(_numbers(row) for row in first[1:])


def read(lines: Lines) -> Election:
    """The election in these lines. Raises BadFile."""
    heading, numbers = _head(lines)
    people = _people(lines)
    if people:
        candidates, seats = _which(lines, numbers, len(people))
        return grouped(people, seats, _ballots(lines, candidates, numbers[2:3]), (), heading)
    candidates, seats = lines.head(*map(str, numbers[:2]))
    merged, withdrawn = blt.ballots(lines, candidates)
    people, title = blt.names(lines, candidates)
    return grouped(people, seats, merged, withdrawn, title or heading)


def write(election: Election) -> str:
    """The election as a council publishes it. It has no place for parties or for who withdrew: the latter raises ValueError."""
    if election.withdrawn:
        raise ValueError("this format cannot say who withdrew; write BLT")
    rows = [f"{len(election.candidates)} {election.seats}"]
    rows += [" ".join(map(str, (weight, *ranking, 0))) for weight, ranking in election.groups()]
    rows += ["0", *(blt.name_of(candidate.name) for candidate in election.candidates), blt.name_of(election.title)]
    return "\n".join(rows) + "\n"


def _head(lines: Lines) -> tuple[str, list[int]]:
    heading = ""
    for row in lines:
        if numbers := _numbers(row):
            return heading, numbers
        heading = heading or tidy(row.replace('"', " ").replace(",", " "))
        if lines.at > 2 * MOST_HEADING:
            break
    raise lines.bad("has no line that says how many stand for how many seats", "Begin with: candidates seats")


def _numbers(row: str) -> list[int]:
    """The 2 to 5 whole numbers that a line is made of; nothing for any other line."""
    found = blt.words(row)
    fit = 2 <= len(found) <= MOST_NUMBERS and all(word.isascii() and word.isdigit() and len(word) < 9 for word in found)
    return [int(word) for word in found] if fit else []


def _people(lines: Lines) -> list[Candidate]:
    """Who is named before the first ballot: `name,party` or `name,party,1` for who was elected."""
    people = []
    for row in lines:
        cells = lines.cells(row.replace(";", ","))
        if cells and not cells[0][:1].isalpha():
            lines.at -= 1
            break
        if cells:
            people.append(Candidate(tidy(cells[0]), tidy(cells[1]) if len(cells) > 1 else ""))
    return people


def _which(lines: Lines, numbers: list[int], named: int) -> tuple[int, int]:
    """Which of the two numbers is how many stand: as many as are named."""
    if named not in numbers[:2]:
        raise lines.bad(f"names {named} candidates, not {numbers[0]}", "Give each candidate a line before the ballots")
    seats = numbers[1] if numbers[0] == named else numbers[0]
    return lines.head(str(named), str(seats))


def _ballots(lines: Lines, candidates: int, said: list[int]) -> dict[tuple[Rank, ...], int]:
    """Ballots to the line “0” or the end of the file; as many lines as were said."""
    merged: dict[tuple[Rank, ...], int] = {}
    seen = 0
    for row in lines:
        found = blt.words(row)
        if found == ["0"]:
            break
        if found:
            seen += 1
            weight, ranking = blt.ballot(lines, found, candidates)
            if weight:
                merged[ranking] = merged.get(ranking, 0) + weight
    if said and said[0] != seen:
        raise lines.bad(f"says {said[0]:,} lines of ballots and has {seen:,}", "Get the whole file again")
    return merged
