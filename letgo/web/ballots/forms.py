"""What people fill in around a vote. Forms check shape; the room checks truth."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms

from letgo.commons.money.rules import pence, pounds
from letgo.decide.ballots.papers.rules import DOUBTFUL, LARGEST_BATCH
from letgo.web.ui.fields import DAY, PUBLIC, Clock, Day, Pence, Plain, at, choice, line, whole, words


class AddOption(Plain):
    """A choice that someone on the list adds."""

    name = line("What should be on the paper?", f"In a few words. {PUBLIC}", "Say what it is.", most=120)
    words = words("Why?", PUBLIC, "Say why.", most=1000)


class Object(Plain):
    """What someone says went wrong."""

    grounds = words(
        "What went wrong?",
        "Say what happened, and when. The returning officer reads it. Who you are is never shown.",
        "Say what went wrong.",
        most=4000,
    )


class Code(Plain):
    """A check slip, or the code on a cover slip."""

    slip = line("The letters of your check slip", missing="Type the letters of your slip.", most=40)


class Receive(Plain):
    """A cover slip that came in."""

    code = line("The code on the cover slip", "Like 22AB-C3D4EF", "Type the code.", most=20)
    late = forms.MultipleChoiceField(
        label="When did it come?",
        choices=[("late", "After the close")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    spoilt = line(
        "Is something wrong with the envelope or slip?",
        "Leave it empty when all is well. Else say what: torn open, two papers inside. Its paper is then not counted.",
        required=False,
    )
    helper = line(
        "Did someone help them? Their phone number or e-mail address, or their name if they live here",
        "It is on the slip. Only the returning officer sees it.",
        required=False,
    )
    agreed = line("How did they agree to the help?", "As the slip says it.", required=False)


class Batch(Plain):
    """A pile of papers, counted by hand."""

    papers = whole(
        "How many papers are in it? Count them by hand.",
        "The papers only, without their cover slips.",
        "Count the papers.",
        least=1,
        most=LARGEST_BATCH,
    )


class Typed(Plain):
    """What a pile of papers says: for each the numbers marked."""

    EACH = "Type the numbers of paper {at}: like 3 5 12. Type 0 when nothing is marked, ? when you are not sure."
    RANKED = (
        "Type paper {at} in its order: like 5 3 12, first the one with the 1. 0 for nothing, ? when you are not sure."
    )

    def __init__(self, *given: Any, papers: Iterable[int], ranked: bool = False, **named: Any):
        super().__init__(*given, **named)
        self.at, self.each = list(papers), self.RANKED if ranked else self.EACH
        for number in self.at:
            missing = self.each.format(at=number)
            self.fields[f"p{number}"] = line(f"Paper {number}", missing=missing, most=400)

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

    missing = whole("How many cover slips came without a paper?", "Write 0 when all add up.", "Write 0, or how many.")


# The returning officer's forms.

WHY = "Everybody can read your reasons. Leave out names of people."
NO_REASON = "Give your reasons. They are public."


class Reasons(Plain):
    """Why."""

    reasons = words("Your reasons", WHY, NO_REASON)


class Agents(Plain):
    """The two people who recount a small vote."""

    one = line(
        "The first: phone number, e-mail address or whole name", "One from each side is best.", "Say who.", most=120
    )
    other = line("The second: phone number, e-mail address or whole name", "", "Say who.", most=120)


class Rule(Reasons):
    """A ruling that changes no row."""

    kind = choice(
        "What is it about?",
        [
            ("influence", "Someone was pressed, bought or voted for by another"),
            ("tie", "The lot for ties"),
            ("withdrawn-option", "A choice that was withdrawn"),
        ],
    )
    words = line("What do you decide, in one sentence?", PUBLIC, "Say what you decide.")
    field_order = ("kind", "words", "reasons")


class OnSlip(Reasons):
    """About one cover slip."""

    code = line("The code on the cover slip", missing="Type the code.", most=20)
    field_order = ("code", "reasons")


class Withdraw(Reasons):
    """Who stands no longer."""

    number = whole("Which number on the paper?", missing="Write its number.", least=1, most=1000)
    field_order = ("number", "reasons")


class Outage(Reasons):
    """When nobody could vote."""

    day = Day("On which day?")
    start = Clock("From what time?")
    end = Clock("Until what time?")
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
        "If what happened cannot be undone: why not, and what is done instead?",
        "Leave it empty when it can be undone.",
        required=False,
        most=2000,
    )


class Decide(Overturn):
    """A ruling on an objection."""

    upheld = choice(
        "Is the objection right?", [("yes", "Yes: the result no longer stands"), ("no", "No: the result stands")]
    )
    field_order = ("upheld", "reasons", "why_not")


class OnPaper(Reasons):
    """What one doubtful paper says."""

    marks = line(
        "Which numbers does it mean?",
        "Like 3 5 12. Where people put them in order, the first choice first. Write 0 when there is no vote in it.",
        "Write the numbers, or 0.",
        most=400,
    )
    field_order = ("marks", "reasons")

    def clean_marks(self) -> Any:
        """Numbers, or None for no vote."""
        found = self.cleaned_data["marks"].replace(",", " ").split()
        if not all(word.isascii() and word.isdigit() and len(word) < 6 for word in found):
            raise forms.ValidationError("Write the numbers, or 0.")
        return None if found == ["0"] else [int(word) for word in found]


class Seed(Plain):
    """What the dice or the public number said."""

    seed = line("What did you read?", "Type it exactly as it stands there.", "Type what you read.", most=100)


class Nothing(Plain):
    """Nothing to fill in but the button."""


# Calling a vote, one thing on each page.


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
