"""What powers and petitions set going, by the names in house/effects.py."""

from collections.abc import Mapping
from typing import Any

from letgo.commons.powers.actions import STOPPED
from letgo.commons.powers.catalogue.actions import keep_again
from letgo.commons.powers.models import Petition, Veto
from letgo.commons.promises.actions import promise
from letgo.commons.promises.queries import started_by
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
