"""PrefLib files (soc, soi, toc, toi): `# NUMBER ALTERNATIVES: 3`, `# ALTERNATIVE NAME 1: ...`, then `count: 1,2,{3,4}`.

They do not say how many seats there are. Candidates ranked as equal end a ranking, with a note. Source: preflib.org/format.
"""

import re

from letgo.engines.counting.election import MOST_CANDIDATES, Candidate, Election, grouped
from letgo.engines.counting.lines import Lines

META = re.compile(r"#\s*([A-Z][A-Z ]*?)(?:\s+(\d+))?\s*:\s*(.*)")
PART = re.compile(r"\{[^{}]*\}|[^,]+")


def read(lines: Lines, seats: int) -> Election:
    """The election in these lines, for so many seats. Raises BadFile."""
    meta: dict[str, str] = {}
    names: dict[int, str] = {}
    merged: dict[tuple[int, ...], int] = {}
    for row in lines:
        if row.startswith("#"):
            if found := META.match(row):
                key, number, value = found.groups()
                if key == "ALTERNATIVE NAME" and number:
                    names[lines.number(number, "a candidate", MOST_CANDIDATES)] = value.strip()
                else:
                    meta[key] = value.strip()
        elif row.strip():
            weight, ranking = _ballot(lines, row, _candidates(lines, meta))
            merged[ranking] = merged.get(ranking, 0) + weight
    candidates = _candidates(lines, meta)
    people = [Candidate(names.get(number) or f"Candidate {number}") for number in range(1, candidates + 1)]
    return grouped(people, seats, merged, (), meta.get("TITLE", ""))


def write(election: Election) -> str:
    """The election as a soi file. It has no place for who withdrew: raises ValueError."""
    if election.withdrawn:
        raise ValueError("this format cannot say who withdrew; write BLT")
    rows = [
        "# DATA TYPE: soi", f"# TITLE: {election.title}", f"# NUMBER ALTERNATIVES: {len(election.candidates)}",
        f"# NUMBER VOTERS: {election.ballots}", f"# NUMBER UNIQUE ORDERS: {len(election.weights)}",
    ]  # fmt: skip
    rows += [f"# ALTERNATIVE NAME {number}: {each.name}" for number, each in enumerate(election.candidates, 1)]
    rows += [f"{weight}: {','.join(map(str, ranking))}" for weight, ranking in election.groups()]
    return "\n".join(rows) + "\n"


def _candidates(lines: Lines, meta: dict[str, str]) -> int:
    if "NUMBER ALTERNATIVES" not in meta:
        raise lines.bad("has no line “# NUMBER ALTERNATIVES: ...” before the ballots", "Add it")
    count = lines.number(meta["NUMBER ALTERNATIVES"], "the number of candidates", MOST_CANDIDATES)
    if not count:
        raise lines.bad("says that there are no candidates", "Write how many stand")
    return count


def _ballot(lines: Lines, row: str, candidates: int) -> tuple[int, tuple[int, ...]]:
    weight, colon, rest = row.partition(":")
    if not colon:
        raise lines.bad("is no ballot", "Write: count: 1,2,3")
    parts = PART.findall("".join(rest.split()))
    single = [part[1:-1].strip() if part.startswith("{") and "," not in part else part for part in parts]
    return lines.number(weight.strip(), "the number of ballots"), lines.ranking([p for p in single if p], candidates)
