"""Printing a form with its code, and bringing the paper back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from letgo.commons.people import actions, queries, rules
from letgo.commons.people.models import PaperForm
from letgo.commons.people.queries import may
from letgo.commons.people.rules import ANYONE
from letgo.web.people import forms
from letgo.web.people.acting import begin
from letgo.web.ui import papers
from letgo.web.ui.actors import choose
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import get, keyed, page, post


@post("people.print-form")
def _print(request: HttpRequest) -> HttpResponse:
    """Any page may send its own name and what its address needs; the same page opens again, with the code on it."""
    name = request.POST.get("page", "")
    words = {key.removeprefix("word-"): value for key, value in request.POST.items() if key.startswith("word-")}
    try:
        where = reverse(name, kwargs=words)
    except NoReverseMatch:
        raise Http404 from None
    by = ANYONE if not words and _is_for_anyone(where) else request.actor
    row = actions.print_form(name, words, by=by, key=keyed(request, name, sorted(words.items())))
    large = {"size": "large"} if request.POST.get("large") == "yes" else {}
    return redirect(f"{where}?{urlencode({'paper': papers.written(row.code), **large})}")


def _is_for_anyone(where: str) -> bool:
    """Whether strangers may send this page's form: then nobody's name stands behind its code, also not that of who is signed in."""
    verb = getattr(resolve(where).func, "verbs", {}).get("POST", "")
    return bool(verb) and may(ANYONE, verb)


print_form = page(_print)


@get("people.open-paper")
def _ask_code(request: HttpRequest) -> HttpResponse:
    return _asked(request, forms.CodeForm())


@post("people.open-paper")
def _find(request: HttpRequest) -> HttpResponse:
    form = forms.CodeForm(request.POST)
    found = queries.paper_form(form.cleaned_data["code"]) if form.is_valid() else None
    if found is not None:
        return redirect("paper-form", code=papers.written(found.code))
    if form.is_valid():
        form.add_error("code", _("We know no paper with this code. Look at each letter again."))
    return _asked(request, form, status=422)


def _asked(request: HttpRequest, form: forms.CodeForm, status: int = 200) -> HttpResponse:
    return render(
        request, "people/code.html", {"form": form, "field": field, "error_summary": error_summary}, status=status
    )


paper_codes = page(_ask_code, _find)


def paper_row(request: HttpRequest, code: str, **address: Any) -> PaperForm:
    """The paper with this code, or Http404."""
    found = queries.paper_form(code)
    if found is None:
        raise Http404
    return found


@get("people.open-paper", paper_row)
def _paper(request: HttpRequest, found: PaperForm, code: str) -> HttpResponse:
    return render(request, "people/paper.html", {"row": found, "code": code, "how": rules.AGREED_HOW})


@post("people.open-paper", paper_row)
def _open(request: HttpRequest, found: PaperForm, code: str) -> HttpResponse:
    """The same form, now for the person of the paper, with the officer as their helper; or as a part of the officer's own duty."""
    to = redirect(reverse(found.page, kwargs=found.words))
    if found.person is None or found.person_id == request.actor.person or request.POST.get("as") == "myself":
        return to
    return choose(request, to, begin(request, found.person, "paper").pk)


paper_form = page(_paper, _open)
