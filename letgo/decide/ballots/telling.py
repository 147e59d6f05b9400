"""Telling people of a vote by their own safe ways: everybody on the list that its close has moved, its officer that one helps many.

Nobody is told of help in the moment in which it is given: the clock looks, so that no message stands beside a ballot.
"""

from django.db.models import Count

from letgo.commons.door.messages import actions as messages
from letgo.commons.record.jobs import Running
from letgo.commons.record.refs import Ref
from letgo.decide.ballots.models import Help, Poll, RollEntry
from letgo.decide.ballots.rules import MOST_HELPED, State


def tell_voters(poll: Poll, what: str) -> None:
    """Have everybody on the list of a vote told that there is news of it, once for each `what`. In the caller's transaction."""
    messages.tell_all("ballots.tell", Ref("poll", poll.pk), what)


def tell_some(job: Running) -> None:
    """The job "ballots.tell": the next portion of the list. It reads no more of it, for a list may hold a whole city."""
    rest = RollEntry.objects.filter(poll=job.args["id"], person__gt=job.args["after"]).order_by("person")
    messages.tell_next(job, rest.values_list("person", flat=True)[: messages.AT_ONCE + 1])


def tell_of_help() -> int:
    """The returning officer of an open vote is told, once for each helper, when one person has helped three voters. Returns how many
    such helpers there are. 1 SQL query when there is none."""
    helped = Help.objects.filter(poll__state=State.OPEN).values("poll", "poll__officer", "helper")
    many = list(helped.annotate(votes=Count("entry", distinct=True)).filter(votes__gte=MOST_HELPED))
    for row in many:
        messages.tell(row["poll__officer"], "waits", Ref("poll", row["poll"]), f"helped:{row['poll']}:{row['helper']}")
    return len(many)
