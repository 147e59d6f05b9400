"""The forms of the door, one thing each. They check shape; the room checks truth."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from letgo.commons.door.rules import HELP
from letgo.web.ui.helping import how_told

NO_HELP = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
SEEN = {  # what the record says of how an officer knew them -> its words
    "photo card": _("I saw a card with their photo"),
    "letter or bank card": _("I saw a letter or bank card in their name"),
    "known": _("I know them"),
    "questions": _("They answered questions that only they can answer"),
    "own address": _("It goes to the address that we have for them"),
}
SHARED = _("This phone or computer is shared: sign me out when I close the browser")


class DoorForm(forms.Form):
    """A form whose ids are its fields' names."""

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)


def text(label: str, hint: str, missing: str, most: int = 100, **attributes: str) -> forms.CharField:
    """A line of text that must be there."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        widget=forms.TextInput(attrs=attributes),
        error_messages={"required": missing, "max_length": _("This is too long. Make it shorter.")},
    )


def shared() -> forms.MultipleChoiceField:
    """Whether other people use this phone too."""
    return forms.MultipleChoiceField(
        label=_("Do other people use this phone or computer?"),
        choices=[("yes", SHARED)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class TextForm(DoorForm):
    address = text(
        _("What is your phone number?"),
        _("We send a code to it by text."),
        _("Type your phone number."),
        autocomplete="tel",
        inputmode="tel",
    )


class EmailForm(DoorForm):
    address = text(
        _("What is your e-mail address?"),
        _("We send a code and a link to it."),
        _("Type your e-mail address."),
        254,
        autocomplete="email",
        inputmode="email",
        spellcheck="false",
    )


class SentForm(DoorForm):
    code = text(
        _("Your code"),
        _("It has 6 numbers."),
        _("Type the code."),
        40,
        autocomplete="one-time-code",
        inputmode="numeric",
    )
    shared = shared()


class CodeForm(DoorForm):
    code = text(
        _("Your code"),
        _("From a letter: 12 letters, such as ACDE FHJK LMNP. Gaps and small letters are fine."),
        _("Type the code."),
        40,
        **NO_HELP,
    )
    address = forms.CharField(
        label=_("Does your code have 6 numbers?"),
        help_text=_("Then also type the phone number or e-mail address that we sent it to. If not, leave this empty."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    shared = shared()


class WhoForm(DoorForm):
    name = text(
        _("Your name, or your member number"),
        _("As you gave it to us."),
        _("Type your name or your number."),
        200,
        autocomplete="off",
    )
    pin = text(
        _("Your PIN"), _("The one that only you know."), _("Type your PIN."), 64, **{**NO_HELP, "autocapitalize": "off"}
    )
    shared = shared()


class HelpForm(DoorForm):
    way = forms.ChoiceField(
        label=_("How shall we help you?"),
        choices=[
            ("ring", _("Ring me, and read me a code")),
            ("letter", _("Write me a letter with a code")),
            ("visit", _("I come to you, or you come to me")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    name = text(
        _("Who are you?"), _("Your name, or what we know you by."), _("Tell us who you are."), 200, autocomplete="name"
    )
    reach = forms.CharField(
        label=_("Where do we reach you?"),
        help_text=_("A phone number that you can answer, or the address where you get letters."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("This is too long. Make it shorter.")},
    )
    words = forms.CharField(
        label=_("What else should we know?"),
        help_text=_("When it suits you. What must never be said on the phone. You can leave this empty."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("This is too long. Make it shorter.")},
    )

    def __init__(self, *given: Any, helps: bool = False, **named: Any):
        super().__init__(*given, **named)
        if helps:
            self.fields["how"] = how_told()

    def clean(self) -> dict[str, Any]:
        """Whoever wants a ring or a letter says where."""
        found = super().clean() or {}
        if found.get("way") in HELP[:2] and len(found.get("reach", "").strip()) < 6:
            self.add_error("reach", _("Tell us the number to ring, or the address to write to."))
        return found


class PinForm(DoorForm):
    pin = text(
        _("Choose a PIN"),
        _("6 or more numbers or letters. We ask for it after a code that goes to a shared phone or inbox."),
        _("Type a PIN."),
        64,
        **{**NO_HELP, "autocapitalize": "off"},
    )


class SecondForm(DoorForm):
    code = text(
        _("Your second code"),
        _("The 6 numbers that your app shows now, or one of your recovery codes."),
        _("Type the code."),
        40,
        inputmode="text",
        **NO_HELP,
    )


class EnrolForm(DoorForm):
    code = text(
        _("Your start code"),
        _("An administrator gives it to you: 12 letters. Leave out the gaps if you like."),
        _("Type the code."),
        40,
        **NO_HELP,
    )


class ProveForm(DoorForm):
    code = text(
        _("What does the app show now?"),
        _("6 numbers."),
        _("Type the code."),
        12,
        inputmode="numeric",
        autocomplete="off",
    )


class NeighbourForm(DoorForm):
    name = text(
        _("What is your neighbour’s name?"), _("As they write it."), _("Type their name."), 200, autocomplete="off"
    )
    place = forms.ChoiceField(
        label=_("Where do they live?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a place."), "invalid_choice": _("Choose a place.")},
    )


class FindForm(DoorForm):
    name = text(
        _("Who needs a code?"),
        _("A part of their name, or their member number."),
        _("Type a name."),
        200,
        autocomplete="off",
    )


class GiveForm(DoorForm):
    way = forms.ChoiceField(
        label=_("How do they get it?"),
        choices=[
            ("letter", _("On paper: print it now")),
            ("post", _("By post, to their own address")),
            ("person", _("They are here: show it now")),
            ("call", _("I am on the phone with them: show it, and I read it out")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    seen = forms.ChoiceField(
        label=_("How do you know who they are?"),
        choices=[*SEEN.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )


class BindForm(DoorForm):
    """Whose account elsewhere it is, and how the officer knows."""

    subject = forms.CharField(
        label=_("The number of their account"),
        max_length=255,
        help_text=_("The other service shows it. It is no e-mail address."),
        error_messages={"required": _("Type the number.")},
    )
    known = forms.CharField(
        label=_("How do you know that it is theirs?"),
        min_length=5,
        max_length=100,
        error_messages={"required": _("Say how you know."), "min_length": _("Say it in a few words.")},
    )
