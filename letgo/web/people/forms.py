"""The forms of these pages: one thing each. They check shape; the room checks truth."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.commons.people.rules import (
    ACTING_ROLES,
    DAYS,
    LANGUAGES,
    NEEDS,
    NEVER,
    ROUTES,
    SCOPES,
    tidy_address,
)
from letgo.web.ui.helping import how_told
from letgo.web.ui.journeys import Step
from letgo.web.ui.saying import each

WRONG = each(
    {
        "text": "Type a phone number with all its figures, such as 07700 900 000.",
        "phone": "Type a phone number with all its figures, such as 07700 900 000.",
        "email": "Type an e-mail address with an @ in it.",
        "letter": "Type the whole address, with street and town.",
    }
)


def _choices(table: dict) -> list[tuple[str, str]]:
    return [(str(word), said) for word, said in table.items()]


def _one(label: str, table: dict, wrong: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=_choices(table),
        widget=forms.RadioSelect,
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


def _many(label: str, table: dict, hint: str = "", wrong: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=_choices(table),
        widget=forms.CheckboxSelectMultiple,
        required=bool(wrong),
        error_messages={"required": wrong, "invalid_choice": _("Choose from the list.")},
    )


def _words(label: str, most: int, hint: str = "", wrong: str = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=bool(wrong),
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": wrong, "max_length": format_lazy(_("Use at most {most} letters."), most=most)},
    )


def _text(label: str, most: int, hint: str = "", wrong: str = "", rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=bool(wrong),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": wrong,
            "max_length": format_lazy(_("Use at most {most:,} letters. Tell us the rest by phone."), most=most),
        },
    )


class NameForm(Step):
    """A name as its owner writes it."""

    name = _words(
        _("What should we call you?"), 200, _("Write it as you like. You can leave it empty."), autocomplete="name"
    )


class LanguageForm(Step):
    """The language that we use with them."""

    language = forms.ChoiceField(
        label=_("Which language suits you best?"),
        help_text=_("Our pages are in English for now. We use your language when we talk or write to you ourselves."),
        choices=_choices(LANGUAGES),
        widget=forms.Select,
    )


class NeedsForm(Step):
    """What they need of us."""

    needs = _many(_("What do you need?"), NEEDS, _("Choose all that are right for you. You can choose none."))


class RouteKindForm(Step):
    """A way to reach them."""

    kind = _one(_("How can we reach you?"), ROUTES, _("Choose one way."))


class RouteForm(Step):
    """The address, checked for the way that was chosen."""

    address = _text(
        _("What is the number or address?"),
        300,
        _("A phone number, an e-mail address, or a postal address."),
        _("Type the number or address."),
        3,
    )

    def clean_address(self) -> str:
        found, kind = str(self.cleaned_data["address"]), str(self.data.get("kind", ""))
        if not tidy_address(kind, found):
            raise forms.ValidationError(WRONG.get(kind, _("Choose first how we can reach you.")))
        return found


class SafeForm(Step):
    """How, when and what never: the one page of safe contact."""

    title = _("How can we reach you safely?")
    lead = _("Nobody who does things for you can see or change this. Only someone who helps you right now can.")
    kinds = _many(_("How may we reach you?"), ROUTES, _("Choose all that are safe."))
    days = _many(_("On which days?"), dict(enumerate(DAYS)), wrong=_("Choose at least one day."))
    start = forms.TypedChoiceField(
        label=_("Not before"), coerce=int, choices=[(h, f"{h}:00") for h in range(24)], widget=forms.Select
    )
    end = forms.TypedChoiceField(
        label=_("Not after"), coerce=int, choices=[(h, f"{h}:00") for h in range(1, 25)], widget=forms.Select
    )
    never = _many(_("What must we never do?"), NEVER)

    def clean(self) -> dict:
        given = self.cleaned_data
        if "start" in given and "end" in given and given["start"] >= given["end"]:
            self.add_error("end", _("Choose a later hour than the first one."))
        return given


class WhoForm(Step):
    """Another person, whom they must know by name and address."""

    title = _("Who may do things for you?")
    lead = _("They must have an account here already. Ask them how they sign in.")
    their_name = _words(_("Their name here"), 200, wrong=_("Type their name."))
    their_address = _words(
        _("Their phone number or e-mail address"), 200, wrong=_("Type their phone number or e-mail address.")
    )


class RoleForm(Step):
    """What they are to them."""

    role = _one(_("What are they to you?"), ACTING_ROLES, _("Choose one."))


class ScopesForm(Step):
    """In what they may act."""

    scopes = _many(
        _("What may they do for you?"),
        SCOPES,
        _("Choose only what you want. You can end it at any time."),
        _("Choose at least one."),
    )


class UntilForm(Step):
    """Until when."""

    until = _words(_("Until which day?"), 10, _("For example 2027-03-31. Leave it empty if you do not know yet."))

    def clean_until(self) -> date | None:
        words = str(self.cleaned_data["until"]).strip()
        try:
            return date.fromisoformat(words) if words else None
        except ValueError:
            raise forms.ValidationError(_("Type the day as year, month and day: 2027-03-31.")) from None


class WorryForm(Step):
    """A worry about someone. Only what worries them is asked for; all else may be left."""

    said = _text(
        _("What worries you?"),
        5_000,
        _("A few words are enough."),
        _("Tell us what worries you. A few words are enough."),
        6,
    )
    about = _words(_("Who is it about?"), 200, _("A name, or where they live. You can leave it empty."))
    reply = _words(_("How can we reach you?"), 300, _("You do not have to say. Then we cannot ask you more."))
    named = forms.ChoiceField(
        label=_("You are signed in. May the people who answer see that it is from you?"),
        choices=[("yes", _("Yes, they may see my name")), ("no", _("No, do not say who I am"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, signed_in: bool = False, helps: bool = False):
        super().__init__(data)
        if not signed_in:
            del self.fields["named"]
        if helps:
            self.fields["how"] = how_told()


class LineForm(Step):
    """One line that says what was done."""

    words = _text(
        _("What was done, or is done next?"),
        1_000,
        _("Only the people who answer worries can read it."),
        _("Say in a line what was done."),
    )


class CodeForm(Step):
    """The code on a paper that came back."""

    code = _words(
        _("What is the code on the paper?"),
        20,
        _("Eight letters and numbers."),
        _("Type the code on the paper."),
        autocomplete="off",
    )
