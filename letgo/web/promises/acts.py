"""What people do to a promise: a form, a check, done. Who may is asked by the verb; what the rule allows, by the room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.promises import actions, queries, rules
from letgo.commons.promises.models import Promise
from letgo.commons.record.clock import now
from letgo.web.promises import words
from letgo.web.promises.views import of_address
from letgo.web.ui.easy import Lines
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.helping import heard, helps, how_told
from letgo.web.ui.verbs import View, get, page, post

Reasons = Callable[[rules.Rule], tuple[str, ...]]
PUBLIC = lazy("Everyone who sees the promise reads this. Write nobody’s name.")


@dataclass(frozen=True)
class Act:
    """One thing to do. `asks`: its reasons are chosen from the rule's (`reasons`) or, when that has none, written."""

    verb: str
    title: str
    lead: str
    button: str
    done: str
    send: Callable[[UUID, str, Any, str], Promise]
    asks: str = ""
    easy: Lines = ()
    reasons: Reasons = lambda rule: ()


def _extends(rule: rules.Rule) -> tuple[str, ...]:
    return rule.extension.reasons if rule.extension else ()


ACTS = {
    "meet": Act(
        "promises.meet",
        lazy("Is this done?"),
        lazy("Say so only when it is. The time of your answer counts."),
        lazy("Yes, it is done"),
        lazy("It is done"),
        lambda promise, reason, by, key: actions.meet(promise, by, key, reason=reason),
        easy=(
            ("talk", lazy("We promised to do this.")),
            ("yes", lazy("Say yes only if it is done.")),
            ("time", lazy("We keep the time of your answer.")),
            ("no", lazy("If it is not done, go back.")),
        ),
    ),
    "pause": Act(
        "promises.pause",
        lazy("Stop the clock?"),
        lazy("The date waits until you let the clock go on. Days on which it stands still do not count."),
        lazy("Stop the clock"),
        lazy("The clock stands still"),
        actions.pause,
        asks=lazy("Why must it wait?"),
        reasons=lambda rule: rule.pauses,
    ),
    "resume": Act(
        "promises.resume",
        lazy("Let the clock go on?"),
        lazy("The date moves by the days on which the clock stood still."),
        lazy("Let it go on"),
        lazy("The clock goes on"),
        lambda promise, reason, by, key: actions.resume(promise, by, key),
    ),
    "extend": Act(
        "promises.extend",
        lazy("Move the date?"),
        lazy("The rule lets you move it by so much, and no further."),
        lazy("Move the date"),
        lazy("The date is moved"),
        actions.extend,
        asks=lazy("Why does the date move?"),
        reasons=_extends,
    ),
    "excuse": Act(
        "promises.excuse",
        lazy("Excuse this?"),
        lazy("It is late then. It never counts as kept."),
        lazy("Excuse it"),
        lazy("It is excused"),
        actions.excuse,
        asks=lazy("Why is it excused?"),
    ),
}


class ReasonForm(forms.Form):
    """Why. Chosen from what the rule allows, or a line of one's own."""

    def __init__(self, act: Act, rule: rules.Rule, *given: Any, helps: bool = False):
        super().__init__(*given, auto_id="%s")
        if helps and act is ACTS["meet"]:
            self.fields["how"] = how_told()
        known = act.reasons(rule)
        missing = {
            "required": _("Say why."),
            "invalid_choice": _("Choose one of these reasons."),
            "max_length": _("Say it in 300 letters."),
        }
        if act.asks and known:
            pairs = [(reason, reason[:1].upper() + reason[1:]) for reason in known]
            self.fields["reason"] = forms.ChoiceField(
                label=act.asks, choices=pairs, widget=forms.RadioSelect, error_messages=missing
            )
        elif act.asks:
            self.fields["reason"] = forms.CharField(
                label=act.asks,
                help_text=PUBLIC,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages=missing,
            )


def _pages(word: str) -> View:
    act = ACTS[word]

    @get(act.verb, of_address)
    def ask(request: HttpRequest, row: Promise, promise: UUID) -> HttpResponse:
        return _ask(request, act, word, row, ReasonForm(act, row.rule.read, helps=helps(request.actor)))

    @post(act.verb, of_address)
    def send(request: HttpRequest, row: Promise, promise: UUID) -> HttpResponse:
        form = ReasonForm(act, row.rule.read, request.POST, helps=helps(request.actor))
        if not form.is_valid():
            return _ask(request, act, word, row, form, status=422)
        reason = form.cleaned_data.get("reason", "") or heard(form)
        if act.asks and request.POST.get("go") != "send":
            return render(request, "promises/check.html", {**_shown(act, word, row), "reason": reason})
        row = act.send(row.pk, reason, request.actor, request.form_key)
        found = queries.whole(row)
        return render(request, "promises/done.html", {**words.whole(found, now()), "act": act})

    return page(ask, send)


def _ask(request: HttpRequest, act: Act, word: str, row: Promise, form: ReasonForm, status: int = 200) -> HttpResponse:
    shown = {**_shown(act, word, row), "form": form, "field": field, "error_summary": error_summary}
    return render(request, "promises/act.html", shown, status=status)


def _shown(act: Act, word: str, row: Promise) -> dict[str, Any]:
    rule = row.rule.read
    most = str(rule.extension.most) if word == "extend" and rule.extension else ""
    return {"act": act, "word": word, "promise": row, "title": rule.title, "most": most}


PAGES: dict[str, View] = {word: _pages(word) for word in ACTS}
