"""Reading the ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localdate

from letgo.commons.money.models import Approval, Entry, Pot, Step, Transfer
from letgo.commons.money.policies import READER, SECONDER
from letgo.commons.money.rules import Kind, Move, Stage, Standing, bars, financial_year
from letgo.commons.people.prepared import prepared_for
from letgo.commons.people.rules import Actor
from letgo.commons.record.clock import now
from letgo.commons.record.prepared import prepared
from letgo.commons.record.refs import Ref

PAGE = 20
JOINED = ("place", "organisation", "officer_place", "officer_organisation", "giver")


def today() -> date:
    """The day of the accounts, in the place's own time."""
    return localdate(now())


def hashed(key: str) -> str:
    """A caller's key as it is kept: who reads the table can do nothing with it."""
    return sha256(key.encode()).hexdigest()


def with_standing(pots: QuerySet[Pot]) -> QuerySet[Pot]:
    """Each pot with the figures of its last entry. No query of its own; standing_of() reads them."""
    last = Entry.objects.filter(pot=OuterRef("pk")).order_by("-number")
    return pots.annotate(
        **{f"last_{name}": Subquery(last.values(name)[:1]) for name in ("paid_in", "paid_out", "held")}
    )


def standing_of(pot: Any) -> Standing:
    """The standing of a pot that came through with_standing()."""
    return Standing(pot.last_paid_in, pot.last_paid_out, pot.last_held)


def balance(pot: Pot | UUID) -> Standing:
    """What is in a pot now, in pence. 1 SQL query, however much happened to it."""
    pk = pot.pk if isinstance(pot, Pot) else pot
    last = Entry.objects.filter(pot=pk).order_by("-number").values_list("paid_in", "paid_out", "held")
    return Standing(*last[:1].get())


def find(pot: UUID) -> Pot | None:
    """The pot with what it is of and who answers for it. 1 SQL query."""
    return with_standing(Pot.objects.select_related(*JOINED)).filter(pk=pot).first()


@dataclass(frozen=True)
class Held:
    """A pot and how it stands."""

    pot: Pot
    standing: Standing


def of_place(place: UUID, actor: Actor | None = None) -> list[Held]:
    """The open pots of a place and of the bodies that sit there, by name, as far as `actor` (None: everybody) may read them; the
    outside is none of them. 1 SQL query."""
    return _held(_of_place(place) if actor is None else _readable(_at(place), actor))


def of_organisation(organisation: UUID, actor: Actor | None = None) -> list[Held]:
    """The open pots of an organisation, as of_place(). 1 SQL query."""
    return _held(_readable(Q(organisation=organisation), actor))


def opened_by(cause: Ref) -> list[Pot]:
    """The open pots that were opened for `cause`: a power, a decision. 1 SQL query."""
    return list(
        Pot.objects.filter(cause_kind=cause.kind, cause_id=cause.id, closed__isnull=True).order_by("opened", "pk")
    )


def payable_from(pot: Pot) -> list[Pot]:
    """Where money of this pot can go: the open pots of its owner, its giver, and each outside. 1 SQL query."""
    own = Q(place=pot.place_id) if pot.place_id else Q(organisation=pot.organisation_id)
    readable = Q(audience_kind="public") | Q(audience_kind=pot.audience_kind, audience_id=pot.audience_id)
    found = Pot.objects.filter(own | Q(pk=pot.giver_id) | Q(kind=Kind.OUTSIDE), readable, closed__isnull=True)
    return list(found.exclude(pk=pot.pk).order_by("-kind", "name"))


@prepared
def _of_place(place: UUID) -> QuerySet[Pot]:
    return _readable(_at(place), None)


def _at(place: UUID) -> Q:
    return Q(place=place) | Q(organisation__place=place)


def _readable(which: Q, actor: Actor | None) -> QuerySet[Pot]:
    rows = Pot.objects.filter(which, closed__isnull=True).exclude(kind=Kind.OUTSIDE)
    rows = rows.filter(audience_kind="public") if actor is None else READER.many(actor, rows)
    return with_standing(rows).order_by("name", "pk")


def _held(pots: Iterable[Pot]) -> list[Held]:
    return [Held(pot, standing_of(pot)) for pot in pots]


def taken(reversals: Any) -> Case:
    """For transfers out of a pot: by how many pence each makes less what is free there. Reversals: as given."""
    return Case(
        When(move=Move.RELEASE, then=-F("pence")),
        When(move=Move.CAPTURE, then=F("pence") - F("hold__pence")),
        When(move=Move.REVERSE, then=reversals),
        default=F("pence"),
        output_field=BigIntegerField(),
    )


# --- what happened to it ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Payment:
    """Money that was decided on: a post, or a hold and what became of it. `pence` is what it comes to now."""

    transfer: Transfer
    pence: int
    stage: Stage
    waits: bool  # for a second person
    why: str | None  # None: taken out of the record

    @property
    def undone(self) -> bool:
        """Whether nothing is left of it."""
        return self.pence == 0


@dataclass(frozen=True)
class Row:
    """One line of a statement: the transfer as this pot sees it, and how the pot stood after it."""

    number: int
    payment: Payment
    incoming: bool
    other: Pot
    standing: Standing
    private: bool  # the record tells it to others than those who read this pot: no word of it here


@dataclass(frozen=True)
class Statement:
    """A page of a pot's transfers, newest first. `older`: ask with before=older for the next page; None at the end."""

    rows: list[Row]
    older: int | None
    total: int


@dataclass(frozen=True)
class Bar:
    """How far a year's money came, in pence. `whole` = decided + waiting + free."""

    year: int
    stages: dict[Stage, int]
    waiting: int
    free: int

    @property
    def whole(self) -> int:
        """All that there was to decide about."""
        return self.stages[Stage.DECIDED] + self.waiting + max(self.free, 0)


def statement(pot: Pot | UUID, *, before: int | None = None, size: int = PAGE) -> Statement:
    """What happened to a pot, newest first, `size` at a time, each with its stage and the standing after it. 2 SQL queries."""
    pk = pot.pk if isinstance(pot, Pot) else pot
    entries = Entry.objects.filter(pot=pk, number__gt=0).order_by("-number")
    total = entries.values_list("number", flat=True).first() or 0
    if before is not None:
        entries = entries.filter(number__lt=before)
    joined = [f"transfer__{name}" for name in ("debit", "credit", *_SEEN)]
    found = list(_staged(entries.select_related(*joined), "transfer__")[: size + 1])
    rows = [_row(entry) for entry in found[:size]]
    return Statement(rows, rows[-1].number if len(found) > size else None, total)


def payment(transfer: UUID) -> tuple[Payment, list[Step]] | None:
    """A post or a hold by its id, with what came of it and its steps. 2 SQL queries."""
    rows = Transfer.objects.filter(pk=transfer, move__in=[Move.POST, Move.HOLD])
    joined = [f"{side}__{name}" for side in ("debit", "credit") for name in JOINED[:4]]
    row = _staged(rows.select_related("debit", "credit", *_SEEN, *joined)).first()
    return None if row is None else (_payment(row, row.stage), list(row.steps.order_by("number")))


def money_bar(pot: Pot | UUID, standing: Standing, year: int | None = None) -> Bar:
    """How far the money of a financial year (None: this one) came, with holds still open from before. 1 SQL query."""
    pk, year = pot.pk if isinstance(pot, Pot) else pot, financial_year(today()) if year is None else year
    sums = _sums(pk, year)
    stages = bars((total, stage or Stage.DECIDED) for stage, waits, total in sums if not waits)
    return Bar(year, stages, sum(total for _, waits, total in sums if waits), standing.available)


@prepared
def _sums(pot: UUID, year: int) -> QuerySet:
    comes_to = Case(
        When(undone__isnull=False, then=Value(0)),
        When(move=Move.POST, then=F("pence")),
        When(ending__isnull=True, then=F("pence")),
        When(ending__move=Move.CAPTURE, ending__undone__isnull=True, then=F("ending__pence")),
        default=Value(0),
        output_field=BigIntegerField(),
    )
    kept = Q(year=year) | Q(move=Move.HOLD, ending__isnull=True)
    rows = _staged(Transfer.objects.filter(kept, debit=pot, move__in=[Move.POST, Move.HOLD])).annotate(
        waits=Exists(Approval.objects.filter(hold=OuterRef("pk"), state=Approval.State.WAITING))
    )
    return rows.order_by().values_list("stage", "waits").annotate(sum=Sum(comes_to))


def waiting_for(actor: Actor) -> list[Approval]:
    """Payments that wait for this person as the second. 1 SQL query."""
    return _seconded_by(actor)


@prepared_for
def _seconded_by(actor: Actor) -> QuerySet[Approval]:
    rows = Approval.objects.filter(state=Approval.State.WAITING).select_related("hold__debit", "hold__credit")
    return SECONDER.many(actor, rows).order_by("hold__day", "pk")


def approval(hold: UUID) -> Approval | None:
    """The approval that a hold waits for or had, with its pots. 1 SQL query."""
    joined = [f"hold__debit__{name}" for name in JOINED[:4]]
    return Approval.objects.filter(hold=hold).select_related("hold__credit", "hold__line__words", *joined).first()


def title(row: Any) -> str:
    """What people call a pot. A private one says only whose kind it is."""
    return row.name if row.audience_id is None else PRIVATE[row.audience_kind]


PRIVATE = {"person": "A person’s own money", "organisation": "An organisation’s own money"}
_SEEN = ("line__words", "undone", "approval", "ending__undone", "hold", "undoes")


def _staged(rows: QuerySet, to: str = "") -> QuerySet:
    """With the last step's stage of the payment that a transfer belongs to; None: no step yet."""
    of = Coalesce(
        OuterRef(f"{to}hold"),
        OuterRef(f"{to}undoes__hold"),
        OuterRef(f"{to}undoes"),
        OuterRef(f"{to}pk" if not to else "transfer"),
    )
    return rows.annotate(stage=Subquery(Step.objects.filter(transfer=of).order_by("-number").values("stage")[:1]))


def _row(entry: Any) -> Row:
    moved = entry.transfer
    incoming = moved.credit_id == entry.pot_id
    own, other = (moved.credit, moved.debit) if incoming else (moved.debit, moved.credit)
    private = moved.line.audience_id not in (None, own.audience_id)
    return Row(entry.number, _payment(moved, entry.stage), incoming, other, entry.standing, private)


def _payment(row: Transfer, stage: str | None) -> Payment:
    words = getattr(row.line, "words", None)
    asked = getattr(row, "approval", None)
    waits = asked is not None and asked.state == Approval.State.WAITING
    return Payment(row, _comes_to(row), Stage(stage or Stage.DECIDED), waits, words and str(words.body.get("for", "")))


def _comes_to(row: Transfer) -> int:
    ending = getattr(row, "ending", None)
    if hasattr(row, "undone") or (ending and (ending.move == Move.RELEASE or hasattr(ending, "undone"))):
        return 0
    return ending.pence if ending else row.pence


# --- what an action asks before it moves money ---------------------------------------------------------------------------


def before_paying(ids: list[UUID], key: str) -> tuple[dict[UUID, tuple[Pot, Standing]], UUID | None]:
    """Pots by id with how they stand, and the transfer that this key made before. 1 SQL query."""
    last = Entry.objects.filter(pot=OuterRef("pot")).order_by("-number").values("number")[:1]
    rows = Entry.objects.filter(pot__in=ids, number=Subquery(last)).select_related("pot__officer_place")
    found = list(rows.annotate(same=Subquery(_done_with(key))))
    return {row.pot_id: (row.pot, row.standing) for row in found}, next((row.same for row in found), None)


def before_ending(transfer: UUID, key: str) -> Any:
    """A transfer with its pots and its end, its payment's last `stage`, and `same`: what this key made before. 1 SQL query, or None."""
    last = Step.objects.filter(Q(transfer=transfer) | Q(transfer__ending=transfer)).order_by("-number").values("stage")
    joined = ("debit__officer_place", "credit__officer_place", "ending", "undone", "approval")
    rows = Transfer.objects.select_related(*joined).filter(pk=transfer)
    return rows.annotate(stage=Subquery(last[:1]), same=Subquery(_done_with(key))).first()


def left_on(pot: UUID, day: date) -> int:
    """What was free in a pot at the end of a day, in pence, by the days of the accounts. 2 SQL queries."""
    until = Transfer.objects.filter(day__lte=day)
    came = until.filter(credit=pot, move__in=[Move.POST, Move.CAPTURE, Move.REVERSE]).aggregate(sum=Sum("pence"))
    went = until.filter(debit=pot).aggregate(sum=Sum(taken(reversals=F("pence"))))
    return (came["sum"] or 0) - (went["sum"] or 0)


def said(row: Transfer) -> dict[str, Any]:
    """What the line of a transfer says of it: by this a changed row is found out."""
    found = {"move": str(row.move), "from": str(row.debit_id), "to": str(row.credit_id), "pence": row.pence}
    found |= {"day": row.day.isoformat()}
    found |= {"hold": str(row.hold_id)} if row.hold_id else {}
    return found | ({"undoes": str(row.undoes_id)} if row.undoes_id else {})


def _done_with(key: str) -> QuerySet:
    return Transfer.objects.filter(key=hashed(key)).values("pk")[:1]


# --- the whole ledger, for verifying: ids as text, as the database writes them ----------------------------------------------


def all_entries() -> Iterator[tuple[Any, ...]]:
    """(pot, number, paid in, paid out, held, transfer, its move, its pence, whether this pot pays, whether it gets, pence of the
    hold that it ends), in order of pots and numbers; streamed. 1 SQL query."""
    pays, gets = (Case(When(pot=F(f"transfer__{way}"), then=1), default=0) for way in ("debit", "credit"))
    rows = Entry.objects.annotate(of=_text("pot_id"), by=_text("transfer_id"), pays=pays, gets=gets)
    columns = ("of", "number", "paid_in", "paid_out", "held", "by", "transfer__move", "transfer__pence", "pays", "gets")
    found = rows.order_by("pot_id", "number").values_list(*columns, "transfer__hold__pence")
    return found.iterator(chunk_size=5_000)


def all_transfers() -> Iterator[tuple[Any, ...]]:
    """(id, move, from, to, pence, day, hold, undone, whether its line is about it, what the line says as JSON); streamed. 1 SQL query."""
    texts = {
        "a": "pk",
        "c": "debit_id",
        "d": "credit_id",
        "e": "day",
        "f": "hold_id",
        "g": "undoes_id",
        "i": "line__words__body",
    }
    own = Case(When(line__about_id=F("pk"), then=1), default=0)
    rows = Transfer.objects.annotate(h=own, **{name: _text(column) for name, column in texts.items()})
    return (
        rows.order_by().values_list("a", "move", "c", "d", "pence", "e", "f", "g", "h", "i").iterator(chunk_size=5_000)
    )


def _text(column: str) -> Cast:
    return Cast(column, TextField())
