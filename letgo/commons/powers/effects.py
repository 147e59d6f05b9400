"""What powers and petitions set going, by the names in house/effects.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from letgo.commons.powers.actions import STOPPED
from letgo.commons.powers.catalogue.actions import keep_again
from letgo.commons.powers.models import Petition, Power, Veto
from letgo.commons.powers.rules import GIVERS, STEPS
from letgo.commons.promises.actions import meet, promise
from letgo.commons.promises.queries import of, started_by, version_on
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK


def return_power(cause: Ref, args: Mapping[str, Any]) -> None:
    """ "powers.return": a power that ended goes back to its giver, whose entry says why it is kept. `cause` is the power."""
    keep_again(cause.id, by=CLOCK, key=str(cause.id))


def owe_an_answer(cause: Ref, args: Mapping[str, Any]) -> None:
    """ "powers.owe-an-answer": whoever a petition asks promises an answer by its day. `args`: {"rule": name of the dated rule}."""
    row = Petition.objects.select_related("line").get(pk=cause.id)
    if row.state == Petition.State.REACHED:  # an answer may have been quicker
        promise(
            cause,
            args["rule"],
            row.line.at,
            Ref(row.answers_kind, row.answers_id),
            by=CLOCK,
            key=f"answer:{row.pk}",
            place=row.place_id,
            show_about=True,
            met_by="powers.answer",
        )


def say_what_must_change(cause: Ref, args: Mapping[str, Any]) -> None:
    """ "powers.decision-stopped": who stopped a decision (the cause) owes a word on what would make it possible, by each rule that starts
    here. The duty is with the giver's people at the place, or inside another body that used its own right."""
    veto = Veto.objects.select_related("line", "right__power").get(about_kind=cause.kind, about_id=cause.id)
    power = veto.right.power
    own = veto.right.organisation_id == power.giver_id
    holder = Ref("place", power.place_id) if own else Ref("organisation", veto.right.organisation_id)
    for name in started_by(STOPPED):
        key, met_by = f"{cause}:{name}", "powers.answer-veto"
        promise(cause, name, veto.line.at, holder, CLOCK, key, place=power.place_id, met_by=met_by)


def start_step_clocks(cause: Ref, args: Mapping[str, Any]) -> None:
    """ "powers.warned", "powers.helped", "powers.supervised": each rule starts that says this step starts it, in the packs of the place.

    What the giver's people owe is held at the place; what others owe, in the body that holds the power or speaks for its holder.
    `args`: {"step": the effect's name, "at": when it was taken}. Nothing where no rule says so.
    """
    row = Power.objects.select_related("place").get(pk=cause.id)
    at, running = datetime.fromisoformat(args["at"]), {one.rule.name for one in of(cause) if not one.closed}
    for name in started_by(args["step"], row.place):
        version = version_on(name, at)
        if version is not None and name not in running:
            key = f"{cause}:{name}:{at:%Y%m%d%H%M%S}"
            promise(cause, name, at, _owes(row, version[0].role), CLOCK, key, place=row.place_id, show_about=True)


def _owes(row: Power, role: str) -> Ref:
    body = row.holder_id if row.holder_kind == "organisation" else row.speaker_id
    return Ref("place", row.place_id) if role in GIVERS or body is None else Ref("organisation", body)


def end_step_clocks(cause: Ref, args: Mapping[str, Any]) -> None:
    """ "powers.given-back": all is right again, so what the steps asked for is done, at that moment. `args`: as start_step_clocks."""
    at = datetime.fromisoformat(args["at"])
    for row in of(cause):
        if not row.closed and row.rule.starts_on in STEPS.values():
            meet(row.pk, CLOCK, f"{cause}:{row.pk}:given-back", at=at)
