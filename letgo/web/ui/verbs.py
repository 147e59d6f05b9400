"""One address, its methods, and for each the verb that may() is asked. A page that names no verb cannot be made."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse

from letgo.commons.people.queries import may
from letgo.commons.record.refusals import Refused
from letgo.web.ui import errors
from letgo.web.ui.actors import actor, choice_is_over, choose_nobody

View = Callable[..., HttpResponse]
Find = Callable[..., Any]
OVER = Refused(
    "You were doing this for someone else, and that is over. Nothing was done.",
    cure="Open the page again and begin anew.",
)


def get(verb: str, subject: Find | None = None) -> Callable[[View], View]:
    """A view that shows. `subject(request, **address)` finds what the verb is asked about, or raises Http404; the view is given it."""
    return lambda view: _asking(view, "GET", verb, subject)


def post(verb: str, subject: Find | None = None) -> Callable[[View], View]:
    """A view that does something: request.form_key is the form's own key. The form must carry one."""
    return lambda view: _asking(view, "POST", verb, subject)


def page(*views: View) -> View:
    """One address answered by one view a method; HEAD is GET without the body, any other method is 405 with a kind page."""
    by_method = {view.method: view for view in views}
    answers = by_method | ({"HEAD": by_method["GET"]} if "GET" in by_method else {})

    def answer(request: HttpRequest, **address: Any) -> HttpResponse:
        view = answers.get(request.method or "")
        return view(request, **address) if view else errors.wrong_method(request, sorted(answers))

    answer.verbs = {method: view.verb for method, view in answers.items()}  # the test of all addresses reads this
    return answer


def keyed(request: HttpRequest, *what: object) -> str:
    """A key for doing `what` once from this showing of the form: another file from the same showing is another act."""
    words = "\0".join([request.form_key, *map(str, what)])
    return sha256(words.encode("utf-8", "replace")).hexdigest()


def _asking(view: View, method: str, verb: str, subject: Find | None) -> View:
    @wraps(view)
    def asked(request: HttpRequest, **address: Any) -> HttpResponse:
        request.actor = actor(request)
        if method == "POST" and choice_is_over(request):
            return choose_nobody(errors.refused(request, OVER))
        try:
            found = subject(request, **address) if subject else None
            if not may(request.actor, verb, found):
                return errors.not_yours(request)
            if method == "POST":
                request.form_key = _key(request)
            return view(request, found, **address) if subject else view(request, **address)
        except Refused as refusal:
            return errors.refused(request, refusal)

    asked.method, asked.verb = method, verb
    return asked


def _key(request: HttpRequest) -> str:
    key = request.POST.get("form_key", "")
    if not 22 <= len(key) <= 64:
        raise Refused("This form is not whole.", cure="Go back, load the page again and send it once more.")
    return key
