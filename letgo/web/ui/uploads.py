"""Files that are too large are turned away before a byte of them is kept."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from letgo.web.ui import errors

MB = 1024 * 1024
AROUND = MB // 4  # what a form may hold beside its file
DRAIN = 4  # times the limit: so much is read and thrown away, so that the browser shows our words and not "connection reset"


def at_most(most: Callable[[], int]) -> Callable:
    """Marks a page that takes a file: `most()` is how many bytes. All other pages take small forms only."""

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        view.most_bytes = most
        return view

    return mark


class TurnAwayLarge:
    """Middleware, before anything reads the form. WSGI never reads beyond the length that the sender declares."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]):
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, address: Any
    ) -> HttpResponse | None:
        most = view.most_bytes() if hasattr(view, "most_bytes") else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        told = str(request.META.get("CONTENT_LENGTH") or "")
        length = int(told) if told.isascii() and told.isdigit() else 0
        if length <= most + AROUND:
            return None
        if length <= most * DRAIN:
            while request.read(MB // 16):
                pass
        takes_files = hasattr(view, "most_bytes")
        return errors.too_large(
            request,
            _("Your file is larger than {number} MB").format(number=most // MB)
            if takes_files
            else _("This form is too large"),
        )
