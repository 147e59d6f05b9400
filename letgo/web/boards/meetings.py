"""Pages of meetings that anybody may read: all of a body's, one whole meeting with agenda, votes and minutes, paper, calendars."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from markupsafe import Markup

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place
from letgo.commons.places.queries import today
from letgo.commons.record.clock import now
from letgo.decide.boards.agenda import queries as agenda
from letgo.decide.boards.expenses import queries as expenses
from letgo.decide.boards.meeting_duties import rules_of
from letgo.decide.boards.meeting_models import Attendance, Item, Meeting, Resolution, Task
from letgo.decide.boards.meeting_rules import OVER, TO_ALL
from letgo.decide.boards.meetings import queries
from letgo.decide.boards.minutes import queries as minutes
from letgo.decide.boards.models import Body
from letgo.decide.boards.owing import clocks
from letgo.decide.boards.presence import queries as presence
from letgo.decide.boards.proxies import queries as proxies
from letgo.decide.boards.resolutions import queries as resolutions
from letgo.web.boards import meetings_agenda_words as agenda_words
from letgo.web.boards import meetings_words as words
from letgo.web.boards.body_parts import PARTS, Link, Part
from letgo.web.boards.finding import of_body, of_place, where_to_demand
from letgo.web.boards.meetings_feed import calendar
from letgo.web.boards.meetings_finding import of_meeting
from letgo.web.ui import charts
from letgo.web.ui.figures import people, whole
from letgo.web.ui.lists import number
from letgo.web.ui.saying import each
from letgo.web.ui.verbs import get, page

PAPERS = each(
    {
        "notice": "Notice of the meeting",
        "agenda": "Agenda",
        "attendance": "Attendance sheet",
        "proxy": "Form: someone votes for you",
        "minutes": "Minutes",
    }
)
ABOUT = {  # the page of what an item is about, and the words of the link
    "promise": ("promise", lazy("What was promised, and what happened")),
    "petition": ("petition", lazy("What people demand")),
    "removal": ("removal", lazy("The facts, and what was replied")),
    "appointment": ("appointment", lazy("The job, and how it is filled")),
    "review": ("review", lazy("The review")),
}
CALENDAR = {"content_type": "text/calendar; charset=utf-8"}
EMPTY_ROWS = 24  # of an attendance sheet on which members sign who are not known before


# All meetings of a body.


@get("boards.read", of_body)
def _all(request: HttpRequest, body: Body, /, **address: Any) -> HttpResponse:
    """?from=20: 20 at a time, the latest first. 7 SQL queries, however many there are."""
    start = number(request.GET.get("from", ""))
    found = queries.of_body(body, start=start)
    coming = queries.coming(body) if not start else []
    past = [row for row in found[: queries.PAGE] if row.state in OVER]
    sits = may(request.actor, "boards.read-closed", body)
    shown = {
        "body": body, "place": body.place, "next": words.next_line(coming, today()), "links": _links_of(body, request.actor),
        "coming": [(row, words.listed(row)) for row in coming], "past": [(row, words.listed(row)) for row in past],
        "waiting": [_item(agenda.shown(row, sits), None, ()) for row in agenda.waiting(body)] if not start else [],
        "more": start + queries.PAGE if len(found) > queries.PAGE else 0, "owed": _owed(body) if not start else [],
    }  # fmt: skip
    return render(request, "boards/meetings.html", shown)


meetings = page(_all)


def _links_of(body: Body, actor: Actor) -> list[Link]:
    at: dict[str, object] = {"body": body.pk}
    found: list[Link] = []
    if body.state != "over" and may(actor, "boards.call-meeting", body):
        found.append(("meeting-call", at, _("Call a meeting")))
    if may(actor, "boards.put-item", body):
        found.append(("item-put", at, _("Put something on the next agenda")))
    return [*found, ("first-weeks", at, _("First weeks of a new board"))]


def _owed(body: Body) -> list[dict[str, Any]]:
    """By when the next meetings must be. 1 SQL query where the terms of the body say so, else none."""
    return words.owed(body, clocks(body), now()) if rules_of(body) else []


def part(request: HttpRequest, body: Body) -> Part:
    """What the page of a body says of its meetings: the next one, what the last one decided, by when there must be one. 3 SQL queries."""
    coming, last = queries.coming(body), queries.last(body)
    shown = {
        "body": body, "coming": [(row, words.listed(row)) for row in coming[:2]],
        "last": (last, words.listed(last)) if last else None, "owed": _owed(body),
    }  # fmt: skip
    links: tuple[Link, ...] = (("meetings", {"body": body.pk}, _("Meetings and minutes")),)
    return Part(Markup(render_to_string("boards/body_meetings.html", shown)), links)  # noqa: S704 our own template escapes


PARTS.insert(0, part)


# One meeting.


@get("boards.read", of_meeting)
def _meeting(request: HttpRequest, row: Meeting, /, **address: Any) -> HttpResponse:
    """One meeting: the news, what follows, the agenda with its votes, tasks, minutes, when and where. 12 SQL queries at most."""
    actor: Actor = request.actor
    items, decided = agenda_of(row, actor)
    written = minutes.of(row, actor) if row.state in OVER else None
    there = queries.there(row) if row.state == "open" else 0
    over = row.state in OVER and row.state != "cancelled"
    tasks = minutes.tasks(row) if row.state not in ("called", "cancelled") else []
    links, you = _links(row, actor)
    shown = {
        "meeting": row, "body": row.body, "place": row.body.place, "news": words.news(row), "lead": words.lead(row, there, decided),
        "you": you, "links": links, "because": _because(row, decided, tasks), "items": items, "acts": _acts(row, items, actor),
        "votes": [_row(vote) for vote in decided if vote.state == "closed"], "tasks": [_task(task) for task in tasks], "over": over,
        "minutes_stand": words.minutes(row), "written": written,
        "minutes": words.paragraphs(written.words) if written else [],
        "closed_minutes": words.paragraphs(written.closed) if written else [],
        "corrections": written.corrections if written else [], "facts": words.facts(row),
        "words": words.paragraphs(row.words), "papers": _papers(row), "to_come": row.state == "called", **_picture(row),
        "demands": where_to_demand(actor, row.body.place),
    }  # fmt: skip
    return render(request, "boards/meeting.html", shown)


meeting = page(_meeting)


def agenda_of(row: Meeting, actor: Actor) -> tuple[list[agenda_words.Listed], list[Resolution]]:
    """Each item of the agenda as this reader may see it, with its votes; and all votes. At most 3 SQL queries."""
    shown, votes = agenda.of(row, actor), resolutions.of(row)
    hands = resolutions.hands_of(row, actor) if votes and row.kind not in TO_ALL else {}
    told = {pk: [_vote(one, hands.get(one.pk, ())) for one in rows] for pk, rows in votes.items()}
    items = [_item(one, row, told.get(one.item.pk, ())) for one in shown]
    return items, [vote.row for one in items for vote in one.votes]


def _item(found: agenda.Shown, row: Meeting | None, votes: Sequence[agenda_words.Vote]) -> agenda_words.Listed:
    return agenda_words.Listed(
        found.item, agenda_words.said(found.item, row), words.paragraphs(found.words), found.hidden, votes
    )


def _vote(row: Resolution, hands: Sequence[tuple[str, str]]) -> agenda_words.Vote:
    named = [(name, words.CHOICES[choice]) for name, choice in hands]
    return agenda_words.Vote(row, agenda_words.result(row), words.MAJORITIES[row.kind], named, agenda_words.rests(row))


def _row(row: Resolution) -> dict[str, Any]:
    held = _("Carried") if row.carried else _("Not carried") if row.mandate else _("No decision: too few were there")
    word = agenda_words.DOUBTS.get(row.doubt, held)
    return {"words": row.words, "yes": row.yes, "no": row.no, "abstained": row.abstained, "word": word}


def _task(row: Task) -> dict[str, Any]:
    return {"task": row, "said": words.task(row), "word": words.badge(row.promise)}


def _because(row: Meeting, decided: Sequence[Resolution], tasks: Sequence[Task]) -> list[str]:
    """What follows from a meeting that is over: what was carried, who owes what by when, when the minutes come."""
    if row.state == "inquorate":
        return [
            words.after(row),
            _("What stood on the agenda is on the next one, first of all what nobody can strike off."),
        ]
    if row.state != "held":
        return []
    done = [_("Decided: {words}").format(words=vote.words) for vote in decided if vote.stands]
    asks = _("Under question, so nothing follows from it yet: {words}")
    asked = [asks.format(words=vote.words) for vote in decided if vote.doubt]
    owed = [f"{task.words}: {words.task(task)}" for task in tasks[:5]]
    return [*done, *asked, *owed, words.minutes(row)]


def _picture(row: Meeting) -> dict[str, Any]:
    """How many were there beside how many were needed, as a picture and its table; nothing before they were counted."""
    if row.present is None or not row.quorum:
        return {"picture": "", "counted": [], "enough": ""}
    counted = [(_("There"), row.present), (_("Needed"), row.quorum)]
    there = ngettext("{number} person was there.", "{number} people were there.", row.present)
    needed = _("{number} were needed.").format(number=row.quorum)
    says = f"{there.format(number=whole(row.present))} {needed}"
    few = _("That is too few, so no vote could be taken.")
    enough = f"{says} {_('That is enough.') if row.present >= row.quorum else few}"
    bars = [charts.Bar(name, people(many), many, mark) for (name, many), mark in zip(counted, (1, 4), strict=True)]
    drawn = charts.bars("quorum", _("How many were there, and how many were needed"), says, bars, _("people"))
    by_proxy = [(_("Votes for someone who stayed at home"), row.proxies)] if row.proxies else []
    return {"picture": drawn, "counted": [*counted, *by_proxy], "enough": enough}


def _links(row: Meeting, actor: Actor) -> tuple[list[Link], str]:
    """What this reader can do, and what they have said already. At most 4 SQL queries."""
    at: dict[str, object] = {"meeting": row.pk}
    found: list[Link] = []
    own = queries.own(row, actor) if actor.subject else None
    found += _presence(row, own, actor)
    you = {"coming": _("You said that you come."), "apology": _("You said that you cannot come.")}.get(
        own.how if own else "", words.marked(own)
    )
    comes = may(actor, "boards.answer-meeting", row) and (row.kind in TO_ALL or may(actor, "boards.read-closed", row))
    if row.state == "called" and comes:
        found.append(("meeting-answer", at, _("Change what you said") if own else _("Say whether you come")))
        if row.kind in TO_ALL and row.proxy_cap and may(actor, "boards.give-proxy", row):
            given = proxies.given_by(row, actor)
            found.append(
                ("proxy-take-back", at, _("Take back the vote you gave"))
                if given
                else ("proxy-give", at, _("Let someone vote for you"))
            )
            you = f"{you} {_('Someone votes for you.')}".strip() if given else you
    if comes and row.state not in OVER and row.proxy_cap and (held := len(proxies.held_by(row, actor))):
        votes = ngettext("You vote for {number} other person.", "You vote for {number} other people.", held)
        you = f"{you} {votes.format(number=whole(held))}".strip()
        found.append(("proxies-held", at, _("Read for whom you vote, and how")))
    puts = may(actor, "boards.put-item", row)
    if row.state in ("called", "open", "quorate") and (puts or (row.kind in TO_ALL and comes)):
        found.append(("meeting-item" if puts else "meeting-propose", at, _("Put something on the agenda")))
    if may(actor, "boards.mark-attendance", row):
        found.append(("meeting-desk", at, _("The desk of this meeting")))
    if (
        row.state == "inquorate"
        and not row.again_of_id
        and not hasattr(row, "again")
        and may(actor, "boards.call-meeting", row.body)
    ):
        found.append(("meeting-again", at, _("Call the second meeting")))
    if row.state in OVER and row.state != "cancelled" and expenses.can_ask(row, actor):
        found.append(("expense-ask", at, _("Ask for what coming cost you")))
        if not may(actor, "boards.read-closed", row):  # the board reads them at its desk
            asked = [words.expense(one) for one in expenses.of(row, actor)]
            you = " ".join([_("You asked: {asked}").format(asked=one) for one in asked]) or you
    return found, you


def _presence(row: Meeting, own: Attendance | None, actor: Actor) -> list[Link]:
    """For who was written down as there and was not; and for the second who counts, where the board alone would. At most 1 SQL query."""
    at: dict[str, object] = {"meeting": row.pk}
    found: list[Link] = []
    if presence.can_deny(row, own) and actor.acting is None:
        found.append(("meeting-not-there", at, _("I was not there")))
    waits = row.state == "open" and row.kind in TO_ALL and not may(actor, "boards.mark-attendance", row)
    if waits and presence.may_count(row, actor):
        found.append(("meeting-count-too", at, _("Count who is there")))
    return found


def _acts(row: Meeting, items: Sequence[agenda_words.Listed], actor: Actor) -> dict[Any, list[tuple[str, str]]]:
    """For each item: what this reader can do with it here. No SQL query."""
    return {one.item.pk: _item_acts(row, one.item, actor) for one in items}


def _item_acts(row: Meeting, item: Item, actor: Actor) -> list[tuple[str, str]]:
    found = []
    if item.about_kind in ABOUT and item.about_id and not item.closed:
        name, said = ABOUT[item.about_kind]
        found.append((reverse(name, args=[item.about_id]), said))
    mine = item.put_by_id is not None and item.put_by_id == actor.person
    if row.state not in OVER and item.state == "listed" and mine and not item.kept:
        found.append((reverse("item-strike", args=[item.pk]), _("Take it off")))
    return found


# Paper.


def _papers(row: Meeting) -> list[Link]:
    able = [what for what in PAPERS if what != "minutes" or row.state in OVER]
    able = [what for what in able if what != "proxy" or row.proxy_cap]
    return [("meeting-print", {"meeting": row.pk, "what": what}, PAPERS[what]) for what in able]


@get("boards.read", of_meeting)
def _print(request: HttpRequest, row: Meeting, /, what: str, **address: Any) -> HttpResponse:
    """One paper of a meeting; ?print=large. On the attendance sheet names stand for the board alone. 9 SQL queries at most."""
    if what not in PAPERS:
        raise Http404
    items, decided = agenda_of(row, request.actor)
    large = request.GET.get("print") == "large"
    written = minutes.of(row, request.actor) if what == "minutes" else None
    tasks = minutes.tasks(row) if what == "minutes" and row.published else []
    shown = {
        "meeting": row, "body": row.body, "place": row.body.place, "what": what, "title": PAPERS[what], "large": large,
        "lead": words.lead(row, 0, decided) if what == "minutes" else f"{words.moment(row.at)}, {row.where}",
        "items": [one for one in items if one.item.state != "struck"], "facts": words.facts(row), "words": words.paragraphs(row.words),
        "names": sheet(row, request.actor) if what == "attendance" else [], "needed": words.needed(row),
        "proxy_rule": words.proxy_rule(row), "moment": words.moment(row.at), "minutes_stand": words.minutes(row),
        "minutes": words.paragraphs(row.minutes), "corrections": written.corrections if written else [],
        "tasks": [_task(task) for task in tasks], "address": f"{settings.LETGO_SITE}{reverse('meeting', args=[row.pk])}",
        "others": [(reverse(name, kwargs=to), text) for name, to, text in _papers(row) if to["what"] != what],
    }  # fmt: skip
    return render(request, "boards/meeting_print.html", shown)


prints = page(_print)


def sheet(row: Meeting, actor: Actor) -> list[str]:
    """The rows of the attendance sheet: the board's members by name, each to sign; of a general meeting empty rows, for all who come."""
    if row.kind in TO_ALL:
        return [""] * EMPTY_ROWS
    names = [one.name or _("Board member") for one in agenda.voting_mandates(row.body)]
    return [*names, "", "", ""]


# Calendars.


@get("boards.read", of_body)
def _of_body(request: HttpRequest, body: Body, /, **address: Any) -> HttpResponse:
    """The meetings of one body, for any calendar. 2 SQL queries."""
    rows = queries.of_body(body)
    for row in rows:
        row.body = body
    return HttpResponse(calendar(body.name, rows), **CALENDAR)


@get("boards.read", of_place)
def _at_place(request: HttpRequest, place: Place, /, **address: Any) -> HttpResponse:
    """The meetings at a place and below it, for any calendar. 2 SQL queries."""
    return HttpResponse(calendar(_("Meetings, {place}").format(place=place.name), queries.calendar(place)), **CALENDAR)


@get("boards.read", of_meeting)
def _one(request: HttpRequest, row: Meeting, /, **address: Any) -> HttpResponse:
    """One meeting, to put into a calendar. 1 SQL query."""
    saved = {"Content-Disposition": 'attachment; filename="meeting.ics"'}
    return HttpResponse(calendar(row.title, [row]), headers=saved, **CALENDAR)


body_calendar, place_calendar, meeting_calendar = page(_of_body), page(_at_place), page(_one)
