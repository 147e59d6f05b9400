"""One page with one form, and the page after it: for all the small acts on bodies, elections and empty seats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from letgo.commons.places.models import Place
from letgo.commons.record.refusals import Refused
from letgo.web.ui import saying
from letgo.web.ui.easy import Lines
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.journeys import Done, Step, done
from letgo.web.ui.verbs import View, get, keyed, page, post

Back = tuple[str, dict[str, Any], str]


@dataclass(frozen=True)
class Ask:
    """What the page of an act says: over its form, around it, and where it leads back to."""

    about: str
    title: str
    lead: str
    button: str
    place: Place
    back: Back
    says: Sequence[str] = ()
    easy: Lines = ()  # Easy Read, where a yes is asked for


def act_page(
    verb: str,
    find: Callable[..., Any],
    ask: Callable[[Any], Ask],
    form: Callable[..., Step],
    do: Callable[..., Done],
) -> View:
    """The page of one act. `form(row, data)` makes its form, `do(row, answers, by=, key=)` does it and says what is next.

    What the room refuses stands on the form; what is not allowed at all goes on up.
    """

    @get(verb, find)
    def show(request: HttpRequest, row: Any, /, **address: Any) -> HttpResponse:
        return _shown(request, ask(row), form(row, None))

    @post(verb, find)
    def send(request: HttpRequest, row: Any, /, **address: Any) -> HttpResponse:
        filled, asked = form(row, request.POST), ask(row)
        if not filled.is_valid():
            return _shown(request, asked, filled)
        try:
            ended = do(row, filled.cleaned_data, by=request.actor, key=keyed(request, verb, row.pk))
        except Refused as refusal:
            if refusal.kind != "refused":
                raise
            filled.add_error(None, saying.refusal(refusal))
            return _shown(request, asked, filled)
        return done(request, ended, asked.place)

    return page(show, send)


def _shown(request: HttpRequest, asked: Ask, form: Step) -> HttpResponse:
    name, address, said = asked.back
    shown = {
        "about": asked.about, "title": asked.title, "lead": asked.lead, "button_text": asked.button, "says": asked.says,
        "easy_words": asked.easy,
        "place": asked.place, "back": reverse(name, kwargs=address), "back_words": said, "form": form, "field": field,
        "error_summary": error_summary,
    }  # fmt: skip
    return render(request, "boards/ask.html", shown, status=422 if form.errors else 200)
