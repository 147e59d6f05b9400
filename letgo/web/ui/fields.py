"""Fields that several rooms ask for: words, whole numbers, days, times and money, each with its own plain complaint."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from letgo.commons.money.rules import pence, pounds
from letgo.web.ui.journeys import Step

DAY = _("For example 1 4 2027: day, month, year")
FORMATS = ["%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
PUBLIC = _("Everybody can read this. Leave out names of people.")


Plain = Step  # a form whose fields are called by their names alone; `title` is the heading of its page


def words(label: str, hint: str = "", missing: str = _("Write something here."), most: int = 2000, **named: Any) -> Any:
    """A large field for words."""
    wrong = {"required": missing, "max_length": format_lazy(_("Use {most} letters at most."), most=most)}
    area = forms.Textarea(attrs={"rows": named.pop("rows", 6)})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=area, error_messages=wrong, **named)


def line(label: str, hint: str = "", missing: str = _("Write something here."), most: int = 200, **named: Any) -> Any:
    """One line."""
    wrong = {"required": missing, "max_length": format_lazy(_("Use {most} letters at most."), most=most)}
    attrs = {"autocomplete": "off", **named.pop("attrs", {})}
    box = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=box, error_messages=wrong, **named)


def whole(
    label: str, hint: str = "", missing: str = _("Write a number."), least: int = 0, most: int = 100_000, **named: Any
) -> Any:
    """A whole number."""
    wrong = {"required": missing, "invalid": _("Write a whole number."), "min_value": format_lazy(_("Write {least} or more."), least=least),
             "max_value": format_lazy(_("Write {most:,} or less."), most=most)}  # fmt: skip
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=most, widget=box, error_messages=wrong, **named
    )


def choice(label: str, choices: Sequence[tuple[str, str]] = (), hint: str = "", **named: Any) -> Any:
    """One of a few."""
    wrong = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect, error_messages=wrong, **named
    )


class Oclock(time):
    """A time of day that people read as 20:00."""

    def __str__(self) -> str:
        return f"{self:%H:%M}"


class Sum(int):
    """Whole pence that people read as £20,000."""

    def __str__(self) -> str:
        return pounds(int(self))


class Day(forms.DateField):
    """A day as people write it: 1 4 2027, 1/4/2027, 1 April 2027 or 2027-04-01."""

    widget = forms.TextInput

    def __init__(self, label: str, hint: str = DAY, **named: Any):
        wrong = {"invalid": _("Write the day as 1 4 2027."), "required": _("Write the day as 1 4 2027.")}
        super().__init__(label=label, help_text=hint, input_formats=FORMATS, error_messages=wrong, **named)


class Clock(forms.TimeField):
    """A time of day: 20:00, 8pm or 8:30pm."""

    widget = forms.TextInput

    def __init__(self, label: str, hint: str = _("For example 20:00"), **named: Any):
        wrong = {"invalid": _("Write the time as 20:00."), "required": _("Write the time as 20:00.")}
        formats = ["%H:%M", "%H.%M", "%I%p", "%I:%M%p"]
        super().__init__(label=label, help_text=hint, input_formats=formats, error_messages=wrong, **named)

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return found if found is None else Oclock(found.hour, found.minute)


def at(day: Any, clock: Any = time(0)) -> datetime:
    """A day and a time in the place's own time."""
    return make_aware(datetime.combine(day, clock))


class Pence(forms.CharField):
    """Pounds and pence as people write them; cleaned to whole pence, None for nothing."""

    def clean(self, value: Any) -> Any:
        """Raises ValidationError with the sentence of money.rules.pence."""
        found = super().clean(value)
        if not found:
            return None
        try:
            return Sum(pence(found))
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None
