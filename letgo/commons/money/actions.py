"""Moving money: the only way there is. Each act is done once for its key, and is whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from letgo.commons.money import queries, rules
from letgo.commons.money.guards import plainly
from letgo.commons.money.models import Approval, Period, Pot, Step, Transfer
from letgo.commons.money.queries import JOINED, standing_of, today, with_standing
from letgo.commons.money.rules import MOST, Kind, Move, Stage, Standing, Terms, YearEnd
from letgo.commons.people.queries import may
from letgo.commons.record.actions import SOMEONE_ELSE, Signs, once, write
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import System

PotOrId = Pot | UUID
TransferOrId = Transfer | UUID
USUAL = Terms()

NOT_YOURS = "You do not look after this money."
NOT_YOUR_TERMS = "You cannot set how this money is looked after."


def transfer(
    from_pot: PotOrId, to_pot: PotOrId, pence: int, cause: Ref, by: Signs, key: str, *, why: str = "", day: date | None = None,
    asked_by: UUID | None = None,
) -> Transfer:  # fmt: skip
    """Pay `pence` from one pot to another on `day` (None: today). 5 SQL statements. Raises Refused.

    When the pot's terms ask for two people it is only set aside (a hold with an Approval) until a second says yes; what the house
    itself pays does not wait, unless it is on the word of one person (`asked_by`). `why` is read by everybody who may see the pot.
    """
    return _pay(Move.POST, from_pot, to_pot, pence, cause, Note(by, key, why, day or today(), asked_by))


def hold(
    from_pot: PotOrId, to_pot: PotOrId, pence: int, cause: Ref, by: Signs, key: str, *, why: str = "", day: date | None = None
) -> Transfer:  # fmt: skip
    """Set `pence` aside in one pot for another: decided, and not yet paid. 5 SQL statements. Raises Refused."""
    return _pay(Move.HOLD, from_pot, to_pot, pence, cause, Note(by, key, why, day or today()))


def capture(
    held: TransferOrId, pence: int, by: Signs, key: str, *, why: str = "", day: date | None = None
) -> Transfer:  # fmt: skip
    """Use what was set aside, or part of it: what is over is free again at once. 5 SQL statements. Raises Refused."""

    def judge(row: Any) -> tuple[Any, ...]:
        require(isinstance(by, System) or may(by, "money.capture", row.debit), NOT_YOURS)
        _still_held(row)
        if pence > row.pence:
            raise Refused(
                "Only {pounds} was set aside.", "Use less, or pay the rest on its own.", pounds=rules.pounds(row.pence)
            )
        return row.debit, row.credit, pence

    return _follow(Move.CAPTURE, held, judge, Note(by, key, why, day or today()))


def release(held: TransferOrId, by: Signs, key: str, *, why: str = "", day: date | None = None) -> Transfer:
    """Let go of what was set aside: it is free again. 5 SQL statements. Raises Refused."""

    def judge(row: Any) -> tuple[Any, ...]:
        require(isinstance(by, System) or may(by, "money.release", row.debit), NOT_YOURS)
        _still_held(row)
        return row.debit, row.credit, row.pence

    return _follow(Move.RELEASE, held, judge, Note(by, key, why, day or today()))


def reverse(moved: TransferOrId, by: Signs, key: str, *, why: str = "", day: date | None = None) -> Transfer:
    """Undo a post or a capture, wholly, by a transfer the other way on `day` (None: today). 5 SQL statements.

    What was sent to the bank can be undone only once it failed or came back. Raises Refused.
    """

    def judge(row: Any) -> tuple[Any, ...]:
        require(isinstance(by, System) or may(by, "money.reverse", row), NOT_YOURS)
        if row.move not in (Move.POST, Move.CAPTURE):
            raise Refused("Only money that was paid can be undone.", "Let go of money that is set aside instead.")
        if hasattr(row, "undone"):
            raise Refused("This was undone before.")
        if row.stage in (Stage.SENT, Stage.ARRIVED):
            raise Refused("This money was sent to the bank.", "It can be undone when the bank says that it came back.")
        return row.credit, row.debit, row.pence

    return _follow(Move.REVERSE, moved, judge, Note(by, key, why, day or today()))


def approve(waiting: Approval | UUID, yes: bool, by: Signs, key: str, *, reason: str = "") -> Approval:
    """The second person's answer to a payment. Yes pays it, or lets it be used if it was only to be set aside; no, with a reason,
    frees the money. Raises Refused."""
    pk = waiting.pk if isinstance(waiting, Approval) else waiting
    with once("money.approve", key, by) as done:
        if done.before:
            return done.before
        joined = [f"hold__{side}__{name}" for side in ("debit", "credit") for name in JOINED[:4]]
        rows = Approval.objects.select_related("hold__debit", "hold__credit", *joined)
        row = rows.select_for_update(of=("self",)).get(pk=pk)
        require(may(by, "money.approve", row), "Somebody else must answer this.", "It takes two people.")
        if row.state != Approval.State.WAITING:
            raise Refused("This was answered before.")
        if not yes and not reason:
            raise Refused("Say why not.", "The one who asked will read it.")
        held = row.hold
        row.state = Approval.State.GIVEN if yes else Approval.State.REFUSED
        row.answered_by_id, row.reason = by.person, reason
        body = {"yes": yes, "hold": str(held.pk)}
        row.line = write("money.approve", Ref("approval", row.pk), audience=held.debit.audience, by=by, body=body)
        row.save()
        if row.pays or not yes:
            move, note = Move.CAPTURE if yes else Move.RELEASE, Note(by, f"approve:{row.pk}", "", today())
            _told(lambda: _insert(move, held.debit, held.credit, held.pence, held.cause, note, held))
        return done.with_result(row)


def step(payment: TransferOrId, stage: Stage | str, by: Signs, key: str, *, day: date | None = None) -> Step:
    """Say how far a payment came: ordered, sent, arrived, failed or returned, on `day` (None: today). Raises Refused.

    A payment is the post, or the hold, with which it was decided. What is only set aside can be ordered and no more.
    """
    pk, stage, on = payment.pk if isinstance(payment, Transfer) else payment, Stage(stage), day or today()
    with once("money.step", key, by) as done:
        if done.before:
            return done.before
        row = queries.before_ending(pk, key)
        require(isinstance(by, System) or may(by, "money.step", row.debit), NOT_YOURS)
        Pot.objects.select_for_update(no_key=True).get(pk=row.debit_id)  # one step after the other
        last = row.steps.order_by("-number").first()
        before = Stage(last.stage) if last else Stage.DECIDED
        ending = getattr(row, "ending", None)
        if fault := rules.step_fault(row.move, ending and ending.move, hasattr(row, "undone"), before, stage):
            raise Refused(fault)
        if on > today() or (last and on < last.day):
            raise Refused("This day does not fit.", "Take a day from the last step up to today.")
        new = Step(transfer=row, number=last.number + 1 if last else 1, stage=stage, day=on)
        body = {"transfer": str(row.pk), "stage": stage.value, "day": on.isoformat()}
        new.line = write("money.step", Ref("step", new.pk), audience=_audience(row.debit, row.credit), by=by, body=body)
        new.save(force_insert=True)
        return done.with_result(new)


def open_pot(
    name: str, owner: Any, by: Signs, key: str, *, purpose: str = "", terms: Terms = USUAL, officer_at: Any = None,
    kind: Kind = Kind.POT, audience: Ref = PUBLIC, giver: Pot | None = None, cause: Ref | None = None,
) -> Pot:  # fmt: skip
    """Open a pot, with nothing in it, for a place or an organisation (`owner`, a saved row).

    `officer_at`: the place or organisation where the role terms.officer is held that answers for it (None: the owner).
    Raises Refused.
    """
    with once("money.open-pot", key, by) as done:
        if done.before:
            return done.before
        pot = Pot(name=name, purpose=purpose, kind=kind, giver=giver, opened=today(), **{owner._meta.model_name: owner})
        require(isinstance(by, System) or may(by, "money.open-pot", pot), NOT_YOUR_TERMS)
        pot.audience_kind, pot.audience_id = audience.kind, None if audience == PUBLIC else audience.id
        if cause:
            pot.cause_kind, pot.cause_id = cause.kind, cause.id
        _bind(pot, terms, officer_at or owner)
        pot.line = write("money.open-pot", Ref("pot", pot.pk), audience=pot.audience, by=by, body=pot.said)
        pot.save(force_insert=True)
        return done.with_result(pot)


def set_terms(pot: PotOrId, terms: Terms, by: Signs, key: str, *, officer_at: Any = None) -> Pot:
    """Change what a pot is bound to. Nobody sets the limits of money that they pay out themselves. Raises Refused."""
    with once("money.set-terms", key, by) as done:
        if done.before:
            return done.before
        row = _locked(pot)
        require(isinstance(by, System) or may(by, "money.set-terms", row), NOT_YOUR_TERMS)
        _bind(row, terms, officer_at or row.officer_place or row.officer_organisation)
        require(isinstance(by, System) or not may(by, "money.transfer", row), NOT_YOUR_TERMS)
        row.line = write("money.set-terms", Ref("pot", row.pk), audience=row.audience, by=by, body=row.said)
        row.save()
        return done.with_result(row)


def close_pot(pot: PotOrId, by: Signs, key: str) -> Pot:
    """Close a pot that is empty. Nothing ever moves through it again. Raises Refused."""
    with once("money.close-pot", key, by) as done:
        if done.before:
            return done.before
        row = _locked(pot)
        require(isinstance(by, System) or may(by, "money.close-pot", row), NOT_YOUR_TERMS)
        row.closed = today()
        row.line = write("money.close-pot", Ref("pot", row.pk), audience=row.audience, by=by, body=row.said)
        _told(row.save)
        return done.with_result(row)


def close_period(owner: Any, until: date, by: Signs, key: str) -> Period:
    """Close the accounts of a place or an organisation up to and with the day `until`: nothing is posted there again.

    When it is the last day of a financial year, pots that must return what is not decided do so first. Raises Refused.
    """
    with once("money.close-period", key, by) as done:
        if done.before:
            return done.before
        period = Period(until=until, closed=today(), **{owner._meta.model_name: owner})
        require(isinstance(by, System) or may(by, "money.close-period", period), NOT_YOUR_TERMS)
        mine = Q(place=period.place) if period.place_id else Q(organisation=period.organisation)
        if until >= today() or Period.objects.filter(mine, until__gte=until).exists():
            raise Refused("These days cannot be closed.", "Close days that are over, and each of them once.")
        if until == rules.year_span(rules.financial_year(until))[1]:
            for pot in Pot.objects.filter(mine, closed__isnull=True, year_end=YearEnd.RETURN).order_by("pk"):
                give_back(pot, Ref("period", period.pk), by, f"{key}:{pot.pk}", day=until)
        body = {"until": until.isoformat()}
        period.line = write("money.close-period", Ref("period", period.pk), by=by, body=body)
        period.save(force_insert=True)
        return done.with_result(period)


def give_back(pot: Pot, cause: Ref, by: Signs, key: str, *, day: date | None = None) -> Transfer | None:
    """Return to its giver what a pot holds that nobody decided about (on `day`: then, and still now). None: nothing is there.

    Part of an act that was allowed already: a year that ends, a power that ends.
    """
    with transaction.atomic(savepoint=False):
        row = with_standing(Pot.objects.filter(pk=pot.pk)).get()
        standing = standing_of(row)
        over = min(standing.available, queries.left_on(pot.pk, day) if day else MOST)
        if row.giver_id is None or over <= 0:
            return None
        back = System("year's end") if day else System("return")
        return transfer(
            row, row.giver_id, over, cause, back, key, why="What was not decided goes back to the giver.", day=day
        )


# --- how a transfer is written ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Note:
    """Whose act a transfer is, under which key, what for, and on which day of the accounts."""

    by: Any
    key: str
    why: str
    day: date
    asked_by: UUID | None = None

    def __post_init__(self) -> None:
        if self.day > today():
            raise Refused("This day has not come yet.", "Take today or a day before.")


def _pay(move: Move, from_pot: PotOrId, to_pot: PotOrId, pence: int, cause: Ref, note: Note) -> Transfer:
    ids = [pot.pk if isinstance(pot, Pot) else pot for pot in (from_pot, to_pot)]
    if ids[0] == ids[1] or not 0 < pence <= MOST:
        raise Refused("Nothing would move.", "Choose two pots, and an amount above nothing.")

    def act() -> Transfer:
        pots, same = queries.before_paying(ids, note.key)
        if len(pots) < 2:
            raise Refused("This pot is not here.", kind="gone")
        if same:
            return _same(same, note.by, move, ids[0], ids[1], pence)
        (debit, standing), (credit, _) = pots[ids[0]], pots[ids[1]]
        itself = isinstance(note.by, System)
        require(itself or may(note.by, "money.transfer", debit), NOT_YOURS)
        _fits(debit, standing, credit, pence)
        asker = note.asked_by if itself else note.by.person
        if (asker or not itself) and rules.needs_two(debit.terms, pence):
            with transaction.atomic(savepoint=False):
                held = _insert(Move.HOLD, debit, credit, pence, cause, note)
                return _ask_second(held, asker, note.by, pays=move == Move.POST)
        return _insert(move, debit, credit, pence, cause, note)

    return _whole(act)


def _follow(move: Move, first: TransferOrId, judge: Callable[[Any], tuple[Any, ...]], note: Note) -> Transfer:
    """A transfer that ends or undoes another: `judge` refuses, or gives its two pots and its pence."""

    def act() -> Transfer:
        row = queries.before_ending(first.pk if isinstance(first, Transfer) else first, note.key)
        if row is None:
            raise Refused("This payment is not here.", kind="gone")
        if row.same:
            ways = (row.credit_id, row.debit_id) if move == Move.REVERSE else (row.debit_id, row.credit_id)
            return _same(row.same, note.by, move, *ways, None)
        debit, credit, pence = judge(row)
        return _insert(move, debit, credit, pence, row.cause, note, row)

    return _whole(act)


@transaction.atomic(savepoint=False)
def _insert(
    move: Move, debit: Pot, credit: Pot, pence: int, cause: Ref, note: Note, first: Transfer | None = None
) -> Transfer:  # fmt: skip
    """The line and the row: 4 SQL statements. The database keeps the balances, and has the last word."""
    row = Transfer(
        move=move, debit=debit, credit=credit, pence=pence, cause_kind=cause.kind, cause_id=cause.id, day=note.day,
        year=rules.financial_year(note.day), key=queries.hashed(note.key),
    )  # fmt: skip
    row.hold, row.undoes = (None, first) if move == Move.REVERSE else (first, None)
    verb = "money.transfer" if move == Move.POST else f"money.{move}"
    row.line = write(
        verb,
        Ref("transfer", row.pk),
        audience=_audience(debit, credit),
        by=note.by,
        body=queries.said(row) | {"for": note.why},
    )
    row.save(force_insert=True)
    return row


def _audience(debit: Pot, credit: Pot) -> Ref:
    """Who reads the line: only those of a private pot, when one of the two is."""
    return debit.audience if debit.audience_id else credit.audience


def _ask_second(held: Transfer, asker: UUID, by: Signs, pays: bool) -> Transfer:
    row = Approval(hold=held, asked_by_id=asker, pays=pays)
    body = {"hold": str(held.pk)}
    row.line = write("money.ask-second", Ref("approval", row.pk), audience=held.debit.audience, by=by, body=body)
    row.save(force_insert=True)
    return held


def _whole(act: Callable[[], Transfer]) -> Transfer:
    """`act`, asked once more when another process was quicker: then it finds what the other did.

    It reads and refuses before it writes, so a refusal costs a larger act nothing; what it writes is all or nothing.
    """
    try:
        return _told(act)
    except IntegrityError:
        if connection.in_atomic_block:
            raise  # whoever began the larger act begins it again
    return _told(act)


def _told(act: Callable[[], Any]) -> Any:
    """`act`, with what the database refuses as a sentence for people."""
    try:
        return act()
    except IntegrityError as error:
        raise plainly(error) or error from None


def _same(same: UUID, by: Any, move: Move, debit: UUID, credit: UUID, pence: int | None) -> Transfer:
    """What the key did before, for who did it; a key that did something else is not used again."""
    before = Transfer.objects.select_related("line__doer").get(pk=same)
    doer = getattr(before.line, "doer", None)  # gone where a person was forgotten
    require(doer is not None and doer.body == by.signature(), *SOMEONE_ELSE)
    asked = before.move == Move.HOLD and move == Move.POST  # it waits for a second person
    ways = (before.debit_id, before.credit_id) == (debit, credit)
    if not ways or (before.move != move and not asked) or pence not in (None, before.pence):
        raise Refused("This was used for another payment.", "Load the page again and start anew.")
    return before


def _fits(debit: Pot, standing: Standing, credit: Pot, pence: int) -> None:
    """What can be said with figures before the database judges (which also counts the year)."""
    if debit.closed or credit.closed:
        raise Refused("This pot is closed.")
    if debit.kind == Kind.OUTSIDE:
        return
    if why := rules.too_much(debit.terms, standing, pence, back=debit.giver_id == credit.pk):
        raise Refused(why, "Ask for less.")


def _still_held(row: Any) -> None:
    if row.move != Move.HOLD:
        raise Refused("This money is not set aside.")
    if hasattr(row, "ending"):
        raise Refused("What was set aside here was used or let go before.")
    if hasattr(row, "approval") and row.approval.state == Approval.State.WAITING:
        raise Refused("A second person must answer first.")


def _locked(pot: Pot | UUID) -> Pot:
    pk = pot.pk if isinstance(pot, Pot) else pot
    row = Pot.objects.select_related(*JOINED).select_for_update(of=("self",), no_key=True).get(pk=pk)
    if row.closed:
        raise Refused("This pot is closed.")
    return row


def _bind(pot: Pot, terms: Terms, officer_at: Any) -> None:
    nowhere = "Name the pot that it goes back to." if terms.year_end == YearEnd.RETURN and not pot.giver_id else ""
    if fault := terms.fault() or nowhere:
        raise Refused(fault)
    pot.bind(terms, officer_at)
