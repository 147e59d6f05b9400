"""META and PROJECTS: what is decided, what it costs, and what the file says of itself."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import NamedTuple

from letgo.engines.sharing.pabulib_numbers import MAX_UNITS, NotANumber, decimal, whole
from letgo.engines.sharing.pabulib_text import BLANKS, SECTIONS, Reader, quoted, section, shown
from letgo.engines.sharing.pabulib_votes import POINT, Limits
from letgo.engines.sharing.problem import BadFile, MarksKind, Note, Project

MAX_PROJECTS = 100_000
MAX_ID = 256  # bytes
VOTE_TYPES: dict[str, MarksKind | None] = {
    "approval": None,
    "choose-1": None,
    "ordinal": "rank",
    "cumulative": "points",
    "scoring": "points",
}
_SAFE = 10**13  # sums of this many, over one block's ballots, stay within 64 bits
_MISSING = {
    "vote_type": "META has no vote_type; the ballots are read as approvals",
    "currency": "META has no currency; amounts are shown without one",
    "num_votes": "META has no num_votes; the number of rows cannot be compared with it",
    "num_projects": "META has no num_projects; the number of rows cannot be compared with it",
}

_SELECTED = {"": None, "0": False, "1": True}

_TITLES = [name.upper() for name in SECTIONS]
_WORDS = frozenset(SECTIONS)

Line = tuple[int, list[str]]
Amount = tuple[int, int]  # a number and how many of its digits are decimals


class Table(NamedTuple):
    """The rows of PROJECTS by columns. `top`: the header, where there is one. `extra`: lines with more fields than it has."""

    top: list[Line]
    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    extra: Sequence[int] = ()


class Sections(NamedTuple):
    """All lines above the first voter that say anything. `votes`: the header of VOTES."""

    meta: list[Line]
    projects: Table
    votes: list[Line]


class Head(NamedTuple):
    """Everything that stands before the voters. `columns`: places of voter_id, vote and, where it counts, points."""

    projects: tuple[Project, ...]
    budget: int
    scale: int
    vote_type: str
    marks_kind: MarksKind | None
    limits: Limits
    meta: Mapping[str, str]
    meta_lines: Mapping[str, int]
    declared: Mapping[str, list[tuple[str, int]]]  # column: what each project's row says, and its line
    columns: list[int]
    notes: list[Note]

    @property
    def title(self) -> str:
        named = [self.meta.get("unit", ""), self.meta.get("instance", "")]
        return self.meta.get("description") or " ".join(filter(None, named))

    @property
    def place(self) -> str:
        found: list[str] = []
        for key in ("subunit", "district", "unit", "country"):
            value = self.meta.get(key, "")
            if value and value not in found:
                found.append(value)
        return ", ".join(found)


def read_head(reader: Reader) -> Head:
    """Read up to the first voter. Raises BadFile."""
    sections = _sections(reader)
    notes: list[Note] = []
    meta, lines = _meta(sections.meta, notes)
    vote_type, kind = _vote_type(meta, lines)
    header = _header(sections.votes, "VOTES", ("voter_id", "vote"))
    columns = [header.index("voter_id"), header.index("vote")]
    if kind == "points":
        if "points" in header:
            columns.append(header.index("points"))
        else:
            kind = None
            text = "VOTES has no column points; the ballots are read as the projects they name"
            notes.append(Note("no-points", sections.votes[0][0], text))
    budget = _budget(meta, lines)
    table = _Projects(sections.projects, notes)
    scale = 10 ** max([budget[1], *(cost[1] for cost in table.costs)])
    projects = table.projects(scale)
    return Head(
        projects, _minor(budget, scale, None, lines["budget"]), scale, vote_type, kind, _limits(meta, vote_type, scale),
        meta, lines, table.declared, columns, notes,
    )  # fmt: skip


def _sections(reader: Reader) -> Sections:
    return _at_once(reader) or _each_section(iter(reader.row, None), reader)


def _at_once(reader: Reader) -> Sections | None:
    """The sections of a usual file: in the usual order, without empty lines. Nothing is read where that is not sure."""
    parts = reader.head()
    if [part[0].rstrip(";") for part in parts] != _TITLES or len(parts[1]) not in range(2, MAX_PROJECTS):
        return None
    meta, projects, votes = parts
    line = reader.line + len(meta)
    try:
        table = _even(projects, line) or _table(_rows(projects, line))
        found = Sections(_rows(meta, reader.line), table, _rows(votes, line + len(projects)))
    except LookupError:
        return None
    words = [fields[0].lower() for _, fields in (*found.meta, *table.top, *found.votes)]
    words += [text.strip(BLANKS).lower() for text in table.columns[0]]
    if not all(words) or not _WORDS.isdisjoint(words):
        return None
    reader.past()
    return found


def _rows(lines: list[str], first: int) -> list[Line]:
    """The lines below the first, number `first`, as rows. Raises LookupError where a field runs on into the next line."""
    rows = [quoted(line, 0, _not_here) if '"' in line else line.split(";") for line in lines[1:]]
    flat = list(chain.from_iterable(rows))
    if list(map(str.strip, flat)) != flat:
        rows = [[field.strip(BLANKS) for field in fields] for fields in rows]
    return list(enumerate(rows, first + 1))


def _even(lines: list[str], first: int) -> Table | None:
    """PROJECTS, its title on line `first`, all at once: where lines are equally long, their ends stand at even distances."""
    text = ";\n;".join(lines[1:])
    flat, many, rows = text.split(";"), lines[1].count(";") + 1, len(lines) - 2
    if '"' in text or len(flat) != rows * (many + 1) + many or flat[many :: many + 1].count("\n") != rows:
        return None
    top = [field.strip(BLANKS) for field in flat[:many]]
    columns = [flat[many + 1 + place :: many + 1] for place in range(many)]
    return Table([(first + 1, top)], range(first + 2, first + 2 + rows), columns)


def _table(rows: list[Line]) -> Table:
    """PROJECTS from its rows: each is made as long as the header."""
    many = len(rows[0][1]) if rows else 1
    texts = [fields for _, fields in rows[1:]]
    extra = [line for line, fields in rows[1:] if any(fields[many:])]
    if any(len(fields) != many for fields in texts):
        texts = [(fields + [""] * many)[:many] for fields in texts]
    return Table(rows[:1], [line for line, _ in rows[1:]], list(zip(*texts, strict=True)) or [()] * many, extra)


def _not_here(line: int) -> str:
    raise LookupError("a field runs on into the next line")


def _each_section(lines: Iterator[Line], reader: Reader) -> Sections:
    found: dict[str, list[Line]] = {}
    rows: list[Line] | None = None
    for row in lines:
        line, fields = row
        if not any(fields):
            continue
        if name := (section(fields) or "").upper():
            if name in found:
                raise BadFile(f"a second section {name} begins", "Keep one META, one PROJECTS and one VOTES", line=line)
            if name == "VOTES" and (absent := {"META", "PROJECTS"} - set(found)):
                what = f"VOTES begins but there is no {' and no '.join(sorted(absent))} before it"
                raise BadFile(what, "Put META first, then PROJECTS, then VOTES", line=line)
            rows = found[name] = []
        elif rows is None:
            what = f"the file begins with {shown(fields[0])}, not with the section META"
            raise BadFile(what, "Give a Pabulib file with the sections META, PROJECTS and VOTES", line=line)
        else:
            rows.append(row)
            if "VOTES" in found:
                return Sections(found["META"], _table(found["PROJECTS"]), found["VOTES"])
            if len(rows) > MAX_PROJECTS + 1:
                raise BadFile(
                    "there are more than 100 000 rows in this section", "Count the election in parts", line=line
                )
    if "VOTES" in found:
        raise BadFile("VOTES has no header", "Write voter_id;vote on the line after VOTES", line=reader.line)
    missing = [name for name in ("META", "PROJECTS", "VOTES") if name not in found]
    raise BadFile(
        f"there is no section {' and no section '.join(missing)}", "Check that the file is whole", line=reader.line
    )


def _meta(rows: list[Line], notes: list[Note]) -> tuple[dict[str, str], dict[str, int]]:
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    extra: list[int] = []
    for line, fields in rows:
        key, value = fields[0].lower(), fields[1] if len(fields) > 1 else ""
        if key == "key" and value.lower() == "value":
            continue
        if len(fields) > 2 and any(fields[2:]):
            extra.append(line)
        if key in meta and meta[key] != value:
            what = f"{shown(key)} stands twice with different values, first on line {lines[key]}"
            raise BadFile(what, "Keep the right one", line=line)
        if value:
            meta[key], lines[key] = value, line
    _note(notes, "extra-fields", extra, "{} more than one value in META; the first is read")
    notes += [Note("missing-key", None, text) for key, text in _MISSING.items() if key not in meta]
    return meta, lines


def _vote_type(meta: dict[str, str], lines: dict[str, int]) -> tuple[str, MarksKind | None]:
    vote_type = meta.get("vote_type", "approval").lower()
    if vote_type not in VOTE_TYPES:
        cure = f"Write one of {', '.join(VOTE_TYPES)}"
        raise BadFile(f"the vote_type {shown(vote_type)} is unknown", cure, line=lines["vote_type"])
    return vote_type, VOTE_TYPES[vote_type]


def _budget(meta: dict[str, str], lines: dict[str, int]) -> Amount:
    if "budget" not in meta:
        raise BadFile("META has no budget", "Add a line such as budget;100000 to META")
    return _amount(meta["budget"], None, lines["budget"])


def _limits(meta: dict[str, str], vote_type: str, scale: int) -> Limits:
    """The limits that META states as plain numbers; any other is left out."""

    def limit(key: str, unit: int = 1) -> int | None:
        if key not in meta:
            return None
        try:
            value, decimals = decimal(meta[key])
        except NotANumber:
            return None
        value = value * unit // 10**decimals
        return value if value <= _SAFE else None

    longest = 1 if vote_type == "choose-1" else limit("max_length")
    return Limits(longest, limit("min_length"), limit("max_sum_cost", scale), limit("max_sum_points", POINT))


def _header(rows: list[Line], name: str, wanted: tuple[str, ...], line: int | None = None) -> list[str]:
    header = [field.lower() for field in rows[0][1]] if rows else []
    for column in wanted:
        if column not in header:
            what = f"{name} has no column {column}"
            cure = f"Name the columns on the line after {name}: {';'.join(wanted)}"
            raise BadFile(what, cure, line=rows[0][0] if rows else line)
    return header


class _Projects:
    """The PROJECTS section, first as it stands, then (when the scale is known) as projects."""

    def __init__(self, table: Table, notes: list[Note]) -> None:
        self._names = _header(table.top, "PROJECTS", ("project_id", "cost"))
        self._lines, self._columns = table.lines, table.columns
        if not self._lines:
            raise BadFile("PROJECTS has no project", "Add a line for each project", line=table.top[0][0])
        _note(notes, "extra-fields", table.extra, "{} more fields than the header of PROJECTS; the last are not read")
        self._ids, costs = self._column("project_id"), self._column("cost")
        if not _plain(self._ids):
            self._check_ids()
        plain = whole(costs)
        each = zip(costs, self._ids, self._lines, strict=True)
        self.costs = [_amount(*cost) for cost in each] if plain is None else list(zip(plain, repeat(0)))
        self.declared: dict[str, list[tuple[str, int]]] = {
            column: list(zip(self._column(column), self._lines, strict=True))
            for column in ("votes", "score")
            if column in self._names
        }
        self._selected = self._recorded(notes)

    def projects(self, scale: int) -> tuple[Project, ...]:
        costs = [value for value, _ in self.costs]
        if scale > 1 or max(costs) > MAX_UNITS:
            costs = [_minor(*cost) for cost in zip(self.costs, repeat(scale), self._ids, self._lines)]
        names = [" ".join(name.split()) or id_ for name, id_ in zip(self._column("name"), self._ids, strict=True)]
        return tuple(map(Project, self._ids, costs, names, self._selected))

    def _column(self, name: str) -> Sequence[str]:
        if name not in self._names:
            return [""] * len(self._lines)
        texts = self._columns[self._names.index(name)]
        return texts if list(map(str.strip, texts)) == texts else [text.strip(BLANKS) for text in texts]

    def _check_ids(self) -> None:
        seen: dict[str, int] = {}
        for id_, line in zip(self._ids, self._lines, strict=True):
            if not id_:
                raise BadFile("the project has no project_id", "Give every project an id of its own", line=line)
            if "," in id_:
                cure = "Take the comma out: in a vote it parts the ids"
                raise BadFile(f"the project id {shown(id_)} has a comma", cure, line=line)
            if len(id_) > MAX_ID or len(id_.encode()) > MAX_ID:
                raise BadFile(
                    f"the project id {shown(id_)} is longer than 256 bytes", "Give it a shorter id", line=line
                )
            if id_ in seen:
                what = f"the project {shown(id_)} stands twice, first on line {seen[id_]}"
                raise BadFile(what, "Keep one row for each project", line=line)
            seen[id_] = line

    def _recorded(self, notes: list[Note]) -> list[bool | None]:
        column = self._column("selected")
        if not set(column) - _SELECTED.keys():
            return [_SELECTED[text] for text in column]
        found: list[bool | None] = []
        elsewhere, unread = [], []
        for text, line in zip(column, self._lines, strict=True):
            try:
                number = decimal(text)[0] if text else None
            except NotANumber:
                unread.append(line)
                number = None
            if number is not None and number > 1:
                elsewhere.append(line)
            found.append(None if number is None else number > 0)
        what = "{} a number above 1 in selected: funded with money from elsewhere; counted as funded in the recorded result"
        _note(notes, "selected", elsewhere, what)
        _note(notes, "selected", unread, "{} no number in selected; read as nothing recorded")
        return found


def _plain(ids: Sequence[str]) -> bool:
    """Whether nothing can be wrong with these ids; a letter is at most four bytes."""
    return len(set(ids)) == len(ids) and all(ids) and max(map(len, ids)) <= MAX_ID // 4 and "," not in "".join(ids)


def _note(notes: list[Note], code: str, lines: Sequence[int], text: str) -> None:
    """One note for all rows of a kind, at the first of them."""
    if lines:
        rows = "the row has" if len(lines) == 1 else f"this and {len(lines) - 1} more rows have"
        notes.append(Note(code, lines[0], text.format(rows)))


def _amount(text: str, project: str | None, line: int) -> Amount:
    try:
        return decimal(text)
    except NotANumber as error:
        what, cure = error.args
        raise BadFile(f"{_whose(project)} {what}" + (f": {shown(text)}" if text else ""), cure, line=line) from None


def _minor(amount: Amount, scale: int, project: str | None, line: int) -> int:
    value, decimals = amount
    minor: int = value * scale // 10**decimals
    if minor > MAX_UNITS:
        digits = len(str(scale)) - 1
        limit = "1 000 000 000 000 000" + (f", counted in the {digits} decimals that this file uses" if digits else "")
        raise BadFile(f"{_whose(project)} is too large", f"The largest amount is {limit}", line=line)
    return minor


def _whose(project: str | None) -> str:
    return "the budget" if project is None else f"the cost of {shown(project)}"
