"""What an address of these pages is about."""

from typing import Any

from django.http import Http404, HttpRequest

from letgo.commons.places.models import Place
from letgo.commons.places.queries import place as place_with
from letgo.decide.boards import queries
from letgo.decide.boards.models import Body


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
