"""Who may object to a vote."""

from typing import Any

from django.db.models import Q, QuerySet

from letgo.commons.people.rules import Actor, Policy
from letgo.commons.powers.rules import LIVING_THERE, ancestors, lives_in
from letgo.decide.ballots.policies import VOTER


def _objects(actor: Actor, poll: Any) -> bool:
    """Who is on the list; and who lives here or uses the services here, for whoever was left off it must be heard too."""
    return actor.subject is not None and (VOTER.one(actor, poll) or lives_in(actor, poll.place.lineage))


def _objected_by(actor: Actor, rows: QuerySet) -> QuerySet:
    if actor.subject is None:
        return rows.none()
    here = {
        above
        for grant in actor.grants
        if grant.role in LIVING_THERE and grant.reach != "/"
        for above in ancestors(grant.reach)
    }
    return rows.filter(Q(place__lineage__in=here) | Q(pk__in=VOTER.many(actor, rows).values("pk")))


CHALLENGER = Policy(one=_objects, many=_objected_by)
