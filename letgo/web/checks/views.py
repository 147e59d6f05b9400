"""Pages of "Check a count". Each finds its check by the address, asks the room, and shows; nothing is decided here."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from letgo.commons.record.queries import Progress
from letgo.commons.record.refusals import Refused
from letgo.decide.checks import actions, queries
from letgo.decide.checks.models import Check
from letgo.decide.checks.rules import KEPT
from letgo.engines.sealing import verify as verifier_module
from letgo.web.checks import elections, news, pictures
from letgo.web.checks import result as rows
from letgo.web.checks.forms import AgainForm, FileForm
from letgo.web.checks.shown import HIDDEN, done, is_budget, of_address, page_of, show
from letgo.web.ui import lists, saying, uploads
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import get, keyed, page, post

LISTS = {"funded": rows.funded, "not-funded": rows.lost, "compared": rows.compared}


@get("checks.start")
def _form(request: HttpRequest) -> HttpResponse:
    return _ask(request, FileForm(most_bytes=queries.limits().file_bytes))


@post("checks.start")
def _upload(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES, most_bytes=queries.limits().file_bytes)
    if not form.is_valid():
        return _ask(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        found = actions.start(file.chunks(), by=request.actor, key=keyed(request, _digest(file)))
    except Refused as refusal:
        if refusal.kind not in ("too-large", "full"):
            raise
        form.add_error("file", saying.refusal(refusal))
        return _ask(request, form, status=413 if refusal.kind == "too-large" else 503)
    return redirect("result", address=found.address)


def _digest(file: UploadedFile) -> str:
    """SHA-256 of what was sent: a corrected file is another file, whatever its name and size."""
    sums = sha256()
    for chunk in file.chunks():
        sums.update(chunk)
    return sums.hexdigest()


check = uploads.at_most(lambda: queries.limits().file_bytes)(page(_form, _upload))


@post("checks.start")
def _sample(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("sample", "")
    found = actions.start_sample(name, by=request.actor, key=keyed(request, name))
    return redirect("result", address=found.address)


sample = page(_sample)


@get("checks.read", of_address)
def _result(request: HttpRequest, check: Check, address: str) -> HttpResponse:
    found = page_of(check)
    if found.state == "failed" and (ballots := queries.ballots_of(check)):
        return elections.ask(request, check, ballots, AgainForm(ballots))
    if found.state == "failed":
        return show(request, "failed", found)
    if found.state != "done":
        return show(request, "waiting", found, words=_words(found.progress), percent=_percent(found.progress))
    if not is_budget(found):
        return elections.result(request, found)
    parts = {name.replace("-", "_"): lists.part(make(found.report)) for name, make in LISTS.items()}
    return show(request, "result", found, whole=False, large=False, **parts, **_facts(found.report))


result = page(_result)


@get("checks.read", of_address)
def _whole(request: HttpRequest, check: Check, address: str) -> HttpResponse:
    """Everything on one page, all reasons open: for paper, and in large print."""
    found = done(check)
    large = request.GET.get("print") == "large"
    if not is_budget(found):
        return elections.result(request, found, whole=True, large=large)
    parts = {name.replace("-", "_"): lists.whole(make(found.report)) for name, make in LISTS.items()}
    return show(request, "result", found, whole=True, large=large, **parts, **_facts(found.report))


whole = page(_whole)


@get("checks.read", of_address)
def _more(request: HttpRequest, check: Check, address: str, part: str) -> HttpResponse:
    """One list, 20 rows at a time: ?from=20."""
    found = done(check)
    if not is_budget(found):
        return elections.more(request, found, part)
    if part not in LISTS:
        raise Http404
    shown = lists.part(LISTS[part](found.report), lists.number(request.GET.get("from", "")))
    return show(
        request,
        "more",
        found,
        part=part,
        shown=shown,
        name=news.name_of(found.report),
        has_town=bool(found.report["recorded"]),
    )


more = page(_more)


@get("checks.read", of_address)
def _progress(request: HttpRequest, check: Check, address: str) -> HttpResponse:
    found = queries.page(check)
    return _told(found.progress, over=found.state in ("done", "failed"))


progress = page(_progress)


@get("checks.read", of_address)
def _why(request: HttpRequest, check: Check, address: str, place: str) -> HttpResponse:
    found, asked = _asked(check, place)
    idea = rows.idea(found.report, int(place))
    shown = {
        "idea": idea,
        "won": rows.project(found.report, int(place))["id"] in found.report["winners"],
        "name": news.name_of(found.report),
        "full": asked,
        "enough": rows.enough(idea, asked.reason) if asked and asked.reason else "",
        "words": _words(asked.progress) if asked else "",
        "percent": _percent(asked.progress) if asked else 0,
    }
    return show(request, "why", found, **shown)


@post("checks.explain", of_address)
def _ask_why(request: HttpRequest, check: Check, address: str, place: str) -> HttpResponse:
    found = _asked(check, place)[0]
    actions.explain(
        check.pk, rows.project(found.report, int(place))["id"], by=request.actor, key=keyed(request, address, place)
    )
    return redirect("why", address=address, place=place)


why = page(_why, _ask_why)


@get("checks.read", of_address)
def _why_progress(request: HttpRequest, check: Check, address: str, place: str) -> HttpResponse:
    asked = _asked(check, place)[1]
    return _told(asked.progress if asked else None, over=asked is None or asked.state in ("done", "failed"))


why_progress = page(_why_progress)


@get("checks.read", of_address)
def _proof(request: HttpRequest, check: Check, address: str) -> HttpResponse:
    data = queries.certificate(check)
    if data is None:
        raise Http404
    return _file(data, "proof.json", "application/json")


proof = page(_proof)


@get("checks.delete", of_address)
def _sure(request: HttpRequest, check: Check, address: str) -> HttpResponse:
    return show(request, "delete", queries.page(check))


@post("checks.delete", of_address)
def _delete(request: HttpRequest, check: Check, address: str) -> HttpResponse:
    actions.delete(check.pk, by=request.actor, key=keyed(request, address))
    return redirect("deleted")


delete = page(_sure, _delete)


@get("pages.read")
def _deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "checks/deleted.html", {})


deleted = page(_deleted)


@get("pages.read")
def _verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks a proof, exactly as our own command runs it."""
    return _file(Path(verifier_module.__file__).read_bytes(), "verify.py", "text/x-python; charset=utf-8")


verifier = page(_verifier)


def _ask(request: HttpRequest, form: FileForm, status: int = 200) -> HttpResponse:
    shown = {
        "form": form,
        "field": field,
        "error_summary": error_summary,
        "samples": queries.samples(),
        "days": KEPT.days,
    }
    return render(request, "checks/form.html", shown, status=status)


def _facts(report: news.Report) -> dict[str, Any]:
    """What both forms of the result page say besides the lists."""
    return {
        "headline": news.headline(report),
        "lead": news.lead(report),
        "finding": news.finding(report),
        "read_as": news.read_as(report),
        "spent": rows.spent(report),
        "each": rows.part_of_each(report),
        "notes": rows.notes(report),
        "paid": pictures.who_paid(report),
        "left": pictures.left_with_nothing(report),
        "has_town": bool(report["recorded"]),
    }


def _asked(check: Check, place: str) -> tuple[queries.Page, queries.FullReason | None]:
    """The page of a check that is done, and the full reason of the project at `place` if it was asked for."""
    found = done(check)
    project = rows.project(found.report, int(place)) if is_budget(found) else None
    if project is None:
        raise Http404
    return found, found.reasons.get(project["id"])


def _told(progress: Progress | None, over: bool) -> HttpResponse:
    return JsonResponse({"over": over, "percent": _percent(progress), "words": _words(progress)}, headers=HIDDEN)


def _words(progress: Progress | None) -> str:
    """How far it is, in words that change a few times only: a screen reader says each change."""
    if progress is None or progress.state == "waiting":
        before = progress.ahead if progress else 0
        return (
            _("Waiting for our turn.")
            if not before
            else _("Waiting for our turn. {before} before this one.").format(before=before)
        )
    return f"{progress.word}.".capitalize() if progress.word else _("Counting.")


def _percent(progress: Progress | None) -> int:
    return progress.percent if progress else 0


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', **HIDDEN}
    )
