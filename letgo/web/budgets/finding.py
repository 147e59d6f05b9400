"""What an address of these pages is about, and the two pages that every journey here has."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import make_aware

from letgo.commons.places.models import Place
from letgo.commons.places.queries import whom
from letgo.commons.powers.queries import place_called
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets import queries
from letgo.decide.budgets.models import Appeal, Idea, Round, Together
from letgo.web.budgets import words
from letgo.web.ui.journeys import Answers, Journey
from letgo.web.ui.verbs import get, page, post

More = Callable[[HttpRequest, Any], Mapping[str, Any]]


def of_place(request: HttpRequest, slug: str) -> Place:
    """The place with this address, or Http404."""
    return _or_404(place_called(slug))


def of_round(request: HttpRequest, in_round: UUID) -> Round:
    """The round with this id, or Http404."""
    return _or_404(queries.find_round(in_round))


def of_idea(request: HttpRequest, idea: UUID) -> Idea:
    """The idea with this id, or Http404."""
    return _or_404(queries.find_idea(idea))


def of_appeal(request: HttpRequest, appeal: UUID) -> Appeal:
    """The appeal with this id, or Http404."""
    return _or_404(queries.find_appeal(appeal))


def of_together(request: HttpRequest, together: UUID) -> Together:
    """The question whether two ideas become one, with this id, or Http404."""
    return _or_404(queries.find_together(together))


def _or_404(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def journey_page(verb: str, find: Callable[..., Any], journey: Journey | Callable[..., Journey], more: More) -> Any:
    """The page of a journey: what it is about goes with the request as `request.row`. `journey` may depend on that row."""

    def made(request: HttpRequest, row: Any) -> Journey:
        request.row = row
        return journey if isinstance(journey, Journey) else journey(request, row)

    @get(verb, find)
    def show(request: HttpRequest, row: Any, **address: Any) -> HttpResponse:
        return made(request, row).start(request, **more(request, row))

    @post(verb, find)
    def go(request: HttpRequest, row: Any, **address: Any) -> HttpResponse:
        return made(request, row).go(request, **more(request, row))

    return page(show, go)


def days_and_officer(answers: Answers, at: Place) -> tuple[datetime, datetime, UUID]:
    """When a vote opens and closes, and its returning officer. Raises Refused when we do not know who is meant."""
    found = whom(answers["officer"], at) or whom(answers["officer"], None)
    if len(found) != 1:
        raise Refused(
            "We do not know this returning officer.", cure="Write a phone number or an e-mail address that we have."
        )
    opens, closes = (datetime.combine(answers[day], hour) for day, hour in (("opens", time(8)), ("closes", time(20))))
    return make_aware(opens), make_aware(closes), found[0].pk


def about_idea(request: HttpRequest, row: Idea) -> dict[str, Any]:
    """What the pages of a journey about one idea show around it."""
    says = [words.called(row)]
    return {"place": row.round.place, "here": "budget", "address": {"idea": row.pk}, "says": says}


def about_round(request: HttpRequest, row: Round) -> dict[str, Any]:
    """What the pages of a journey about one round show around it."""
    return {"place": row.place, "here": "budget", "address": {"in_round": row.pk}}
