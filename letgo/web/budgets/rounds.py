"""Pages for opening a round, putting its ideas to the vote, and its result: what happens because of it, and why not mine."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from letgo.commons.money.queries import of_place as pots_of
from letgo.commons.money.rules import pounds
from letgo.commons.places.queries import today, whom
from letgo.commons.powers.models import Power
from letgo.commons.powers.queries import one as one_power
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.queries import Result, objections_end, roll_preview
from letgo.decide.budgets import queries
from letgo.decide.budgets.models import Round
from letgo.decide.budgets.rounds.actions import Opening, open_round
from letgo.decide.budgets.rounds.results import of_round as result_of
from letgo.decide.budgets.rounds.voting import Asked, put_on_the_vote
from letgo.decide.budgets.rules import Terms
from letgo.web.budgets import round_forms as forms
from letgo.web.budgets import words
from letgo.web.budgets.finding import about_round, journey_page, of_round
from letgo.web.ui.figures import clock, day, whole
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page

TO_ROUND = ("round", lazy("Back to the budget"))


def of_power(request: HttpRequest, power: UUID) -> Power:
    """The power with this id, or Http404."""
    found = one_power(power)
    if found is None:
        raise Http404
    return found.power


def _open(request: HttpRequest, answers: Answers) -> Done:
    power, given = request.row, answers
    terms = Terms(
        rise_percent=given["rise_percent"], reserve_pence=int(given["reserve"] * 100), small_pence=int(given["small"] * 100),
        over_rise=given["over_rise"],
    )  # fmt: skip
    asked = Opening(
        title=given["name"], words=given["words"], purse_pence=int(given["purse"] * 100), pot=UUID(given["pot"]),
        electorate=UUID(given["electorate"]), ideas_until=given["ideas_until"], costing_until=given["costing_until"],
        votes=(given["votes_from"], given["votes_until"]), terms=terms,
    )  # fmt: skip
    made = open_round(power.pk, asked, by=request.actor, key=keyed(request, power.pk, "open"))
    next_ = [
        _("Everybody who can vote is told. Ideas are open until {day}.").format(day=words.bound(made.ideas_until)),
        _("The vote opens on {day}.").format(day=words.bound(made.votes_from)),
        _("The terms stand on the page of the round, and never change."),
    ]
    return Done(_("The round is open"), next_, ("round", _("See the round")), {"in_round": made.pk})


def _opening(request: HttpRequest, power: Power) -> Journey:
    free = _("{pot}: {money} free")
    pots = [
        (str(held.pot.pk), free.format(pot=held.pot.name, money=pounds(max(0, held.standing.available))))
        for held in pots_of(power.place_id)
    ]
    lists = [(str(row.pk), row.name) for row in queries.electorates_at(power.place)]
    steps = [forms.Money, forms.from_pot(pots, lists), forms.Days, forms.Terms]
    return Journey("open-round", steps, _open, button=_("Open the round"), back=("power", _("Back to the power")))


def _about_power(request: HttpRequest, row: Power) -> dict[str, Any]:
    return {"place": row.place, "here": "budget", "address": {"power": row.pk}}


opening = journey_page("budgets.open-round", of_power, _opening, _about_power)


def _call(request: HttpRequest, answers: Answers) -> Done:
    row, people = request.row, whom(answers["officer"], None) or whom(answers["officer"], request.row.place)
    if len(people) != 1:
        raise Refused("We could not find one person for the returning officer.", "Type exactly how they sign in here.")
    size, twins = (int(part) for part in answers["seen"].split(":"))
    asked = Asked(people[0].pk, answers["seed_from"], expects=size, twins=twins, quorum=answers["quorum"])
    made = put_on_the_vote(row.pk, asked, by=request.actor, key=keyed(request, row.pk, "vote"))
    days = _("The vote opens on {opens} and closes on {closes}.")
    next_ = [
        days.format(opens=words.bound(made.votes_from), closes=words.bound(made.votes_until)),
        _("Everybody on the list is told when it opens, and two days before it closes."),
        _("Costs, terms and the list of voters are frozen now."),
    ]
    return Done(_("The vote is called"), next_, ("round", _("See the round")), {"in_round": made.pk})


def _calling(request: HttpRequest, row: Round) -> Journey:
    seen = roll_preview(row.electorate, today())
    steps = [forms.Vote, forms.preview(seen.size, seen.twins)]
    return Journey("call-vote", steps, _call, button=_("Call the vote"), back=TO_ROUND)


def _ready(request: HttpRequest, row: Round) -> dict[str, Any]:
    ready, waiting = queries.for_the_vote(row), queries.not_ready(row)
    can = ngettext(
        "{number} idea is ready. {money} can be spent.", "{number} ideas are ready. {money} can be spent.", len(ready)
    )
    says = [can.format(number=len(ready), money=pounds(row.purse_pence - row.fixed.reserve_pence))]
    if waiting and today() > row.costing_until:
        late = ngettext(
            "{number} idea is not ready. It goes on in the next round, and its page says who owed what.",
            "{number} ideas are not ready. They go on in the next round, and each page says who owed what.",
            waiting,
        )
        says.append(late.format(number=waiting))
    elif waiting:
        owed = ngettext(
            "{number} idea is not ready. Its owner has until {day}.",
            "{number} ideas are not ready. Their owners have until {day}.",
            waiting,
        )
        says.append(owed.format(number=waiting, day=words.bound(row.costing_until)))
    return {**about_round(request, row), "says": says}


vote = journey_page("budgets.put-on-the-vote", of_round, _calling, _ready)


@get("budgets.read", of_round)
def _result(request: HttpRequest, row: Round, in_round: UUID) -> HttpResponse:
    """The result of a round: the news, what happens because of it, who won, who did not and why."""
    declared = result_of(row)
    shown: dict[str, Any] = {"row": row, "place": row.place, "declared": declared is not None, "pounds": pounds}
    if declared:
        poll, found = declared
        projects = queries.projects(row)
        won = [(one, next((p for p in projects if p.idea_id == one.option.about_id), None)) for one in found.won]
        end = objections_end(poll)
        held = sum(project.pence for project in projects)
        shown |= {
            "poll": poll, "found": found, "won": won, "lost": [r for r in found.rows if not r.won and not r.option.none],
            "projects": projects, "held": held, "left": row.purse_pence - held, "news": _news(found),
            "objects_until": f"{end:%A} {day(end)}, {clock(end)}" if poll.state == "declared" and now() < end else "",
            "voted": _voted(poll, found),
            "first": next((p.first_step for p in projects if p.first_step), None),
        }  # fmt: skip
    return render(request, "budgets/result.html", shown)


def _voted(poll: Poll, found: Result) -> list[tuple[str, str]]:
    """How many voted, and how. No SQL."""
    could = ngettext(
        "{voters:,} of the {number:,} person who could vote",
        "{voters:,} of the {number:,} people who could vote",
        found.roll,
    )
    ways = _("{online:,} and {paper:,}")
    facts = [
        (_("Voted"), could.format(voters=found.voters, number=found.roll)),
        (_("Online and on paper"), ways.format(online=poll.ballots or 0, paper=poll.paper or 0)),
    ]
    return [*facts, (_("None of these, come back to us"), whole(found.none_votes))] if poll.none_option else facts


def _news(found: Any) -> str:
    ideas = sum(not row.option.none for row in found.rows)
    said = _(
        "{won} of the {ideas} ideas won. They cost {spent} of the {purse}. {voters} of the {people} people who could vote did."
    )
    return said.format(
        won=len(found.won), ideas=ideas, spent=pounds(found.spent), purse=pounds(found.purse or 0),
        voters=found.voters, people=found.roll,
    )  # fmt: skip


result = page(_result)
