"""What people fill in. Forms check shape; the room checks truth."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.commons.powers.models import Power
from letgo.commons.powers.rules import Offer, Rung, Terms, VetoTerm
from letgo.web.ui.forms import Day

SIDES = [("holder", _("Those who hold the power")), ("together", _("Both together")), ("giver", _("The council alone"))]
STEPS = [
    ("4", _("Residents decide")),
    ("3", _("Decided together")),
    ("2", _("Residents are asked")),
    ("1", _("Council decides")),
]
DECIDES = [
    ("holder", _("Those who hold it")),
    ("together", _("Both together")),
    ("asked", _("The council, after asking")),
]


class Plain(forms.Form):
    """A form whose fields are called by their names alone."""

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)


class Pounds(forms.DecimalField):
    """Money in pounds; empty for no limit."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, label: str, **named: Any):
        wrong = {
            "invalid": _("Write an amount of money, such as 60000 or 499.50."),
            "min_value": _("Write more than nothing."),
        }
        rest = {"max_digits": 12, "decimal_places": 2, "min_value": 0.01, "required": False, "error_messages": wrong}
        super().__init__(label=label, **{**rest, **named})

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).replace(",", "").replace("£", "").strip() if value else value)


def words(
    label: str, hint: str = "", missing: str = _("Write something here."), most: int = 2000, **named: Any
) -> forms.CharField:
    """A large field for words that everybody can read."""
    area = forms.Textarea(attrs={"rows": 6})
    wrong = {"required": missing, "max_length": format_lazy(_("Use {most} letters at most."), most=most)}
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=area, error_messages=wrong, **named)


def line(
    label: str, hint: str = "", missing: str = _("Write something here."), most: int = 200, **named: Any
) -> forms.CharField:
    """One line."""
    wrong = {"required": missing, "max_length": format_lazy(_("Use {most} letters at most."), most=most)}
    return forms.CharField(
        label=label, help_text=hint, max_length=most, widget=forms.TextInput, error_messages=wrong, **named
    )


WHY = _("Everybody can read this. Leave out names of people.")
NO_REASON = _("Give your reasons. They are public.")


class Yes(Plain):
    """Nothing to fill in but the button."""


class Reasons(Plain):
    """Why."""

    reasons = words(_("Your reasons"), WHY, NO_REASON)


class ReasonsUntil(Reasons):
    """Why, and until when."""

    until = Day(_("Until which day?"))


class Notice(Reasons):
    """Why, and from when on."""

    last = Day(_("On which day does it end?"))


class Keep(Reasons):
    """Why it is kept, and when that is looked at again."""

    review = Day(_("When will you look at this again?"))


class Reply(Plain):
    """An answer."""

    words = words(_("Your answer"), WHY)


class Review(Plain):
    """What was found."""

    words = words(_("What did you find?"), WHY)
    again = Day(_("When will you look at it again?"))


class Use(Plain):
    """What was decided."""

    words = line(_("What was decided?"), _("In a few words. Everybody can read this."), _("Say what was decided."))
    pounds = Pounds(_("What does it cost, in pounds?"), help_text=_("Leave it empty when it costs nothing."))


class Veto(Plain):
    """Which decision, on which ground, and why."""

    decision = forms.ChoiceField(
        label=_("Which decision?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    reasons = words(_("Your reasons"), WHY, NO_REASON)

    def __init__(self, *given: Any, decisions: Sequence[tuple[str, str]], grounds: Sequence[str], **named: Any):
        super().__init__(*given, **named)
        self.fields["decision"].choices = decisions
        if grounds:
            choices = [(ground, ground) for ground in grounds]
            wrong = {"required": _("Choose one. No other ground counts.")}
            ground = forms.ChoiceField(
                label=_("On which ground?"), choices=choices, widget=forms.RadioSelect, error_messages=wrong
            )
        else:
            ground = line(_("On which ground?"), most=120)
        self.fields["ground"] = ground


POT = "money.open-pot"
EFFECTS = {POT: _("It opens a pot for this, with no money in it yet")}


class HandOver(Plain):
    """The questions of an offer. handing.py puts them on pages."""

    title = line(_("What do you hand over?"), _("For example: Estate budget"), _("Say what you hand over."), most=80)
    holder_words = line(
        _("Who will decide, in words?"), _("For example: Residents, by vote"), _("Say who will decide."), most=80
    )
    speaker = forms.ChoiceField(
        label=_("Who says yes for them?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    declared = forms.ChoiceField(label=_("How much say is that?"), choices=STEPS, widget=forms.RadioSelect, initial="4")
    decides = forms.ChoiceField(
        label=_("Who has the last word?"), choices=DECIDES, widget=forms.RadioSelect, initial="holder"
    )
    options = forms.ChoiceField(
        label=_("Who picks what can be chosen?"), choices=SIDES, widget=forms.RadioSelect, initial="holder"
    )
    agenda = forms.ChoiceField(
        label=_("Who says what is decided, and when?"), choices=SIDES, widget=forms.RadioSelect, initial="holder"
    )
    information = forms.ChoiceField(
        label=_("Who has the facts and figures?"), choices=SIDES, widget=forms.RadioSelect, initial="together"
    )
    money = forms.ChoiceField(
        label=_("Who keeps the money?"),
        choices=[("", _("No money goes with it")), *SIDES],
        widget=forms.RadioSelect,
        required=False,
    )
    pounds_a_year = Pounds(_("Most money in a year, in pounds"))
    pounds_each = Pounds(_("Most money for one decision, in pounds"))
    scope = line(_("How far does it go, in words?"), _("For example: 9 seats, 2 years each"), required=False)
    veto_grounds = words(
        _("On which grounds may you say no?"),
        _("One in each line. Leave it empty if you never will."),
        most=600,
        required=False,
    )
    veto_days = forms.IntegerField(
        label=_("Within how many days may you say no?"),
        min_value=1,
        max_value=365,
        initial=14,
        widget=forms.TextInput,
        required=False,
    )
    notice_days = forms.IntegerField(
        label=_("How many days of notice to end it?"), min_value=1, max_value=3650, initial=90, widget=forms.TextInput,
        error_messages={"required": _("Nothing ends without notice. Write a number of days.")},
    )  # fmt: skip
    by_hand = line(
        _("What happens when they decide, and who does it?"),
        _("For example: The finance desk pays within 10 days."),
        most=300,
        required=False,
    )
    effect = forms.ChoiceField(label=_("What does this house do by itself?"), widget=forms.RadioSelect, required=False)
    start = Day(_("On which day does it begin?"))
    end = Day(_("On which day is it up?"), required=False)
    review = Day(_("When do both sides look at it again?"))
    instrument = line(
        _("Which paper makes it binding?"), _("For example: Cabinet minute 12 of 3 March"), most=300, required=False
    )
    reserve = line(_("What stays with you, in words?"), most=300, required=False)

    def __init__(self, *given: Any, speakers: Sequence[tuple[str, str]], effects: Sequence[str], **named: Any):
        super().__init__(*given, **named)
        self.fields["speaker"].choices = speakers
        self.fields["effect"].choices = [
            ("", _("Nothing: people do it")), *((name, EFFECTS[name]) for name in effects if name in EFFECTS),
        ]  # fmt: skip


def offer_of(given: Mapping[str, Any], what: str, place: UUID, giver: UUID) -> Offer:
    """The offer that was filled in; its holder is the place's residents, or the body that speaks when it says so itself."""
    grounds = tuple(row.strip() for row in given["veto_grounds"].splitlines() if row.strip())
    vetoes = (VetoTerm(giver, grounds, given["veto_days"] or 14),) if grounds else ()
    terms = Terms(
        decides=given["decides"], agenda=given["agenda"], options=given["options"], information=given["information"],
        money=given["money"], notice_days=given["notice_days"], vetoes=vetoes, scope=given["scope"],
        pence_a_year=pence(given["pounds_a_year"]), pence_each=pence(given["pounds_each"]),
    )  # fmt: skip
    made = Offer(
        what=what, title=given["title"], holder=("place", place), holder_words=given["holder_words"],
        speaker=UUID(given["speaker"]), declared=Rung(int(given["declared"])), terms=terms, start=given["start"],
        review=given["review"], end=given["end"],
    )  # fmt: skip
    kept = {name: given[name] for name in ("instrument", "reserve", "effect", "by_hand")}
    if given["effect"] == POT:
        args = {"name": given["title"], "place": str(place), "officer_organisation": given["speaker"]}
        kept |= {"effect_args": args, "end_effect": "money.return"}
    return replace(made, **kept)


def pence(pounds: Any) -> int | None:
    """Pounds as pence, None for none."""
    return None if pounds is None else int(pounds * 100)


def first(power: Power | None, today: date) -> dict[str, Any]:
    """What stands in the form at the start: the terms of the entry that is offered, if there are any."""
    if power is None:
        return {}
    given = {"title": power.title}
    if power.edition:
        names = (
            "holder_words",
            "decides",
            "options",
            "agenda",
            "information",
            "money",
            "scope",
            "notice_days",
            "by_hand",
        )
        given |= {name: getattr(power, name) for name in names} | {"declared": str(power.declared)}
        given |= {"speaker": str(power.speaker_id), "instrument": power.instrument, "reserve": power.reserve}
    return given


class Start(Plain):
    """A new demand."""

    title = line(
        _("What do you want?"), _("In a few words. Everybody can read this."), _("Say what you want."), most=120
    )
    words = words(_("Why?"), WHY, _("Say why."))


class SignFor(Plain):
    """A name from paper or the door."""

    name = line(_("Their name, as it stands on our list"), missing=_("Write the name."), most=200)
    how = forms.ChoiceField(
        label=_("How did they sign?"),
        choices=[("paper", _("On paper")), ("door", _("At the door")), ("phone", _("By phone"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    person = forms.ChoiceField(label=_("Which of them?"), widget=forms.RadioSelect, required=False)

    def __init__(self, *given: Any, people: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["person"].choices = people
        if not people:
            del self.fields["person"]


class VetoAnswer(Plain):
    """What would make a stopped decision possible."""

    words = words(
        _("What must change?"),
        _("Say what would make this decision possible. Or say that nothing can. Everybody can read it."),
        _("Write what must change."),
        most=8000,
    )


class Answer(Plain):
    """The answer that was owed."""

    words = words(
        _("Your answer"),
        _("Everybody can read it. Say what you will do, and by when. Or say why not."),
        _("Write the answer."),
        most=8000,
    )
