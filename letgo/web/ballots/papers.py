"""The paper desk: take in cover slips, open piles of papers, type them twice apart from each other, settle, and say that all are in."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import may
from letgo.commons.places.queries import whom
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots.models import PaperBatch, Poll
from letgo.decide.ballots.papers import actions, queries
from letgo.decide.ballots.papers.rules import ON_PAPER
from letgo.decide.ballots.rules import RANKED, Helped
from letgo.web.ballots import forms, words
from letgo.web.ballots.polls import attempt, of_poll
from letgo.web.ui.figures import people
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.saying import each
from letgo.web.ui.verbs import get, keyed, page, post

TYPING = each({0: "Nobody has typed it.", 1: "One person has typed it.", 2: "Two people have typed it."})
NOT_ONE = lazy("We do not know one person by this. Write the phone number or e-mail address with which they sign in.")


def of_batch(request: HttpRequest, batch: Any, **rest: Any) -> PaperBatch:
    """The batch with this id, or Http404."""
    found = PaperBatch.objects.select_related("poll__place", "poll__power", "poll__electorate").filter(pk=batch).first()
    if found is None:
        raise Http404
    return found


@get("ballots.receive-paper", of_poll)
def _desk(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """8 SQL queries at most, however many papers came."""
    return _show_desk(request, poll, forms.Batch(), forms.Finish())


@post("ballots.receive-paper", of_poll)
def _open_batch(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    form = forms.Batch(request.POST)
    if form.is_valid() and attempt(
        form, actions.open_batch, poll.pk, form.cleaned_data["papers"], by=request.actor, key=keyed(request, poll.pk)
    ):
        return redirect("poll-papers", poll=poll.pk)
    return _show_desk(request, poll, form, forms.Finish())


desk = page(_desk, _open_batch)


@post("ballots.rule", of_poll)
def _finish(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """The returning officer says that all papers are in."""
    form = forms.Finish(request.POST)
    if form.is_valid() and attempt(
        form,
        actions.finish_papers,
        poll.pk,
        form.cleaned_data["missing"],
        by=request.actor,
        key=keyed(request, poll.pk),
    ):
        return redirect("poll-desk", poll=poll.pk)
    return _show_desk(request, poll, forms.Batch(), form)


finish = page(_finish)


def _show_desk(request: HttpRequest, poll: Poll, opening: forms.Batch, ending: forms.Finish) -> HttpResponse:
    total = queries.totals(poll)
    rows = [_row(request, poll, found) for found in queries.batches(poll, request.actor)]
    shown = {
        "poll": poll, "place": poll.place, "stage": words.stage(poll, now()), "field": field, "error_summary": error_summary,
        "opening": opening, "ending": ending, "wrong": opening if opening.errors else ending, "rows": rows,
        "adds_up": total.words(),
        "facts": [
            (_("Cover slips that count"), total.received), (_("Came late"), total.late), (_("Cannot be used"), total.spoilt),
            (_("Lost"), total.lost), (_("Set aside, their online vote counts"), total.replaced), (_("Papers in piles"), total.papers),
        ],
        "rules": may(request.actor, "ballots.rule", poll), "is_open": poll.state == "open", "closes": words.moment(poll.closes),
    }  # fmt: skip
    return render(request, "ballots/papers.html", shown, status=422 if opening.errors or ending.errors else 200)


def _row(request: HttpRequest, poll: Poll, found: queries.Waiting) -> dict[str, Any]:
    """One pile as whoever looks may work on it. What others typed is nowhere in it."""
    batch = found.batch
    settled = batch.state == "settled"
    return {
        "id": batch.pk,
        "name": _("Pile {number}, {papers}").format(
            number=batch.number, papers=people(batch.papers, "paper", "papers")
        ),
        "says": _progress(found),
        "types": not settled and found.readings < 2 and not found.mine,
        "settles": bool(found.positions) and not found.mine,
        "mine": found.mine,
    }


def _progress(found: queries.Waiting) -> str:
    """How far a pile is: who has typed it, and what is still to be settled or decided."""
    if found.batch.state == "settled":
        return _("Settled.")
    said = [str(TYPING[found.readings])]
    if found.positions:
        said.append(_("They differ at paper {numbers}.").format(numbers=", ".join(map(str, found.positions))))
    if found.doubtful:
        numbers = ", ".join(map(str, found.doubtful))
        said.append(_("The returning officer decides paper {numbers}.").format(numbers=numbers))
    return " ".join(said)


@get("ballots.receive-paper", of_poll)
def _slip(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    return _show_slip(request, poll, forms.Receive(initial={"code": request.GET.get("code", "")[:20]}))


@post("ballots.receive-paper", of_poll)
def _receive(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    form = forms.Receive(request.POST)
    if not form.is_valid():
        return _show_slip(request, poll, form)
    given = form.cleaned_data
    helper, helped = None, None
    if given["helper"]:
        known = whom(given["helper"], poll.place)
        if len(known) != 1:
            form.add_error("helper", NOT_ONE)
            return _show_slip(request, poll, form)
        helper, helped = known[0].pk, Helped(agreed=given["agreed"] or ON_PAPER)
    done = attempt(
        form, actions.receive, poll.pk, given["code"], late=bool(given["late"]), spoilt=given["spoilt"], helper=helper,
        helped=helped, by=request.actor, key=keyed(request, poll.pk, given["code"]),
    )  # fmt: skip
    if not done:
        return _show_slip(request, poll, form)
    return _show_slip(request, poll, forms.Receive(), done.state if done.admitted else "late")


slip = page(_slip, _receive)


def _show_slip(request: HttpRequest, poll: Poll, form: forms.Receive, done: str = "") -> HttpResponse:
    shown = {
        "poll": poll,
        "place": poll.place,
        "form": form,
        "field": field,
        "error_summary": error_summary,
        "done": {
            "received": _("It is taken in. Put the paper on the pile, apart from its slip."),
            "aside": _("This voter’s online vote counts. Keep the envelope closed and set it aside."),
            "spoilt": _("It is written down. Keep it for the returning officer."),
            "late": _("It came late. Keep the envelope closed for the returning officer."),
        }.get(done, ""),
    }
    return render(request, "ballots/slip.html", shown, status=422 if form.errors else 200)


@get("ballots.type-papers", of_batch)
def _ask_papers(request: HttpRequest, batch: PaperBatch, /, **address: Any) -> HttpResponse:
    return _show_typing(request, batch, _typed(batch, range(1, batch.papers + 1)))


@post("ballots.type-papers", of_batch)
def _type(request: HttpRequest, batch: PaperBatch, /, **address: Any) -> HttpResponse:
    form = _typed(batch, range(1, batch.papers + 1), request.POST)
    if form.is_valid() and attempt(
        form, actions.type_batch, batch.pk, list(form.read().values()), by=request.actor, key=keyed(request, batch.pk)
    ):
        return redirect("poll-papers", poll=batch.poll_id)
    return _show_typing(request, batch, form)


typing = page(_ask_papers, _type)


@get("ballots.settle-papers", of_batch)
def _ask_again(request: HttpRequest, batch: PaperBatch, /, **address: Any) -> HttpResponse:
    return _show_typing(request, batch, _typed(batch, _positions(request, batch)), again=True)


@post("ballots.settle-papers", of_batch)
def _settle(request: HttpRequest, batch: PaperBatch, /, **address: Any) -> HttpResponse:
    form = _typed(batch, _positions(request, batch), request.POST)
    if form.is_valid() and attempt(
        form, actions.settle_batch, batch.pk, form.read(), by=request.actor, key=keyed(request, batch.pk)
    ):
        return redirect("poll-papers", poll=batch.poll_id)
    return _show_typing(request, batch, form, again=True)


settling = page(_ask_again, _settle)


def _typed(batch: PaperBatch, at: Iterable[int], *given: Any) -> forms.Typed:
    return forms.Typed(*given, papers=at, ranked=batch.poll.method in RANKED)


def _positions(request: HttpRequest, batch: PaperBatch) -> tuple[int, ...]:
    """The papers at which two people read different things. Raises Refused when there are none."""
    for found in queries.batches(batch.poll, request.actor):
        if found.batch.pk == batch.pk and found.positions:
            return found.positions
    raise Refused("There is nothing to settle in this pile.")


def _show_typing(request: HttpRequest, batch: PaperBatch, form: forms.Typed, again: bool = False) -> HttpResponse:
    shown = {
        "batch": batch, "poll": batch.poll, "place": batch.poll.place, "form": form, "field": field,
        "error_summary": error_summary, "again": again, "ranked": batch.poll.method in RANKED,
    }  # fmt: skip
    return render(request, "ballots/typing.html", shown, status=422 if form.errors else 200)
