"""The forms of a payment: one thing each. They check shape; the room checks truth."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from letgo.commons.money.models import Pot
from letgo.commons.money.queries import title
from letgo.commons.money.rules import Stage, pence
from letgo.commons.places.rules import ROLE_WORDS, ROLES
from letgo.web.ui.journeys import Step
from letgo.web.ui.saying import each

STAGES = each(
    {
        Stage.ORDERED: "Ordered: a firm has agreed to do it",
        Stage.SENT: "Sent: we told the bank to pay",
        Stage.ARRIVED: "Arrived: the bank says that it got there",
        Stage.FAILED: "Failed: the bank could not pay it",
        Stage.RETURNED: "Returned: the money came back",
    }
)


class PenceField(forms.CharField):
    """Pounds and pence as people write them; cleaned to whole pence."""

    def clean(self, value: Any) -> int:
        """Raises ValidationError with the sentence of rules.pence."""
        try:
            return pence(super().clean(value))
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None


class PayForm(forms.Form):
    """To which pot, how much, what for."""

    to = forms.ChoiceField(
        label=_("Where does the money go?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose where the money goes."),
            "invalid_choice": _("Choose where the money goes."),
        },
    )
    pence = PenceField(
        label=_("How much?"),
        help_text=_("In pounds, like 25 or 25.50."),
        max_length=20,
        error_messages={"required": _("Write how much.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    why = forms.CharField(
        label=_("What is it for?"),
        help_text=_("Everyone who can see this pot can read this. Do not write the name of a person."),
        max_length=200,
        error_messages={"required": _("Write what it is for."), "max_length": _("Write at most 200 letters.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *given: Any, pots: Iterable[Pot], **named: Any):
        super().__init__(*given, auto_id="%s", **named)
        self.fields["to"].choices = [(str(pot.pk), title(pot)) for pot in pots]


class StepForm(forms.Form):
    """How far a payment came, and on what day."""

    stage = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened."), "invalid_choice": _("Choose what happened.")},
    )
    day = forms.DateField(
        label=_("On what day?"),
        help_text=_("Like 27/3/2027. Leave it empty if it was today."),
        required=False,
        input_formats=["%d/%m/%Y", "%d %m %Y"],
        error_messages={"invalid": _("Write the day like 27/3/2027.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *given: Any, stages: Iterable[Stage], **named: Any):
        super().__init__(*given, auto_id="%s", **named)
        self.fields["stage"].choices = [(stage.value, STAGES[stage]) for stage in sorted(stages, key=list(Stage).index)]


class AnswerForm(forms.Form):
    """Yes or no to a payment, and why not."""

    answer = forms.ChoiceField(
        label=_("Do you agree to this payment?"),
        choices=[("yes", _("Yes, pay it")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no."), "invalid_choice": _("Choose yes or no.")},
    )
    reason = forms.CharField(
        label=_("If not, why?"),
        help_text=_("The one who asked will read this."),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Write at most 300 letters.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)

    def clean(self) -> dict[str, Any]:
        """A no says why."""
        given = super().clean() or {}
        if given.get("answer") == "no" and not given.get("reason", "").strip():
            self.add_error("reason", _("Write why not."))
        return given


class LimitField(PenceField):
    """The same, empty for no limit."""

    def clean(self, value: Any) -> int | None:
        """Whole pence, or None for an empty field."""
        return super().clean(value) if str(value or "").strip() else None


def _limit(label: str, hint: str) -> LimitField:
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return LimitField(label=label, help_text=hint, max_length=20, required=False, widget=box)


class NameStep(Step):
    """What the pot is called and is for."""

    title = _("What is this pot?")
    name = forms.CharField(
        label=_("What is it called?"),
        max_length=80,
        error_messages={"required": _("Give it a name."), "max_length": _("Use at most 80 letters.")},
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        help_text=_("Everyone who can see this pot can read this."),
        max_length=200,
        error_messages={"required": _("Say what it is for."), "max_length": _("Use at most 200 letters.")},
    )


class OfficerStep(Step):
    """Who answers for it."""

    officer = forms.ChoiceField(
        label=_("Who looks after it?"),
        help_text=_("A role, never a name. Whoever holds it pays out of this pot, and answers for it."),
        choices=[(role, ROLE_WORDS[role]) for role in ROLES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose a role.")},
    )


class LimitsStep(Step):
    """How much may leave it."""

    title = _("How much can be paid out of it?")
    lead = _("In pounds. Leave a box empty for no limit.")
    most_each = _limit(_("Most at a time"), _("For example 500."))
    most_a_year = _limit(_("Most in a year"), _("From April to March."))
    two_people_from = _limit(_("From how much on must two people agree?"), _("For example 250."))


class YearStep(Step):
    """What happens at the end of the year, and VAT."""

    title = _("When the year ends, and VAT")
    year_end = forms.ChoiceField(
        label=_("What happens on 31 March with what is not decided?"),
        choices=[("carry-over", _("It stays in the pot")), ("return", _("It goes back to who gave it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    vat = forms.ChoiceField(
        label=_("What about VAT?"),
        choices=[
            ("outside", _("This money has nothing to do with VAT")),
            ("recovered", _("VAT comes back")),
            ("cost", _("VAT does not come back")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    cost_code = forms.CharField(label=_("Cost code"), max_length=40, required=False)


class UntilStep(Step):
    """Up to which day accounts are closed."""

    until = forms.DateField(
        label=_("Up to and with which day?"),
        help_text=_("Like 31/3/2027. Nothing is booked on these days again."),
        input_formats=["%d/%m/%Y", "%d %m %Y"],
        error_messages={"required": _("Write the day like 31/3/2027."), "invalid": _("Write the day like 31/3/2027.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
