"""What people fill in around a body and its elections. Forms check shape; the room checks truth."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from letgo.web.ui.fields import PUBLIC, Day, Plain, choice, line, whole, words
from letgo.web.ui.journeys import Step

YES_NO = [("yes", "Yes"), ("no", "No")]
LATER = "Leave it empty for the earliest day that the rules allow."


class Nothing(Plain):
    """Nothing to fill in but the button."""


class Reason(Plain):
    """Why."""

    reason = words("Why?", PUBLIC, "Say why. Everybody can read it.")


# Calling an election, one thing on each page.


class Seats(Step):
    """Which seats."""

    title = "Which seats are to be filled?"
    lead = "The ones that are empty, or whose term ends soon, are marked."
    seats = forms.MultipleChoiceField(
        label="Seats",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one seat.", "invalid_choice": "Choose from this list."},
    )

    def __init__(self, *given: Any, seats: Sequence[tuple[int, str]] = (), due: Sequence[int] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["seats"].choices = [(str(number), said) for number, said in seats]
        self.fields["seats"].initial = [str(number) for number in due]


class Dates(Step):
    """Longer than the rules ask, if they want."""

    title = "When does it happen?"
    lead = "The earliest days come from the dated rules. You can give people more time, never less."
    nominations_close = Day("Until which day can people stand?", LATER, required=False)
    opens = Day("On which day does the vote open?", LATER, required=False)
    closes = Day("On which day does it close?", LATER, required=False)


class GoingOn(Step):
    """The days of a vote on going on: longer than the rules ask, if they want."""

    title = "When is the vote?"
    lead = "The earliest days come from the dated rules. You can give people more time, never less."
    opens = Day("On which day does the vote open?", LATER, required=False)
    closes = Day("On which day does it close?", LATER, required=False)


class Runner(Step):
    """Who runs it."""

    title = "Who runs it?"
    lead = "A returning officer from outside: not on the board, not on the list, and not you."
    officer = choice("The returning officer")
    seed_from = line(
        "What settles a tie?",
        "Dice that two people read after the close, or a public number that nobody knows yet.",
        "Say what settles a tie.",
    )
    reason = words("Why is there an election?", f"Leave it empty when a term ends. {PUBLIC}", required=False)

    def __init__(self, *given: Any, officers: Sequence[tuple[Any, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["officer"].choices = [(str(pk), name) for pk, name in officers]


class Checker(Runner):
    """Who runs a vote that is no election."""

    title = "Who runs the vote?"
    reason = None


# Standing.


class Name(Step):
    """How the name stands on the paper."""

    name = line(
        "Your name, as it stands on the voting paper",
        "The name people know you by. Everybody can read it.",
        "Write your name.",
        most=120,
    )


class Statement(Step):
    """What they want to do."""

    statement = words(
        "What do you want to do?",
        "A few sentences. They are printed beside your name. Leave out names of others.",
        required=False,
        most=1500,
    )


class Consent(Step):
    """That it is public."""

    consent = choice(
        "May everybody read your name and your words?",
        YES_NO,
        "They stand here and on paper. You can take your name back until the voting papers are made.",
    )

    def clean_consent(self) -> bool:
        """A yes, or why it cannot go on."""
        if self.cleaned_data["consent"] != "yes":
            raise forms.ValidationError("People can only vote for a name that they can read. Say yes, or stop here.")
        return True


def groups_step(asked: Mapping[str, Sequence[str]]) -> type[Step] | None:
    """The page that asks what reserved seats need to know; None where no seat is reserved."""
    if not asked:
        return None
    fields = {
        f"group_{number}": choice(
            f"Your {name}",
            [*((value, value) for value in values), ("", "Something else, or I do not say")],
            required=False,
        )
        for number, (name, values) in enumerate(asked.items())
    }
    said = {
        "title": "What is true for you?",
        "lead": "Some seats are kept for people of a group. What you say is public, and the returning officer checks it.",
        "__doc__": "What reserved seats ask.",
    }
    return type("Groups", (Step,), {**said, **fields})


# Empty seats.


class Left(Plain):
    """Why someone is not there any more."""

    why = choice("What happened?", [("moved-away", "They moved away"), ("died", "They have died")])


class Offer(Plain):
    """Whether they take a seat."""

    yes = choice("Do you take the seat?", [("yes", "Yes, I take it"), ("no", "No")])


class Asked(Plain):
    """Whom the board asks in."""

    person = line(
        "Whom do you ask in?",
        "Their phone number or e-mail address, as they sign in here, or their whole name if they live here.",
        "Say whom.",
        most=120,
    )
    name = line("Their name, as everybody reads it", missing="Write their name.", most=120)
    resolution = choice("Which vote of the board was it?")
    months = whole("For how many months?", "A year at most.", least=1, most=12, initial=12)

    def __init__(self, *given: Any, resolutions: Sequence[tuple[Any, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["resolution"].choices = [(str(pk), said) for pk, said in resolutions]
        if not resolutions:  # the board has voted on nothing yet: the act says so
            del self.fields["resolution"]


class Answer(Plain):
    """What an approver says."""

    yes = choice("Do they take their seat?", [("yes", "Yes"), ("no", "No. This is a veto, and its reasons are public")])
    reasons = words("Your reasons, if it is a no", PUBLIC, required=False)

    def clean(self) -> dict[str, Any]:
        """A no has reasons."""
        found = super().clean()
        if found.get("yes") == "no" and not found.get("reasons", "").strip():
            self.add_error("reasons", "Give your reasons. Everybody can read them.")
        return found


# Founding, and changing the rules.


class Kind(Step):
    """What kind of body."""

    title = "What kind of board is it?"
    lead = "Each kind has its rules written down. You can change them later, two people together."
    board = choice("The kind")
    name = line("Its name", "For example: Tansy Row board", "Write its name.", most=120)

    def __init__(self, *given: Any, boards: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["board"].choices = list(boards)


class Electors(Step):
    """Whose it is, and who elects it."""

    title = "Who elects it?"
    organisation = choice("Which body is it the board of?")
    electorate = choice("Which list of people elects it?")
    secure = choice(
        "Which list votes beside it on whether the board goes on?",
        hint="Only for boards that vote on that every few years.",
        required=False,
    )

    def __init__(self, *given: Any, organisations: Sequence[Any] = (), lists: Sequence[Any] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["organisation"].choices = [(str(row.pk), row.name) for row in organisations]
        self.fields["electorate"].choices = [(str(row.pk), row.name) for row in lists]
        self.fields["secure"].choices = [*self.fields["electorate"].choices, ("", "No other list")]


class Terms(Plain):
    """Other rules. What is left as it is does not change."""

    seats = whole("How many seats?", least=1, most=100)
    term_months = whole("How many months is a term?", least=1, most=120)
    most_terms_months = whole("How many months at most in one go?", "Write 0 for no limit.", most=600)
    seconders = whole("How many people must back a name?", most=50)
    vacancy = choice(
        "How is an empty seat filled?",
        [
            ("countback", "The papers of the last vote are counted again"),
            ("by-election", "A vote for this seat alone"),
            ("next", "The next in the order of the last vote"),
        ],
    )
    recall_percent = whole("How many of every 100 must sign to take a seat back?", least=1, most=50)
    object_days = whole("For how many days can people object to a result?", most=60)
    reason = words("Why?", PUBLIC, "Say why. Everybody can read it.")
