"""Reading who may count, who was written down as there, and whose word waits for somebody from outside."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from letgo.commons.people.queries import may, visible
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Role
from letgo.commons.places.queries import open_on, today
from letgo.commons.places.rules import ancestors
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.meeting_models import Attendance, Meeting, Resolution
from letgo.decide.boards.models import Body

DENIED_AT = ("open", "quorate", "held")


@dataclass(frozen=True)
class Doubt:
    """Of a meeting: how many say that they were not there and wait for an answer, and how many were found not to have been."""

    asked: int
    out: int


def may_count(row: Meeting, actor: Actor) -> bool:
    """Whether someone counts who is there: the board; at a meeting of all also its tellers and the outside checker. 1 SQL query."""
    if may(actor, "boards.mark-attendance", row):
        return True
    if row.kind not in rules.TO_ALL or not may(actor, "boards.count-quorum", row):
        return False
    if may(actor, "boards.settle-presence", row):
        return True
    here = row.attendances.filter(person=actor.person, teller=True, how__in=rules.THERE)
    return actor.person is not None and here.exclude(doubt__in=rules.NOT_COUNTED).exists()


def find(pk: UUID) -> Attendance | None:
    """One attendance with its meeting, body and person. 1 SQL query."""
    rows = Attendance.objects.select_related("meeting__body__place", "meeting__body__organisation", "person")
    return rows.filter(pk=pk).first()


def can_deny(row: Meeting, own: Attendance | None) -> bool:
    """Whether someone who was written down can still say that they were not there. No SQL."""
    if own is None or own.doubt or own.how not in rules.CAME or row.state not in DENIED_AT:
        return False
    return today() <= row.deny_until


def marked(actor: Actor, day: date) -> QuerySet[Attendance]:
    """Where someone was written down as there, while on `day` they can say that they were not. For who acts for nobody else."""
    rows = Attendance.objects.filter(person=actor.person, doubt="", how__in=rules.CAME)
    return rows.filter(meeting__state__in=DENIED_AT, meeting__deny_until__gte=day)


def asked(actor: Actor) -> QuerySet[Attendance]:
    """Who says that they were not there, for an outside checker who did not count them: what waits to be settled."""
    rows = visible(actor, "boards.settle-presence", Attendance.objects.filter(doubt="asked"))
    counted = Q(meeting__counted_by=actor.person) | Q(meeting__confirmed_by=actor.person) | Q(person=actor.person)
    return rows.exclude(pk__in=Attendance.objects.filter(counted).values("pk"))


def doubt(row: Meeting) -> Doubt:
    """How many of those who were written down say that they were not there. 1 SQL query."""
    said = list(row.attendances.filter(doubt__in=rules.NOT_COUNTED).values_list("doubt", flat=True))
    return Doubt(said.count("asked"), said.count("out"))


def rests_on(row: Meeting) -> list[Resolution]:
    """The votes of a meeting that are over, had enough people and did not fall since, locked. 1 SQL query."""
    rows = Resolution.objects.select_for_update(of=("self",)).filter(item__meeting=row, state="closed", mandate=True)
    return list(rows.exclude(doubt="fell").select_related("item").order_by("opened", "pk"))


def checkers(body: Body) -> list[UUID]:
    """Who holds the office of outside checker for a body today. 1 SQL query."""
    near = Q(organisation=body.organisation_id) | Q(place__lineage__in=ancestors(body.place.lineage))
    rows = Role.objects.filter(open_on(today()), near, name="outside-checker", person__ended__isnull=True)
    return list(rows.order_by("person").values_list("person", flat=True).distinct())
