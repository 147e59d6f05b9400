"""What people fill in. Forms check shape; the room checks truth."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.commons.people.rules import LANGUAGES
from letgo.decide.budgets.rules import CATEGORIES, HOW
from letgo.web.ui.journeys import Step

PUBLIC = _("Everybody can read this. Leave out names of people.")


def public(hint: str) -> Any:
    """A hint, and after it that everybody can read what is written."""
    return format_lazy("{} {}", hint, PUBLIC)


class Day(forms.DateField):
    """A day as people write it: 1 4 2027, 1/4/2027, 1 April 2027 or 2027-04-01."""

    widget = forms.TextInput

    def __init__(self, label: str, **named: Any):
        formats = ["%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
        wrong = {"invalid": _("Write the day as 1 4 2027."), "required": _("Write the day as 1 4 2027.")}
        hint = named.pop("hint", _("For example 1 4 2027: day, month, year"))
        super().__init__(label=label, help_text=hint, input_formats=formats, error_messages=wrong, **named)


class Pounds(forms.DecimalField):
    """Money in pounds, as people write it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, label: str, hint: str = "", least: float = 0.01, **named: Any):
        wrong = {
            "required": _("Write an amount of money, such as 600 or 499.50."),
            "invalid": _("Write an amount of money, such as 600 or 499.50."),
            "min_value": _("Write more than nothing.") if least else _("Write nothing or more."),
        }
        rest = {"max_digits": 12, "decimal_places": 2, "min_value": least, "error_messages": wrong, "help_text": hint}
        super().__init__(label=label, **{**rest, **named})

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).replace(",", "").replace("£", "").strip() if value else value)


def text(label: str, hint: str = "", missing: str = _("Write something here."), most: int = 2000, **named: Any) -> Any:
    """A large field for words."""
    wrong = {"required": missing, "max_length": format_lazy(_("Use {most} letters at most."), most=most)}
    area = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=area, error_messages=wrong, **named)


def line(label: str, hint: str = "", missing: str = _("Write something here."), most: int = 120, **named: Any) -> Any:
    """One line."""
    wrong = {"required": missing, "max_length": format_lazy(_("Use {most} letters at most."), most=most)}
    return forms.CharField(label=label, help_text=hint, max_length=most, error_messages=wrong, **named)


def number(label: str, hint: str = "", least: int = 0, **named: Any) -> Any:
    """A whole number."""
    wrong = {
        "required": _("Write a number."), "invalid": _("Write a number, such as 12."), "max_value": _("This number is too large."),
        "min_value": format_lazy(_("Write {least} or more."), least=least),
    }  # fmt: skip
    box = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=999_999, widget=box, error_messages=wrong, **named
    )


def choice(label: str, choices: Any, hint: str = "", **named: Any) -> Any:
    """One of a few."""
    wrong = {"required": _("Choose one."), "invalid_choice": _("Choose one of these.")}
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect, error_messages=wrong, **named
    )


def yes_no(label: str, yes: str, no: str, hint: str = "") -> Any:
    """Yes or no, in words. Neither is chosen before."""
    return choice(label, [("yes", yes), ("no", no)], hint)


# Saying an idea: one thing per page.


class Words(Step):
    """What it is."""

    words = text(
        _("What is your idea?"),
        public(_("What do you want, and why?")),
        _("Say what you want, and why."),
    )


class Title(Step):
    """A short name."""

    title = line(
        _("Give it a short name"), _("For example: Benches along the canal"), _("Give your idea a short name."), 80
    )


class Where(Step):
    """Where."""

    where = line(
        _("Where should it be?"),
        _("A street, a building or a spot that people know. Leave it empty if it has no place."),
        required=False,
    )


class Category(Step):
    """What it is about."""

    category = choice(_("What is it about?"), list(CATEGORIES.items()))


class Language(Step):
    """In which language it is written."""

    language = forms.ChoiceField(
        label=_("In which language did you write it?"), choices=list(LANGUAGES.items()), initial="en", widget=forms.Select,
        help_text=_("Someone can add it in other languages later. Yours stays beside it."),
    )  # fmt: skip


class Told(Step):
    """How someone told an idea that is written down for them."""

    how = choice(_("How did they tell you?"), [(how, words) for how, words in HOW.items() if how != "online"])


class Whose(Step):
    """Whose idea it is, if they want to be asked about it."""

    title = _("Whose idea is it?")
    lead = _("Leave this empty at a stall. Then no name is kept, and you answer for the idea yourself.")
    whose = line(
        _("Their phone number, e-mail address or whole name"),
        _("Only if they want to be told about it."),
        required=False,
    )


def at_stall(choices: list[tuple[str, str]]) -> type[Step]:
    """Which of the logged stalls it was told at."""

    class AtStall(Step):
        stall = choice(_("At which stall?"), [*choices, ("", _("None of these"))], required=False)

    return AtStall


class Stall(Step):
    """A day on which people were asked."""

    title = _("Log that people were asked")
    lead = _("Say who was asked. Who answered is kept nowhere.")
    where = line(_("Where were you?"), _("For example: the school gate"))
    day = Day(_("On which day?"))
    asked = number(_("How many people did you ask?"), least=1)
    group = line(_("Which group, if one"), _("For example: families with small children"), required=False, most=80)


class Translated(Step):
    """An idea in another language."""

    title = _("Add it in another language")
    lead = _("The original stays beside it.")
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()), widget=forms.Select)
    name = line(_("The short name in that language"), most=80)
    words = text(_("The idea in that language"), PUBLIC)


class Together(Step):
    """Two ideas become one."""

    title = _("Join it with another idea")
    lead = _("Both authors must say yes. Then the other idea becomes part of this one, and people can still read it.")
    other = number(_("The number of the other idea"), _("It stands before its name: 12"), least=1)
    how = text(_("How do the two fit together?"), PUBLIC, required=False)


class YesNo(Step):
    """Yes or no."""

    answer = yes_no(_("Shall the two ideas become one?"), _("Yes, make them one"), _("No, leave both as they are"))


class Reasons(Step):
    """Why."""

    reasons = text(_("Why?"), PUBLIC, _("Give your reasons. They are public."))


# Costing and checking.


class Gains(Step):
    """What the person who works on an idea stands to gain by it."""

    title = _("Do you, or someone close to you, gain by this idea?")
    lead = _("A job, an order, a home next to it, a family member who does. What you say is public; your name is not.")
    gains = yes_no(_("Do you gain anything?"), _("Yes"), _("No, nothing"))
    what = text(_("If yes: what?"), _("Then somebody else must do this."), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("gains") == "yes" and not given.get("what", "").strip():
            self.add_error("what", _("Say what you gain."))
        return given


class Estimate(Step):
    """What it costs."""

    title = _("What would it cost?")
    pounds = Pounds(_("To build or buy it, in pounds"), _("All of it, with VAT where we pay VAT"))
    upkeep = Pounds(_("To keep it up, each year, in pounds"), _("Write 0 if it costs nothing"), least=0)
    upkeep_from = line(_("Who pays for keeping it up?"), _("For example: the estate’s repairs budget"), required=False)
    reasons = text(
        _("How did you come to this?"),
        public(_("Prices you were given, hours, what is in it.")),
        _("Say how you came to this figure."),
    )


class Agrees(Step):
    """The author's answer to an estimate."""

    title = _("Do you agree with the estimate?")
    answer = yes_no(_("Your answer"), _("Yes, that is right"), _("No, something is wrong"))
    words = text(
        _("If not: what is wrong?"),
        public(_("An officer must answer you.")),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "no" and not given.get("words", "").strip():
            self.add_error("words", _("Say what is wrong with the estimate."))
        return given


class Check(Step):
    """Whether the money may be spent on it."""

    title = _("May the money be spent on this?")
    answer = yes_no(_("Your answer"), _("Yes"), _("No"))
    reasons = text(
        _("If not: why?"),
        public(_("The author can take this to the residents.")),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "no" and not given.get("reasons", "").strip():
            self.add_error("reasons", _("Give your reasons. They are public."))
        return given


class Appeal(Step):
    """Why a refused idea should go on."""

    reasons = text(
        _("Why should it go on?"),
        public(_("The residents will read this and decide.")),
        _("Say why it should go on."),
    )


class Decided(Step):
    """What the holders said to an appeal."""

    title = _("What did the residents say?")
    lead = _(
        "Nobody decides this alone. Ask at a meeting, and count hands. More for it than against it puts the idea back."
    )
    votes_for = number(_("How many were for the idea?"))
    votes_against = number(_("How many were against it?"))
    met = line(
        _("Where and when were they asked?"), _("For example: members’ meeting in the hall, 3 March 2027"), most=200
    )
    words = text(_("What was said, if something should be known"), PUBLIC, required=False)


class Apart(Step):
    """Two ideas that cannot both be built."""

    title = _("These two cannot both be built")
    lead = _(
        "Both stay on the vote. If both win, the one that the count put second is left out, and the count runs again."
    )
    other = number(_("The number of the other idea"), least=1)
    reasons = text(_("Why not both?"), PUBLIC, _("Say why they cannot both be built."))
