"""Opening a pot, what it is bound to, closing it, and closing the accounts: for those who keep a place's or a body's money."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.money import actions
from letgo.commons.money.models import Period, Pot
from letgo.commons.money.rules import Terms, Vat, YearEnd
from letgo.commons.places import queries as places
from letgo.web.money.forms import LimitsStep, NameStep, OfficerStep, UntilStep, YearStep
from letgo.web.money.views import of_pot
from letgo.web.ui.journeys import Answers, Done, Journey, Step
from letgo.web.ui.verbs import View, get, keyed, page, post

BINDS = [OfficerStep, LimitsStep, YearStep]
OPENED = [lazy("There is no money in it yet."), lazy("Its rules stand on its page. They change only in the open.")]


def _owner(slug: str | None, body: UUID | None) -> Any:
    """The place or the body whose money it is, or Http404."""
    found = places.place(slug) if slug else places.organisation(body) if body else None
    if found is None:
        raise Http404
    return found


def _owned(model: type, slug: str | None, body: UUID | None) -> Any:
    found = _owner(slug, body)
    return model(**{found._meta.model_name: found})


def new_pot(request: HttpRequest, slug: str | None = None, body: UUID | None = None) -> Pot:
    """A pot that would be of this place or body."""
    return _owned(Pot, slug, body)


def new_period(request: HttpRequest, slug: str | None = None, body: UUID | None = None) -> Period:
    """Accounts that would be closed."""
    return _owned(Period, slug, body)


def _terms(answers: Answers, floor: int = 0) -> Terms:
    named = {entry.name: answers[entry.name] for entry in fields(Terms) if entry.name in answers}
    return Terms(**{**named, "vat": Vat(answers["vat"]), "year_end": YearEnd(answers["year_end"]), "floor": floor})


def _pages(
    journey: Journey, verb: str, subject: Callable[..., Any], initial: Callable[[Any], Answers] = lambda row: {}
) -> View:
    """The address of one journey: its row is found, goes with the request as `row`, and its place is in the navigation."""

    def around(row: Any) -> dict[str, Any]:
        at = row.place or (row.organisation and row.organisation.place)
        own = {"slug": row.place.slug} if row.place else {"body": row.organisation_id}
        return {"place": at, "address": {"pot": row.pk} if journey.back[0] == "pot" else own}

    def ask(request: HttpRequest, row: Any, **address: Any) -> HttpResponse:
        shown = journey if row.place or journey.back[0] == "pot" else _of_body(journey)
        return shown.start(request, initial(row), **around(row))

    def send(request: HttpRequest, row: Any, **address: Any) -> HttpResponse:
        request.row = row
        shown = journey if row.place or journey.back[0] == "pot" else _of_body(journey)
        return shown.go(request, initial(row), **around(row))

    return page(get(verb, subject)(ask), post(verb, subject)(send))


def _of_body(journey: Journey) -> Journey:
    return Journey(
        journey.name,
        journey.steps,
        journey.send,
        button=journey.button,
        back=("organisation", _("Back")),
        says=journey.says,
    )


def _open(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    owner, key = row.place or row.organisation, keyed(request, answers["name"], request.actor.person)
    made = actions.open_pot(
        answers["name"], owner, request.actor, key, purpose=answers["purpose"], terms=_terms(answers)
    )
    return Done(_("The pot is open"), OPENED, ("pot", _("Go to the pot")), {"pot": made.pk})


def _set_terms(request: HttpRequest, answers: Answers) -> Done:
    row, key = request.row, keyed(request, request.row.pk, request.actor.person)
    actions.set_terms(row, _terms(answers, row.terms.floor), request.actor, key)
    return Done(
        _("The rules are changed"),
        [_("They hold from now on."), _("Everyone can read what changed.")],
        ("pot", _("Go to the pot")),
        {"pot": row.pk},
    )


def _close(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.close_pot(row, request.actor, keyed(request, row.pk, request.actor.person))
    return Done(
        _("The pot is closed"),
        [_("Nothing moves through it any more."), _("All that happened stays to be read.")],
        ("pot", _("Go to the pot")),
        {"pot": row.pk},
    )


def _close_period(request: HttpRequest, answers: Answers) -> Done:
    row, until = request.row, answers["until"]
    owner = row.place or row.organisation
    actions.close_period(owner, until, request.actor, keyed(request, owner.pk, until, request.actor.person))
    lines = [_("Nothing is booked on these days again."), _("What is found later is put right on a later day.")]
    link = ("keep-place", {"slug": row.place.slug}) if row.place else ("organisation", {"body": row.organisation_id})
    return Done(_("The accounts are closed up to {day}").format(day=_day(until)), lines, (link[0], _("Back")), link[1])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class SureStep(Step):
    """Nothing to fill in: a pot that is closed stays closed."""

    title = lazy("Close this pot?")
    lead = lazy("It must be empty. Nothing ever moves through it again.")


def _bound(row: Pot) -> Answers:
    """What a pot is bound to now, as the form shows it."""
    terms: Terms = row.terms
    limits = ("most_each", "most_a_year", "two_people_from")
    shown = {name: f"{value / 100:.2f}" if (value := getattr(terms, name)) else "" for name in limits}
    return {
        **shown,
        "officer": terms.officer,
        "year_end": terms.year_end,
        "vat": terms.vat,
        "cost_code": terms.cost_code,
    }


KEEP = ("keep-place", lazy("Back"))
OPEN = Journey("open-pot", [NameStep, *BINDS], _open, button=lazy("Open this pot"), back=KEEP)
TERMS = Journey("terms", BINDS, _set_terms, button=lazy("Change the rules"), back=("pot", lazy("Back to the pot")))
CLOSE = Journey("close-pot", [SureStep], _close, button=lazy("Close it"), back=("pot", lazy("Back to the pot")))
PERIOD = Journey("period", [UntilStep], _close_period, button=lazy("Close these days"), back=KEEP)

open_pot = _pages(OPEN, "money.open-pot", new_pot, lambda row: {"year_end": "carry-over", "vat": "outside"})
pot_terms = _pages(TERMS, "money.set-terms", of_pot, _bound)
close_pot = _pages(CLOSE, "money.close-pot", of_pot)
close_period = _pages(PERIOD, "money.close-period", new_period)
