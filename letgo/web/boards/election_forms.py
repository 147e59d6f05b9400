"""What people fill in around a body and its elections. Forms check shape; the room checks truth."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.web.ui.fields import PUBLIC, Day, Plain, choice, line, whole, words
from letgo.web.ui.journeys import Step

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
LATER = _("Leave it empty for the earliest day that the rules allow.")


class Nothing(Plain):
    """Nothing to fill in but the button."""


class Reason(Plain):
    """Why."""

    reason = words(_("Why?"), PUBLIC, _("Say why. Everybody can read it."))


# Calling an election, one thing on each page.


class Seats(Step):
    """Which seats."""

    title = _("Which seats are to be filled?")
    lead = _("The ones that are empty, or whose term ends soon, are marked.")
    seats = forms.MultipleChoiceField(
        label=_("Seats"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one seat."), "invalid_choice": _("Choose from this list.")},
    )

    def __init__(self, *given: Any, seats: Sequence[tuple[int, str]] = (), due: Sequence[int] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["seats"].choices = [(str(number), said) for number, said in seats]
        self.fields["seats"].initial = [str(number) for number in due]


class Dates(Step):
    """Longer than the rules ask, if they want."""

    title = _("When does it happen?")
    lead = _("The earliest days come from the dated rules. You can give people more time, never less.")
    nominations_close = Day(_("Until which day can people stand?"), LATER, required=False)
    opens = Day(_("On which day does the vote open?"), LATER, required=False)
    closes = Day(_("On which day does it close?"), LATER, required=False)


class GoingOn(Step):
    """The days of a vote on going on: longer than the rules ask, if they want."""

    title = _("When is the vote?")
    lead = _("The earliest days come from the dated rules. You can give people more time, never less.")
    opens = Day(_("On which day does the vote open?"), LATER, required=False)
    closes = Day(_("On which day does it close?"), LATER, required=False)


class Runner(Step):
    """Who runs it."""

    title = _("Who runs it?")
    lead = _("A returning officer from outside: not on the board, not on the list, and not you.")
    officer = choice(_("The returning officer"))
    seed_from = line(
        _("What settles a tie?"),
        _("Dice that two people read after the close, or a public number that nobody knows yet."),
        _("Say what settles a tie."),
    )
    reason = words(
        _("Why is there an election?"),
        format_lazy(_("Leave it empty when a term ends. {public}"), public=PUBLIC),
        required=False,
    )

    def __init__(self, *given: Any, officers: Sequence[tuple[Any, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["officer"].choices = [(str(pk), name) for pk, name in officers]


class Checker(Runner):
    """Who runs a vote that is no election."""

    title = _("Who runs the vote?")
    reason = None


# Standing.


class Name(Step):
    """How the name stands on the paper."""

    name = line(
        _("Your name, as it stands on the voting paper"),
        _("The name people know you by. Everybody can read it."),
        _("Write your name."),
        most=120,
    )


class Statement(Step):
    """What they want to do."""

    statement = words(
        _("What do you want to do?"),
        _("A few sentences. They are printed beside your name. Leave out names of others."),
        required=False,
        most=1500,
    )


class Consent(Step):
    """That it is public."""

    consent = choice(
        _("May everybody read your name and your words?"),
        YES_NO,
        _("They stand here and on paper. You can take your name back until the voting papers are made."),
    )

    def clean_consent(self) -> bool:
        """A yes, or why it cannot go on."""
        if self.cleaned_data["consent"] != "yes":
            raise forms.ValidationError(_("People can only vote for a name that they can read. Say yes, or stop here."))
        return True


class Groups(Step):
    """What reserved seats ask."""

    title = _("What is true for you?")
    lead = _("Some seats are kept for people of a group. What you say is public, and the returning officer checks it.")

    def __init__(self, *given: Any, asked: Mapping[str, Sequence[str]], **named: Any):
        super().__init__(*given, **named)
        for number, (name, values) in enumerate(asked.items()):
            said = [*((value, value) for value in values), ("", _("Something else, or I do not say"))]
            self.fields[f"group_{number}"] = choice(_("Your {name}").format(name=name), said, required=False)


# Empty seats.


class Left(Plain):
    """Why someone is not there any more."""

    why = choice(_("What happened?"), [("moved-away", _("They moved away")), ("died", _("They have died"))])


class Offer(Plain):
    """Whether they take a seat."""

    yes = choice(_("Do you take the seat?"), [("yes", _("Yes, I take it")), ("no", _("No"))])


class Asked(Plain):
    """Whom the board asks in."""

    person = line(
        _("Whom do you ask in?"),
        _("Their phone number or e-mail address, as they sign in here, or their whole name if they live here."),
        _("Say whom."),
        most=120,
    )
    name = line(_("Their name, as everybody reads it"), missing=_("Write their name."), most=120)
    resolution = choice(_("Which vote of the board was it?"))
    months = whole(_("For how many months?"), _("A year at most."), least=1, most=12, initial=12)

    def __init__(self, *given: Any, resolutions: Sequence[tuple[Any, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["resolution"].choices = [(str(pk), said) for pk, said in resolutions]
        if not resolutions:  # the board has voted on nothing yet: the act says so
            del self.fields["resolution"]


class Answer(Plain):
    """What an approver says."""

    yes = choice(
        _("Do they take their seat?"), [("yes", _("Yes")), ("no", _("No. This is a veto, and its reasons are public"))]
    )
    reasons = words(_("Your reasons, if it is a no"), PUBLIC, required=False)

    def clean(self) -> dict[str, Any]:
        """A no has reasons."""
        found = super().clean()
        if found.get("yes") == "no" and not found.get("reasons", "").strip():
            self.add_error("reasons", _("Give your reasons. Everybody can read them."))
        return found


# Founding, and changing the rules.


class Kind(Step):
    """What kind of body."""

    title = _("What kind of board is it?")
    lead = _("Each kind has its rules written down. You can change them later, two people together.")
    board = choice(_("The kind"))
    name = line(_("Its name"), _("For example: Tansy Row board"), _("Write its name."), most=120)

    def __init__(self, *given: Any, boards: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["board"].choices = list(boards)


class Electors(Step):
    """Whose it is, and who elects it."""

    title = _("Who elects it?")
    organisation = choice(_("Which body is it the board of?"))
    electorate = choice(_("Which list of people elects it?"))
    secure = choice(
        _("Which list votes beside it on whether the board goes on?"),
        hint=_("Only for boards that vote on that every few years."),
        required=False,
    )

    def __init__(self, *given: Any, organisations: Sequence[Any] = (), lists: Sequence[Any] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["organisation"].choices = [(str(row.pk), row.name) for row in organisations]
        self.fields["electorate"].choices = [(str(row.pk), row.name) for row in lists]
        self.fields["secure"].choices = [*self.fields["electorate"].choices, ("", _("No other list"))]


class Terms(Plain):
    """Other rules. What is left as it is does not change."""

    seats = whole(_("How many seats?"), least=1, most=100)
    term_months = whole(_("How many months is a term?"), least=1, most=120)
    most_terms_months = whole(_("How many months at most in one go?"), _("Write 0 for no limit."), most=600)
    seconders = whole(_("How many people must back a name?"), most=50)
    vacancy = choice(
        _("How is an empty seat filled?"),
        [
            ("countback", _("The papers of the last vote are counted again")),
            ("by-election", _("A vote for this seat alone")),
            ("next", _("The next in the order of the last vote")),
        ],
    )
    recall_percent = whole(_("How many of every 100 must sign to take a seat back?"), least=1, most=50)
    object_days = whole(_("For how many days can people object to a result?"), most=60)
    reason = words(_("Why?"), PUBLIC, _("Say why. Everybody can read it."))
