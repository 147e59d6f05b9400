"""BLT files: `candidates seats`, ballots `weight preference ... 0`, a line `0`, then names and a title.

Read as people make them: with commas for spaces, with and without quotes, with `[withdrawn 4]` or `-4` for who withdrew. Written
in the plain form. Source: Hill, Wichmann and Woodall, "Single Transferable Vote by Meek's method", and files that councils publish.
"""

import re

from letgo.engines.counting.election import Candidate, Election, grouped
from letgo.engines.counting.lines import Lines

OPTION = re.compile(r"\[\s*([a-z]+)([^\]]*)\]")


def read(lines: Lines) -> Election:
    """The election in these lines. Raises BadFile."""
    candidates, seats = _head(lines)
    merged: dict[tuple[int, ...], int] = {}
    withdrawn: set[int] = set()
    for row in lines:
        words = _words(row)
        if words == ["0"]:
            break
        if option := OPTION.match(row.strip()):
            _option(lines, option, candidates, withdrawn)
        elif words and all(word.startswith("-") and word[1:].isdigit() for word in words):
            withdrawn |= {_stands(lines, word[1:], candidates) for word in words}
        elif words:
            weight, ranking = _ballot(lines, words, candidates)
            merged[ranking] = merged.get(ranking, 0) + weight
    else:
        raise lines.bad("ends before the line “0” that closes the ballots", "Add it, and the names after it")
    names = [_name(row) for row in lines if row.strip()]
    if len(names) < candidates:
        lines.note(
            "names-missing", f"Names {len(names)} of {candidates} candidates. The others are called by their number."
        )
    people = [Candidate(names[i] if i < len(names) else f"Candidate {i + 1}") for i in range(candidates)]
    title = names[candidates] if len(names) > candidates else ""
    return grouped(people, seats, merged, withdrawn, title)


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
        if words := _words(row):
            if len(words) != 2:
                raise lines.bad("does not begin with two numbers", "Begin with: candidates seats")
            return lines.head(*words)
    raise lines.bad("is empty", "Give a file with ballots")


def _words(row: str) -> list[str]:
    return row.split("#", 1)[0].replace(",", " ").split()


def _ballot(lines: Lines, words: list[str], candidates: int) -> tuple[int, tuple[int, ...]]:
    if words[-1] != "0":
        raise lines.bad("is a ballot without “0” at its end", "End each ballot with 0")
    weight = lines.number(words[0], "the number of ballots")
    if weight == 0:
        lines.note("no-ballots", "Stands for no ballots.")
    return weight, lines.ranking(words[1:-1], candidates)


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
    text = " ".join(row.strip().rstrip(",").split())
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        text = text[1:-1].replace('""', '"')
    return " ".join(text.replace(",", " ").split()) if '"' not in row else text


def _quoted(text: str) -> str:
    return '"' + " ".join(text.split()).replace('"', '""') + '"'
