"""What people fill in around an office: a job, a figure, a concern, a hearing, a word in confidence. Forms check shape; the room checks truth."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from letgo.web.ui.figures import day
from letgo.web.ui.forms import Day as PlainDay
from letgo.web.ui.journeys import Step

PUBLIC = _("Everybody can read this. Leave out names of people, their health and their family.")
ROWS = 4  # targets and measures that a page asks for
NOTHING_SAID = _("Write something here.")


class Written(date):
    """A day that people read as 1 April 2027."""

    def __str__(self) -> str:
        return day(self)


class Day(PlainDay):
    """A day as people write it."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return found and Written(found.year, found.month, found.day)


def words(label: Any, hint: Any = "", missing: Any = NOTHING_SAID, most: int = 2000, **named: Any) -> Any:
    """A large field for words."""
    wrong = {"required": missing, "max_length": _("Use fewer letters.")}
    area = forms.Textarea(attrs={"rows": named.pop("rows", 6)})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=area, error_messages=wrong, **named)


def line(label: Any, hint: Any = "", missing: Any = NOTHING_SAID, most: int = 200, **named: Any) -> Any:
    """One line."""
    wrong = {"required": missing, "max_length": _("Use fewer letters.")}
    box = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=box, error_messages=wrong, **named)


def number(label: Any, hint: Any = "", least: int = 0, most: int = 1200, **named: Any) -> Any:
    """A whole number."""
    wrong = {key: _("Write a whole number.") for key in ("required", "invalid")}
    wrong |= {"min_value": _("This number is too small."), "max_value": _("This number is too large.")}
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=most, widget=box, error_messages=wrong, **named
    )


def choice(label: Any, choices: Sequence[tuple[Any, Any]] = (), hint: Any = "", **named: Any) -> Any:
    """One of a few. None is chosen before."""
    wrong = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect, error_messages=wrong, **named
    )


class Pairs(Step):
    """Rows of two fields that belong together: the first row must be filled in, the others may be."""

    first = second = ""
    both = _("Fill in both, or neither.")

    def row(self, number: int, **more: Any) -> tuple[Any, Any]:
        """The two fields of one row."""
        raise NotImplementedError

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        for at in range(1, ROWS + 1):
            more = {} if at == 1 else {"required": False}
            self.fields[f"{self.first}{at}"], self.fields[f"{self.second}{at}"] = self.row(at, **more)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for at in range(2, ROWS + 1):
            one, two = (given.get(f"{name}{at}") for name in (self.first, self.second))
            if bool(one) != bool(two) and not {f"{self.first}{at}", f"{self.second}{at}"} & set(self.errors):
                self.add_error(f"{self.second if one else self.first}{at}", self.both)
        return given


def pairs(answers: Mapping[str, Any], first: str, second: str) -> Iterator[tuple[Any, Any]]:
    """The rows that were filled in."""
    for at in range(1, ROWS + 1):
        if answers.get(f"{first}{at}"):
            yield answers[f"{first}{at}"], answers[f"{second}{at}"]


# Describing a job.


class Role(Step):
    """What the job is called."""

    job = line(_("What is the job?"), _("For example: estate manager"), _("Say what the job is called."), 60)


class Duties(Step):
    """What it is about."""

    duties = words(_("What must they do?"), PUBLIC, _("Say what they must do."))


class Targets(Pairs):
    """What they must reach, each with a day."""

    title = _("What must they reach, and by when?")
    lead = _("They are reviewed by these, and by nothing that was never said.")
    first, second = "target", "by"

    def row(self, number: int, **more: Any) -> tuple[Any, Any]:
        name = _("Target %(number)s") % {"number": number}
        by = _("Target %(number)s: by which day?") % {"number": number}
        hint = _("For example: nine of ten repairs in time") if number == 1 else _("Leave it empty if there are no more.")
        return line(name, hint, _("Say what they must reach."), **more), Day(by, **more)


class Scoring(Pairs):
    """By what those who want the job are judged."""

    title = _("By what do you judge those who want the job?")
    lead = _("Everybody reads this before they apply. It is not changed afterwards.")
    first, second = "measure", "points"

    def row(self, number: int, **more: Any) -> tuple[Any, Any]:
        name = _("Measure %(number)s") % {"number": number}
        points = _("Measure %(number)s: how many points?") % {"number": number}
        hint = _("For example: has run repairs before") if number == 1 else _("Leave it empty if there are no more.")
        return line(name, hint, _("Say by what you judge."), **more), numbered(points, **more)


def numbered(label: Any, **more: Any) -> Any:
    """Points for one measure."""
    return number(label, least=1, most=100, **more)


class Panel(Step):
    """Who reads the applications."""

    panel = line(
        _("Who reads what they write, and asks them questions?"),
        _("For example: two board members, one resident, one adviser from outside. Roles, not names."),
        _("Say who sits on the panel."), 300,
    )  # fmt: skip


class Decider(Step):
    """Who decides."""

    decides = choice(
        _("Who decides in the end?"),
        [("members", _("All who can vote here, in a secret vote")), ("board", _("The board, at a meeting"))],
    )


class Term(Step):
    """For how long, and how often it is looked at."""

    title = _("For how long?")
    term = number(_("For how many months do they have the job?"), least=1, most=120)
    review = number(_("Every how many months are they reviewed?"), _("3 months is usual"), least=1, most=24)


class Name(Step):
    """Somebody who stands for the job."""

    title = _("Who wants the job?")
    who = line(_("Their name, as it stands on the voting paper"), "", _("Write their name."), 120)
    says = words(_("What they say about themselves"), PUBLIC, _("Write what they say."))


class Interest(Step):
    """What somebody gains."""

    title = _("Do you gain by this?")
    lead = _("If you do, you say so here. Then you do not vote on it, and everybody can see why.")
    gains = words(
        _("What do you gain, or who close to you does?"),
        _("For example: my sister has applied. Say no more than is needed."),
        _("Say what you gain."), 500,
    )  # fmt: skip


class Officer(Step):
    """Who runs the vote from outside."""

    officer = line(
        _("Who runs the vote?"),
        _("A phone number or e-mail address. They come from outside and cannot want the job."),
        _("Say who runs the vote."),
    )


class VoteDays(Step):
    """From when until when."""

    title = _("When can people vote?")
    opens = Day(_("The first day"))
    closes = Day(_("The last day, until 8pm"))


class Chosen(Step):
    """Whom the board chose, and at which meeting."""

    name = line(_("Whom did the board choose?"), "", _("Write their name."), 120)


class Reasons(Step):
    """Reasons that everybody reads."""

    reasons = words(_("Why?"), PUBLIC, _("Give your reasons. They are public."))


class Start(Step):
    """From when on."""

    start = Day(_("On which day do they start?"))


# A review.


class Figure(Step):
    """One figure and where it comes from."""

    title = _("Enter a figure")
    lead = _("The manager can write a comment beside it. Nobody can change it afterwards.")
    name = line(_("What was counted?"), _("For example: homes that stand empty"), _("Say what was counted."), 120)
    value = line(_("The figure, as you read it"), _("For example: 7 of 212"), _("Write the figure."), 80)
    source = line(
        _("Where does it come from?"), _("For example: lettings list of 1 October"), _("Say where it comes from."), 300
    )


class Comment(Step):
    """What the judged says beside a figure."""

    words = words(
        _("Your comment"),
        _("It stands beside the figure, never in its place. Everybody can read it."),
        _("Write your comment."), 1000,
    )  # fmt: skip


class Found(Step):
    """What the review comes to."""

    words = words(_("What does the review say?"), PUBLIC, _("Say what the review says."))


# From a concern to a vote.


class Concern(Step):
    """What is wrong."""

    concern = words(
        _("What is wrong?"),
        _("Say what was promised and what happened. No health, no family, nothing private."),
        _("Say what is wrong."),
    )


class Plan(Step):
    """What must be better, and by when."""

    title = _("What must be better?")
    plan = words(_("What must they do, and who helps them?"), PUBLIC, _("Say what must be better."))
    until = Day(_("By which day?"))


class Hearing(Step):
    """The facts, and the day on which they are heard."""

    title = _("Call a hearing")
    lead = _("The manager sees these facts now, and can reply until the hearing. No vote comes before it.")
    facts = words(_("The facts, one a line"), PUBLIC, _("Write the facts."), 4000, rows=8)
    day = Day(_("On which day is the hearing?"))


class Reply(Step):
    """The answer of who is judged."""

    reply = words(
        _("What do you say to this?"),
        _("The board reads it before it votes. It stands beside the facts."),
        _("Write what you say."), 4000,
    )  # fmt: skip


class Order(Step):
    """What the employer is told to do."""

    title = _("What must the employer do, and by when?")
    lead = _("This is an instruction with a day. Nobody is dismissed by this site: the employer does that, by law.")
    instruction = words(_("The instruction"), PUBLIC, _("Write the instruction."), 1000)
    due = Day(_("By which day?"))


class Counted(Step):
    """How the board voted."""

    title = _("How did the board vote?")
    lead = _("Count only who has a seat and gains nothing by it.")
    for_ = number(_("For"), most=1000)
    against = number(_("Against"), most=1000)
    abstained = number(_("Neither"), most=1000)


# Out early, and in confidence.


class Whom(Step):
    """The whole board, or one of them."""

    def __init__(self, *given: Any, people: Sequence[tuple[str, str]] = (), **named: Any):
        super().__init__(*given, **named)
        choices = [("", _("The whole board")), *people]
        self.fields["mandate"] = choice(_("Who should go?"), choices, required=False)


class Confidence(Step):
    """A word that only its reader sees."""

    said = words(
        _("What should they know?"),
        _("Only who you choose can read this. Your name is never shown to anyone."),
        _("Write what they should know."), 4000, rows=8,
    )  # fmt: skip


class Answer(Step):
    """The reader's answer."""

    words = words(
        _("Your answer"),
        _("Only who wrote to you can read this."),
        _("Write your answer."),
    )
