"""What someone on the list does besides voting: add a choice, put one's name to one, and say that a result is wrong."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.models import Option, Poll
from letgo.decide.ballots.rulings import actions as rulings
from letgo.web.ballots import forms, words
from letgo.web.ballots.polls import asked, attempt, back, of_poll, told
from letgo.web.ui.figures import people
from letgo.web.ui.verbs import get, keyed, page, post


@get("ballots.add-option", of_poll)
def _new(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    return _ask_option(request, poll, forms.AddOption())


@post("ballots.add-option", of_poll)
def _add(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    form = forms.AddOption(request.POST)
    if not form.is_valid():
        return _ask_option(request, poll, form)
    given, key = form.cleaned_data, keyed(request, poll.pk)
    if attempt(form, actions.add_option, poll.pk, given["name"], given["words"], by=request.actor, key=key) is None:
        return _ask_option(request, poll, form)
    need = poll.add_names or 1
    then = [
        _("It is voted on when {people} on the list want it. You are the first.").format(people=people(need)),
        _("They have until {moment}.").format(moment=words.moment(poll.opens)),
    ]
    return told(request, poll, _("Your choice is added"), [*then, _("Who added it is never shown.")])


add_option = page(_new, _add)


def _ask_option(request: HttpRequest, poll: Poll, form: forms.AddOption) -> HttpResponse:
    need = people(poll.add_names or 1)
    lead = _("It is voted on when {people} on the list want it, before the vote opens on {moment}.").format(
        people=need, moment=words.moment(poll.opens)
    )
    return asked(request, poll, form, _("Add a choice"), lead, _("Add it"), (_("Who added it is never shown."),))


def of_option(request: HttpRequest, option: Any, **rest: Any) -> Option:
    """The option with this id, or Http404."""
    found = queries.option(option)
    if found is None:
        raise Http404
    return found


@post("ballots.add-option", of_option)
def _back(request: HttpRequest, option: Option, /, **address: Any) -> HttpResponse:
    """Put one's name to a choice that someone added. Twice changes nothing."""
    actions.back_option(option.pk, by=request.actor)
    return back(option.poll)


back_option = page(_back)


@get("ballots.challenge", of_poll)
def _why(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    return _ask_why(request, poll, forms.Object())


@post("ballots.challenge", of_poll)
def _object(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    form = forms.Object(request.POST)
    if not form.is_valid():
        return _ask_why(request, poll, form)
    key = keyed(request, poll.pk)
    if attempt(form, rulings.challenge, poll.pk, form.cleaned_data["grounds"], by=request.actor, key=key) is None:
        return _ask_why(request, poll, form)
    then = [
        _("The returning officer reads it and rules on it, with reasons that everybody can read."),
        _("Until then nothing happens because of this vote."),
        _("Who you are is never shown."),
    ]
    return told(request, poll, _("We have your objection"), then)


challenge = page(_why, _object)


def _ask_why(request: HttpRequest, poll: Poll, form: forms.Object) -> HttpResponse:
    lead = _("The returning officer must rule on it, with reasons.")
    return asked(request, poll, form, _("Say that this result is wrong"), lead, _("Send it"))
