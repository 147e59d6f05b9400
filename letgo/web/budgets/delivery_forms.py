"""What those fill in who build what won, who look at it, who ask for small money, and who cut or are cut. Forms check shape only."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.web.budgets.forms import PUBLIC, Day, Pounds, line, public, text, yes_no
from letgo.web.budgets.forms import choice as choice_of
from letgo.web.ui.journeys import Step

STAGES = 4  # that a page asks for; a project with more is planned as four


class Stages(Step):
    """The stages of a project, each with its day. The last one needs a resident's yes."""

    title = _("Which stages, and by which days?")
    lead = _(
        "Each day is a promise. When it passes, everybody is told. The last stage is done when a resident says so."
    )

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        for number in range(1, STAGES + 1):
            more = {} if number == 1 else {"required": False}
            hint = _("For example: the benches are there") if number == 1 else _("Leave it empty if there are no more.")
            self.fields[f"stage{number}"] = line(
                format_lazy(_("Stage {number}"), number=number), hint, _("Say what is done in the first stage."), **more
            )
            self.fields[f"day{number}"] = Day(format_lazy(_("Stage {number}: by which day?"), number=number), **more)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in range(2, STAGES + 1):
            title, day = given.get(f"stage{number}", "").strip(), given.get(f"day{number}")
            if bool(title) != bool(day) and f"day{number}" not in self.errors:
                self.add_error(
                    f"day{number}" if title else f"stage{number}", _("A stage needs both: what is done, and a day.")
                )
        return given

    def steps(self) -> list[tuple[str, Any]]:
        """The stages that were filled in."""
        return steps_of(self.cleaned_data)


def steps_of(answers: Any) -> list[tuple[str, Any]]:
    """The stages among all answers: what is done, and the day."""
    numbers = range(1, STAGES + 1)
    return [(answers[f"stage{n}"], answers[f"day{n}"]) for n in numbers if answers.get(f"stage{n}", "").strip()]


class Show(forms.Form):
    """What shows that a stage is done."""

    words = text(
        _("What is there now?"),
        public(_("Say it in a sentence or two.")),
        _("Say what is there now."),
    )
    photo = forms.FileField(
        label=_("A photo, if you have one"), required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("No faces of children, no door numbers. We keep the picture only: not where, when or with what it was taken."),
        error_messages={"empty": _("This file is empty."), "missing": _("Choose the photo again.")},
    )  # fmt: skip

    def __init__(self, *given: Any, last: bool = False, **named: Any):
        super().__init__(*given, auto_id="%s", **named)
        if last:
            self.fields["bill"] = Pounds(
                _("What did everything cost in the end, in pounds?"), _("All bills together, with VAT where we pay VAT")
            )


class Looked(Step):
    """A resident's answer to the last stage."""

    title = _("Is it done?")
    lead = _("Go and look first. With your yes the bill is paid and the project is over.")
    answer = yes_no(_("Your answer"), _("Yes, it is done"), _("No, something is missing"))
    words = text(_("If not: what is missing?"), PUBLIC, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "no" and not given.get("words", "").strip():
            self.add_error("words", _("Say what is missing."))
        return given


class Cost(Step):
    """A new cost."""

    title = _("What does it cost now?")
    pounds = Pounds(_("The new cost, in pounds"))
    reasons = text(_("Why?"), PUBLIC, _("Give your reasons. They are public."))


class Settled(Step):
    """What the holders say to a rise above the terms, where these name the published order."""

    title = _("What did the residents say?")
    lead = _(
        "Ask at a meeting, and count hands. Nobody decides this alone. To pay more than the terms allow takes a vote."
    )
    answer = choice_of(
        _("Their answer"),
        [
            ("old-cost", _("Build it for the old cost, or not at all")),
            ("next", _("Let it go, and build who is next in the published order")),
        ],
    )
    met = line(
        _("Where and when were they asked, and how many said what?"),
        _("For example: hall, 3 March 2027, 21 for, 4 against"),
        most=200,
    )


class Why(Step):
    """Reasons that everybody reads."""

    reasons = text(_("Why?"), PUBLIC, _("Give your reasons. They are public."))


# Small money.


class What(Step):
    """What the money is for."""

    name = line(_("What is the money for?"), _("For example: a new net for the pitch"), _("Say what the money is for."))


class ForWhom(Step):
    """The group that it concerns."""

    group = line(
        _("Who is it for?"),
        _("For example: children of Block D. Two of the three who say yes must be of them."),
        _("Say for whom it is."),
        80,
    )


class HowMuch(Step):
    """How much, and more about it."""

    title = _("How much is it?")
    pounds = Pounds(_("In pounds"))
    words = text(_("More about it, if something should be known"), PUBLIC, required=False)


class SayYes(Step):
    """One resident's yes."""

    title = _("Shall this money be released?")
    concerned = yes_no(_("Are you one of those that it is for?"), _("Yes, I am"), _("No, I live here"))


class Paid(Step):
    """What it came to."""

    title = _("Is it paid?")
    lead = _("Say so when the money is sent.")
    pounds = Pounds(_("What did it come to, in pounds?"))


# Cuts.


class LessMoney(Step):
    """A cut, as the giver says it."""

    title = _("Give this round less money")
    lead = _("The residents choose what stays whole. What is paid already stays.")
    pounds = Pounds(_("How much does the round have from then on, in pounds?"), least=0)
    starts = Day(_("From which day on?"))
    reasons = text(_("Why?"), PUBLIC, _("Give your reasons. They are public."))


class Shrinks(Step):
    """How far a project can shrink."""

    title = _("How far can this project shrink?")
    lead = _("Say the least with which it still makes sense, or 0 if it stops.")
    pounds = Pounds(_("What does it keep at least, in pounds?"), least=0)
    words = text(_("What is then missing?"), PUBLIC, _("Say what is then missing."))


class No(Step):
    """A resident's no to a plan."""

    title = _("Say no to this plan")
    lead = _("Everyone reads your words, without your name. Enough people send a plan back once. One alone does not.")
    words = text(_("Why not?"), PUBLIC, _("Say why. Everyone reads it."))


class VoteDays(Step):
    """When a vote is, and who runs it."""

    opens = Day(_("The first day of the vote"))
    closes = Day(_("The last day of the vote"))
    officer = line(
        _("The returning officer: phone number, e-mail address or whole name"),
        _("Someone from outside: not on the list of voters, and not you."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("opens") and given.get("closes") and given["closes"] < given["opens"]:
            raise ValidationError(_("The vote ends before it begins."))
        return given


class CutVote(VoteDays):
    """When the vote on a cut is, and who runs it."""

    title = _("Put the cut to the vote")


class RiseVote(VoteDays):
    """When the vote on a rise in cost is, and who runs it."""

    title = _("Put the new cost to the vote")
    lead = _("The residents pay it, keep the old cost, or let it go for who is next. The result settles it by itself.")
