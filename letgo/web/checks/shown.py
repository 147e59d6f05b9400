"""What every page of a check does: it finds the check by its address, asks the room, and shows what it may keep to itself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from letgo.commons.people.rules import ANYONE
from letgo.decide.checks import queries
from letgo.decide.checks.models import Check

HIDDEN = {"X-Robots-Tag": "noindex, nofollow"}


def of_address(request: HttpRequest, address: str, **rest: Any) -> Check:
    """The check with this address; who asks holds it from here on. Wrong, deleted and out of time are the same Http404."""
    found = queries.by_address(address)
    if found is None:
        raise Http404
    request.actor = ANYONE.holding(address)
    return found


def show(request: HttpRequest, template: str, found: queries.Page, status: int = 200, **more: Any) -> HttpResponse:
    """A page of a check, which no search engine may keep."""
    shown = {"page": found, "address": found.check.address, **more}
    response = render(request, f"checks/{template}.html", shown, status=status)
    response.headers["X-Robots-Tag"] = HIDDEN["X-Robots-Tag"]
    return response


def page_of(check: Check) -> queries.Page:
    """What the room knows of a check; a made-up town or election is called by its short title."""
    found = queries.page(check)
    if found.report and found.sample:
        called = found.report["election"] if is_budget(found) else found.report
        called["title"] = found.sample.title
    return found


def done(check: Check) -> queries.Page:
    """The page of a check that is counted. Raises Http404 for any other."""
    found = page_of(check)
    if found.report is None:
        raise Http404
    return found


def is_budget(found: queries.Page) -> bool:
    """Whether what was counted is a vote on money, not an election."""
    return "election" in (found.report or {})
