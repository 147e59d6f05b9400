"""What pages read of bodies, seats and elections. Offices and meetings have queries of their own in their inner rooms."""

from typing import Any
from uuid import UUID

from letgo.decide.boards.models import Body, Mandate


def title(row: Any) -> str:
    """What people call a body, an election, a nomination: for house/kinds.py."""
    return str(getattr(row, "name", "") or row)


def body(pk: UUID) -> Body | None:
    """The body with this id, with its place, organisation and electorate. 1 SQL query."""
    return Body.objects.filter(pk=pk).select_related("place", "organisation", "electorate").first()


def serving(of: Body) -> list[Mandate]:
    """Who holds an office of this body now, by seat. 1 SQL query."""
    rows = of.mandates.filter(state="serving").select_related("seat", "person")
    return list(rows.order_by("seat__number", "title", "pk"))
