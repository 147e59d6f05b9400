"""A place gets another name, or lies in another place from now on."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import visible
from letgo.commons.places import actions
from letgo.commons.places.models import Place
from letgo.web.places.forms import MoveForm, NameForm
from letgo.web.places.views import acted, form_page, place_of
from letgo.web.ui.verbs import get, page, post

RENAME, MOVE = lazy("Give {} another name"), lazy("Put {} in another place")


@get("places.rename-place", place_of)
def _ask_name(request: HttpRequest, found: Place, slug: str) -> HttpResponse:
    return form_page(request, "add", NameForm(initial={"name": found.name}), place=found, **_words(RENAME, found))


@post("places.rename-place", place_of)
def _rename(request: HttpRequest, found: Place, slug: str) -> HttpResponse:
    def act(given: dict[str, Any], key: str) -> HttpResponse:
        actions.rename_place(found, given["name"], by=request.actor, key=key)
        return redirect("keep-place", slug=slug)

    return acted(request, "add", NameForm(request.POST), act, place=found, **_words(RENAME, found))


rename = page(_ask_name, _rename)


@get("places.move-place", place_of)
def _ask_move(request: HttpRequest, found: Place, slug: str) -> HttpResponse:
    return form_page(request, "add", MoveForm(parents=_parents(request, found)), place=found, **_words(MOVE, found))


@post("places.move-place", place_of)
def _move(request: HttpRequest, found: Place, slug: str) -> HttpResponse:
    form = MoveForm(request.POST, parents=_parents(request, found))

    def act(given: dict[str, Any], key: str) -> HttpResponse:
        actions.move_place(found, UUID(given["parent"]), by=request.actor, key=key)
        return redirect("keep-place", slug=slug)

    return acted(request, "add", form, act, place=found, **_words(MOVE, found))


move = page(_ask_move, _move)


def _parents(request: HttpRequest, found: Place) -> list[Place]:
    """Where it could lie: places that the actor keeps, and none inside it."""
    rows = visible(request.actor, "places.move-place", Place.objects.order_by("name", "pk"))
    return list(rows.exclude(lineage__startswith=found.lineage).exclude(pk=found.parent_id)[:200])


def _words(title: str, found: Place) -> dict[str, str]:
    said = _("Everyone can read in the record that it was done. All that is inside it goes along.")
    return {"title": title.format(found.name), "button_words": _("Do it"), "after": said if title == MOVE else ""}
