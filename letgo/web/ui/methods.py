"""A method that a page does not have is turned away before anything else is asked of it: 405, not a complaint about the form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from letgo.web.ui import errors


class TurnAwayOthers:
    """Middleware, before the check of forms. Pages made with verbs.page() know their methods."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]):
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, address: Any
    ) -> HttpResponse | None:
        methods = getattr(view, "verbs", None)
        return errors.wrong_method(request, sorted(methods)) if methods and request.method not in methods else None
