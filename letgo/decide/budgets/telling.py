"""Telling everybody who can vote in a round, by their own safe ways: in portions, each once, whatever a worker lives through."""

from collections.abc import Sequence
from uuid import UUID

from letgo.commons.door.messages.actions import tell
from letgo.commons.places.electorates.queries import eligible
from letgo.commons.places.queries import today
from letgo.commons.record.jobs import Running, later
from letgo.commons.record.refs import Ref
from letgo.decide.ballots.models import RollEntry
from letgo.decide.budgets.models import Round

AT_ONCE = 200
# What is told in a round: ideas are open, the vote is open, it closes soon, there is a result, a project began, it stands there.
WHAT = ("ideas", "opened", "closing", "result", "started", "done", "late", "cut", "cut-undone")


def tell_everybody(at: Round, what: str, about: Ref | None = None) -> None:
    """Have everybody who can vote in a round told of `what`, once. `about`: a project; else the round. A worker does it."""
    ref = about or Ref("round", at.pk)
    args = {"round": str(at.pk), "what": what, "kind": ref.kind, "id": str(ref.id), "after": ""}
    later("budgets.tell", f"{ref.id}:{what}:", args)


def tell_some(job: Running) -> None:
    """The job "budgets.tell": the next portion of people, and then the job for those after them."""
    given = job.args
    at = Round.objects.select_related("electorate__place").get(pk=UUID(given["round"]))
    about = Ref(given["kind"], UUID(given["id"]))
    people = everybody(at)
    start = sum(str(person) <= given["after"] for person in people) if given["after"] else 0
    portion = people[start : start + AT_ONCE]
    with job.finish():
        for person in portion:
            tell(person, "news", about, f"budgets:{about.id}:{given['what']}:{person}")
        if start + AT_ONCE < len(people):
            last = str(portion[-1])
            later("budgets.tell", f"{about.id}:{given['what']}:{last}", {**given, "after": last})


def everybody(at: Round) -> Sequence[UUID]:
    """Who is told, in the order of their ids: the frozen list once there is a vote, else who is eligible today. 1 or 2 SQL queries."""
    if at.poll_id:
        found = RollEntry.objects.filter(poll=at.poll_id).values_list("person", flat=True)
        return sorted(found, key=str)
    return sorted((person for person, _ in eligible(at.electorate, today())), key=str)
