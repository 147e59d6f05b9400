"""Places, homes and organisations; who lives there, belongs to them, and holds a role in them."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q


class Place(models.Model):
    """A council's area, a ward, an estate, a block. `lineage` is "/id/…/own id/": what is below starts with it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)  # rules.PlaceKind: council, ward, estate, block, area
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    lineage = models.CharField(max_length=400, unique=True, db_index=True)
    slug = models.SlugField(max_length=60, unique=True)
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

    def __str__(self) -> str:
        return f"home {self.pk}"


class Organisation(models.Model):
    """A council, a board, a co-op, a trust, a firm, a team."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)  # rules.OrganisationKind
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
        constraints = [
            CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="role_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["person", "end"], name="role_by_person")]

    def __str__(self) -> str:
        return f"{self.name} from {self.start}"
