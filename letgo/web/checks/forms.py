"""The forms of "Check a count": a file, and how to count an election. Whether it can be counted so is for the count to say."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.decide.checks.queries import Ballots
from letgo.decide.checks.rules import ONE, REOPENS, WAYS, Choices
from letgo.web.ui.saying import each
from letgo.web.ui.uploads import MB

MISSING = _("Choose a file first. Its name ends in .pb, .blt, .csv or .soi")
MOST_SEATS = 1000
SEATS = format_lazy(_("Write the number of seats, from 1 to {most:,}."), most=MOST_SEATS)
WORDS = each(
    {
        "scottish-stv": "Scottish STV: several seats, as for councils in Scotland",
        "av": "AV: one seat. Who has fewest goes out, until someone has more than half",
        "ranked-pairs": "Ranked pairs: one seat. Everyone is compared with everyone",
        "schulze": "Schulze: the same, by the strongest chain of wins",
        "minimax": "Minimax: the same, by the smallest worst loss",
        "meek-nz": "Meek: several seats, as in New Zealand",
        "ers97": "ERS97: several seats, as in many unions and clubs",
        "approval": "A vote for everyone who is ranked",
        "block": "An X for each seat",
        "plurality": "One X (first past the post)",
    }
)


class FileForm(forms.Form):
    """One file that is there and holds something."""

    file = forms.FileField(
        label=_("Your file of votes"),
        allow_empty_file=False,
        max_length=None,
        error_messages={
            "required": MISSING,
            "invalid": MISSING,
            "missing": MISSING,
            "empty": _("This file is empty. Choose the file that holds the votes."),
        },
        widget=forms.FileInput(attrs={"accept": ".pb,.blt,.csv,.txt,.soc,.soi,.toc,.toi"}),
    )

    def __init__(self, *given: Any, most_bytes: int, **named: Any):
        super().__init__(*given, auto_id="%s", **named)
        kinds = _("For a budget, a Pabulib file (.pb). For an election, a BLT, Scottish council CSV or PrefLib file.")
        self.fields["file"].help_text = format_lazy(
            _("{kinds} Up to {number} MB."), kinds=kinds, number=most_bytes // MB
        )


class AgainForm(forms.Form):
    """How an election is to be counted: only its seats when the file does not say them, else all that can be chosen."""

    rule = forms.ChoiceField(
        label=_("Which way?"), choices=[(way, WORDS[way]) for way in WAYS], widget=forms.RadioSelect,
        error_messages={"required": _("Choose a way to count."), "invalid_choice": _("Choose a way of the list.")},
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("How many seats?"), min_value=1, max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), SEATS),
    )  # fmt: skip
    withdraw = forms.TypedMultipleChoiceField(
        label=_("Did anyone withdraw?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Papers that rank them go to the next one. Leave it empty if nobody did."),
        error_messages={"invalid_choice": _("Choose people of the list.")},
    )  # fmt: skip
    ron = forms.TypedChoiceField(
        label=_("Is one of them “re-open nominations”?"), coerce=int, required=False, empty_value=0,
        help_text=_("Some papers let people vote for nobody yet. A seat that this wins stays empty."),
    )  # fmt: skip
    name = forms.CharField(label=_("The election’s name, for the lot"), max_length=200, required=False, strip=False)
    seed = forms.CharField(
        label=_("The seed, for the lot"), max_length=200, required=False, strip=False,
        help_text=_("The number that was drawn in public. Without one it is “letgo”."),
    )  # fmt: skip

    def __init__(self, ballots: Ballots, *given: Any, **named: Any):
        chosen = ballots.chosen
        super().__init__(*given, auto_id="%s", initial=_shown(chosen) if chosen else {}, **named)
        if chosen is None:
            self.fields = {"seats": self.fields["seats"]}
            return
        people = [(each["number"], each["name"]) for each in ballots.candidates]
        self.fields["withdraw"].choices = people
        self.fields["ron"].choices = [("0", _("No")), *people]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("rule") == ONE and found.get("seats", 1) > 1:
            self.add_error("rule", _("AV fills one seat. Choose Scottish STV, or write 1 seat."))
        if found.get("ron") and found.get("rule") not in REOPENS:
            self.add_error("ron", _("This counts with Scottish STV and AV only. Choose “No”."))
        if found.get("ron") and found["ron"] in found.get("withdraw", ()):
            self.add_error("ron", _("This one withdrew. Choose one of the two."))
        return found

    def choices(self) -> Choices:
        """What was chosen, of a form that is valid."""
        found = self.cleaned_data
        if "rule" not in found:
            return Choices(seats=found["seats"])
        return Choices(
            found["rule"], found["seats"], tuple(found["withdraw"]), found["ron"] or 0, found["name"], found["seed"] or "letgo"
        )  # fmt: skip


def _shown(chosen: Choices) -> dict[str, Any]:
    return {**chosen.as_dict(), "ron": str(chosen.ron)}
