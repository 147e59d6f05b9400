"""What an address of a meeting is about, who is meant by a name, and what the pages of its journeys show around it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from letgo.commons.places.queries import whom
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.agenda import queries as agenda
from letgo.decide.boards.meeting_models import Item, Meeting, Resolution
from letgo.decide.boards.meetings import queries
from letgo.web.boards.finding import or_404
from letgo.web.boards.meetings_words import listed

TO_MEETING = ("meeting", _("Back to the meeting"))
TO_DESK = ("meeting-desk", _("Back to the desk"))


def of_meeting(request: HttpRequest, meeting: UUID, **rest: Any) -> Meeting:
    """The meeting with this id, with its body and place, or Http404."""
    return or_404(queries.find(meeting))


def of_item(request: HttpRequest, item: UUID, **rest: Any) -> Item:
    """The item with this id, with its meeting and body, or Http404."""
    return or_404(agenda.find(item))


def meeting_of(row: Any) -> Meeting:
    """The meeting to which a row belongs."""
    if isinstance(row, Meeting):
        return row
    return row.item.meeting if isinstance(row, Resolution) else row.meeting


def about(request: HttpRequest, row: Any) -> dict[str, Any]:
    """What the pages of a journey about a meeting show around it."""
    meeting = meeting_of(row)
    says = [f"{meeting.title}: {listed(meeting)}"]
    return {"place": meeting.body.place, "here": "board", "address": {"meeting": meeting.pk}, "says": says}


def about_item(request: HttpRequest, row: Item) -> dict[str, Any]:
    """The same for one item; one that waits for a meeting leads back to the list."""
    address = {"meeting": row.meeting_id} if row.meeting_id else {"body": row.body_id}
    return {
        "place": row.body.place,
        "here": "board",
        "address": address,
        "says": [f"{row.number or ''} {row.title}".strip()],
    }


def one_person(written: str, meeting: Meeting, otherwise: Refused) -> UUID:
    """Whom people mean by an address or a whole name. Raises `otherwise` when it is nobody, or two: which of both is not said."""
    found = whom(written, meeting.body.place)
    if len(found) != 1:
        raise otherwise
    return found[0].pk
