"""Rounds, the ideas in them and what became of each. What was funded stands in projects.py, with small money and cuts."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.record.models import Pointed
from letgo.decide.budgets.projects import (
    Change,
    Cut,
    Evidence,
    Objection,
    Plan,
    Project,
    Small,
    SmallYes,
    Stage,
    Stated,
    Yes,
)
from letgo.decide.budgets.rules import HOW, IDEA_MOVES, ROUND_MOVES, Terms

__all__ = [
    "Apart", "Appeal", "Change", "Check", "Cut", "Estimate", "Evidence", "Idea", "Interest", "Objection", "Plan",
    "Project", "Round", "Small", "SmallYes", "Stage", "Stall", "Together", "Translation", "Yes",
]  # fmt: skip


class Round(Stated):
    """Residents spend one sum of money: what they may spend it on, until when they propose, and by which terms, fixed when it opens."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    power = models.ForeignKey("powers.Power", models.PROTECT, related_name="rounds")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="rounds")
    pot = models.ForeignKey("money.Pot", models.PROTECT, related_name="+")
    outside = models.ForeignKey("money.Pot", models.PROTECT, related_name="+")  # where it is paid to: the world outside
    electorate = models.ForeignKey("places.Electorate", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    words = models.TextField(default="", blank=True)  # what the money is for
    purse_pence = models.BigIntegerField()
    state = models.CharField(max_length=10, default="ideas")
    opened = models.DateField()
    ideas_until = models.DateField()  # the last day for ideas
    costing_until = models.DateField()
    votes_from = models.DateField()
    votes_until = models.DateField()
    terms = models.JSONField()  # rules.Terms.as_data(): never changed
    ideas_count = models.PositiveIntegerField(default=0)  # the number of the last idea
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(ROUND_MOVES)), name="round_state_is_known"),
            CheckConstraint(condition=Q(purse_pence__gt=0), name="round_has_money"),
            CheckConstraint(
                condition=Q(ideas_until__gte=F("opened"), costing_until__gte=F("ideas_until"))
                & Q(votes_from__gt=F("costing_until"), votes_until__gte=F("votes_from")),
                name="round_days_follow_each_other",
            ),
            CheckConstraint(
                condition=Q(state__in=["ideas", "costing", "over"]) | Q(poll__isnull=False), name="round_is_voted_on"
            ),
        ]
        indexes = [models.Index(fields=["place", "state"], name="round_by_place")]

    def __str__(self) -> str:
        return self.title

    @property
    def fixed(self) -> Terms:
        """The terms as plain values."""
        return Terms.from_data(self.terms)


class Idea(Pointed, Stated):
    """What someone would spend the money on. It never goes away: each one ends with a reason that everybody can read."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="ideas")
    number = models.PositiveIntegerField()  # "idea 12": also on paper
    author = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # never shown
    asked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # who wrote it down
    stall = models.ForeignKey("budgets.Stall", models.PROTECT, null=True, related_name="ideas")
    how = models.CharField(max_length=6, default="online")  # rules.HOW
    title = models.CharField(max_length=80)
    words = models.TextField()
    where = models.CharField(max_length=120, default="", blank=True)
    category = models.CharField(max_length=30)  # rules.CATEGORIES
    language = models.CharField(max_length=3, default="en")
    state = models.CharField(max_length=12, default="said")
    eligible = models.BooleanField(null=True)  # what the checkers found; null while they have not
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")  # the idea it became part of
    pence = models.BigIntegerField(null=True)  # the newest estimate
    upkeep_pence = models.BigIntegerField(null=True)  # a year
    answer_by = models.DateField(null=True)  # until then its author can say no to the estimate, or appeal
    reason = models.TextField(default="", blank=True)  # why it is in this state
    due = models.ForeignKey(
        "promises.Promise", models.PROTECT, null=True, related_name="+"
    )  # costing it, or its answer
    check_due = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")
    said = models.DateField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(IDEA_MOVES)), name="idea_state_is_known"),
            CheckConstraint(condition=Q(how__in=sorted(HOW)), name="idea_came_by_a_known_way"),
            CheckConstraint(
                condition=Q(author__isnull=False) | Q(asked_by__isnull=False), name="idea_has_someone_to_ask"
            ),
            CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn", "not-funded", "carried"]) | ~Q(reason=""),
                name="idea_never_goes_without_reasons",
            ),
            CheckConstraint(condition=~Q(state="merged") | Q(into__isnull=False), name="idea_merged_says_into_which"),
            CheckConstraint(
                condition=~Q(state__in=["costed", "agreed", "disputed", "on-the-vote", "funded"])
                | Q(pence__gt=0, upkeep_pence__gte=0),
                name="idea_costed_has_its_cost",
            ),
            CheckConstraint(
                condition=~Q(state__in=["on-the-vote", "funded", "not-funded"]) | Q(eligible=True),
                name="idea_on_the_vote_was_checked",
            ),
            UniqueConstraint(fields=["round", "number"], name="idea_one_number_each"),
        ]
        indexes = [models.Index(fields=["round", "state", "number"], name="idea_by_round")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Stall(models.Model):
    """A day on which someone went out to ask: how many were asked, of which group. Who answered is nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="stalls")
    where = models.CharField(max_length=120)
    day = models.DateField()
    asked = models.PositiveIntegerField()
    group = models.CharField(max_length=80, default="", blank=True)  # "families at the school gate"
    outreach = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.where}, {self.day:%-d %B %Y}"


class Translation(models.Model):
    """An idea in another language, beside the original and never in its place. A better one is a new row; the newest is shown."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="translations")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=3)  # people.rules.LANGUAGES
    title = models.CharField(max_length=80)
    words = models.TextField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["idea", "number"], name="translation_one_after_the_other")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class Together(models.Model):
    """Two ideas become one when the authors of both say yes: `other` goes into `idea`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="gathers")
    other = models.ForeignKey(Idea, models.PROTECT, related_name="joins")
    idea_yes = models.BooleanField(null=True)
    other_yes = models.BooleanField(null=True)
    words = models.TextField(default="", blank=True)  # how the two fit together
    state = models.CharField(max_length=7, default="asked")  # asked, done, refused
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(idea=F("other")), name="together_are_two_ideas"),
            CheckConstraint(condition=Q(state__in=["asked", "done", "refused"]), name="together_state_is_known"),
            CheckConstraint(
                condition=~Q(state="done") | Q(idea_yes=True, other_yes=True), name="together_takes_the_yes_of_both"
            ),
            UniqueConstraint(fields=["idea", "other"], condition=Q(state="asked"), name="together_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} into {self.idea_id} ({self.state})"


class Estimate(models.Model):
    """What an idea would cost, and keeping it up each year, with reasons. A new figure is a new row; only its answer is added."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="estimates")
    number = models.PositiveSmallIntegerField()
    pence = models.BigIntegerField()
    upkeep_pence = models.BigIntegerField()  # a year
    upkeep_from = models.CharField(max_length=120, default="", blank=True)  # who pays that
    reasons = models.TextField()
    officer = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # never shown
    answer = models.CharField(max_length=8, default="", blank=True)  # agrees, disputes, silent
    answer_words = models.TextField(default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(pence__gt=0, upkeep_pence__gte=0), name="estimate_is_some_money"),
            CheckConstraint(condition=~Q(reasons=""), name="estimate_has_reasons"),
            CheckConstraint(
                condition=Q(answer__in=["", "agrees", "disputes", "silent"]), name="estimate_answer_is_known"
            ),
            CheckConstraint(condition=~Q(answer="disputes") | ~Q(answer_words=""), name="estimate_disputed_says_why"),
            UniqueConstraint(fields=["idea", "number"], name="estimate_one_after_the_other"),
        ]

    def __str__(self) -> str:
        return f"estimate {self.number} of {self.idea_id}"


class Check(models.Model):
    """One checker's answer: whether the money may be spent on this idea. A no has reasons."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="checks")
    checker = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # never shown
    outside = models.BooleanField()  # someone from outside the body
    yes = models.BooleanField()
    reasons = models.TextField(default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(yes=True) | ~Q(reasons=""), name="check_that_says_no_has_reasons"),
            UniqueConstraint(fields=["idea", "checker"], name="check_once_per_checker"),
        ]

    def __str__(self) -> str:
        return f"{'yes' if self.yes else 'no'} to {self.idea_id}"


class Appeal(models.Model):
    """A refused idea goes to the holders: how many of them were for and against it. More for than against puts it back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="appeals")
    reasons = models.TextField()
    state = models.CharField(max_length=7, default="waiting")  # waiting, upheld, refused
    votes_for = models.PositiveIntegerField(null=True)
    votes_against = models.PositiveIntegerField(null=True)
    met = models.CharField(max_length=200, default="", blank=True)  # where and when the holders were asked
    answer = models.TextField(default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(reasons=""), name="appeal_has_reasons"),
            CheckConstraint(
                condition=Q(state="waiting")
                | Q(state="upheld", votes_for__gt=F("votes_against"))
                | Q(state="refused", votes_for__lte=F("votes_against")),
                name="appeal_goes_as_the_holders_say",
            ),
            UniqueConstraint(fields=["idea"], condition=Q(state="waiting"), name="appeal_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"appeal for {self.idea_id} ({self.state})"


class Interest(models.Model):
    """What someone who works on an idea stands to gain by it, in their own words; no words: nothing. Said before they touch it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="interests")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # never shown
    role = models.CharField(max_length=30)  # in which they work on it; shown
    words = models.TextField(default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["idea", "person"], name="interest_by_idea")]

    def __str__(self) -> str:
        return f"interest of the {self.role} in {self.idea_id}"


class Apart(models.Model):
    """Two ideas that cannot both be built, and why. At most one of them is ever funded."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="apart")
    other = models.ForeignKey(Idea, models.PROTECT, related_name="+")
    reasons = models.TextField()
    gone = models.BooleanField(default=False)  # it no longer holds
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(idea=F("other")), name="apart_are_two_ideas"),
            CheckConstraint(condition=~Q(reasons=""), name="apart_has_reasons"),
            UniqueConstraint(fields=["idea", "other"], condition=Q(gone=False), name="apart_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} or {self.other_id}"
