"""Pages of demands: start one, put your name to it, take it off again, answer it. No name of a person stands on any of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from letgo.commons.people.queries import may
from letgo.commons.places.models import Place
from letgo.commons.powers.models import Petition
from letgo.commons.powers.petitions import actions, queries
from letgo.commons.powers.queries import speakers_of
from letgo.commons.record.refusals import Refused
from letgo.web.powers import forms, words
from letgo.web.powers.views import of_place
from letgo.web.ui import saying
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import get, keyed, page, post


def of_petition(request: HttpRequest, petition: Any, **rest: Any) -> Petition:
    """The demand with this id, or Http404; the view finds its count as request.asked."""
    request.asked = queries.asked(petition)
    if request.asked is None:
        raise Http404
    return request.asked.petition


@get("powers.read", of_place)
def _all(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    rule = queries.demand_at(place)
    shown = {
        "place": place,
        "rule": rule,
        "answers": words.lower(rule.answers_words) if rule else "",
        "asked": [words.demand(asked) for asked in queries.at(place)],
        "starts": may(request.actor, "powers.start-petition", place),
        "asks": may(request.actor, "powers.ask-question", place),
    }
    return render(request, "powers/petitions.html", shown)


petitions = page(_all)


@get("powers.read", of_petition)
def _petition(request: HttpRequest, row: Petition, petition: Any) -> HttpResponse:
    actor, asked = request.actor, request.asked
    shown = {
        "petition": row,
        "place": row.place,
        "demand": words.demand(asked),
        "takes_names": asked.days_left is not None and row.threshold > 0,
        "signed": queries.signed(actor, row.pk),
        "signs": may(actor, "powers.sign", row),
        "signs_for": may(actor, "powers.sign-for", row),
        "answers": row.state == "reached" and may(actor, "powers.answer", row),
        "mine": row.state == "open" and may(actor, "powers.withdraw-petition", row),
    }
    return render(request, "powers/petition.html", shown)


petition = page(_petition)


# Starting.


@get("powers.start-petition", of_place)
def _start(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    return _new(request, place, forms.Start(), _("Start a demand"))


@post("powers.start-petition", of_place)
def _started(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    return _send(request, place, _("Start a demand"), actions.start_petition, place.pk)


petition_start = page(_start, _started)


@get("powers.ask-question", of_place)
def _question(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    return _new(request, place, forms.Start(), _("Ask a question for your board"))


@post("powers.ask-question", of_place)
def _asked(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    body = speakers_of(request.actor, place)
    return _send(request, place, _("Ask a question for your board"), actions.ask_question, place.pk, body)


question_ask = page(_question, _asked)


def _send(request: HttpRequest, place: Place, title: str, act: Callable[..., Petition], *given: Any) -> HttpResponse:
    form = forms.Start(request.POST)
    if form.is_valid():
        try:
            key = keyed(request, place.pk, form.cleaned_data["title"])
            made = act(*given, **form.cleaned_data, by=request.actor, key=key)
            return redirect("petition", petition=made.pk)
        except Refused as refusal:
            _say(form, refusal)
    return _new(request, place, form, title)


def _new(request: HttpRequest, place: Place, form: forms.Plain, title: str) -> HttpResponse:
    shown = {"place": place, "form": form, "title": title, "rule": queries.demand_at(place)}
    return _form(request, "start", form, shown)


# One name.


@post("powers.sign", of_petition)
def _sign(request: HttpRequest, row: Petition, petition: Any) -> HttpResponse:
    actions.sign(row.pk, by=request.actor, key=keyed(request, petition, "sign"))
    return redirect("petition", petition=petition)


petition_sign = page(_sign)


@post("powers.withdraw-name", of_petition)
def _withdraw(request: HttpRequest, row: Petition, petition: Any) -> HttpResponse:
    actions.withdraw_name(row.pk, by=request.actor, key=keyed(request, petition, "withdraw"))
    return redirect("petition", petition=petition)


petition_withdraw_name = page(_withdraw)


@get("powers.sign-for", of_petition)
def _door(request: HttpRequest, row: Petition, petition: Any) -> HttpResponse:
    return _at_the_door(request, row, forms.SignFor())


@post("powers.sign-for", of_petition)
def _signed_for(request: HttpRequest, row: Petition, petition: Any) -> HttpResponse:
    people = queries.named(row.place, request.POST.get("name", ""))
    several = [(str(person), home) for person, home in people] if len(people) > 1 else []
    form = forms.SignFor(request.POST, people=several)
    if form.is_valid():
        chosen = form.cleaned_data.get("person") or (str(people[0][0]) if len(people) == 1 else "")
        if chosen:
            try:
                key = keyed(request, petition, chosen)
                actions.sign_for(row.pk, UUID(chosen), form.cleaned_data["how"], by=request.actor, key=key)
                return redirect("petition", petition=petition)
            except Refused as refusal:
                _say(form, refusal)
        else:
            form.add_error(
                *(("person", _("Choose one.")) if several else ("name", _("Nobody on our list here has that name.")))
            )
    return _at_the_door(request, row, form)


petition_sign_for = page(_door, _signed_for)


def _at_the_door(request: HttpRequest, row: Petition, form: forms.Plain) -> HttpResponse:
    return _form(request, "sign_for", form, {"petition": row, "place": row.place})


# Answering, and taking back.


@get("powers.answer", of_petition)
def _write(request: HttpRequest, row: Petition, petition: Any) -> HttpResponse:
    return _answering(request, row, forms.Answer())


@post("powers.answer", of_petition)
def _answer(request: HttpRequest, row: Petition, petition: Any) -> HttpResponse:
    form = forms.Answer(request.POST)
    if not form.is_valid():
        return _answering(request, row, form)
    actions.answer(row.pk, form.cleaned_data["words"], by=request.actor, key=keyed(request, petition, "answer"))
    return redirect("petition", petition=petition)


petition_answer = page(_write, _answer)


def _answering(request: HttpRequest, row: Petition, form: forms.Plain) -> HttpResponse:
    shown = {"petition": row, "place": row.place, "demand": words.demand(request.asked)}
    return _form(request, "answer", form, shown)


@get("powers.withdraw-petition", of_petition)
def _sure(request: HttpRequest, row: Petition, petition: Any) -> HttpResponse:
    return _form(request, "take_back", forms.Reasons(), {"petition": row, "place": row.place})


@post("powers.withdraw-petition", of_petition)
def _take_back(request: HttpRequest, row: Petition, petition: Any) -> HttpResponse:
    form = forms.Reasons(request.POST)
    if not form.is_valid():
        return _form(request, "take_back", form, {"petition": row, "place": row.place})
    key = keyed(request, petition, "take-back")
    actions.withdraw_petition(row.pk, form.cleaned_data["reasons"], by=request.actor, key=key)
    return redirect("petition", petition=petition)


petition_take_back = page(_sure, _take_back)


def _say(form: forms.Plain, refusal: Refused) -> None:
    """A refusal that can be put right stays on the page; any other goes up."""
    if refusal.kind != "refused":
        raise refusal
    form.add_error(None, saying.refusal(refusal))


def _form(request: HttpRequest, template: str, form: forms.Plain, shown: dict[str, Any]) -> HttpResponse:
    more = {"form": form, "field": field, "error_summary": error_summary}
    return render(request, f"powers/{template}.html", shown | more, status=422 if form.errors else 200)
