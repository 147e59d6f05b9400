"""Telling everybody who may come that a meeting is called, called off, or that too few came: in portions, each once."""

from letgo.commons.door.messages.actions import tell_all, tell_next
from letgo.commons.record.jobs import Running
from letgo.decide.boards.agenda.queries import may_vote
from letgo.decide.boards.meeting_models import Meeting


def tell_of(row: Meeting, what: str) -> None:
    """Have everybody who may come told, once, by their own safe ways. `what`: called, cancelled, inquorate. A worker does it."""
    tell_all("boards.tell-meeting", row.ref, what)


def tell_some(job: Running) -> None:
    """The job "boards.tell-meeting": the next portion of people."""
    tell_next(job, may_vote(Meeting.objects.select_related("body__electorate__place").get(pk=job.args["id"])))
