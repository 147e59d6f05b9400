"""Calendars, rules in their versions, packs, promises and what happened to them."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.promises import rules, tables
from letgo.commons.record.refs import Ref


class Calendar(models.Model):
    """The days off work in one country, in one version. Written once; the newest version counts for what is promised from now on."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    country = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    body = models.JSONField()  # tables.calendar_of reads it
    digest = models.CharField(max_length=64)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["country", "version"], name="calendar_once_per_version")]

    def __str__(self) -> str:
        return f"{self.country}, version {self.version}"

    @property
    def read(self) -> rules.Calendar:
        """It as the rules know it."""
        return tables.calendar_of(self.body)


class Rule(models.Model):
    """One dated rule in one version. What it says never changes (guards.py); only its state does."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        AGREED = "agreed"  # a second person said yes; it counts from its day on
        IN_FORCE = "in-force"
        SUPERSEDED = "superseded"  # was in force until a later version was
        TAKEN_BACK = "taken-back"  # never was in force

    LOCAL = "local"  # the pack of a version that was made here

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    pack = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=30)  # who holds the duty; also in body, here for lists
    excused_by = models.CharField(max_length=30, default="", blank=True)
    starts_on = models.CharField(max_length=60, default="", blank=True)
    body = models.JSONField()  # tables.rule_of reads it
    digest = models.CharField(max_length=64)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["name", "version"], name="rule_once_per_version"),
            UniqueConstraint(fields=["name"], condition=Q(state="in-force"), name="rule_one_in_force_per_name"),
            UniqueConstraint(fields=["name"], condition=Q(state="proposed"), name="rule_one_proposed_per_name"),
            UniqueConstraint(fields=["name"], condition=Q(state="agreed"), name="rule_one_agreed_per_name"),
        ]
        indexes = [models.Index(fields=["starts_on"], condition=~Q(starts_on=""), name="rule_by_start")]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @property
    def read(self) -> rules.Rule:
        """It as the rules know it, with its own version."""
        return tables.rule_of({**self.body, "version": self.version})


class Pack(models.Model):
    """Local settings as they were applied, for one place or for the whole house. Written once; the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    body = models.JSONField()  # roles, words, electorates, powers
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["place", "-at"], name="pack_by_place")]

    def __str__(self) -> str:
        return f"pack {self.name}, version {self.version}"


class Promise(models.Model):
    """That something is done by a date, by whoever holds the duty. Bound to one version of its rule and of the calendar."""

    class State(models.TextChoices):
        WAITING = "waiting"
        KEPT = "kept"
        LATE = "late"
        BROKEN = "broken"

    class Closed(models.TextChoices):
        OPEN = ""
        MET = "meet"
        EXCUSED = "excuse"
        CANCELLED = "cancel"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    about_shown = models.BooleanField(default=False)  # whether those who see the promise may see what it is about
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="promises")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    holder_kind = models.CharField(max_length=30)  # a place or an organisation: the rule's role there holds the duty
    holder_id = models.UUIDField()
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="promises")  # where it shows
    audience_kind = models.CharField(max_length=30)
    audience_id = models.UUIDField(null=True)
    met_by = models.CharField(max_length=60, default="", blank=True)  # the verb that meets it; "": the holder says so
    start = models.DateTimeField()
    due = models.DateTimeField(null=True)  # none while the clock stands still
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    closed = models.CharField(max_length=6, choices=Closed.choices, default=Closed.OPEN, blank=True)
    rungs = models.PositiveSmallIntegerField(default=0)  # how many rungs of the ladder were taken
    next_at = models.DateTimeField(null=True)  # the moment after which the clock has something to do
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(audience_kind="public", audience_id__isnull=True)
                | (~Q(audience_kind="public") & Q(audience_id__isnull=False)),
                name="promise_is_public_or_has_an_audience",
            ),
            CheckConstraint(condition=Q(holder_kind__in=["place", "organisation"]), name="promise_held_by_a_role"),
            CheckConstraint(condition=Q(closed="") | Q(next_at__isnull=True), name="promise_over_has_no_next"),
            CheckConstraint(
                condition=Q(due__isnull=False) | Q(state="waiting", next_at__isnull=True),
                name="promise_without_date_waits",
            ),
            CheckConstraint(condition=~Q(state="kept") | Q(closed="meet"), name="promise_kept_when_met"),
            CheckConstraint(condition=Q(due__isnull=True) | Q(due__gte=F("start")), name="promise_due_after_start"),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="promise_by_next"),
            models.Index(fields=["about_kind", "about_id"], name="promise_by_subject"),
            models.Index(fields=["place", "closed", "due"], name="promise_by_place"),
            models.Index(fields=["holder_kind", "holder_id", "closed", "due"], name="promise_by_holder"),
            models.Index(fields=["audience_kind", "audience_id"], name="promise_by_audience"),
        ]

    def __str__(self) -> str:
        return f"promise {self.pk} ({self.state})"

    @property
    def about(self) -> Ref:
        """What is promised about."""
        return Ref(self.about_kind, self.about_id)

    @property
    def holder(self) -> Ref:
        """Where the duty is held."""
        return Ref(self.holder_kind, self.holder_id)


class Event(models.Model):
    """One thing that happened to a promise. Never changed: the promise is what its events say."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=6)  # rules.Kind
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, default="", blank=True)
    by = models.CharField(max_length=100, default="", blank=True)  # how far a date was moved; for "told", who was told
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["promise", "number"], name="event_once_per_number")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%d %b %Y %H:%M}"

    @property
    def read(self) -> rules.Event:
        """It as the rules know it."""
        by = tables.length_of("by", self.by) if self.kind == "extend" else None
        return rules.Event(self.kind, self.at, self.reason, by)  # type: ignore[arg-type]
