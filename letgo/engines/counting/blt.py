"""BLT files: `candidates seats`, ballots `weight preference ... 0`, a line `0`, then names and a title.

Read as people make them: with commas for spaces, with and without quotes, with `[withdrawn 4]` or `-4` for who withdrew. Written
in the plain form. Source: Hill, Wichmann and Woodall, "Single Transferable Vote by Meek's method", and files that councils publish.
"""

import re

from letgo.engines.counting.election import Candidate, Election, Rank, grouped
from letgo.engines.counting.lines import Lines, tidy

APART = str.maketrans(",;", "  ")
OPTION = re.compile(r"\[\s*([a-z]+)([^\]]*)\]")


def read(lines: Lines) -> Election:
    """The election in these lines. Raises BadFile."""
    candidates, seats = _head(lines)
    merged, withdrawn = ballots(lines, candidates)
    people, title = names(lines, candidates)
    return grouped(people, seats, merged, withdrawn, title)


def ballots(lines: Lines, candidates: int) -> tuple[dict[tuple[Rank, ...], int], set[int]]:
    """What lies between the head and the line “0”: rankings with their weights, and who withdrew. Raises BadFile."""
    merged: dict[tuple[Rank, ...], int] = {}
    withdrawn: set[int] = set()
    for row in lines:
        found = words(row)
        if found == ["0"]:
            return merged, withdrawn
        if option := OPTION.match(row.strip()):
            _option(lines, option, candidates, withdrawn)
        elif found and all(word.startswith("-") and word[1:].isdigit() for word in found):
            withdrawn |= {_stands(lines, word[1:], candidates) for word in found}
        elif found:
            weight, ranking = ballot(lines, found, candidates)
            if weight:
                merged[ranking] = merged.get(ranking, 0) + weight
    raise lines.bad("ends before the line “0” that closes the ballots", "Add it, and the names after it")


def names(lines: Lines, candidates: int) -> tuple[list[Candidate], str]:
    """The names and the title that follow the ballots. Raises BadFile for ballots that stand there."""
    found: list[str] = []
    for row in lines:
        if len(found) > candidates and _begins_anew(row):
            raise lines.bad("is a ballot after the title", "Give the file of one election")
        if row.strip() and len(found) <= candidates:
            found.append(_name(row))
        elif row.strip():
            lines.note("after-title", "Stands after the title. It is not read.")
    if len(found) < candidates:
        lines.note(
            "names-missing", f"Names {len(found)} of {candidates} candidates. The others are called by their number."
        )
    found += [""] * (candidates + 1 - len(found))
    people = [Candidate(name or f"Candidate {number}") for number, name in enumerate(found[:candidates], 1)]
    return people, found[candidates]


def write(election: Election) -> str:
    """The election as a BLT file in its plain form. Parties are left out: the format has no place for them."""
    rows = [f"{len(election.candidates)} {election.seats}"]
    rows += [f"-{number}" for number in sorted(election.withdrawn)]
    rows += [" ".join(map(str, (weight, *ranking, 0))) for weight, ranking in election.groups()]
    rows.append("0")
    rows += [_quoted(candidate.name) for candidate in election.candidates]
    return "\n".join([*rows, _quoted(election.title)]) + "\n"


def _head(lines: Lines) -> tuple[int, int]:
    for row in lines:
        if found := words(row):
            if len(found) != 2:
                raise lines.bad("does not begin with two numbers", "Begin with: candidates seats")
            return lines.head(*found)
    raise lines.bad("is empty", "Give a file with ballots")


def words(row: str) -> list[str]:
    """The words of a line, without a remark; commas and semicolons part them as spaces do."""
    return row.split("#", 1)[0].translate(APART).split()


def ballot(lines: Lines, found: list[str], candidates: int) -> tuple[int, tuple[Rank, ...]]:
    """(weight, ranking) of one ballot from its words, the closing 0 among them. Raises BadFile."""
    if found[-1] != "0":
        raise lines.bad("is a ballot without “0” at its end", "End each ballot with 0")
    return lines.weight(found[0]), lines.ranking(found[1:-1], candidates)


def _begins_anew(row: str) -> bool:
    """Whether this is the head of a file or a ballot. Remarks after the title may hold numbers of their own."""
    found = words(row)
    return all(word.isdigit() for word in found) and (len(found) == 2 or (len(found) > 2 and found[-1] == "0"))


def _option(lines: Lines, option: "re.Match[str]", candidates: int, withdrawn: set[int]) -> None:
    word, rest = option.groups()
    if word == "withdrawn":
        withdrawn |= {_stands(lines, number, candidates) for number in rest.split()}
    else:
        lines.note("option", f"The option “{word}” is not read. Ties are settled by the rule and the lot.")


def _stands(lines: Lines, word: str, candidates: int) -> int:
    number = lines.number(word, "a candidate who withdrew", candidates)
    if not number:
        raise lines.bad("withdraws candidate 0", "Number candidates from 1")
    return number


def _name(row: str) -> str:
    text = tidy(row.strip().rstrip(","))
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        text = text[1:-1].replace('""', '"')
    return " ".join(text.translate(APART).split()) if '"' not in row else text


def name_of(text: str) -> str:
    """A name as it stands in a file without quotes; in quotes only where it could be taken for something else."""
    text = " ".join(text.split())
    return text if text and text == _name(text) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + " ".join(text.split()).replace('"', '""') + '"'
