"""What is filled in to call a vote, one thing on each page. Forms check shape; the room checks truth."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms

from letgo.commons.money.rules import pence, pounds
from letgo.web.ui.fields import DAY, PUBLIC, Clock, Day, Pence, Plain, at, choice, line, whole, words


class Question(Plain):
    """What is asked."""

    title = "What is asked?"
    lead = "It must be one question that people can answer by picking from a list."
    question = line("The question", "For example: What should the 2027 budget pay for?", "Ask a question.")
    words = words(
        "What should people know before they vote?", f"Short and plain. {PUBLIC}", "Say what people should know."
    )


class Method(Plain):
    """How it is counted."""

    title = "How is it counted?"
    lead = "This is settled now, and cannot be changed after."
    method = choice(
        "How do votes become a result?",
        [
            ("equal-shares", "Equal parts: everyone’s vote stands for the same part of the money"),
            ("greedy", "Most votes first, while the money lasts"),
            ("approval", "Most votes win; no money is spent"),
            ("yes-no", "Yes or no"),
            ("scottish-stv", "An order, for several seats: votes that are not needed move on (Scottish STV)"),
            ("av", "An order, for one seat: who is last goes out and those votes move on (alternative vote)"),
            ("ranked-pairs", "An order: each is held against each, one by one (ranked pairs)"),
            ("plurality", "One X each: who has most wins"),
        ],
    )
    purse = Pence(
        label="How much money is there?",
        help_text="In pounds. Leave it empty when no money is spent.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    seats = whole(
        "How many can win?",
        "Leave it empty for one. Where money is spent, it says how many.",
        least=1,
        most=100,
        required=False,
    )
    vacancy = choice(
        "If someone who is elected leaves later, what happens to the seat?",
        [
            ("", "Nothing is settled now"),
            ("countback", "The same papers are counted again without them. Only where votes move on"),
            ("by-election", "There is a new vote for it"),
            ("next", "Who came next takes it"),
        ],
        "Leave it as it is where nobody is elected.",
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

    title = "What can people choose?"
    lead = "All vote on the same list, in the same order. “None of these, come back to us” is always on it."
    options = words(
        "The choices, one in each line",
        "With money: title; price; group, like: Six benches; 3900; Outside. Else the title alone. Leave it empty for yes or no.",
        required=False,
        most=20_000,
        rows=10,
    )
    add_names = whole(
        "Can people on the list add a choice? How many of them must want it?",
        "Leave it empty when nobody can. Not with money, nor with yes or no.",
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
                raise forms.ValidationError(f"Line {number}: {fault}") from None
            if len(parts) > 3 or not parts[0]:
                raise forms.ValidationError(f"Line {number}: write title; price; group.")
            found.append(Offer(parts[0], cost, parts[2] if len(parts) > 2 else ""))
        return found


class Voters(Plain):
    """Who can vote."""

    title = "Who can vote?"
    lead = "The list is made when you call the vote, and does not change after."
    electorate = choice("Which list?")
    as_of = Day(
        "From which day must people have belonged to it?",
        f"Whoever came later cannot vote, so that nobody fills the list the night before. Leave it empty for today. {DAY}",
        required=False,
    )
    power = choice("Which power do they use?", required=False)
    looked = choice(
        "Are there pairs on the list that look like one person twice?",
        [("no", "No, or I do not know yet"), ("yes", "Yes. I looked at them, and they are different people")],
        "The last page says how many.",
        initial="no",
    )

    def __init__(self, *given: Any, lists: Sequence[Any] = (), powers: Sequence[Any] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["electorate"].choices = [(str(row.pk), row.name) for row in lists]
        none = ("", "None: the vote only says what people think")
        self.fields["power"].choices = [*((str(row.pk), row.title) for row in powers), none]


class Dates(Plain):
    """From when until when."""

    title = "From when until when?"
    lead = "Give people time to hear of it, and to send papers."
    opens_on = Day("On which day does it open?")
    opens_at = Clock("At what time?", initial="08:00")
    closes_on = Day("On which day does it close?")
    closes_at = Clock("At what time does it close?", initial="20:00")
    quorum = whole("How many must vote, so that it counts?", "Write 0 when any number is enough.", initial=0)
    object_days = whole("For how many days can people object?", most=60, initial=7)

    def clean(self) -> dict[str, Any]:
        """Both moments with their zone."""
        found = super().clean()
        if not self.errors:
            found["opens"] = at(found["opens_on"], found["opens_at"])
            found["closes"] = at(found["closes_on"], found["closes_at"])
        return found


class Officer(Plain):
    """Who runs it."""

    title = "Who runs it?"
    lead = "The returning officer comes from outside: not on the list, and not you."
    officer = line(
        "The returning officer", "Their phone number or e-mail address, as they sign in here.", "Write who runs it."
    )
    seed_from = line(
        "What settles a tie?",
        "Dice that two people read after the close, or a public number that nobody knows yet.",
        "Say what settles a tie.",
    )
    bring_to = line("Where do people hand papers in?", "An address, with its hours.", "Say where papers are handed in.")
