"""Telling everybody who can vote in a round, by their own safe ways: in portions, each once, whatever a worker lives through."""

from collections.abc import Sequence
from uuid import UUID

from letgo.commons.door.messages.actions import tell_all, tell_next
from letgo.commons.places.electorates.queries import eligible
from letgo.commons.places.queries import today
from letgo.commons.record.jobs import Running
from letgo.commons.record.refs import Ref
from letgo.decide.ballots.models import RollEntry
from letgo.decide.budgets.models import Round


def tell_everybody(at: Round, what: str, about: Ref | None = None) -> None:
    """Have everybody who can vote in a round told of `what`, once. A worker does it.

    `what`: "ideas" are open, the vote is "opened" or "closing" soon, it has a "result", a project is "started", "done" or late, money
    was "cut" or not ("cut-undone"). `about`: what it is about, where that is not the round.
    """
    tell_all("budgets.tell", about or Ref("round", at.pk), what, {"round": str(at.pk)})


def tell_some(job: Running) -> None:
    """The job "budgets.tell": the next portion of people."""
    tell_next(job, everybody(Round.objects.select_related("electorate__place").get(pk=job.args["round"])))


def everybody(at: Round) -> Sequence[UUID]:
    """Who is told, in the order of their ids: the frozen list once there is a vote, else who is eligible today. 1 or 2 SQL queries."""
    if at.poll_id:
        found = RollEntry.objects.filter(poll=at.poll_id).values_list("person", flat=True)
        return sorted(found, key=str)
    return sorted((person for person, _ in eligible(at.electorate, today())), key=str)
