"""Worried about someone, who answers, and leaving at once."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from letgo.commons.people import actions, queries, rules
from letgo.commons.people.models import Concern
from letgo.commons.places import queries as places
from letgo.commons.record.refusals import Refused
from letgo.web.people.forms import LineForm, WorryForm
from letgo.web.ui import saying
from letgo.web.ui.actors import signed_out
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.helping import MINE, helps
from letgo.web.ui.verbs import get, keyed, page, post


def _here(request: HttpRequest) -> Any:
    """The place that the link came from (?at=its-name), or None. Its short name stands in the address, never a person's."""
    slug = request.GET.get("at", "") or request.POST.get("place", "")
    return places.place(slug) if slug else None


@get("people.raise-concern")
def _ask(request: HttpRequest) -> HttpResponse:
    return _worried(request, _form(request))


@post("people.raise-concern")
def _tell(request: HttpRequest) -> HttpResponse:
    form = _form(request, request.POST)
    if not form.is_valid():
        return _worried(request, form, status=422)
    given, place = form.cleaned_data, _here(request)
    row = actions.raise_concern(
        given["said"],
        by=request.actor,
        key=keyed(request, given["said"]),
        about=given["about"],
        reply=given["reply"],
        reach=place.lineage if place else rules.EVERYWHERE,
        named=given.get("named") == "yes",
        told=told if (told := given.get("how", MINE)) != MINE else "",
    )
    return render(
        request,
        "people/told.html",
        {"clock": row.clock, "place": place, "reply": bool(given["reply"]), "answered": _answered(place)},
    )


def _form(request: HttpRequest, given: QueryDict | None = None) -> WorryForm:
    return WorryForm(given, signed_in=request.actor.person is not None, helps=helps(request.actor))


def _worried(request: HttpRequest, form: WorryForm, status: int = 200) -> HttpResponse:
    place = _here(request)
    shown = {"form": form, "field": field, "error_summary": error_summary, "place": place, "answered": _answered(place)}
    return render(request, "people/worried.html", shown, status=status)


def _answered(place: Any) -> bool:
    """Whether somebody holds the role of answering worries there."""
    return places.someone_holds(rules.ANSWERERS, place.lineage if place else rules.EVERYWHERE)


worried = page(_ask, _tell)


def concern_row(request: HttpRequest, concern: UUID, **address: Any) -> Concern:
    """The worry with this id, or Http404: one that they may not read is not there."""
    found = queries.one_concern(request.actor, concern)
    if found is None:
        raise Http404
    return found


@get("people.read-concerns")
def _concerns(request: HttpRequest) -> HttpResponse:
    closed = request.GET.get("show") == "closed"
    return render(request, "people/concerns.html", {"rows": queries.concerns(request.actor, closed), "closed": closed})


concerns = page(_concerns)


@get("people.read-concerns", concern_row)
def _concern(request: HttpRequest, found: Concern, concern: UUID) -> HttpResponse:
    return _shown(request, found, LineForm())


def _shown(request: HttpRequest, found: Concern, form: LineForm, status: int = 200) -> HttpResponse:
    shown = {
        "row": found,
        "words": getattr(found, "words", None),
        "history": queries.concern_history(request.actor, found),
        "form": form,
        "field": field,
        "error_summary": error_summary,
        "forget": queries.may(request.actor, "people.forget-concern", found),
    }
    return render(request, "people/concern.html", shown, status=status)


concern = page(_concern)


@post("people.answer-concern", concern_row)
def _answer(request: HttpRequest, found: Concern, concern: UUID) -> HttpResponse:
    return _act(request, found, actions.answer_concern)


answer = page(_answer)


@post("people.close-concern", concern_row)
def _close(request: HttpRequest, found: Concern, concern: UUID) -> HttpResponse:
    return _act(request, found, actions.close_concern)


close = page(_close)


def _act(request: HttpRequest, found: Concern, act: Any) -> HttpResponse:
    form = LineForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    try:
        act(
            found.pk,
            form.cleaned_data["words"],
            by=request.actor,
            key=keyed(request, found.pk, form.cleaned_data["words"]),
        )
    except Refused as refusal:
        if refusal.kind != "refused":
            raise
        form.add_error("words", saying.refusal(refusal))
        return _shown(request, found, form, status=422)
    return redirect("concern", concern=found.pk)


@post("people.forget-concern", concern_row)
def _forget(request: HttpRequest, found: Concern, concern: UUID) -> HttpResponse:
    actions.forget_concern(found.pk, by=request.actor, key=keyed(request, concern))
    return redirect("concern", concern=found.pk)


forget = page(_forget)


@get("pages.read")
def _leave(request: HttpRequest) -> HttpResponse:
    """What the script of "Exit this page" asks for: this browser is signed out. Another site that asks for it changes nothing."""
    response = HttpResponse("", content_type="text/plain")
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    return signed_out(response) if from_here else response


leave = page(_leave)
