"""What a vote on a rise in cost sets going, and what takes it back. Named in house/effects.py, run once by a worker, in one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from letgo.commons.record.actions import write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import queries as ballots
from letgo.decide.budgets.changes.actions import carry_out, reset
from letgo.decide.budgets.delivery.actions import BY_VOTE, held
from letgo.decide.budgets.effects import fund_again, take_back
from letgo.decide.budgets.models import Change, Project
from letgo.decide.budgets.moving import tell_author

BACK = "The vote was taken back: a challenge was upheld."


def settle_change(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "budgets.settle-change": what won of the answers is done. A rise that cannot be paid any more leaves the old cost, and
    the entry says why. Raises Refused without a declared result with a mandate.
    """
    made = Change.objects.select_for_update(of=("self",)).select_related("poll", "due").get(pk=UUID(args["change"]))
    result = ballots.result(made.poll) if made.poll_id == cause.id else None
    if made.state != "asked" or result is None or not result.mandate:
        raise Refused("There is no declared result about this cost.")
    answer = args["answers"][result.won[0].option.number - 1]
    met = f"Vote of the residents: {result.won[0].votes} of {result.ballots} for this."
    try:
        with transaction.atomic():
            carry_out(made, answer, met, BY_VOTE, str(cause.id))
    except Refused as refusal:
        if answer == "old-cost" or held(made.project_id).state not in ("set-aside", "started"):
            raise
        made.refresh_from_db()
        carry_out(made, "old-cost", f"{met} It could not be done: {refusal.sentence}", BY_VOTE, f"{cause.id}:old")


def settle_change_undo(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "budgets.settle-change-undo": after an upheld challenge the old cost stands again, or the project that was let go is
    funded again in place of those that came after it; all by new transfers and entries. What was paid stays, and the entry says so.
    """
    made = Change.objects.select_for_update(of=("self",)).get(pk=UUID(args["change"]))
    if made.poll_id != cause.id or made.state not in ("done", "refused"):
        return
    row = held(made.project_id)
    why = _paid_back(made, row, cause)
    body = {"title": row.idea.title, "reason": why or BACK}
    line = write("budgets.cannot-undo" if why else "budgets.undo-change", row.ref, by=BY_VOTE, body=body)
    made.put(made.state if why else "undone", line)
    tell_author(row.idea, "news", f"undone:{made.pk}")


def _paid_back(made: Change, row: Project, cause: Ref) -> str:
    """Take back what the answer did. Returns why that cannot be, or "". Nothing is half done."""
    try:
        with transaction.atomic():
            if made.answer == "raise":
                if row.spent_pence or row.state not in ("set-aside", "started"):
                    raise Refused("Money was paid already, so the cost stays as it is.")
                reset(row, made.from_pence, BY_VOTE, f"{cause.id}:undo")
            elif made.answer == "next":
                for project in Project.objects.select_related("idea", "first_step").filter(
                    pk__in=made.line.said["funded"]
                ):
                    if not take_back(project, cause, BACK):
                        raise Refused("Money was paid for “{title}” already, so it goes on.", title=project.idea.title)
                fund_again(row.idea_id, cause, BACK)
    except Refused as refusal:
        return f"{BACK} {refusal.sentence}"
    return ""
