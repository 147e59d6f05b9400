"""What an address of a meeting is about, who is meant by a name, and the two pages that every journey of a meeting has."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from letgo.commons.places.queries import whom
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.agenda import queries as agenda
from letgo.decide.boards.meeting_models import Item, Meeting, Resolution
from letgo.decide.boards.meetings import queries
from letgo.web.boards.finding import or_404
from letgo.web.boards.meetings_words import listed
from letgo.web.ui.journeys import Journey
from letgo.web.ui.verbs import get, page, post

More = Callable[[HttpRequest, Any], Mapping[str, Any]]
TO_MEETING = ("meeting", "Back to the meeting")
TO_DESK = ("meeting-desk", "Back to the desk")


def of_meeting(request: HttpRequest, meeting: UUID, **rest: Any) -> Meeting:
    """The meeting with this id, with its body and place, or Http404."""
    return or_404(queries.find(meeting))


def of_item(request: HttpRequest, item: UUID, **rest: Any) -> Item:
    """The item with this id, with its meeting and body, or Http404."""
    return or_404(agenda.find(item))


def journey_page(verb: str, find: Callable[..., Any], journey: Journey | Callable[..., Journey], more: More) -> Any:
    """The page of a journey: what it is about goes with the request as `request.row`. `journey` may depend on that row."""

    def made(request: HttpRequest, row: Any) -> Journey:
        request.row = row
        return journey if isinstance(journey, Journey) else journey(request, row)

    @get(verb, find)
    def show(request: HttpRequest, row: Any, /, **address: Any) -> HttpResponse:
        return made(request, row).start(request, **more(request, row))

    @post(verb, find)
    def go(request: HttpRequest, row: Any, /, **address: Any) -> HttpResponse:
        return made(request, row).go(request, **more(request, row))

    return page(show, go)


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
