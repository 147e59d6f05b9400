"""Who may do what with appointments, reviews, removals, recalls and confidences: never who is judged, but to answer."""

from typing import Any

from django.db.models import QuerySet

from letgo.commons.people.queries import either
from letgo.commons.people.rules import Actor, Policy
from letgo.commons.places import ways
from letgo.commons.places.queries import among
from letgo.commons.places.ways import near, over, own
from letgo.decide.boards.office_rules import STAFF_ROLES, WORKING
from letgo.decide.boards.policies import BOARD, inside, policy

# From each kind of row to the person it judges.
JUDGED = {
    "mandate": "person_id", "review": "mandate__person_id", "figure": "review__mandate__person_id",
    "removal": "mandate__person_id",
}  # fmt: skip


def _judges(actor: Actor, row: Any) -> bool:
    judged = ways.owner(JUDGED, row)
    return judged is not None and judged not in actor.selves and BOARD.one(actor, row)


def _judged_by(actor: Actor, rows: QuerySet) -> QuerySet:
    to = JUDGED.get(rows.model._meta.model_name)
    return BOARD.many(actor, rows).exclude(among(actor.selves, to)) if to else rows.none()


def _applies(actor: Actor, row: Any) -> bool:
    job = row is not None and row._meta.model_name == "appointment"
    return job and actor.subject is not None and row.state == "published"


def _applied_by(actor: Actor, rows: QuerySet) -> QuerySet:
    job = rows.model._meta.model_name == "appointment"
    return rows.filter(state="published") if job and actor.subject is not None else rows.none()


JUDGE = Policy(one=_judges, many=_judged_by)  # of the board, and never who is judged
ANSWERS = own(JUDGED)  # who is judged, and nobody in their place
READS_REMOVAL = either(BOARD, policy(inside(("outside-checker",))), ANSWERS)
APPLIES = Policy(one=_applies, many=_applied_by)  # anybody who is signed in, for a job that is published
READER = own({"confidence": "reader_id"})  # the one who was named, and nobody in their place
_AT_WORK = ways.policy({"body": ""}, near(*WORKING), over(*STAFF_ROLES), inside(STAFF_ROLES))
STAFF = Policy(  # who works at the body's place, or holds a role of staff there or in its organisation; nobody in their place
    one=lambda actor, row: actor.acting is None and _AT_WORK.one(actor, row),
    many=lambda actor, rows: rows.none() if actor.acting else _AT_WORK.many(actor, rows),
)
