"""Places, homes and organisations; who lives there, belongs to them, and holds a role in them."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.commons.places.rules import Stage

ENDS = Q(end__isnull=True) | Q(end__gte=F("start"))


class Place(models.Model):
    """A council's area, a ward, an estate, a block. `lineage` is "/id/…/own id/": what is below starts with it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)  # rules.PLACE_KINDS
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    lineage = models.CharField(max_length=400, unique=True, db_index=True)
    slug = models.SlugField(max_length=60, unique=True)  # stays when the name changes: addresses do not break
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Home(models.Model):
    """One dwelling. Its UPRN is optional, and unique where there is one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="homes")
    address = models.CharField(max_length=200)
    uprn = models.CharField(max_length=12, null=True, unique=True)
    ended = models.DateField(null=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["place", "address"], name="home_one_per_address")]

    def __str__(self) -> str:
        return f"home {self.pk}"


class Organisation(models.Model):
    """A council, a board, a co-op, a trust, a firm, a team."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)  # rules.ORGANISATION_KINDS
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="organisations")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A person holds a role at a place (or in an organisation) from a day until a day. `line` says on whose word."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="roles")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="roles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="roles")
    name = models.CharField(max_length=30)  # rules.ROLES
    start = models.DateField()
    end = models.DateField(null=True)  # the first day on which it no longer holds
    evidence = models.CharField(max_length=200, default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=ENDS, name="role_ends_after_it_starts")]
        indexes = [models.Index(fields=["person", "end"], name="role_by_person")]

    def __str__(self) -> str:
        return f"{self.name} from {self.start}"


class Standing(models.Model):
    """What someone is to a place: lives here, uses a service here, works here, or is of an age. From a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="standings")
    place = models.ForeignKey(Place, models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=20)  # rules.STANDINGS
    home = models.ForeignKey(Home, models.PROTECT, null=True, related_name="standings")
    detail = models.CharField(max_length=20, default="", blank=True)  # of an age-band: rules.AGE_BANDS
    start = models.DateField()
    end = models.DateField(null=True)  # the first day on which it no longer holds
    evidence = models.CharField(max_length=200, default="", blank=True)  # "tenancy list 2026-10"
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=ENDS, name="standing_ends_after_it_starts"),
            UniqueConstraint(
                fields=["person", "place", "kind"],
                condition=Q(end__isnull=True),
                name="standing_one_open_of_a_kind_at_a_place",
            ),
        ]
        indexes = [models.Index(fields=["place", "kind", "end"], name="standing_by_place")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.start}"


class Membership(models.Model):
    """A person belongs to an organisation from a day until a day. One person, one membership at a time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    start = models.DateField()
    end = models.DateField(null=True)  # the first day on which it no longer holds
    evidence = models.CharField(max_length=200, default="", blank=True)
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=ENDS, name="membership_ends_after_it_starts"),
            UniqueConstraint(
                fields=["person", "organisation"], condition=Q(end__isnull=True), name="membership_one_open_each"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "end"], name="membership_by_organisation")]

    def __str__(self) -> str:
        return f"membership from {self.start}"


class Electorate(models.Model):
    """Who is eligible, as a rule. A changed rule is a new version; an old one is never touched."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="electorates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="electorates")
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    rule = models.JSONField()  # rules.Eligibility.as_data()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["place", "name", "version"], name="electorate_one_per_version")]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class Import(models.Model):
    """A list of people that came in as a file, for one place: what was found in it, and whether it was taken over.

    The file itself lies on disk and goes when the import is over. `problems` name lines and columns, never what stands there.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="imports")
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=200)
    state = models.CharField(max_length=9, default=Stage.CHECKING.value)  # rules.Stage
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    found = models.JSONField(default=dict)  # rules.Findings.as_data(): counts, problems, notes
    line = models.ForeignKey("record.Line", models.PROTECT, null=True, related_name="+")  # once it is taken over

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(state="done") | Q(line__isnull=False), name="import_done_has_its_line")
        ]

    def __str__(self) -> str:
        return f"import {self.pk} ({self.state})"
