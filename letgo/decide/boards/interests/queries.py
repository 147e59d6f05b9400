"""Reading interests: public on the board's page, with the name under which a member sits."""

from collections.abc import Iterable
from uuid import UUID

from letgo.commons.record.refs import Ref
from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.office_models import Interest, Removal


def barred(about: Ref) -> frozenset[UUID]:
    """Who does not vote on a thing, because they said so or it is about them. 1 SQL query."""
    rows = Interest.objects.filter(about_kind=about.kind, about_id=about.id)
    return frozenset(rows.values_list("person", flat=True))


def declared(about: Ref) -> list[Interest]:
    """What was declared about a thing, the oldest first, each with its line. 1 SQL query."""
    rows = Interest.objects.filter(about_kind=about.kind, about_id=about.id, declared=True)
    return list(rows.select_related("line").order_by("line__at", "pk"))


def register(body: Body, size: int = 50) -> list[tuple[str, Interest]]:
    """The register of interests: the name under which each member sits, and what they declared; the newest first. 2 SQL queries.

    What was declared in a removal stands in it once there is a vote: before that nobody else knows of a removal.
    """
    private = Removal.objects.filter(mandate__body=body, voted_from=None).values("pk")
    known = body.interests.filter(declared=True).exclude(about_kind="removal", about_id__in=private)
    rows = list(known.select_related("line").order_by("-line__at", "pk")[:size])
    return list(zip(_named(body, [row.person_id for row in rows]), rows, strict=True))


def _named(body: Body, persons: Iterable[UUID]) -> list[str]:
    wanted = list(persons)
    names = dict(Mandate.objects.filter(body=body, person__in=wanted).order_by("start").values_list("person", "name"))
    return [names.get(person) or "A member of the board" for person in wanted]
