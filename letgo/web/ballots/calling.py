"""Calling a vote: one thing on each page, then a look at what it will be and at the list of voters, then the call."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.places.models import Electorate, Place
from letgo.commons.places.queries import whom
from letgo.decide.ballots import actions
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.rolls import Preview, roll_preview
from letgo.decide.ballots.rules import FUNDS, YES_NO, Call, Offered, Terms
from letgo.web.ballots import calling_forms, words
from letgo.web.ballots.polls import of_call
from letgo.web.ui import saying
from letgo.web.ui.figures import people
from letgo.web.ui.journeys import Done, Journey
from letgo.web.ui.verbs import get, keyed, page, post

NOT_ONE = lazy(
    "We know no returning officer by this. Write the phone number or e-mail address with which they sign in."
)


@get("ballots.call", of_call)
def _begin(request: HttpRequest, draft: Poll, slug: str) -> HttpResponse:
    return _journey(request, draft.place).start(request, **_around(request, draft.place))


@post("ballots.call", of_call)
def _go(request: HttpRequest, draft: Poll, slug: str) -> HttpResponse:
    return _journey(request, draft.place).go(request, **_around(request, draft.place))


call = page(_begin, _go)


def _journey(request: HttpRequest, place: Place) -> Journey:
    """The journey with this place's lists and powers in it."""
    voters = partial(calling_forms.Voters, lists=request.lists, powers=request.powers)
    return Journey(
        "call-a-vote",
        (
            calling_forms.Question,
            calling_forms.Method,
            calling_forms.Choices,
            voters,
            calling_forms.Dates,
            calling_forms.Officer,
        ),
        partial(_send, place),
        button=_("Call this vote"),
        says=(_("When you call the vote, all this and the list of voters cannot change any more."),),
        back=("polls", _("Votes, {place}").format(place=place.name)),
        judge=lambda given: [] if len(whom(given["officer"], None)) == 1 else [NOT_ONE],
    )


def _around(request: HttpRequest, place: Place) -> dict[str, Any]:
    return {"place": place, "here": "polls", "address": {"slug": place.slug}, "judged": partial(_look, request)}


def _list(request: HttpRequest, given: Mapping[str, Any]) -> Electorate:
    return next(row for row in request.lists if str(row.pk) == given["electorate"])


def _look(request: HttpRequest, given: Mapping[str, Any]) -> list[str]:
    """What the list of voters would be today, and what is odd on it. 6 SQL queries."""
    seen = roll_preview(_list(request, given), as_of=given["as_of"])
    grounds = [
        _("{people}, because {ground}.").format(
            people=people(many), ground=words.THEIR_GROUNDS.get(ground, words.THEIR_BELONGING)
        )
        for ground, many in seen.grounds.items()
    ]
    size = _("{people} would be on the list.").format(people=people(seen.size))
    return [size, *grounds, *map(saying.of_room, (*seen.faults, *seen.notes))]


def _send(place: Place, request: HttpRequest, given: Mapping[str, Any]) -> Done:
    seen = roll_preview(_list(request, given), as_of=given["as_of"])
    officer = whom(given["officer"], None)[0].pk
    made = actions.call(
        _called(place, given, officer, seen), by=request.actor, key=keyed(request, place.pk, given["question"])
    )
    then = [
        _("It opens by itself on {moment}.").format(moment=words.moment(made.opens)),
        _("{people}. It does not change any more.").format(
            people=people(made.roll_size, "person is on the list", "people are on the list")
        ),
        _("It closes on {moment}. Then it is counted, and the returning officer says the result.").format(
            moment=words.moment(made.closes)
        ),
    ]
    return Done(_("The vote is called"), then, ("poll", _("Go to this vote")), {"poll": made.pk})


def _called(place: Place, given: Mapping[str, Any], officer: Any, seen: Preview) -> Call:
    method = given["method"]
    offered = [Offered(title, "", group, cost) for title, cost, group in given["options"]]
    if method == "yes-no":
        offered = [Offered(title) for title in YES_NO]
    return Call(
        place=place.pk,
        electorate=given["electorate"],
        power=given["power"] or None,
        question=given["question"],
        words=given["words"],
        method=method,
        options=tuple(offered),
        opens=given["opens"],
        closes=given["closes"],
        officer=officer,
        seed_from=given["seed_from"],
        terms=Terms(
            seats=given["seats"] or 1,
            bring_to=given["bring_to"],
            most=1 if method == "yes-no" else 0,
            vacancy=given["vacancy"],
        ),
        as_of=given["as_of"],
        purse_pence=given["purse"] if method in FUNDS else None,
        add_names=given["add_names"],
        quorum=given["quorum"],
        object_days=given["object_days"],
        expects=seen.size,
        twins=seen.twins if given["looked"] == "yes" else 0,
    )
