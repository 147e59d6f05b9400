"""Reading removals: steps before the vote for the board, an outside checker and who it is about; from the vote on its reasons for all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from letgo.commons.people.queries import may, visible
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Organisation
from letgo.commons.places.rules import ancestors
from letgo.commons.record.clock import now
from letgo.decide.boards.models import Body
from letgo.decide.boards.office_models import Removal
from letgo.decide.boards.office_rules import EARLY, vote_fault

PUBLIC = ("vote", "removed", "kept")
PRIVATE = ("concern", "plan", "plan_until", "facts", "facts_shown", "hearing_at", "hearing_where", "reply", "replied")
JOINED = ("mandate__body__place", "mandate__body__organisation", "mandate__body__electorate", "mandate__seat", "employer", "poll",
          "due__rule", "line")  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A removal as somebody may see it: `private` holds the steps before the vote, or None for who does not read them."""

    removal: Removal
    private: dict[str, Any] | None


def find(removal: UUID, actor: Actor) -> Seen | None:
    """One removal as `actor` may see it; None when there is none, or it is not for them. 1 SQL query."""
    row = _rows().filter(pk=removal).first()
    if row is None:
        return None
    inside = may(actor, "boards.read-removal", row)
    if not inside and (row.state not in PUBLIC or row.voted_from is None):
        return None
    return Seen(row, {name: getattr(row, name) for name in PRIVATE} if inside else None)


def at(body: Body, actor: Actor) -> list[Removal]:
    """The removals of a body that `actor` may know of, the newest first. 2 SQL queries. Show what find() gives of each."""
    rows = _rows().filter(mandate__body=body)
    inside = set(
        visible(actor, "boards.read-removal", Removal.objects.filter(mandate__body=body)).values_list("pk", flat=True)
    )
    found = [row for row in rows if row.pk in inside or (row.state in PUBLIC and row.voted_from is not None)]
    return sorted(found, key=lambda row: row.line.at, reverse=True)


def employers(body: Body) -> list[Organisation]:
    """Who may employ someone in office there: the bodies that sit at its place or above it, by name. 1 SQL query."""
    return list(Organisation.objects.filter(place__lineage__in=ancestors(body.place.lineage)).order_by("name", "pk"))


def hearing_from(body: Body) -> datetime:
    """The first moment at which a hearing may be if the facts are shown now."""
    return localtime(now()) + timedelta(days=max(1, body.fixed.hearing_days))


def missing(row: Removal) -> str:
    """Why there can be no vote yet, in a sentence; "" when there can be one."""
    return vote_fault(row.heard, now(), max(1, row.mandate.body.fixed.hearing_days))


def due() -> list[Removal]:
    """Removals that are being voted on, with their vote, and those whose office ended before a vote. 1 SQL query."""
    rows = Removal.objects.filter(Q(state="vote") | Q(state__in=EARLY, mandate__state="ended"))
    return list(rows.select_related("poll").order_by("pk"))


def _rows() -> QuerySet[Removal]:
    return Removal.objects.select_related(*JOINED)
