"""Pages of what is said in confidence: who works here says it to one named reader, and only a slip opens the answer.

No page, address or title says who it was. Nothing here can be printed with a code, or done by a helper: either would tell.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from letgo.commons.record.refusals import Refused
from letgo.decide.boards.confidences import actions, queries
from letgo.decide.boards.models import Body
from letgo.decide.boards.office_models import Confidence
from letgo.web.boards import removals_forms as forms
from letgo.web.boards.finding import of_body, or_404
from letgo.web.boards.words import weekday
from letgo.web.ui import saying
from letgo.web.ui.figures import day
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.saying import each
from letgo.web.ui.verbs import get, keyed, page, post

OFFICES = each({"chair": "Chair", "outside-checker": "Outside checker"})
DEED = {"field": field, "error_summary": error_summary}


def of_confidence(request: HttpRequest, confidence: UUID, **rest: Any) -> Confidence:
    """What was said, for its one reader, or Http404; the view finds the words as request.said."""
    request.said = or_404(queries.read(confidence, request.actor))
    return request.said.confidence


# Saying it.


@get("boards.speak-in-confidence", of_body)
def _ask(request: HttpRequest, body: Body, /, **address: Any) -> HttpResponse:
    return _say(request, body, _form(body))


@post("boards.speak-in-confidence", of_body)
def _tell(request: HttpRequest, body: Body, /, **address: Any) -> HttpResponse:
    form = _form(body, request.POST)
    if not form.is_valid():
        return _say(request, body, form)
    given = form.cleaned_data
    try:
        key = keyed(request, body.pk, given["reader"], given["said"])
        row, slip = actions.speak(body.pk, UUID(given["reader"]), given["said"], by=request.actor, key=key)
    except Refused as refusal:
        if refusal.kind != "refused":
            raise
        form.add_error(None, saying.refusal(refusal))
        return _say(request, body, form)
    due = row.promise.due if row.promise else None
    shown = {"body": body, "place": None, "slip": slip, "due": weekday(due) if due else ""}
    return render(request, "boards/confidence_told.html", shown)


def _form(body: Body, *given: Any) -> forms.Confidence:
    readers = [(str(one.person), f"{OFFICES.get(one.office, one.office)}: {one.name}") for one in queries.readers(body)]
    return forms.Confidence(*given, readers=readers)


def _say(request: HttpRequest, body: Body, form: forms.Confidence) -> HttpResponse:
    shown = {"body": body, "place": None, "form": form, "nobody": not form.fields["reader"].choices, **DEED}
    return render(request, "boards/confidence_say.html", shown, status=422 if form.errors else 200)


confidence_say = page(_ask, _tell)


# The answer, for whoever has the slip.


@get("pages.read")
def _slip(request: HttpRequest) -> HttpResponse:
    return _opened(request, forms.Slip())


@post("pages.read")
def _open(request: HttpRequest) -> HttpResponse:
    form = forms.Slip(request.POST)
    found = queries.by_slip(form.cleaned_data["slip"]) if form.is_valid() else None
    if found is None and not form.errors:
        form.add_error("slip", _("These letters open nothing. Look at each of them again."))
    return _opened(request, form, found)


def _opened(request: HttpRequest, form: forms.Slip, found: queries.Said | None = None) -> HttpResponse:
    shown = {"form": form, "found": found, "place": None, **DEED}
    return render(request, "boards/confidence_slip.html", shown, status=422 if form.errors else 200)


confidence_slip = page(_slip, _open)


# Reading and answering it.


@get("pages.mine")
def _all(request: HttpRequest) -> HttpResponse:
    """1 SQL query, however much was said."""
    rows = [
        {"id": row.pk, "title": f"{row.body.name}, {day(row.said)}", "said": _stands(row)}
        for row in queries.waiting(request.actor)
    ]
    return render(request, "boards/confidences.html", {"rows": rows, "place": None})


confidences = page(_all)


@get("boards.answer-confidence", of_confidence)
def _confidence(request: HttpRequest, row: Confidence, /, **address: Any) -> HttpResponse:
    return _shown(request, row, forms.Answer())


@post("boards.answer-confidence", of_confidence)
def _answer(request: HttpRequest, row: Confidence, /, **address: Any) -> HttpResponse:
    form = forms.Answer(request.POST)
    if not form.is_valid():
        return _shown(request, row, form)
    key = keyed(request, row.pk, form.cleaned_data["words"])
    actions.answer(row.pk, form.cleaned_data["words"], by=request.actor, key=key)
    return redirect("confidence", confidence=row.pk)


confidence = page(_confidence, _answer)


@post("boards.answer-confidence", of_confidence)
def _forget(request: HttpRequest, row: Confidence, /, **address: Any) -> HttpResponse:
    actions.forget(row.pk, by=request.actor, key=keyed(request, row.pk, "forget"))
    return redirect("confidence", confidence=row.pk)


confidence_forget = page(_forget)


def _shown(request: HttpRequest, row: Confidence, form: forms.Answer) -> HttpResponse:
    said = request.said
    shown = {
        "row": row,
        "place": None,
        "news": _stands(row),
        "said": said.said,
        "answer": said.answer,
        "form": form,
        **DEED,
    }
    return render(request, "boards/confidence.html", shown, status=422 if form.errors else 200)


def _stands(row: Confidence) -> str:
    """How it stands, and by when its reader owes an answer."""
    if row.state == "answered":
        return _("You have answered.")
    if row.promise and row.promise.due:
        return _("It waits for your answer. Answer by {day}.").format(day=weekday(row.promise.due))
    return _("It waits for your answer.")
