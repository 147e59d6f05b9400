"""Organisations, roles, and the desk of who keeps a place. Each page finds its row, asks the room, and shows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from letgo.commons.money.models import Pot
from letgo.commons.people.queries import may
from letgo.commons.places import actions, queries, rules
from letgo.commons.places.models import Home, Membership, Organisation, Place, Role, Standing
from letgo.commons.record.refusals import Refused
from letgo.web.places.forms import EndForm, HomeForm, OrganisationForm, PlaceForm, RoleForm
from letgo.web.ui import saying
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import get, keyed, page, post

WORDS = {
    "roles_in_words": rules.ROLE_WORDS,
    "bodies_in_words": rules.ORGANISATION_WORDS,
    "places_in_words": rules.PLACE_WORDS,
}


def body_of(request: HttpRequest, body: UUID, **rest: Any) -> Organisation:
    """The organisation with this id, or Http404."""
    return _there(queries.organisation(body))


def place_of(request: HttpRequest, slug: str, **rest: Any) -> Place:
    """The place with this address, or Http404."""
    return _there(queries.place(slug))


def role_of(request: HttpRequest, role: UUID, **rest: Any) -> Role:
    """The role with this id, or Http404."""
    return _there(queries.role(role))


def new_home(request: HttpRequest, slug: str, **rest: Any) -> Home:
    """A home that would be at this place."""
    return Home(place=place_of(request, slug))


def new_organisation(request: HttpRequest, slug: str, **rest: Any) -> Organisation:
    """A body that would sit at this place."""
    return Organisation(place=place_of(request, slug))


def _there(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


@get("pages.read", body_of)
def _organisation(request: HttpRequest, found: Organisation, body: UUID) -> HttpResponse:
    shown = {
        "body": found,
        "offices": queries.offices(found),
        "members": queries.members(found),
        "runs": may(request.actor, "places.add-member", Membership(organisation=found, person_id=UUID(int=0))),
        "money": may(request.actor, "money.open-pot", Pot(organisation=found)),
        "keeps": may(request.actor, "places.manage-organisation", found),
    }
    return show(request, "organisation", **shown)


organisation = page(_organisation)


def _roles_page(request: HttpRequest, found: Any, form: RoleForm | None = None) -> HttpResponse:
    """The list of roles of a place or a body, and the form that gives one."""
    at = _at(found)
    rows = queries.roles(request.actor, **at)
    can = _givable(request, found)
    shown = {
        "body": at.get("body"),
        "place": at.get("at") or found.place,
        "name": found.name,
        "rows": [(row, may(request.actor, "places.end-role", row)) for row in rows],
        "form": form or (RoleForm(roles=can) if can else None),
        "title": found.name,
    }
    return show(request, "roles", status=422 if form and form.errors else 200, **shown)


def _at(found: Any) -> dict[str, Any]:
    return {"at": found} if isinstance(found, Place) else {"body": found}


def _givable(request: HttpRequest, found: Any) -> list[str]:
    """The roles that the actor may give there, in the order of rules.ROLES."""
    target = {"place": found} if isinstance(found, Place) else {"organisation": found}
    someone = UUID(int=0)
    return [
        role
        for role in rules.ROLES
        if may(request.actor, "places.give-role", Role(person_id=someone, name=role, **target))
    ]


def _give(request: HttpRequest, found: Any) -> HttpResponse:
    form = RoleForm(request.POST, roles=_givable(request, found))
    if form.is_valid():
        given = form.cleaned_data
        people = queries.whom(given["who"], found if isinstance(found, Place) else found.place)
        if len(people) == 1:
            try:
                actions.give_role(
                    people[0],
                    given["role"],
                    found,
                    given["start"],
                    given["end"],
                    given["evidence"],
                    by=request.actor,
                    key=keyed(request, *given.values()),
                )
                return redirect(request.path)
            except Refused as no:
                form.add_error(None, saying.refusal(no))
        else:
            many = _("We know more than one person by that.") if people else _("We know nobody by that.")
            form.add_error("who", _("{many} Try their e-mail address.").format(many=many))
    return _roles_page(request, found, form)


@get("places.manage-organisation", body_of)
def _organisation_roles(request: HttpRequest, found: Organisation, body: UUID) -> HttpResponse:
    return _roles_page(request, found)


@post("places.manage-organisation", body_of)
def _give_in_organisation(request: HttpRequest, found: Organisation, body: UUID) -> HttpResponse:
    return _give(request, found)


organisation_roles = page(_organisation_roles, _give_in_organisation)


@get("places.manage", place_of)
def _place_roles(request: HttpRequest, found: Place, slug: str) -> HttpResponse:
    return _roles_page(request, found)


@post("places.manage", place_of)
def _give_at_place(request: HttpRequest, found: Place, slug: str) -> HttpResponse:
    return _give(request, found)


place_roles = page(_place_roles, _give_at_place)


@get("places.end-role", role_of)
def _ask_end(request: HttpRequest, found: Role, role: UUID) -> HttpResponse:
    return form_page(request, "end", EndForm(), row=found)


@post("places.end-role", role_of)
def _end(request: HttpRequest, found: Role, role: UUID) -> HttpResponse:
    def act(given: dict[str, Any], key: str) -> HttpResponse:
        actions.end_role(found, given["end"], by=request.actor, key=key)
        return show(request, "ended", row=found, day=given["end"])

    return acted(request, "end", EndForm(request.POST), act, row=found)


end_role = page(_ask_end, _end)


@get("places.manage", place_of)
def _keep(request: HttpRequest, found: Place, slug: str) -> HttpResponse:
    shown = {"place": found, "home": queries.home(found.slug), "bodies": queries.organisations(found)}
    can = {verb: may(request.actor, f"places.{verb}", row) for verb, row in _would(found).items()}
    can["money"] = may(request.actor, "money.open-pot", Pot(place=found))
    return show(request, "keep", can=can, **shown)


def _would(place: Place) -> dict[str, Any]:
    from letgo.commons.places.models import Import

    return {
        "add-place": place,
        "rename-place": place,
        "move-place": place,
        "add-standing": Standing(place=place, person_id=UUID(int=0)),
        "add-home": Home(place=place),
        "add-organisation": Organisation(place=place),
        "import": Import(place=place),
    }


keep = page(_keep)


@get("places.add-place", place_of)
def _ask_place(request: HttpRequest, found: Place, slug: str) -> HttpResponse:
    return form_page(request, "add", PlaceForm(), place=found, title=_("Add a place in {name}").format(name=found.name))


@post("places.add-place", place_of)
def _do_place(request: HttpRequest, found: Place, slug: str) -> HttpResponse:
    def act(given: dict[str, Any], key: str) -> HttpResponse:
        actions.add_place(given["name"], given["kind"], found, by=request.actor, key=key)
        return redirect("keep-place", slug=slug)

    return acted(
        request,
        "add",
        PlaceForm(request.POST),
        act,
        place=found,
        title=_("Add a place in {name}").format(name=found.name),
    )


add_place = page(_ask_place, _do_place)


@get("places.add-home", new_home)
def _ask_home(request: HttpRequest, found: Home, slug: str) -> HttpResponse:
    return form_page(
        request, "add", HomeForm(), place=found.place, title=_("Add a home in {name}").format(name=found.place.name)
    )


@post("places.add-home", new_home)
def _do_home(request: HttpRequest, found: Home, slug: str) -> HttpResponse:
    def act(given: dict[str, Any], key: str) -> HttpResponse:
        actions.add_home(found.place, given["address"], by=request.actor, key=key, uprn=given["uprn"])
        return redirect("keep-place", slug=slug)

    title = _("Add a home in {name}").format(name=found.place.name)
    return acted(request, "add", HomeForm(request.POST), act, place=found.place, title=title)


add_home = page(_ask_home, _do_home)


@get("places.add-organisation", new_organisation)
def _ask_organisation(request: HttpRequest, found: Organisation, slug: str) -> HttpResponse:
    return form_page(
        request,
        "add",
        OrganisationForm(),
        place=found.place,
        title=_("Add a body in {name}").format(name=found.place.name),
    )


@post("places.add-organisation", new_organisation)
def _do_organisation(request: HttpRequest, found: Organisation, slug: str) -> HttpResponse:
    def act(given: dict[str, Any], key: str) -> HttpResponse:
        made = actions.add_organisation(given["name"], given["kind"], found.place, by=request.actor, key=key)
        return redirect("organisation", body=made.pk)

    title = _("Add a body in {name}").format(name=found.place.name)
    return acted(request, "add", OrganisationForm(request.POST), act, place=found.place, title=title)


add_organisation = page(_ask_organisation, _do_organisation)


def acted(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    act: Callable[[dict[str, Any], str], HttpResponse],
    **shown: Any,
) -> HttpResponse:
    """Do what the form asks for; a refusal of the room stands on the form, with what was typed."""
    if form.is_valid():
        try:
            return act(form.cleaned_data, keyed(request, *form.cleaned_data.values()))
        except Refused as no:
            if no.kind == "not-allowed":
                raise
            form.add_error(None, saying.refusal(no))
    return form_page(request, template, form, status=422, **shown)


def form_page(request: HttpRequest, template: str, form: forms.Form, status: int = 200, **shown: Any) -> HttpResponse:
    return show(request, template, status=status, form=form, **shown)


def show(request: HttpRequest, template: str, status: int = 200, **shown: Any) -> HttpResponse:
    known = {"field": field, "error_summary": error_summary, **WORDS, **shown}
    return render(request, f"places/{template}.html", known, status=status)
