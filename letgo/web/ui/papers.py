"""Every form on paper: a code that brings it back to the same page, boxes, large print. The shell asks here; pages do nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localtime
from markupsafe import Markup

from letgo.commons.people.queries import paper_form
from letgo.commons.people.rules import Actor
from letgo.web.ui.figures import day

CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")
POSTED = re.compile(r'<form\b[^>]*\bmethod="post"')
# What no paper can carry: a file, a secret, a device's own answer.
NOT_ON_PAPER = re.compile(r'type="file"|type="password"|one-time-code|data-passkey')
SELECT = re.compile(r"<select\b.*?</select>", re.DOTALL)
OPTION = re.compile(r"<option\b[^>]*>\s*(.*?)\s*</option>", re.DOTALL)
LONG_LIST = 14  # more options than this are written by hand: nobody ticks one of 24 hours


@dataclass(frozen=True)
class Sheet:
    """How the form of this page goes on paper: by its name and what its address needs. With `code` it is the printed one."""

    page: str
    words: Mapping[str, str]
    code: str = ""
    until: str = ""
    picture: str = ""
    anybodys: bool = False  # nobody stands behind the code: whoever fills it in says who they are


def shown(request: HttpRequest) -> str:
    """The code in ?paper=ABCD-EFGH for a page to print, or ""."""
    found = request.GET.get("paper", "")
    return found if CODE.fullmatch(found) else ""


def is_large(request: HttpRequest) -> bool:
    """Whether it prints large: ?size=large."""
    return request.GET.get("size") == "large"


def written(code: str) -> str:
    """ABCDEFGH as ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"


def sheet(request: HttpRequest, content: str) -> Sheet | None:
    """The paper of this page, or None where there is no form, or one that no paper can carry. 1 SQL query with a code, else none."""
    match = request.resolver_match
    if match is None or match.url_name is None or request.method != "GET":
        return None
    if "ballots.cast" in getattr(match.func, "verbs", {}).values():  # a vote has its own paper, with nobody behind it
        return None
    if not POSTED.search(content) or NOT_ON_PAPER.search(content):
        return None
    words = {name: str(value) for name, value in match.kwargs.items()}
    code = shown(request)
    row = paper_form(code) if code else None
    if row is None or row.page != match.url_name or row.words != words:
        asked: Actor = request.actor
        return Sheet(match.url_name, words) if asked.subject or not words else None
    back = segno.make(f"{settings.LETGO_SITE}/paper/{code}", error="m")
    picture = back.svg_data_uri(scale=3, border=2, dark="#1d1b26", light="#fff")
    last: date = localtime(row.expires).date()
    return Sheet(match.url_name, words, code, day(last), picture, row.person_id is None)


def with_boxes(content: Markup) -> Markup:
    """The same page, where each list to choose from also stands as boxes to tick: paper shows only what is written on it."""
    return Markup(SELECT.sub(_ticked, content))  # noqa: S704 it was our own page, and only its own words are repeated


def _ticked(found: re.Match[str]) -> str:
    options = [words for words in OPTION.findall(found[0]) if words]
    if len(options) > LONG_LIST:
        return found[0]
    rows = "".join(f'<li class="lg-tick">{words}</li>' for words in options)
    return f'<span class="lg-onscreen">{found[0]}</span><ul class="lg-onpaper lg-ticks">{rows}</ul>'


def context() -> dict[str, Any]:
    """What the shell calls."""
    return {"sheet_of": sheet, "with_boxes": with_boxes, "printed": shown, "prints_large": is_large}
