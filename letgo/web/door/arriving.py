"""What every way in ends with: the cookie, the way on, and a refusal shown at its field."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from letgo.commons.door import actions, queries, rules
from letgo.commons.record.refusals import Refused
from letgo.web.ui import saying
from letgo.web.ui.actors import choose_nobody, signed_in
from letgo.web.ui.coming_back import leading, page_of_ours
from letgo.web.ui.forms import error_summary, field


def device(request: HttpRequest) -> str:
    """The browser in words."""
    return rules.device(request.headers.get("User-Agent", ""))


def is_shared(form: Form) -> bool:
    """Whether they said that others use this phone too."""
    return bool(form.cleaned_data.get("shared"))


def arrived(request: HttpRequest, entry: actions.Entry, *, shared: bool) -> HttpResponse:
    """A right code: on to the second step where one is owed, else the new session and the first page."""
    wanted = way_on(request)
    if entry.session is None:
        return redirect(leading(reverse("sign-in-who", kwargs={"secret": entry.step}), wanted))
    if request.actor.session and request.actor.session != entry.session.pk:
        actions.leave(request.actor.session)
    rotate_token(request)
    to = leading(reverse("pin"), wanted) if queries.needs_pin(entry.session.person_id) else next_page(request)
    return choose_nobody(signed_in(redirect(to), entry.secret, shared=shared or entry.session.shared))


def next_page(request: HttpRequest) -> str:
    """The address that a sign-in leads to: the page that they came from, or the person's own page."""
    return way_on(request) or reverse(first_page())


def way_on(request: HttpRequest) -> str:
    """The page of ours that they came from, as the link or the form says, or ""."""
    return page_of_ours(request.POST.get("next", request.GET.get("next", "")))


def first_page() -> str:
    """The person's own page, or their devices until it is built."""
    return "mine" if _is_there("mine") else "sessions"


def _is_there(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def show(request: HttpRequest, template: str, status: int = 200, **shown: Any) -> HttpResponse:
    """A page of the door. Nothing of it is kept or found by a search."""
    wanted = way_on(request)
    known = {"field": field, "error_summary": error_summary, "next": wanted, "on": leading("", wanted)}
    response = render(request, f"door/{template}.html", {**known, **shown}, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def tried(form: Form, name: str, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    """What `act` answers; None when it was refused for a reason that belongs to the field `name`, which then shows it."""
    try:
        return act()
    except Refused as refusal:
        if refusal.kind != "refused":
            raise
        form.add_error(name, saying.refusal(refusal))
        return None


def key() -> str:
    """A key for an act that no form asked for: it is done each time."""
    return uuid4().hex
