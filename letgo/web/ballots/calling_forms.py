"""What is filled in to call a vote, one thing on each page. Forms check shape; the room checks truth."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.commons.money.rules import pence, pounds
from letgo.web.ui.fields import DAY, PUBLIC, Clock, Day, Pence, Plain, at, choice, line, whole, words


class Question(Plain):
    """What is asked."""

    title = _("What is asked?")
    lead = _("It must be one question that people can answer by picking from a list.")
    question = line(_("The question"), _("For example: What should the 2027 budget pay for?"), _("Ask a question."))
    words = words(
        _("What should people know before they vote?"),
        format_lazy(_("Short and plain. {public}"), public=PUBLIC),
        _("Say what people should know."),
    )


class Method(Plain):
    """How it is counted."""

    title = _("How is it counted?")
    lead = _("This is settled now, and cannot be changed after.")
    method = choice(
        _("How do votes become a result?"),
        [
            ("equal-shares", _("Equal parts: everyone’s vote stands for the same part of the money")),
            ("greedy", _("Most votes first, while the money lasts")),
            ("approval", _("Most votes win; no money is spent")),
            ("yes-no", _("Yes or no")),
            ("scottish-stv", _("An order, for several seats: votes that are not needed move on (Scottish STV)")),
            ("av", _("An order, for one seat: who is last goes out and those votes move on (alternative vote)")),
            ("ranked-pairs", _("An order: each is held against each, one by one (ranked pairs)")),
            ("plurality", _("One X each: who has most wins")),
        ],
    )
    purse = Pence(
        label=_("How much money is there?"),
        help_text=_("In pounds. Leave it empty when no money is spent."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    seats = whole(
        _("How many can win?"),
        _("Leave it empty for one. Where money is spent, it says how many."),
        least=1,
        most=100,
        required=False,
    )
    vacancy = choice(
        _("If someone who is elected leaves later, what happens to the seat?"),
        [
            ("", _("Nothing is settled now")),
            ("countback", _("The same papers are counted again without them. Only where votes move on")),
            ("by-election", _("There is a new vote for it")),
            ("next", _("Who came next takes it")),
        ],
        _("Leave it as it is where nobody is elected."),
        required=False,
        initial="",
    )


class Offer(NamedTuple):
    """One choice as it was typed."""

    title: str
    pence: int | None
    group: str

    def __str__(self) -> str:
        return "; ".join(filter(None, [self.title, pounds(self.pence) if self.pence else "", self.group]))


class Choices(Plain):
    """What can be chosen."""

    title = _("What can people choose?")
    lead = _("All vote on the same list, in the same order. “None of these, come back to us” is always on it.")
    options = words(
        _("The choices, one in each line"),
        _(
            "With money: title; price; group, like: Six benches; 3900; Outside. Else the title alone. Leave it empty for yes or no."
        ),
        required=False,
        most=20_000,
        rows=10,
    )
    add_names = whole(
        _("Can people on the list add a choice? How many of them must want it?"),
        _("Leave it empty when nobody can. Not with money, nor with yes or no."),
        least=1,
        most=10_000,
        required=False,
    )

    def clean_options(self) -> list[Offer]:
        """One for each line."""
        found = []
        for number, row in enumerate(self.cleaned_data["options"].splitlines(), start=1):
            if not row.strip():
                continue
            parts = [part.strip() for part in row.split(";")]
            try:
                cost = pence(parts[1]) if len(parts) > 1 and parts[1] else None
            except ValueError as fault:
                raise forms.ValidationError(
                    format_lazy(_("Line {number}: {fault}"), number=number, fault=fault)
                ) from None
            if len(parts) > 3 or not parts[0]:
                raise forms.ValidationError(format_lazy(_("Line {number}: write title; price; group."), number=number))
            found.append(Offer(parts[0], cost, parts[2] if len(parts) > 2 else ""))
        return found


class Voters(Plain):
    """Who can vote."""

    title = _("Who can vote?")
    lead = _("The list is made when you call the vote, and does not change after.")
    electorate = choice(_("Which list?"))
    as_of = Day(
        _("From which day must people have belonged to it?"),
        format_lazy(
            _(
                "Whoever came later cannot vote, so that nobody fills the list the night before. Leave it empty "
                "for today. {day}"
            ),
            day=DAY,
        ),
        required=False,
    )
    power = choice(_("Which power do they use?"), required=False)
    looked = choice(
        _("Are there pairs on the list that look like one person twice?"),
        [("no", _("No, or I do not know yet")), ("yes", _("Yes. I looked at them, and they are different people"))],
        _("The last page says how many."),
        initial="no",
    )

    def __init__(self, *given: Any, lists: Sequence[Any] = (), powers: Sequence[Any] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["electorate"].choices = [(str(row.pk), row.name) for row in lists]
        none = ("", _("None: the vote only says what people think"))
        self.fields["power"].choices = [*((str(row.pk), row.title) for row in powers), none]


class Dates(Plain):
    """From when until when."""

    title = _("From when until when?")
    lead = _("Give people time to hear of it, and to send papers.")
    opens_on = Day(_("On which day does it open?"))
    opens_at = Clock(_("At what time?"), initial="08:00")
    closes_on = Day(_("On which day does it close?"))
    closes_at = Clock(_("At what time does it close?"), initial="20:00")
    quorum = whole(_("How many must vote, so that it counts?"), _("Write 0 when any number is enough."), initial=0)
    object_days = whole(_("For how many days can people object?"), most=60, initial=7)

    def clean(self) -> dict[str, Any]:
        """Both moments with their zone."""
        found = super().clean()
        if not self.errors:
            found["opens"] = at(found["opens_on"], found["opens_at"])
            found["closes"] = at(found["closes_on"], found["closes_at"])
        return found


class Officer(Plain):
    """Who runs it."""

    title = _("Who runs it?")
    lead = _("The returning officer comes from outside: not on the list, and not you.")
    officer = line(
        _("The returning officer"),
        _("Their phone number or e-mail address, as they sign in here."),
        _("Write who runs it."),
    )
    seed_from = line(
        _("What settles a tie?"),
        _("Dice that two people read after the close, or a public number that nobody knows yet."),
        _("Say what settles a tie."),
    )
    bring_to = line(
        _("Where do people hand papers in?"), _("An address, with its hours."), _("Say where papers are handed in.")
    )
