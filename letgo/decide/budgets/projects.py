"""What was funded, until it stands there; small money that residents release at once; and what is to shrink when the giver cuts."""

from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.record.models import Line, Pointed
from letgo.decide.budgets.rules import CHANGE_WAYS, PROJECT_MOVES, SMALL_MOVES


class Stated(models.Model):
    """A row with a state that its line explains."""

    class Meta:
        abstract = True

    def put(self, state: str, line: Line, **fields: Any) -> Self:
        """Save it in `state`, explained by `line`, with these fields. For actions alone."""
        for name, value in {**fields, "state": state, "line": line}.items():
            setattr(self, name, value)
        self.save(force_insert=self._state.adding)
        return self


class Project(Pointed, Stated):
    """An idea that was funded: its money is set aside, someone holds the duty, and its stages have dates."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    idea = models.ForeignKey("budgets.Idea", models.PROTECT, related_name="projects")
    round = models.ForeignKey("budgets.Round", models.PROTECT, related_name="projects")
    hold = models.OneToOneField("money.Transfer", models.PROTECT, related_name="+")  # what is set aside for it now
    decision = models.ForeignKey(
        "powers.Decision", models.PROTECT, null=True, related_name="+"
    )  # of the power, which may be stopped
    pence = models.BigIntegerField()  # the cost that was voted on, and after an allowed change the new one
    spent_pence = models.BigIntegerField(default=0)  # paid so far
    state = models.CharField(max_length=9, default="set-aside")
    officer = models.CharField(max_length=30, default="officer")  # the role that holds the duty …
    organisation = models.ForeignKey(
        "places.Organisation", models.PROTECT, null=True, related_name="+"
    )  # … in it, or here
    first_step = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")  # to start it
    reason = models.TextField(default="", blank=True)
    starter = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # never shown
    started = models.DateField(null=True)
    done = models.DateField(null=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(PROJECT_MOVES)), name="project_state_is_known"),
            CheckConstraint(condition=Q(pence__gt=0), name="project_costs_something"),
            CheckConstraint(
                condition=Q(spent_pence__gte=0, spent_pence__lte=F("pence")), name="project_spends_its_own"
            ),
            CheckConstraint(condition=~Q(state="stopped") | ~Q(reason=""), name="project_stops_with_reasons"),
            CheckConstraint(condition=~Q(state="done") | Q(done__isnull=False), name="project_done_has_its_day"),
            UniqueConstraint(fields=["idea"], condition=~Q(state="stopped"), name="project_one_of_an_idea"),
        ]
        indexes = [models.Index(fields=["round", "state"], name="project_by_round")]

    def __str__(self) -> str:
        return f"project {self.pk} ({self.state})"


class Stage(Stated):
    """One step of a project, with the day by which it is promised. The last one needs a resident's yes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    due = models.DateField()
    promise = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")
    needs_yes = models.BooleanField(default=False)
    state = models.CharField(max_length=9, default="waiting")  # waiting, shown (waits for a yes), done, cancelled
    done = models.DateField(null=True)
    reason = models.TextField(default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state__in=["waiting", "shown", "done", "cancelled"]), name="stage_state_is_known"
            ),
            CheckConstraint(condition=~Q(state="done") | Q(done__isnull=False), name="stage_done_has_its_day"),
            UniqueConstraint(fields=["project", "number"], name="stage_one_after_the_other"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Evidence(models.Model):
    """What shows that a stage is done: words, and a photo without anything in it but the picture."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="evidence")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # who shows it; never shown
    words = models.TextField()
    photo = models.CharField(max_length=80, default="", blank=True)  # its file's name under MEDIA_ROOT
    sha256 = models.CharField(max_length=64, default="", blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    bill_pence = models.BigIntegerField(null=True)  # of the last stage: what it cost in the end
    on = models.DateField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(words=""), name="evidence_says_something"),
            CheckConstraint(condition=Q(photo="") | ~Q(sha256=""), name="evidence_photo_has_its_digest"),
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class Yes(models.Model):
    """A resident looked at a stage and says yes, it is done; or no, and what is missing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="answers")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="answers")  # what they looked at
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # never shown
    given_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # at the keyboard; never shown
    yes = models.BooleanField()
    words = models.TextField(default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(yes=True) | ~Q(words=""), name="yes_or_says_what_is_missing"),
            UniqueConstraint(fields=["evidence", "person"], name="yes_once_per_person"),
            UniqueConstraint(fields=["evidence", "given_by"], name="yes_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"{'yes' if self.yes else 'no'} to {self.stage_id}"


class Change(Stated):
    """A project's cost changes: from what to what, why, and by which of the ways that were fixed before the vote."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    from_pence = models.BigIntegerField()
    to_pence = models.BigIntegerField()
    reasons = models.TextField()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # never shown
    way = models.CharField(max_length=12)  # rules.CHANGE_WAYS: officer, next-project, poll
    state = models.CharField(max_length=7, default="asked")  # asked, done, refused, undone (its vote was taken back)
    answer = models.CharField(max_length=8, default="", blank=True)  # rules.ANSWERS, once the holders settled it
    due = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")  # to ask the holders
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project"], condition=Q(state="asked"), name="change_one_asked_at_a_time"),
            CheckConstraint(
                condition=~Q(answer="raise") | Q(poll__isnull=False), name="change_above_the_terms_is_voted_on"
            ),
            CheckConstraint(condition=~Q(reasons=""), name="change_has_reasons"),
            CheckConstraint(condition=Q(way__in=CHANGE_WAYS), name="change_way_is_known"),
            CheckConstraint(
                condition=Q(state__in=["asked", "done", "refused", "undone"]), name="change_state_is_known"
            ),
            CheckConstraint(condition=Q(from_pence__gt=0, to_pence__gt=0), name="change_is_between_amounts"),
            UniqueConstraint(fields=["project", "number"], name="change_one_after_the_other"),
        ]

    def __str__(self) -> str:
        return f"change {self.number} of {self.project_id}"


class Small(Stated):
    """A little money, fast: under the power's limit, three residents release it within 72 hours. Everybody can read of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    power = models.ForeignKey("powers.Power", models.PROTECT, related_name="smalls")
    round = models.ForeignKey("budgets.Round", models.PROTECT, null=True, related_name="smalls")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="smalls")
    pot = models.ForeignKey("money.Pot", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    words = models.TextField(default="", blank=True)
    group = models.CharField(max_length=80)  # whom it concerns, in words
    pence = models.BigIntegerField()
    asker = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # never shown
    state = models.CharField(max_length=9, default="asked")
    asked = models.DateTimeField()
    hold = models.ForeignKey("money.Transfer", models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey("powers.Decision", models.PROTECT, null=True, related_name="+")  # it can be stopped
    promise = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")  # 72 hours
    reason = models.TextField(default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(SMALL_MOVES)), name="small_state_is_known"),
            CheckConstraint(condition=Q(pence__gt=0), name="small_is_some_money"),
            CheckConstraint(condition=~Q(state__in=["released", "paid"]) | Q(hold__isnull=False), name="small_is_held"),
            CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="small_is_refused_with_reasons"),
        ]
        indexes = [models.Index(fields=["place", "state"], name="small_by_place")]

    def __str__(self) -> str:
        return self.title


class SmallYes(models.Model):
    """One resident releases a little money; `concerned`: as one of the group that it is for. Who acts for others counts once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    small = models.ForeignKey(Small, models.PROTECT, related_name="yeses")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # never shown
    given_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # at the keyboard; never shown
    helper = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # beside them; never shown
    concerned = models.BooleanField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["small", "person"], name="small_yes_once_per_person"),
            UniqueConstraint(fields=["small", "given_by"], name="small_yes_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"yes to {self.small_id}"


class Cut(Stated):
    """The giver gives less: from what to what, why, from when; the holders choose what shrinks."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    power = models.ForeignKey("powers.Power", models.PROTECT, related_name="cuts")
    round = models.ForeignKey("budgets.Round", models.PROTECT, related_name="cuts")
    from_pence = models.BigIntegerField()
    to_pence = models.BigIntegerField()
    reasons = models.TextField()
    notice = models.DateField()  # given on
    starts = models.DateField()  # and counts from
    state = models.CharField(max_length=7, default="noticed")  # noticed, voting, done, dropped
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, null=True, related_name="+")
    returned = models.OneToOneField("money.Transfer", models.PROTECT, null=True, related_name="+")  # paid back
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(reasons=""), name="cut_has_reasons"),
            CheckConstraint(condition=Q(to_pence__gte=0, from_pence__gt=F("to_pence")), name="cut_makes_it_less"),
            CheckConstraint(condition=Q(starts__gt=F("notice")), name="cut_comes_after_its_notice"),
            CheckConstraint(condition=Q(state__in=["noticed", "voting", "done", "dropped"]), name="cut_state_is_known"),
            UniqueConstraint(fields=["round"], condition=Q(state__in=["noticed", "voting"]), name="cut_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"cut from {self.from_pence} to {self.to_pence}"


class Plan(Stated):
    """How far one project can shrink in a cut, and what that means for people. A plan that goes back is followed by another."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cut = models.ForeignKey(Cut, models.PROTECT, related_name="plans")
    project = models.ForeignKey(Project, models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    to_pence = models.BigIntegerField()  # what it keeps at least; 0: it stops
    words = models.TextField()  # what is then missing
    state = models.CharField(max_length=7, default="said")  # said, back (people said no), kept (whole), shrunk
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(words=""), name="plan_says_what_is_missing"),
            CheckConstraint(condition=Q(to_pence__gte=0), name="plan_keeps_nothing_or_more"),
            CheckConstraint(condition=Q(state__in=["said", "back", "kept", "shrunk"]), name="plan_state_is_known"),
            UniqueConstraint(fields=["cut", "project", "number"], name="plan_one_after_the_other"),
            UniqueConstraint(fields=["cut", "project"], condition=~Q(state="back"), name="plan_one_of_a_project"),
        ]

    def __str__(self) -> str:
        return f"plan {self.number} for {self.project_id}"


class Objection(models.Model):
    """One resident's no to a plan. Counted, and its words shown; one alone stops nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="objections")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # never shown
    given_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # at the keyboard; never shown
    words = models.TextField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(words=""), name="objection_has_reasons"),
            UniqueConstraint(fields=["plan", "person"], name="objection_once_per_person"),
            UniqueConstraint(fields=["plan", "given_by"], name="objection_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"no to {self.plan_id}"
