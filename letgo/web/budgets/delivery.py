"""Pages of what won: each project with its stages, what shows that they are done, its money, and how to insist."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.promises.queries import settings_at
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets.changes import actions as changes
from letgo.decide.budgets.costing.actions import declare
from letgo.decide.budgets.delivery import actions, photos, queries
from letgo.decide.budgets.delivery.rules import Step as Stage_
from letgo.decide.budgets.delivery.rules import most_by_officer
from letgo.decide.budgets.models import Change, Evidence, Project, Round, Stage
from letgo.web.budgets import delivery_forms as forms
from letgo.web.budgets import delivery_words as words
from letgo.web.budgets.finding import days_and_officer, journey_page, of_round
from letgo.web.budgets.forms import Gains
from letgo.web.ui import saying
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.uploads import at_most
from letgo.web.ui.verbs import get, keyed, page, post

TO_PROJECT = ("project", lazy("Back to the project"))


def _or_404(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def of_project(request: HttpRequest, project: UUID) -> Project:
    """The project with this id, or Http404."""
    return _or_404(queries.find(project))


def of_stage(request: HttpRequest, stage: UUID) -> Stage:
    """The stage with this id, or Http404."""
    return _or_404(queries.stage(stage))


def of_change(request: HttpRequest, change: UUID) -> Change:
    """The change of cost with this id, or Http404."""
    return _or_404(queries.change(change))


def of_photo(request: HttpRequest, evidence: UUID) -> Evidence:
    """What was shown, with a photo, or Http404."""
    return _or_404(queries.with_photo(evidence))


@get("budgets.read", of_round)
def _projects(request: HttpRequest, row: Round, in_round: UUID) -> HttpResponse:
    """Everything that won in a round, and who is next in the published order. 8 SQL queries, with 1 project or 100."""
    rows = [words.listed(one) for one in queries.of_round(row)]
    order = queries.in_order(row) if row.state in ("delivering", "over") else []
    shown = {
        "row": row, "place": row.place, "rows": rows, "order": order[:10], "free": pounds(queries.free(row)),
        "pounds": pounds, "cuts": may(request.actor, "budgets.announce-cut", row.power) and row.state == "delivering",
        "under_way": words.cuts(row),
    }  # fmt: skip
    return render(request, "budgets/projects.html", shown)


projects = page(_projects)


@get("budgets.read", of_project)
def _project(request: HttpRequest, row: Project, project: UUID) -> HttpResponse:
    """One project. 11 SQL queries, whatever happened to it."""
    whole, actor = queries.whole(row), request.actor
    roles = settings_at(row.round.place)["roles"]
    delivers = may(actor, "budgets.deliver", row)
    shown = {
        "project": row, "place": row.round.place, "whole": whole, "pounds": pounds, "news": words.news(row, whole),
        "duty": words.duty(row, roles), "facts": words.facts(row, whole), "stages": [words.stage(seen) for seen in whole.stages],
        "starts": delivers and row.state == "set-aside", "shows": words.to_show(whole) if delivers else None,
        "confirms": words.to_confirm(whole, actor), "changes_cost": delivers and row.state in ("set-aside", "started"),
        "settles": may(actor, "budgets.settle", row), "happened": words.changed(whole), "bar": words.bar(row, whole),
    }  # fmt: skip
    return render(request, "budgets/project.html", shown)


project = page(_project)


@get("budgets.read", of_photo)
def _photo(request: HttpRequest, row: Evidence, evidence: UUID) -> HttpResponse:
    """The picture and nothing else. No browser keeps it: a picture can be taken away."""
    data = photos.read(row.photo)
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/jpeg", headers={"X-Robots-Tag": "noindex"})


photo = page(_photo)


# What who has the duty does.


def _about(request: HttpRequest, row: Any) -> dict[str, Any]:
    found = row if isinstance(row, Project) else row.project
    return {
        "place": found.round.place, "here": "budget", "address": {"project": found.pk},
        "says": [f"{found.idea.title}: {pounds(found.pence)}"],
    }  # fmt: skip


def _start(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    gains = answers["what"].strip() if answers["gains"] == "yes" else ""
    declare(row.idea_id, gains, by=request.actor, key=keyed(request, row.pk, "declare"))
    if gains:
        return Done(
            _("Thank you for saying so"), [_("Somebody else must start this now.")], TO_PROJECT, {"project": row.pk}
        )
    steps = [Stage_(title, day) for title, day in forms.steps_of(answers)]
    actions.start(row.pk, steps, by=request.actor, key=keyed(request, row.pk, "start"))
    next_ = [_("Everyone who could vote is told."), _("Each day is now a promise that everybody can follow.")]
    return Done(_("It is ordered"), next_, TO_PROJECT, {"project": row.pk})


WORKS = (
    ("you", lazy("You work on this.")),
    ("money", lazy("Do you gain by it? Say so.")),
    ("people", lazy("Then somebody else starts it.")),
    ("no", lazy("If not, say no.")),
    ("time", lazy("Then you name a day for each stage.")),
)
START = Journey(
    "start", [Gains, forms.Stages], _start, button=lazy("Order it and promise these days"), back=TO_PROJECT, easy=WORKS
)
start = journey_page("budgets.deliver", of_project, START, _about)


def _show_form(request: HttpRequest, row: Stage, form: Any, status: int = 200) -> HttpResponse:
    shown = {"stage": row, "project": row.project, "place": row.project.round.place, "form": form, "field": field}
    return render(request, "budgets/show.html", {**shown, "error_summary": error_summary}, status=status)


@get("budgets.deliver", of_stage)
def _show(request: HttpRequest, row: Stage, stage: UUID) -> HttpResponse:
    return _show_form(request, row, forms.Show(last=row.needs_yes))


@post("budgets.deliver", of_stage)
def _shown(request: HttpRequest, row: Stage, stage: UUID) -> HttpResponse:
    form = forms.Show(request.POST, request.FILES, last=row.needs_yes)
    if form.is_valid():
        given, bill = form.cleaned_data, form.cleaned_data.get("bill")
        try:
            actions.show(
                row.pk, given["words"], by=request.actor, key=keyed(request, row.pk), photo=given["photo"] or None,
                bill=None if bill is None else int(bill * 100),
            )  # fmt: skip
            return redirect("project", project=row.project_id)
        except Refused as refusal:
            if refusal.kind not in ("refused", "too-large"):
                raise
            form.add_error(None, saying.refusal(refusal))
    return _show_form(request, row, form, 422)


show = at_most(lambda: photos.MOST_BYTES)(page(_show, _shown))


def _cost(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    made = changes.change(
        row.pk, int(answers["pounds"] * 100), answers["reasons"], by=request.actor, key=keyed(request, row.pk, "cost")
    )
    if made.state == "done":
        return Done(
            _("The new cost holds"),
            [_("It stands on the page of the project, with your reasons.")],
            TO_PROJECT,
            {"project": row.pk},
        )
    next_ = [
        _("It is more than you may allow alone."),
        _("Those who speak for the residents must ask them. By when stands on the page of the project."),
        _("Until then the old cost stands."),
    ]
    return Done(_("The residents decide"), next_, TO_PROJECT, {"project": row.pk})


def _limits(request: HttpRequest, row: Project) -> dict[str, Any]:
    about, most = _about(request, row), most_by_officer(queries.costs_of(row), row.round.fixed)
    said = _("By the terms of this round you may allow up to {money}. For more the residents are asked.").format(
        money=pounds(most)
    )
    return {**about, "says": [*about["says"], said]}


COST = Journey("cost", [forms.Cost], _cost, button=lazy("Change the cost"), back=TO_PROJECT)
cost = journey_page("budgets.deliver", of_project, COST, _limits)


# What residents do, and who writes down what they said.


def _looked(request: HttpRequest, answers: Answers) -> Done:
    row, yes = request.row, answers["answer"] == "yes"
    actions.answer(row.pk, yes, answers["words"], by=request.actor, key=keyed(request, row.pk, "answer"))
    title = _("Thank you. It is done") if yes else _("Thank you. The work goes on")
    next_ = (
        [
            _("The bill is paid. What is left over stays in the pot for the next ideas."),
            _("Everyone who could vote is told."),
        ]
        if yes
        else [_("What is missing stands on the page. The clock goes on until it is there.")]
    )
    return Done(title, next_, TO_PROJECT, {"project": row.project_id})


EASY = (
    ("you", lazy("Go and look. Is it there?")),
    ("yes", lazy("Say yes if it is done.")),
    ("money", lazy("Then the bill is paid.")),
    ("no", lazy("Say no if something is missing.")),
    ("lock", lazy("Nobody sees your name.")),
)
LOOKED = Journey("looked", [forms.Looked], _looked, button=lazy("Send my answer"), back=TO_PROJECT, easy=EASY)
answer = journey_page("budgets.confirm", of_stage, LOOKED, _about)


def _settle(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    changes.settle(row.pk, answers["answer"], answers["met"], by=request.actor, key=keyed(request, row.pk, "settle"))
    return Done(
        _("It is written down"),
        [_("It happened at once.")],
        TO_PROJECT,
        {"project": row.project_id},
    )


def _asked(request: HttpRequest, row: Change) -> dict[str, Any]:
    about = _about(request, row)
    said = _("It shall cost {after} instead of {before}: {reasons}").format(
        after=pounds(row.to_pence), before=pounds(row.from_pence), reasons=row.reasons
    )
    return {**about, "says": [*about["says"], said]}


def _call(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    asked = changes.Asked(*days_and_officer(answers, row.project.round.place))
    changes.put_to_vote(row.pk, asked, by=request.actor, key=keyed(request, row.pk, "vote"))
    next_ = [
        _("Everyone on the list can vote."),
        _("The result settles it by itself, when the days to object are over."),
    ]
    return Done(_("The vote is called"), next_, TO_PROJECT, {"project": row.project_id})


RISE = Journey("rise-vote", [forms.RiseVote], _call, button=lazy("Call the vote"), back=TO_PROJECT)
change_vote = journey_page("budgets.vote-on-change", of_change, RISE, _asked)

SETTLE = Journey("settle", [forms.Settled], _settle, button=lazy("Write it down"), back=TO_PROJECT)
settle = journey_page("budgets.settle", of_change, SETTLE, _asked)


def _stop(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.stop(row.pk, answers["reasons"], by=request.actor, key=keyed(request, row.pk, "stop"))
    return Done(
        _("It is stopped"),
        [_("Its money is free again."), _("Everyone who could vote is told.")],
        TO_PROJECT,
        {"project": row.pk},
    )


STOP = Journey("stop", [forms.Why], _stop, check=lazy("Stop this project?"), button=lazy("Stop it"), back=TO_PROJECT)
stop = journey_page("budgets.settle", of_project, STOP, _about)
