"""Reading the record: for people, for the sealer, and for whoever checks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from json import JSONDecoder, loads
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max, Q, QuerySet, TextField
from django.db.models.functions import Cast

from letgo.commons.record.asking import visible
from letgo.commons.record.models import Head, Job, Leaf, Line, Redaction
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import FORGET, LATE, leaf_data, moment
from letgo.engines.sealing.merkle import Hash, inclusion, leaf_hash

AT_ONCE = 2_000  # rows that are read together where a whole record is read


@dataclass(frozen=True)
class Progress:
    """How a job stands: `state` is waiting, running, done or failed; `ahead` counts the jobs that were asked for before it and wait."""

    state: str
    percent: int
    word: str
    ahead: int = 0


def progress_of(name: str, key: str) -> Progress | None:
    """How the job `name` with `key` stands, or None when there is none. 2 SQL queries at most."""
    job = Job.objects.filter(name=name, key=key).first()
    if job is None:
        return None
    waits = job.state == Job.State.WAITING
    ahead = Job.objects.filter(state=Job.State.WAITING, made__lt=job.made).count() if waits else 0
    return Progress(job.state, job.percent, job.word, ahead)


def progress_many(name: str, keys: list[str]) -> dict[str, Progress]:
    """How the jobs `name` with these keys stand, by key; `ahead` is not counted. 1 SQL query."""
    return {job.key: Progress(job.state, job.percent, job.word) for job in Job.objects.filter(name=name, key__in=keys)}


def lines(
    actor: Any,
    about: Ref | None = None,
    audience: Ref | None = None,
    verb_prefix: str = "",
    before: UUID | None = None,
    size: int = 50,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Line]:
    """Lines that `actor` may read, newest first, each with what it says (`line.said`). 1 SQL query, 2 with `before`.

    `verb_prefix` is a room ("powers.") or a whole verb; `before` the id of the last line of the page before; times from `since` up
    to, not including, `until`.
    """
    rows = visible(actor, "record.read", Line.objects.select_related("words"))
    if about:
        rows = rows.filter(about_kind=about.kind, about_id=about.id)
    if audience:
        rows = rows.filter(audience_kind=audience.kind, audience_id=None if audience.kind == "public" else audience.id)
    if verb_prefix:
        rows = rows.filter(verb__startswith=verb_prefix)
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    return list(_earlier_than(before, rows).order_by("-at", "-id")[:size])


def _earlier_than(before: UUID | None, rows: QuerySet) -> QuerySet:
    last = before and Line.objects.filter(pk=before).values_list("at", "id").first()
    return rows.filter(Q(at__lt=last[0]) | Q(at=last[0], id__lt=last[1])) if last else rows


def line(line_id: UUID) -> Line | None:
    """A line with what it says, whoever asks: pages ask may() "record.read" about it. 1 SQL query."""
    return Line.objects.select_related("words", "leaf").filter(pk=line_id).first()


def reasons(line_id: UUID) -> list[Line]:
    """The lines that say why something was taken out of this one, oldest first. 1 SQL query."""
    found = Redaction.objects.filter(line=line_id).select_related("why__words").order_by("why__at", "why")
    return [redaction.why for redaction in found]


def last_head() -> Head | None:
    """The newest head. 1 SQL query."""
    return Head.objects.order_by("-size").first()


def heads(after: int = 0) -> Iterator[Head]:
    """Every head above the size `after`, ascending, however many there are. 1 SQL query for each AT_ONCE of them."""
    while page := list(Head.objects.filter(size__gt=after).order_by("size")[:AT_ONCE]):
        yield from page
        after = page[-1].size


def heads_before(before: int | None, size: int) -> list[Head]:
    """A page of heads, newest first, below the size `before`. 1 SQL query."""
    rows = Head.objects.order_by("-size")
    return list((rows if before is None else rows.filter(size__lt=before))[:size])


def leaf_count() -> int:
    """How many leaves the tree should have: one more than the last number. 1 SQL query."""
    last = Leaf.objects.aggregate(last=Max("number"))["last"]
    return 0 if last is None else last + 1


def looked_at() -> datetime | None:
    """From when on lines may wait to be sealed: none that is older can still come by itself. None: from the beginning. 1 SQL query."""
    last = last_head()
    return last.at - LATE if last else None


def anything_to_seal() -> bool:
    """Whether the sealer has work: asked every few seconds. 2 SQL queries, each by an index."""
    return _waiting(looked_at()).exists()


def unsealed(since: datetime | None, most: int) -> list[tuple[UUID, Hash]]:
    """(id, leaf hash) of up to `most` lines without a leaf, in order of time and id; from `since` on, or of all. 1 SQL query."""
    rows = _waiting(since).order_by("at", "id")[:most]
    return [(row.id, leaf_of(row)) for row in rows]


def _waiting(since: datetime | None) -> QuerySet:
    rows = Line.objects.filter(leaf__isnull=True)
    return rows if since is None else rows.filter(at__gte=since)


def leaf_of(row: Line) -> Hash:
    """The leaf's hash as it follows from what the line says now."""
    about, whose = (row.about_kind, str(row.about_id)), None if row.audience_id is None else str(row.audience_id)
    digests = (row.words_digest, row.doer_digest)
    return leaf_hash(leaf_data(str(row.id), row.verb, about, (row.audience_kind, whose), moment(row.at), digests))


class Sealed(NamedTuple):
    """A line as a check reads it: with its leaf ("" and -1 where it has none), and what it says and who did it as (salt, body).

    `at` as rules.moment() writes it: such texts stand in the order of their times. `whys`: the lines that say why something was taken
    out of it; `forgotten`: one of them says that of who did it, too.
    """

    number: int
    hash: str
    above: str
    line: str
    at: str
    data: bytes
    words_digest: str
    doer_digest: str
    words: tuple[str, Any] | None
    doer: tuple[str, Any] | None
    whys: tuple[str, ...]
    forgotten: bool
    is_public: bool

    @property
    def name(self) -> str:
        """The line as a finding names it."""
        return f"number {self.number:,} (line {self.line})" if self.number >= 0 else f"line {self.line}, not sealed yet"


_AS_TEXT = {  # making ids, times and JSON of them, only to write them out again, takes longer than the hashes
    "own": "id", "about": "about_id", "audience": "audience_id", "time": "at", "said": "words__body", "did": "doer__body",
}  # fmt: skip
_scan = JSONDecoder().scan_once


def sealed() -> Iterator[Sealed]:
    """Every sealed line in order of its number. A leaf without its line is left out. 2 SQL queries at most for each AT_ONCE."""
    number = 0
    rows = _as_texts(Leaf.objects.order_by("number"), "line__").values_list(
        "number", "hash", "above", *_names("line__")
    )
    while page := list(rows.filter(number__gte=number)[:AT_ONCE]):
        yield from _rows(page)
        number = page[-1][0] + 1


def unsealed_rows() -> Iterator[Sealed]:
    """Every line without a leaf, in order of time and id. 2 SQL queries at most for each AT_ONCE."""
    ids = list(
        _waiting(None).order_by("at", "id").values_list("pk", flat=True)
    )  # not "after the last": a time may be a lie
    rows = _as_texts(Line.objects.order_by("at", "id")).values_list(*_names())
    for start in range(0, len(ids), AT_ONCE):
        yield from _rows([(-1, "", "", *row) for row in rows.filter(pk__in=ids[start : start + AT_ONCE])])


def _as_texts(rows: QuerySet, to: str = "") -> QuerySet:
    """`rows` with all of _AS_TEXT as texts, as the database writes them."""
    return rows.annotate(**{f"text_{name}": Cast(f"{to}{field}", TextField()) for name, field in _AS_TEXT.items()})


def _names(to: str = "") -> list[str]:
    own = ("verb", "about_kind", "audience_kind", "words_digest", "doer_digest", "words__salt", "doer__salt")
    return [*(f"text_{name}" for name in _AS_TEXT), *(f"{to}{name}" for name in own)]


def _dashed(text: str) -> str:
    """A UUID as people write it; SQLite keeps it without dashes."""
    return text if len(text) != 32 else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _moment(text: str) -> str:
    """A time as rules.moment() writes it, from the text of the database: UTC, 0 to 6 decimals."""
    text = text.removesuffix("+00")
    return f"{text[:10]}T{text[11:19]}.{text[20:]:0<6}Z"


def _value(text: str) -> Any:
    """What a JSON text of the database says; one that is none says itself, which fits no seal."""
    try:
        value, end = _scan(text, 0)
        return value if end == len(text) else loads(text)
    except (StopIteration, ValueError):
        return text


def _part(salt: str | None, text: str | None) -> tuple[str, Any] | None:
    return None if salt is None or text is None else (salt, _value(text))


def _rows(page: list[tuple[Any, ...]]) -> Iterator[Sealed]:
    """Rows of _names() after (number, hash, above). Redactions are asked for only where something is gone."""
    holes = [row[3] for row in page if row[14] is None or row[15] is None]
    found = Redaction.objects.filter(line__in=holes).order_by("why__at", "why").values_list("line", "why__verb", "why")
    gone = [(str(line), verb, str(why)) for line, verb, why in found] if holes else []
    for number, hashed, above, own, about, whose, time, said, did, verb, kind, audience, words, doer, *salts in page:
        line, at = _dashed(own), _moment(time)
        to_whom = (audience, whose and _dashed(whose))
        yield Sealed(
            number,
            hashed,
            above,
            line,
            at,
            leaf_data(line, verb, (kind, _dashed(about)), to_whom, at, (words, doer)),
            words,
            doer,
            _part(salts[0], said),
            _part(salts[1], did),
            tuple(why for emptied, _, why in gone if emptied == line) if gone else (),
            any(emptied == line and verb == FORGET for emptied, verb, _ in gone) if gone else False,
            audience == "public",
        )


def redactions() -> Iterator[Redaction]:
    """Every redaction with its line, what is left of it, and the line that explains it. 1 SQL query for each AT_ONCE."""
    last = None
    while page := list(
        _after(last, Redaction.objects.select_related("why", "line__words", "line__doer")).order_by("why")[:AT_ONCE]
    ):
        yield from page
        last = page[-1].why_id


def _after(last: UUID | None, rows: QuerySet) -> QuerySet:
    return rows if last is None else rows.filter(why__gt=last)


def waiting_of(whys: set[str], size: int) -> list[str]:
    """Those of these lines that are not among the first `size` sealed ones. 1 SQL query at most."""
    there = Leaf.objects.filter(line__in=whys, number__lt=size).values_list("line", flat=True) if whys else ()
    return sorted(whys - {str(line) for line in there})


def sealed_line(line_id: UUID) -> Sealed | None:
    """One sealed line as a check reads it. 2 SQL queries at most."""
    found = _as_texts(Leaf.objects.filter(line=line_id), "line__")
    return next(_rows(list(found.values_list("number", "hash", "above", *_names("line__")))), None)


def line_at(number: int) -> UUID | None:
    """The id of the line that the leaf `number` is of, also where that line is gone. 1 SQL query."""
    return Leaf.objects.filter(number=number).values_list("line_id", flat=True).first()


@dataclass(frozen=True)
class Proof:
    """That a line is number `number` under `head`: the path from its leaf up to the root."""

    number: int
    path: list[str]
    head: Head


def proof_of(line_id: UUID) -> Proof | None:
    """The proof of a sealed line under the newest head; None while it waits. 3 SQL queries, however long the record is."""
    leaf = Leaf.objects.filter(line=line_id).first()
    head = last_head()
    if leaf is None or head is None or leaf.number >= head.size:
        return None
    asked: list[tuple[int, int]] = []
    inclusion(leaf.number, head.size, lambda start, width: (asked.append((start, width)), b"")[1])
    rows = {row.number: row for row in Leaf.objects.filter(number__in=[start + width - 1 for start, width in asked])}

    def complete(start: int, width: int) -> Hash:
        row, level = rows[start + width - 1], width.bit_length() - 1
        return bytes.fromhex(row.above[64 * (level - 1) : 64 * level] if level else row.hash)

    return Proof(leaf.number, [step.hex() for step in inclusion(leaf.number, head.size, complete)], head)
