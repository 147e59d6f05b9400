"""Whether the ledger holds together: every balance worked out again from its transfers, every transfer held against its line."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from letgo.commons.money.models import Approval, Entry, Period, Pot, Step, Transfer
from letgo.commons.money.queries import all_entries, all_transfers
from letgo.commons.money.rules import MOVES, Move, Stage

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
    """From entry to entry of each pot, in order: `last` is how each pot stands at the end, by its id without dashes."""

    last: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    entries: int = 0

    def faults(self) -> Iterator[str]:
        """Each entry that does not follow from the one before it and its transfer, each that is missing."""
        pot, due, came, went, held = "", 0, 0, 0, 0
        for row in all_entries():
            self.entries += 1
            if row[0] != pot:
                pot, due, came, went, held = row[0], 0, 0, 0, 0
            if row[1] != due:
                yield f"pot {pot}: entry {due} is missing"
            if row[1] and row[2:5] != _after(came, went, held, *row[6:]):
                yield f"pot {pot}: entry {row[1]} does not follow from transfer {_dashed(row[5])} of {row[7]} pence"
            due, (came, went, held) = row[1] + 1, row[2:5]
            self.last[pot.replace("-", "")] = row[2:5]
        if len(self.last) < Pot.objects.count():
            missing = (pot for pot in Pot.objects.all() if pot.pk.hex not in self.last)
            yield from (f"pot {pot.pk}: has no entry at all" for pot in missing)


def _after(
    came: int, went: int, held: int, move: str | None, pence: int, pays: bool, gets: bool, ends: int | None
) -> tuple[int, int, int] | None:  # fmt: skip
    """The figures after a transfer, worked out apart from the trigger; None: it does not touch this pot."""
    moves = move in ("post", "capture", "reverse")
    if pays:
        freed = -pence if move == "hold" else ends or 0
        return came, went + (pence if moves else 0), held - freed
    return (came + pence, went, held) if gets and moves else None


def _dashed(text: str | None) -> str:
    return str(UUID(text)) if text else "none"


def _sums(walk: Walk) -> Iterator[str]:
    over = sum(came - went for came, went, _ in walk.last.values())
    if over:
        yield f"all pots together hold {abs(over):,} pence too {'much' if over > 0 else 'little'}"
    open_holds = Transfer.objects.filter(move=Move.HOLD, ending__isnull=True).order_by().values_list("debit")
    due = {pot.hex: sum_ for pot, sum_ in open_holds.annotate(sum=Sum("pence"))}
    for pot, (_, _, held) in walk.last.items():
        if held != due.get(pot, 0):
            yield f"pot {_dashed(pot)}: {held:,} pence are set aside, its open holds come to {due.get(pot, 0):,}"
    both, one = (Transfer.objects.filter(move__in=moves).count() for moves in (_BOTH, (Move.HOLD, Move.RELEASE)))
    if 2 * both + one != Entry.objects.filter(number__gt=0).count():
        told = Transfer.objects.annotate(n=Count("entries")).filter(Q(move__in=_BOTH, n__lt=2) | Q(n=0))
        yield from (f"transfer {row.pk}: a balance that it changed is missing" for row in told[: NAMED + 1])


def _transfers() -> Iterator[str]:
    names = ("move", "from", "to", "pence", "day", "hold", "undoes")
    seen = 0
    for pk, *row, about, body in all_transfers():
        seen += 1
        if not about:
            yield f"transfer {_dashed(pk)}: its line is about something else"
        if body is None:
            continue  # what it was for was taken out of the record
        said = json.loads(body)
        texts = [said.get(name) for name in names]
        if [_bare(text) for text in texts] != [_bare(value) for value in row]:
            wrong = [name for name, text, value in zip(names, texts, row, strict=True) if _bare(text) != _bare(value)]
            yield f"transfer {_dashed(pk)}: {', '.join(wrong)} is not what its line says"
    if seen < (there := Transfer.objects.count()):
        yield f"{there - seen:,} transfers have no line"


def _bare(value: str | int | None) -> str | int | None:
    return value.replace("-", "") if isinstance(value, str) else value


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
