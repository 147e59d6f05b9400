"""Meetings as iCalendar (RFC 5545), for any calendar: nothing in it but what every reader of the page sees."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.conf import settings
from django.urls import reverse

from letgo.decide.boards.meeting_models import Meeting
from letgo.web.boards.meetings_words import lead

REFRESH = timedelta(hours=6)


def calendar(name: str, rows: Iterable[Meeting]) -> bytes:
    """A calendar of these meetings, each with its place, its words and its page. A meeting that was called off stays, and says so.

    `rows` come with their body. The same rows give the same bytes.
    """
    from icalendar import Calendar, Event  # a tenth of a second to load, and few pages need it

    made = Calendar()
    made.add("prodid", "-//Letgo//Meetings//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for row in rows:
        event = Event()
        event.add("uid", f"{row.pk}@letgo")
        event.add("dtstamp", row.notice_given.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", row.at.astimezone(UTC))
        event.add("dtend", (row.at + timedelta(minutes=row.lasts)).astimezone(UTC))
        event.add("summary", f"{row.body.name}: {row.title}")
        event.add("location", row.where)
        event.add("description", lead(row, 0))
        event.add("url", f"{settings.LETGO_SITE}{reverse('meeting', kwargs={'meeting': row.pk})}")
        event.add("status", "CANCELLED" if row.state == "cancelled" else "CONFIRMED")
        event.add("sequence", 1 if row.state == "cancelled" else 0)
        made.add_component(event)
    return made.to_ical()
