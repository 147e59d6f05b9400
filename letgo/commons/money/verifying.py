"""Whether the ledger holds together: every balance worked out again from its transfers, every transfer held against its line."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from letgo.commons.money.models import Approval, Entry, Period, Pot, Step, Transfer
from letgo.commons.money.queries import said
from letgo.commons.money.rules import MOVES, Move, Stage, Standing, touches_both

Said = tuple[bool, str]
NAMED = 20  # faults of one kind that are told one by one; the rest are counted


def verify() -> Iterator[Said]:
    """(True, what holds) or (False, which row is wrong and how), one after the other. A fixed number of SQL queries; rows are streamed."""
    walk = Walk()
    yield from _told(
        walk.faults(), lambda: f"{walk.entries:,} balances of {len(walk.last):,} pots follow from their transfers"
    )
    yield from _told(_sums(walk), lambda: "all pots together hold nothing that did not come from outside, to the penny")
    yield from _told(
        _transfers(), lambda: f"{Transfer.objects.count():,} transfers say what their lines in the record say"
    )
    yield from _told(
        _ends(),
        lambda: "each hold ended at most once and for no more than it was; each reversal undoes what was posted",
    )
    yield from _told(_rules(), lambda: "closed accounts, second persons and steps were kept to")


def _told(faults: Iterable[str], well: Callable[[], str]) -> Iterator[Said]:
    number = 0
    for number, fault in enumerate(faults, 1):
        if number <= NAMED:
            yield False, fault
    if number > NAMED:
        yield False, f"and {number - NAMED:,} more like these"
    if number == 0:
        yield True, well()


@dataclass
class Walk:
    """From entry to entry of each pot, in order: `last` is how each pot stands at the end."""

    last: dict[UUID, Standing] = field(default_factory=dict)
    entries: int = 0

    def faults(self) -> Iterator[str]:
        """Each entry that does not follow from the one before it and its transfer, each that is missing."""
        columns = (
            "pot_id",
            "number",
            "paid_in",
            "paid_out",
            "held",
            "transfer_id",
            "transfer__move",
            "transfer__pence",
        )
        columns += ("transfer__debit_id", "transfer__credit_id", "transfer__hold__pence")
        pot, due = None, 0
        for row in Entry.objects.order_by("pot_id", "number").values_list(*columns).iterator(chunk_size=5_000):
            self.entries += 1
            before, due = (self.last[row[0]], due) if row[0] == pot else (Standing(), 0)
            pot, now = row[0], Standing(*row[2:5])
            self.last[pot] = now
            if row[1] != due:
                yield f"pot {pot}: entry {due} is missing"
            if row[1] and now != _after(before, pot, *row[6:]):
                yield f"pot {pot}: entry {row[1]} does not follow from transfer {row[5]} of {row[7]} pence"
            due = row[1] + 1
        for missing in Pot.objects.exclude(pk__in=self.last) if len(self.last) < Pot.objects.count() else ():
            yield f"pot {missing.pk}: has no entry at all"


def _after(
    before: Standing, pot: UUID, move: str, pence: int, debit: UUID, credit: UUID, held: int | None
) -> Standing | None:
    if pot == debit:
        return before.after(move, pence, held or 0)
    return before.after(move, pence, incoming=True) if pot == credit and touches_both(move) else None


def _sums(walk: Walk) -> Iterator[str]:
    over = sum(standing.balance for standing in walk.last.values())
    if over:
        yield f"all pots together hold {over:,} pence too {'much' if over > 0 else 'little'}"
    open_holds = Transfer.objects.filter(move=Move.HOLD, ending__isnull=True).order_by().values_list("debit")
    held = dict(open_holds.annotate(sum=Sum("pence")))
    for pot, standing in walk.last.items():
        if standing.held != held.get(pot, 0):
            yield f"pot {pot}: {standing.held:,} pence are set aside, its open holds come to {held.get(pot, 0):,}"
    both, one = (Transfer.objects.filter(move__in=moves).count() for moves in (_BOTH, (Move.HOLD, Move.RELEASE)))
    if 2 * both + one != Entry.objects.filter(number__gt=0).count():
        told = Transfer.objects.annotate(n=Count("entries")).filter(Q(move__in=_BOTH, n__lt=2) | Q(n=0))
        yield from (f"transfer {row.pk}: a balance that it changed is missing" for row in told[: NAMED + 1])


def _transfers() -> Iterator[str]:
    rows = Transfer.objects.select_related("line__words").order_by()
    kept = (
        "move",
        "debit",
        "credit",
        "pence",
        "day",
        "hold",
        "undoes",
        "line__about_id",
        "line__verb",
        "line__words__body",
    )
    for row in rows.only(*kept).iterator(chunk_size=5_000):
        line = row.line
        if line.about_id != row.pk:
            yield f"transfer {row.pk}: its line is about something else"
        words = getattr(line, "words", None)
        if words is not None and said(row) != {name: text for name, text in words.body.items() if name != "for"}:
            wrong = [name for name, value in said(row).items() if words.body.get(name) != value]
            yield f"transfer {row.pk}: {', '.join(wrong) or 'something'} is not what its line says"


def _ends() -> Iterator[str]:
    ends = Transfer.objects.filter(move__in=[Move.CAPTURE, Move.RELEASE]).exclude(
        Q(hold__move=Move.HOLD, hold__debit=F("debit"), hold__credit=F("credit"))
        & (Q(move=Move.CAPTURE, pence__lte=F("hold__pence")) | Q(pence=F("hold__pence")))
    )
    yield from (f"transfer {row.pk}: does not fit the hold that it ends" for row in ends[: NAMED + 1])
    undoing = Transfer.objects.filter(move=Move.REVERSE).exclude(
        undoes__move__in=[Move.POST, Move.CAPTURE],
        undoes__debit=F("credit"),
        undoes__credit=F("debit"),
        undoes__pence=F("pence"),
    )
    yield from (f"transfer {row.pk}: does not fit what it undoes" for row in undoing[: NAMED + 1])


def _rules() -> Iterator[str]:
    for period in Period.objects.order_by("closed"):
        of = {"place": period.place_id} if period.place_id else {"organisation": period.organisation_id}
        mine = Pot.objects.filter(**of).values("pk")
        late = Transfer.objects.filter(Q(debit__in=mine) | Q(credit__in=mine), day__lte=period.until)
        late = late.filter(line__at__date__gt=period.closed)
        yield from (f"transfer {row.pk}: was posted into accounts that were closed" for row in late[: NAMED + 1])
    alone = Approval.objects.filter(hold__ending__move=Move.CAPTURE).exclude(state=Approval.State.GIVEN)
    yield from (f"transfer {row.hold_id}: was used without a second person" for row in alone[: NAMED + 1])
    before: tuple[UUID | None, int, Stage] = (None, 0, Stage.DECIDED)
    for transfer, number, stage in Step.objects.order_by("transfer", "number").values_list(
        "transfer", "number", "stage"
    ):
        last, came = (before[1], before[2]) if before[0] == transfer else (0, Stage.DECIDED)
        if number != last + 1 or Stage(stage) not in MOVES[came]:
            yield f"transfer {transfer}: step {number} ({stage}) does not follow"
        before = (transfer, number, Stage(stage))


_BOTH = (Move.POST, Move.CAPTURE, Move.REVERSE)
