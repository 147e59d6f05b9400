"""My page: what waits for me, what was promised to me, and the way to my details. Only what is mine stands here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.door import queries as door
from letgo.commons.money import queries as money
from letgo.commons.money.rules import pounds
from letgo.commons.people import queries as people
from letgo.commons.people.queries import may
from letgo.commons.people.rules import ANSWERERS, Actor
from letgo.commons.places import queries as places
from letgo.commons.powers import queries as powers
from letgo.commons.promises import queries as promises
from letgo.commons.record.clock import now
from letgo.decide.ballots import queries as ballots
from letgo.decide.boards import office_queries as offices
from letgo.decide.boards import queries as boards
from letgo.decide.boards.meetings import queries as meetings
from letgo.decide.boards.minutes import queries as minutes
from letgo.web.promises.words import row as promise_row
from letgo.web.ui.verbs import get, page

SHOWN = 20


@dataclass(frozen=True)
class Waits:
    """One thing that waits for the reader: what, by when (None: no date), where to do it, and the words on the link."""

    what: str
    due: datetime | None
    link: str
    do: str
    on: bool = False  # it happens on that day, and not by it


@get("pages.mine")
def _mine(request: HttpRequest) -> HttpResponse:
    """12 SQL queries at most, whatever waits."""
    actor: Actor = request.actor
    at = now()
    own = actor.acting is None
    shown = {
        "waits": list(waiting(actor)) if own else [],
        "promised": [promise_row(each, {}, at) for each in promises.promised_to(actor.subject, SHOWN)] if own else [],
        "places": places.of_actor(actor),
        "second": own and places.waits_for_second_step(actor),
        "name": getattr(people.person(actor.person), "name", ""),
        "own": own,
        "helps": may(actor, "people.help"),
        "desk": may(actor, "door.answer"),
        "worries": bool(actor.reaches(*ANSWERERS)),
        "leads": bool(actor.reaches("safeguarding-lead")),
    }
    return render(request, "pages/mine.html", shown)


mine = page(_mine)


def waiting(actor: Actor) -> Iterator[Waits]:
    """Everything that waits for this person, by room. 10 SQL queries at most. A vote waits for all on its list, voted or not."""
    for poll in ballots.waiting_for(actor, SHOWN):
        if poll.state == "open":
            yield Waits(
                _("A vote is open: {question}").format(question=poll.question),
                poll.closes,
                reverse("poll", args=[poll.pk]),
                _("Read about it and vote"),
            )
        else:
            yield Waits(
                _("A count is done: {question}").format(question=poll.question),
                None,
                reverse("poll-desk", args=[poll.pk]),
                _("Look at it"),
            )
    yield from _meetings(actor)
    yield from _seats(actor)
    yield from _offices(actor)
    for promise in promises.due_soon(actor, SHOWN):
        yield Waits(promise.rule.title, promise.due, reverse("promise", args=[promise.pk]), _("See what to do"))
    for approval in money.waiting_for(actor)[:SHOWN]:
        what = _("A payment of {pounds} waits for a second yes").format(pounds=pounds(approval.hold.pence))
        yield Waits(what, None, reverse("payment-answer", args=[approval.hold_id]), _("Look at it"))
    for power in powers.offered_to(actor)[:SHOWN]:
        yield Waits(
            _("A power is offered: {title}").format(title=power.title),
            None,
            reverse("power", args=[power.pk]),
            _("Read the offer"),
        )
    for knock in door.waiting_knocks(actor)[:SHOWN] if may(actor, "door.answer") else ():
        yield Waits(_("Someone needs help to sign in"), knock.due, reverse("desk"), _("Go to the desk"))
    for worry in people.concerns(actor)[:SHOWN] if actor.reaches(*ANSWERERS) else ():
        yield Waits(_("Someone is worried about someone"), None, reverse("concern", args=[worry.pk]), _("Read it"))


def _seats(actor: Actor) -> Iterator[Waits]:
    """Seats that are offered to them, and names that they check as returning officer. 1 SQL query, 2 for a returning officer."""
    for seat in boards.offered_to(actor):
        due = make_aware(datetime.combine(seat.offered_until, time(23, 59))) if seat.offered_until else None
        yield Waits(
            _("A seat is offered to you: {name}").format(name=seat.body.name),
            due,
            reverse("vacancy", args=[seat.pk]),
            _("Take it, or say no"),
        )
    for election in boards.to_check(actor):
        what = _("Names wait for you: {name}").format(name=election.body.name)
        yield Waits(what, election.opens, reverse("election-desk", args=[election.pk]), _("Look at each name"))


OFFICES = {  # what waits -> where it is done, its words with the body's name, and the words on the link
    "answer": ("confidence", lazy("Someone spoke to you in confidence: {body}"), lazy("Read it, and answer")),
    "comment": ("review", lazy("Your work is reviewed: {body}"), lazy("Read the figures, and write beside them")),
    "reply": ("removal", lazy("A hearing about your office: {body}"), lazy("Read the facts, and reply")),
    "review": ("review", lazy("A review is under way: {body}"), lazy("Look at its figures")),
    "not-there": (
        "meeting-not-there",
        lazy("You were written down as there: {body}"),
        lazy("Were you not there? Say so"),
    ),
    "was-there": ("attendance", lazy("Someone says they were not there: {body}"), lazy("Find out, and settle it")),
    "second-read": ("removal", lazy("Reasons wait for a second reader: {body}"), lazy("Read them")),
}


def _offices(actor: Actor) -> Iterator[Waits]:
    """What was said to them in confidence, hearings, reasons to read, reviews, and who was at a meeting. 1 SQL query."""
    for each in offices.waiting(actor, SHOWN):
        name, what, do = OFFICES[each.what]
        due = make_aware(datetime.combine(each.day, time(23, 59))) if each.day else each.due
        yield Waits(what.format(body=each.body), due, reverse(name, args=[each.id]), do)


def _meetings(actor: Actor) -> Iterator[Waits]:
    """The meetings to which they can come, and minutes that wait for them. 1 SQL query, 2 for a secretary."""
    for meeting in meetings.of_actor(actor, SHOWN):
        do = _("Say whether you come") if meeting.state == "called" else _("Look at it")
        what = _("A meeting: {title}, {name}").format(title=meeting.title, name=meeting.body.name)
        yield Waits(what, meeting.at, reverse("meeting", args=[meeting.pk]), do, on=True)
    for meeting in minutes.waits_for(actor, SHOWN) if any(grant.role == "secretary" for grant in actor.grants) else ():
        due = make_aware(datetime.combine(meeting.publish_by, time(20))) if meeting.publish_by else None
        yield Waits(
            _("Minutes wait: {title}").format(title=meeting.title),
            due,
            reverse("meeting-desk", args=[meeting.pk]),
            _("Write or publish them"),
        )
