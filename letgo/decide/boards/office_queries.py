"""What waits for someone from the offices of boards: what was said to them, a hearing, reasons to read, a review. One read for all."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from letgo.commons.people.prepared import prepared_for
from letgo.commons.people.queries import visible
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.record.clock import now
from letgo.decide.boards.office_models import Confidence, Removal, Review
from letgo.decide.boards.presence import queries as presence

NO_DAY = Cast(Value(None), DateField())


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: `what` it asks of them, its id, the name of the body, and by when, as a moment or as a last day."""

    what: str  # answer, reply, second-read, comment, review
    id: UUID
    body: str
    due: datetime | None
    day: date | None


def waiting(actor: Actor, size: int = 20) -> list[Waiting]:
    """Words in confidence to answer, facts to reply to, reasons to read as the second, reviews under way, and meetings at which one was
    written down as there. 1 SQL query.

    Names nobody, and says nothing of what was said. None for who is not signed in, or acts for somebody else.
    """
    if actor.person is None or actor.acting is not None:
        return []
    found = [Waiting(*row) for row in _waiting(actor, now(), today(), size=size)]
    return sorted(found, key=lambda row: row.due is None)  # databases do not agree on where nothing stands


@prepared_for
def _waiting(actor: Actor, at: datetime, day: date, size: int) -> QuerySet:
    first, *rest = (
        _reviews(actor),
        _own_reviews(actor, day),
        _confidences(actor),
        _hearings(actor),
        _reasons(actor, at),
        _marked(actor, day),
        _asked(actor),
    )
    return first.union(*rest, all=True).order_by("by_moment", "what", "pk")[:size]


def _reviews(actor: Actor) -> QuerySet:
    rows = visible(actor, "boards.review", Review.objects.filter(state__in=["facts", "commented"]))
    return _told(rows, "review", "mandate__body__name", "promise__due", NO_DAY)


def _own_reviews(actor: Actor, day: date) -> QuerySet:
    rows = visible(actor, "boards.comment", Review.objects.filter(state="facts", comment_until__gte=day))
    return _told(rows, "comment", "mandate__body__name", "promise__due", F("comment_until"))


def _confidences(actor: Actor) -> QuerySet:
    rows = visible(actor, "boards.answer-confidence", Confidence.objects.filter(state="said"))
    return _told(rows, "answer", "body__name", "promise__due", NO_DAY)


def _hearings(actor: Actor) -> QuerySet:
    rows = visible(actor, "boards.reply", Removal.objects.filter(state="hearing", reply=""))
    return _told(rows, "reply", "mandate__body__name", "hearing_at", NO_DAY)


def _reasons(actor: Actor, at: datetime) -> QuerySet:
    ready = Q(state="hearing", hearing_at__lte=at, read_by__isnull=True)
    rows = Removal.objects.filter(ready).exclude(reasons="").exclude(reasons_by=actor.person)
    return _told(visible(actor, "boards.remove", rows), "second-read", "mandate__body__name", "due__due", NO_DAY)


def _marked(actor: Actor, day: date) -> QuerySet:
    until = F("meeting__deny_until")
    return _told(presence.marked(actor, day), "not-there", "meeting__title", "meeting__at", until, "meeting_id")


def _asked(actor: Actor) -> QuerySet:
    return _told(presence.asked(actor), "was-there", "meeting__title", "meeting__at", NO_DAY)


def _told(rows: QuerySet, what: str, body: str, due: str, day: F | Cast, pk: str = "pk") -> QuerySet:
    said = rows.order_by().annotate(
        what=Value(what, output_field=CharField()), body_name=F(body), by_moment=F(due), by_day=day
    )
    return said.values_list("what", pk, "body_name", "by_moment", "by_day")
