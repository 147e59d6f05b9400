"""Who may read a promise, and who may do what to it. The rule names the role that holds the duty and the role that may excuse."""

from typing import Any

from django.db.models import Q, QuerySet

from letgo.commons.people.rules import Actor, Grant, Policy, holding
from letgo.commons.places.queries import below
from letgo.commons.places.rules import homes_of, own_organisations, own_persons, places_in, staff_reaches
from letgo.commons.promises.models import Promise


def _has(actor: Actor, row: Promise, role: str) -> bool:
    """Whether the actor holds `role` where the duty is held."""
    if not role:
        return False
    lineage = row.place.lineage if row.place else "/"
    return any(grant.role == role and _covers(grant, row, lineage) for grant in actor.grants)


def _covers(grant: Grant, row: Promise, lineage: str) -> bool:
    if row.holder_kind == "organisation":
        return grant.organisation == row.holder_id or (grant.organisation is None and lineage.startswith(grant.reach))
    return lineage.startswith(grant.reach)


def _theirs(actor: Actor, field: str) -> Q:
    """Promises whose rule's `field` names a role that the actor holds there: the same as _has(), for a list."""
    found = Q(pk__in=[])
    for grant in actor.grants:
        role = Q(**{f"rule__{field}": grant.role})
        there = Q(place__lineage__startswith=grant.reach)
        if grant.reach == "/":
            there |= Q(place__isnull=True)
        if grant.organisation is not None:
            there &= Q(holder_kind="place")
        found |= role & (there | Q(holder_kind="organisation", holder_id=grant.organisation))
    return found


def holds(actor: Actor, row: Promise) -> bool:
    """Whether the duty is the actor's own."""
    return _has(actor, row, row.rule.role)


def held_by(actor: Actor) -> Q:
    """The promises whose duty is the actor's own."""
    return _theirs(actor, "role")


def _excuses(actor: Actor, row: Any) -> bool:
    return isinstance(row, Promise) and _has(actor, row, row.rule.excused_by) and not holds(actor, row)


def _reads(actor: Actor, row: Any) -> bool:
    if not isinstance(row, Promise):
        return False
    if row.audience_kind == "public":
        return "anyone" in actor.roles
    if holds(actor, row) or _has(actor, row, row.rule.excused_by):
        return True
    if row.audience_kind == "person":
        return row.audience_id in own_persons(actor)
    if row.audience_kind == "organisation":
        return row.audience_id in own_organisations(actor)
    if row.audience_kind == "place" and row.place:
        lives = row.place_id in places_in(homes_of(actor))
        return lives or any(row.place.lineage.startswith(reach) for reach in staff_reaches(actor))
    return False


def _read_by(actor: Actor, rows: QuerySet) -> QuerySet:
    if rows.model is not Promise:
        return rows.none()
    public = Q(audience_kind="public") if "anyone" in actor.roles else Q(pk__in=[])
    private = (
        held_by(actor)
        | _theirs(actor, "excused_by")
        | Q(audience_kind="person", audience_id__in=own_persons(actor))
        | Q(audience_kind="organisation", audience_id__in=own_organisations(actor))
        | Q(audience_kind="place", place_id__in=places_in(homes_of(actor)))
        | Q(audience_kind="place") & below(staff_reaches(actor), "place__lineage")
    )
    return rows.filter(public | ~Q(audience_kind="public") & private)


READ = Policy(one=_reads, many=_read_by)
HOLDER = Policy(
    one=lambda actor, row: isinstance(row, Promise) and holds(actor, row),
    many=lambda actor, rows: rows.filter(held_by(actor)) if rows.model is Promise else rows.none(),
)
MEETER = Policy(  # what an answer meets, nobody calls done by hand
    one=lambda actor, row: HOLDER.one(actor, row) and not row.met_by,
    many=lambda actor, rows: HOLDER.many(actor, rows).filter(met_by="") if rows.model is Promise else rows.none(),
)
EXCUSER = Policy(
    one=_excuses,
    many=lambda actor, rows: (
        rows.filter(_theirs(actor, "excused_by")).exclude(held_by(actor)) if rows.model is Promise else rows.none()
    ),
)
KEEPER = holding("administrator")


def _seconds(actor: Actor) -> bool:
    return bool(actor.reaches("administrator")) or any(grant.role == "outside-checker" for grant in actor.grants)


SECOND = Policy(  # whoever proposed it never is; the outside checker only in a small house: the action says so
    one=lambda actor, row: _seconds(actor),
    many=lambda actor, rows: rows if _seconds(actor) else rows.none(),
)
