"""The public record, which acts were done once, and the work that waits."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from letgo.commons.record.refs import Ref


class Line(models.Model):
    """One fact: what was done, to what, and who may read it. Never changed, never deleted (guards.py).

    What it says and who did it stand in rows of their own (Words, Doer) that can be deleted; the line keeps their salted hashes.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    verb = models.CharField(max_length=60)  # as in house/policies.py: "powers.hand-over"
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    audience_kind = models.CharField(max_length=30)  # "public", or the kind of the Ref whose people may read it
    audience_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    words_digest = models.CharField(max_length=64)
    doer_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(audience_kind="public", audience_id__isnull=True)
                | (~Q(audience_kind="public") & Q(audience_id__isnull=False)),
                name="line_is_public_or_has_an_audience",
            ),
            CheckConstraint(
                condition=~Q(audience_kind="public", about_kind="person"), name="line_about_a_person_is_not_public"
            ),
        ]
        indexes = [
            models.Index(fields=["at", "id"], name="line_by_time"),
            models.Index(fields=["about_kind", "about_id", "at"], name="line_by_subject"),
            models.Index(fields=["audience_kind", "audience_id", "at"], name="line_by_audience"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%d %b %Y %H:%M}"

    @property
    def said(self) -> dict[str, Any] | None:
        """What it says, or None when that was taken out. Ask for the words together with the line (queries.py does)."""
        words = getattr(self, "words", None)
        return None if words is None else words.body


class Words(models.Model):
    """What a line says: plain JSON. Deleted when the line is redacted, and then never there again."""

    line = models.OneToOneField(Line, models.PROTECT, primary_key=True, related_name="words")
    salt = models.CharField(max_length=64)
    body = models.JSONField()

    def __str__(self) -> str:
        return f"the words of {self.line_id}"


class Doer(models.Model):
    """Who did it, and for whom: ids of persons only. Never published; deleted when a person must be forgotten."""

    line = models.OneToOneField(Line, models.PROTECT, primary_key=True, related_name="doer")
    salt = models.CharField(max_length=64)
    body = models.JSONField()  # Actor.signature(): {"person", "for", "helper"}, as far as there is one

    def __str__(self) -> str:
        return f"who did {self.line_id}"


class Leaf(models.Model):
    """A line's place in the tree, counted from 0. Put there by the sealer (actions.seal), and for good."""

    number = models.PositiveBigIntegerField(primary_key=True)
    line = models.OneToOneField(Line, models.PROTECT, related_name="leaf")
    hash = models.CharField(max_length=64)
    above = models.TextField(blank=True, default="")  # hashes of the subtrees that this leaf completed, smallest first

    def __str__(self) -> str:
        return f"number {self.number}"


class Head(models.Model):
    """The signed state of the whole record when it had `size` lines."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    key = models.CharField(max_length=64)  # the public key (Ed25519) that its signature fits
    signature = models.CharField(max_length=128)
    peaks = models.JSONField()  # the tree's right edge, so that the next seal costs the new lines only

    def __str__(self) -> str:
        return f"head of {self.size}"


class Pointed(models.Model):
    """A row that others point at. Its kind in house/kinds.py has the name of its model."""

    class Meta:
        abstract = True

    @property
    def ref(self) -> Ref:
        """It, as other rooms point at it."""
        return Ref(self._meta.model_name or "", self.pk)


class Redaction(models.Model):
    """What a line said was taken out, and `why` is the line that says so and for what reason. The line itself stays."""

    why = models.OneToOneField(Line, models.PROTECT, primary_key=True, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, related_name="redactions")

    def __str__(self) -> str:
        return f"{self.line_id} because of {self.why_id}"


class Once(models.Model):
    """One act that must not be done twice, and what came of it. Written in the act's own transaction."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    verb = models.CharField(max_length=60)
    key = models.CharField(max_length=64)  # SHA-256 of the caller's key: a key that leaks from here opens nothing
    doer = models.CharField(max_length=64, default="", blank=True)  # who did it, as a hash with the key; "" for anybody
    result = models.JSONField(null=True)  # {"row": [model label, primary key]} or {"value": ...}
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["verb", "key"], name="once_per_verb_and_key")]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%d %b %Y %H:%M}"


class Job(models.Model):
    """One piece of work for later, known by its name and key."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    word = models.CharField(max_length=60, default="", blank=True)
    ticket = models.CharField(max_length=36, default="", blank=True)  # the queue's own id for it
    holder = models.UUIDField(null=True)  # who runs it: a new one each attempt, so that a late worker cannot finish
    lease_until = models.DateTimeField(null=True)
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["name", "key"], name="job_once_per_name_and_key"),
            CheckConstraint(condition=Q(percent__lte=100), name="job_percent_at_most_100"),
            CheckConstraint(
                condition=Q(state="running", holder__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(holder__isnull=True, lease_until__isnull=True)),
                name="job_held_while_running",
            ),
            CheckConstraint(
                condition=Q(state__in=["done", "failed"], ended__isnull=False)
                | Q(state__in=["waiting", "running"], ended__isnull=True),
                name="job_ended_when_over",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_by_state")]

    def __str__(self) -> str:
        return f"{self.name} ({self.state}, {self.percent} %)"
