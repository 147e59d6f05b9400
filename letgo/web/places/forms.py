"""The forms of these pages. They check shape; the room checks truth."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from letgo.commons.places import rules
from letgo.commons.places.lists.cells import Wrong, day
from letgo.commons.places.lists.reading import MB, MOST_BYTES

DAY_HINT = "For example 2026-03-31 or 31/03/2026."


class PlainForm(forms.Form):
    """A form whose ids are its fields' names."""

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)


class DayField(forms.CharField):
    """A day as people write it: 2026-03-31 or 31/03/2026."""

    def clean(self, value: Any) -> date | None:
        """The day, or None for an empty field that may be empty."""
        text = super().clean(value)
        try:
            return day(text.strip()) if text else None
        except Wrong as no:
            raise forms.ValidationError(f"{no.what} {no.cure}") from None


def line(label: str, missing: str, hint: str = "", most: int = 120, **more: Any) -> forms.CharField:
    """A line of text that must be there."""
    errors = {"required": missing, "max_length": f"This is longer than {most} letters. Make it shorter."}
    return forms.CharField(label=label, help_text=hint, max_length=most, error_messages=errors, **more)


def choice(label: str, words: dict[str, str], missing: str) -> forms.ChoiceField:
    """One of a few words."""
    return forms.ChoiceField(
        label=label, choices=list(words.items()), error_messages={"required": missing, "invalid_choice": missing}
    )


class RoleForm(PlainForm):
    """Who, what, since when, on what ground."""

    who = line(
        "Who?",
        "Say who it is.",
        "Their e-mail address or phone number, or the whole name of someone who lives here.",
        most=254,
    )
    role = choice("Which role?", {}, "Choose a role.")
    start = DayField(label="From which day?", help_text=DAY_HINT, error_messages={"required": "Say from which day."})
    end = DayField(
        label="Until which day?", help_text="The first day without it. Leave it empty if it is open.", required=False
    )
    evidence = forms.CharField(
        label="On what does it rest?",
        help_text="For example: letter of appointment, 3 March 2026.",
        max_length=200,
        required=False,
    )

    def __init__(self, *given: Any, roles: Iterable[str], **named: Any):
        super().__init__(*given, **named)
        self.fields["role"].choices = [(role, rules.ROLE_WORDS[role]) for role in roles]


class EndForm(PlainForm):
    """From which day on a role is over."""

    end = DayField(
        label="From which day on is it over?", help_text=DAY_HINT, error_messages={"required": "Say from which day on."}
    )


class PlaceForm(PlainForm):
    """A new place below this one."""

    name = line("What is it called?", "Say what it is called.")
    kind = choice("What is it?", {k: v for k, v in rules.PLACE_WORDS.items() if k != "council"}, "Choose what it is.")


class HomeForm(PlainForm):
    """A home at this place."""

    address = line("What is its address?", "Say its address.", "As people write it, for example 12 Tansy Row.", 200)
    uprn = forms.CharField(
        label="What is its UPRN?",
        help_text="Up to 12 digits. Leave it empty if you do not know it.",
        required=False,
        max_length=20,
    )


class OrganisationForm(PlainForm):
    """A body that sits at this place."""

    name = line("What is it called?", "Say what it is called.")
    kind = choice("What is it?", rules.ORGANISATION_WORDS, "Choose what it is.")


class ListForm(PlainForm):
    """A file, and what list it is."""

    file = forms.FileField(
        label="Your list",
        help_text=f"A CSV file with a name that ends in .csv. Up to {MOST_BYTES // MB} MB.",
        max_length=None,
        error_messages={
            "required": "Choose a file first. Its name ends in .csv",
            "invalid": "Choose a file first. Its name ends in .csv",
            "missing": "Choose a file first. Its name ends in .csv",
            "empty": "This file is empty. Choose the file that holds the list.",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    evidence = line("What list is this?", "Say what list this is.", "For example: tenancy list 2026-10.", 200)
