"""PrefLib files (soc, soi, toc, toi): `# NUMBER ALTERNATIVES: 3`, `# ALTERNATIVE NAME 1: ...`, then `count: 1,2,{3,4}`.

Their older form too: how many stand, `1,name` for each, `voters,sum,orders`, then `count,1,2,{3,4}`. Neither says how many seats there
are. Candidates in braces are ranked as equal. Source: preflib.org/format.
"""

import re

from letgo.engines.counting.election import MOST_CANDIDATES, Candidate, Election, Rank, grouped
from letgo.engines.counting.lines import Lines, tidy

META = re.compile(r"#\s*([A-Za-z][A-Za-z ]*?)(?:\s+(\d+))?\s*:(?:\s+(.*))?")
PART = re.compile(r"\{[^{}]*\}|[^,]+")
READ = ("soc", "soi", "toc", "toi")


def read(lines: Lines, seats: int) -> Election:
    """The election in these lines, for so many seats. Raises BadFile."""
    meta: dict[str, str] = {}
    names: dict[int, str] = {}
    merged: dict[tuple[Rank, ...], int] = {}
    for row in lines:
        if row.startswith("#"):
            if found := META.fullmatch(row.strip()):
                _tell(lines, found, meta, names)
        elif row.strip():
            count, colon, rest = row.partition(":")
            if not colon:
                raise lines.bad("is no ballot", "Write: count: 1,2,3")
            _add(lines, merged, count, rest, _candidates(lines, meta))
    return _election(lines, names, merged, (_candidates(lines, meta), seats, meta))


def read_old(lines: Lines, seats: int) -> Election:
    """The election in lines of the older form, for so many seats. Raises BadFile."""
    rows = (row for row in lines if row.strip())
    meta = {"NUMBER ALTERNATIVES": next(rows).strip().rstrip(",")}
    candidates = _candidates(lines, meta)
    names: dict[int, str] = {}
    while len(names) < candidates:
        number, _, name = next(rows, "").partition(",")
        if lines.number(number.strip(), "a candidate", candidates) != len(names) + 1:
            raise lines.bad(f"is not candidate {len(names) + 1} with a name", "Name them in order: 1,name")
        names[len(names) + 1] = tidy(name)
    meta["NUMBER VOTERS"] = (next(rows, "").split(",") + [""] * 2)[1].strip()
    merged: dict[tuple[Rank, ...], int] = {}
    for row in rows:
        count, _, rest = row.partition(",")
        _add(lines, merged, count, rest, candidates)
    return _election(lines, names, merged, (candidates, seats, meta))


def write(election: Election) -> str:
    """The election as a soi file, a toi file where it has equal ranks. It has no place for who withdrew: raises ValueError."""
    if election.withdrawn:
        raise ValueError("this format cannot say who withdrew; write BLT")
    rows = _rows(election)
    meta = {
        "DATA TYPE": "toi" if election.equal else "soi",
        "TITLE": election.title,
        "NUMBER ALTERNATIVES": len(election.candidates),
        "NUMBER VOTERS": election.ballots,
        "NUMBER UNIQUE ORDERS": len(rows),
        **{f"ALTERNATIVE NAME {number}": each.name for number, each in enumerate(election.candidates, 1)},
    }
    head = [f"# {key}: {' '.join(str(value).split())}" for key, value in meta.items()]
    return "\n".join([*head, *rows]) + "\n"


def _rows(election: Election) -> list[str]:
    left = {ranking: weight for weight, ranking in election.groups()}
    rows = []
    for weight, before, ranks in election.equal:
        left[before] -= weight
        parts = [*map(str, before), *(str(r[0]) if len(r) == 1 else "{" + ",".join(map(str, r)) + "}" for r in ranks)]
        rows.append(f"{weight}: {','.join(parts)}")
    return [*(f"{weight}: {','.join(map(str, ranking))}" for ranking, weight in left.items() if weight), *rows]


def _tell(lines: Lines, found: "re.Match[str]", meta: dict[str, str], names: dict[int, str]) -> None:
    """What one line of the head says."""
    key, number, value = found[1].upper(), found[2], tidy(found[3] or "")
    if key == "ALTERNATIVE NAME" and number:
        names[lines.number(number, "a candidate", MOST_CANDIDATES)] = value
    elif key == "DATA TYPE" and value.lower() not in READ:
        raise lines.bad(
            f"says that this is “{value[:20]}”, which holds no rankings", "Give a soc, soi, toc or toi file"
        )
    else:
        meta[key] = value


def _candidates(lines: Lines, meta: dict[str, str]) -> int:
    if "NUMBER ALTERNATIVES" not in meta:
        raise lines.bad("has no line “# NUMBER ALTERNATIVES: ...” before the ballots", "Add it")
    count = lines.number(meta["NUMBER ALTERNATIVES"], "the number of candidates", MOST_CANDIDATES)
    if not count:
        raise lines.bad("says that there are no candidates", "Write how many stand")
    return count


def _add(lines: Lines, merged: dict[tuple[Rank, ...], int], count: str, rest: str, candidates: int) -> None:
    weight = lines.weight(count.strip())
    ranking = lines.ranking(PART.findall("".join(rest.split())), candidates)
    if weight:
        merged[ranking] = merged.get(ranking, 0) + weight


def _election(
    lines: Lines, names: dict[int, str], merged: dict[tuple[Rank, ...], int], said: tuple[int, int, dict[str, str]]
) -> Election:
    candidates, seats, meta = said
    voters, ballots = meta.get("NUMBER VOTERS", ""), sum(merged.values())
    said_so = voters.isascii() and voters.isdigit() and len(voters) < 13
    if said_so and int(voters) > ballots:
        raise lines.bad(f"says {voters} voters, and the ballots are {ballots}", "Get the whole file again")
    if not merged and not said_so:
        raise lines.bad("has no ballots", "Get the whole file again")
    if said_so and int(voters) < ballots:
        lines.note("voters", f"The file says {voters} voters. {ballots} ballots are counted.")
    people = [Candidate(names.get(number) or f"Candidate {number}") for number in range(1, candidates + 1)]
    return grouped(people, seats, merged, (), meta.get("TITLE", ""))
