"""Who someone is to us, how to reach them safely, who acts for them, what they agreed to, and worries about someone."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.people.rules import Acts, Safe, Worry


class Person(models.Model):
    """Someone who uses, works in or runs a service. A name is as its owner writes it; nothing here is needed but an id."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=12, default="en")  # BCP 47
    needs = models.JSONField(default=list)  # of rules.NEEDS: "large-print", "easy-read", ...
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)  # no longer here: signs in nowhere, is on no new roll

    def __str__(self) -> str:
        return f"person {self.pk}"  # never the name: this reaches logs


class RouteQuerySet(models.QuerySet):
    """Many routes."""

    def with_shared(self) -> "RouteQuerySet":
        """Each with `shared`: another person who is still here has the same address."""
        others = Route.objects.filter(kind=models.OuterRef("kind"), address=models.OuterRef("address"))
        others = others.filter(person__ended__isnull=True).exclude(person=models.OuterRef("person"))
        return self.annotate(shared=models.Exists(others))


class Route(models.Model):
    """One way to reach a person. Private; deleted outright when its owner takes it away. Several persons may have the same."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="routes")
    kind = models.CharField(max_length=6)  # rules.ROUTES: email, text, letter, phone
    address = models.CharField(max_length=300)  # as rules.tidy_address keeps it
    order = models.PositiveSmallIntegerField(default=0)  # the smallest is tried first
    proved = models.DateTimeField(null=True)  # a code sent there came back, or an officer saw it
    never = models.BooleanField(default=False)  # kept, but we do not write or ring there
    made = models.DateTimeField()

    objects = RouteQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "kind", "address"], name="route_once_per_person")]
        indexes = [models.Index(fields=["kind", "address"], name="route_by_address")]

    def __str__(self) -> str:
        return f"route {self.pk}"


class SafeContact(models.Model):
    """How and when a person may be reached, and what never to do. None: rules.Safe() holds."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="safe_contact")
    kinds = models.JSONField(default=list)  # of rules.ROUTES
    days = models.JSONField(default=list)  # 0 is Monday
    start = models.PositiveSmallIntegerField()  # hours of the place's own day
    end = models.PositiveSmallIntegerField()
    never = models.JSONField(default=list)  # of rules.NEVER

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(start__lt=F("end"), end__lte=24), name="safe_contact_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return f"safe contact of {self.pk}"

    def as_safe(self) -> Safe:
        """The same as a plain value."""
        return Safe(frozenset(self.kinds), frozenset(self.days), self.start, self.end, frozenset(self.never))


class ActingForQuerySet(models.QuerySet):
    """Many of them."""

    def in_force(self, at: models.DateTimeField) -> "ActingForQuerySet":
        """Those that hold at this moment: given, begun, not over, and both persons still here."""
        begun = self.filter(state=Acts.GIVEN, start__lte=at, person__ended__isnull=True, for_person__ended__isnull=True)
        return begun.filter(Q(until__isnull=True) | Q(until__gt=at))


class ActingFor(models.Model):
    """A person does things for another: in what, from when, until when. Also the two hours in which an officer helps someone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="acts_for")
    for_person = models.ForeignKey(Person, models.PROTECT, related_name="acted_for_by")
    role = models.CharField(max_length=10)  # rules.ACTING_ROLES, or rules.HELPER
    scopes = models.CharField(max_length=100)  # of rules.SCOPES, a space between them
    start = models.DateTimeField()
    until = models.DateTimeField(null=True)  # the first moment at which it no longer holds
    evidence = models.CharField(
        max_length=200, blank=True, default=""
    )  # what an officer saw; for a helper, how it was agreed
    state = models.CharField(max_length=9, default=Acts.GIVEN)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    objects = ActingForQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(person=F("for_person")), name="acting_is_for_somebody_else"),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")), name="acting_ends_after_it_starts"
            ),
            CheckConstraint(
                condition=Q(state__in=[Acts.GIVEN, Acts.SUSPENDED, Acts.ENDED]), name="acting_has_a_known_state"
            ),
            UniqueConstraint(
                fields=["person", "for_person", "role"],
                condition=~Q(state=Acts.ENDED),
                name="acting_once_per_two_and_role",
            ),
        ]

    def __str__(self) -> str:
        return f"acting for {self.pk}"


class Wording(models.Model):
    """What a yes is asked for, in words that never change: a new version is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    purpose = models.CharField(max_length=60)  # "families.share-with-school"
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    easy = models.TextField()  # the same as Easy Read: one short sentence a line
    start = models.DateTimeField()
    asks_again = models.BooleanField(default=False)  # a yes to an earlier version does not hold for this one
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["purpose", "version"], name="wording_once_per_version")]

    def __str__(self) -> str:
        return f"{self.purpose}, version {self.version}"


class Agreement(models.Model):
    """A person's yes to one wording, from when, until when. `purpose` is the wording's own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="agreements")
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="agreements")
    purpose = models.CharField(max_length=60)
    given = models.DateTimeField()
    until = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn__isnull=True), name="agreement_one_yes_per_purpose"
            ),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("given")), name="agreement_ends_after_it_is_given"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class Concern(models.Model):
    """A worry about someone: that it is there, where, and how it stands. What it says is in ConcernWords."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reach = models.CharField(max_length=400, default="/")  # a place's lineage, or "/" when nobody said where
    at = models.DateTimeField()
    state = models.CharField(max_length=6, default=Worry.RAISED)
    answerer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # who took it up
    clock = models.BooleanField(default=False)  # whether a promise to answer it was set going
    late = models.BooleanField(default=False)  # one of very many at once: read after the others
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state__in=[Worry.RAISED, Worry.TAKEN, Worry.CLOSED]), name="concern_has_a_known_state"
            ),
            CheckConstraint(
                condition=Q(state=Worry.RAISED, answerer__isnull=True)
                | ~Q(state=Worry.RAISED) & Q(answerer__isnull=False),
                name="concern_that_is_taken_has_an_answerer",
            ),
        ]
        indexes = [models.Index(fields=["state", "at"], name="concern_by_state")]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class ConcernWords(models.Model):
    """What a worry says. Deleted when it must be forgotten; the concern and its lines stay."""

    concern = models.OneToOneField(Concern, models.PROTECT, primary_key=True, related_name="words")
    said = models.TextField()
    about = models.CharField(max_length=200, blank=True, default="")
    reply = models.CharField(max_length=300, blank=True, default="")  # how to reach who is worried, if they said
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")  # only if they chose to be named
    digest = models.CharField(max_length=64)  # the same words twice within a day are one worry
    again = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"words of {self.concern_id}"


class PaperForm(models.Model):
    """A printed form: the short code on it opens the same form for who brings the paper back. The code alone opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=8, unique=True)
    page = models.CharField(max_length=60)  # the form's name in the table of addresses
    words = models.JSONField(default=dict)  # what its address needs: ids only
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    made = models.DateTimeField()
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"paper form {self.pk}"
