"""The home of a place: what is open now, who decides what, the money, the promises. Anyone may read it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from letgo.commons.money import queries as money
from letgo.commons.places import queries as places
from letgo.commons.places.models import Place
from letgo.commons.powers.petitions import queries as petitions
from letgo.commons.promises import queries as promises
from letgo.commons.record.clock import now
from letgo.web.money.pictures import MoneyBar, money_bar
from letgo.web.powers import words
from letgo.web.powers.panel import who_decides
from letgo.web.promises.words import Row
from letgo.web.promises.words import row as promise_row
from letgo.web.ui.kept import kept_for_all
from letgo.web.ui.verbs import get, page

SHOWN = 5


def of_slug(request: HttpRequest, slug: str) -> places.AtHome:
    """What the place with this address holds, or Http404."""
    found = places.home(slug)
    if found is None:
        raise Http404
    return found


@get("pages.read", of_slug)
def _home(request: HttpRequest, found: places.AtHome, slug: str) -> HttpResponse:
    """8 SQL queries at most, the session's among them, whatever the place holds."""
    here = found.place
    pot, bar = purse(here)
    shown = {
        "place": here,
        "found": found,
        "asked": [words.demand(asked) for asked in petitions.open_at(here, SHOWN)],
        "decides": who_decides(here),
        "pot": pot,
        "bar": bar,
        "promised": promised(here),
        "councillor": here.kind in ("ward", "council"),
    }
    return render(request, "pages/place.html", shown)


home = kept_for_all(page(_home))


def purse(here: Place) -> tuple[money.Held | None, MoneyBar | None]:
    """The place's largest pot and how far its money came; None when it has no money of its own. 2 SQL queries."""
    pots = money.of_place(here.pk)
    if not pots:
        return None, None
    largest = max(pots, key=lambda held: held.standing.paid_in)
    return largest, money_bar(money.money_bar(largest.pot, largest.standing), money.title(largest.pot))


def promised(here: Place) -> list[Row]:
    """The open promises here that anyone may read, the next due first. 1 SQL query; roles by their plain names."""
    at = now()
    return [promise_row(row, {}, at) for row in promises.open_at(here.pk, SHOWN)]
