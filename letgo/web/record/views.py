"""Pages of the public record. They show what everybody may read, whoever asks: a private line is on none of them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone, make_aware

from letgo.commons.people.queries import may
from letgo.commons.people.rules import ANYONE
from letgo.commons.record import actions, export, kept, queries
from letgo.commons.record.models import Line
from letgo.commons.record.refs import PUBLIC, Ref, titles
from letgo.commons.record.rules import CHANGE_KEY, FORGET, REDACT
from letgo.engines.sealing.canonical import digest, encode
from letgo.web.record.forms import Filter, Redact
from letgo.web.record.words import facts, sentence
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import get, keyed, page, post

SHOWN, IN_FEED = 20, 50
EMPTIES = (REDACT, FORGET)


@dataclass(frozen=True)
class Entry:
    """A line as a page shows it. `about` is what people call the thing, "" when it has no name."""

    line: Line
    sentence: str
    about: str

    @property
    def more(self) -> str:
        """The address of all entries about the same thing."""
        return urlencode({"about": f"{self.line.about_kind}:{self.line.about_id}"})


def _entries(lines: list[Line]) -> list[Entry]:
    named = titles({_about(line) for line in lines})
    return [Entry(line, sentence(line.verb), named.get(_about(line), "")) for line in lines]


def _about(line: Line) -> Ref:
    return Ref(line.about_kind, line.about_id)


def _asked_for(form: Filter) -> dict[str, Any]:
    """queries.lines()'s words for what a valid form says."""
    said = form.cleaned_data
    kind, _, pk = said["about"].partition(":")
    return {
        "about": Ref(kind, _uuid(pk)) if kind else None,
        "verb_prefix": f"{said['room']}." if said["room"] else "",
        "since": said["since"] and _midnight(said["since"]),
        "until": said["until"] and _midnight(said["until"] + timedelta(days=1)),
    }


def _filter(form: Filter) -> dict[str, str]:
    """What of the address says which entries: for the links to the next ones and to the feed."""
    return {name: form.data[name] for name in ("room", "since", "until", "about") if form.data.get(name)}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _midnight(day: Any) -> datetime:
    return make_aware(datetime.combine(day, time.min), get_current_timezone())


@get("pages.read")
def _record(request: HttpRequest) -> HttpResponse:
    form = Filter(request.GET)
    valid = form.is_valid()
    asked = _asked_for(form) if valid else {}
    before = form.cleaned_data.get("before")
    found = queries.lines(ANYONE, audience=PUBLIC, before=before, size=SHOWN + 1, **asked) if valid else []
    shown = _entries(found[:SHOWN])
    kept_filter = _filter(form)
    words = {
        "form": form,
        "field": field,
        "error_summary": error_summary,
        "entries": shown,
        "about": shown[0].about if shown and asked.get("about") else "",
        "filtered": bool(kept_filter),
        "this": urlencode(kept_filter),
        "next": urlencode({**kept_filter, "before": shown[-1].line.pk}) if len(found) > SHOWN else "",
        "later": bool(before),
    }
    return render(request, "record/record.html", words, status=200 if valid else 422)


record = page(_record)


@get("pages.read")
def _feed(request: HttpRequest) -> HttpResponse:
    """The newest entries for feed readers (Atom, RFC 4287), filtered like the page."""
    form = Filter(request.GET)
    if not form.is_valid():
        raise Http404
    entries = _entries(queries.lines(ANYONE, audience=PUBLIC, size=IN_FEED, **_asked_for(form)))
    words = {"entries": entries, "site": settings.LETGO_SITE, "this": urlencode(_filter(form))}
    return render(request, "record/feed.xml", words, content_type="application/atom+xml; charset=utf-8")


feed = page(_feed)


@get("pages.read")
def _everything(request: HttpRequest) -> HttpResponse:
    """The whole record, sealed lines only; private ones are a hash."""
    rows = [] if request.method == "HEAD" else export.rows()
    saved = {"Content-Disposition": 'attachment; filename="record.jsonl"'}
    return StreamingHttpResponse(rows, content_type="application/jsonl", headers=saved)


everything = page(_everything)


@get("pages.read")
def _heads(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
    found = queries.heads_before(before, SHOWN + 1)
    shown = found[:SHOWN]
    return render(
        request, "record/heads.html", {"heads": shown, "next": shown[-1].size if len(found) > SHOWN else None}
    )


heads = page(_heads)


@get("pages.read")
def _key(request: HttpRequest) -> HttpResponse:
    keys = kept.known_keys()
    shown = {"key": keys[-1] if keys else "", "before": keys[-2::-1], "changes": may(request.actor, CHANGE_KEY)}
    return render(request, "record/key.html", shown)


key = page(_key)


@get(CHANGE_KEY)
def _sure_key(request: HttpRequest) -> HttpResponse:
    return render(request, "record/change_key.html")


@post(CHANGE_KEY)
def _new_key(request: HttpRequest) -> HttpResponse:
    actions.change_key(by=request.actor, key=keyed(request, "key", request.actor.person))
    return redirect("record-key")


new_key = page(_sure_key, _new_key)


def public_line(request: HttpRequest, line: UUID) -> Line:
    """The line with this id if everybody may read it; a private one is not here."""
    found = queries.line(line)
    if found is None or found.audience_kind != PUBLIC.kind:
        raise Http404
    return found


@get("record.read", public_line)
def _entry(request: HttpRequest, found: Line, line: UUID) -> HttpResponse:
    words = {
        "entry": _entries([found])[0],
        "facts": facts(found.said or {}),
        "emptied": found.said is None,
        "whys": queries.reasons(found.pk) if found.said is None else [],
        "empties": found.verb in EMPTIES,
        "may_empty": found.said is not None and may(request.actor, "record.redact", found),
        "leaf": getattr(found, "leaf", None),
    }
    return render(request, "record/entry.html", words)


entry = page(_entry)


@get("record.read", public_line)
def _proof(request: HttpRequest, found: Line, line: UUID) -> HttpResponse:
    """A file that verify.py checks: the entry, its place, and the signed head above it."""
    row, where = queries.sealed_line(line), queries.proof_of(line)
    if row is None or where is None:
        raise Http404
    document = export.certificate(row, where)
    data = encode({**document, "digest": digest(document)})
    saved = {"Content-Disposition": 'attachment; filename="entry.json"'}
    return HttpResponse(data, content_type="application/json", headers=saved)


proof = page(_proof)


def any_line(request: HttpRequest, line: UUID) -> Line:
    """The line with this id, whoever may read it: who may empty it need not read what it says."""
    found = queries.line(line)
    if found is None:
        raise Http404
    return found


@get("record.redact", any_line)
def _ask(request: HttpRequest, found: Line, line: UUID) -> HttpResponse:
    return _sure(request, found, Redact())


@post("record.redact", any_line)
def _redact(request: HttpRequest, found: Line, line: UUID) -> HttpResponse:
    form = Redact(request.POST)
    if not form.is_valid():
        return _sure(request, found, form, status=422)
    said = form.cleaned_data
    actions.redact(
        line,
        said["reason"],
        by=request.actor,
        key=keyed(request, line, said["how_much"]),
        doer_too=said["how_much"] == "doer",
    )
    is_public = found.audience_kind == PUBLIC.kind
    return redirect("record-line", line=line) if is_public else redirect("record")


redact = page(_ask, _redact)


def _sure(request: HttpRequest, found: Line, form: Redact, status: int = 200) -> HttpResponse:
    words = {"entry": _entries([found])[0], "form": form, "field": field, "error_summary": error_summary}
    return render(request, "record/redact.html", words, status=status)
