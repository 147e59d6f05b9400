"""Powers with their terms, the rights to stop what is decided under them, what was decided, and petitions with their names."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.powers.rules import DECIDES, MOVES, SIDES, Rung, Terms, VetoTerm
from letgo.commons.record.models import Line

SAID = ~Q(reasons="")
RUNGS = [rung.value for rung in Rung]


class Power(models.Model):
    """One thing that is decided at a place: who may decide it, how far that goes, how it can be stopped and ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    what = models.SlugField(max_length=60)  # the catalogue's key
    title = models.CharField(max_length=80)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="powers")
    giver = models.ForeignKey("places.Organisation", models.PROTECT, related_name="+")
    holder_kind = models.CharField(max_length=20)  # electorate, organisation, place (its residents)
    holder_id = models.UUIDField()
    holder_words = models.CharField(max_length=80)  # "Residents, by vote"
    speaker = models.ForeignKey("places.Organisation", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10)

    declared = models.PositiveSmallIntegerField(default=Rung.COUNCIL)
    until_then = models.PositiveSmallIntegerField(
        default=Rung.COUNCIL
    )  # before it starts, and where it is not handed over
    decides = models.CharField(max_length=8, default="giver")
    agenda = models.CharField(max_length=8, default="giver")
    options = models.CharField(max_length=8, default="giver")
    information = models.CharField(max_length=8, default="giver")
    money = models.CharField(max_length=8, default="", blank=True)
    changes = models.CharField(max_length=8, default="giver")
    pence_a_year = models.BigIntegerField(null=True)
    pence_each = models.BigIntegerField(null=True)
    scope = models.CharField(max_length=200, default="", blank=True)
    notice_days = models.PositiveIntegerField(default=90)
    edition = models.PositiveIntegerField(default=0)  # of the terms: a new one for each offer

    start = models.DateField(null=True)
    end = models.DateField(null=True)  # past it the power lapses, and stays with the holder
    review = models.DateField()
    instrument = models.CharField(max_length=300, default="", blank=True)
    instrument_file = models.CharField(max_length=200, default="", blank=True)
    reserve = models.CharField(max_length=300, default="", blank=True)
    appeal = models.CharField(max_length=300, default="", blank=True)
    effect = models.CharField(max_length=60, default="", blank=True)
    effect_args = models.JSONField(default=dict)
    end_effect = models.CharField(max_length=60, default="", blank=True)
    by_hand = models.CharField(max_length=300, default="", blank=True)

    reasons = models.TextField(default="", blank=True)  # why it is in this state
    reply = models.TextField(default="", blank=True)  # what the holder says to that
    until = models.DateField(null=True)  # put right, or supervised, until then
    asked_for = models.DateField(null=True)
    # Days are numbers (date.toordinal), so that the database itself can add them up.
    notice_day = models.PositiveIntegerField(null=True)
    last_day = models.PositiveIntegerField(null=True)
    end_day = models.PositiveIntegerField(null=True)
    giver_yes = models.ForeignKey("record.Line", models.PROTECT, null=True, related_name="+")
    holder_yes = models.ForeignKey("record.Line", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(MOVES)), name="power_state_is_known"),
            CheckConstraint(
                condition=Q(declared__in=RUNGS, until_then__in=RUNGS, decides__in=sorted(DECIDES)),
                name="power_rung_is_known",
            ),
            CheckConstraint(
                condition=Q(holder_kind__in=["electorate", "organisation", "place"]), name="power_holder_is_known"
            ),
            CheckConstraint(
                condition=Q(agenda__in=SIDES, options__in=SIDES, information__in=SIDES, changes__in=SIDES)
                & Q(money__in=[*SIDES, ""]),
                name="power_sides_are_known",
            ),
            CheckConstraint(
                condition=Q(state="kept") | (Q(start__isnull=False) & (~Q(effect="") | ~Q(by_hand=""))),
                name="power_has_a_start_and_an_effect",
            ),
            CheckConstraint(condition=Q(end__isnull=True) | Q(end__gt=F("start")), name="power_ends_after_it_starts"),
            CheckConstraint(condition=Q(notice_days__gte=1), name="power_has_a_notice"),
            CheckConstraint(
                condition=~Q(state__in=["declined", "warned", "helped", "supervised", "noticed", "ended"]) | SAID,
                name="power_is_never_taken_without_reasons",
            ),
            CheckConstraint(
                condition=~Q(state__in=["warned", "helped", "supervised"]) | Q(until__isnull=False),
                name="power_is_watched_until_a_day",
            ),
            CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("notice_day") + F("notice_days")),
                name="power_notice_is_long_enough",
            ),
            CheckConstraint(
                condition=~Q(state="noticed") | Q(notice_day__isnull=False, last_day__isnull=False),
                name="power_noticed_has_its_days",
            ),
            CheckConstraint(
                condition=~Q(state="ended")
                | Q(notice_day__isnull=False, last_day__isnull=False, end_day__gte=F("last_day"))
                | Q(giver_yes__isnull=False, holder_yes__isnull=False, end_day__isnull=False),
                name="power_ends_after_notice_or_by_both",
            ),
            UniqueConstraint(
                fields=["place", "what"], condition=~Q(state="ended"), name="power_one_living_entry_for_one_thing"
            ),
        ]
        indexes = [models.Index(fields=["what", "state"], name="power_by_what")]

    def __str__(self) -> str:
        return f"{self.title}, {self.state}"

    def put(self, state: str, line: Line, **fields: Any) -> "Power":
        """Save this entry in `state`, explained by `line`. For moving.move() alone."""
        for name, value in {**fields, "state": state, "line": line}.items():
            setattr(self, name, value)
        self.save(force_insert=self._state.adding)
        return self

    @property
    def last(self) -> date | None:
        """The first day on which the notice has run out."""
        return date.fromordinal(self.last_day) if self.last_day else None

    @property
    def ended(self) -> date | None:
        """The day on which it went back."""
        return date.fromordinal(self.end_day) if self.end_day else None

    def terms(self, rights: Iterable["VetoRight"]) -> Terms:
        """The terms as plain values, with the rights to stop of this edition. No SQL."""
        vetoes = tuple(VetoTerm(right.organisation_id, tuple(right.grounds), right.days) for right in rights)
        sides = {
            name: getattr(self, name) for name in ("decides", "agenda", "options", "information", "money", "changes")
        }
        return Terms(
            **sides,
            notice_days=self.notice_days,
            vetoes=vetoes,
            pence_a_year=self.pence_a_year,
            pence_each=self.pence_each,
            scope=self.scope,
        )

    def present_rights(self) -> list["VetoRight"]:
        """The rights to stop of this edition of the terms. 1 SQL query."""
        return list(self.rights.filter(edition=self.edition).order_by("pk"))


class VetoRight(models.Model):
    """An organisation may stop what is decided under a power: on these grounds (none named: any), within so many days."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    power = models.ForeignKey(Power, models.PROTECT, related_name="rights")
    edition = models.PositiveIntegerField()
    organisation = models.ForeignKey("places.Organisation", models.PROTECT, related_name="+")
    grounds = models.JSONField(default=list)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(days__gte=1), name="veto_right_has_days"),
            UniqueConstraint(fields=["power", "edition", "organisation"], name="veto_right_once_per_organisation"),
        ]

    def __str__(self) -> str:
        return f"a right to say no within {self.days} days"


class Decision(models.Model):
    """What was decided under a power, and for how much money. Whoever may stop it has days from then."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    power = models.ForeignKey(Power, models.PROTECT, related_name="decisions")
    words = models.CharField(max_length=200)
    pence = models.BigIntegerField(null=True)
    on = models.DateField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=Q(pence__isnull=True) | Q(pence__gt=0), name="decision_money_is_some")]
        indexes = [models.Index(fields=["power", "on"], name="decision_by_day")]

    def __str__(self) -> str:
        return self.words


class Veto(models.Model):
    """One decision was stopped: by which right, on which ground, for which reasons. All of it is public."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    right = models.ForeignKey(VetoRight, models.PROTECT, related_name="uses")
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    ground = models.CharField(max_length=120)
    reasons = models.TextField()
    on = models.DateField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=SAID, name="veto_has_reasons"),
            UniqueConstraint(fields=["about_kind", "about_id"], name="veto_once_per_decision"),
        ]

    def __str__(self) -> str:
        return f"stopped on {self.on}: {self.ground}"


class VetoAnswer(models.Model):
    """What would make a decision possible that was stopped, or that nothing can: said once by who stopped it, in public."""

    veto = models.OneToOneField(Veto, models.PROTECT, primary_key=True, related_name="answer")
    words = models.TextField()
    on = models.DateField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=~Q(words=""), name="veto_answer_has_words")]

    def __str__(self) -> str:
        return f"answered on {self.on}"


class Demand(models.Model):
    """The rule for petitions at a place and below it: how many names, in how many days, who must answer, and what then happens."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.OneToOneField("places.Place", models.PROTECT, related_name="demand")
    names = models.PositiveIntegerField()
    days = models.PositiveIntegerField()
    answers_kind = models.CharField(max_length=20)  # place (its councillor), organisation
    answers_id = models.UUIDField()
    answers_words = models.CharField(max_length=120)  # "The councillor for Canal ward"
    answer_days = models.PositiveIntegerField()
    effect = models.CharField(max_length=60)
    effect_args = models.JSONField(default=dict)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(names__gte=1, days__gte=1, answer_days__gte=1), name="demand_needs_names_and_days"
            ),
            CheckConstraint(
                condition=Q(answers_kind__in=["place", "organisation"]), name="demand_is_answered_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.names} names in {self.days} days"


class Petition(models.Model):
    """A demand: words, and names under it until a day. At the threshold its effect happens once: an answer is owed."""

    class State(models.TextChoices):
        OPEN = "open"
        REACHED = "reached"  # an answer is owed
        ANSWERED = "answered"
        CLOSED = "closed"  # its time ran out with too few names
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="petitions")
    title = models.CharField(max_length=120)
    words = models.TextField()
    starter = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # never shown
    organisation = models.ForeignKey(
        "places.Organisation", models.PROTECT, null=True, related_name="+"
    )  # a board's question
    electorate = models.ForeignKey(
        "places.Electorate", models.PROTECT, null=True, related_name="+"
    )  # who can sign; none: whoever lives here or uses the services
    threshold = models.PositiveIntegerField()  # 0 for a board's question
    opens = models.DateField()
    closes = models.DateField()  # the last day for names
    answers_kind = models.CharField(max_length=20)
    answers_id = models.UUIDField()
    answers_words = models.CharField(max_length=120)
    answer_days = models.PositiveIntegerField()
    due = models.DateField(null=True)  # the answer
    effect = models.CharField(max_length=60)
    effect_args = models.JSONField(default=dict)
    names = models.PositiveIntegerField(default=0)  # when it was reached or closed
    answer = models.TextField(default="", blank=True)
    answered = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(starter__isnull=False, organisation__isnull=True, threshold__gte=1)
                | Q(starter__isnull=True, organisation__isnull=False, threshold=0),
                name="petition_by_a_person_or_a_board",
            ),
            CheckConstraint(condition=Q(closes__gte=F("opens")), name="petition_closes_after_it_opens"),
            CheckConstraint(
                condition=~Q(state__in=["reached", "answered"]) | Q(due__isnull=False, names__gte=F("threshold")),
                name="petition_reached_has_its_names",
            ),
            CheckConstraint(
                condition=~Q(state="answered") | (Q(answered__isnull=False) & ~Q(answer="")),
                name="petition_answered_has_an_answer",
            ),
        ]
        indexes = [models.Index(fields=["place", "state"], name="petition_by_place")]

    def __str__(self) -> str:
        return self.title


class Signature(models.Model):
    """One person's name under a petition. Counted and never shown; gone without a trace here when it is withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="signatures")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    how = models.CharField(max_length=6)  # online, paper, door, phone
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["petition", "person"], name="signature_once_per_person"),
            CheckConstraint(condition=Q(how__in=["online", "paper", "door", "phone"]), name="signature_how_is_known"),
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"  # never the name
