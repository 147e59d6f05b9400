"""Appointments, reviews, removals, recalls, declared interests and what is said in confidence."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.timezone import localtime

from letgo.commons.record.models import Pointed
from letgo.decide.boards import office_rules as rules

OFFICES = ("manager", "chair", "secretary", "treasurer", "member")
DECIDED = Q(poll__isnull=False) | Q(resolution__isnull=False)


class Appointment(Pointed):
    """An office is filled: what the job is, its targets, by what those who want it are judged, and who decides."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey("boards.Body", models.PROTECT, related_name="appointments")
    title = models.CharField(max_length=30, default="manager")  # the office of the mandate it leads to
    role = models.CharField(max_length=60)  # what the job is called: "Estate manager"
    words = models.TextField()
    targets = models.JSONField(default=list)  # [{"words", "by"}]
    scoring = models.JSONField(default=list)  # [{"words", "weight"}]
    panel = models.CharField(max_length=300)  # roles, not names
    decides = models.CharField(max_length=7)  # rules.DECIDERS
    term_months = models.PositiveSmallIntegerField()
    review_months = models.PositiveSmallIntegerField()
    start = models.DateField(null=True)  # the first day in office
    described_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # never shown
    published = models.DateField(null=True)
    until = models.DateField(null=True)  # the last day to apply
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, null=True, related_name="+")
    resolution = models.UUIDField(null=True)
    mandate = models.ForeignKey("boards.Mandate", models.PROTECT, null=True, related_name="appointments")
    decided = models.DateField(null=True)
    state = models.CharField(max_length=9, default="described")
    why = models.TextField(default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.APPOINTMENT_MOVES)), name="appointment_state_is_known"),
            CheckConstraint(condition=Q(decides__in=rules.DECIDERS), name="appointment_is_decided_by_members_or_board"),
            CheckConstraint(condition=Q(title__in=OFFICES), name="appointment_to_a_known_office"),
            CheckConstraint(
                condition=Q(term_months__gt=0, review_months__gt=0), name="appointment_has_term_and_reviews"
            ),
            CheckConstraint(
                condition=Q(state__in=["described", "void"]) | Q(published__isnull=False, until__isnull=False),
                name="appointment_published_says_until_when",
            ),
            CheckConstraint(
                condition=~Q(state="appointed") | (Q(mandate__isnull=False) & DECIDED),
                name="appointment_made_by_a_vote",
            ),
            CheckConstraint(condition=~Q(state__in=["none", "void"]) | ~Q(why=""), name="appointment_ended_says_why"),
        ]
        indexes = [models.Index(fields=["body", "state"], name="appointment_by_body")]

    def __str__(self) -> str:
        return self.role

    @property
    def measures(self) -> list[tuple[str, int]]:
        """The published measures with their weights."""
        return [(row["words"], row["weight"]) for row in self.scoring]


class Applicant(Pointed):
    """Someone who wants the job. The name is deleted half a year later, unless they were chosen."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="applicants")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, default="", blank=True)
    words = models.TextField(default="", blank=True)
    marks = models.JSONField(default=dict)  # measure -> points, by the panel
    points = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=9, default="applied")
    reason = models.TextField(default="", blank=True)
    forgotten = models.DateField(null=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.APPLICANT_MOVES)), name="applicant_state_is_known"),
            CheckConstraint(condition=~Q(state="left-out") | ~Q(reason=""), name="applicant_left_out_with_reasons"),
            CheckConstraint(
                condition=~Q(state="stands") | Q(person__isnull=False, points__isnull=False),
                name="applicant_who_stands_is_known_and_judged",
            ),
            CheckConstraint(
                condition=Q(forgotten__isnull=True) | Q(name="", words="", person__isnull=True),
                name="applicant_forgotten_has_no_name",
            ),
            UniqueConstraint(
                fields=["appointment", "person"],
                condition=~Q(state="withdrawn") & Q(person__isnull=False),
                name="applicant_once_each",
            ),
        ]

    def __str__(self) -> str:
        return f"applicant {self.pk}"  # never the name


class Interest(models.Model):
    """What someone gains by a decision of the body. Whoever has one does not vote on it (guards.py): written once, never taken back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey("boards.Body", models.PROTECT, related_name="interests")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    words = models.CharField(max_length=500)
    declared = models.BooleanField(default=True)  # by themselves; else it follows from what it is about
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(words=""), name="interest_says_what_is_gained"),
            UniqueConstraint(fields=["person", "about_kind", "about_id"], name="interest_once_in_a_thing"),
        ]
        indexes = [models.Index(fields=["about_kind", "about_id"], name="board_interest_by_thing")]

    def __str__(self) -> str:
        return f"an interest in {self.about_kind} {self.about_id}"


class Review(Pointed):
    """Someone in office is looked at: the facts of a time, what they say beside them, and what it comes to."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mandate = models.ForeignKey("boards.Mandate", models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()  # up to and not with this day
    due = models.DateField()
    comment_until = models.DateField(null=True)  # the last day to write beside the figures
    found = models.TextField(default="", blank=True)  # what it comes to
    promise = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, default="due")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.REVIEW_MOVES)), name="review_state_is_known"),
            CheckConstraint(
                condition=Q(until__gt=F("since"), due__gte=F("until")), name="review_of_a_time_that_is_over"
            ),
            CheckConstraint(
                condition=Q(state="due") | Q(comment_until__isnull=False), name="review_leaves_time_for_comments"
            ),
            CheckConstraint(condition=~Q(state="done") | ~Q(found=""), name="review_done_says_what_it_found"),
            UniqueConstraint(fields=["mandate", "number"], name="review_one_after_the_other"),
        ]
        indexes = [models.Index(fields=["state", "due"], name="review_by_state")]

    def __str__(self) -> str:
        return f"review {self.number}"


class Figure(models.Model):
    """One fact of a review and where it comes from. Never changed: a better one is written after it, and both are shown."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="figures")
    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)  # the newest of a key counts
    title = models.CharField(max_length=120)
    value = models.CharField(max_length=80)
    source = models.CharField(max_length=300)
    entered_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # null: computed
    computed = models.BooleanField(default=False)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(value="") & ~Q(source=""), name="figure_has_a_source"),
            CheckConstraint(
                condition=Q(computed=True, entered_by__isnull=True) | Q(computed=False, entered_by__isnull=False),
                name="figure_is_computed_or_entered",
            ),
            UniqueConstraint(fields=["review", "key", "number"], name="figure_one_after_the_other"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.value}"


class Comment(models.Model):
    """What who is reviewed says beside a figure, never in its place."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    figure = models.ForeignKey(Figure, models.PROTECT, related_name="comments")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # who is reviewed
    words = models.TextField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=~Q(words=""), name="comment_has_words")]

    def __str__(self) -> str:
        return f"a comment on {self.figure_id}"


class Removal(Pointed):
    """From a concern about someone in office to a vote on the office: no step without the one before it, no vote without a hearing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mandate = models.ForeignKey("boards.Mandate", models.PROTECT, related_name="removals")
    employer = models.ForeignKey("places.Organisation", models.PROTECT, null=True, related_name="+")
    decides = models.CharField(max_length=7)  # rules.DECIDERS
    concern = models.TextField()
    plan = models.TextField(default="", blank=True)
    plan_until = models.DateField(null=True)
    facts = models.TextField(default="", blank=True)
    facts_shown = models.DateTimeField(null=True)
    hearing_from = models.DateTimeField(null=True)  # the first moment at which the rule allows it
    hearing_at = models.DateTimeField(null=True)
    hearing_where = models.CharField(max_length=200, default="", blank=True)
    reply = models.TextField(default="", blank=True)
    reply_public = models.BooleanField(default=False)  # who it is about wants those who vote to read it
    replied = models.DateTimeField(null=True)
    reasons = models.TextField(default="", blank=True)
    reasons_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # never shown
    read_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # the second reader
    instruction = models.TextField(default="", blank=True)  # to the employer
    voted_from = models.DateTimeField(null=True)
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, null=True, related_name="+")
    resolution = models.UUIDField(null=True)
    due = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")
    why = models.TextField(default="", blank=True)  # why it was dropped, or what the vote said
    state = models.CharField(max_length=7, default="concern")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.REMOVAL_MOVES)), name="removal_state_is_known"),
            CheckConstraint(condition=Q(decides__in=rules.DECIDERS), name="removal_is_decided_by_members_or_board"),
            CheckConstraint(condition=~Q(concern=""), name="removal_starts_with_a_concern"),
            CheckConstraint(
                condition=Q(state__in=["concern", "dropped"]) | (~Q(plan="") & Q(plan_until__isnull=False)),
                name="removal_has_a_plan_first",
            ),
            CheckConstraint(
                condition=Q(state__in=["concern", "plan", "dropped"])
                | (
                    ~Q(facts="")
                    & Q(facts_shown__isnull=False, hearing_from__gt=F("facts_shown"), hearing_at__gte=F("hearing_from"))
                ),
                name="removal_facts_are_shown_before_the_hearing",
            ),
            CheckConstraint(
                condition=~Q(state__in=["vote", "removed"])
                | (
                    Q(hearing_at__isnull=False, voted_from__gte=F("hearing_at"), read_by__isnull=False)
                    & ~Q(reasons="")
                    & ~Q(instruction="")
                ),
                name="removal_no_vote_without_a_hearing",
            ),
            CheckConstraint(
                condition=Q(read_by__isnull=True) | ~Q(read_by=F("reasons_by")), name="removal_reasons_read_by_a_second"
            ),
            CheckConstraint(condition=~Q(state="removed") | DECIDED, name="removal_is_voted"),
            CheckConstraint(condition=~Q(state="dropped") | ~Q(why=""), name="removal_dropped_says_why"),
            UniqueConstraint(
                fields=["mandate"],
                condition=Q(state__in=["concern", "plan", "hearing", "vote"]),
                name="removal_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="removal_by_state")]

    def __str__(self) -> str:
        return f"removal {self.pk} ({self.state})"

    @property
    def heard(self) -> rules.Hearing:
        """What was done before the vote, as plain values."""
        shown = self.facts_shown and localtime(self.facts_shown)  # days are counted by the clock of the place
        return rules.Hearing(self.facts, shown, self.hearing_at, self.reply)


class Recall(Pointed):
    """Those who elect take an office back early: names under a petition, then a vote. Without a mandate: the whole board."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey("boards.Body", models.PROTECT, related_name="recalls")
    mandate = models.ForeignKey("boards.Mandate", models.PROTECT, null=True, related_name="recalls")
    petition = models.OneToOneField("powers.Petition", models.PROTECT, null=True, related_name="+")
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, null=True, related_name="+")
    election = models.ForeignKey("boards.Election", models.PROTECT, null=True, related_name="+")  # of those who follow
    why = models.TextField(default="", blank=True)
    again_from = models.DateField(null=True)  # it failed: the first day on which the same can be asked for again
    state = models.CharField(max_length=8, default="signing")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.RECALL_MOVES)), name="recall_state_is_known"),
            CheckConstraint(
                condition=~Q(state__in=["voting", "recalled"]) | Q(poll__isnull=False, petition__isnull=False),
                name="recall_is_voted_on_after_its_names",
            ),
            UniqueConstraint(
                fields=["mandate"],
                condition=Q(state__in=["signing", "reached", "voting"], mandate__isnull=False),
                name="recall_one_of_a_member_at_a_time",
            ),
            UniqueConstraint(
                fields=["body"],
                condition=Q(state__in=["signing", "reached", "voting"], mandate__isnull=True),
                name="recall_one_of_the_board_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="recall_by_body")]

    def __str__(self) -> str:
        return f"recall {self.pk} ({self.state})"


class Confidence(Pointed):
    """Someone who works here told one named reader something. Who it was is written nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey("boards.Body", models.PROTECT, related_name="confidences")
    reader = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    reads_as = models.CharField(max_length=30)  # the office in which they read it: chair, outside-checker
    said = models.DateField()
    slip_digest = models.CharField(max_length=64, unique=True)  # of the slip that opens the answer
    promise = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, default="said")
    line = models.ForeignKey("record.Line", models.PROTECT, null=True, related_name="+")  # none on the day itself

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.CONFIDENCE_MOVES)), name="confidence_state_is_known")
        ]
        indexes = [models.Index(fields=["reader", "state"], name="confidence_by_reader")]

    def __str__(self) -> str:
        return f"confidence {self.pk} ({self.state})"


class ConfidenceWords(models.Model):
    """What was said, and the answer: in a row of their own that can be deleted."""

    confidence = models.OneToOneField(Confidence, models.PROTECT, primary_key=True, related_name="words")
    said = models.TextField()
    answer = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"the words of {self.confidence_id}"
