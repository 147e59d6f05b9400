"""What people fill in from a concern to a vote, to end an office early, and to speak in confidence. The room checks truth."""

from collections.abc import Sequence
from typing import Any

from django import forms

from letgo.decide.boards.office_rules import private_words
from letgo.web.boards.offices_forms import PUBLIC
from letgo.web.ui.fields import Clock, Day, choice, line, words
from letgo.web.ui.journeys import Step

BOARD_ONLY = "The board and the person judged read this. Leave out health and family."

# From a concern to a vote.


class Concern(Step):
    """What is wrong."""

    concern = words(
        "What is wrong?",
        f"Say what was promised and what happened. {BOARD_ONLY}",
        "Say what is wrong.",
    )


class Decides(Step):
    """Who decides in the end, and whose employer acts."""

    title = "Who decides in the end?"
    lead = "Say it now, before anything is known. Who was elected is taken back only by those who elected them."

    def __init__(self, *given: Any, ways: Sequence[str] = (), employers: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, **named)
        said = {"members": "Everybody who can vote here, in a secret vote", "board": "The board, at a meeting, by name"}
        self.fields["decides"] = choice("Who votes, if it comes to a vote?", [(way, said[way]) for way in ways])
        self.fields["employer"] = choice("Who employs them?", employers, "They would have the instruction.")


class Plan(Step):
    """What must be better, and by when."""

    title = "What must be better?"
    plan = words("What must they do, and who helps them?", BOARD_ONLY, "Say what must be better.")
    until = Day("By which day?")


class Hearing(Step):
    """The facts, and when they are heard."""

    title = "Call a hearing"
    lead = "They see these facts now and can reply until the hearing. No vote comes before it."
    facts = words("The facts, one on a line", BOARD_ONLY, "Write the facts.", 4000, rows=8)
    day = Day("On which day is the hearing?")
    clock = Clock("At what time?", "For example 19:00")
    where = line("Where?", "For example: the hall, step-free", "Say where it is.", 200)


class Reply(Step):
    """The answer of who is judged."""

    title = "Your reply"

    reply = words(
        "What do you say to these facts?",
        "The board reads it before it votes. It stands beside the facts.",
        "Write what you say.",
        4000,
        rows=8,
    )
    public = choice(
        "May all who vote read it, if it comes to a vote of everybody?",
        [("yes", "Yes, show it beside the reasons"), ("no", "No, it is for the board alone")],
    )


class Brief(Step):
    """Why, and what the employer must do."""

    title = "Before the vote: the reasons"
    lead = "A second person reads them before anybody votes. This site dismisses nobody: the employer acts, by law."
    reasons = words("Why should the office end?", PUBLIC, "Give the reasons.")
    instruction = words(
        "What must the employer do?",
        "For example: end the agreement in the way the law asks.",
        "Say what must be done.",
        1000,
        rows=4,
    )

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        said = " ".join(str(self.data.get(name, "")) for name in ("reasons", "instruction"))
        private = [word for found in private_words(said).values() for word in found]
        if private:
            self.fields["sure"] = choice(
                f"Is this about the work alone: {', '.join(private)}?",
                [("yes", "Yes, it tells nothing private"), ("no", "No, I change it")],
                "Some words can tell of health, family or faith. These would be read by everybody.",
            )

    def clean(self) -> dict[str, Any]:
        """Words that may be private are asked about once."""
        given = super().clean() or {}
        if given.get("sure") == "no":
            self.add_error("reasons", "Leave out what is private.")
        return given


class SecondReader(Step):
    """Somebody else has read the reasons."""

    title = "Read the reasons"
    nothing = choice(
        "Can everybody read these reasons?",
        [("yes", "Yes, nothing in them is private"), ("no", "No, something is private: they go back")],
    )


class Why(Step):
    """Reasons that the board keeps."""

    reasons = words("Why?", BOARD_ONLY, "Give your reasons.")


# Out early, and in confidence.


class Whom(Step):
    """The whole board, or one of them."""

    title = "Who should go?"

    def __init__(self, *given: Any, people: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["mandate"] = choice("Who should go?", [("all", "The whole board"), *people])


class WhyGo(Step):
    """Why they should go."""

    reasons = words(
        "Why?", "Everybody can read this. Say what was promised and what happened. No health, no family.", "Say why."
    )


class Confidence(forms.Form):
    """A word that only its reader sees."""

    def __init__(self, *given: Any, readers: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, auto_id="%s", **named)
        self.fields["reader"] = choice("Who should read it?", readers, "Choose who is not part of it.")
        self.fields["said"] = words(
            "What should they know?",
            "Leave out what only you can know, if nobody should guess that it was you.",
            "Write what they should know.",
            4000,
            rows=8,
        )


class Answer(forms.Form):
    """The reader's answer."""

    words = words("Your answer", "Only who has the slip can read it.", "Write your answer.", 4000)

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)


class Slip(forms.Form):
    """The slip that opens an answer."""

    slip = line("The letters on your slip", "For example: ABCD-EFGH-JKMN-PQRS", "Type the letters on your slip.", 40)

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)
