"""Telling everybody who may come that a meeting is called, called off, or that too few came: in portions, each once."""

from uuid import UUID

from letgo.commons.door.messages.actions import tell
from letgo.commons.record.jobs import Running, later
from letgo.decide.boards.agenda.queries import may_vote
from letgo.decide.boards.meeting_models import Meeting

AT_ONCE = 200


def tell_of(row: Meeting, what: str) -> None:
    """Have everybody who may come told, once, by their own safe ways. `what`: called, cancelled, inquorate. A worker does it."""
    later("boards.tell-meeting", f"{row.pk}:{what}:", {"meeting": str(row.pk), "what": what, "after": ""})


def tell_some(job: Running) -> None:
    """The job "boards.tell-meeting": the next portion of people, and then the job for those after them."""
    given = job.args
    row = Meeting.objects.select_related("body__electorate__place").get(pk=UUID(given["meeting"]))
    people = [person for person in sorted(may_vote(row), key=str) if str(person) > given["after"]]
    portion = people[:AT_ONCE]
    with job.finish():
        for person in portion:
            tell(person, "news", row.ref, f"boards:{row.pk}:{given['what']}:{person}")
        if people[AT_ONCE:]:
            last = str(portion[-1])
            later("boards.tell-meeting", f"{row.pk}:{given['what']}:{last}", {**given, "after": last})
