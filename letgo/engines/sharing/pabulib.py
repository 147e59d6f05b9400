"""Pabulib files (.pb): `load` reads one, `dump` writes one.

The format: pabulib.org/format. What each oddity of a file gets stands in docs/handbook/pabulib-oddities.md.
"""

from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.pabulib_columns import rows_of
from letgo.engines.sharing.pabulib_few import read_few
from letgo.engines.sharing.pabulib_head import Head, read_head
from letgo.engines.sharing.pabulib_numbers import MAX_DECIMALS, NotANumber, decimal
from letgo.engines.sharing.pabulib_text import Progress, Reader, section, shown
from letgo.engines.sharing.pabulib_votes import POINT, Ballots, Groups, Packed, Votes
from letgo.engines.sharing.problem import Arrays, BadFile, Election, Note

Ints = NDArray[Any]


def load(
    path: Path | BinaryIO, *, name: str | None = None, progress: Progress | None = None
) -> tuple[Election, tuple[Note, ...]]:
    """Read an election, with notes on what was odd about the file but counted.

    `path`: a file's path, or a seekable binary stream, which is read from its present place. `name`: what messages
    call the file. `progress` is told, now and then, how many bytes have been read. Raises BadFile for a file that cannot be counted.
    Memory stays below about 4 times the file (15 where rows are only a few bytes); time grows in proportion to it.
    """
    try:
        if isinstance(path, Path):
            with path.open("rb", buffering=0) as stream:
                return _load(stream, progress)
        return _load(path, progress)
    except BadFile as bad:
        bad.file = name or (str(path) if isinstance(path, Path) else "the file")
        raise
    except OSError as error:
        file = name or (str(path) if isinstance(path, Path) else "the file")
        raise BadFile(f"cannot be read: {error.strerror}", "Check the name and who may read it", file=file) from None


def dump(election: Election) -> str:
    """The election as a Pabulib file with made-up voter ids: what `load` reads back as an equal election.

    Raises ValueError for unequal endowments, which the format cannot tell.
    """
    if election.endowments is not None:
        raise ValueError("a Pabulib file cannot hold unequal endowments")
    points = election.marks_kind == "points"
    recorded = election.recorded is not None
    lines = [["META"], ["key", "value"], *map(list, _meta(election).items()), ["PROJECTS"]]
    lines.append(["project_id", "cost", "name", *(["selected"] if recorded else [])])
    for p in election.projects:
        selected = [] if not recorded else [""] if p.selected is None else [str(int(p.selected))]
        lines.append([p.id, _text(p.cost, election.scale), p.name, *selected])
    lines += [["VOTES"], ["voter_id", "vote", *(["points"] if points else [])]]
    voter = 0
    for weight, named, marks in election.ballots():
        if election.marks_kind == "rank":
            named = tuple(index for _, index in sorted(zip(marks or (), named, strict=True)))
        fields = [",".join(election.projects[index].id for index in named)]
        if points:
            fields.append(",".join(_text(mark, election.marks_scale) for mark in marks or ()))
        for _ in range(weight):
            voter += 1
            lines.append([str(voter), *fields])
    return "".join(";".join(map(_field, fields)) + "\n" for fields in lines)


def _meta(election: Election) -> dict[str, str]:
    """META as it was read; what the election itself knows better is put right."""
    meta = {"description": election.title, "unit": election.place} | dict(election.meta)
    meta["currency"] = election.currency
    if meta.get("vote_type", "").lower() != election.vote_type:
        meta["vote_type"] = election.vote_type
    known = {"num_projects": (len(election.projects), 1), "num_votes": (election.voters, 1)}
    for key, (value, scale) in (known | {"budget": (election.budget, election.scale)}).items():
        if not _is(meta.get(key, ""), value, scale):
            meta[key] = _text(value, scale)
    return {key: value for key, value in meta.items() if value}


def _text(value: int, scale: int) -> str:
    whole, part = divmod(value, scale)
    return str(whole) if scale == 1 else f"{whole}.{part:0{len(str(scale)) - 1}}"


def _field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ';"\r\n') else text


def _load(stream: BinaryIO, progress: Progress | None) -> tuple[Election, tuple[Note, ...]]:
    start = stream.tell()
    reader = Reader(stream, progress)
    head = read_head(reader)
    line = reader.line
    ballots = read_few(reader, head)
    if ballots is None:
        if reader.line > line:
            stream.seek(start)
            reader = Reader(stream)
            read_head(reader)
        ballots = _by_columns(stream, start, reader, head)
    notes = [*head.notes, *ballots.notes, *_compared(head, ballots)]
    if ends := reader.ends():
        kinds = ", ".join(f"{many} {kind}" for kind, many in ends.items() if many)
        notes.append(
            Note("mixed-line-ends", None, f"the lines end in different ways ({kinds}); all are read as line ends")
        )
    notes.sort(key=lambda note: (note.line is None, note.line or 0))
    return _election(head, ballots), tuple(notes)


def _by_columns(stream: BinaryIO, start: int, reader: Reader, head: Head) -> Ballots:
    votes = Votes([p.id for p in head.projects], [p.cost for p in head.projects], head.marks_kind, head.limits)
    for rows in rows_of(reader, head.columns):
        votes.add(rows)
    suspects = votes.perhaps_twice()
    if len(suspects):
        stream.seek(start)
        _refuse_twice(Reader(stream), suspects)
    return votes.ballots()


def _election(head: Head, ballots: Ballots) -> Election:
    groups, kind, many = ballots.groups, head.marks_kind, len(head.projects)
    if isinstance(groups, Packed):
        unit, scale = _largest_unit(groups.worth) if kind == "points" else (1, 1)
        return Election.later(
            partial(_arrays, groups, unit, many),
            projects=head.projects, budget=head.budget, scale=head.scale, voters=ballots.rows,
            vote_type=head.vote_type, marks_kind=kind, marks_scale=scale,
            title=head.title, place=head.place, currency=head.meta.get("currency", ""), meta=head.meta,
        )  # fmt: skip
    unit, scale = _largest_unit(groups[2]) if kind == "points" and groups[2] is not None else (1, 1)
    starts, named, weights, marks = _arrays(groups, unit, many)
    return Election(
        projects=head.projects, budget=head.budget, scale=head.scale, voters=ballots.rows, vote_type=head.vote_type,
        starts=starts, named=named, weights=weights, marks=marks, marks_kind=kind, marks_scale=scale,
        title=head.title, place=head.place, currency=head.meta.get("currency", ""), meta=head.meta,
    )  # fmt: skip


def _arrays(groups: Groups | Packed, unit: int, projects: int) -> Arrays:
    """As an election holds them. Marks are told in units, so many millionths (or ranks) each."""
    starts, named, marks, weights = groups.arrays() if isinstance(groups, Packed) else groups
    if marks is not None:
        marks = marks // unit if unit > 1 else marks
        marks = marks.astype(np.int32 if marks.max(initial=0) < 2**31 else np.int64)
    named = named.astype(np.uint16 if projects < 2**16 else np.int32)
    for array in (starts, named, weights, marks):
        if array is not None:
            array.flags.writeable = False
    return starts, named, weights, marks


def _largest_unit(marks: Ints) -> tuple[int, int]:
    """The largest unit, in millionths, that all of these are whole numbers of, and how many of it make one point."""
    for decimals in range(MAX_DECIMALS):
        unit = 10 ** (MAX_DECIMALS - decimals)
        if not (marks % unit).any():
            return unit, 10**decimals
    return 1, POINT


def _refuse_twice(reader: Reader, suspects: Ints) -> None:
    """Read the voters again, exactly: `suspects` are the rows, ascending, whose ids looked alike."""
    while (found := reader.row()) and section(found[1]) != "votes":
        pass
    rows = (row for row in iter(reader.row, None) if any(row[1]))
    _, header = next(rows)
    column = [name.lower() for name in header].index("voter_id")
    seen: dict[str, int] = {}
    at = 0
    for number, (line, fields) in enumerate(rows):
        if at == len(suspects):
            return
        if number != suspects[at]:
            continue
        at += 1
        if fields[column] in seen:
            what = f"the voter {shown(fields[column])} stands twice, first on line {seen[fields[column]]}"
            raise BadFile(what, "Keep one row for each voter", line=line)
        seen[fields[column]] = line


def _compared(head: Head, ballots: Ballots) -> list[Note]:
    """Notes on the numbers that the file declares and the rows do not bear out; the rows are counted."""
    notes = []
    for key, counted in (("num_votes", ballots.rows), ("num_projects", len(head.projects))):
        declared = head.meta.get(key)
        if declared and not _is(declared, counted):
            text = f"{key} says {shown(declared)}, there are {counted}; the rows are counted"
            notes.append(Note("declared-numbers", head.meta_lines[key], text))
    counts = {"votes": ballots.supporters}
    if head.marks_kind == "points":
        counts["score"] = ballots.points
    for column, counted_all in counts.items():
        said_all, unit = head.declared.get(column, ()), POINT if column == "score" else 1
        if [said[0] for said in said_all] == [str(many // unit) for many in counted_all] and not any(
            many % unit for many in counted_all
        ):
            continue
        pairs = zip(head.projects, said_all, counted_all, strict=False)
        off = [(p, said, many) for p, said, many in pairs if said[0] and not _is(said[0], many, unit)]
        if off:
            project, (said, line), many = off[0]
            number = f"{many / unit:g}" if unit > 1 else str(many)
            text = (
                f"the column {column} differs from the ballots for {len(off)} of {len(head.projects)} projects "
                f"(first {shown(project.id)}: {shown(said)} declared, {number} counted); the ballots are counted"
            )
            notes.append(Note("declared-numbers", line, text))
    if not ballots.rows:
        notes.append(Note("no-voters", None, "there is no voter; nothing is funded"))
    if not head.budget:
        notes.append(Note("no-budget", head.meta_lines["budget"], "the budget is 0; nothing is funded"))
    return notes


def _is(text: str, number: int, unit: int = 1) -> bool:
    """Whether `text` says number / unit."""
    if unit == 1 and text == str(number):
        return True
    try:
        value, decimals = decimal(text)
    except NotANumber:
        return False
    return bool(value * unit == number * 10**decimals)
