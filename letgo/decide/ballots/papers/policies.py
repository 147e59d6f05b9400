"""Who may receive, type, read and settle papers. A row that is not saved yet stands for the one that would be."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from letgo.commons.people.rules import Actor, Policy
from letgo.decide.ballots.models import PaperReading
from letgo.decide.ballots.papers.rules import SMALL_BODY
from letgo.decide.ballots.policies import CHECKER, TYPIST


def _typed(actor: Actor, batch: Any) -> bool:
    return batch.readings.filter(typist=actor.person).exists()


def _typed_by(actor: Actor) -> Exists:
    return Exists(PaperReading.objects.filter(batch=OuterRef("pk"), typist=actor.person))


def _alone(actor: Actor) -> bool:
    """A person who acts for nobody else: whose hands type is said by name."""
    return actor.person is not None and actor.acting is None and actor.helper is None


def _types(actor: Actor, batch: Any) -> bool:
    return _alone(actor) and TYPIST.one(actor, batch) and not _typed(actor, batch)


def _types_of(actor: Actor, rows: QuerySet) -> QuerySet:
    return TYPIST.many(actor, rows).exclude(_typed_by(actor)) if _alone(actor) else rows.none()


def _settles(actor: Actor, batch: Any) -> bool:
    """Someone who typed neither reading; in a small body the outside checker also when they did."""
    small = batch.poll.roll_size < SMALL_BODY and CHECKER.one(actor, batch)
    return _alone(actor) and TYPIST.one(actor, batch) and (small or not _typed(actor, batch))


def _settles_of(actor: Actor, rows: QuerySet) -> QuerySet:
    if not _alone(actor):
        return rows.none()
    small = Q(poll__roll_size__lt=SMALL_BODY, pk__in=CHECKER.many(actor, rows).values("pk"))
    return TYPIST.many(actor, rows).filter(small | ~_typed_by(actor))


def _own(actor: Actor, reading: Any) -> bool:
    return _alone(actor) and reading.typist_id == actor.person


def _own_of(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(typist=actor.person) if _alone(actor) else rows.none()


TYPES = Policy(one=_types, many=_types_of)
SETTLES = Policy(one=_settles, many=_settles_of)
READS = Policy(
    one=_own, many=_own_of
)  # what one typed is read by nobody else: not by the second typist, nor by who settles
