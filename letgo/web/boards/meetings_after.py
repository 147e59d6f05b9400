"""What follows a meeting: minutes, what is to be done, what coming cost; and the first weeks of a new board."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.expense_models import Expense
from letgo.decide.boards.expenses import actions as expenses
from letgo.decide.boards.expenses import queries as expense_queries
from letgo.decide.boards.firstweeks import actions as firstweeks
from letgo.decide.boards.firstweeks import queries as firstweek_queries
from letgo.decide.boards.firstweeks.rules import left
from letgo.decide.boards.meeting_models import FirstTask, Meeting
from letgo.decide.boards.minutes import actions as minutes
from letgo.decide.boards.models import Body
from letgo.web.boards import meetings_forms as forms
from letgo.web.boards import meetings_words as words
from letgo.web.boards.finding import journey_page, of_body, or_404
from letgo.web.boards.meetings_finding import TO_DESK, TO_MEETING, about, of_meeting
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page, post

# Minutes.


def _write(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    key = keyed(request, row.pk, answers["notes"], answers["closed_notes"])
    minutes.write_notes(row.pk, answers["notes"], answers["closed_notes"], by=request.actor, key=key)
    next_ = [_("You can change them until they are published."), words.minutes(row)]
    return Done(_("The minutes are written down"), next_, TO_DESK, {"meeting": row.pk})


class _Writing(Journey):
    """The minutes as they stand, to go on from there."""

    def start(self, request: HttpRequest, initial: Answers | None = None, **more: Any) -> HttpResponse:
        row: Meeting = request.row
        return super().start(request, {"notes": row.minutes, "closed_notes": row.closed_minutes}, **more)


WRITE = _Writing("minutes", [forms.Minutes], _write, button=lazy("Keep these minutes"), back=TO_DESK)
write = journey_page("boards.write-minutes", of_meeting, WRITE, about)


def _publish(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    minutes.publish(row.pk, by=request.actor, key=keyed(request, row.pk, "publish"))
    next_ = [
        _("Everybody can read them now. Nobody can change or hide them."),
        _("What the board keeps for itself stays closed."),
    ]
    return Done(_("The minutes are published"), next_, TO_MEETING, {"meeting": row.pk})


def _once_more(request: HttpRequest, row: Meeting) -> dict[str, Any]:
    around = about(request, row)
    return {**around, "says": [*around["says"], *words.paragraphs(row.minutes)]}


EASY_PUBLISH = (
    ("paper", lazy("These words say what the meeting decided.")), ("people", lazy("Everybody can read them after this.")),
    ("no", lazy("Nobody can change them then.")), ("talk", lazy("What is wrong is put right beside them.")),
)  # fmt: skip
PUBLISH = Journey(
    "publish", [forms.Sure], _publish, check=lazy("Publish these minutes?"), button=lazy("Publish them"), back=TO_DESK,
    says=(lazy("After this nobody can change them. What is wrong is put right beside them."),), easy=EASY_PUBLISH,
)  # fmt: skip
publish = journey_page("boards.publish-minutes", of_meeting, PUBLISH, _once_more)


def _correct(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    minutes.correct(row.pk, answers["correction"], by=request.actor, key=keyed(request, row.pk, answers["correction"]))
    return Done(
        _("It stands beside the minutes"), [_("The minutes stay as they were.")], TO_MEETING, {"meeting": row.pk}
    )


CORRECT = Journey("correct", [forms.Correction], _correct, button=lazy("Put it beside them"), back=TO_DESK)
correct = journey_page("boards.correct-minutes", of_meeting, CORRECT, about)


def _task(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    key = keyed(request, row.pk, answers["what"], answers["owner"])
    made = minutes.set_task(row.pk, answers["what"], answers["owner"], answers["by_day"], by=request.actor, key=key)
    next_ = [words.task(made), _("Everybody can follow it. If it is not kept, it climbs by itself.")]
    return Done(_("It is promised"), next_, TO_DESK, {"meeting": row.pk})


TASK = Journey("task", [forms.Task], _task, button=lazy("Promise it"), back=TO_DESK)
set_task = journey_page("boards.set-task", of_meeting, TASK, about)


# What coming cost.


def of_expense(request: HttpRequest, expense: UUID, **rest: Any) -> Expense:
    """The expense with this id, with its meeting and body, or Http404."""
    return or_404(expense_queries.find(expense))


def _ask(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    pence = int(answers["pounds"])
    key = keyed(request, row.pk, answers["kind"], pence)
    expenses.ask(row.pk, answers["kind"], pence, answers["why"], by=request.actor, key=key)
    next_ = [
        _("Somebody else on the board says yes."),
        _("Then the treasurer pays it. Only the board sees what it was for."),
    ]
    return Done(_("You asked for {pounds}").format(pounds=pounds(pence)), next_, TO_MEETING, {"meeting": row.pk})


EASY = (
    ("money", lazy("What did coming cost you?")),
    ("people", lazy("Someone else says yes.")),
    ("home", lazy("Then you get the money back.")),
)
ASK = Journey("ask-expense", [forms.Expense], _ask, button=lazy("Ask for it"), back=TO_MEETING, easy=EASY)
ask_expense = journey_page("boards.ask-expense", of_meeting, ASK, about)


def _answer(request: HttpRequest, answers: Answers) -> Done:
    row: Expense = request.row
    if answers["answer"] == "yes":
        expenses.agree(row.pk, by=request.actor, key=keyed(request, row.pk, "yes"))
        return Done(_("You said yes"), [_("The treasurer pays it.")], TO_DESK, {"meeting": row.meeting_id})
    expenses.refuse(row.pk, answers["reason"], by=request.actor, key=keyed(request, row.pk, "no"))
    return Done(_("You said no"), [_("They read your reason.")], TO_DESK, {"meeting": row.meeting_id})


def _asked(request: HttpRequest, row: Expense) -> dict[str, Any]:
    said = [f"{expense_queries.name(row)}: {words.expense(row)}", *filter(None, [row.words])]
    return {**about(request, row), "says": said}


EASY_ANSWER = (
    ("people", lazy("Someone came to a meeting.")),
    ("money", lazy("It cost them money.")),
    ("home", lazy("Say yes, and they get it back.")),
)
ANSWER = Journey(
    "answer-expense", [forms.Answered], _answer, button=lazy("Send my answer"), back=TO_DESK, easy=EASY_ANSWER
)
answer_expense = journey_page("boards.agree-expense", of_expense, ANSWER, _asked)


def _pay(request: HttpRequest, answers: Answers) -> Done:
    row: Expense = request.row
    expenses.pay(row.pk, UUID(answers["pot"]), by=request.actor, key=keyed(request, row.pk, "pay"))
    return Done(
        _("It is paid from the pot"), [_("The payment stands in the pot’s list.")], TO_DESK, {"meeting": row.meeting_id}
    )


def _paying(request: HttpRequest, row: Expense) -> Journey:
    pots = [(str(pot.pk), pot.name) for pot in expense_queries.pots(row.meeting.body)]
    if not pots:
        raise Refused("This body has no pot of its own to pay from.", "The council opens one for it.")
    return Journey("pay-expense", [forms.from_pot(pots)], _pay, button=_("Pay it"), back=TO_DESK)


pay_expense = journey_page("boards.pay-expense", of_expense, _paying, _asked)


# First weeks.


@get("boards.read", of_body)
def _first(request: HttpRequest, row: Body, /, **address: Any) -> HttpResponse:
    """What a new board does first. 3 SQL queries."""
    rows = firstweek_queries.of(row)
    shown = {
        "body": row, "place": row.place, "rows": rows, "left": left(one.done for one in rows),
        "marks": may(request.actor, "boards.call-meeting", row),
    }  # fmt: skip
    return render(request, "boards/first_weeks.html", shown)


first_weeks = page(_first)


def of_first_task(request: HttpRequest, task: UUID, **rest: Any) -> FirstTask:
    """The task with this id, with its body, or Http404."""
    return or_404(firstweek_queries.find(task))


@post("boards.finish-first-task", of_first_task)
def _finish(request: HttpRequest, row: FirstTask, /, **address: Any) -> HttpResponse:
    firstweeks.finish(row.pk, by=request.actor, key=keyed(request, row.pk))
    return redirect("first-weeks", body=row.body_id)


first_task = page(_finish)
