"""Which entries to show, and why one is emptied."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from letgo.web.record.words import ROOMS

DAYS = ["%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%Y-%m-%d"]


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DAYS,
        help_text=_("For example, 22 November 2026"),
        widget=forms.TextInput,
        error_messages={"invalid": _("Write the day like this: 22 November 2026")},
    )


class Filter(forms.Form):
    """What of the record to show: `room` is the first word of a verb, `about` one thing ("kind:id")."""

    room = forms.ChoiceField(label=_("What about"), required=False, choices=[("", _("Everything")), *ROOMS.items()])
    since = _day(_("From this day"))
    until = _day(_("Up to this day"))
    about = forms.RegexField(r"^[a-z-]{1,30}:[0-9a-f-]{36}$", required=False, widget=forms.HiddenInput)
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)


class Redact(forms.Form):
    """Why, and how much."""

    reason = forms.CharField(
        label=_("Why must it go?"),
        max_length=500,
        help_text=_("Everyone who could read the entry can read this. Do not say again what must go."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why. It stays in the record.")},
    )
    how_much = forms.ChoiceField(
        label=_("What must go?"),
        choices=[("words", _("What it says")), ("doer", _("What it says, and who did it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what must go.")},
    )

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)
