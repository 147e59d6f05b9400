"""Telling people of a vote by their own safe ways: everybody on the list that its close has moved, its officer that one helps many.

Nobody is told of help in the moment in which it is given: the clock looks, so that no message stands beside a ballot.
"""

from uuid import UUID

from django.db.models import Count

from letgo.commons.door.messages.actions import tell
from letgo.commons.record.jobs import Running, later
from letgo.commons.record.refs import Ref
from letgo.decide.ballots.models import Help, Poll, RollEntry
from letgo.decide.ballots.rules import MOST_HELPED, State

AT_ONCE = 200


def tell_voters(poll: Poll, what: str) -> None:
    """Have everybody on the list of a vote told that there is news of it, once for each `what`. In the caller's transaction."""
    later("ballots.tell", f"{poll.pk}:{what}:0", {"poll": str(poll.pk), "what": what, "from": 0})


def tell_some(job: Running) -> None:
    """The job "ballots.tell": the next portion of the list in its own order, and then the job for those after them."""
    poll, what, start = UUID(job.args["poll"]), job.args["what"], job.args["from"]
    rows = RollEntry.objects.filter(poll=poll, number__gte=start).order_by("number")
    portion = list(rows.values_list("person", "number")[:AT_ONCE])
    with job.finish():
        for person, _ in portion:
            tell(person, "news", Ref("poll", poll), f"ballots:{poll}:{what}:{person}")
        if len(portion) == AT_ONCE:
            after = portion[-1][1] + 1
            later("ballots.tell", f"{poll}:{what}:{after}", {**job.args, "from": after})


def tell_of_help() -> int:
    """The returning officer of an open vote is told, once for each helper, when one person has helped three voters. Returns how many
    such helpers there are. 1 SQL query when there is none."""
    helped = Help.objects.filter(poll__state=State.OPEN).values("poll", "poll__officer", "helper")
    many = list(helped.annotate(votes=Count("entry", distinct=True)).filter(votes__gte=MOST_HELPED))
    for row in many:
        tell(row["poll__officer"], "waits", Ref("poll", row["poll"]), f"helped:{row['poll']}:{row['helper']}")
    return len(many)
