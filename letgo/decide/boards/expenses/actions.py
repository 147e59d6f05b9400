"""The only writers of expenses: asked for by who came, agreed or refused by somebody else, paid from the body's pot."""

from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.money.actions import transfer
from letgo.commons.money.models import Approval
from letgo.commons.money.rules import Move
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.agenda.actions import keep, locked_meeting
from letgo.decide.boards.agenda.queries import voting_mandates
from letgo.decide.boards.expense_models import Expense
from letgo.decide.boards.expenses import queries

NOT_YOURS = "Somebody else on the board must do this."
NOT_A_MEMBER = "Only members of this board can do this."
NOT_PAYER = "Only the treasurer of this body can do this."


@transaction.atomic
def ask(meeting: UUID, kind: str, pence: int, words: str = "", *, by: Actor, key: str) -> Expense:
    """Ask for what coming to a meeting cost, one sum of a kind: a member of the board; at a general meeting whoever came, where the
    terms say so. Raises Refused for who was not there.
    """
    with once("boards.ask-expense", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        mine = next((one for one in voting_mandates(row.body) if one.person_id == by.person), None)
        able = mine is not None or queries.open_to_all(row)
        require(may(by, "boards.ask-expense", row) and able and by.is_self(by.person), NOT_A_MEMBER)
        if kind not in rules.EXPENSE_KINDS or not 0 < pence <= rules.MOST_EXPENSE:
            raise Refused("Say what it was for, and how much.", cure="Up to £1,000 for one meeting.")
        if row.state not in ("quorate", "held", "inquorate") or not queries.came(row, by.person):
            raise Refused("This is for who came to the meeting.")
        if row.expenses.filter(person=by.person, kind=kind).exclude(state="refused").exists():
            raise Refused("You asked for this before.")
        made = Expense(
            id=uuid4(), meeting=row, person_id=by.person, mandate=mine, kind=kind, pence=pence, words=words.strip()[:200]
        )  # fmt: skip
        return done.with_result(keep(made, _line("boards.ask-expense", made, by)))


def _line(verb: str, row: Expense, by: Signs) -> Line:
    """For the body alone: what someone needs to come to a meeting is nobody else's."""
    body = {"meeting": row.meeting.number, "kind": row.kind, "pence": row.pence, "state": row.state}
    audience = Ref("organisation", row.meeting.body.organisation_id)
    return write(verb, Ref("expense", row.pk), audience=audience, by=by, body=body)


@transaction.atomic
def agree(expense: UUID, *, by: Actor, key: str) -> Expense:
    """Somebody else on the board says that it is right. Nobody agrees their own."""
    with once("boards.agree-expense", key, by) as done:
        if done.before:
            return done.before
        row = _locked(expense, "agreed")
        _not_own(row, "boards.agree-expense", by)
        row.state = "agreed"
        line = _line("boards.agree-expense", row, by)
        return done.with_result(keep(row, line, agreed_by_id=by.person))


@transaction.atomic
def refuse(expense: UUID, reason: str, *, by: Actor, key: str) -> Expense:
    """Somebody else on the board says no, with a reason."""
    with once("boards.refuse-expense", key, by) as done:
        if done.before:
            return done.before
        row = _locked(expense, "refused")
        _not_own(row, "boards.agree-expense", by)
        if not reason.strip():
            raise Refused("Say why not.")
        row.state = "refused"
        return done.with_result(keep(row, _line("boards.refuse-expense", row, by), reason=reason.strip()[:200]))


@transaction.atomic
def pay(expense: UUID, pot: UUID, *, by: Actor, key: str) -> Expense:
    """The treasurer pays what was agreed, out of a pot of this body. Where the pot asks for two people it waits for the second.

    Raises Refused for their own, and when the pot's own rules say no.
    """
    with once("boards.pay-expense", key, by) as done:
        if done.before:
            return done.before
        row = _locked(expense, "paid")
        require(may(by, "boards.pay-expense", row), NOT_PAYER)
        require(row.person_id not in by.selves, NOT_YOURS)
        own, outside = queries.pot(row.meeting.body, pot), queries.outside()
        if own is None or outside is None:
            raise Refused("This is not a pot of this body.", cure="Choose one of its own.")
        why = f"{rules.EXPENSE_WORDS[row.kind]}, meeting {row.meeting.number}"
        moved = transfer(own, outside, row.pence, Ref("expense", row.pk), by, f"{key}:transfer", why=why)
        row.state = "paid" if moved.move == Move.POST else "waits"
        return done.with_result(keep(row, _line("boards.pay-expense", row, by), transfer=moved))


def tick() -> int:
    """What waited for a second person's yes to a payment is paid by it, or after a no is to be paid anew. Returns how many.

    1 SQL query when there is none.
    """
    due = queries.answered()
    for pk in due:
        _follow(pk)
    return len(due)


@transaction.atomic
def _follow(pk: UUID) -> None:
    row = _locked(pk, "agreed")
    if row.state != "waits":  # another worker was here first
        return
    given = row.transfer.approval.state == Approval.State.GIVEN
    row.state = "paid" if given else "agreed"
    keep(row, _line("boards.settle-expense", row, CLOCK), transfer=row.transfer if given else None)


def _locked(pk: UUID, state: str) -> Expense:
    rows = Expense.objects.select_for_update(of=("self",)).select_related("meeting__body__place", "mandate", "transfer")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Refused("There is no such expense.", kind="gone")
    if state not in rules.EXPENSE_MOVES[row.state]:
        raise Refused("That cannot be done: this is {state}.", cure="Load the page again.", state=row.state)
    return row


def _not_own(row: Expense, verb: str, by: Actor) -> None:
    require(may(by, verb, row) and row.person_id not in by.selves, NOT_YOURS)
