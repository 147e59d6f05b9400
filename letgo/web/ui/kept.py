"""Pages that are the same for everybody are made once and handed out for a few seconds: what strangers read costs next to nothing.

Only for who is not signed in: whoever is sees at once what they changed. Nothing of a person is ever in such a page.
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

MOST = 200
_pages: OrderedDict[str, tuple[datetime, HttpResponse]] = OrderedDict()
_lock = Lock()


def kept_for_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks an address whose page says the same to everybody who is not signed in, and holds no form.

    It may be settings.LETGO_PAGE_SECONDS old (0: always made anew). Only plain GETs that were answered with 200 are kept.
    """

    @wraps(view)
    def answer(request: HttpRequest, **address: Any) -> HttpResponse:
        age = timedelta(seconds=settings.LETGO_PAGE_SECONDS)
        if not age or request.method != "GET" or COOKIE in request.COOKIES or request.META.get("QUERY_STRING"):
            return view(request, **address)
        at, key = now(), f"{request.get_host()} {request.path}"
        with _lock:
            made, response = _pages.get(key, (at - 2 * age, None))
        if response is not None and made <= at < made + age:
            return _copy(response)
        fresh = view(request, **address)
        if fresh.status_code == 200 and not fresh.streaming and not fresh.cookies:
            with _lock:
                _pages[key] = (at, _copy(fresh))
                _pages.move_to_end(key)
                while len(_pages) > MOST:
                    _pages.popitem(last=False)
        return fresh

    return answer


def _copy(response: HttpResponse) -> HttpResponse:
    """Another answer with the same body: what middleware writes on one must not reach the next."""
    return HttpResponse(response.content, headers=dict(response.headers))
