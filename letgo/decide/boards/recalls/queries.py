"""Reading recalls: public, but who signed."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from letgo.commons.places.queries import today
from letgo.commons.powers.petitions.queries import Asked, asked
from letgo.decide.boards.electors import electors, newest_list
from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.office_rules import names_needed

JOINED = (
    "body__place",
    "body__organisation",
    "body__electorate",
    "mandate__seat",
    "petition",
    "poll",
    "election",
    "line",
)


@dataclass(frozen=True)
class Asking:
    """What a recall takes here: names, of how many who can vote, and how many must then vote."""

    names: int
    electors: int
    percent: int
    quorum_percent: int


def find(recall: UUID) -> Recall | None:
    """One recall with its body, petition and vote. 1 SQL query."""
    return _rows().filter(pk=recall).first()


def at(body: Body) -> list[Recall]:
    """The recalls of a body, those under way first. 1 SQL query."""
    return sorted(
        _rows().filter(body=body).order_by("-line__at"), key=lambda row: row.state in ("recalled", "kept", "lapsed")
    )


def of_petition(petition: UUID) -> Recall | None:
    """The recall that a petition asks for. 1 SQL query."""
    return _rows().filter(petition=petition).first()


def too_soon(body: Body, mandate: UUID | None) -> Recall | None:
    """One about the same that failed and cannot be asked for again yet; None when it can. 1 SQL query."""
    return next((row for row in resting(body) if row.mandate_id == mandate), None)


def resting(body: Body) -> list[Recall]:
    """Recalls that failed and cannot be asked for again yet, the longest wait last. 1 SQL query."""
    rows = Recall.objects.filter(body=body, again_from__gt=today()).select_related("body", "mandate__seat")
    return list(rows.exclude(mandate__state="ended").order_by("again_from", "pk"))


def names(of: Recall) -> Asked | None:
    """The petition of a recall with how many names are under it. 1 SQL query."""
    return asked(of.petition_id) if of.petition_id else None


def takes(body: Body) -> Asking:
    """What a recall would take today: for the page before anybody starts one. 3 SQL queries."""
    terms, here = body.fixed, len(electors(newest_list(body)))
    number = names_needed(terms.recall_percent, terms.recall_least, here)
    return Asking(number, here, terms.recall_percent, terms.recall_quorum_percent)


def concerned(of: Recall) -> list[Mandate]:
    """The seats that a recall would empty now: that of one member, or all. 1 SQL query."""
    rows = of.body.mandates.filter(state="serving", seat__isnull=False).select_related("seat", "person")
    return list((rows.filter(pk=of.mandate_id) if of.mandate_id else rows).order_by("seat__number"))


def due() -> list[Recall]:
    """Recalls with which the clock has something to do, or may. 1 SQL query."""
    return list(_rows().filter(state__in=["signing", "reached", "voting"]).order_by("pk"))


def _rows() -> QuerySet[Recall]:
    return Recall.objects.select_related(*JOINED)
