"""What people read when something cannot be done: one plain line, and the way on. Never a trace, never a code without words."""

import logging
from collections.abc import Sequence
from secrets import choice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext as _
from jinja2 import TemplateError

from letgo.commons.record.refusals import Refused
from letgo.web.ui import saying

logger = logging.getLogger("letgo.web")

STATUS = {"refused": 422, "not-allowed": 403, "gone": 410, "too-large": 413, "full": 503}
EASY_TO_READ_OUT = "ACDEFHJKLMNPRTUVWXY3479"
LAST_RESORT = (
    "<!DOCTYPE html><html lang=en-GB><meta charset=utf-8><title>Something broke on our side | Letgo</title>"
    "<h1>Something broke on our side</h1><p>Go back and try again.</p>"
)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal from a room, in its own words."""
    says = [saying.of_room(refusal.cure)] if refusal.cure else []
    return _page(request, STATUS[refusal.kind], saying.of_room(refusal.sentence).removesuffix("."), says)


def not_yours(request: HttpRequest) -> HttpResponse:
    """No. A signed-in person without their second step is shown where to give it; a stranger, where to sign in."""
    return _page(
        request,
        403,
        _("You cannot do this here"),
        [_("Only some people can. If you think that you should, ask the people who run this site.")],
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 400, _("We could not read what was sent"), [_("Go back, load the page again and send it once more.")]
    )


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Also what a form gets that was not sent from our own page, or was open for very long."""
    return _page(
        request,
        403,
        _("This page was open too long"),
        [
            _("Nothing was done. Go back, load the page again and send it once more."),
            _("This site needs one cookie, for forms only. Let your browser keep it."),
        ],
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Wrong, deleted and out of time look the same: who guesses addresses learns nothing."""
    return _page(
        request,
        404,
        _("There is nothing at this address"),
        [
            _("If you checked a count here, its time may be over. We delete each result after a few days."),
            _("If you typed the address, check each letter. Large and small letters differ."),
        ],
    )


def wrong_method(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    response = _page(
        request, 405, _("This page cannot be used like that"), [_("Go back and use the button on the page.")]
    )
    response.headers["Allow"] = ", ".join(allowed)
    return response


def too_large(request: HttpRequest, what: str) -> HttpResponse:
    return _page(
        request, 413, what, [_("Nothing was kept. Count it on your own computer: letgo fund FILE, or letgo count FILE")]
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. The code lets the people who run this site find the line in their log."""
    code = "".join(choice(EASY_TO_READ_OUT) for _ in range(4))
    logger.error("a page broke, code %s", code)
    says = [
        _("Go back and try again. If it breaks again, tell the people who run this site, and say {code}.").format(
            code=code
        )
    ]
    try:
        return _page(request, 500, _("Something broke on our side"), says)
    except (TemplateError, TemplateDoesNotExist, OSError, ValueError):
        return HttpResponse(LAST_RESORT, status=500)


def _page(request: HttpRequest, status: int, title: str, says: list[str]) -> HttpResponse:
    asked = getattr(request, "actor", None)
    shown = {"title": title, "says": says, "weak": False, "stranger": False, "back": request.path}
    if status == 403 and asked is not None:
        shown |= {"weak": bool(asked.person and not asked.strong), "stranger": asked.person is None}
    return render(request, "ui/refused.html", shown, status=status)
