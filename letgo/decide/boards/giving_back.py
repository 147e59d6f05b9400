"""Giving back what a vote ended, when that vote does not stand: by new offices to the same day, and with a reason where it cannot be."""

from dataclasses import dataclass

from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs
from letgo.commons.record.refs import Ref
from letgo.decide.boards import seating
from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.watching import close_vacancy


@dataclass(frozen=True)
class Given:
    """Who holds an office again, and a sentence for each office that could not be given back."""

    again: tuple[Mandate, ...]
    kept_from: tuple[str, ...]


def give_back(body: Body, because: Ref, key: str, *, by: Signs) -> Given:
    """Give back every office that this election, recall or removal ended: seats first, then who was asked in, then who chairs.

    In the caller's transaction, with the body locked. Nobody's name is in what it says.
    """
    rows = Mandate.objects.filter(body=body, ended_by_kind=because.kind, ended_by_id=because.id, state="ended")
    ordered = sorted(
        rows.select_related("seat", "person"),
        key=lambda held: (held.seat_id is None, held.title != "member", held.start),
    )
    again, kept_from = [], []
    for held in ordered:
        held.body = body
        if why := why_not(held):
            kept_from.append(f"{_first_up(held.office)} is not given back: {why}")
        else:
            again.append(_sit_again(held, key, by))
    return Given(tuple(again), tuple(kept_from))


def why_not(held: Mandate) -> str:
    """Why an office that ended cannot be given back to whoever had it, or "". At most 5 SQL queries."""
    now_held = held.body.mandates.exclude(state="ended")
    if held.end <= today():
        return "its time is over."
    if held.person.ended is not None:
        return "whoever had it is not here any more."
    if held.seat is not None and now_held.filter(seat=held.seat).exists():
        return "somebody else has it by now."
    if held.title != "member" and now_held.filter(title=held.title).exists():
        return "somebody else has it by now."
    if now_held.filter(person=held.person_id, title=held.title).exists():
        return "whoever had it holds another seat by now."
    if held.title == "chair" and not now_held.filter(person=held.person_id, title="member").exists():
        return "whoever had it does not sit there now."
    if held.coopted and now_held.filter(coopted=True).count() >= held.body.fixed.coopted_most:
        return "the board has asked in as many others as its rules allow."
    return ""


def _sit_again(held: Mandate, key: str, by: Signs) -> Mandate:
    """A new office to the same day, for the same person. Who was approved before is not asked about again."""
    made = seating.fill(
        held.body_id, held.person_id, name=held.name, source=(held.source_kind, held.source_id), start=today(), end=held.end,
        seat=held.seat, title=held.title, called=held.called, weight=held.weight, coopted=held.coopted, targets=held.targets,
        review_months=held.review_months, approved=held.role_id is not None, by=by, key=f"{key}:{held.pk}:again",
    )  # fmt: skip
    if held.seat is not None:
        close_vacancy(held.seat, made, by=by)
    return made


def _first_up(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
