"""What an address of these pages is about, and the two pages that every journey has."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place
from letgo.commons.places.queries import place as place_with
from letgo.decide.boards import queries
from letgo.decide.boards.elections import queries as elections
from letgo.decide.boards.models import Approval, Body, Election, Mandate, Nomination, TermsChange, Vacancy
from letgo.web.ui.journeys import Journey
from letgo.web.ui.verbs import get, page, post

More = Callable[[HttpRequest, Any], Mapping[str, Any]]


def or_404(found: Any) -> Any:
    """The row, or Http404."""
    if found is None:
        raise Http404
    return found


def of_place(request: HttpRequest, slug: str, **rest: Any) -> Place:
    """The place with this address, or Http404."""
    return or_404(place_with(slug))


def where_to_demand(actor: Actor, place: Place) -> str:
    """The address where this reader can start a demand; where they cannot, all that was asked."""
    return "petition-start" if may(actor, "powers.start-petition", place) else "petitions"


def of_body(request: HttpRequest, body: Any, **rest: Any) -> Body:
    """The body with this id, with its place, organisation and electorate, or Http404."""
    return or_404(queries.body(body))


def of_election(request: HttpRequest, election: Any, **rest: Any) -> Election:
    """The election with this id, with its body and its vote, or Http404."""
    return or_404(elections.election(election))


def of_nomination(request: HttpRequest, nomination: Any, **rest: Any) -> Nomination:
    """The nomination with this id, with its election and body, or Http404."""
    return or_404(queries.nomination(nomination))


def of_vacancy(request: HttpRequest, vacancy: Any, **rest: Any) -> Vacancy:
    """The vacancy with this id, with its body and seat, or Http404."""
    return or_404(queries.vacancy(vacancy))


def of_mandate(request: HttpRequest, mandate: Any, **rest: Any) -> Mandate:
    """The mandate with this id, with its body and seat, or Http404."""
    return or_404(queries.mandate(mandate))


def of_approval(request: HttpRequest, approval: Any, **rest: Any) -> Approval:
    """What an approver may still say, with its mandate and body, or Http404."""
    return or_404(queries.approval(approval))


def of_change(request: HttpRequest, change: Any, **rest: Any) -> TermsChange:
    """The change of terms with this id, with its body, or Http404."""
    return or_404(queries.terms_change(change))


def journey_page(verb: str, find: Callable[..., Any], journey: Journey | Callable[..., Journey], more: More) -> Any:
    """The page of a journey: what it is about goes with the request as `request.row`. `journey` may depend on that row."""

    def made(request: HttpRequest, row: Any) -> Journey:
        request.row = row
        return journey if isinstance(journey, Journey) else journey(request, row)

    @get(verb, find)
    def show(request: HttpRequest, row: Any, /, **address: Any) -> HttpResponse:
        return made(request, row).start(request, **more(request, row))

    @post(verb, find)
    def go(request: HttpRequest, row: Any, /, **address: Any) -> HttpResponse:
        return made(request, row).go(request, **more(request, row))

    return page(show, go)
