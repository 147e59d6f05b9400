"""What offices and meetings add to the page of a body: each a section of its own, and links. The page asks here and knows neither.

Each part is a function of (request, body) in the list below; it says how many SQL queries it costs. The page has 5 of its 12 left for them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from letgo.decide.boards.models import Body

Link = tuple[str, dict[str, object], str]  # the name of a page, what its address needs, the words


@dataclass(frozen=True)
class Part:
    """A section as HTML ("" for none), links at the top of the page, and links under "How to take it back"."""

    html: str = ""  # Markup
    links: tuple[Link, ...] = ()
    recall_links: tuple[Link, ...] = ()


PARTS: list[Callable[[HttpRequest, Body], Part]] = []


def parts_of(request: HttpRequest, body: Body) -> list[Part]:
    """All parts, in the order of the list."""
    return [part(request, body) for part in PARTS]
