"""Reading places, and who someone is in them."""

from hashlib import sha256
from typing import Any

from django.db.models import F, Q, TextField
from django.db.models.functions import Coalesce

from letgo.commons.door.models import Session
from letgo.commons.people.rules import ANYONE, EVERYWHERE, Actor, Grant
from letgo.commons.places.rules import STAFF
from letgo.commons.record.clock import now


def actor_of(secret: str) -> Actor:
    """Who holds the session with this secret: the person and the roles they hold today, or ANYONE. 1 SQL query.

    A role of staff is left out until the session has its second factor; a role that ended is not there, nor a person who left.
    """
    at = now()
    today = at.date()
    rows = list(
        Session.objects.filter(
            digest=sha256(secret.encode()).hexdigest(), ended__isnull=True, expires__gt=at, person__ended__isnull=True
        )
        .annotate(
            role=F("person__roles__name"),
            since=F("person__roles__start"),
            until=F("person__roles__end"),
            reach=Coalesce(
                "person__roles__place__lineage",
                "person__roles__organisation__place__lineage",
                output_field=TextField(),
            ),
            organisation=F("person__roles__organisation_id"),
        )
        .values_list("id", "person_id", "strong_until", "role", "since", "until", "reach", "organisation")
    )
    if not rows:
        return ANYONE
    session, person, strong_until = rows[0][:3]
    strong = strong_until is not None and strong_until > at
    grants = frozenset(
        Grant(role, reach or EVERYWHERE, organisation)
        for *_, role, since, until, reach, organisation in rows
        if role and since <= today and (until is None or today < until) and (strong or role not in STAFF)
    )
    return Actor(frozenset({"anyone", "person"}), person=person, session=session, strong=strong, grants=grants)


def below(lineages: frozenset[str], field: str = "lineage") -> Q:
    """Rows whose `field` (a lineage) lies in or below any of these."""
    found = Q(pk__in=[])
    for lineage in lineages:
        found |= Q(**{f"{field}__startswith": lineage})
    return found


def title(row: Any) -> str:
    """What people call a place or an organisation."""
    return row.name
