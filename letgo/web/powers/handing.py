"""Handing a power over: one thing per page, check your answers, done. What the terms are worth is said before they are offered."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.places.models import Place
from letgo.commons.places.queries import today
from letgo.commons.powers import actions, queries
from letgo.commons.powers.rules import Offer, rung, wrong
from letgo.commons.record import effects
from letgo.commons.record.refusals import Refused
from letgo.web.powers import forms, words
from letgo.web.powers.views import of_place
from letgo.web.ui.journeys import Answers, Journey, Step
from letgo.web.ui.verbs import get, keyed, page, post

NOBODY = Refused("Nobody here can hand over a power.", cure="Add the council or landlord of this place first.")
PAGES = (  # what stands on one page: its title ("" for a page with one question) and its questions
    ("", ("title",)),
    (lazy("Who will decide?"), ("holder_words", "speaker", "declared")),
    (lazy("Who has which say?"), ("decides", "options", "agenda", "information", "money")),
    (lazy("How far does it go?"), ("pounds_a_year", "pounds_each", "scope")),
    (lazy("How can it be stopped?"), ("veto_grounds", "veto_days", "notice_days")),
    (lazy("What happens when they decide?"), ("by_hand", "effect")),
    (lazy("On which days?"), ("start", "end", "review")),
    (lazy("What makes it binding?"), ("instrument", "reserve")),
)
LEAD = lazy("Nothing changes until they say yes. The offer is public at once.")


@get("powers.hand-over", of_place)
def _ask(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    """?what=budget begins with what is written down about this power."""
    what = request.GET.get("what", "")
    return _journey(place, what).start(request, _first(place, what), **_around(place, what))


@post("powers.hand-over", of_place)
def _go(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    what = request.POST.get("what", "")
    return _journey(place, what).go(request, _first(place, what), **_around(place, what))


hand_over = page(_ask, _go)


def _around(place: Place, what: str) -> dict[str, Any]:
    shown = {
        "place": place,
        "here": "powers",
        "address": {"slug": place.slug},
        "hidden": [("what", what)] if what else [],
    }
    return {**shown, "says": [LEAD], "judged": lambda answers: _worth(place, _offer(place, what, answers))}


def _first(place: Place, what: str) -> Answers:
    return forms.first(queries.kept_entry(place, what), today())


def _journey(place: Place, what: str) -> Journey:
    bodies = [(str(row.pk), row.name) for row in queries.speakers_at(place)]
    whole = forms.HandOver(speakers=bodies, effects=sorted(effects.table()))
    return Journey(
        "hand-over",
        [_page(title, names, whole) for title, names in PAGES],
        lambda request, answers: _send(request, place, what, answers),
        button=_("Offer this power"),
        back=("powers", _("Who decides what, {name}").format(name=place.name)),
        judge=lambda answers: list(wrong(_offer(place, what, answers))),
    )


def _page(title: str, names: Sequence[str], whole: forms.HandOver) -> Callable[..., Step]:
    def make(*given: Any, **named: Any) -> Step:
        step = Step(*given, **named)
        step.title = title
        step.fields |= {name: deepcopy(whole.fields[name]) for name in names}
        return step

    return make


def _offer(place: Place, what: str, answers: Answers) -> Offer:
    giver = queries.giver_of(place)
    if giver is None:
        raise NOBODY
    return forms.offer_of(answers, what or queries.key_of(answers["title"]), place.pk, giver.pk)


def _worth(place: Place, offer: Offer) -> list[str]:
    """What the terms are worth, and what happens when they are offered."""
    judged, says = rung(offer.terms), words.RUNGS[offer.declared]
    worth, days = words.RUNGS[judged.rung], offer.terms.notice_days
    giver = queries.giver_of(place)
    just = (
        _("The terms give just that.")
        if worth == says
        else _("By these terms it is worth less: {worth}.").format(worth=worth)
    )
    return [
        _("You say: {says}. {just}").format(says=says, just=just),
        *(words.HELD_DOWN[code].format(giver=giver, days=days) for code in judged.because),
        _("To end it you need {days} days of notice and reasons.").format(days=days),
    ]


def _send(request: HttpRequest, place: Place, what: str, answers: Answers) -> HttpResponse:
    giver, offer = queries.giver_of(place), _offer(place, what, answers)
    key = keyed(request, place.pk, offer.what, request.actor.person)
    made = actions.hand_over(place.pk, giver.pk if giver else place.pk, offer, by=request.actor, key=key)
    return redirect("power-next", power=made.pk)
