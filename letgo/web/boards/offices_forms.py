"""What people fill in for a job, a vote on it, and a review. Forms check shape; the room checks truth."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from letgo.decide.boards.office_rules import ALL_POINTS
from letgo.web.ui.fields import Day, choice, line, whole, words
from letgo.web.ui.journeys import Step

PUBLIC = _("Everybody can read this. Leave out names, health and family.")
ROWS = 4  # targets and measures that a page asks for
MORE = _("Leave it empty if there are no more.")
BOTH = _("Fill in both, or neither.")


class Pairs(Step):
    """Rows of two fields that belong together: the first row must be filled in, the others may be."""

    first = second = ""
    row: Callable[..., tuple[Any, Any]]  # (number, **named): the two fields of one row

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        for at in range(1, ROWS + 1):
            more = {} if at == 1 else {"required": False}
            self.fields[f"{self.first}{at}"], self.fields[f"{self.second}{at}"] = self.row(at, **more)

    def clean(self) -> dict[str, Any]:
        """Each row is whole or empty."""
        given = super().clean() or {}
        for at in range(2, ROWS + 1):
            names = (f"{self.first}{at}", f"{self.second}{at}")
            if bool(given.get(names[0])) != bool(given.get(names[1])) and not set(names) & set(self.errors):
                self.add_error(names[1] if given.get(names[0]) else names[0], BOTH)
        return given


def pairs(answers: Mapping[str, Any], first: str, second: str) -> Iterator[tuple[Any, Any]]:
    """The rows that were filled in."""
    for at in range(1, ROWS + 1):
        if answers.get(f"{first}{at}"):
            yield answers[f"{first}{at}"], answers[f"{second}{at}"]


# A job.


class Role(Step):
    """What the job is called."""

    role = line(_("What is the job?"), _("For example: Estate manager"), _("Say what the job is called."), 60)


class Duties(Step):
    """What it is about."""

    duties = words(_("What must they do?"), PUBLIC, _("Say what they must do."))


class Targets(Pairs):
    """What they must reach, each with a day."""

    title = _("What must they reach, and by when?")
    lead = _("They are reviewed by these. Nothing is held against them that was never said.")
    first, second = "target", "by"

    def row(self, number: int, **more: Any) -> tuple[Any, Any]:
        """A target and its day."""
        hint = _("For example: nine of ten repairs in time") if number == 1 else MORE
        target = line(_("Target {number}").format(number=number), hint, _("Say what they must reach."), **more)
        return target, Day(_("Target {number}: by which day?").format(number=number), **more)


class Scoring(Pairs):
    """By what those who want the job are judged."""

    title = _("By what do you judge those who want the job?")
    lead = format_lazy(
        _("Everybody reads this before they apply. It does not change. The panel gives 0 to {most} points for each."),
        most=ALL_POINTS,
    )
    first, second = "measure", "weight"

    def row(self, number: int, **more: Any) -> tuple[Any, Any]:
        """A measure and what it weighs."""
        hint = _("For example: has run repairs before") if number == 1 else MORE
        measure = line(_("Measure {number}").format(number=number), hint, _("Say by what you judge."), **more)
        weigh = _("Measure {number}: how much does it weigh?").format(number=number)
        return measure, whole(weigh, _("1 for a little, 5 for a lot"), least=1, most=5, **more)


class Panel(Step):
    """Who reads the applications."""

    panel = line(
        _("Who gives the points?"),
        _("Roles, not names. For example: two board members, a resident, an adviser from outside"),
        _("Say who sits on the panel."),
        300,
    )


class Decider(Step):
    """Who decides."""

    decides = choice(
        _("Who decides in the end?"),
        [
            ("members", _("Everybody who can vote here, in a secret vote")),
            ("board", _("The board, at a meeting with enough of them there")),
        ],
    )


class Term(Step):
    """For how long, and how often it is looked at."""

    title = _("For how long?")
    months = whole(_("For how many months do they have the job?"), _("24 months is 2 years"), least=1, most=120)
    review = whole(_("Every how many months are they reviewed?"), _("3 is usual"), least=1, most=24)


class Until(Step):
    """The last day to apply."""

    until = Day(_("Until which day can people apply?"))


class Apply(Step):
    """Somebody who wants the job."""

    title = _("Ask for this job")
    lead = _("The board reads this. Everybody can read it if you stand in a vote. Half a year later it is deleted.")
    name = line(_("Your name, as it would stand on the voting paper"), missing=_("Write your name."), most=120)
    says = words(
        _("Why you?"), _("Say what you have done, and what you would do here. No health, no family."), _("Say why you.")
    )


class OnPaper(Step):
    """Somebody who applied on paper or by phone."""

    title = _("Who applied on paper or by phone?")
    person = line(
        _("Their phone number or e-mail address, or their whole name if they live here"),
        _("They must be known here."),
        _("Say who it is."),
        120,
    )
    name = line(_("Their name, as it would stand on the voting paper"), missing=_("Write their name."), most=120)
    says = words(_("What they wrote or said"), missing=_("Write what they said."))


class Marks(Step):
    """The panel's points."""

    title = _("The points of the panel")
    lead = _("For what was published, and for nothing else.")

    def __init__(self, *given: Any, measures: Sequence[tuple[str, int]] = (), **named: Any):
        super().__init__(*given, **named)
        for at, (said, weight) in enumerate(measures):
            label = _("{measure}: how many points?").format(measure=said)
            hint = _("0 to {most}. It weighs {weight}.").format(most=ALL_POINTS, weight=weight)
            self.fields[f"mark{at}"] = whole(label, hint, most=ALL_POINTS)
        self.fields["stands"] = choice(
            _("Do they stand in the vote?"), [("yes", _("Yes")), ("no", _("No, and this is why"))]
        )
        self.fields["reason"] = words(_("If not: why?"), _("They can read it."), required=False, most=500, rows=3)

    def clean(self) -> dict[str, Any]:
        """A no has its reason."""
        given = super().clean() or {}
        if given.get("stands") == "no" and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why they do not stand."))
        return given


class Sure(Step):
    """A plain yes before something happens."""

    sure = choice(_("Are you sure?"), [("yes", _("Yes, I am sure"))])


class Interest(Step):
    """What somebody gains."""

    title = _("Do you gain by this?")
    lead = _("If you do, say so here. You then do not vote on it. It is never taken back.")
    gains = words(
        _("What do you gain, or who close to you does?"),
        _("For example: my sister wants the job. Everybody can read it. Say no more than is needed."),
        _("Say what you gain."),
        500,
        rows=3,
    )


class VoteDays(Step):
    """From when until when."""

    title = _("When can people vote?")
    opens = Day(_("The first day"))
    closes = Day(_("The last day, until 8pm"))


class Runner(Step):
    """Who runs it from outside."""

    title = _("Who runs the vote?")
    lead = _("Somebody from outside: not on the board, not on the list, and not you.")

    def __init__(self, *given: Any, officers: Sequence[tuple[Any, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["officer"] = choice(_("The returning officer"), [(str(pk), name) for pk, name in officers])


class Start(Step):
    """From when on."""

    start = Day(_("On which day would they start?"))


class Reasons(Step):
    """Reasons that everybody reads."""

    reasons = words(_("Why?"), PUBLIC, _("Give your reasons. They are public."))


# A review.


class Figure(Step):
    """One figure and where it comes from."""

    title = _("Enter a figure")
    lead = _("Nobody can change it afterwards. A better one is written under it, and both are shown.")
    name = line(_("What was counted?"), _("For example: homes that stand empty"), _("Say what was counted."), 120)
    value = line(_("The figure, as you read it"), _("For example: 7 of 212"), _("Write the figure."), 80)
    source = line(
        _("Where does it come from?"), _("For example: lettings list, 1 October"), _("Say where it comes from."), 300
    )


class Comment(Step):
    """What the judged says beside a figure."""

    words = words(
        _("What do you say beside it?"),
        _("It stands beside the figure, never in its place. Everybody can read it."),
        _("Write your comment."),
        1000,
    )


class Found(Step):
    """What the review comes to."""

    found = words(_("What does the review come to?"), PUBLIC, _("Say what it comes to."))
