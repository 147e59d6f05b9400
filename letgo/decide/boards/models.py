"""Bodies, their seats and who holds them; elections and who stands; vacancies. Offices and meetings have their own files.

office_models.py has appointments, reviews, removals and recalls, meeting_models.py has meetings and resolutions.
"""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.record.models import Line, Pointed
from letgo.decide.boards import rules
from letgo.decide.boards.rules import BodyTerms


def put(self: Any, line: Line, **fields: Any) -> Any:
    """Save these fields of a row, explained by `line`. For actions alone."""
    for name, value in {**fields, "line": line}.items():
        setattr(self, name, value)
    self.save(update_fields=["line", *fields])
    return self


class Body(Pointed):
    """A board, committee or co-op: who elects it, and the terms by which it is made up, renewed and recalled."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="bodies")
    organisation = models.ForeignKey("places.Organisation", models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)  # a word of the pack: "tmo", "tenants-association"
    electorate = models.ForeignKey("places.Electorate", models.PROTECT, related_name="+")
    secure = models.ForeignKey(
        "places.Electorate", models.PROTECT, null=True, related_name="+"
    )  # who votes on going on
    terms = models.JSONField()  # rules.BodyTerms.as_data()
    state = models.CharField(max_length=8, default="forming")
    founded = models.DateField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.BODY_MOVES)), name="body_state_is_known"),
            UniqueConstraint(fields=["organisation"], condition=~Q(state="over"), name="body_one_of_an_organisation"),
        ]
        indexes = [models.Index(fields=["place", "state"], name="body_by_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def fixed(self) -> BodyTerms:
        """The terms as plain values."""
        return BodyTerms.from_data(self.terms)


class TermsChange(models.Model):
    """Other terms for a body, asked for by one person and agreed by another, who is from outside or on the board."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="changes")
    terms = models.JSONField()
    reason = models.TextField()
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=7, default="asked")  # asked, agreed, dropped
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=["asked", "agreed", "dropped"]), name="terms_change_state_is_known"),
            CheckConstraint(
                condition=~Q(state="agreed") | (Q(agreed_by__isnull=False) & ~Q(agreed_by=F("asked_by"))),
                name="terms_change_takes_two",
            ),
            CheckConstraint(condition=~Q(reason=""), name="terms_change_has_a_reason"),
            UniqueConstraint(fields=["body"], condition=Q(state="asked"), name="terms_change_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"other terms for {self.body_id} ({self.state})"


class Seat(models.Model):
    """One place on a body. `group` names the reserved group it is kept for, or nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=80, default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["body", "number"], name="seat_one_per_number")]

    def __str__(self) -> str:
        return f"seat {self.number}"


class Mandate(Pointed):
    """Someone holds an office: from a day until a day, and on what it rests. `name` is as it stood on the ballot."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="mandates")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="mandates")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="mandates")
    title = models.CharField(max_length=30, default="member")
    called = models.CharField(max_length=60, default="", blank=True)  # what the job was called: "Estate manager"
    name = models.CharField(max_length=120, default="", blank=True)
    source_kind = models.CharField(max_length=30)  # rules.SOURCES
    source_id = models.UUIDField(null=True)
    start = models.DateField()
    end = models.DateField()  # the first day on which it no longer holds
    ended = models.DateField(null=True)
    ended_why = models.CharField(max_length=12, default="", blank=True)  # rules.ENDED_WHY
    ended_by_kind = models.CharField(
        max_length=30, default="", blank=True
    )  # whose effect ended it: an election, a recall
    ended_by_id = models.UUIDField(null=True)
    state = models.CharField(max_length=7, default="serving")
    weight = models.PositiveIntegerField(default=1)
    coopted = models.BooleanField(default=False)
    targets = models.JSONField(default=list)  # [{words, by}]
    review_months = models.PositiveSmallIntegerField(null=True)
    role = models.ForeignKey("places.Role", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.MANDATE_MOVES)), name="mandate_state_is_known"),
            CheckConstraint(condition=Q(end__gte=F("start")), name="mandate_ends_after_it_starts"),
            CheckConstraint(condition=Q(weight__gt=0), name="mandate_has_a_weight"),
            CheckConstraint(condition=Q(source_kind__in=sorted(rules.SOURCES)), name="mandate_rests_on_something"),
            CheckConstraint(
                condition=Q(state="ended", ended__isnull=False, ended_why__in=rules.ENDED_WHY)
                | (~Q(state="ended") & Q(ended__isnull=True, ended_why="")),
                name="mandate_ended_says_when_and_why",
            ),
            UniqueConstraint(
                fields=["seat"], condition=~Q(state="ended") & Q(seat__isnull=False), name="mandate_one_holder_a_seat"
            ),
            UniqueConstraint(
                fields=["body", "person", "title"], condition=~Q(state="ended"), name="mandate_one_of_a_title_each"
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="mandate_by_body")]

    def __str__(self) -> str:
        return f"{self.title} from {self.start}"

    @property
    def office(self) -> str:
        """What it is, without the name of who holds it: for questions and titles that stand in the public record for good."""
        if self.title == "member" and self.seat is not None:
            return f"the member in seat {self.seat.number}"
        return f"the {self.called[:1].lower()}{self.called[1:]}" if self.called else f"the {self.title}"


class Election(Pointed):
    """Seats of one body are filled: its days, worked out and fixed at the call, and how far it is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="elections")
    seats = models.PositiveSmallIntegerField()
    places = models.JSONField(default=list)  # numbers of the seats it fills
    poll = models.ForeignKey("ballots.Poll", models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey("people.Person", models.PROTECT, related_name="+")  # from outside the body
    reserve = models.JSONField(default=list)  # [rules.Reserved as data], as it stood at the call
    terms = models.JSONField()  # the body's terms, as they stood at the call
    reason = models.TextField(default="", blank=True)
    seed_from = models.CharField(max_length=200)
    called = models.DateTimeField()
    nominations_open = models.DateTimeField()
    nominations_close = models.DateTimeField()
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    state = models.CharField(max_length=10, default="nominating")
    why = models.TextField(default="", blank=True)  # why it is in this state
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.ELECTION_MOVES)), name="election_state_is_known"),
            CheckConstraint(condition=Q(seats__gt=0), name="election_fills_something"),
            CheckConstraint(
                condition=Q(nominations_open__gte=F("called"), nominations_close__gt=F("nominations_open"))
                & Q(opens__gte=F("nominations_close"), closes__gt=F("opens")),
                name="election_days_follow_each_other",
            ),
            CheckConstraint(
                condition=~Q(state="voting") | Q(poll__isnull=False), name="election_voted_on_has_its_poll"
            ),
            CheckConstraint(
                condition=~Q(state__in=["failed", "void"]) | ~Q(why=""), name="election_over_without_seats_says_why"
            ),
            UniqueConstraint(
                fields=["body"],
                condition=Q(state__in=["nominating", "checking", "voting", "declared"]),
                name="election_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="election_by_body")]

    def __str__(self) -> str:
        return f"election of {self.seats} to {self.body_id}"

    @property
    def fixed(self) -> BodyTerms:
        """The terms by which it runs."""
        return BodyTerms.from_data(self.terms)


class Nomination(Pointed):
    """Someone who would sit on the body: what they say, and how far their name is. `name` is as it stands on the ballot.

    Of those who were not elected it is deleted when the election is long over (elections/forgetting.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    election = models.ForeignKey(Election, models.PROTECT, related_name="nominations")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, default="", blank=True)
    statement = models.TextField(default="", blank=True)
    groups = models.JSONField(default=dict)  # what reserved seats ask: {"tenure": "tenant"}
    state = models.CharField(max_length=9, default="offered")
    reason = models.TextField(default="", blank=True)
    consent = models.BooleanField()  # that name and statement stand in public
    forgotten = models.DateField(null=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.NOMINATION_MOVES)), name="nomination_state_is_known"),
            CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="nomination_is_refused_with_a_reason"),
            CheckConstraint(condition=~Q(state="stands") | Q(consent=True), name="nomination_stands_with_consent"),
            CheckConstraint(
                condition=Q(forgotten__isnull=True, person__isnull=False)
                | Q(forgotten__isnull=False, name="", statement="", groups={}, person__isnull=True),
                name="nomination_forgotten_has_no_name",
            ),
            UniqueConstraint(
                fields=["election", "person"],
                condition=Q(state__in=["offered", "stands"]),
                name="nomination_one_each",
            ),
        ]
        indexes = [models.Index(fields=["election", "state"], name="nomination_by_election")]

    def __str__(self) -> str:
        return f"a nomination ({self.state})"


class Seconding(models.Model):
    """Someone of the electorate backs a nomination. Counted; the names are for the returning officer alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="secondings")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["nomination", "person"], name="seconding_once_each")]

    def __str__(self) -> str:
        return f"a seconder of {self.nomination_id}"


class Vacancy(Pointed):
    """A seat without a holder, and how it is filled: the way was written before the poll."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="vacancies")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="vacancies")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")  # whose it was
    since = models.DateField()
    way = models.CharField(max_length=11)  # rules.WAYS
    state = models.CharField(max_length=10, default="open")
    why = models.TextField(default="", blank=True)
    election = models.ForeignKey(Election, models.PROTECT, null=True, related_name="vacancies")
    filled_by = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    offered = models.ForeignKey(Nomination, models.PROTECT, null=True, related_name="+")  # whom the old papers name
    offered_until = models.DateField(null=True)  # nothing said by then is a no
    gone = models.JSONField(default=list)  # numbers of options: who said no, or can take it no longer
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(rules.VACANCY_MOVES)), name="vacancy_state_is_known"),
            CheckConstraint(condition=Q(way__in=rules.WAYS), name="vacancy_way_is_known"),
            CheckConstraint(
                condition=~Q(state="filled") | Q(filled_by__isnull=False), name="vacancy_filled_by_someone"
            ),
            CheckConstraint(condition=~Q(state="kept-empty") | ~Q(why=""), name="vacancy_kept_empty_says_why"),
            UniqueConstraint(fields=["seat"], condition=Q(state__in=["open", "filling"]), name="vacancy_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["body", "state"], name="vacancy_by_body")]

    def __str__(self) -> str:
        return f"{self.seat_id} is empty ({self.state})"


class Approval(models.Model):
    """What one approver said about a new member. Nothing said by `until` is a yes. A no is a veto and has reasons."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="approvals")
    words = models.CharField(max_length=120)  # who: as the body's terms say it
    until = models.DateField()
    state = models.CharField(max_length=7, default="waiting")  # waiting, given, silent, refused
    reasons = models.TextField(default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state__in=["waiting", "given", "silent", "refused"]), name="approval_state_is_known"
            ),
            CheckConstraint(condition=~Q(state="refused") | ~Q(reasons=""), name="approval_refused_has_reasons"),
            UniqueConstraint(fields=["mandate", "words"], name="approval_one_of_each"),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.state}"


# Django finds a room's rows in this module only.
from letgo.decide.boards import expense_models, meeting_models, office_models  # noqa: E402, F401
