"""What I said yes to: read it, say yes, take it back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people import actions, queries
from letgo.commons.people.models import Agreement, Person
from letgo.web.people.views import subject
from letgo.web.ui.easy import pictured
from letgo.web.ui.journeys import Done, done
from letgo.web.ui.verbs import get, keyed, page, post

BACK = ("agreements", lazy("Everything that you were asked"))


def agreement_row(request: HttpRequest, agreement: UUID, **address: Any) -> Agreement:
    """The agreement with this id, or Http404: one that they may not read is not there."""
    found = [row for row in queries.agreements(request.actor, request.actor.subject) if row.pk == agreement]
    if not found:
        raise Http404
    return found[0]


@get("people.give-agreement", subject)
def _agreements(request: HttpRequest, person: Person) -> HttpResponse:
    rows = queries.agreements(request.actor, person.pk)
    shown = {
        "asked": queries.wordings(),
        "yes": {row.wording_id: row for row in rows if not row.withdrawn},
        "rows": rows,
    }
    return render(request, "people/agreements.html", {**shown, "person": person})


agreements = page(_agreements)


@get("people.give-agreement", subject)
def _question(request: HttpRequest, person: Person, wording: UUID) -> HttpResponse:
    found = next((row for row in queries.wordings() if row.pk == wording), None)
    if found is None:
        raise Http404
    standing = next(
        (
            row
            for row in queries.agreements(request.actor, person.pk)
            if row.wording_id == wording and not row.withdrawn
        ),
        None,
    )
    shown = {
        "wording": found,
        "standing": standing,
        "easy": pictured(found.easy),
        "easy_first": "easy-read" in person.needs,
    }
    return render(request, "people/question.html", shown)


@post("people.give-agreement", subject)
def _yes(request: HttpRequest, person: Person, wording: UUID) -> HttpResponse:
    if request.POST.get("answer") != "yes":
        return done(request, Done(_("You said no"), [_("Nothing changes. You get every service as before.")], BACK))
    actions.give_agreement(person.pk, wording, by=request.actor, key=keyed(request, wording))
    return done(
        request,
        Done(
            _("You said yes"),
            [_("It holds from now on."), _("You can take it back at any time, with one button.")],
            BACK,
        ),
    )


question = page(_question, _yes)


@post("people.withdraw-agreement", agreement_row)
def _withdraw(request: HttpRequest, found: Agreement, agreement: UUID) -> HttpResponse:
    actions.withdraw_agreement(found.pk, by=request.actor, key=keyed(request, agreement))
    return done(
        request,
        Done(
            _("You took it back"), [_("It holds no longer, from now on."), _("You get every service as before.")], BACK
        ),
    )


withdraw = page(_withdraw)
