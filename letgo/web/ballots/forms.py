"""What people fill in around a vote. Forms check shape; the room checks truth."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.decide.ballots.papers.rules import DOUBTFUL, LARGEST_BATCH
from letgo.web.ui.fields import PUBLIC, Clock, Day, Plain, at, choice, line, whole, words


class AddOption(Plain):
    """A choice that someone on the list adds."""

    name = line(
        _("What should be on the paper?"),
        format_lazy(_("In a few words. {public}"), public=PUBLIC),
        _("Say what it is."),
        most=120,
    )
    words = words(_("Why?"), PUBLIC, _("Say why."), most=1000)


class Object(Plain):
    """What someone says went wrong."""

    grounds = words(
        _("What went wrong?"),
        _("Say what happened, and when. The returning officer reads it. Who you are is never shown."),
        _("Say what went wrong."),
        most=4000,
    )


class Code(Plain):
    """A check slip, or the code on a cover slip."""

    slip = line(_("The letters of your check slip"), missing=_("Type the letters of your slip."), most=40)


class Receive(Plain):
    """A cover slip that came in."""

    code = line(_("The code on the cover slip"), _("Like 22AB-C3D4EF"), _("Type the code."), most=20)
    late = forms.MultipleChoiceField(
        label=_("When did it come?"),
        choices=[("late", _("After the close"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    spoilt = line(
        _("Is something wrong with the envelope or slip?"),
        _(
            "Leave it empty when all is well. Else say what: torn open, two papers inside. Its paper is then not counted."
        ),
        required=False,
    )
    helper = line(
        _("Did someone help them? Their phone number or e-mail address, or their name if they live here"),
        _("It is on the slip. Only the returning officer sees it."),
        required=False,
    )
    agreed = line(_("How did they agree to the help?"), _("As the slip says it."), required=False)


class Batch(Plain):
    """A pile of papers, counted by hand."""

    papers = whole(
        _("How many papers are in it? Count them by hand."),
        _("The papers only, without their cover slips."),
        _("Count the papers."),
        least=1,
        most=LARGEST_BATCH,
    )


class Typed(Plain):
    """What a pile of papers says: for each the numbers marked."""

    EACH = _("Type the numbers of paper {at}: like 3 5 12. Type 0 when nothing is marked, ? when you are not sure.")
    RANKED = _(
        "Type paper {at} in its order: like 5 3 12, first the one with the 1. 0 for nothing, ? when you are not sure."
    )

    def __init__(self, *given: Any, papers: Iterable[int], ranked: bool = False, **named: Any):
        super().__init__(*given, **named)
        self.at, self.each = list(papers), self.RANKED if ranked else self.EACH
        for number in self.at:
            missing = self.each.format(at=number)
            self.fields[f"p{number}"] = line(format_lazy(_("Paper {number}"), number=number), missing=missing, most=400)

    def clean(self) -> dict[str, Any]:
        """Numbers in lists; ? as DOUBTFUL."""
        found = super().clean()
        for name in [f"p{number}" for number in self.at if f"p{number}" in found]:
            text = found[name].replace(",", " ").split()
            if text == ["?"]:
                found[name] = DOUBTFUL
            elif all(word.isascii() and word.isdigit() and len(word) < 6 for word in text):
                found[name] = [] if text == ["0"] else [int(word) for word in text]
            else:
                self.add_error(name, self.each.format(at=name[1:]))
        return found

    def read(self) -> Mapping[int, Any]:
        """Paper -> what was typed."""
        return {number: self.cleaned_data[f"p{number}"] for number in self.at}


class Finish(Plain):
    """All papers are in."""

    missing = whole(
        _("How many cover slips came without a paper?"), _("Write 0 when all add up."), _("Write 0, or how many.")
    )


# The returning officer's forms.

WHY = _("Everybody can read your reasons. Leave out names of people.")
NO_REASON = _("Give your reasons. They are public.")


class Reasons(Plain):
    """Why."""

    reasons = words(_("Your reasons"), WHY, NO_REASON)


class Agents(Plain):
    """The two people who recount a small vote."""

    one = line(
        _("The first: phone number, e-mail address or whole name"),
        _("One from each side is best."),
        _("Say who."),
        most=120,
    )
    other = line(_("The second: phone number, e-mail address or whole name"), "", _("Say who."), most=120)


class Rule(Reasons):
    """A ruling that changes no row."""

    kind = choice(
        _("What is it about?"),
        [
            ("influence", _("Someone was pressed, bought or voted for by another")),
            ("tie", _("The lot for ties")),
            ("withdrawn-option", _("A choice that was withdrawn")),
        ],
    )
    words = line(_("What do you decide, in one sentence?"), PUBLIC, _("Say what you decide."))
    field_order = ("kind", "words", "reasons")


class OnSlip(Reasons):
    """About one cover slip."""

    code = line(_("The code on the cover slip"), missing=_("Type the code."), most=20)
    field_order = ("code", "reasons")


class Withdraw(Reasons):
    """Who stands no longer."""

    number = whole(_("Which number on the paper?"), missing=_("Write its number."), least=1, most=1000)
    field_order = ("number", "reasons")


class Outage(Reasons):
    """When nobody could vote."""

    day = Day(_("On which day?"))
    start = Clock(_("From what time?"))
    end = Clock(_("Until what time?"))
    field_order = ("day", "start", "end", "reasons")

    def clean(self) -> dict[str, Any]:
        """Both times with their zone."""
        found = super().clean()
        if not self.errors:
            found["start"], found["end"] = at(found["day"], found["start"]), at(found["day"], found["end"])
        return found


class Overturn(Reasons):
    """The result no longer stands."""

    why_not = words(
        _("If what happened cannot be undone: why not, and what is done instead?"),
        _("Leave it empty when it can be undone."),
        required=False,
        most=2000,
    )


class Decide(Overturn):
    """A ruling on an objection."""

    upheld = choice(
        _("Is the objection right?"),
        [("yes", _("Yes: the result no longer stands")), ("no", _("No: the result stands"))],
    )
    field_order = ("upheld", "reasons", "why_not")


class OnPaper(Reasons):
    """What one doubtful paper says."""

    marks = line(
        _("Which numbers does it mean?"),
        _("Like 3 5 12. Where people put them in order, the first choice first. Write 0 when there is no vote in it."),
        _("Write the numbers, or 0."),
        most=400,
    )
    field_order = ("marks", "reasons")

    def clean_marks(self) -> Any:
        """Numbers, or None for no vote."""
        found = self.cleaned_data["marks"].replace(",", " ").split()
        if not all(word.isascii() and word.isdigit() and len(word) < 6 for word in found):
            raise forms.ValidationError(_("Write the numbers, or 0."))
        return None if found == ["0"] else [int(word) for word in found]


class Seed(Plain):
    """What the dice or the public number said."""

    seed = line(_("What did you read?"), _("Type it exactly as it stands there."), _("Type what you read."), most=100)


class Nothing(Plain):
    """Nothing to fill in but the button."""
