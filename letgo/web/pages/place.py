"""The home of a place: what is open now, who decides what, the money, the promises. Anyone may read it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from markupsafe import Markup

from letgo.commons.money import queries as money
from letgo.commons.people.rules import ANYONE
from letgo.commons.places import queries as places
from letgo.commons.places.models import Place
from letgo.commons.powers.petitions import queries as petitions
from letgo.commons.promises import queries as promises
from letgo.commons.record.clock import now
from letgo.decide.ballots import queries as ballots
from letgo.decide.boards.meetings import queries as meetings
from letgo.web.ballots.polls import rows_of
from letgo.web.boards import meetings_words as meeting_words
from letgo.web.money.pictures import MoneyBar, money_bar
from letgo.web.powers import words
from letgo.web.powers.panel import who_decides
from letgo.web.promises.words import Row
from letgo.web.promises.words import row as promise_row
from letgo.web.ui.kept import kept_for_all, part_for_all
from letgo.web.ui.verbs import get, page

SHOWN = 5


@dataclass(frozen=True)
class Home:
    """A place and what its page says to everybody, as HTML."""

    place: Place
    says: Markup


def of_slug(request: HttpRequest, slug: str) -> Home:
    """The home of the place with this address, or Http404. 8 SQL queries at most, none while it is kept."""
    found = home_of(request, slug)
    if found is None:
        raise Http404
    return found


@get("pages.read", of_slug)
def _home(request: HttpRequest, found: Home, slug: str) -> HttpResponse:
    """9 SQL queries at most, the session's among them, whatever the place holds."""
    return render(request, "pages/place.html", {"place": found.place, "says": found.says})


home = kept_for_all(page(_home))


@part_for_all
def home_of(slug: str) -> Home | None:
    """What anyone may read on the home of a place: all of it but the frame around it. 8 SQL queries at most."""
    found = places.home(slug)
    if found is None:
        return None
    here = found.place
    pot, bar = purse(here)
    shown = {
        "place": here,
        "found": found,
        "votes": [row for row in rows_of(ballots.of_place(here, ANYONE)) if row["open"]][:SHOWN],
        "asked": [words.demand(asked) for asked in petitions.open_at(here, SHOWN)],
        "decides": who_decides(here),
        "pot": pot,
        "bar": bar,
        "promised": promised(here),
        "meetings": [(row, meeting_words.listed(row)) for row in meetings.at_place(here, SHOWN)],
        "councillor": here.kind in ("ward", "council"),
    }
    return Home(here, Markup(render_to_string("pages/place_says.html", shown)))  # noqa: S704 our own template escapes


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
