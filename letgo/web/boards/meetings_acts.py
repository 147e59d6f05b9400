"""What people do around a meeting: call one, call it off, say whether they come, let someone vote for them, put something on the agenda."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from letgo.commons.people.queries import may
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.agenda import actions as agenda
from letgo.decide.boards.meeting_models import Item, Meeting
from letgo.decide.boards.meeting_rules import OVER, TO_ALL
from letgo.decide.boards.meetings import actions, queries
from letgo.decide.boards.models import Body
from letgo.decide.boards.proxies import actions as proxies
from letgo.decide.boards.proxies.queries import given_by, held_by
from letgo.web.boards import meetings_forms as forms
from letgo.web.boards import meetings_words as words
from letgo.web.boards.finding import journey_page, of_body, or_404
from letgo.web.boards.meetings_finding import TO_DESK, TO_MEETING, about, about_item, of_item, of_meeting, one_person
from letgo.web.ui.figures import whole
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page

TO_ALL_OF_BODY = ("meetings", lazy("Back to the meetings"))
NO_MEMBER = Refused(proxies.NOT_A_VOTER, "Write exactly how they sign in here, or their whole name.")


# Calling one.


def _about_body(request: HttpRequest, row: Body) -> dict[str, Any]:
    return {"place": row.place, "here": "board", "address": {"body": row.pk}}


def _with_notice(request: HttpRequest, row: Body) -> dict[str, Any]:
    """The first day that the notice allows, said before anybody types a day."""
    says = []
    for kind, said in (
        ("board", _("A meeting of the board needs {length} of notice. The first day is {day}.")),
        ("general", _("A meeting of all members needs {length} of notice. The first day is {day}.")),
    ):
        if found := queries.notice(row, kind):
            says.append(said.format(length=found.words, day=words.weekday(found.earliest)))
    return {**_about_body(request, row), "says": says}


def _call(request: HttpRequest, answers: Answers) -> Done:
    row: Body = request.row
    return _called(request, row, answers, answers["kind"])


def _called(request: HttpRequest, body: Body, given: Answers, kind: str, first: Meeting | None = None) -> Done:
    asked = actions.Calling(
        kind=kind, at=make_aware(datetime.combine(given["day"], given["hour"])), where=given["where"], title=given["name"],
        step_free=given["step_free"] == "yes", childcare=given["childcare"] == "yes", online=given["online"],
        words=given["about"], lasts=given["lasts"], again_of=first.pk if first else None,
    )  # fmt: skip
    made = actions.call(body.pk, asked, by=request.actor, key=keyed(request, body.pk, "call"))
    next_ = [
        _("Everybody who may come is told, by their own safe ways."),
        _("What waited for this meeting stands on its agenda."),
        words.notice(made),
        _("Print the notice for the doors, and the form for people who cannot come."),
    ]
    return Done(_("The meeting is called"), next_, ("meeting", _("See the meeting")), {"meeting": made.pk})


WHERE_AND_WHEN = (forms.When, forms.Where, forms.Children, forms.About)
CALL = Journey(
    "call-meeting", [forms.Kind, *WHERE_AND_WHEN], _call, button=lazy("Call it and tell everybody"), back=TO_ALL_OF_BODY
)
call = journey_page("boards.call-meeting", of_body, CALL, _with_notice)


def _again(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    return _called(request, row.body, answers, row.kind, row)


def _after(request: HttpRequest, row: Meeting) -> dict[str, Any]:
    found = queries.notice(row.body, row.kind)
    says = [words.lead(row, 0)]
    if found:
        said = _("The second meeting needs {length} of notice too. The first day is {day}.")
        says.append(said.format(length=found.words, day=words.weekday(found.earliest)))
    return {**about(request, row), "says": says}


AGAIN = Journey("again", list(WHERE_AND_WHEN), _again, button=lazy("Call the second meeting"), back=TO_MEETING)
again = journey_page("boards.call-meeting", of_meeting, AGAIN, _after)


def _cancel(request: HttpRequest, answers: Answers) -> Done:
    row, key = request.row, keyed(request, request.row.pk, "cancel")
    actions.cancel(row.pk, answers["reason"], by=request.actor, key=key)
    next_ = [
        _("Everybody who could come is told, with your reason."),
        _("What stood on its agenda waits for the next meeting."),
    ]
    return Done(_("The meeting is called off"), next_, TO_MEETING, {"meeting": row.pk})


CANCEL = Journey(
    "cancel", [forms.Cancel], _cancel, check=lazy("Call this meeting off?"), button=lazy("Call it off"), back=TO_MEETING
)
cancel = journey_page("boards.cancel-meeting", of_meeting, CANCEL, about)


# Coming, or letting someone else vote.


def _answer(request: HttpRequest, answers: Answers) -> Done:
    row, comes = request.row, answers["how"] == "coming"
    children = comes and answers["childcare"] == "yes"
    key = keyed(request, row.pk, answers["how"], children)
    actions.answer(row.pk, answers["how"], children, by=request.actor, key=key)
    begins = _("The meeting begins on {moment}.").format(moment=words.moment(row.at))
    next_ = [begins if comes else _("The board knows that you cannot come.")]
    if children:
        next_.append(_("The secretary knows that someone must look after your children."))
    if not comes and row.kind in TO_ALL and row.proxy_cap:
        next_.append(_("Someone else can vote for you: the meeting’s page has a form."))
    return Done(_("Thank you for telling us"), next_, TO_MEETING, {"meeting": row.pk})


EASY = (
    ("time", lazy("There is a meeting.")),
    ("you", lazy("Will you come?")),
    ("yes", lazy("Say yes or no.")),
    ("people", lazy("Say if you bring children.")),
)
COMING = Journey("coming", [forms.Coming], _answer, button=lazy("Send my answer"), back=TO_MEETING, easy=EASY)
answer = journey_page("boards.answer-meeting", of_meeting, COMING, about)


def _give(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    holder = one_person(answers["holder"], row, NO_MEMBER)
    proxies.give(row.pk, holder, answers["how"], by=request.actor, key=keyed(request, row.pk, holder))
    next_ = [
        _("They see how you want them to vote. Nobody else does."),
        _("You can take it back until the meeting is counted. If you come yourself, it ends by itself."),
        _("It does not count as if you were there."),
    ]
    return Done(_("They can vote for you"), next_, TO_MEETING, {"meeting": row.pk})


def _cap(request: HttpRequest, row: Meeting) -> dict[str, Any]:
    around = about(request, row)
    return {**around, "says": [*around["says"], words.proxy_rule(row)]}


GIVE = Journey("give-proxy", [forms.Holder], _give, button=lazy("Let them vote for me"), back=TO_MEETING)
give_proxy = journey_page("boards.give-proxy", of_meeting, GIVE, _cap)


def _written(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    giver, holder = (one_person(answers[name], row, NO_MEMBER) for name in ("giver", "holder"))
    proxies.write_down(
        row.pk, giver, holder, answers["how"], by=request.actor, key=keyed(request, row.pk, giver, holder)
    )
    return Done(
        _("The form is written down"),
        [_("Keep the paper until the minutes are published.")],
        TO_DESK,
        {"meeting": row.pk},
    )


PAPER = Journey("paper-proxy", [forms.OnPaper], _written, button=lazy("Write it down"), back=TO_DESK)
paper_proxy = journey_page("boards.write-down-proxy", of_meeting, PAPER, _cap)


def _taken(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    found = or_404(given_by(row, request.actor))
    proxies.take_back(found.pk, by=request.actor, key=keyed(request, found.pk, "back"))
    return Done(
        _("Nobody votes for you any more"), [_("You can come and vote yourself.")], TO_MEETING, {"meeting": row.pk}
    )


EASY_BACK = (
    ("people", lazy("Someone was to vote for you.")),
    ("no", lazy("After this they do not vote for you.")),
    ("you", lazy("You can come and vote yourself.")),
)
TAKE_BACK = Journey("take-back", [forms.Sure], _taken, button=lazy("Take it back"), back=TO_MEETING, easy=EASY_BACK)
take_back_proxy = journey_page("boards.give-proxy", of_meeting, TAKE_BACK, about)


@get("boards.give-proxy", of_meeting)
def _held(request: HttpRequest, row: Meeting, /, **address: Any) -> HttpResponse:
    """For whom someone votes at a meeting, each with their words, until it is over: nobody else reads this. 2 SQL queries."""
    rows = held_by(row, request.actor) if row.state not in OVER else []
    shown = {
        "meeting": row, "place": row.body.place, "listed": words.listed(row),
        "number": ngettext("{number} other person", "{number} other people", len(rows)).format(number=whole(len(rows))),
        "rows": [{"name": one.giver.name or _("Someone without a name here"), "words": words.paragraphs(one.words)} for one in rows],
    }  # fmt: skip
    return render(request, "boards/proxies_held.html", shown)


proxies_held = page(_held)


# The agenda.


def _put(request: HttpRequest, answers: Answers) -> Done:
    """Onto one meeting's agenda, or onto the next one."""
    row = request.row
    meeting = row if isinstance(row, Meeting) else None
    body, closed = (row.body_id if meeting else row.pk), answers.get("closed") == "yes"
    made = agenda.put_item(
        body, answers["name"], answers["about"], meeting=meeting.pk if meeting else None, closed=closed, by=request.actor,
        key=keyed(request, row.pk, answers["name"]),
    )  # fmt: skip
    if meeting is None:
        return Done(
            _("It waits for the next meeting"),
            [_("It comes onto the next agenda by itself.")],
            TO_ALL_OF_BODY,
            {"body": row.pk},
        )
    next_ = [_("Everybody can read it. The chair cannot take it off.")]
    if not made.noticed:
        next_.append(_("It came after the notice. It can be talked about. A vote on it may have to wait."))
    return Done(_("It is item {number}").format(number=made.number), next_, TO_MEETING, {"meeting": row.pk})


PUT_NEXT = Journey(
    "put-next", [forms.ItemTitle, forms.ItemWords], _put, button=lazy("Put it on the next agenda"), back=TO_ALL_OF_BODY
)
put_next = journey_page("boards.put-item", of_body, PUT_NEXT, _about_body)


def _putting(request: HttpRequest, row: Meeting) -> Journey:
    sits = may(request.actor, "boards.put-item", row)
    said = forms.ItemWords if sits else forms.OpenItemWords
    return Journey("put-item", [forms.ItemTitle, said], _put, button=_("Put it on the agenda"), back=TO_MEETING)


put_item = journey_page("boards.put-item", of_meeting, _putting, about)
propose = journey_page("boards.answer-meeting", of_meeting, _putting, about)


def _strike(request: HttpRequest, answers: Answers) -> Done:
    row: Item = request.row
    agenda.strike(row.pk, answers["reason"], by=request.actor, key=keyed(request, row.pk, "strike"))
    back = (TO_MEETING, {"meeting": row.meeting_id}) if row.meeting_id else (TO_ALL_OF_BODY, {"body": row.body_id})
    return Done(_("It is off the agenda"), [_("Its title and your reason stay there to be read.")], *back)


def _striking(request: HttpRequest, row: Item) -> Journey:
    back = TO_MEETING if row.meeting_id else TO_ALL_OF_BODY
    return Journey("strike", [forms.Strike], _strike, check=_("Take this off?"), button=_("Take it off"), back=back)


strike = journey_page("boards.strike-item", of_item, _striking, about_item)
