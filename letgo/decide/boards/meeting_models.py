"""Meetings, their agenda, who came, proxies, resolutions, minutes and expenses; the first weeks of a new board."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.record.models import Pointed
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.rules import BodyTerms

QUORATE = Q(present__gte=F("quorum"), quorum__gt=0)
TWO_COUNTED = Q(counted_by__isnull=False, confirmed_by__isnull=False) & ~Q(counted_by=F("confirmed_by"))


class Meeting(Pointed):
    """People meet to decide: when and where, with which notice, by which terms, how many came, and the minutes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey("boards.Body", models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=7)  # rules.MEETING_KINDS
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    at = models.DateTimeField()
    day = models.DateField()  # of `at`, by the place's own clock
    lasts = models.PositiveSmallIntegerField(default=120)  # minutes
    where = models.CharField(max_length=200)
    step_free = models.BooleanField(default=False)
    childcare = models.BooleanField(default=False)
    online = models.CharField(max_length=300, default="", blank=True)  # how to join from home
    words = models.TextField(default="", blank=True)
    notice_given = models.DateTimeField()
    earliest = models.DateField()  # the first day that the notice allows
    deny_until = models.DateField()  # the last day on which someone says that they were not there
    clear_days = models.PositiveSmallIntegerField()  # whole days between the notice and the meeting
    again_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="again")  # too few came to that one
    terms = models.JSONField()  # the body's terms as they stood at the call
    proxy_cap = models.PositiveSmallIntegerField(default=0)  # how many proxies one person may hold
    state = models.CharField(max_length=9, default="called")
    reason = models.TextField(default="", blank=True)  # why it was called off
    roll = models.PositiveIntegerField(null=True)  # how many may come and vote
    present = models.PositiveIntegerField(null=True)
    proxies = models.PositiveIntegerField(null=True)  # held by someone who is there; no part of the quorum
    quorum = models.PositiveIntegerField(null=True)
    counted = models.PositiveIntegerField(null=True)  # what the first of two saw at a meeting of all
    counted_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # never shown
    confirmed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # never shown
    those_present = models.BooleanField(default=False)  # a second meeting: who is there decides what the terms say
    minutes = models.TextField(default="", blank=True)
    closed_minutes = models.TextField(default="", blank=True)  # of closed items: for the board alone
    publish_by = models.DateField(null=True)  # on the day after, the house publishes what there is
    published = models.DateTimeField(null=True)
    minutes_due = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.MEETING_MOVES)), name="meeting_state_is_known"),
            CheckConstraint(condition=Q(kind__in=rules.MEETING_KINDS), name="meeting_kind_is_known"),
            CheckConstraint(condition=Q(day__gte=F("earliest")), name="meeting_has_its_clear_days"),
            CheckConstraint(
                condition=~Q(state__in=["quorate", "held"]) | QUORATE, name="meeting_quorate_has_its_quorum"
            ),
            CheckConstraint(
                condition=~Q(state__in=["quorate", "held"]) | Q(kind="board") | TWO_COUNTED,
                name="meeting_of_all_is_counted_by_two",
            ),
            CheckConstraint(
                condition=~Q(state="inquorate") | Q(present__lt=F("quorum")), name="meeting_inquorate_lacks_its_quorum"
            ),
            CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="meeting_cancelled_says_why"),
            CheckConstraint(
                condition=~Q(state__in=["held", "inquorate"]) | Q(publish_by__isnull=False),
                name="meeting_over_has_a_day_for_its_minutes",
            ),
            CheckConstraint(
                condition=Q(published__isnull=True) | ~Q(minutes=""), name="meeting_published_has_its_minutes"
            ),
            CheckConstraint(
                condition=~Q(those_present=True) | Q(again_of__isnull=False),
                name="meeting_of_those_present_is_a_second",
            ),
            UniqueConstraint(fields=["body", "number"], name="meeting_one_per_number"),
        ]
        indexes = [models.Index(fields=["body", "at"], name="meeting_by_body")]

    def __str__(self) -> str:
        return self.title

    @property
    def fixed(self) -> BodyTerms:
        """The terms by which it is held."""
        return BodyTerms.from_data(self.terms)


class Item(Pointed):
    """One thing on an agenda, or waiting for the next one. `kept`: nobody can strike it off; it is heard, or carried on until it is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey("boards.Body", models.PROTECT, related_name="items")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="items")
    number = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(max_length=120)
    words = models.TextField(default="", blank=True)  # of a closed item: for the board alone
    source = models.CharField(max_length=11)  # rules.SOURCES
    about_kind = models.CharField(max_length=30, default="", blank=True)
    about_id = models.UUIDField(null=True)
    put_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # never shown
    closed = models.BooleanField(default=False)  # only its title and what was decided are public
    kept = models.BooleanField(default=False)
    state = models.CharField(max_length=7, default="waiting")
    listed = models.DateField(null=True)  # when it came onto this agenda
    noticed = models.BooleanField(default=False)  # it was on the agenda in time for the notice
    carried = models.PositiveSmallIntegerField(default=0)  # how often it was put off
    carried_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="carried_to")
    outcome = models.TextField(default="", blank=True)  # what became of it: public, also of a closed item
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.ITEM_MOVES)), name="item_state_is_known"),
            CheckConstraint(condition=Q(source__in=rules.SOURCES), name="item_source_is_known"),
            CheckConstraint(condition=~Q(kept=True, state="struck"), name="item_kept_is_never_struck_off"),
            CheckConstraint(condition=~Q(source__in=rules.KEPT) | Q(kept=True), name="item_of_an_escalation_is_kept"),
            CheckConstraint(
                condition=Q(state__in=["waiting", "struck", "carried"])
                | Q(meeting__isnull=False, number__isnull=False),
                name="item_listed_is_on_an_agenda",
            ),
            CheckConstraint(condition=~Q(state="heard") | ~Q(outcome=""), name="item_heard_says_what_became_of_it"),
            UniqueConstraint(fields=["meeting", "number"], name="item_one_per_number"),
            UniqueConstraint(
                fields=["body", "about_kind", "about_id"],
                condition=Q(state__in=["waiting", "listed"], about_id__isnull=False),
                name="item_one_open_about_a_thing",
            ),
        ]
        indexes = [models.Index(fields=["about_kind", "about_id"], name="item_by_subject")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Someone comes to a meeting, came, left or sent apologies. Names on it are for who looks after the meeting."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    mandate = models.ForeignKey("boards.Mandate", models.PROTECT, null=True, related_name="attendances")
    how = models.CharField(max_length=8)  # rules.HOW
    childcare = models.BooleanField(default=False)
    teller = models.BooleanField(default=False)  # counts votes, beside another
    doubt = models.CharField(max_length=5, default="", blank=True)  # rules.DOUBTS: they say that they were not there
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(how__in=rules.HOW), name="attendance_how_is_known"),
            CheckConstraint(condition=Q(doubt__in=["", *rules.DOUBTS]), name="attendance_doubt_is_known"),
            UniqueConstraint(fields=["meeting", "person"], name="attendance_once_each"),
        ]
        indexes = [models.Index(fields=["meeting", "how"], name="attendance_by_how")]

    def __str__(self) -> str:
        return f"attendance ({self.how})"


class Proxy(models.Model):
    """Someone who cannot come lets another vote for them at one general meeting. `slot` numbers those that one holder has."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="given")
    giver = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    holder = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    slot = models.PositiveSmallIntegerField()
    words = models.TextField(default="", blank=True)  # how to vote, in the giver's words: for the holder alone
    paper = models.BooleanField(default=False)  # came as a form on paper
    state = models.CharField(max_length=9, default="given")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=["given", "withdrawn"]), name="proxy_state_is_known"),
            CheckConstraint(condition=Q(slot__gte=1), name="proxy_has_a_slot"),
            CheckConstraint(condition=~Q(giver=F("holder")), name="proxy_is_for_somebody_else"),
            UniqueConstraint(fields=["meeting", "giver"], condition=Q(state="given"), name="proxy_one_of_each"),
            UniqueConstraint(
                fields=["meeting", "holder", "slot"], condition=Q(state="given"), name="proxy_one_per_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"proxy ({self.state})"


class Resolution(Pointed):
    """Words that a meeting says yes or no to, by which majority, and what came of it. Below the quorum nothing is carried."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="resolutions")
    words = models.TextField()  # public, also under a closed item
    kind = models.CharField(max_length=14)  # rules.MAJORITIES
    state = models.CharField(max_length=6, default="open")  # open, closed
    opened = models.DateTimeField()
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    by_proxy = models.PositiveIntegerField(default=0)  # so many of these votes
    weighted = models.BooleanField(default=False)  # votes are weights, not heads
    present = models.PositiveIntegerField(default=0)  # who may vote on this and was there when it was closed
    proxies = models.PositiveIntegerField(default=0)
    quorum = models.PositiveIntegerField(default=0)
    mandate = models.BooleanField(default=False)  # enough were there
    carried = models.BooleanField(default=False)
    doubt = models.CharField(max_length=5, default="", blank=True)  # "asked", "fell": enough were there, it is said
    why = models.TextField(default="", blank=True)  # the result in one sentence
    power = models.ForeignKey("powers.Power", models.PROTECT, null=True, related_name="+")  # under which it decides
    pence = models.BigIntegerField(null=True)
    decision = models.ForeignKey("powers.Decision", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=sorted(rules.MAJORITIES)), name="resolution_kind_is_known"),
            CheckConstraint(condition=Q(state__in=["open", "closed"]), name="resolution_state_is_known"),
            CheckConstraint(condition=~Q(words=""), name="resolution_has_words"),
            CheckConstraint(condition=~Q(mandate=True) | QUORATE, name="resolution_mandate_has_its_quorum"),
            CheckConstraint(
                condition=~Q(carried=True) | Q(mandate=True, state="closed"), name="resolution_carried_has_a_mandate"
            ),
            CheckConstraint(
                condition=Q(doubt="") | Q(doubt__in=["asked", "fell"], mandate=True),
                name="resolution_in_doubt_had_a_mandate",
            ),
            CheckConstraint(
                condition=~Q(carried=True)
                | Q(kind="ordinary", yes__gt=F("no"))
                | Q(kind="two-thirds", yes__gt=0, yes__gte=2 * F("no"))
                | Q(kind="three-quarters", yes__gt=0, yes__gte=3 * F("no")),
                name="resolution_carried_by_its_majority",
            ),
            CheckConstraint(
                condition=Q(weighted=True) | Q(present__gte=F("yes") + F("no") + F("abstained") - F("proxies")),
                name="resolution_counts_no_more_votes_than_voters",
            ),
            CheckConstraint(condition=Q(by_proxy__lte=F("proxies")), name="resolution_counts_proxies_once"),
            CheckConstraint(
                condition=Q(decision__isnull=True) | Q(carried=True, power__isnull=False),
                name="resolution_decides_when_carried",
            ),
            UniqueConstraint(fields=["item"], condition=Q(state="open"), name="resolution_one_vote_at_a_time"),
        ]
        indexes = [models.Index(fields=["item", "opened"], name="resolution_by_item")]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def stands(self) -> bool:
        """Whether it was carried, and nobody's word that they were not there takes its quorum away."""
        return self.carried and not self.doubt


class Hand(models.Model):
    """How one member of a board voted: a named vote. Who declared an interest, or whose own contract it is, has none."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="hands")
    mandate = models.ForeignKey("boards.Mandate", models.PROTECT, related_name="hands")
    choice = models.CharField(max_length=7)  # rules.CHOICES
    weight = models.PositiveIntegerField(default=1)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(choice__in=rules.CHOICES), name="hand_choice_is_known"),
            UniqueConstraint(fields=["resolution", "mandate"], name="hand_one_of_each"),
        ]

    def __str__(self) -> str:
        return self.choice


class Tally(models.Model):
    """What one teller counted at a general meeting. A count stands when two tellers have the same figures."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="tallies")
    round = models.PositiveSmallIntegerField()
    teller = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField()
    by_proxy = models.PositiveIntegerField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["resolution", "round", "teller"], name="tally_once_each")]

    def __str__(self) -> str:
        return f"a teller's count, round {self.round}"


class Task(Pointed):
    """What a meeting wants done: by whom, by which day. Its clock is a promise."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="tasks")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="tasks")
    words = models.CharField(max_length=200)
    owner = models.CharField(max_length=30)  # minutes.rules.OWNERS: the role that owes it
    day = models.DateField()
    promise = models.ForeignKey("promises.Promise", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=~Q(words=""), name="task_has_words")]

    def __str__(self) -> str:
        return self.words


class Correction(models.Model):
    """What published minutes got wrong. The minutes stay as they are, with this beside them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="corrections")
    words = models.TextField()
    on = models.DateField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=~Q(words=""), name="correction_has_words")]

    def __str__(self) -> str:
        return self.words[:80]


class FirstTask(models.Model):
    """One thing that a new board does in its first weeks, from its pack."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey("boards.Body", models.PROTECT, related_name="first_tasks")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    done = models.DateField(null=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["body", "number"], name="first_task_one_per_number")]

    def __str__(self) -> str:
        return self.words
