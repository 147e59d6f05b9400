"""Reading minutes and tasks. Published minutes are everybody's; drafts and closed parts are the board's."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import among, today
from letgo.commons.record.prepared import prepared
from letgo.decide.boards.meeting_models import Correction, Meeting, Task
from letgo.decide.boards.models import Body

PAGE = 20


@dataclass(frozen=True)
class Shown:
    """The minutes as someone may read them: "" for what is not for them."""

    words: str
    closed: str
    draft: bool
    corrections: list[Correction]


def of(row: Meeting, actor: Actor) -> Shown:
    """The minutes of a meeting. 1 SQL query."""
    sits = may(actor, "boards.read-closed", row)
    words = row.minutes if row.published or sits else ""
    return Shown(
        words, row.closed_minutes if sits else "", not row.published, list(row.corrections.order_by("on", "pk"))
    )


def tasks(row: Meeting) -> list[Task]:
    """What a meeting wants done, each with its promise, by day. 1 SQL query."""
    return list(row.tasks.select_related("promise__rule", "item").order_by("day", "pk"))


def open_tasks(body: Body) -> list[Task]:
    """What the meetings of a body want done and is not done yet, the next due first. 1 SQL query."""
    rows = Task.objects.filter(meeting__body=body, promise__closed="").select_related("promise__rule", "meeting")
    return list(rows.order_by("day", "pk")[:100])


def published(body: Body, *, start: int = 0, size: int = PAGE) -> list[Meeting]:
    """The meetings of a body with published minutes, the latest first, at most `size` + 1. 1 SQL query."""
    return list(body.meetings.filter(published__isnull=False).order_by("-at", "pk")[start : start + size + 1])


def waits_for(actor: Actor, size: int = PAGE) -> list[Meeting]:
    """The meetings whose minutes wait for someone who sits on the board, the next due first. 1 SQL query."""
    bodies = [grant.organisation for grant in actor.grants if grant.role == "secretary" and grant.organisation]
    return _waits_in(sorted(bodies), size=size)


@prepared
def _waits_in(bodies: list[UUID], size: int) -> QuerySet[Meeting]:
    waits = Q(state__in=["held", "inquorate"], published__isnull=True)
    rows = Meeting.objects.filter(waits, among(bodies, "body__organisation"))
    return rows.select_related("body__place").order_by("publish_by", "pk")[:size]


def due_to_publish() -> list[UUID]:
    """Meetings whose minutes are not published and whose day for it is over. 1 SQL query."""
    rows = Meeting.objects.filter(published__isnull=True, publish_by__lt=today(), state__in=["held", "inquorate"])
    return list(rows.order_by("publish_by", "pk").values_list("pk", flat=True)[:100])
