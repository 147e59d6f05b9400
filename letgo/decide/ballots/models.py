"""A vote and its options, the frozen roll, the open box and the sealed one, and what came of it.

Who voted and what was voted stand apart. The tables of the open box and the sealed one hold no times, no numbers in a row and no
lines, and no foreign key that the database follows: on PostgreSQL each would write the ballot's own transaction into the row it
points at. The open tables have no index but their key: they hold open votes only. paper_models.py has the rows of paper votes,
rulings, challenges and help.
"""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.record.models import Line
from letgo.decide.ballots.rules import METHODS, MOVES, State


class Poll(models.Model):
    """One question put to one frozen list of people. `line` explains the state it is in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="polls")
    power = models.ForeignKey("powers.Power", models.PROTECT, null=True, related_name="polls")
    electorate = models.ForeignKey("places.Electorate", models.PROTECT, related_name="+")
    question = models.CharField(max_length=200)
    words = models.TextField(default="", blank=True)
    method = models.CharField(max_length=20)  # rules.METHODS
    settings = models.JSONField(default=dict)  # rules.Terms.as_data(): of the method, and how paper and online meet
    edition = models.CharField(max_length=40)  # the version of the method's rule
    secrecy = models.CharField(max_length=10, default="secret")
    about_kind = models.CharField(max_length=30, default="", blank=True)  # what it is about, in another room
    about_id = models.UUIDField(null=True)
    purse_pence = models.BigIntegerField(null=True)
    none_option = models.BooleanField(default=True)  # "none of these, come back to us" is one of the options
    add_names = models.PositiveIntegerField(null=True)  # so many of the roll add an option; null: nobody can
    notice = models.DateTimeField()  # when it was called
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    extended_minutes = models.PositiveIntegerField(default=0)
    quorum = models.PositiveIntegerField(default=0)  # persons; fewer votes give no mandate
    object_days = models.PositiveSmallIntegerField(default=7)
    officer = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # the returning officer
    effect = models.CharField(max_length=60, default="", blank=True)
    effect_args = models.JSONField(default=dict)
    seed_from = models.CharField(max_length=200)  # the dice or the public number, that nobody knows yet
    seed = models.CharField(max_length=100, default="", blank=True)  # known only after the close
    roll_day = models.DateField()
    as_of = models.DateField(null=True)  # the qualifying day: on the list is who was eligible then, and on roll_day too
    roll_size = models.PositiveIntegerField()
    roll_root = models.CharField(max_length=64)
    ballots = models.PositiveIntegerField(null=True)  # online ones in the sealed box
    paper = models.PositiveIntegerField(null=True)  # voters whose paper was received in time
    replaced = models.PositiveIntegerField(null=True)  # online votes taken out because their voter's paper wins
    spoilt = models.PositiveIntegerField(null=True)
    late = models.PositiveIntegerField(null=True)
    lost = models.PositiveIntegerField(null=True)
    declared = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=State.CALLED.value)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(MOVES)), name="poll_in_a_known_state"),
            CheckConstraint(condition=Q(method__in=sorted(METHODS)), name="poll_method_is_known"),
            CheckConstraint(
                condition=Q(opens__lt=F("closes")) & Q(notice__lte=F("opens")), name="poll_opens_after_notice"
            ),
            CheckConstraint(condition=~Q(roll_root=""), name="poll_has_a_frozen_roll"),
            CheckConstraint(
                condition=Q(state__in=["called", "open", "closing", "void"]) | Q(ballots__isnull=False),
                name="poll_closed_has_its_counts",
            ),
            CheckConstraint(
                condition=~Q(state__in=["counted", "declared", "done", "upheld"]) | ~Q(seed=""),
                name="poll_counted_has_its_seed",
            ),
            CheckConstraint(
                condition=~Q(state__in=["declared", "done"]) | Q(declared__isnull=False), name="poll_declared_when"
            ),
            CheckConstraint(condition=Q(purse_pence__isnull=True) | Q(purse_pence__gt=0), name="poll_purse_is_some"),
        ]
        indexes = [
            models.Index(fields=["place", "state"], name="poll_by_place"),
            models.Index(fields=["state", "closes"], name="poll_by_state"),
        ]

    def __str__(self) -> str:
        return self.question

    def put(self, state: str, line: Line, **fields: Any) -> "Poll":
        """Save this vote in `state`, explained by `line`. For moving.move() alone."""
        for name, value in {**fields, "state": state, "line": line}.items():
            setattr(self, name, value)
        self.save(update_fields=["state", "line", *fields])
        return self


class Option(models.Model):
    """One thing to vote for. Never changed once the vote is open; its cost never at all."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="options")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    words = models.TextField(default="", blank=True)
    category = models.CharField(max_length=60, default="", blank=True)
    cost_pence = models.BigIntegerField(null=True)
    about_kind = models.CharField(max_length=30, default="", blank=True)
    about_id = models.UUIDField(null=True)
    none = models.BooleanField(default=False)  # "none of these, come back to us"
    added = models.BooleanField(default=False)  # by holders: it stands once Poll.add_names of the roll back it
    withdrawn = models.BooleanField(default=False)
    reason = models.TextField(default="", blank=True)  # why it was withdrawn
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["poll", "number"], name="option_one_per_number"),
            UniqueConstraint(fields=["poll"], condition=Q(none=True), name="option_one_none_of_these"),
            CheckConstraint(condition=Q(withdrawn=False) | ~Q(reason=""), name="option_is_withdrawn_with_a_reason"),
            CheckConstraint(condition=Q(cost_pence__isnull=True) | Q(cost_pence__gt=0), name="option_cost_is_some"),
        ]

    def __str__(self) -> str:
        return self.title


class Backing(models.Model):
    """Someone of the roll wants an added option to be voted on. Counted, never shown."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    option = models.ForeignKey(Option, models.PROTECT, related_name="backings")
    entry = models.ForeignKey("RollEntry", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["option", "entry"], name="backing_once_per_voter")]

    def __str__(self) -> str:
        return f"a name for {self.option_id}"


class RollEntry(models.Model):
    """One person's place on the frozen list. `leaf` is its hash in the roll's tree; the salt keeps names from being guessed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="roll")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20)
    number = models.PositiveIntegerField()  # from 0, in an order drawn for this roll
    salt = models.CharField(max_length=64)
    leaf = models.CharField(max_length=64)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["poll", "number"], name="roll_one_per_number"),
            UniqueConstraint(fields=["poll", "person"], name="roll_one_per_person"),
        ]

    def __str__(self) -> str:
        return f"number {self.number}"


class OpenBallot(models.Model):
    """The vote of one voter while it can be replaced. The key is an HMAC that only the poll key can make."""

    key = models.CharField(max_length=64, primary_key=True)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    picks = models.TextField()  # canonical JSON: numbers of options, ascending; ranked: in their order
    tracker = models.CharField(max_length=16)

    def __str__(self) -> str:
        return "a ballot in the open box"


class OpenMark(models.Model):
    """Someone of the roll has voted online. That they did, not what."""

    entry = models.OneToOneField(
        RollEntry, models.PROTECT, primary_key=True, related_name="open_mark", db_constraint=False
    )
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    def __str__(self) -> str:
        return "a mark on the open roll"


class SealedBallot(models.Model):
    """One vote after the close, in an order of fresh random keys."""

    id = models.UUIDField(primary_key=True, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="+", db_constraint=False)
    picks = models.TextField()

    def __str__(self) -> str:
        return "a ballot in the sealed box"


class SealedSlip(models.Model):
    """One check slip after the close, apart from its ballot."""

    id = models.UUIDField(primary_key=True, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="+", db_constraint=False)
    tracker = models.CharField(max_length=16)

    def __str__(self) -> str:
        return "a check slip"


class SealedMark(models.Model):
    """Someone of the roll has voted, and how."""

    id = models.UUIDField(primary_key=True, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="+", db_constraint=False)
    entry = models.OneToOneField(RollEntry, models.PROTECT, related_name="sealed_mark", db_constraint=False)
    channel = models.CharField(max_length=6)  # rules.CHANNELS: online, paper

    class Meta:
        constraints = [CheckConstraint(condition=Q(channel__in=["online", "paper"]), name="mark_by_a_known_channel")]

    def __str__(self) -> str:
        return "a mark on the sealed roll"


class SeedReading(models.Model):
    """What one scrutineer read on the dice or in the public source, after the close. Two that agree, one of them from outside, make
    the seed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="seed_readings")
    reader = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    seed = models.CharField(max_length=100)
    outside = models.BooleanField()  # the returning officer, or someone else from outside the body
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["poll", "reader"], name="seed_read_once_each"),
            CheckConstraint(condition=~Q(seed=""), name="seed_is_something"),
        ]

    def __str__(self) -> str:
        return "a seed as one scrutineer read it"


class Stake(models.Model):
    """Someone who stands to gain by what is voted on, or whose own idea it is. Named at the call and never shown: no scrutineer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="stakes")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["poll", "person"], name="stake_once_per_poll")]

    def __str__(self) -> str:
        return f"a stake in {self.poll_id}"


class Tally(models.Model):
    """What one count gave: its report and its certificate, packed. Never changed; a count again is another row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="tallies")
    number = models.PositiveSmallIntegerField()
    report = models.JSONField()
    certificate = models.BinaryField()  # gzip of canonical JSON
    digest = models.CharField(max_length=64)  # SHA-256 of the certificate unpacked
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["poll", "number"], name="tally_one_per_number")]

    def __str__(self) -> str:
        return f"count {self.number} of {self.poll_id}"


class Countback(models.Model):
    """Whose seat fell empty after a vote was declared, and who takes it by the same ballots. The vote stays as it was declared."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="countbacks")
    number = models.PositiveSmallIntegerField()
    leaver = models.PositiveIntegerField()  # the number of their option, as are the next three
    kept = models.JSONField()  # who keeps their seat, ascending
    gone = models.JSONField()  # who stands no longer, ascending
    filled = models.PositiveIntegerField(null=True)  # who takes the seat; null: it stays empty, and the report says why
    report = models.JSONField()
    certificate = models.BinaryField()  # gzip of canonical JSON
    digest = models.CharField(max_length=64)  # SHA-256 of the certificate unpacked
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["poll", "number"], name="countback_one_per_number")]

    def __str__(self) -> str:
        return f"countback {self.number} of {self.poll_id}"


# Django finds a room's rows in this module only.
from letgo.decide.ballots.paper_models import (  # noqa: E402, F401
    Agent,
    Beat,
    Challenge,
    Help,
    Outage,
    PaperBatch,
    PaperReading,
    PaperReceived,
    PaperSettled,
    Ruling,
)
