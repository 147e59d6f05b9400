"""Pages of a job: it is described, published, applied for, judged and voted on; and what happens because somebody was chosen."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.decide.boards.appointments import actions, queries
from letgo.decide.boards.interests.actions import declare
from letgo.decide.boards.interests.queries import register
from letgo.decide.boards.models import Body
from letgo.decide.boards.office_models import Applicant, Appointment
from letgo.web.boards import offices_forms as forms
from letgo.web.boards import offices_words as words
from letgo.web.boards.finding import journey_page, or_404
from letgo.web.boards.offices_finding import Act, act, asked, links, one_person, runs
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page

TO_JOB = ("appointment", lazy("Back to the job"))
TO_OFFICES = ("offices", lazy("Back to all offices"))


def of_appointment(request: HttpRequest, appointment: UUID, **rest: Any) -> Appointment:
    """The job with this id, or Http404: one that is not published is there for the board alone."""
    found = or_404(queries.find(appointment))
    return or_404(found if found.published or may(request.actor, "boards.appoint", found) else None)


def of_applicant(request: HttpRequest, applicant: UUID, **rest: Any) -> Appointment:
    """The job for which somebody applied, or Http404; the view finds the applicant as request.applicant."""
    request.applicant = or_404(queries.applicant(applicant))
    return request.applicant.appointment


def of_own_applicant(request: HttpRequest, applicant: UUID, **rest: Any) -> Appointment:
    """The same, for the board and who applied; for nobody else is there such a name."""
    row, actor = of_applicant(request, applicant), request.actor
    person = request.applicant.person_id
    own = person is not None and actor.is_self(person)
    return or_404(row if own or may(actor, "boards.appoint", row) else None)


@get("boards.read", of_appointment)
def _job(request: HttpRequest, row: Appointment, /, **address: Any) -> HttpResponse:
    """9 SQL queries at most, however many applied."""
    actor: Actor = request.actor
    judges = may(actor, "boards.appoint", row)
    applied = queries.applicants(row, actor)
    shown = {
        "row": row, "body": row.body, "place": row.body.place, "title": words.job_title(row), "news": words.job_news(row),
        "open": links(actor, row, ACTS, "appointment"), "steps": words.job_steps(row), "aims": words.targets(row.targets),
        "said": words.job_facts(row), "applicants": [_applied(one, row, actor, judges) for one in applied], "judges": judges,
        "interests": [f"{name}: {one.words}" for name, one in register(row.body) if one.about_id == row.pk],
    }  # fmt: skip
    return render(request, "boards/appointment.html", shown)


appointment = page(_job)


def _applied(one: Applicant, row: Appointment, actor: Actor, judges: bool) -> dict[str, Any]:
    waits = row.state == "published" and one.state in ("applied", "left-out", "stands")
    closed = row.until is not None and row.until < today()
    own = one.person_id is not None and actor.is_self(one.person_id)
    acts = []
    if judges and waits and closed:
        acts.append(("applicant-judge", _("Give points")))
    if (judges or own) and waits:
        acts.append(("applicant-withdraw", _("Take this name back")))
    said = words.APPLIED[one.state].format(reason=one.reason) if judges or own else ""
    points = _("{points} points").format(points=one.points) if judges and one.points is not None else ""
    return {"id": one.pk, "name": one.name, "words": one.words, "said": said, "points": points, "acts": acts}


def about(request: HttpRequest, row: Appointment) -> Mapping[str, Any]:
    """What the pages of a journey about a job show around it."""
    says = [words.job_title(row) + ". " + words.job_news(row)]
    return {"place": row.body.place, "here": "board", "address": {"appointment": row.pk}, "says": says}


def about_body(request: HttpRequest, row: Body) -> Mapping[str, Any]:
    """The same around a whole body."""
    return {"place": row.place, "here": "board", "address": {"body": row.pk}, "says": []}


# Describing.


def _describe(request: HttpRequest, answers: Answers) -> Done:
    body: Body = request.row
    job = actions.Job(
        answers["role"], answers["duties"], tuple(forms.pairs(answers, "target", "by")),
        tuple(forms.pairs(answers, "measure", "weight")), answers["panel"], answers["decides"], answers["months"], answers["review"],
    )  # fmt: skip
    made = actions.describe(body.pk, job, by=request.actor, key=keyed(request, body.pk, answers["role"]))
    next_ = [_("Only the board sees it so far."), _("Publish it, and say until when people can apply.")]
    return Done(_("The job is written down"), next_, TO_JOB, {"appointment": made.pk})


DESCRIBE = Journey(
    "describe",
    [forms.Role, forms.Duties, forms.Targets, forms.Scoring, forms.Panel, forms.Decider, forms.Term],
    _describe,
    button=lazy("Write it down"),
    back=TO_OFFICES,
)

# What is done with one.


def _publish(request: HttpRequest, answers: Answers) -> Done:
    row = actions.publish(request.row.pk, answers["until"], by=request.actor, key=keyed(request, request.row.pk))
    next_ = [
        _("People can apply until {day}.").format(day=words.weekday(row.until)),
        _("From now on nothing of it changes."),
    ]
    return Done(_("The job is published"), next_, TO_JOB, {"appointment": row.pk})


def _apply(request: HttpRequest, answers: Answers) -> Done:
    row: Appointment = request.row
    actions.apply(row.pk, answers["name"], answers["says"], by=request.actor, key=keyed(request, row.pk, "apply"))
    next_ = [
        _("The panel gives points for what was published, and for nothing else."),
        _("You hear from us when there is news. You can take your name back until the vote is called."),
    ]
    return Done(_("You have asked for the job"), next_, TO_JOB, {"appointment": row.pk})


def _on_paper(request: HttpRequest, answers: Answers) -> Done:
    row: Appointment = request.row
    person = one_person(answers["person"], row.body.place)
    key = keyed(request, row.pk, person)
    actions.add_applicant(row.pk, answers["name"], answers["says"], person, by=request.actor, key=key)
    return Done(_("It is written down"), [_("It counts as if they had done it here.")], TO_JOB, {"appointment": row.pk})


def _interest(request: HttpRequest, answers: Answers) -> Done:
    row: Appointment = request.row
    declare(row.body_id, row.ref, answers["gains"], by=request.actor, key=keyed(request, row.pk, "interest"))
    next_ = [_("You do not vote on this, and give no points."), _("It stands on the page of the job, for everybody.")]
    return Done(_("Thank you for saying so"), next_, TO_JOB, {"appointment": row.pk})


def _vote(request: HttpRequest, answers: Answers) -> Done:
    row: Appointment = request.row
    key = keyed(request, row.pk, "vote")
    actions.put_to_members(row.pk, asked(answers), answers["start"], by=request.actor, key=key)
    next_ = [
        _("The list of who can vote is settled now. Nobody can be added."),
        _("Whoever wins has the job from its first day. If most want none of these, nobody has it."),
    ]
    return Done(_("The vote is called"), next_, TO_JOB, {"appointment": row.pk})


def _voting(request: HttpRequest, row: Appointment) -> Journey:
    steps = [forms.VoteDays, runs(row.body), forms.Start]
    return Journey("vote", steps, _vote, button=_("Call the vote"), back=TO_JOB)


def _to_board(request: HttpRequest, answers: Answers) -> Done:
    row: Appointment = request.row
    actions.put_to_board(row.pk, answers["start"], by=request.actor, key=keyed(request, row.pk, "board"))
    next_ = [
        _("Put an item on the agenda about each name."),
        _("Who gains by it does not vote. With too few there, it is no decision."),
    ]
    return Done(_("It goes to the board"), next_, TO_JOB, {"appointment": row.pk})


def _end(request: HttpRequest, answers: Answers) -> Done:
    row: Appointment = request.row
    actions.call_off(row.pk, answers["reasons"], by=request.actor, key=keyed(request, row.pk, "end"))
    return Done(_("The job is ended"), [_("Your reasons stand on its page.")], TO_JOB, {"appointment": row.pk})


def _over(row: Appointment) -> bool:
    return row.state == "published" and row.until is not None and row.until < today()


def _open(row: Appointment) -> bool:
    return row.state == "published" and not _over(row)


EASY = (
    ("paper", lazy("You can ask for this job.")),
    ("people", lazy("The board reads what you write.")),
    ("you", lazy("Write about your work. Leave out your health.")),
    ("stop", lazy("You can take it back before the vote.")),
)
ACTS = (
    act("publish", "boards.appoint", lazy("Publish it"), [forms.Until], _publish, lazy("Publish it"), TO_JOB,
        lambda row: row.state in ("described", "none")),
    act("apply", "boards.apply", lazy("Ask for this job"), [forms.Apply], _apply, lazy("Send it"), TO_JOB, _open, easy=EASY),
    act("paper", "boards.appoint", lazy("Someone applied on paper or by phone"), [forms.OnPaper], _on_paper, lazy("Write it down"),
        TO_JOB, _open),
    Act("vote", "boards.appoint", lazy("Put it to the vote"), _voting, lambda row: _over(row) and row.decides == "members"),
    act("board", "boards.appoint", lazy("Put it to the board"), [forms.Start], _to_board, lazy("Put it to the board"), TO_JOB,
        lambda row: _over(row) and row.decides == "board"),
    act("interest", "boards.declare-interest", lazy("Say that you gain by it"), [forms.Interest], _interest, lazy("Publish this"), TO_JOB,
        lambda row: row.state in ("described", "published", "voting")),
    act("end", "boards.appoint", lazy("End it without a vote"), [forms.Reasons], _end, lazy("End it"), TO_JOB,
        lambda row: row.state in ("described", "published"), check=lazy("End this job?")),
)  # fmt: skip


# What is done with one who applied.


EASY_POINTS = (
    ("people", lazy("Someone wants this job.")),
    ("paper", lazy("You give points for each thing.")),
    ("yes", lazy("Yes: people can vote for them.")),
    ("no", lazy("No: write why not.")),
)
EASY_BACK = (
    ("you", lazy("This takes your name off the list.")),
    ("no", lazy("Then nobody can vote for it.")),
    ("time", lazy("You can do this until the vote.")),
)


def _judge(request: HttpRequest, answers: Answers) -> Done:
    one: Applicant = request.applicant
    marks = {said: answers[f"mark{number}"] for number, (said, weight) in enumerate(request.row.measures)}
    yes = answers["stands"] == "yes"
    actions.judge(one.pk, marks, yes, answers["reason"], by=request.actor, key=keyed(request, one.pk, "judge"))
    return Done(_("The points are written down"), [], TO_JOB, {"appointment": request.row.pk})


def _judging(request: HttpRequest, row: Appointment) -> Journey:
    def marks(*given: Any, **named: Any) -> forms.Marks:
        return forms.Marks(*given, measures=row.measures, **named)

    return Journey("judge", [marks], _judge, button=_("Give these points"), back=TO_JOB, easy=EASY_POINTS)


def _take_back(request: HttpRequest, answers: Answers) -> Done:
    one: Applicant = request.applicant
    actions.withdraw(one.pk, by=request.actor, key=keyed(request, one.pk, "withdraw"))
    return Done(_("The name is taken back"), [], TO_JOB, {"appointment": request.row.pk})


def about_applicant(request: HttpRequest, row: Appointment) -> Mapping[str, Any]:
    """Around the pages about one who applied: their name is on the page, never in its address or title."""
    return {**about(request, row), "says": [f"{request.applicant.name}: {request.applicant.words}"]}


SURE = Journey(
    "withdraw",
    [forms.Sure],
    _take_back,
    check=lazy("Take this name back?"),
    button=lazy("Take it back"),
    back=TO_JOB,
    easy=EASY_BACK,
)
applicant_judge = journey_page("boards.appoint", of_applicant, _judging, about_applicant)
applicant_withdraw = journey_page("boards.apply", of_own_applicant, SURE, about_applicant)
