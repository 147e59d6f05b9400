"""Pages of words alone: each says what is true today, and where to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from letgo.decide.checks.rules import KEPT
from letgo.web.ui.verbs import View, get, page


def _words(template: str) -> View:
    @get("pages.read")
    def show(request: HttpRequest) -> HttpResponse:
        return render(request, f"pages/{template}.html", {"days": KEPT.days})

    return page(show)


front = _words("front")
how = _words("how")
paper = _words("paper")
ease = _words("ease")
privacy = _words("privacy")
