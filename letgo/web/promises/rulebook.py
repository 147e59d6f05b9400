"""The dated rules that promises are made under: all of them, one with its changes and an example, and a change by two people."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import may
from letgo.commons.places.queries import today
from letgo.commons.promises import queries
from letgo.commons.promises.models import Rule
from letgo.commons.promises.rules import Length, day_in_words
from letgo.commons.promises.versions import actions, rules
from letgo.commons.promises.versions import queries as versions
from letgo.commons.record.refusals import Refused
from letgo.web.promises import words
from letgo.web.ui import saying
from letgo.web.ui.forms import Day, error_summary, field
from letgo.web.ui.journeys import Answers, Done, Journey, Step
from letgo.web.ui.verbs import get, page, post

UNITS = [
    ("hours", lazy("Hours")),
    ("days", lazy("Days")),
    ("working-days", lazy("Working days")),
    ("weeks", lazy("Weeks")),
    ("months", lazy("Months")),
]
WHOLE = {"required": lazy("Write a whole number."), "invalid": lazy("Write a whole number.")}
UNIT = {"required": lazy("Choose hours, days, weeks or months.")}


def of_address(request: HttpRequest, rule: UUID) -> Rule:
    """The version with this id, or Http404."""
    found = versions.find(rule)
    if found is None:
        raise Http404
    return found


@get("promises.read-rules")
def _everything(request: HttpRequest) -> HttpResponse:
    roles = queries.settings_at(None)["roles"]
    rows = [
        {
            "row": entry.row,
            "within": str(entry.row.read.within),
            "duty": words.duty(entry.row.role, roles),
            "change": rules.sentence(entry.row.read, entry.change.read) if entry.change else "",
            "agreed": entry.change is not None and entry.change.state == Rule.State.AGREED,
        }
        for entry in versions.entries()
    ]
    return render(request, "promises/rules.html", {"rows": rows})


everything = page(_everything)


@get("promises.read-rules", of_address)
def _rule(request: HttpRequest, row: Rule, rule: UUID) -> HttpResponse:
    """?day=1+3+2027: what a promise would be due if it started then."""
    form = Example(request.GET if "day" in request.GET else None)
    wanted = form.cleaned_data["day"] if form.is_bound and form.is_valid() else None
    shown = {**_shown(row, wanted), "form": form, "field": field, "error_summary": error_summary}
    shown |= {"offers": _offers(request, shown["force"], shown["change"])}
    return render(request, "promises/rule.html", shown, status=422 if form.errors else 200)


rule = page(_rule)


class Example(forms.Form):
    """A day to try a rule with."""

    def __init__(self, *given: Any):
        super().__init__(*given, auto_id="%s")
        self.fields["day"] = Day(_("A promise that starts on"))


def _shown(row: Rule, wanted: date | None = None) -> dict[str, Any]:
    """What pages say of a rule: as it is, the change that waits, both by an example. At most 4 SQL queries."""
    every = versions.versions(row.name)
    force = next((one for one in every if one.state == Rule.State.IN_FORCE), None)
    change = next((one for one in every if one.state in versions.WAITING), None)
    now_said = (force or row).read
    then = change.read if change else None
    calendar = queries.newest_calendar(now_said.country)
    begins = (then.valid_from if then else None) or today()
    day = wanted or (rules.example_day(calendar.read, begins) if calendar else begins)
    tried = [rules.example(one, calendar.read, day) if one and calendar else "" for one in (now_said, then)]
    return {
        "row": row,
        "title": now_said.title,
        "force": force,
        "change": change,
        "said": _says(now_said),
        "news": rules.sentence(now_said, then) if then else "",
        "differences": rules.differences(now_said, then) if then else [],
        "begins": day_in_words(then.valid_from) if then and then.valid_from else "",
        "day": day_in_words(day),
        "tried": tried,
        "earlier": [(one, *_stood(one)) for one in every],
    }


def _says(rule: Any) -> dict[str, str]:
    return {
        "within": str(rule.within),
        "start": rule.start,
        "broken": rules.broken_in_words(rule),
        "duty": words.duty(rule.role, queries.settings_at(None)["roles"]),
        "output": rule.output,
        "insist": rule.insist,
        "source": rule.source,
        "status": words.STATUS[rule.status],
        "since": day_in_words(rule.valid_from) if rule.valid_from else "",
    }


STANDS = {
    Rule.State.PROPOSED: lazy("Proposed"),
    Rule.State.AGREED: lazy("Agreed"),
    Rule.State.IN_FORCE: lazy("Counts now"),
    Rule.State.SUPERSEDED: lazy("Counted until the next"),
    Rule.State.TAKEN_BACK: lazy("Taken back"),
}


def _stood(row: Rule) -> tuple[str, str, str, str]:
    """How one version stands: its length, its first day, a word, and the reason it was taken back for."""
    read = row.read
    reason = (row.line.said or {}).get("reason", "")
    return str(read.within), day_in_words(read.valid_from) if read.valid_from else "", str(STANDS[row.state]), reason


def _offers(request: HttpRequest, force: Rule | None, change: Rule | None) -> dict[str, bool]:
    """What this reader can do now."""
    actor = request.actor
    proposed = change is not None and change.state == Rule.State.PROPOSED
    return {
        "change": force is not None and not (change and not proposed) and may(actor, "promises.change-rule", force),
        "agree": proposed
        and may(actor, "promises.accept-rule", change)
        and not versions.why_not_accept(versions.find(change.pk), actor),
        "take_back": change is not None and may(actor, "promises.take-back-rule", change),
    }


class HowLong(Step):
    """How long it takes."""

    title = lazy("How long may it take?")
    number = forms.IntegerField(
        label=lazy("How many?"), min_value=1, max_value=9999, widget=forms.TextInput, error_messages=WHOLE
    )
    unit = forms.ChoiceField(label=lazy("Of what?"), choices=UNITS, widget=forms.RadioSelect, error_messages=UNIT)


class Broken(Step):
    """From late to broken."""

    title = lazy("When does it count as broken?")
    lead = lazy("0 means: as soon as its date has passed.")
    late = forms.IntegerField(
        label=lazy("How long after its date?"), min_value=0, max_value=999, widget=forms.TextInput, error_messages=WHOLE
    )
    late_unit = forms.ChoiceField(label=lazy("Of what?"), choices=UNITS, widget=forms.RadioSelect, error_messages=UNIT)


class From(Step):
    """The day, and who decided it."""

    title = lazy("From which day, and who decided it?")
    lead = lazy("What is promised before that day keeps the rule as it is.")
    source = forms.CharField(
        label=lazy("Who decided this, and when?"),
        help_text=lazy(
            "For example: the board of Tansy Row, 19 November 2026. Everyone can read it. Write nobody’s name."
        ),
        max_length=300,
        widget=forms.TextInput,
        error_messages={
            "required": lazy("Say who decided this, and when."),
            "max_length": lazy("Say it in 300 letters."),
        },
    )

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.fields = {"begins": Day(_("From which day?")), **self.fields}


def _terms(answers: Answers) -> rules.Terms:
    return rules.Terms(
        Length(answers["number"], answers["unit"]),
        Length(answers["late"], answers["late_unit"] if answers["late"] else "hours"),
        answers["begins"],
        answers["source"],
    )


def _journey(row: Rule) -> Journey:
    bound = versions.bound(row.name)
    return Journey(
        "rule-change",
        [HowLong, Broken, From],
        lambda request, answers: _send(request, row, answers),
        button=_("Propose this change"),
        back=("rule", row.title),
        judge=lambda answers: list(rules.wrong(row.read, _terms(answers), today(), bound.read if bound else None)),
    )


def _around(row: Rule) -> dict[str, Any]:
    said = _("Now it is {within}. Nothing changes until a second person says yes.").format(within=row.read.within)
    return {"address": {"rule": row.pk}, "says": [said], "judged": lambda answers: _preview(row, _terms(answers))}


def _preview(row: Rule, terms: rules.Terms) -> list[str]:
    """The change in one sentence, and an example worked out under the old rule and the new."""
    old = row.read
    new = rules.changed(old, terms, today())
    calendar = queries.newest_calendar(old.country)
    if calendar is None:
        return [rules.sentence(old, new)]
    day = rules.example_day(calendar.read, terms.begins)
    said = _("An example: it starts on {day}. By the rule of now it is due by {before}. By the new one, by {then}.")
    before, then = (rules.example(one, calendar.read, day) for one in (old, new))
    return [rules.sentence(old, new), *([said.format(day=day_in_words(day), before=before, then=then)] if then else [])]


def _first(row: Rule) -> Answers:
    read = row.read
    return {
        "number": read.within.number,
        "unit": read.within.unit,
        "late": read.broken_after.number,
        "late_unit": read.broken_after.unit if read.broken_after.number else "days",
    }


def _send(request: HttpRequest, row: Rule, answers: Answers) -> Done:
    made = actions.change_rule(row.name, _terms(answers), request.actor, request.form_key)
    return Done(
        _("The change is proposed"),
        [
            _("A second person must say yes. You cannot do that yourself."),
            _("Until then, and until its day, the rule stays as it is."),
            _("Everyone can read the change. It is in the public record."),
        ],
        link=("rule", _("Back to the rule")),
        address={"rule": made.pk},
    )


def in_force(request: HttpRequest, rule: UUID) -> Rule:
    """The version in force of the rule that this is a version of, or Http404."""
    found = queries.in_force(of_address(request, rule).name)
    if found is None:
        raise Http404
    return found


@get("promises.change-rule", in_force)
def _change(request: HttpRequest, row: Rule, rule: UUID) -> HttpResponse:
    return _journey(row).start(request, _first(row), **_around(row))


@post("promises.change-rule", in_force)
def _changed(request: HttpRequest, row: Rule, rule: UUID) -> HttpResponse:
    return _journey(row).go(request, _first(row), **_around(row))


change = page(_change, _changed)


class Why(forms.Form):
    """Why a change is taken back."""

    reason = forms.CharField(
        label=lazy("Why is it taken back?"),
        help_text=lazy("Everyone can read this. Write nobody’s name."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": lazy("Say why."), "max_length": lazy("Say it in 300 letters.")},
    )

    def __init__(self, *given: Any):
        super().__init__(*given, auto_id="%s")


class Yes(forms.Form):
    """Nothing is asked but the yes."""


@get("promises.accept-rule", of_address)
def _agree(request: HttpRequest, row: Rule, rule: UUID) -> HttpResponse:
    return _ask(request, row, "agree", Yes())


@post("promises.accept-rule", of_address)
def _agreed(request: HttpRequest, row: Rule, rule: UUID) -> HttpResponse:
    form = Yes(request.POST)
    form.full_clean()
    try:
        actions.accept_rule(row.pk, request.actor, request.form_key)
    except Refused as refusal:
        return _again(request, row, "agree", form, refusal)
    return redirect("rule", rule=row.pk)


agree = page(_agree, _agreed)


@get("promises.take-back-rule", of_address)
def _take_back(request: HttpRequest, row: Rule, rule: UUID) -> HttpResponse:
    return _ask(request, row, "take-back", Why())


@post("promises.take-back-rule", of_address)
def _taken_back(request: HttpRequest, row: Rule, rule: UUID) -> HttpResponse:
    form = Why(request.POST)
    if not form.is_valid():
        return _ask(request, row, "take-back", form)
    try:
        actions.take_back_rule(row.pk, form.cleaned_data["reason"], request.actor, request.form_key)
    except Refused as refusal:
        return _again(request, row, "take-back", form, refusal)
    return redirect("rule", rule=row.pk)


take_back = page(_take_back, _taken_back)


def _again(request: HttpRequest, row: Rule, act: str, form: forms.Form, refusal: Refused) -> HttpResponse:
    if refusal.kind != "refused":
        raise refusal
    form.add_error(None, saying.refusal(refusal))
    return _ask(request, row, act, form)


def _ask(request: HttpRequest, row: Rule, act: str, form: forms.Form) -> HttpResponse:
    shown = {**_shown(row), "act": act, "form": form, "field": field, "error_summary": error_summary}
    return render(request, "promises/rule_act.html", shown, status=422 if form.errors else 200)
