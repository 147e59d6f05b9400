"""Reading expenses: one's own, those that wait, and what meetings cost in all."""

from uuid import UUID

from django.db.models import Q, Sum

from letgo.commons.money.models import Approval, Pot
from letgo.commons.money.rules import Kind
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.decide.boards.expense_models import Expense
from letgo.decide.boards.meeting_models import Meeting
from letgo.decide.boards.meeting_rules import TO_ALL
from letgo.decide.boards.models import Body


def of(row: Meeting, actor: Actor) -> list[Expense]:
    """The expenses of a meeting: all for its board, else one's own. 1 SQL query."""
    rows = row.expenses.select_related("mandate", "person", "meeting").order_by("state", "pk")
    return list(rows if may(actor, "boards.read-closed", row) else rows.filter(person=actor.person))


def find(pk: UUID) -> Expense | None:
    """One expense with its meeting, body and who asked. 1 SQL query."""
    return Expense.objects.select_related("meeting__body__place", "mandate", "person").filter(pk=pk).first()


def answered() -> list[UUID]:
    """Payments that waited for a second person, who has answered. 1 SQL query."""
    said = (Approval.State.GIVEN, Approval.State.REFUSED)
    rows = Expense.objects.filter(state="waits", transfer__approval__state__in=said)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:100])


def waiting(body: Body) -> list[Expense]:
    """Expenses that wait for a yes or for their payment. 1 SQL query."""
    rows = Expense.objects.filter(meeting__body=body, state__in=["asked", "agreed", "waits"])
    return list(rows.select_related("meeting", "mandate", "person").order_by("meeting__at", "pk"))


def paid(row: Meeting) -> int:
    """What coming to this meeting cost the body so far, in pence: public, without who or what for. 1 SQL query."""
    return row.expenses.filter(state="paid").aggregate(pence=Sum("pence"))["pence"] or 0


def open_to_all(row: Meeting) -> bool:
    """Whether everybody who came to a meeting can ask, and not its board alone: a general one, where the terms say so. No SQL."""
    return row.kind in TO_ALL and row.fixed.expenses == "all"


def name(row: Expense) -> str:
    """Who asked, as the board reads it. No SQL."""
    return (row.mandate.name if row.mandate else row.person.name) or "Someone who came"


def can_ask(row: Meeting, actor: Actor) -> bool:
    """Whether the page of a meeting offers to ask. At most 1 SQL query."""
    if actor.acting or not may(actor, "boards.ask-expense", row):
        return False
    sits = may(actor, "boards.read-closed", row)
    return sits or (open_to_all(row) and actor.person is not None and came(row, actor.person))


def came(row: Meeting, person: UUID | None) -> bool:
    """Whether someone was there. 1 SQL query."""
    return row.attendances.filter(person=person, how__in=["present", "online", "left"]).exists()


def pots(body: Body) -> list[Pot]:
    """The open pots of a body, by name. 1 SQL query."""
    own = Q(organisation=body.organisation_id) | Q(officer_organisation=body.organisation_id)
    return list(Pot.objects.filter(own, closed__isnull=True, kind=Kind.POT).order_by("name", "pk"))


def pot(body: Body, pk: UUID) -> Pot | None:
    """That pot, when it is one of the body's. 1 SQL query."""
    return next((row for row in pots(body) if row.pk == pk), None)


def outside() -> Pot | None:
    """The pot of the world outside. 1 SQL query."""
    return Pot.objects.filter(kind=Kind.OUTSIDE, closed__isnull=True).order_by("opened", "pk").first()
