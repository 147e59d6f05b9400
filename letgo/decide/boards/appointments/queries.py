"""Reading appointments: the job is public; who applied is for the board, until members vote on the names."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.decide.boards.models import Body
from letgo.decide.boards.office_models import Applicant, Appointment

JOINED = ("body__place", "body__organisation", "body__electorate", "poll", "mandate", "line")


def find(appointment: UUID) -> Appointment | None:
    """One appointment with its body, vote and mandate. 1 SQL query."""
    return _rows().filter(pk=appointment).first()


def at(body: Body, size: int = 20) -> list[Appointment]:
    """The published jobs of a body, those under way first. 1 SQL query."""
    return list(_rows().filter(body=body, published__isnull=False).order_by("decided", "-published", "pk")[:size])


def drafts(body: Body) -> list[Appointment]:
    """Jobs that are described and not published yet: for the board. 1 SQL query."""
    return list(_rows().filter(body=body, state="described").order_by("pk"))


def applicants(of: Appointment, actor: Actor) -> list[Applicant]:
    """Who applied, for the board; for anybody else those who stand once members vote on them, and their own. 1 SQL query."""
    rows = of.applicants.select_related("line").order_by("-points", "pk")
    if may(actor, "boards.appoint", of):
        return list(rows)
    public = rows.filter(state="stands") if of.poll_id and of.state in ("voting", "appointed") else rows.none()
    return list(rows.filter(pk__in=[*public.values_list("pk", flat=True), *_own(of, actor)]))


def _own(of: Appointment, actor: Actor) -> list[UUID]:
    mine = actor.person if actor.acting is None else None
    return list(of.applicants.filter(person=mine).values_list("pk", flat=True)) if mine else []


def applicant(pk: UUID) -> Applicant | None:
    """One who applied, with the job and its body. 1 SQL query."""
    rows = Applicant.objects.select_related(*(f"appointment__{name}" for name in JOINED))
    return rows.filter(pk=pk).first()


def standing(of: Appointment) -> list[Applicant]:
    """Those who stand, by the panel's points, the most first. 1 SQL query."""
    return list(of.applicants.filter(state="stands").order_by("-points", "pk"))


def voting() -> list[Appointment]:
    """Appointments that are being voted on, with their vote. 1 SQL query."""
    return list(Appointment.objects.filter(state="voting").select_related("poll").order_by("pk"))


def to_forget(day: date) -> list[UUID]:
    """Appointments decided before a day, with names that are still there. 1 SQL query."""
    rows = Appointment.objects.filter(decided__lt=day, applicants__forgotten__isnull=True).exclude(
        applicants__person__isnull=True
    )
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())


def _rows() -> QuerySet[Appointment]:
    return Appointment.objects.select_related(*JOINED)
