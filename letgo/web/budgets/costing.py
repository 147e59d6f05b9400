"""Pages of those who cost and check ideas, of authors who answer, and of an appeal to the residents."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets import queries
from letgo.decide.budgets.costing import actions
from letgo.decide.budgets.models import Appeal, Idea, Round
from letgo.web.budgets import forms, words
from letgo.web.budgets.finding import about_idea, journey_page, of_appeal, of_idea, of_round
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page

TO_IDEA = ("idea", lazy("Back to the idea"))


@get("budgets.see-desk", of_round)
def _desk(request: HttpRequest, row: Round, in_round: UUID) -> HttpResponse:
    """What waits for officers, checkers and those who speak for the residents."""
    actor = request.actor
    shown = {
        "row": row, "place": row.place, "to_cost": queries.to_cost(row), "to_check": queries.to_check(row, actor),
        "appeals": queries.appeals(row), "states": words.STATES, "apart": queries.kept_apart(row),
        "terms": row.fixed,
        "ready": len(queries.for_the_vote(row)), "waiting": queries.not_ready(row),
        "calls": row.state == "costing" and may(actor, "budgets.put-on-the-vote", row),
    }  # fmt: skip
    return render(request, "budgets/desk.html", shown)


desk = page(_desk)


def _pence(pounds: Any) -> int:
    return int(pounds * 100)


def _declared(request: HttpRequest, answers: Answers) -> None:
    """What the person said that they gain: written down first, and then nothing more when it is something."""
    gains = answers["what"].strip() if answers["gains"] == "yes" else ""
    actions.declare(request.row.pk, gains, by=request.actor, key=keyed(request, request.row.pk, "declare"))


def _gains(answers: Answers) -> Done | None:
    said = _("What you said is public, without your name. Somebody else must do this now.")
    return Done(_("Thank you for saying so"), [said], TO_IDEA) if answers["gains"] == "yes" else None


def _cost(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    _declared(request, answers)
    if gained := _gains(answers):
        return Done(gained.title, gained.next, TO_IDEA, {"idea": row.pk})
    actions.estimate(
        row.pk, _pence(answers["pounds"]), _pence(answers["upkeep"]), answers["reasons"], answers["upkeep_from"],
        by=request.actor, key=keyed(request, row.pk, "cost"),
    )  # fmt: skip
    days = row.round.fixed.answer_days
    told = ngettext(
        "We told the author. They have {days} day to agree or to say what is wrong.",
        "We told the author. They have {days} days to agree or to say what is wrong.",
        days,
    )
    next_ = [
        told.format(days=days),
        _("Without an answer the estimate stands."),
    ]
    return Done(_("The estimate is published"), next_, TO_IDEA, {"idea": row.pk})


COST = Journey("cost", [forms.Gains, forms.Estimate], _cost, button=lazy("Publish the estimate"), back=TO_IDEA)
cost = journey_page("budgets.estimate", of_idea, COST, about_idea)


def _with_words(request: HttpRequest, row: Idea) -> dict[str, Any]:
    return {**about_idea(request, row), "says": [words.called(row), row.words]}


def _check(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    _declared(request, answers)
    if gained := _gains(answers):
        return Done(gained.title, gained.next, TO_IDEA, {"idea": row.pk})
    yes, key = answers["answer"] == "yes", keyed(request, row.pk, "check")
    after = actions.check(row.pk, yes, answers["reasons"], by=request.actor, key=key)
    if after.eligible is None:
        next_ = _("A second checker must say the same. Where the two differ, a third settles it.")
    else:
        next_ = (
            _("That is settled: it can go on the vote.")
            if after.eligible
            else _("It is refused. We told its author, who can appeal.")
        )
    return Done(_("Your answer is written down"), [next_], TO_IDEA, {"idea": row.pk})


CHECK = Journey("check", [forms.Gains, forms.Check], _check, button=lazy("Publish my answer"), back=TO_IDEA)
check = journey_page("budgets.check", of_idea, CHECK, _with_words)


def _newest(request: HttpRequest, row: Idea) -> dict[str, Any]:
    found = queries.whole(row).estimates
    says = [words.called(row)]
    if found:
        last = found[-1]
        cost = _("To build: {price}. To keep up: {upkeep} a year.")
        says += [cost.format(price=pounds(last.pence), upkeep=pounds(last.upkeep_pence)), last.reasons]
    return {**about_idea(request, row), "says": says}


def _answer(request: HttpRequest, answers: Answers) -> Done:
    row, agrees = request.row, answers["answer"] == "yes"
    actions.answer_estimate(row.pk, agrees, answers["words"], by=request.actor, key=keyed(request, row.pk, "answer"))
    said = (
        _("It goes on the vote when it is checked.")
        if agrees
        else _("An officer owes you an answer. The idea’s page says by when.")
    )
    return Done(_("Thank you for your answer"), [said], TO_IDEA, {"idea": row.pk})


ANSWER = Journey(
    "answer",
    [forms.Agrees],
    _answer,
    button=lazy("Send my answer"),
    back=TO_IDEA,
    easy=(
        ("money", lazy("We worked out what your idea costs.")),
        ("yes", lazy("Say yes if that is right.")),
        ("no", lazy("Say no if something is wrong.")),
        ("talk", lazy("Then say what is wrong.")),
        ("people", lazy("An officer must answer you.")),
    ),
)
answer = journey_page("budgets.answer-estimate", of_idea, ANSWER, _newest)


def _appeal(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.appeal(row.pk, answers["reasons"], by=request.actor, key=keyed(request, row.pk, "appeal"))
    next_ = [_("Those who speak for the residents ask them. The idea’s page says by when.")]
    return Done(_("Your appeal is published"), next_, TO_IDEA, {"idea": row.pk})


def _why_no(request: HttpRequest, row: Idea) -> dict[str, Any]:
    return {
        **about_idea(request, row),
        "says": [words.called(row), _("It was refused: {reason}").format(reason=row.reason)],
    }


APPEAL = Journey("appeal", [forms.Appeal], _appeal, button=lazy("Ask the residents"), back=TO_IDEA)
appeal = journey_page("budgets.appeal", of_idea, APPEAL, _why_no)


def _decide(request: HttpRequest, answers: Answers) -> Done:
    row, given = request.row, answers
    made = actions.decide_appeal(
        row.pk, given["votes_for"], given["votes_against"], given["met"], given["words"],
        by=request.actor, key=keyed(request, row.pk, "decide"),
    )  # fmt: skip
    said = _("The idea goes on.") if made.state == "upheld" else _("The idea stays refused.")
    return Done(_("What they said is written down"), [said, _("We told its author.")], TO_IDEA, {"idea": row.idea_id})


def _appealed(request: HttpRequest, row: Appeal) -> dict[str, Any]:
    says = [
        words.called(row.idea),
        _("Why it was refused: {reason}").format(reason=row.idea.reason),
        _("Why it should go on: {reasons}").format(reasons=row.reasons),
    ]
    return {"place": row.idea.round.place, "here": "budget", "address": {"idea": row.idea_id}, "says": says}


DECIDE = Journey("decide", [forms.Decided], _decide, button=lazy("Write it down"), back=TO_IDEA)
decide = journey_page("budgets.decide-appeal", of_appeal, DECIDE, _appealed)


def _apart(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    other = queries.numbered(row.round, answers["other"])
    if other is None:
        raise Refused("There is no idea with this number in this round.")
    actions.set_apart(row.pk, other.pk, answers["reasons"], by=request.actor, key=keyed(request, row.pk, other.pk))
    return Done(
        _("The two are marked"), [_("Both authors are told. At most one of them is built.")], TO_IDEA, {"idea": row.pk}
    )


APART = Journey("apart", [forms.Apart], _apart, button=lazy("Mark them"), back=TO_IDEA)
apart = journey_page("budgets.set-apart", of_idea, APART, about_idea)


def _declare(request: HttpRequest, answers: Answers) -> Done:
    _declared(request, answers)
    return Done(
        _("Thank you for saying so"),
        [_("It stands on the page of the idea, without your name.")],
        TO_IDEA,
        {"idea": request.row.pk},
    )


DECLARE = Journey("declare", [forms.Gains], _declare, button=lazy("Publish it"), back=TO_IDEA)
declare = journey_page("budgets.declare", of_idea, DECLARE, about_idea)
