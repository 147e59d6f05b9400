"""What people fill in. Forms check shape; the room checks truth."""

from typing import Any

from django import forms

from letgo.commons.people.rules import LANGUAGES
from letgo.decide.budgets.rules import CATEGORIES, HOW
from letgo.web.ui.journeys import Step

PUBLIC = "Everybody can read this. Leave out names of people."


class Day(forms.DateField):
    """A day as people write it: 1 4 2027, 1/4/2027, 1 April 2027 or 2027-04-01."""

    widget = forms.TextInput

    def __init__(self, label: str, **named: Any):
        formats = ["%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
        wrong = {"invalid": "Write the day as 1 4 2027.", "required": "Write the day as 1 4 2027."}
        hint = named.pop("hint", "For example 1 4 2027: day, month, year")
        super().__init__(label=label, help_text=hint, input_formats=formats, error_messages=wrong, **named)


class Pounds(forms.DecimalField):
    """Money in pounds, as people write it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, label: str, hint: str = "", least: float = 0.01, **named: Any):
        wrong = {
            "required": "Write an amount of money, such as 600 or 499.50.",
            "invalid": "Write an amount of money, such as 600 or 499.50.",
            "min_value": "Write more than nothing." if least else "Write nothing or more.",
        }
        rest = {"max_digits": 12, "decimal_places": 2, "min_value": least, "error_messages": wrong, "help_text": hint}
        super().__init__(label=label, **{**rest, **named})

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).replace(",", "").replace("£", "").strip() if value else value)


def text(label: str, hint: str = "", missing: str = "Write something here.", most: int = 2000, **named: Any) -> Any:
    """A large field for words."""
    wrong = {"required": missing, "max_length": f"Use {most} letters at most."}
    area = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=area, error_messages=wrong, **named)


def line(label: str, hint: str = "", missing: str = "Write something here.", most: int = 120, **named: Any) -> Any:
    """One line."""
    wrong = {"required": missing, "max_length": f"Use {most} letters at most."}
    return forms.CharField(label=label, help_text=hint, max_length=most, error_messages=wrong, **named)


def number(label: str, hint: str = "", least: int = 0, **named: Any) -> Any:
    """A whole number."""
    wrong = {
        "required": "Write a number.", "invalid": "Write a number, such as 12.", "min_value": f"Write {least} or more.",
        "max_value": "This number is too large.",
    }  # fmt: skip
    box = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=999_999, widget=box, error_messages=wrong, **named
    )


def choice(label: str, choices: Any, hint: str = "", **named: Any) -> Any:
    """One of a few."""
    wrong = {"required": "Choose one.", "invalid_choice": "Choose one of these."}
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect, error_messages=wrong, **named
    )


def yes_no(label: str, yes: str, no: str, hint: str = "") -> Any:
    """Yes or no, in words. Neither is chosen before."""
    return choice(label, [("yes", yes), ("no", no)], hint)


# Saying an idea: one thing per page.


class Words(Step):
    """What it is."""

    words = text("What is your idea?", f"What do you want, and why? {PUBLIC}", "Say what you want, and why.")


class Title(Step):
    """A short name."""

    title = line("Give it a short name", "For example: Benches along the canal", "Give your idea a short name.", 80)


class Where(Step):
    """Where."""

    where = line(
        "Where should it be?",
        "A street, a building or a spot that people know. Leave it empty if it has no place.",
        required=False,
    )


class Category(Step):
    """What it is about."""

    category = choice("What is it about?", list(CATEGORIES.items()))


class Language(Step):
    """In which language it is written."""

    language = forms.ChoiceField(
        label="In which language did you write it?", choices=list(LANGUAGES.items()), initial="en", widget=forms.Select,
        help_text="Someone can add it in other languages later. Yours stays beside it.",
    )  # fmt: skip


class Told(Step):
    """How someone told an idea that is written down for them."""

    how = choice("How did they tell you?", [(how, words) for how, words in HOW.items() if how != "online"])


class Whose(Step):
    """Whose idea it is, if they want to be asked about it."""

    title = "Whose idea is it?"
    lead = "Leave this empty at a stall. Then no name is kept, and you answer for the idea yourself."
    whose = line(
        "Their phone number, e-mail address or whole name", "Only if they want to be told about it.", required=False
    )


def at_stall(choices: list[tuple[str, str]]) -> type[Step]:
    """Which of the logged stalls it was told at."""

    class AtStall(Step):
        stall = choice("At which stall?", [*choices, ("", "None of these")], required=False)

    return AtStall


class Stall(Step):
    """A day on which people were asked."""

    title = "Log that people were asked"
    lead = "Say who was asked. Who answered is kept nowhere."
    where = line("Where were you?", "For example: the school gate")
    day = Day("On which day?")
    asked = number("How many people did you ask?", least=1)
    group = line("Which group, if one", "For example: families with small children", required=False, most=80)


class Translated(Step):
    """An idea in another language."""

    title = "Add it in another language"
    lead = "The original stays beside it."
    language = forms.ChoiceField(label="Language", choices=list(LANGUAGES.items()), widget=forms.Select)
    name = line("The short name in that language", most=80)
    words = text("The idea in that language", PUBLIC)


class Together(Step):
    """Two ideas become one."""

    title = "Join it with another idea"
    lead = "Both authors must say yes. Then the other idea becomes part of this one, and people can still read it."
    other = number("The number of the other idea", "It stands before its name: 12", least=1)
    how = text("How do the two fit together?", PUBLIC, required=False)


class YesNo(Step):
    """Yes or no."""

    answer = yes_no("Shall the two ideas become one?", "Yes, make them one", "No, leave both as they are")


class Reasons(Step):
    """Why."""

    reasons = text("Why?", PUBLIC, "Give your reasons. They are public.")


# Costing and checking.


class Gains(Step):
    """What the person who works on an idea stands to gain by it."""

    title = "Do you, or someone close to you, gain by this idea?"
    lead = "A job, an order, a home next to it, a family member who does. What you say is public; your name is not."
    gains = yes_no("Do you gain anything?", "Yes", "No, nothing")
    what = text("If yes: what?", "Then somebody else must do this.", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("gains") == "yes" and not given.get("what", "").strip():
            self.add_error("what", "Say what you gain.")
        return given


class Estimate(Step):
    """What it costs."""

    title = "What would it cost?"
    pounds = Pounds("To build or buy it, in pounds", "All of it, with VAT where we pay VAT")
    upkeep = Pounds("To keep it up, each year, in pounds", "Write 0 if it costs nothing", least=0)
    upkeep_from = line("Who pays for keeping it up?", "For example: the estate’s repairs budget", required=False)
    reasons = text(
        "How did you come to this?",
        f"Prices you were given, hours, what is in it. {PUBLIC}",
        "Say how you came to this figure.",
    )


class Agrees(Step):
    """The author's answer to an estimate."""

    title = "Do you agree with the estimate?"
    answer = yes_no("Your answer", "Yes, that is right", "No, something is wrong")
    words = text("If not: what is wrong?", f"An officer must answer you. {PUBLIC}", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "no" and not given.get("words", "").strip():
            self.add_error("words", "Say what is wrong with the estimate.")
        return given


class Check(Step):
    """Whether the money may be spent on it."""

    title = "May the money be spent on this?"
    answer = yes_no("Your answer", "Yes", "No")
    reasons = text("If not: why?", f"The author can take this to the residents. {PUBLIC}", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "no" and not given.get("reasons", "").strip():
            self.add_error("reasons", "Give your reasons. They are public.")
        return given


class Appeal(Step):
    """Why a refused idea should go on."""

    reasons = text(
        "Why should it go on?", f"The residents will read this and decide. {PUBLIC}", "Say why it should go on."
    )


class Decided(Step):
    """What the holders said to an appeal."""

    title = "What did the residents say?"
    lead = (
        "Nobody decides this alone. Ask at a meeting, and count hands. More for it than against it puts the idea back."
    )
    votes_for = number("How many were for the idea?")
    votes_against = number("How many were against it?")
    met = line("Where and when were they asked?", "For example: members’ meeting in the hall, 3 March 2027", most=200)
    words = text("What was said, if something should be known", PUBLIC, required=False)


class Apart(Step):
    """Two ideas that cannot both be built."""

    title = "These two cannot both be built"
    lead = (
        "Both stay on the vote. If both win, the one that the count put second is left out, and the count runs again."
    )
    other = number("The number of the other idea", least=1)
    reasons = text("Why not both?", PUBLIC, "Say why they cannot both be built.")


# Rounds.


class Money(Step):
    """How much, and what for."""

    title = "What is the money for?"
    name = line("The question that people will read", "For example: What should our £10,000 pay for?")
    words = text("More about it", PUBLIC, required=False)
    purse = Pounds("How much can residents spend, in pounds?")


def from_pot(pots: list[tuple[str, str]], electorates: list[tuple[str, str]]) -> type[Step]:
    """From which pot, and who can propose and vote."""

    class FromPot(Step):
        title = "Where is the money, and who decides?"
        pot = choice("From which pot?", pots)
        electorate = choice("Who can say ideas and vote?", electorates)

    return FromPot


class Days(Step):
    """The days of a round."""

    title = "The days"
    lead = "They are fixed now. Each step ends before the next one begins."
    ideas_until = Day("The last day for ideas")
    costing_until = Day("The last day for costing and checking", hint="")
    votes_from = Day("The first day of the vote", hint="")
    votes_until = Day("The last day of the vote", hint="")


class Terms(Step):
    """The terms of a round."""

    title = "The terms"
    lead = "They are fixed now, before anybody proposes anything, and never change in this round."
    rise_percent = number("How much more may a project cost in the end, in percent, with a reason?", initial=10)
    reserve = Pounds("What is kept back for that, in pounds?", least=0)
    small = Pounds("Up to how much may three residents release at once, in pounds?", "0 for no small money", least=0)
    over_rise = choice(
        "What happens when something costs much more?",
        [
            ("next-project", "It waits, and the next project in the published order is built"),
            ("poll", "Residents vote again"),
        ],
    )


class Vote(Step):
    """Who runs the vote."""

    title = "Put the ideas to the vote"
    officer = line(
        "The returning officer: phone number, e-mail address or whole name",
        "Someone from outside: not on the list of voters, and not you. They declare the result.",
    )
    seed_from = line(
        "What settles a tie?",
        "Dice thrown before two people after the close, or a public number that nobody knows yet",
        most=200,
    )
    quorum = number("How many people must vote, at least?", "0 for no such number", initial=0)


def preview(size: int, twins: int) -> type[Step]:
    """The list that will be frozen, as it is seen now."""

    class Preview(Step):
        title = "The list of who can vote"
        lead = f"It has {size:,} people today. It is frozen when you call the vote." + (
            f" {twins} pairs on it may be one person twice: look at them first." if twins else ""
        )
        seen = choice(
            "Did you look at it?",
            [(f"{size}:{twins}", f"Yes, {size:,} people" + (f" and {twins} pairs" if twins else ""))],
        )

    return Preview
