"""Reading what is said in confidence: its reader alone, and with the slip who said it. Neither learns who the other way was."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from letgo.commons.people.queries import may, visible
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Role
from letgo.commons.places.queries import open_on, today
from letgo.commons.places.rules import ancestors
from letgo.decide.boards.models import Body
from letgo.decide.boards.office_models import Confidence, ConfidenceWords
from letgo.decide.boards.office_rules import slip_digest


@dataclass(frozen=True)
class Reader:
    """Someone to whom one can speak in confidence, and in which office they read it."""

    person: UUID
    office: str  # chair, outside-checker
    name: str


@dataclass(frozen=True)
class Said:
    """What was said and what was answered, for one of the two. Words are "" once they are deleted."""

    confidence: Confidence
    said: str
    answer: str


def readers(body: Body) -> list[Reader]:
    """The chair and the outside checkers of a body, never its manager. 3 SQL queries."""
    serving = body.mandates.filter(state="serving").select_related("person")
    managers = {row.person_id for row in serving if row.title == "manager"}
    found = {row.person_id: Reader(row.person_id, "chair", row.name) for row in serving if row.title == "chair"}
    near = Q(organisation=body.organisation_id) | Q(place__lineage__in=ancestors(body.place.lineage))
    rows = Role.objects.filter(open_on(today()), near, person__ended__isnull=True).select_related("person")
    for role in rows.filter(name="outside-checker").order_by("person__name", "pk"):
        found.setdefault(role.person_id, Reader(role.person_id, "outside-checker", role.person.name))
    managers |= set(rows.filter(name="manager").values_list("person", flat=True))
    return [one for one in found.values() if one.person not in managers]


def waiting(actor: Actor) -> list[Confidence]:
    """What was said to the actor, unanswered first, the oldest first. 1 SQL query."""
    rows = visible(actor, "boards.answer-confidence", Confidence.objects.select_related("body", "promise"))
    return sorted(rows.order_by("said", "pk"), key=lambda row: row.state != "said")


def unwritten(before: date) -> list[UUID]:
    """What was said before a day and does not stand in the record yet; their random keys order them. 1 SQL query."""
    return list(
        Confidence.objects.filter(line__isnull=True, said__lt=before).order_by("pk").values_list("pk", flat=True)[:100]
    )


def read(confidence: UUID, actor: Actor) -> Said | None:
    """For its reader: what was said. None for everybody else. 2 SQL queries."""
    row = Confidence.objects.select_related("body", "promise").filter(pk=confidence).first()
    return _said(row) if row is not None and may(actor, "boards.answer-confidence", row) else None


def by_slip(slip: str) -> Said | None:
    """For whoever has the slip: what they said, and the answer. None for a slip that opens nothing. 2 SQL queries."""
    row = Confidence.objects.select_related("body").filter(slip_digest=slip_digest(slip)).first()
    return _said(row) if row is not None else None


def _said(row: Confidence) -> Said:
    words = ConfidenceWords.objects.filter(confidence=row).first()
    return Said(row, words.said if words else "", words.answer if words else "")
