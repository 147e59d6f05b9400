"""The forms of these pages. They check shape; the room checks truth."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.commons.people.rules import AGREED_HOW
from letgo.commons.places import rules
from letgo.commons.places.lists.cells import Wrong, day
from letgo.commons.places.lists.reading import MB, MOST_BYTES
from letgo.commons.places.models import Place
from letgo.web.ui.journeys import Step
from letgo.web.ui.saying import each

DAY_HINT = _("For example 2026-03-31 or 31/03/2026.")


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
    errors = {
        "required": missing,
        "max_length": format_lazy(_("This is longer than {most} letters. Make it shorter."), most=most),
    }
    return forms.CharField(label=label, help_text=hint, max_length=most, error_messages=errors, **more)


def choice(label: str, words: dict[str, str], missing: str) -> forms.ChoiceField:
    """One of a few words."""
    return forms.ChoiceField(
        label=label, choices=list(words.items()), error_messages={"required": missing, "invalid_choice": missing}
    )


class RoleForm(PlainForm):
    """Who, what, since when, on what ground."""

    who = line(
        _("Who?"),
        _("Say who it is."),
        _("Their e-mail address or phone number, or the whole name of someone who lives here."),
        most=254,
    )
    role = choice(_("Which role?"), {}, _("Choose a role."))
    start = DayField(
        label=_("From which day?"), help_text=DAY_HINT, error_messages={"required": _("Say from which day.")}
    )
    end = DayField(
        label=_("Until which day?"),
        help_text=_("The first day without it. Leave it empty if it is open."),
        required=False,
    )
    evidence = forms.CharField(
        label=_("On what does it rest?"),
        help_text=_("For example: letter of appointment, 3 March 2026."),
        max_length=200,
        required=False,
    )

    def __init__(self, *given: Any, roles: Iterable[str], **named: Any):
        super().__init__(*given, **named)
        self.fields["role"].choices = [(role, rules.ROLE_WORDS[role]) for role in roles]


class EndForm(PlainForm):
    """From which day on a role is over."""

    end = DayField(
        label=_("From which day on is it over?"),
        help_text=DAY_HINT,
        error_messages={"required": _("Say from which day on.")},
    )


class PlaceForm(PlainForm):
    """A new place below this one."""

    name = line(_("What is it called?"), _("Say what it is called."))
    kind = choice(
        _("What is it?"), {k: v for k, v in rules.PLACE_WORDS.items() if k != "council"}, _("Choose what it is.")
    )


class HomeForm(PlainForm):
    """A home at this place."""

    address = line(
        _("What is its address?"), _("Say its address."), _("As people write it, for example 12 Tansy Row."), 200
    )
    uprn = forms.CharField(
        label=_("What is its UPRN?"),
        help_text=_("Up to 12 digits. Leave it empty if you do not know it."),
        required=False,
        max_length=20,
    )


class OrganisationForm(PlainForm):
    """A body that sits at this place."""

    name = line(_("What is it called?"), _("Say what it is called."))
    kind = choice(_("What is it?"), rules.ORGANISATION_WORDS, _("Choose what it is."))


class ListForm(PlainForm):
    """A file, and what list it is."""

    file = forms.FileField(
        label=_("Your list"),
        help_text=format_lazy(_("A CSV file with a name that ends in .csv. Up to {most} MB."), most=MOST_BYTES // MB),
        max_length=None,
        error_messages={
            "required": _("Choose a file first. Its name ends in .csv"),
            "invalid": _("Choose a file first. Its name ends in .csv"),
            "missing": _("Choose a file first. Its name ends in .csv"),
            "empty": _("This file is empty. Choose the file that holds the list."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    evidence = line(_("What list is this?"), _("Say what list this is."), _("For example: tenancy list 2026-10."), 200)


class NameForm(PlainForm):
    """Another name for a place."""

    name = line(
        _("What is it called from now on?"), _("Say what it is called."), _("Its address on this site stays the same.")
    )


class MoveForm(PlainForm):
    """Another place above this one."""

    parent = choice(_("In which place does it lie from now on?"), {}, _("Choose a place."))

    def __init__(self, *given: Any, parents: Iterable[Place], **named: Any):
        super().__init__(*given, **named)
        self.fields["parent"].choices = [(str(place.pk), place.name) for place in parents]


STANDING_WORDS = each(
    {
        "lives-here": "They live here",
        "uses-service": "They use a service here",
        "works-here": "They work here",
        "age-band": "How old they are",
    }
)
BAND_WORDS = {band: band.replace("-", " ").replace("and over", "or over") for band in rules.AGE_BANDS}
BAND_WORDS = {
    band: format_lazy(_("{ages} years old"), ages=words[:1].upper() + words[1:]) for band, words in BAND_WORDS.items()
}
WHO = _("Their e-mail address or phone number, or the whole name of someone who lives here.")


def _asked() -> forms.ChoiceField:
    """How the person asked for it: it goes into what it rests on, so that they can read it."""
    said = {
        "": _("They did not: I saw a list or a paper"),
        **{
            how: format_lazy(_("They asked: {how}"), how=words[:1].lower() + words[1:])
            for how, words in AGREED_HOW.items()
        },
    }
    return forms.ChoiceField(
        label=_("Did they ask for it?"),
        choices=list(said.items()),
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )


class StandingForm(PlainForm):
    """What someone is to a place, since when, and how we know."""

    who = line(_("Who?"), _("Say who it is."), WHO, most=254)
    kind = choice(_("What are they here?"), STANDING_WORDS, _("Choose what they are here."))
    detail = forms.ChoiceField(
        label=_("How old are they?"), help_text=_("Only when you chose how old they are."),
        choices=[("", _("Not asked")), *BAND_WORDS.items()], required=False,
    )  # fmt: skip
    start = DayField(
        label=_("From which day?"), help_text=DAY_HINT, error_messages={"required": _("Say from which day.")}
    )
    evidence = line(
        _("How do we know?"), _("Say how we know."), _("For example: tenancy agreement of 3 March 2026."), most=150
    )
    asked = _asked()


class FindForm(PlainForm):
    """Whose standing."""

    who = line(_("Who?"), _("Say who it is."), WHO, most=254)


class MemberForm(PlainForm):
    """Who belongs from when on."""

    who = line(
        _("Who?"), _("Say who it is."), _("Their e-mail address or phone number, or their whole name."), most=254
    )
    start = DayField(
        label=_("From which day?"), help_text=DAY_HINT, error_messages={"required": _("Say from which day.")}
    )
    evidence = forms.CharField(
        label=_("How do we know?"),
        help_text=_("For example: share paid on 3 March 2026."),
        max_length=150,
        required=False,
    )
    asked = _asked()


def rests_on(given: dict[str, Any]) -> str:
    """What a standing or membership rests on, with how the person asked for it."""
    how = str(AGREED_HOW.get(given["asked"], ""))
    asked = _("asked {how}").format(how=how[:1].lower() + how[1:]) if how else ""
    return "; ".join(filter(None, [given["evidence"], asked]))


class ElectorateForm(Step):
    """Who is eligible."""

    title = _("Who can vote?")
    lead = _("Whoever fits on the day when a vote is called is on its list. You can look at the list first.")
    name = line(_("What do you call them?"), _("Give them a name."), _("For example: Residents of Tansy Row"))
    standings = forms.MultipleChoiceField(
        label=_("What must they be here?"), help_text=_("Choose one or more. One is enough for each person."),
        choices=[("lives-here", _("They live here")), ("uses-service", _("They use a service here")), ("works-here", _("They work here"))],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    members = forms.ChoiceField(label=_("Or members of a body?"), widget=forms.RadioSelect, required=False)
    both = forms.ChoiceField(
        label=_("Must they be both?"), choices=[("", _("One of the two is enough")), ("yes", _("They must be both"))],
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("For how many days already?"), help_text=_("0 for from the first day on."), min_value=0, max_value=3650, initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Write a number of days."), "invalid": _("Write a number of days.")},
    )  # fmt: skip
    youngest = forms.ChoiceField(
        label=_("From which age?"), choices=[("", _("Any age")), *BAND_WORDS.items()], required=False
    )
    oldest = forms.ChoiceField(
        label=_("Up to which age?"), choices=[("", _("Any age")), *BAND_WORDS.items()], required=False
    )
    excludes = forms.MultipleChoiceField(
        label=_("Who cannot vote, because of their role here?"), choices=[(role, rules.ROLE_WORDS[role]) for role in rules.ROLES],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip

    def __init__(self, *given: Any, bodies: Iterable[Any] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["members"].choices = [
            ("", _("No")),
            *((str(body.pk), _("Members of {name}").format(name=body.name)) for body in bodies),
        ]

    def clean(self) -> dict[str, Any]:
        """A rule that we can hold people to: Eligibility says what is wrong with one."""
        found = super().clean() or {}
        try:
            found["rule"] = rules.Eligibility(
                tuple(found.get("standings", ())), UUID(found["members"]) if found.get("members") else None,
                bool(found.get("both")), found.get("days") or 0, found.get("youngest", ""), found.get("oldest", ""),
                tuple(found.get("excludes", ())),
            )  # fmt: skip
        except ValueError:
            self.add_error("standings", _("Choose at least one. For both, choose one of each."))
        return found
