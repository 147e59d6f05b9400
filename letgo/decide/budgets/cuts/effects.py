"""What a vote on a cut sets going. Named in house/effects.py, run once by a worker, in one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import queries as ballots
from letgo.decide.budgets.cuts.actions import carry_out
from letgo.decide.budgets.delivery.actions import BY_VOTE
from letgo.decide.budgets.models import Cut


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
