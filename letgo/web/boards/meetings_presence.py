"""Who was really there: the second who counts, "I was not there", and what somebody from outside says to that."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import may
from letgo.decide.boards.meeting_models import Attendance, Meeting
from letgo.decide.boards.meetings import actions, queries
from letgo.decide.boards.presence import actions as presence
from letgo.decide.boards.presence import queries as marks
from letgo.web.boards import meetings_forms as forms
from letgo.web.boards import meetings_words as words
from letgo.web.boards.finding import journey_page, or_404
from letgo.web.boards.meetings_finding import TO_DESK, TO_MEETING, about, of_meeting
from letgo.web.ui.figures import people
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import keyed


def of_attendance(request: HttpRequest, attendance: UUID, **rest: Any) -> Attendance:
    """Who came to which meeting, by its id, or Http404."""
    return or_404(marks.find(attendance))


def _back(request: HttpRequest, row: Meeting) -> Any:
    return TO_DESK if may(request.actor, "boards.mark-attendance", row) else TO_MEETING


def _seen(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    there = queries.there(row)
    made = actions.count(row.pk, by=request.actor, key=keyed(request, row.pk, "count", there))
    if made.state == "open":
        news, next_ = _("You have counted"), [_("It holds when somebody else counts the same.")]
    else:
        news, next_ = words.news(made), [_("Two people counted the same.")]
    return Done(news, next_, _back(request, row), {"meeting": row.pk})


def _room(request: HttpRequest, row: Meeting) -> dict[str, Any]:
    said = people(
        queries.there(row),
        "person who may vote is written down as there.",
        "people who may vote are written down as there.",
    )
    return {**about(request, row), "says": [said, _("Look round, and count yourself who is there.")]}


EASY_COUNT = (
    ("people", lazy("Look who is there.")),
    ("you", lazy("Count them yourself.")),
    ("yes", lazy("Is the number right? Say yes.")),
    ("no", lazy("Is it wrong? Tell the secretary.")),
)


def _counting(request: HttpRequest, row: Meeting) -> Journey:
    back = _back(request, row)
    return Journey("count-too", [forms.Seen], _seen, button=_("I counted as many"), back=back, easy=EASY_COUNT)


count_too = journey_page("boards.count-quorum", of_meeting, _counting, _room)


def _denied(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    presence.deny(row.pk, by=request.actor, key=keyed(request, row.pk, "deny"))
    next_ = [
        _("You are not counted there any more."),
        _("Somebody from outside looks at it, and tells you what they found."),
        _("A vote that had enough people only with you is under question until then."),
    ]
    return Done(_("You were not there: that is written down"), next_, TO_MEETING, {"meeting": row.pk})


def _marked(request: HttpRequest, row: Meeting) -> dict[str, Any]:
    said = _("Somebody wrote you down as there. You can say until {day} that you were not.").format(
        day=words.weekday(row.deny_until)
    )
    return {**about(request, row), "says": [f"{row.title}, {words.weekday(row.at)}.", said]}


EASY_DENY = (
    ("time", lazy("There was a meeting.")),
    ("you", lazy("Were you there?")),
    ("no", lazy("If not, say so here.")),
    ("people", lazy("Somebody from outside looks at it.")),
)
DENY = Journey("not-there", [forms.NotThere], _denied, button=lazy("I was not there"), back=TO_MEETING, easy=EASY_DENY)
deny = journey_page("boards.answer-meeting", of_meeting, DENY, _marked)


def _settled(request: HttpRequest, answers: Answers) -> Done:
    row: Attendance = request.row
    was_there = answers["there"] == "yes"
    presence.settle(row.pk, was_there, by=request.actor, key=keyed(request, row.pk, answers["there"]))
    next_ = [
        _("They are counted again.") if was_there else _("They are not counted."),
        _("The page of the meeting says what became of each vote."),
        _("They are told."),
    ]
    return Done(_("It is settled"), next_, TO_MEETING, {"meeting": row.meeting_id})


def _asked(request: HttpRequest, row: Attendance) -> dict[str, Any]:
    said = _("{who} was written down as there: {title}, {day}. They say that they were not.")
    says = [
        said.format(who=row.person.name or _("Somebody"), title=row.meeting.title, day=words.weekday(row.meeting.at)),
        _("Ask them, whoever wrote it down, and others who were there. Look at the sheet that people signed."),
    ]
    return {**about(request, row), "address": {"meeting": row.meeting_id}, "says": says}


EASY_SETTLE = (
    ("people", lazy("Someone says: I was not there.")),
    ("you", lazy("Ask those who were there.")),
    ("yes", lazy("Say yes if they were there.")),
    ("no", lazy("Say no if they were not.")),
)
FOUND = lazy("That is what I found")
SETTLE = Journey("settle-presence", [forms.WasThere], _settled, button=FOUND, back=TO_MEETING, easy=EASY_SETTLE)
settle = journey_page("boards.settle-presence", of_attendance, SETTLE, _asked)
