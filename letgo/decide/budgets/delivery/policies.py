"""Who delivers, who looks at what was done, and who pays small money out. Each answers for one row without SQL, and for a list alike."""

from typing import Any

from django.db.models import Q

from letgo.commons.people.rules import Actor, Policy
from letgo.commons.places import ways
from letgo.commons.places.queries import below
from letgo.commons.places.rules import speaks
from letgo.commons.places.ways import LIVES, NONE
from letgo.commons.powers.rules import WITNESSES
from letgo.decide.budgets.policies import VOTERS, policy, speaking
from letgo.decide.budgets.rules import OUTSIDE

# From each kind of row to its project.
TO_PROJECT = {"project": "", "stage": "project__", "change": "project__", "plan": "project__"}


def delivers(actor: Actor, row: Any) -> bool:
    """Whether the actor holds the project's role: in its organisation, or at its place or above."""
    found = ways.owner(TO_PROJECT, row)
    if found is None:
        return False
    if found.organisation_id:
        return speaks(actor, {found.officer}, found.organisation_id)
    return any(found.round.place.lineage.startswith(reach) for reach in actor.reaches(found.officer))


def _delivered_by(actor: Actor, rows: Any) -> Any:
    to = TO_PROJECT.get(rows.model._meta.model_name)
    if to is None:
        return rows.none()
    found = NONE
    for role in {grant.role for grant in actor.grants}:
        bodies = [grant.organisation for grant in actor.grants if grant.role == role and grant.organisation]
        here = below(actor.reaches(role), f"{to}round__place__lineage") & Q(**{f"{to}organisation__isnull": True})
        found |= Q(**{f"{to}officer": role}) & (here | Q(**{f"{to}organisation_id__in": bodies}))
    return rows.filter(found)


def _asked(actor: Actor, row: Any) -> bool:
    return (
        row is not None
        and row._meta.model_name == "small"
        and actor.subject is not None
        and row.asker_id == actor.subject
    )


DELIVERER = Policy(one=delivers, many=_delivered_by)
CONFIRMER = policy(*VOTERS, speaking((OUTSIDE,)))  # a resident; the outside checker when nobody came
SETTLER = policy(speaking(WITNESSES))
NEIGHBOUR = ways.policy({"power": "", "small": ""}, LIVES)  # at the place of a power or of an ask, or below it
PAYER = ways.policy({"small": ""}, speaking(("treasurer",)))
ASKER = Policy(
    one=_asked,
    many=lambda actor, rows: (
        rows.filter(asker_id=actor.subject) if rows.model._meta.model_name == "small" and actor.subject else rows.none()
    ),
)
