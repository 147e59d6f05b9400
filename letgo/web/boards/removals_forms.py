"""What people fill in from a concern to a vote, to end an office early, and to speak in confidence. The room checks truth."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.decide.boards.office_rules import private_words
from letgo.web.boards.offices_forms import PUBLIC
from letgo.web.ui.fields import Clock, Day, choice, line, words
from letgo.web.ui.journeys import Step

BOARD_ONLY = _("The board and the person judged read this. Leave out health and family.")

# From a concern to a vote.


class Concern(Step):
    """What is wrong."""

    concern = words(
        _("What is wrong?"),
        format_lazy(_("Say what was promised and what happened. {readers}"), readers=BOARD_ONLY),
        _("Say what is wrong."),
    )


class Decides(Step):
    """Who decides in the end, and whose employer acts."""

    title = _("Who decides in the end?")
    lead = _("Say it now, before anything is known. Who was elected is taken back only by those who elected them.")

    def __init__(self, *given: Any, ways: Sequence[str] = (), employers: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, **named)
        said = {
            "members": _("Everybody who can vote here, in a secret vote"),
            "board": _("The board, at a meeting, by name"),
        }
        self.fields["decides"] = choice(_("Who votes, if it comes to a vote?"), [(way, said[way]) for way in ways])
        self.fields["employer"] = choice(_("Who employs them?"), employers, _("They would have the instruction."))


class Plan(Step):
    """What must be better, and by when."""

    title = _("What must be better?")
    plan = words(_("What must they do, and who helps them?"), BOARD_ONLY, _("Say what must be better."))
    until = Day(_("By which day?"))


class Hearing(Step):
    """The facts, and when they are heard."""

    title = _("Call a hearing")
    lead = _("They see these facts now and can reply until the hearing. No vote comes before it.")
    facts = words(_("The facts, one on a line"), BOARD_ONLY, _("Write the facts."), 4000, rows=8)
    day = Day(_("On which day is the hearing?"))
    clock = Clock(_("At what time?"), _("For example 19:00"))
    where = line(_("Where?"), _("For example: the hall, step-free"), _("Say where it is."), 200)


class Reply(Step):
    """The answer of who is judged."""

    title = _("Your reply")

    reply = words(
        _("What do you say to these facts?"),
        _("The board reads it before it votes. It stands beside the facts."),
        _("Write what you say."),
        4000,
        rows=8,
    )
    public = choice(
        _("May all who vote read it, if it comes to a vote of everybody?"),
        [("yes", _("Yes, show it beside the reasons")), ("no", _("No, it is for the board alone"))],
    )


class Brief(Step):
    """Why, and what the employer must do."""

    title = _("Before the vote: the reasons")
    lead = _("A second person reads them before anybody votes. This site dismisses nobody: the employer acts, by law.")
    reasons = words(_("Why should the office end?"), PUBLIC, _("Give the reasons."))
    instruction = words(
        _("What must the employer do?"),
        _("For example: end the agreement in the way the law asks."),
        _("Say what must be done."),
        1000,
        rows=4,
    )

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        said = " ".join(str(self.data.get(name, "")) for name in ("reasons", "instruction"))
        private = [word for found in private_words(said).values() for word in found]
        if private:
            self.fields["sure"] = choice(
                _("Is this about the work alone: {words}?").format(words=", ".join(private)),
                [("yes", _("Yes, it tells nothing private")), ("no", _("No, I change it"))],
                _("Some words can tell of health, family or faith. These would be read by everybody."),
            )

    def clean(self) -> dict[str, Any]:
        """Words that may be private are asked about once."""
        given = super().clean() or {}
        if given.get("sure") == "no":
            self.add_error("reasons", _("Leave out what is private."))
        return given


class SecondReader(Step):
    """Somebody else has read the reasons."""

    title = _("Read the reasons")
    nothing = choice(
        _("Can everybody read these reasons?"),
        [("yes", _("Yes, nothing in them is private")), ("no", _("No, something is private: they go back"))],
    )


class Why(Step):
    """Reasons that the board keeps."""

    reasons = words(_("Why?"), BOARD_ONLY, _("Give your reasons."))


# Out early, and in confidence.


class Whom(Step):
    """The whole board, or one of them."""

    title = _("Who should go?")

    def __init__(self, *given: Any, people: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["mandate"] = choice(_("Who should go?"), [("all", _("The whole board")), *people])


class WhyGo(Step):
    """Why they should go."""

    reasons = words(
        _("Why?"),
        _("Everybody can read this. Say what was promised and what happened. No health, no family."),
        _("Say why."),
    )


class Confidence(forms.Form):
    """A word that only its reader sees."""

    def __init__(self, *given: Any, readers: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, auto_id="%s", **named)
        self.fields["reader"] = choice(_("Who should read it?"), readers, _("Choose who is not part of it."))
        self.fields["said"] = words(
            _("What should they know?"),
            _("Leave out what only you can know, if nobody should guess that it was you."),
            _("Write what they should know."),
            4000,
            rows=8,
        )


class Answer(forms.Form):
    """The reader's answer."""

    words = words(_("Your answer"), _("Only who has the slip can read it."), _("Write your answer."), 4000)

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)


class Slip(forms.Form):
    """The slip that opens an answer."""

    slip = line(
        _("The letters on your slip"), _("For example: ABCD-EFGH-JKMN-PQRS"), _("Type the letters on your slip."), 40
    )

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, auto_id="%s", **named)
