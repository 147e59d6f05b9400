"""Pages of the register of powers. Each finds its place or power, asks the room, and shows; nothing is decided here."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place
from letgo.commons.powers import actions, queries
from letgo.commons.powers.models import Power, VetoRight
from letgo.commons.powers.petitions import queries as petitions
from letgo.commons.record.models import Line
from letgo.commons.record.queries import lines
from letgo.commons.record.refs import Ref
from letgo.web.powers import acts, forms, words
from letgo.web.powers.panel import panel
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import get, keyed, page, post

LAST = 3  # decisions whose steps stand on the page of a power
PAGE = 20


def of_place(request: HttpRequest, slug: str, **rest: Any) -> Place:
    """The place with this address, or Http404."""
    found = queries.place_called(slug)
    if found is None:
        raise Http404
    return found


@get("powers.read", of_place)
def _register(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    entries = queries.at(place)
    shown = {
        "place": place,
        "panel": panel(entries, place.name),
        "kept": [entry.power for entry in entries if entry.power.state in ("kept", "declined")],
        "asked": [words.demand(asked) for asked in petitions.open_at(place)],
        "offers": may(request.actor, "powers.hand-over", place),
        "demands": may(request.actor, "powers.start-petition", place),
    }
    return render(request, "powers/register.html", shown)


register = page(_register)


@get("powers.read", acts.of_power)
def _power(request: HttpRequest, row: Power, power: Any) -> HttpResponse:
    entry, stopped = request.entry, queries.stopped_under(row.pk)
    decisions = queries.decisions_of(row.pk)
    halted = {one.decision.pk for one in stopped if one.decision}
    shown = {
        "entry": entry,
        "power": row,
        "place": row.place,
        "news": words.news(entry),
        "facts": words.facts(entry),
        "held_down": words.held_down(entry),
        "decisions": decisions,
        "because": [(one, words.because(entry, one, one.pk in halted)) for one in decisions[:LAST]],
        "stopped": stopped,
        "pounds": words.pounds,
        "story": [_told(line) for line in lines(request.actor, about=Ref("power", row.pk), size=50)],
        "acts": acts.open_to(request.actor, row),
        "to_answer": [
            row for row in stopped if not row.answer and may(request.actor, "powers.answer-veto", row.veto.right)
        ],
        "rights": [right for right in entry.rights if may(request.actor, "powers.veto", _with(right, row))],
        "offers": row.state in ("kept", "declined", "offered") and _may_offer(request.actor, row),
    }
    return render(request, "powers/power.html", shown)


@get("powers.read", acts.of_power)
def _decided(request: HttpRequest, row: Power, power: Any) -> HttpResponse:
    """?from=20: everything that was decided under a power, 20 at a time, each with what follows from it."""
    entry, start = request.entry, number_of(request.GET.get("from", ""))
    rows = queries.decisions_of(row.pk, PAGE + 1, start)
    halted = {one.decision.pk for one in queries.stopped_under(row.pk) if one.decision}
    shown = {
        "power": row,
        "place": row.place,
        "because": [(one, words.because(entry, one, one.pk in halted)) for one in rows[:PAGE]],
        "start": start,
        "more": start + PAGE if len(rows) > PAGE else 0,
    }
    return render(request, "powers/decided.html", shown)


power_decided = page(_decided)


def number_of(text: str) -> int:
    """A number in an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _may_offer(actor: Actor, row: Power) -> bool:
    return may(actor, "powers.hand-over", row)


def _with(right: VetoRight, row: Power) -> VetoRight:
    right.power = row
    return right


def _told(line: Line) -> dict[str, Any]:
    """One line of the story: when, what, and the words that were given with it."""
    said = line.said or {}
    reasons = said.get("reasons") or said.get("reply") or said.get("found") or said.get("asked") or ""
    return {"at": line.at, "what": words.VERBS.get(line.verb, line.verb), "reasons": reasons, "gone": line.said is None}


power = page(_power)


@get("powers.read", acts.of_power)
def _next(request: HttpRequest, row: Power, power: Any) -> HttpResponse:
    shown = {
        "power": row,
        "place": row.place,
        "news": words.news(request.entry),
        "next": words.next_steps(request.entry),
    }
    return render(request, "powers/next.html", shown)


power_next = page(_next)


# Stopping one decision.


def of_right(request: HttpRequest, right: Any, **rest: Any) -> VetoRight:
    """The right to stop with this id, or Http404."""
    found = queries.right(right)
    if found is None:
        raise Http404
    return found


@get("powers.veto", of_right)
def _why(request: HttpRequest, found: VetoRight, right: Any) -> HttpResponse:
    return _stop(request, found, _veto_form(found))


@post("powers.veto", of_right)
def _veto(request: HttpRequest, found: VetoRight, right: Any) -> HttpResponse:
    form = _veto_form(found, request.POST)
    if not form.is_valid():
        return _stop(request, found, form)
    given = form.cleaned_data
    about = Ref("decision", UUID(given["decision"]))
    key = keyed(request, right, given["decision"])
    actions.veto(found.pk, about, given["ground"], given["reasons"], by=request.actor, key=key)
    return redirect("power", power=found.power_id)


veto = page(_why, _veto)


def of_veto(request: HttpRequest, veto: Any) -> VetoRight:
    """The right by which this decision was stopped, or Http404; the view finds the no itself as request.stopped."""
    request.stopped = queries.stopped(veto)
    if request.stopped is None:
        raise Http404
    return request.stopped.veto.right


@get("powers.answer-veto", of_veto)
def _say(request: HttpRequest, found: VetoRight, veto: Any) -> HttpResponse:
    return _saying(request, found, forms.VetoAnswer())


@post("powers.answer-veto", of_veto)
def _answered(request: HttpRequest, found: VetoRight, veto: Any) -> HttpResponse:
    form = forms.VetoAnswer(request.POST)
    if not form.is_valid():
        return _saying(request, found, form)
    actions.answer_veto(veto, form.cleaned_data["words"], by=request.actor, key=keyed(request, veto))
    return redirect("power", power=found.power_id)


veto_answer = page(_say, _answered)


def _saying(request: HttpRequest, found: VetoRight, form: forms.VetoAnswer) -> HttpResponse:
    shown = {"stopped": request.stopped, "power": found.power, "form": form}
    shown |= {"field": field, "error_summary": error_summary}
    return render(request, "powers/veto_answer.html", shown, status=422 if form.errors else 200)


def _veto_form(found: VetoRight, given: Any = None) -> forms.Veto:
    decisions = [(str(row.pk), f"{row.words}, {words.day(row.on)}") for row in queries.can_be_stopped(found)]
    return forms.Veto(given, decisions=decisions, grounds=found.grounds)


def _stop(request: HttpRequest, found: VetoRight, form: forms.Veto) -> HttpResponse:
    shown = {"right": found, "power": found.power, "form": form, "field": field, "error_summary": error_summary}
    return render(request, "powers/veto.html", shown, status=422 if form.errors else 200)
