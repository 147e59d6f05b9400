"""One thing per page, then check your answers, then done. Answers travel inside the form: no cookie, no address and no log holds them.

A journey lives at one address. Each POST brings all answers so far; what is wrong is asked again; only the last button does something.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.record.refusals import Refused
from letgo.web.ui import papers, saying
from letgo.web.ui.easy import Lines
from letgo.web.ui.figures import day
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
    link: tuple[str, str] = ("my-details", lazy("Back to my details"))
    address: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Journey:
    """`steps` in their order, each a Step or what makes one; `send` does it with all answers, and gives the last page or an answer.

    `check` is the heading of the last page but one, `button` its button, `back` the page and the words of the link above each page.
    One that asks for a yes says it in `easy` too. `judge` may say what is wrong with all answers together.
    On paper all steps stand on one page.
    """

    name: str
    steps: Sequence[Callable[..., Step]]
    send: Callable[[HttpRequest, Answers], Done | HttpResponse]
    check: str = lazy("Check your answers")
    button: str = lazy("Do it")
    says: Sequence[str] = ()
    back: tuple[str, str] = ("my-details", lazy("Back to my details"))
    easy: Lines = ()
    judge: Callable[[Answers], Sequence[str]] = lambda answers: ()

    def start(self, request: HttpRequest, initial: Answers | None = None, **more: Any) -> HttpResponse:
        """The first page, as it stands now; with a paper code, all of them as one. `more`: see _around; `hidden` goes along."""
        if papers.shown(request) and len(self.steps) > 1:
            whole = [step(initial=initial) for step in self.steps]
            return self._ask(request, len(self.steps) - 1, whole, more, everything=True)
        return self._ask(request, 0, [self.steps[0](initial=initial)], more)

    def go(self, request: HttpRequest, initial: Answers | None = None, **more: Any) -> HttpResponse:
        """What was sent: the next page, the same one with what is wrong, the check, or the act itself. Refusals stay on the page."""
        asked, at = request.POST.get("go", ""), _number(request.POST.get("at", ""), len(self.steps))
        filled = [step(request.POST) for step in self.steps]
        if asked.startswith("change-"):
            number = _number(asked.removeprefix("change-"), len(self.steps) - 1)
            again = self.steps[number](initial=_raw(filled[number]))
            return self._ask(request, number, [again], more, everything=True)
        reached = len(self.steps) if asked == "send" or request.POST.get("everything") else at + 1
        for number, form in enumerate(filled[:reached]):
            if not form.is_valid():
                return self._ask(request, number, [form], more, status=422, everything=reached == len(self.steps))
        if reached < len(self.steps):
            return self._ask(request, reached, [self.steps[reached](initial=initial)], more)
        answers = {name: value for form in filled for name, value in form.cleaned_data.items()}
        faults = list(self.judge(answers))
        if asked != "send" or faults:
            return self._check(request, filled, answers, more, faults)
        try:
            ended = self.send(request, answers)
            return done(request, ended, more.get("place")) if isinstance(ended, Done) else ended
        except Refused as refusal:
            if refusal.kind != "refused":
                raise
            return self._check(
                request,
                filled,
                answers,
                more,
                [saying.of_room(said) for said in (refusal.sentence, refusal.cure) if said],
            )

    def _ask(
        self,
        request: HttpRequest,
        number: int,
        pages: Sequence[Step],
        more: Mapping[str, Any],
        status: int = 200,
        everything: bool = False,
    ) -> HttpResponse:
        names = {name for form in pages for name in form.fields}
        page = {
            "forms": pages,
            "wrong": any(form.errors for form in pages),
            "field": shown,
            "error_summary": error_summary,
            "number": number,
            "everything": everything,
            "alone": len(pages) == 1 and len(names) == 1 and not pages[0].title,
            "kept": _kept(request, skip=names) if request.method == "POST" else list(more.get("hidden", ())),
            "says": more.get("says", ()) if number == 0 or len(pages) > 1 else (),
        }
        return render(request, "ui/step.html", {**self._around(more), **page}, status=status)

    def _check(
        self,
        request: HttpRequest,
        filled: Sequence[Step],
        answers: Answers,
        more: Mapping[str, Any],
        faults: Sequence[str] = (),
    ) -> HttpResponse:
        rows = [
            (number, form[name].label, _words(form, name)) for number, form in enumerate(filled) for name in form.fields
        ]
        judged = more["judged"](answers) if "judged" in more and not faults else ()
        page = {
            "rows": rows,
            "kept": _kept(request),
            "last": len(self.steps) - 1,
            "faults": faults,
            "says": [*more.get("says", ()), *self.says, *judged],
        }
        return render(request, "ui/check.html", {**self._around(more), **page}, status=422 if faults else 200)

    def _around(self, more: Mapping[str, Any]) -> dict[str, Any]:
        """What the shell and the way back need. `here`: the tab of the place's navigation."""
        back = reverse(self.back[0], kwargs=more.get("address", {}))
        return {"journey": self, "back": back, "place": more.get("place"), "here": more.get("here", "")}


def done(request: HttpRequest, told: Done, place: Any = None) -> HttpResponse:
    """The page after the act."""
    return render(request, "ui/done.html", {"done": told, "place": place})


def _kept(request: HttpRequest, skip: Any = ()) -> list[tuple[str, str]]:
    """What was answered on other pages, to be sent again."""
    ours = {"go", "at", "everything", "form_key", "csrfmiddlewaretoken", *skip}
    return [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]


def _raw(form: Step) -> dict[str, Any]:
    return {name: form[name].data for name in form.fields}


def _words(form: Step, name: str) -> str:
    """An answer as people read it."""
    value = form.cleaned_data.get(name)
    choices = {str(key): said for key, said in getattr(form.fields[name], "choices", ())}
    given = value if isinstance(value, list | tuple) else [value]
    said = [_read(choices.get(str(one), one)) for one in given if one is not None and (one != "" or "" in choices)]
    return ", ".join(said) or _("Nothing")


def _read(value: Any) -> str:
    """A day as 1 April 2027, anything else as it is. A day is never a class with words of its own: the database would keep the words."""
    return day(value) if isinstance(value, date) else str(value)


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 4 else 0
