"""What coming to a meeting cost someone."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.meeting_models import Meeting


class Expense(models.Model):
    """What coming to a meeting cost someone: asked for, agreed by somebody else, paid from the body's pot."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="expenses")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    mandate = models.ForeignKey("boards.Mandate", models.PROTECT, null=True, related_name="expenses")  # of the board
    kind = models.CharField(max_length=9)  # rules.EXPENSE_KINDS
    pence = models.PositiveIntegerField()
    words = models.CharField(max_length=200, default="", blank=True)  # for the board alone
    state = models.CharField(max_length=7, default="asked")
    reason = models.CharField(max_length=200, default="", blank=True)
    agreed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    transfer = models.OneToOneField("money.Transfer", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=rules.EXPENSE_KINDS), name="expense_kind_is_known"),
            CheckConstraint(condition=Q(state__in=sorted(rules.EXPENSE_MOVES)), name="expense_state_is_known"),
            CheckConstraint(condition=Q(pence__gt=0), name="expense_is_an_amount"),
            CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="expense_refused_says_why"),
            CheckConstraint(
                condition=~Q(state__in=["agreed", "waits", "paid"]) | Q(agreed_by__isnull=False),
                name="expense_is_agreed_first",
            ),
            CheckConstraint(
                condition=Q(state__in=["waits", "paid"], transfer__isnull=False)
                | (~Q(state__in=["waits", "paid"]) & Q(transfer__isnull=True)),
                name="expense_paid_has_its_transfer",
            ),
            UniqueConstraint(
                fields=["meeting", "person", "kind"], condition=~Q(state="refused"), name="expense_one_of_a_kind_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
