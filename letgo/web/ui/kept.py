"""What is the same for everybody is made once and handed out for a few seconds: what many read costs next to nothing.

Whoever changed something sees it at once: a browser that has just sent a form asks for all anew, until nothing is left that was made
before it. Nothing of a person is ever kept: a whole page only from who is not signed in, a part of one only from who is not told who asks.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from letgo.commons.record.clock import now
from letgo.web.ui.actors import COOKIE

SENT = "letgo-sent"  # this browser has just sent a form; dies by itself
MOST = 200
_pages: OrderedDict[str, tuple[datetime, Any]] = OrderedDict()
_lock = Lock()


def kept_for_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks an address whose page says the same to everybody who is not signed in, and holds no form.

    It may be settings.LETGO_PAGE_SECONDS old (0: always made anew). Only plain GETs that were answered with 200 are kept.
    """

    @wraps(view)
    def answer(request: HttpRequest, **address: Any) -> HttpResponse:
        if request.method != "GET" or COOKIE in request.COOKIES or request.META.get("QUERY_STRING"):
            return view(request, **address)
        key = f"{request.get_host()} {request.path}"
        response = _kept(key, request)
        if response is not None:
            return _copy(response)
        at, fresh = now(), view(request, **address)
        if fresh.status_code == 200 and not fresh.streaming and not fresh.cookies:
            _keep(key, at, _copy(fresh))
        return fresh

    return answer


def part_for_all(make: Callable[[str], Any]) -> Callable[[HttpRequest, str], Any]:
    """What `make(address)` found that all may read, for signed-in people too; as old as a page. None is not kept.

    `make` is not told who asks. So it can only show what it would show to anyone.
    """

    @wraps(make)
    def find(request: HttpRequest, address: str) -> Any:
        key = f"{make.__module__}.{make.__qualname__} {address}"
        found = _kept(key, request)
        if found is None:
            at, found = now(), make(address)
            if found is not None:
                _keep(key, at, found)
        return found

    return find


def note_sent(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a browser that sent a form is handed nothing that was made before."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        age = settings.LETGO_PAGE_SECONDS
        if request.method == "POST" and age:
            response.set_cookie(SENT, "1", max_age=age, httponly=True, samesite="Lax", secure=settings.HTTPS)
        return response

    return middleware


def _kept(key: str, request: HttpRequest) -> Any:
    """What was made for `key` a short while ago, or None; always None for who has just sent a form."""
    age = timedelta(seconds=settings.LETGO_PAGE_SECONDS)
    if not age or SENT in request.COOKIES:
        return None
    with _lock:
        made, thing = _pages.get(key, (None, None))
    return thing if made is not None and made <= now() < made + age else None


def _keep(key: str, at: datetime, thing: Any) -> None:
    if settings.LETGO_PAGE_SECONDS:
        with _lock:
            _pages[key] = (at, thing)
            _pages.move_to_end(key)
            while len(_pages) > MOST:
                _pages.popitem(last=False)


def _copy(response: HttpResponse) -> HttpResponse:
    """Another answer with the same body: what middleware writes on one must not reach the next."""
    return HttpResponse(response.content, headers=dict(response.headers))
