"""Who asks, from the cookie. Made anew for each request: nothing that was true a minute ago is believed."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from letgo.commons.door import actions, rules
from letgo.commons.people.rules import ANYONE, Actor
from letgo.commons.places.queries import actor_of
from letgo.commons.record.clock import now

COOKIE = "letgo"
CHOICE = "letgo-for"  # for whom they act: an ActingFor and its mark; dies with the browser
DAY = "letgo-day"  # the day on which this browser was last noted: once a day is enough


def actor(request: HttpRequest) -> Actor:
    """The actor of this request, also for whom they act if they chose someone. 1 SQL query with a cookie, none without."""
    secret = request.COOKIES.get(COOKIE, "")
    return actor_of(secret, _chosen(request)) if 20 <= len(secret) <= 100 else ANYONE


def choose(request: HttpRequest, response: HttpResponse, acting_for: UUID) -> HttpResponse:
    """From the next request on this browser's person acts under this ActingFor, as long as it holds and the session does."""
    _set(response, CHOICE, f"{acting_for}.{_mark(request, str(acting_for))}", None)
    return response


def choose_nobody(response: HttpResponse) -> HttpResponse:
    """From the next request on they act for themselves."""
    response.delete_cookie(CHOICE, samesite="Lax")
    return response


def choice_is_over(request: HttpRequest) -> bool:
    """Whether they chose someone for whom they may act no longer: a form that was begun for that person must not be taken as their own."""
    asked = request.actor
    return _chosen(request) is not None and asked.session is not None and not (asked.acting or asked.helper)


def _chosen(request: HttpRequest) -> UUID | None:
    """The ActingFor that was chosen in this very session, or None."""
    words, _, mark = request.COOKIES.get(CHOICE, "").partition(".")
    if len(words) != 36 or not compare_digest(mark.encode(), _mark(request, words).encode()):
        return None
    try:
        return UUID(words)
    except ValueError:
        return None


def _mark(request: HttpRequest, words: str) -> str:
    """Binds a choice to the session: another sign-in on the same phone cannot use it."""
    return sha256(f"{request.COOKIES.get(COOKIE, '')}.{words}".encode()).hexdigest()


def signed_in(response: HttpResponse, secret: str, *, shared: bool) -> HttpResponse:
    """Give the browser its session. On a shared phone it forgets it when it is closed."""
    _set(response, COOKIE, secret, None if shared else rules.IDLE)
    if not shared:
        _set(response, DAY, now().date().isoformat(), rules.IDLE)
    return response


def signed_out(response: HttpResponse) -> HttpResponse:
    """Take the session from the browser."""
    for name in (COOKIE, DAY, CHOICE):
        response.delete_cookie(name, samesite="Lax")
    return response


def keep_session(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: on a browser's first page of a day its session is noted as seen, and holds anew. No SQL on all others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        last, today = request.COOKIES.get(DAY, ""), now().date().isoformat()
        asked = getattr(request, "actor", ANYONE)
        if last and last < today and asked.session and COOKIE not in response.cookies:
            actions.seen(asked.session)
            signed_in(response, request.COOKIES[COOKIE], shared=False)
        return response

    return middleware


def _set(response: HttpResponse, name: str, value: str, age: timedelta | None) -> None:
    seconds = None if age is None else int(age.total_seconds())
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax", secure=settings.HTTPS)
