"""Pots, and the transfers between them. Balances are kept by the database itself (guards.py): no action writes one."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.money.rules import MOST, Kind, Move, Stage, Standing, Terms, Vat, YearEnd
from letgo.commons.record.refs import PUBLIC, Ref

OWNED = Q(place__isnull=False, organisation__isnull=True) | Q(place__isnull=True, organisation__isnull=False)
SAID = (
    "name",
    "purpose",
    "kind",
    "officer",
    "most_each",
    "most_a_year",
    "two_people_from",
    "cost_code",
    "vat",
    "year_end",
    "floor",
)


def one_of(words: type) -> list[str]:
    return [word.value for word in words]


class Pot(models.Model):
    """Money for one purpose, of a place or an organisation. What it holds stands in its last Entry."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)
    kind = models.CharField(max_length=7)  # rules.Kind
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="pots")
    organisation = models.ForeignKey("places.Organisation", models.PROTECT, null=True, related_name="pots")
    audience_kind = models.CharField(max_length=30, default=PUBLIC.kind)  # who may read it: as on record.Line
    audience_id = models.UUIDField(null=True)
    officer = models.CharField(max_length=30)  # who answers for it: this role (places.rules.ROLES) …
    officer_place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")  # … here,
    officer_organisation = models.ForeignKey(
        "places.Organisation", models.PROTECT, null=True, related_name="+"
    )  # or in it
    most_each = models.BigIntegerField(null=True)
    most_a_year = models.BigIntegerField(null=True)
    two_people_from = models.BigIntegerField(null=True)
    cost_code = models.CharField(max_length=30, default="", blank=True)
    vat = models.CharField(max_length=9, default=Vat.OUTSIDE.value)
    year_end = models.CharField(max_length=10, default=YearEnd.CARRY_OVER.value)
    giver = models.ForeignKey("self", models.PROTECT, null=True, related_name="given")  # the pot its money came from
    floor = models.BigIntegerField(null=True)  # pence: what is free never falls below it. None only for the outside
    currency = models.CharField(max_length=3, default="GBP")
    cause_kind = models.CharField(max_length=30, default="", blank=True)  # what it was opened for: a power, a decision
    cause_id = models.UUIDField(null=True)
    opened = models.DateField()
    closed = models.DateField(null=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=one_of(Kind)), name="pot_kind_is_known"),
            CheckConstraint(condition=OWNED, name="pot_is_of_one_place_or_organisation"),
            CheckConstraint(
                condition=Q(officer_place__isnull=False, officer_organisation__isnull=True)
                | Q(officer_place__isnull=True, officer_organisation__isnull=False),
                name="pot_officer_is_somewhere",
            ),
            CheckConstraint(
                condition=Q(kind="outside", floor__isnull=True) | (~Q(kind="outside") & Q(floor__isnull=False)),
                name="pot_has_a_floor_unless_it_is_outside",
            ),
            CheckConstraint(
                condition=Q(audience_kind="public", audience_id__isnull=True)
                | Q(audience_kind__in=["person", "organisation"], audience_id__isnull=False),
                name="pot_is_public_or_has_an_audience",
            ),
            CheckConstraint(condition=~Q(kind="person") | Q(audience_kind="person"), name="pot_of_a_person_is_private"),
            CheckConstraint(condition=Q(vat__in=one_of(Vat)), name="pot_vat_is_known"),
            CheckConstraint(
                condition=Q(year_end="carry-over") | Q(year_end="return", giver__isnull=False),
                name="pot_returns_to_a_giver",
            ),
            CheckConstraint(condition=Q(currency="GBP"), name="pot_is_in_pounds"),
            CheckConstraint(
                condition=Q(closed__isnull=True) | Q(closed__gte=F("opened")), name="pot_closes_after_it_opens"
            ),
        ]
        indexes = [models.Index(fields=["cause_kind", "cause_id"], name="pot_by_cause")]

    def __str__(self) -> str:
        return f"pot {self.pk}"  # never the name: a person's pot may bear one, and this reaches logs

    @property
    def owner(self) -> Ref:
        """The place or organisation whose money it is."""
        return Ref("place", self.place_id) if self.place_id else Ref("organisation", self.organisation_id)

    @property
    def audience(self) -> Ref:
        """Who may read what happens to it."""
        return PUBLIC if self.audience_id is None else Ref(self.audience_kind, self.audience_id)

    @property
    def terms(self) -> Terms:
        """What it is bound to, as plain values."""
        return Terms(
            self.officer, self.most_each, self.most_a_year, self.two_people_from,
            self.cost_code, Vat(self.vat), YearEnd(self.year_end), self.floor if self.floor is not None else -MOST,
        )  # fmt: skip

    @property
    def said(self) -> dict[str, Any]:
        """What its lines say of it and its terms."""
        where = self.officer_place_id or self.officer_organisation_id
        return {name: getattr(self, name) for name in SAID} | {"officer_at": str(where)}

    def bind(self, terms: Terms, officer_at: Any) -> None:
        """Bind it to `terms`, with the role terms.officer held at a place or in an organisation. Saves nothing."""
        for name in ("officer", "most_each", "most_a_year", "two_people_from", "cost_code"):
            setattr(self, name, getattr(terms, name))
        self.vat, self.year_end = terms.vat.value, terms.year_end.value
        self.floor = None if self.kind == Kind.OUTSIDE else terms.floor
        self.officer_place = self.officer_organisation = None
        setattr(self, f"officer_{officer_at._meta.model_name}", officer_at)


class Transfer(models.Model):
    """Pence that leave the pot `debit` for the pot `credit`. Never changed, never deleted: what was wrong is reversed.

    What it was for stands in the words of its line, where it can be taken out; amounts, pots and days stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    move = models.CharField(max_length=7)  # rules.Move
    debit = models.ForeignKey(Pot, models.PROTECT, related_name="+")
    credit = models.ForeignKey(Pot, models.PROTECT, related_name="+")
    pence = models.BigIntegerField()
    hold = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="ending"
    )  # what it captures or releases
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")  # what it reverses
    cause_kind = models.CharField(max_length=30)
    cause_id = models.UUIDField()
    day = models.DateField()  # of the accounts
    year = models.PositiveSmallIntegerField()  # the financial year of `day`: 2026 for April 2026 to March 2027
    key = models.CharField(max_length=64, unique=True)  # SHA-256 of the caller's key
    line = models.OneToOneField("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(move__in=one_of(Move)), name="transfer_move_is_known"),
            CheckConstraint(condition=Q(pence__gt=0, pence__lte=MOST), name="transfer_is_above_nothing"),
            CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_is_between_two_pots"),
            CheckConstraint(
                condition=Q(move__in=["capture", "release"], hold__isnull=False)
                | (~Q(move__in=["capture", "release"]) & Q(hold__isnull=True)),
                name="transfer_names_the_hold_it_ends",
            ),
            CheckConstraint(
                condition=Q(move="reverse", undoes__isnull=False) | (~Q(move="reverse") & Q(undoes__isnull=True)),
                name="transfer_names_what_it_undoes",
            ),
        ]
        indexes = [
            models.Index(fields=["debit", "year"], name="transfer_by_payer"),
            models.Index(fields=["credit", "year"], name="transfer_by_payee"),
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.pk}"

    @property
    def cause(self) -> Ref:
        """What it was done for: a decision, a contract, a power."""
        return Ref(self.cause_kind, self.cause_id)


class Entry(models.Model):
    """How a pot stands after its n-th transfer. Written by a trigger when the transfer is, and by nobody else."""

    pot = models.ForeignKey(Pot, models.PROTECT, related_name="entries")
    number = models.BigIntegerField()  # 0: opened, with nothing in it
    transfer = models.ForeignKey(Transfer, models.PROTECT, null=True, related_name="entries")
    paid_in = models.BigIntegerField()
    paid_out = models.BigIntegerField()
    held = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["pot", "number"], name="entry_one_after_the_other"),
            UniqueConstraint(fields=["transfer", "pot"], name="entry_once_per_transfer_and_pot"),
            CheckConstraint(
                condition=Q(number=0, transfer__isnull=True, paid_in=0, paid_out=0, held=0)
                | Q(number__gt=0, transfer__isnull=False),
                name="entry_has_a_transfer",
            ),
            CheckConstraint(
                condition=Q(paid_in__gte=0, paid_out__gte=0, held__gte=0), name="entry_is_not_below_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.number} of pot {self.pot_id}"

    @property
    def standing(self) -> Standing:
        """The figures as plain values."""
        return Standing(self.paid_in, self.paid_out, self.held)


class Approval(models.Model):
    """A payment that takes two people: set aside by one, and used only when another says yes."""

    class State(models.TextChoices):
        WAITING = "waiting"
        GIVEN = "given"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hold = models.OneToOneField(Transfer, models.PROTECT, related_name="approval")
    pays = models.BooleanField(default=True)  # a yes pays at once; else it may be used from then on
    state = models.CharField(max_length=7, default=State.WAITING)
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # never shown to the public
    answered_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state="waiting", answered_by__isnull=True)
                | Q(state__in=["given", "refused"], answered_by__isnull=False),
                name="approval_is_answered_by_someone",
            ),
            CheckConstraint(condition=~Q(asked_by=F("answered_by")), name="approval_takes_two_people"),
        ]
        indexes = [models.Index(fields=["state"], name="approval_by_state")]

    def __str__(self) -> str:
        return f"approval of {self.hold_id} ({self.state})"


class Step(models.Model):
    """How far a payment came: ordered, sent, arrived, or failed or returned. One row each, none ever changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="steps")  # the post, or the hold it began with
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=8)  # rules.Stage, without "decided"
    day = models.DateField()
    line = models.OneToOneField("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["transfer", "number"], name="step_one_after_the_other"),
            CheckConstraint(condition=Q(number__gt=0), name="step_counts_from_one"),
            CheckConstraint(
                condition=Q(stage__in=[word.value for word in Stage if word != Stage.DECIDED]),
                name="step_stage_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} on {self.day}"


class Period(models.Model):
    """A closed period of a body's accounts: on its days nothing is ever posted again."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("places.Organisation", models.PROTECT, null=True, related_name="+")
    until = models.DateField()  # its last day; it begins where the one before ended
    closed = models.DateField()
    line = models.OneToOneField("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=OWNED, name="period_is_of_one_place_or_organisation"),
            CheckConstraint(condition=Q(closed__gt=F("until")), name="period_is_over_when_it_is_closed"),
            UniqueConstraint(fields=["place", "until"], name="period_once_for_a_place"),
            UniqueConstraint(fields=["organisation", "until"], name="period_once_for_an_organisation"),
        ]

    def __str__(self) -> str:
        return f"period up to {self.until}"
