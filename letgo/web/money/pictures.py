"""The picture of how far a pot's money came, with the rows of the table that stands under it, and the same as a file."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup

from letgo.commons.money.queries import Bar, Row, Statement, title
from letgo.commons.money.rules import Move, Stage, pounds
from letgo.web.ui import charts

STEPS = {
    Stage.DECIDED: (lazy("Decided"), lazy("Somebody who may decide has said yes"), "m1d"),
    Stage.ORDERED: (lazy("Ordered"), lazy("A firm has agreed to do it"), "m1c"),
    Stage.SENT: (lazy("Sent"), lazy("We told the bank to pay"), "m1b"),
    Stage.ARRIVED: (lazy("Arrived"), lazy("The bank says that it got there"), "m1"),
}
SAID = {
    **{stage: name for stage, (name, _, _) in STEPS.items()},
    Stage.FAILED: lazy("Failed"),
    Stage.RETURNED: lazy("Came back"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
COLUMNS = (
    lazy("Number"),
    lazy("Day"),
    lazy("In"),
    lazy("Out"),
    lazy("Set aside"),
    lazy("In the pot after it"),
    lazy("From or to"),
    lazy("What for"),
    lazy("How far it came"),
)


@dataclass(frozen=True)
class Step:
    """One row of the table: the name, what it means, the money, and the mark that it wears in the picture."""

    name: str
    means: str
    money: str
    mark: str


@dataclass(frozen=True)
class MoneyBar:
    picture: Markup
    whole: str
    rows: list[Step]


def money_bar(bar: Bar, name: str) -> MoneyBar:
    """Four bars of one whole, and what is not decided. The more solid a bar, the nearer the money is to work done."""
    whole, found = pounds(bar.whole), {stage: pounds(bar.stages[stage]) for stage in STEPS}
    parts = [charts.Parts(STEPS[s][0], found[s], bar.stages[s], STEPS[s][2]) for s in STEPS]
    says = " ".join(f"{STEPS[stage][0]} {money}." for stage, money in found.items()) + _(
        " The whole is {whole}."
    ).format(whole=whole)
    picture = charts.blocks(
        "money", _("How far the money of {name} has got").format(name=name), says, parts, _drawn(bar.whole)
    )
    rows = [Step(words, means, found[stage], mark) for stage, (words, means, mark) in STEPS.items()]
    if bar.waiting:
        rows.append(
            Step(_("Waits for a second person"), _("It takes two people to decide this"), pounds(bar.waiting), "m4")
        )
    rows.append(Step(_("Not decided"), _("Still in the pot, and free"), pounds(max(bar.free, 0)), "m4"))
    return MoneyBar(picture, whole, rows)


def _drawn(whole: int) -> int:
    """Pence are a length here, never blocks to count: a whole of a few pence is drawn as a little more."""
    return max(whole, 41)


@dataclass(frozen=True)
class Told:
    """One line of a statement, in words."""

    number: int
    day: object
    what: str
    other: str
    way: str
    money: str
    state: str
    after: str
    payment: str  # the id of the payment's page, "" when it has none


def told(statement: Statement) -> list[Told]:
    """The rows of a page of a statement."""
    return [_told(row) for row in statement.rows]


def _told(row: Row) -> Told:
    moved = row.payment.transfer
    first = moved.hold_id or (moved.undoes.hold_id or moved.undoes_id if moved.undoes_id else None) or moved.pk
    return Told(
        row.number, moved.day, why(row), title(row.other), "from" if row.incoming else "to",
        f"{'' if row.incoming else '−'}{pounds(moved.pence)}" if _moves(row) else f"({pounds(moved.pence)})",
        state(row), pounds(row.standing.balance), "" if row.private else str(first),
    )  # fmt: skip


def why(row: Row) -> str:
    """What it was for, as it stands in the record."""
    if row.private:
        return _("Not for everyone to read")
    if row.payment.why is None:
        return _("Taken out of the record")
    return row.payment.why or {"reverse": _("Undone"), "release": _("Let go")}.get(row.payment.transfer.move, "")


def state(row: Row) -> str:
    """How far it came, in one or two words; money never just "moved"."""
    move = row.payment.transfer.move
    if move == Move.REVERSE:
        return _("Undone")
    if move == Move.RELEASE:
        return _("Let go")
    if row.payment.waits:
        return _("Waits for a second person")
    if move == Move.HOLD:
        return _("Set aside, ordered") if row.payment.stage == Stage.ORDERED else _("Set aside")
    return _("Undone later") if row.payment.undone else SAID[row.payment.stage]


def _moves(row: Row) -> bool:
    return row.payment.transfer.move not in (Move.HOLD, Move.RELEASE)


def as_csv(statement: Statement) -> str:
    """The statement as a file for a spreadsheet: amounts with a full stop, and no cell that a spreadsheet would run."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(COLUMNS)
    for row in statement.rows:
        moved = row.payment.transfer
        amount, moves = _plain(moved.pence), _moves(row)
        came, went = (amount, "") if row.incoming else ("", amount)
        aside = "" if moves else amount if moved.move == Move.HOLD else _("({amount} free again)").format(amount=amount)
        cells = [row.number, moved.day.isoformat(), came if moves else "", went if moves else "", aside]
        cells += [_plain(row.standing.balance), title(row.other), why(row), state(row)]
        write.writerow([safe(str(cell)) for cell in cells])
    return out.getvalue()


def _plain(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe, but for plain numbers below nothing."""
    number = cell.startswith("-") and cell[1:].replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) and not number else cell
