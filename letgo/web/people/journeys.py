"""One thing per page, then check your answers, then done. Answers travel inside the form: no cookie, no address and no log holds them.

A journey lives at one address. Each POST brings all answers so far; what is wrong is asked again; only the last button does something.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from letgo.commons.record.refusals import Refused
from letgo.web.people import papers
from letgo.web.ui.forms import error_summary
from letgo.web.ui.forms import field as shown

Answers = Mapping[str, Any]


class Step(forms.Form):
    """One page of a journey. With one field its label is the page's heading; else `title` is."""

    title = ""
    lead = ""

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)


@dataclass(frozen=True)
class Done:
    """The last page: what was done, what happens next and by when, who holds the duty, and how to insist."""

    title: str
    next: Sequence[str] = ()
    link: tuple[str, str] = ("my-details", "Back to my details")
    address: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Journey:
    """`steps` in their order; `send` does it with all answers. `check` is the heading of the last page but one, `button` its button."""

    name: str
    steps: Sequence[type[Step]]
    send: Callable[[HttpRequest, Answers], Done]
    check: str = "Check your answers"
    button: str = "Yes, do it"
    says: Sequence[str] = ()

    def start(self, request: HttpRequest, initial: Answers | None = None, **more: Any) -> HttpResponse:
        """The first page, as it stands now."""
        return self._ask(request, 0, self.steps[0](initial=initial), more)

    def go(self, request: HttpRequest, initial: Answers | None = None, **more: Any) -> HttpResponse:
        """What was sent: the next page, the same one with what is wrong, the check, or the act itself. Refusals stay on the page."""
        asked, at = request.POST.get("go", ""), _number(request.POST.get("at", ""), len(self.steps))
        filled = [step(request.POST) for step in self.steps]
        if asked.startswith("change-"):
            number = _number(asked.removeprefix("change-"), len(self.steps) - 1)
            return self._ask(request, number, self.steps[number](initial=_raw(filled[number])), more, everything=True)
        reached = len(self.steps) if asked == "send" or request.POST.get("everything") else at + 1
        for number, form in enumerate(filled[:reached]):
            if not form.is_valid():
                return self._ask(request, number, form, more, status=422, everything=reached == len(self.steps))
        if reached < len(self.steps):
            return self._ask(request, reached, self.steps[reached](initial=initial), more)
        answers = {name: value for form in filled for name, value in form.cleaned_data.items()}
        if asked != "send":
            return self._check(request, filled, more)
        try:
            return done(request, self.send(request, answers))
        except Refused as refusal:
            if refusal.kind != "refused":
                raise
            return self._check(request, filled, more, refusal)

    def _ask(
        self,
        request: HttpRequest,
        number: int,
        form: Step,
        more: Mapping[str, Any],
        status: int = 200,
        everything: bool = False,
    ) -> HttpResponse:
        page = {
            "form": form,
            "field": shown,
            "error_summary": error_summary,
            "number": number,
            "everything": everything,
            "alone": len(form.fields) == 1 and not form.title,
            "kept": _kept(request, skip=form.fields),
            "paper": papers.shown(request),
            "says": more.get("says", ()) if number == 0 else (),
        }
        return render(request, "people/step.html", page, status=status)

    def _check(
        self, request: HttpRequest, filled: Sequence[Step], more: Mapping[str, Any], refusal: Refused | None = None
    ) -> HttpResponse:
        rows = [
            (number, form[name].label, _words(form, name)) for number, form in enumerate(filled) for name in form.fields
        ]
        page = {
            "journey": self,
            "rows": rows,
            "kept": _kept(request),
            "last": len(self.steps) - 1,
            "refusal": refusal,
            "says": [*more.get("says", ()), *self.says],
        }
        return render(request, "people/check.html", page, status=422 if refusal else 200)


def done(request: HttpRequest, told: Done) -> HttpResponse:
    """The page after the act."""
    return render(request, "people/done.html", {"done": told})


def _kept(request: HttpRequest, skip: Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
    """What was answered on other pages, to be sent again."""
    ours = {"go", "at", "everything", "form_key", "csrfmiddlewaretoken", *(skip or {})}
    return [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]


def _raw(form: Step) -> dict[str, Any]:
    return {name: form[name].data for name in form.fields}


def _words(form: Step, name: str) -> str:
    """An answer as people read it."""
    value = form.cleaned_data.get(name)
    choices = dict(getattr(form.fields[name], "choices", ()))
    given = value if isinstance(value, list | tuple) else [value]
    said = [str(choices.get(one, one)) for one in given if one not in (None, "")]
    return ", ".join(said) or "Nothing"


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 4 else 0
