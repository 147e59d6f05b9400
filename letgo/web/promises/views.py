"""One promise, and the promises of a place."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from letgo.commons.people.queries import may
from letgo.commons.places.models import Place
from letgo.commons.promises import queries
from letgo.commons.promises.models import Promise
from letgo.commons.record.clock import now
from letgo.commons.record.refs import titles
from letgo.web.promises import words
from letgo.web.ui.saying import each
from letgo.web.ui.verbs import get, page

ACTS = each(
    {
        "meet": "Say that it is done",
        "pause": "Stop the clock",
        "resume": "Let the clock go on",
        "extend": "Move the date",
    }
)


def of_address(request: HttpRequest, promise: UUID) -> Promise:
    """The promise with this id, or Http404."""
    found = queries.find(promise)
    if found is None:
        raise Http404
    return found


@get("promises.read", of_address)
def _promise(request: HttpRequest, row: Promise, promise: UUID) -> HttpResponse:
    found = queries.whole(row)
    shown = words.whole(found, now())
    about = titles({row.about}).get(row.about, "") if row.about_shown else ""
    return render(request, "promises/promise.html", {**shown, "about": about, "acts": acts_of(request.actor, found)})


promise = page(_promise)


def acts_of(actor: Any, found: queries.Whole) -> list[tuple[str, str]]:
    """What this actor can do to it now: the word in the address and the words of the link."""
    row, rule = found.row, found.rule
    if row.closed:
        return []
    stands = found.standing.paused is not None
    over = row.due is not None and now() > row.due
    offered = {
        "meet": True,
        "pause": bool(rule.pauses) and not stands and not over,
        "resume": stands,
        "extend": rule.extension is not None and not over and found.standing.extended < rule.extension.times,
    }
    links = [(word, text) for word, text in ACTS.items() if offered[word] and may(actor, f"promises.{word}", row)]
    return links + ([("excuse", _("Excuse it"))] if over and may(actor, "promises.excuse", row) else [])


@get("pages.read")
def _at_place(request: HttpRequest, slug: str) -> HttpResponse:
    """?from=20: 20 rows at a time, open ones first."""
    place = Place.objects.filter(slug=slug).first()
    if place is None:
        raise Http404
    start = _number(request.GET.get("from", ""))
    rows = queries.at_place(place.pk, request.actor, start=start)
    roles = queries.settings_at(place)["roles"]
    at = now()
    shown = [words.row(row, roles, at) for row in rows[: queries.PAGE]]
    more = start + queries.PAGE if len(rows) > queries.PAGE else 0
    return render(request, "promises/place.html", {"place": place, "rows": shown, "start": start, "more": more})


at_place = page(_at_place)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
