"""Who may do what with appointments, reviews, removals, recalls and confidences: never who is judged, but to answer."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from letgo.commons.people.rules import Actor, Policy
from letgo.commons.places.queries import below
from letgo.commons.powers.rules import ancestors
from letgo.decide.boards.office_rules import STAFF_ROLES, WORKING
from letgo.decide.boards.policies import BOARD, body_of, inside, policy

# From each kind of row to the person it judges.
JUDGED = {
    "mandate": "person_id", "review": "mandate__person_id", "figure": "review__mandate__person_id",
    "removal": "mandate__person_id",
}  # fmt: skip
CHECKER = policy(inside(("outside-checker",)))


def _judged(row: Any) -> UUID | None:
    way = None if row is None else JUDGED.get(row._meta.model_name)
    for name in way.split("__") if way else []:
        row = getattr(row, name)
    return row if way else None


def _selves(actor: Actor) -> list[UUID]:
    return [person for person in (actor.person, actor.subject) if person]


def _others(actor: Actor, rows: QuerySet) -> QuerySet:
    way = JUDGED.get(rows.model._meta.model_name)
    return rows.exclude(**{f"{way}__in": _selves(actor)}) if way else rows.none()


def _is_judged(actor: Actor, row: Any) -> bool:
    return actor.person is not None and actor.acting is None and _judged(row) == actor.person


def _of_judged(actor: Actor, rows: QuerySet) -> QuerySet:
    way = JUDGED.get(rows.model._meta.model_name)
    if way is None or actor.person is None or actor.acting is not None:
        return rows.none()
    return rows.filter(**{way: actor.person})


JUDGE = Policy(  # of the board, and never who is judged
    one=lambda actor, row: _judged(row) is not None and _judged(row) not in _selves(actor) and BOARD.one(actor, row),
    many=lambda actor, rows: _others(actor, BOARD.many(actor, rows)),
)
ANSWERS = Policy(one=_is_judged, many=_of_judged)  # themselves, and nobody in their place
READS_REMOVAL = Policy(
    one=lambda actor, row: BOARD.one(actor, row) or CHECKER.one(actor, row) or _is_judged(actor, row),
    many=lambda actor, rows: rows.filter(
        Q(pk__in=BOARD.many(actor, rows).values("pk"))
        | Q(pk__in=CHECKER.many(actor, rows).values("pk"))
        | Q(pk__in=_of_judged(actor, rows).values("pk"))
    ),
)


def _works(actor: Actor, row: Any) -> bool:
    """Someone who works at the body's place, or holds a role of staff there or in the body's organisation."""
    found = body_of(row)
    if found is None or actor.acting is not None:
        return False
    near = any(reach.startswith(found.place.lineage) for reach in actor.reaches(*WORKING))
    over = any(found.place.lineage.startswith(reach) for reach in actor.reaches(*STAFF_ROLES))
    return near or over or any(g.role in STAFF_ROLES and g.organisation == found.organisation_id for g in actor.grants)


def _works_at(actor: Actor, rows: QuerySet) -> QuerySet:
    if rows.model._meta.model_name != "body" or actor.acting is not None:
        return rows.none()
    above = {lineage for reach in actor.reaches(*WORKING) if reach != "/" for lineage in ancestors(reach)}
    own = [g.organisation for g in actor.grants if g.role in STAFF_ROLES and g.organisation]
    return rows.filter(
        Q(place__lineage__in=above) | below(actor.reaches(*STAFF_ROLES), "place__lineage") | Q(organisation_id__in=own)
    )


STAFF = Policy(
    one=lambda actor, row: row is not None and row._meta.model_name == "body" and _works(actor, row), many=_works_at
)


def _reads(actor: Actor, row: Any) -> bool:
    mine = actor.person is not None and actor.acting is None
    return mine and row is not None and row._meta.model_name == "confidence" and row.reader_id == actor.person


def _read_by(actor: Actor, rows: QuerySet) -> QuerySet:
    mine = actor.person is not None and actor.acting is None and rows.model._meta.model_name == "confidence"
    return rows.filter(reader=actor.person) if mine else rows.none()


READER = Policy(one=_reads, many=_read_by)  # the one who was named, and nobody in their place
APPLIES = Policy(  # anybody who is signed in, for a job that is published
    one=lambda actor, row: (
        actor.subject is not None
        and row is not None
        and row._meta.model_name == "appointment"
        and row.state == "published"
    ),
    many=lambda actor, rows: (
        rows.filter(state="published")
        if actor.subject is not None and rows.model._meta.model_name == "appointment"
        else rows.none()
    ),
)
