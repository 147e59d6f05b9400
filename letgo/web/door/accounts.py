"""What comes from outside: who signed in with an account elsewhere, and what Notify says became of a message."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from letgo.commons.door import codes
from letgo.commons.door.factors import accounts
from letgo.commons.door.factors import actions as factors
from letgo.commons.door.messages.actions import receive
from letgo.web.door.arriving import arrived, device
from letgo.web.ui import errors
from letgo.web.ui.verbs import get, page

COOKIE = "letgo-account"


def only_when_on(request: HttpRequest) -> None:
    """Not there unless this installation takes accounts elsewhere."""
    if not accounts.is_on():
        raise Http404


@get("door.come-in", only_when_on)
def _start(request: HttpRequest, nothing: None) -> HttpResponse:
    """Off to the other account. Someone who is signed in here joins the two."""
    sent = accounts.send(reverse("sign-in-account-back"), str(request.actor.session or ""))
    response = HttpResponse(status=302, headers={"Location": sent.address})
    response.set_cookie(
        COOKIE,
        sent.token,
        max_age=accounts.HOLDS,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
        path=reverse("sign-in-account"),
    )
    return response


start = page(_start)


@get("door.come-in", only_when_on)
def _back(request: HttpRequest, nothing: None) -> HttpResponse:
    """Back from there: the answer is good once, in the browser that asked."""
    token, given = request.COOKIES.get(COOKIE, ""), request.GET.dict()
    issuer, subject, session = accounts.came_back(reverse("sign-in-account-back"), token, given)
    key = codes.keyed("account", token)
    if session and session == str(request.actor.session):
        factors.bind_account(issuer, subject, by=request.actor, key=key)
        response = redirect("sessions")
    else:
        response = arrived(request, factors.come_in_by_account(issuer, subject, device(request), key), shared=False)
    response.delete_cookie(COOKIE, path=reverse("sign-in-account"), samesite="Lax")
    return response


back = page(_back)


@csrf_exempt
def receipts(request: HttpRequest) -> HttpResponse:
    """Notify tells what became of a message. It shows the token that it was given; nobody else gets past it."""
    if request.method != "POST":
        return errors.wrong_method(request, ["POST"])
    wanted, given = settings.LETGO_NOTIFY["receipts"], request.headers.get("Authorization", "")
    if not wanted or not codes.same(given, f"Bearer {wanted}"):
        return errors.forbidden(request)
    told = _told(request.body)
    if told is None:
        return errors.bad_request(request)
    receive(str(told.get("id", "")), str(told.get("status", "")))
    return HttpResponse(status=204)


receipts.verbs = {"POST": "door.come-in"}  # whoever holds the token


def _told(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
