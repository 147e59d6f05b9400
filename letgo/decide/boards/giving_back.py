"""Giving back an office that a vote ended, when that vote does not stand."""

from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs
from letgo.decide.boards import seating
from letgo.decide.boards.models import Mandate


def sit_again(held: Mandate, key: str, *, by: Signs) -> bool:
    """A new mandate to the same day, for the same person, in the caller's transaction.

    Who was approved before is not asked about again. False, and nothing is done, when the office is held by now, or its time is over.
    """
    taken = held.seat is not None and held.seat.mandates.exclude(state="ended").exists()
    single = held.title != "member" and held.body.mandates.filter(title=held.title).exclude(state="ended").exists()
    if taken or single or held.state != "ended" or held.end <= today():
        return False
    made = seating.fill(
        held.body_id, held.person_id, name=held.name, source=(held.source_kind, held.source_id), start=today(), end=held.end,
        seat=held.seat, title=held.title, called=held.called, weight=held.weight, coopted=held.coopted, targets=held.targets,
        review_months=held.review_months, approved=held.role_id is not None, by=by, key=f"{key}:{held.pk}:again",
    )  # fmt: skip
    if held.seat is not None:
        seating.close_vacancy(held.seat, made, by=by)
    return True
