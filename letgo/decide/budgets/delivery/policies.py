"""Who delivers, who looks at what was done, and who pays small money out. Each answers for one row without SQL, and for a list alike."""

from typing import Any

from django.db.models import Q

from letgo.commons.people.rules import Actor, Policy
from letgo.commons.places.queries import below
from letgo.commons.places.rules import homes_of
from letgo.commons.powers.rules import WITNESSES, ancestors, speaks
from letgo.decide.budgets.policies import LIVES, NONE, policy, speaking
from letgo.decide.budgets.rules import OUTSIDE

TO_PROJECT = {"project": "", "stage": "project__", "change": "project__", "plan": "project__"}
AT_PLACE = ("power", "small")


def project_of(row: Any) -> Any:
    """The project to which a row belongs, None when it belongs to none."""
    kind = None if row is None else row._meta.model_name
    if kind not in TO_PROJECT:
        return None
    return row if kind == "project" else row.project


def delivers(actor: Actor, row: Any) -> bool:
    """Whether the actor holds the project's role: in its organisation, or at its place or above."""
    found = project_of(row)
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


def _near(actor: Actor, row: Any) -> bool:
    """Someone who lives at the place of a power or of an ask, or below it."""
    if row is None or row._meta.model_name not in AT_PLACE:
        return False
    return any(reach.startswith(row.place.lineage) for reach in homes_of(actor))


def _near_by(actor: Actor, rows: Any) -> Any:
    if rows.model._meta.model_name not in AT_PLACE:
        return rows.none()
    above = {lineage for reach in homes_of(actor) if reach != "/" for lineage in ancestors(reach)}
    return rows.filter(place__lineage__in=above)


def _pays(actor: Actor, row: Any) -> bool:
    return row is not None and row._meta.model_name == "small" and speaks(actor, {"treasurer"}, row.power.speaker_id)


def _paid_by(actor: Actor, rows: Any) -> Any:
    if rows.model._meta.model_name != "small":
        return rows.none()
    bodies = [grant.organisation for grant in actor.grants if grant.role == "treasurer" and grant.organisation]
    return rows.filter(power__speaker_id__in=bodies)


def _asked(actor: Actor, row: Any) -> bool:
    return (
        row is not None
        and row._meta.model_name == "small"
        and actor.subject is not None
        and row.asker_id == actor.subject
    )


DELIVERER = Policy(one=delivers, many=_delivered_by)
CONFIRMER = policy(LIVES, speaking((OUTSIDE,)))  # a resident; the outside checker when nobody came
SETTLER = policy(speaking(WITNESSES))
NEIGHBOUR = Policy(one=_near, many=_near_by)
PAYER = Policy(one=_pays, many=_paid_by)
ASKER = Policy(
    one=_asked,
    many=lambda actor, rows: (
        rows.filter(asker_id=actor.subject) if rows.model._meta.model_name == "small" and actor.subject else rows.none()
    ),
)
