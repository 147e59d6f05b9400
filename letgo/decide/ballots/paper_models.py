"""Paper votes typed twice, what the returning officer ruled, challenges, outages, and who helped whom."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.decide.ballots.rules import RULINGS


class PaperBatch(models.Model):
    """A pile of voting papers, parted from their cover slips, that two people type apart from each other."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    papers = models.PositiveIntegerField()  # how many were counted by hand before anyone typed
    state = models.CharField(max_length=7, default="typing")  # typing, differs, settled
    alone = models.BooleanField(
        default=False
    )  # time was up before a second person typed it, or before a third settled it
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["poll", "number"], name="batch_one_per_number"),
            CheckConstraint(condition=Q(state__in=["typing", "differs", "settled"]), name="batch_in_a_known_state"),
            CheckConstraint(condition=Q(papers__gte=1), name="batch_holds_papers"),
        ]

    def __str__(self) -> str:
        return f"batch {self.number}"


class PaperReading(models.Model):
    """What one person typed from a batch: for each paper, in their order, the numbers picked (ranked: in their order), or "doubtful"."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    batch = models.ForeignKey(PaperBatch, models.PROTECT, related_name="readings")
    typist = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # 1 or 2
    reading = models.JSONField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["batch", "number"], name="reading_two_per_batch"),
            UniqueConstraint(fields=["batch", "typist"], name="reading_by_two_people"),
            CheckConstraint(condition=Q(number__in=[1, 2]), name="reading_is_first_or_second"),
        ]

    def __str__(self) -> str:
        return f"reading {self.number}"


class PaperSettled(models.Model):
    """The picks of a batch as they are counted: both readings agreed, or a third person settled where they differed.

    `picks`: for each paper its numbers, ascending or (ranked) in their order; or "spoilt" or "doubtful". `by` is null where both
    readings agreed.
    """

    batch = models.OneToOneField(PaperBatch, models.PROTECT, primary_key=True, related_name="settled")
    picks = models.JSONField()
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"batch {self.batch_id}, settled"


class PaperReceived(models.Model):
    """A cover slip came in: this voter voted on paper. In time it wins over the same voter's online vote."""

    entry = models.OneToOneField("ballots.RollEntry", models.PROTECT, primary_key=True, related_name="paper")
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, related_name="papers")
    when = models.CharField(max_length=7)  # in-time, late
    admitted = models.BooleanField(default=True)  # a late one counts only once the returning officer let it in
    state = models.CharField(
        max_length=8, default="received"
    )  # received, lost, spoilt, aside (their online vote counts)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(when__in=["in-time", "late"], state__in=["received", "lost", "spoilt", "aside"]),
                name="paper_came_somehow",
            )
        ]

    def __str__(self) -> str:
        return f"a paper, {self.when}, {self.state}"


class Ruling(models.Model):
    """What the returning officer decided in one case, with reasons. Public; names nobody."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, related_name="rulings")
    kind = models.CharField(max_length=20)  # rules.RULINGS
    words = models.CharField(max_length=200)
    reasons = models.TextField()
    decides = models.JSONField(default=dict)
    officer = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=sorted(RULINGS)), name="ruling_of_a_known_kind"),
            CheckConstraint(condition=~Q(reasons=""), name="ruling_has_reasons"),
        ]

    def __str__(self) -> str:
        return self.words


class Challenge(models.Model):
    """Someone says that something went wrong. Who it was is never shown."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, related_name="challenges")
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    grounds = models.TextField()
    state = models.CharField(max_length=7, default="waiting")  # waiting, upheld, refused
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="challenges")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state="waiting", ruling__isnull=True)
                | Q(state__in=["upheld", "refused"], ruling__isnull=False),
                name="challenge_is_ruled_on",
            ),
            CheckConstraint(condition=~Q(grounds=""), name="challenge_has_grounds"),
        ]

    def __str__(self) -> str:
        return f"a challenge, {self.state}"


class Outage(models.Model):
    """A time in which people could not vote here. Over 30 minutes in the last 6 hours, everyone's close moves by the rule."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, related_name="outages")
    start = models.DateTimeField()
    end = models.DateTimeField()
    minutes = models.PositiveIntegerField()  # by which the close moved because of it
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=Q(end__gt=F("start")), name="outage_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.minutes} minutes"


class Beat(models.Model):
    """When the service last said that it was there, in a vote's last hours. A gap between two of them is an outage."""

    poll = models.OneToOneField("ballots.Poll", models.PROTECT, primary_key=True, related_name="beat")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"there at {self.at:%H:%M}"


class Help(models.Model):
    """Someone helped a voter to vote: who, whom, and how that was agreed. Never which ballot, and no time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, related_name="helps")
    entry = models.ForeignKey("ballots.RollEntry", models.PROTECT, related_name="+")
    helper = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    agreed = models.CharField(max_length=200)  # how: "said yes at the door"
    organisation = models.ForeignKey("places.Organisation", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["poll", "entry", "helper"], name="help_once_per_two")]

    def __str__(self) -> str:
        return "help with a vote"


class Agent(models.Model):
    """Someone who recounts a small vote from the sealed bundle, for those who vote. Two of them, named before it opens."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, related_name="agents")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["poll", "person"], name="agent_once_per_poll")]

    def __str__(self) -> str:
        return f"an agent of {self.poll_id}"
