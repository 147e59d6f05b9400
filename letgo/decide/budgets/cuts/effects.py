"""What a vote on a cut sets going. Named in house/effects.py, run once by a worker, in one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.record.actions import write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import queries as ballots
from letgo.decide.budgets.changes.actions import reset
from letgo.decide.budgets.cuts import queries
from letgo.decide.budgets.cuts.actions import carry_out
from letgo.decide.budgets.delivery.actions import BY_VOTE, held
from letgo.decide.budgets.effects import fund_again
from letgo.decide.budgets.models import Cut, Plan
from letgo.decide.budgets.moving import locked_round
from letgo.decide.budgets.telling import tell_everybody

BACK = "The vote was taken back: a challenge was upheld."


def shrink(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "budgets.shrink": what won stays whole, everything else shrinks as its plan says. With no mandate all plans are carried out:
    the money is gone either way. Raises Refused without a declared result.
    """
    cut = Cut.objects.select_for_update(of=("self",)).select_related("round__pot").get(pk=UUID(args["cut"]))
    result = ballots.result(cut.poll) if cut.poll_id == cause.id else None
    if cut.state != "voting" or result is None:
        raise Refused("There is no declared result about this cut.")
    kept = {one.option.about_id for one in result.won if one.option.about_kind == "plan"} if result.mandate else set()
    carry_out(cut, kept, BY_VOTE, uuid4().hex)


def shrink_undo(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "budgets.shrink-undo", after a challenge was upheld: what shrank is whole again by new transfers and entries, and the
    residents vote anew on the same cut. Once the money went back to the giver, or where the power's limits do not allow it, nothing is
    changed, and the entry says why.
    """
    cut = Cut.objects.select_for_update(of=("self",)).get(pk=UUID(args["cut"]))
    if cut.poll_id != cause.id or cut.state != "done":
        return
    about, why = Ref("cut", cut.pk), ""
    try:
        with transaction.atomic():
            if cut.returned_id:
                raise Refused("The money went back to the giver already.")
            for one in queries.plans(cut):
                _whole_again(one, cause)
            line = write("budgets.shrink-undo", about, by=BY_VOTE, body={"to_pence": cut.from_pence, "reason": BACK})
            at = locked_round(cut.round_id)
            at.put(at.state, line, purse_pence=cut.from_pence)
            cut.put("noticed", line, poll=None)
    except Refused as refusal:
        why = f"{BACK} {refusal.sentence} What shrank stays as it is."
        cut.refresh_from_db()
        cut.put("done", write("budgets.cannot-undo", about, by=BY_VOTE, body={"reason": why}))
    tell_everybody(locked_round(cut.round_id), "cut-undone", about)


def _whole_again(one: Plan, cause: Ref) -> None:
    """One project as it was before the cut, and its plan as it was before the vote. A project that is over stays; its plan goes back."""
    row, key = held(one.project_id), f"{cause.id}:{one.project_id}:undo"
    body = {"title": row.idea.title, "reason": BACK}
    running = row.state in ("set-aside", "started")
    if one.state == "shrunk" and one.to_pence and running:
        reset(row, one.line.said["from_pence"], BY_VOTE, key)
    elif one.state == "shrunk" and not one.to_pence:
        fund_again(row.idea_id, cause, BACK)
    one.put("said" if running else "back", write("budgets.undo-plan", row.ref, by=BY_VOTE, body=body))
