"""Who opens the sealed bundle of a small vote."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from letgo.commons.people.rules import Actor, Policy
from letgo.decide.ballots.models import Agent
from letgo.decide.ballots.rules import PUBLIC


def _alone(actor: Actor) -> bool:
    return actor.person is not None and actor.acting is None and actor.helper is None


def _recounts(actor: Actor, poll: Any) -> bool:
    """One of the two agents who were named before the vote, once there is a result."""
    return _alone(actor) and poll.state in PUBLIC and poll.agents.filter(person=actor.person).exists()


def _recounted_by(actor: Actor, rows: QuerySet) -> QuerySet:
    if not _alone(actor):
        return rows.none()
    return rows.filter(Exists(Agent.objects.filter(poll=OuterRef("pk"), person=actor.person)), state__in=sorted(PUBLIC))


RECOUNTER = Policy(one=_recounts, many=_recounted_by)
