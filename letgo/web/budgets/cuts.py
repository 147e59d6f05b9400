"""Pages of a cut: what the giver said and when, how far each project can shrink, and the vote on what stays whole."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.powers.models import Power
from letgo.commons.promises.rules import day_in_words
from letgo.decide.budgets.cuts import actions, queries, rules
from letgo.decide.budgets.delivery.queries import find as find_project
from letgo.decide.budgets.delivery.queries import free
from letgo.decide.budgets.models import Cut, Plan, Project
from letgo.decide.budgets.queries import find_round
from letgo.web.budgets import delivery_forms as forms
from letgo.web.budgets.finding import days_and_officer, journey_page
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page

TO_CUT = ("cut", lazy("Back"))
TO_PROJECTS = ("projects", lazy("Back to what won"))


def of_cut(request: HttpRequest, cut: UUID, **rest: Any) -> Cut:
    """The cut with this id, or Http404."""
    return _or_404(queries.find(cut))


def of_plan(request: HttpRequest, plan: UUID) -> Plan:
    """The plan with this id, or Http404."""
    return _or_404(queries.find_plan(plan))


def of_rounds_power(request: HttpRequest, in_round: UUID) -> Power:
    """The power of the round with this id, or Http404; the round goes with the request."""
    request.round = _or_404(find_round(in_round))
    return request.round.power


def of_project_in_cut(request: HttpRequest, cut: UUID, project: UUID) -> Project:
    """A project that takes part in a cut, or Http404; the cut goes with the request."""
    request.cut, found = _or_404(queries.find(cut)), _or_404(find_project(project))
    return _or_404(found if found.round_id == request.cut.round_id else None)


def _or_404(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def stands(row: Cut) -> str:
    """The news of a cut in one sentence."""
    less, day = pounds(row.from_pence - row.to_pence), day_in_words(row.starts)
    if row.state == "done":
        return _("The residents have chosen. {money} goes back from {day} on.").format(money=less, day=day)
    if row.state == "voting":
        return _("{money} less from {day} on. The vote says what stays whole.").format(money=less, day=day)
    return _("{giver} gives {money} less from {day} on.").format(giver=row.power.giver.name, money=less, day=day)


@get("budgets.read", of_cut)
def _cut(request: HttpRequest, row: Cut, cut: UUID) -> HttpResponse:
    """One cut. 8 SQL queries, for 1 project or 100."""
    actor, plans, open_ = request.actor, queries.all_plans(row), row.state == "noticed"
    standing = [one for one in plans if one.state != "back"]
    spare, less = free(row.round) if open_ else 0, row.from_pence - row.to_pence
    missing = rules.to_keep([queries.as_rule(one) for one in standing], less, spare) if open_ else 0
    said = queries.said_no(row, actor)
    near = open_ and may(actor, "budgets.object", row)
    shown = {
        "cut": row, "place": row.round.place, "stands": stands(row), "pounds": pounds, "plans": plans, "missing": -missing,
        "near": near, "said_no": said, "free": pounds(spare) if open_ else "",
        "without": [(one, may(actor, "budgets.deliver", one)) for one in queries.without_plan(row)] if open_ else [],
        "calls": open_ and missing > 0 and bool(standing) and may(actor, "budgets.vote-on-cut", row),
        "starts": day_in_words(row.starts), "notice": day_in_words(row.notice),
    }  # fmt: skip
    return render(request, "budgets/cut.html", shown)


cut = page(_cut)


def _announce(request: HttpRequest, answers: Answers) -> Done:
    given, key = answers, keyed(request, request.round.pk, "cut")
    made = actions.announce(
        request.round.pk, int(given["pounds"] * 100), given["reasons"], given["starts"], by=request.actor, key=key
    )
    next_ = [
        _("Everyone who can vote is told."),
        _("Each project says how far it can shrink. Then the residents choose what stays whole."),
    ]
    return Done(_("The cut is announced"), next_, TO_CUT, {"cut": made.pk})


def _notice(request: HttpRequest, row: Power) -> dict[str, Any]:
    at = request.round
    said = ngettext(
        "{round}: {money}. The notice of this power is {days} day.",
        "{round}: {money}. The notice of this power is {days} days.",
        row.notice_days,
    ).format(round=at.title, money=pounds(at.purse_pence), days=row.notice_days)
    return {"place": at.place, "here": "budget", "address": {"in_round": at.pk}, "says": [said]}


ANNOUNCE = Journey("announce-cut", [forms.LessMoney], _announce, button=lazy("Announce it"), back=TO_PROJECTS)
announce = journey_page("budgets.announce-cut", of_rounds_power, ANNOUNCE, _notice)


def _plan(request: HttpRequest, answers: Answers) -> Done:
    row, at = request.row, request.cut
    key = keyed(request, at.pk, row.pk, "plan")
    actions.plan(at.pk, row.pk, int(answers["pounds"] * 100), answers["words"], by=request.actor, key=key)
    return Done(
        _("The plan is published"),
        [_("Whoever had the idea is told."), _("Residents can say no to it.")],
        TO_CUT,
        {"cut": at.pk},
    )


def _project(request: HttpRequest, row: Project) -> dict[str, Any]:
    says = [_("{project}: {money} now.").format(project=row.idea.title, money=pounds(row.pence))]
    return {"place": row.round.place, "here": "budget", "address": {"cut": request.cut.pk}, "says": says}


PLAN = Journey("plan-cut", [forms.Shrinks], _plan, button=lazy("Publish the plan"), back=TO_CUT)
plan = journey_page("budgets.deliver", of_project_in_cut, PLAN, _project)


def _object(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    after = actions.object_to(row.pk, answers["words"], by=request.actor, key=keyed(request, row.pk, "no"))
    said = (
        _("So many said no that the plan goes back once.") if after.state == "back" else _("It stands beside the plan.")
    )
    return Done(_("Thank you for saying so"), [said], TO_CUT, {"cut": row.cut_id})


def _planned(request: HttpRequest, row: Plan) -> dict[str, Any]:
    said = _("{project}: from {before} to {after}.").format(
        project=row.project.idea.title, before=pounds(row.project.pence), after=pounds(row.to_pence)
    )
    return {"place": row.cut.round.place, "here": "budget", "address": {"cut": row.cut_id}, "says": [said, row.words]}


OBJECT = Journey("object-cut", [forms.No], _object, button=lazy("Publish my no"), back=TO_CUT)
object_to = journey_page("budgets.object", of_plan, OBJECT, _planned)


def _vote(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    asked = actions.Asked(*days_and_officer(answers, row.round.place))
    actions.put_to_vote(row.pk, asked, by=request.actor, key=keyed(request, row.pk, "vote"))
    return Done(_("The vote is called"), [_("Everyone on the list can say what stays whole.")], TO_CUT, {"cut": row.pk})


def _called(request: HttpRequest, row: Cut) -> dict[str, Any]:
    return {"place": row.round.place, "here": "budget", "address": {"cut": row.pk}, "says": [stands(row)]}


VOTE = Journey("vote-cut", [forms.CutVote], _vote, button=lazy("Call the vote"), back=TO_CUT)
vote = journey_page("budgets.vote-on-cut", of_cut, VOTE, _called)
