"""Pages of words alone: each says what is true today, and where to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from letgo.commons.places import queries as places
from letgo.decide.checks.rules import KEPT
from letgo.web.ui.verbs import View, get, page


def _words(template: str) -> View:
    @get("pages.read")
    def show(request: HttpRequest) -> HttpResponse:
        return render(request, f"pages/{template}.html", {"days": KEPT.days})

    return page(show)


@get("pages.read")
def _front(request: HttpRequest) -> HttpResponse:
    """2 SQL queries at most: the session, and the places."""
    return render(request, "pages/front.html", {"places": places.top(FRONT)})


FRONT = 40  # places on the front page; more are found through those above them
front = page(_front)
how = _words("how")
paper = _words("paper")
ease = _words("ease")
privacy = _words("privacy")
