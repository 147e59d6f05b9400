"""My details: name, language, needs, ways to reach me, safe contact."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people import actions, queries, rules
from letgo.commons.people.models import Person, Route
from letgo.commons.people.queries import may
from letgo.web.people import forms
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page, post

SAFE = lazy("From now on our messages go by this.")


def subject(request: HttpRequest, **address: Any) -> Person:
    """The person whose business it is: oneself, or whom one acts for. Raises Http404 for nobody."""
    found = queries.person(request.actor.subject) if request.actor.subject else None
    if found is None:
        raise Http404
    return found


def own_route(request: HttpRequest, route: UUID, **address: Any) -> Route:
    """The way with this id. One that is not theirs looks as if it were not there."""
    found = (
        next((row for row in queries.routes(request.actor.subject) if row.pk == route), None)
        if request.actor.subject
        else None
    )
    if found is None or not may(request.actor, "people.use-route", found):
        raise Http404
    return found


@get("people.read-details", subject)
def _details(request: HttpRequest, person: Person) -> HttpResponse:
    yourself = may(request.actor, "people.add-route", person)
    shown = {
        "person": person,
        "language": rules.LANGUAGES.get(person.language, person.language),
        "needs": [rules.NEEDS[word] for word in person.needs if word in rules.NEEDS],
        "routes": queries.routes(person.pk) if yourself else [],
        "kinds": rules.ROUTES,
        "yourself": yourself,
        "safe": queries.safe_contact(person.pk) if yourself else None,
        "never": rules.NEVER,
    }
    return render(request, "people/details.html", shown)


details = page(_details)


def _change(request: HttpRequest, answers: Answers) -> Done:
    given = {name: answers.get(name) for name in ("name", "language", "needs")}
    whose = request.actor.subject
    actions.change_details(whose, by=request.actor, key=keyed(request, whose, sorted(answers.items())), **given)
    return Done(
        _("Your details are changed"), [_("They hold from now on."), _("You can change them again at any time.")]
    )


CHANGES = {
    "name": Journey("name", [forms.NameForm], _change, button=lazy("Save")),
    "language": Journey("language", [forms.LanguageForm], _change, button=lazy("Save")),
    "needs": Journey("needs", [forms.NeedsForm], _change, button=lazy("Save")),
}


@get("people.change-details", subject)
def _ask_change(request: HttpRequest, person: Person, what: str) -> HttpResponse:
    return CHANGES[what].start(request, {what: getattr(person, what)})


@post("people.change-details", subject)
def _do_change(request: HttpRequest, person: Person, what: str) -> HttpResponse:
    return CHANGES[what].go(request)


change = page(_ask_change, _do_change)


def _add(request: HttpRequest, answers: Answers) -> Done:
    route = actions.add_route(
        request.actor.subject,
        answers["kind"],
        answers["address"],
        by=request.actor,
        key=keyed(request, *answers.values()),
    )
    first = _("We use it only when we know that it reaches you.")
    return Done(
        _("We have noted it"),
        [first, _("Sign in with it once, or show it to an officer: then it is proved.")] if not route.proved else [],
    )


ADD = Journey("route", [forms.RouteKindForm, forms.RouteForm], _add, button=lazy("Save"))


@get("people.add-route", subject)
def _ask_route(request: HttpRequest, person: Person) -> HttpResponse:
    return ADD.start(request)


@post("people.add-route", subject)
def _add_route(request: HttpRequest, person: Person) -> HttpResponse:
    return ADD.go(request)


add_route = page(_ask_route, _add_route)


@post("people.use-route", own_route)
def _use_route(request: HttpRequest, found: Route, route: UUID, do: str) -> HttpResponse:
    how = {"first": {"first": True}, "never": {"never": True}, "again": {"never": False}}.get(do)
    if how is None:
        raise Http404
    actions.use_route(found.pk, by=request.actor, key=keyed(request, route, do), **how)
    return redirect("my-details")


use_route = page(_use_route)


@get("people.remove-route", own_route)
def _sure_remove(request: HttpRequest, found: Route, route: UUID) -> HttpResponse:
    return render(request, "people/remove.html", {"route": found, "kind": rules.ROUTES[found.kind]})


@post("people.remove-route", own_route)
def _remove(request: HttpRequest, found: Route, route: UUID) -> HttpResponse:
    actions.remove_route(found.pk, by=request.actor, key=keyed(request, route))
    return redirect("my-details")


remove_route = page(_sure_remove, _remove)


def _set_safe(request: HttpRequest, answers: Answers) -> Done:
    safe = rules.Safe(
        kinds=frozenset(answers["kinds"]),
        days=frozenset(map(int, answers["days"])),
        start=answers["start"],
        end=answers["end"],
        never=frozenset(answers["never"]),
    )
    whose = request.actor.subject
    actions.set_safe_contact(whose, safe, by=request.actor, key=keyed(request, whose, sorted(answers.items())))
    quiet = [] if safe.kinds else [_("You chose no way. We then reach you in no way: look at your own page here.")]
    return Done(_("We reach you as you said"), [*quiet, SAFE, _("Nobody who does things for you can see it.")])


SAFE_CONTACT = Journey("safe", [forms.SafeForm], _set_safe, button=lazy("Save"))


@get("people.set-safe-contact", subject)
def _ask_safe(request: HttpRequest, person: Person) -> HttpResponse:
    now = queries.safe_contact(person.pk)
    initial = {
        "kinds": list(now.kinds),
        "days": list(now.days),
        "start": now.start,
        "end": now.end,
        "never": list(now.never),
    }
    return SAFE_CONTACT.start(request, initial)


@post("people.set-safe-contact", subject)
def _do_safe(request: HttpRequest, person: Person) -> HttpResponse:
    return SAFE_CONTACT.go(request)


safe_contact = page(_ask_safe, _do_safe)
