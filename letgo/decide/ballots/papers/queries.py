"""Reading papers: how many there are, what still has to be typed, and everything that is printed for a vote."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.crypto import constant_time_compare, salted_hmac

from letgo.commons.people.models import Person, Route
from letgo.commons.people.papers.actions import LETTERS
from letgo.commons.people.queries import visible
from letgo.commons.people.rules import Actor, Safe
from letgo.commons.record.models import Line
from letgo.decide.ballots.models import PaperBatch, PaperReading, PaperReceived, PaperSettled, Poll, RollEntry
from letgo.decide.ballots.papers.rules import DOUBTFUL, Totals, settled_by, unlike
from letgo.decide.ballots.rules import Choice, Terms

PRINTED, FINISHED = "ballots.print-papers", "ballots.finish-papers"
CHECK = 6  # letters of a code that nobody can guess


def terms_of(poll: Poll) -> Terms:
    """What was settled at the call."""
    return Terms.from_data(poll.settings)


def choices_of(poll: Poll) -> list[Choice]:
    """The options as they stand on the paper, also those withdrawn after it was printed. 1 SQL query."""
    return [Choice(number, none) for number, none in poll.options.order_by("number").values_list("number", "none")]


def counting(poll: Poll) -> Any:
    """The cover slips whose papers count."""
    return PaperReceived.objects.filter(poll=poll, state="received", admitted=True)


def totals(poll: Poll) -> Totals:
    """Papers and cover slips of a vote, before and after the close. 2 SQL queries, whatever they hold."""
    found = PaperReceived.objects.filter(poll=poll).values_list("state", "admitted")
    seen = Counter(state if state != "received" or admitted else "late" for state, admitted in found)
    papers = PaperBatch.objects.filter(poll=poll).aggregate(papers=Sum("papers"))["papers"] or 0
    return Totals(seen["received"], seen["late"], seen["spoilt"], seen["lost"], seen["aside"], papers)


def has_paper(entry: UUID) -> bool:
    """Whether this voter's paper counts, so that an online vote would not. 1 SQL query."""
    return PaperReceived.objects.filter(entry=entry, state="received", admitted=True).exists()


def in_use(poll: Poll) -> bool:
    """Whether anybody can have voted on paper. 3 SQL queries at most."""
    if PaperReceived.objects.filter(poll=poll).exists() or PaperBatch.objects.filter(poll=poll).exists():
        return True
    return _said(poll, PRINTED)


def finished(poll: Poll) -> bool:
    """Whether the returning officer said that all papers are in and settled. 1 SQL query."""
    return _said(poll, FINISHED)


def _said(poll: Poll, verb: str) -> bool:
    return Line.objects.filter(verb=verb, about_kind="poll", about_id=poll.pk).exists()


def waits(poll: Poll, at: datetime) -> bool:
    """Whether the box stays open after the close, for papers that are still typed: at most the hours fixed at the call. 4 SQL queries."""
    return at < settled_by(poll.closes, terms_of(poll)) and in_use(poll) and not finished(poll)


@dataclass(frozen=True)
class Waiting:
    """A batch as someone who may work on it sees it: never what another typed."""

    batch: PaperBatch
    readings: int  # how many have typed it
    mine: bool  # the one who asks has
    positions: tuple[int, ...]  # papers on which the readings are not alike, () until both are there
    doubtful: tuple[int, ...]  # papers that only the returning officer decides


def batches(poll: Poll, actor: Actor) -> list[Waiting]:
    """All batches of a vote for who may type them, in order. 3 SQL queries, whatever they hold."""
    rows = visible(actor, "ballots.receive-paper", PaperBatch.objects.filter(poll=poll)).order_by("number")
    typed: dict[UUID, list[PaperReading]] = {}
    for reading in PaperReading.objects.filter(batch__poll=poll).order_by("number"):
        typed.setdefault(reading.batch_id, []).append(reading)
    final = {row.pk: row.picks for row in PaperSettled.objects.filter(batch__poll=poll)}
    return [_waiting(row, typed.get(row.pk, []), final.get(row.pk), actor) for row in rows]


def _waiting(row: PaperBatch, typed: list[PaperReading], final: Any, actor: Actor) -> Waiting:
    mine = any(reading.typist_id == actor.person for reading in typed)
    both = len(typed) == 2 and final is None
    return Waiting(
        row,
        len(typed),
        mine,
        tuple(unlike(typed[0].reading, typed[1].reading)) if both else (),
        tuple(at for at, paper in enumerate(final or (), start=1) if paper == DOUBTFUL),
    )


def reading(batch: PaperBatch, actor: Actor) -> PaperReading | None:
    """What the one who asks typed from a batch, and nobody else's. 1 SQL query."""
    return visible(actor, "ballots.read-typed", PaperReading.objects.filter(batch=batch)).first()


def code_of(entry: RollEntry) -> str:
    """The code on a voter's cover slip: their number on the list, and letters that nobody can guess. No SQL query.

    It names the place on the list, nothing else: the paper beside it has no code.
    """
    number, digits = entry.number, ""
    while number or len(digits) < 4:
        number, digit = divmod(number, len(LETTERS))
        digits = LETTERS[digit] + digits
    return f"{digits}-{_check(entry)}"


def _check(entry: RollEntry) -> str:
    mac = salted_hmac("letgo.decide.ballots.papers", str(entry.pk), algorithm="sha256").digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in sha256(mac).digest()[:CHECK])


def entry_of(poll: Poll, code: str) -> RollEntry | None:
    """Whose cover slip this is, or None. Small letters, spaces and dashes do not matter. 1 SQL query at most."""
    plain = "".join(code.upper().replace("-", "").split())
    digits, check = plain[:-CHECK], plain[-CHECK:]
    if not 4 <= len(digits) <= 8 or not set(plain) <= set(LETTERS):
        return None
    number = 0
    for letter in digits:
        number = number * len(LETTERS) + LETTERS.index(letter)
    entry = RollEntry.objects.filter(poll=poll, number=number).first() if number < 2**31 else None
    return entry if entry is not None and constant_time_compare(_check(entry), check) else None


@dataclass(frozen=True)
class Slip:
    """One cover slip as it is printed. `address` is "" where nothing may be posted: then it is handed over."""

    number: int
    name: str
    address: str
    code: str
    large: bool


def slips(poll: Poll) -> list[Slip]:
    """A cover slip for each person on the list, in its order. For who prints them, and nobody else. 4 SQL queries, however long it is."""
    entries = list(RollEntry.objects.filter(poll=poll).order_by("number"))
    who = RollEntry.objects.filter(poll=poll).values("person")
    people = {person.pk: person for person in Person.objects.filter(pk__in=who).select_related("safe_contact")}
    letters = Route.objects.filter(person__in=who, kind="letter", never=False).order_by("-order", "-made")
    home = dict(letters.values_list("person", "address"))
    return [_slip(entry, people[entry.person_id], home.get(entry.person_id, "")) for entry in entries]


def _slip(entry: RollEntry, person: Person, address: str) -> Slip:
    said = getattr(person, "safe_contact", None)
    safe = said.as_safe() if said else Safe()
    posted = address if safe.allows("letter") else ""
    return Slip(entry.number + 1, person.name or "Someone", posted, code_of(entry), "large-print" in person.needs)


def address_of(poll: Poll, code: str = "") -> str:
    """The vote's own page; with a code, what the square on a cover slip opens."""
    return f"{settings.LETGO_SITE}/votes/{poll.pk}" + (f"/paper?code={code}" if code else "")
