"""What an address of these pages is about."""

from typing import Any

from django.http import Http404, HttpRequest

from letgo.commons.places.models import Place
from letgo.commons.places.queries import place as place_with
from letgo.decide.boards import queries
from letgo.decide.boards.elections import queries as elections
from letgo.decide.boards.models import Approval, Body, Election, Mandate, Nomination, TermsChange, Vacancy


def or_404(found: Any) -> Any:
    """The row, or Http404."""
    if found is None:
        raise Http404
    return found


def of_place(request: HttpRequest, slug: str, **rest: Any) -> Place:
    """The place with this address, or Http404."""
    return or_404(place_with(slug))


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
