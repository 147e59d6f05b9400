"""Lists in and out: send, look at what it would do, say yes or no, see it done; and take a list out."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from letgo.commons.places.lists import actions, queries
from letgo.commons.places.lists.cells import COLUMNS
from letgo.commons.places.lists.reading import MOST_BYTES
from letgo.commons.places.models import Import, Place
from letgo.commons.places.rules import Stage
from letgo.commons.record.queries import progress_of
from letgo.commons.record.refusals import Refused
from letgo.web.places.forms import ListForm
from letgo.web.places.views import place_of
from letgo.web.ui import saying, uploads
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import get, keyed, page, post

AT_ONCE = 100
PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}
JOBS = {Stage.CHECKING: "places.look-through", Stage.APPLYING: "places.take-over"}


def new_list(request: HttpRequest, slug: str, **rest: Any) -> Import:
    """A list that would come in for this place."""
    return Import(place=place_of(request, slug))


def list_of(request: HttpRequest, list_: UUID, **rest: Any) -> Import:
    """The list with this id, or Http404."""
    found = queries.by_id(list_)
    if found is None:
        raise Http404
    return found


@get("places.import", new_list)
def _ask(request: HttpRequest, found: Import, slug: str) -> HttpResponse:
    return _form(request, found.place, ListForm())


@post("places.import", new_list)
def _send(request: HttpRequest, found: Import, slug: str) -> HttpResponse:
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, found.place, form, 422)
    file, evidence = form.cleaned_data["file"], form.cleaned_data["evidence"]
    try:
        key = keyed(request, slug, evidence, _digest(file))
        made = actions.take_in(found.place, file.chunks(), evidence, by=request.actor, key=key)
    except Refused as no:
        if no.kind != "too-large":
            raise
        form.add_error("file", saying.refusal(no))
        return _form(request, found.place, form, 413)
    return redirect("list", list_=made.pk)


send = uploads.at_most(lambda: MOST_BYTES)(page(_ask, _send))


def _digest(file: UploadedFile) -> str:
    """SHA-256 of what was sent: a mended file is another file."""
    sums = sha256()
    for chunk in file.chunks():
        sums.update(chunk)
    return sums.hexdigest()


def _form(request: HttpRequest, place: Place, form: ListForm, status: int = 200) -> HttpResponse:
    shown = {
        "place": place,
        "form": form,
        "field": field,
        "error_summary": error_summary,
        "lists": queries.imports(request.actor, place),
        "columns": COLUMNS,
    }
    return render(request, "places/lists.html", shown, status=status)


@get("places.import", list_of)
def _shown(request: HttpRequest, found: Import, list_: UUID) -> HttpResponse:
    """How it stands: being read, what it would do, its faults 100 at a time (?from=100), or done."""
    stage = Stage(found.state)
    words, percent = _how_far(found)
    start = request.GET.get("from", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 0
    faults, notes = found.found.get("faults", []), found.found.get("notes", [])
    shown = {
        "list": found,
        "place": found.place,
        "stage": stage.value,
        "counts": {"rows": 0, **found.found.get("counts", {})},
        "faults": faults[first : first + AT_ONCE],
        "notes": notes[:AT_ONCE],
        "more": first + AT_ONCE if len(faults) > first + AT_ONCE else None,
        "words": words,
        "percent": percent,
    }
    return _private(render(request, "places/list.html", shown))


shown = page(_shown)


@get("places.import", list_of)
def _progress(request: HttpRequest, found: Import, list_: UUID) -> HttpResponse:
    words, percent = _how_far(found)
    return JsonResponse({"over": Stage(found.state) not in JOBS, "percent": percent, "words": words}, headers=PRIVATE)


progress = page(_progress)


def _how_far(found: Import) -> tuple[str, int]:
    job = progress_of(JOBS[Stage(found.state)], str(found.pk)) if Stage(found.state) in JOBS else None
    if job is None or job.state == "waiting":
        return _("Waiting for its turn."), 0
    return f"{job.word}." if job.word else _("Reading the list."), job.percent


@post("places.confirm-import", list_of)
def _yes(request: HttpRequest, found: Import, list_: UUID) -> HttpResponse:
    actions.confirm(found, by=request.actor, key=keyed(request, list_))
    return redirect("list", list_=list_)


yes = page(_yes)


@post("places.drop-import", list_of)
def _no(request: HttpRequest, found: Import, list_: UUID) -> HttpResponse:
    actions.drop(found, by=request.actor, key=keyed(request, list_))
    return redirect("lists", slug=found.place.slug)


no = page(_no)


@post("places.export", place_of)
def _take_out(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    pieces = actions.export(place, by=request.actor, key=keyed(request, slug))
    name = {"Content-Disposition": f'attachment; filename="{place.slug}-people.csv"'}
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers={**name, **PRIVATE})


take_out = page(_take_out)


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response
