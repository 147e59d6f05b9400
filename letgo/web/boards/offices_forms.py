"""What people fill in for a job, a vote on it, and a review. Forms check shape; the room checks truth."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from letgo.decide.boards.office_rules import ALL_POINTS
from letgo.web.ui.fields import Day, choice, line, whole, words
from letgo.web.ui.journeys import Step

PUBLIC = "Everybody can read this. Leave out names, health and family."
ROWS = 4  # targets and measures that a page asks for
MORE = "Leave it empty if there are no more."
BOTH = "Fill in both, or neither."


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

    role = line("What is the job?", "For example: Estate manager", "Say what the job is called.", 60)


class Duties(Step):
    """What it is about."""

    duties = words("What must they do?", PUBLIC, "Say what they must do.")


class Targets(Pairs):
    """What they must reach, each with a day."""

    title = "What must they reach, and by when?"
    lead = "They are reviewed by these. Nothing is held against them that was never said."
    first, second = "target", "by"

    def row(self, number: int, **more: Any) -> tuple[Any, Any]:
        """A target and its day."""
        hint = "For example: nine of ten repairs in time" if number == 1 else MORE
        target = line(f"Target {number}", hint, "Say what they must reach.", **more)
        return target, Day(f"Target {number}: by which day?", **more)


class Scoring(Pairs):
    """By what those who want the job are judged."""

    title = "By what do you judge those who want the job?"
    lead = f"Everybody reads this before they apply. It does not change. The panel gives 0 to {ALL_POINTS} points for each."
    first, second = "measure", "weight"

    def row(self, number: int, **more: Any) -> tuple[Any, Any]:
        """A measure and what it weighs."""
        hint = "For example: has run repairs before" if number == 1 else MORE
        measure = line(f"Measure {number}", hint, "Say by what you judge.", **more)
        return measure, whole(
            f"Measure {number}: how much does it weigh?", "1 for a little, 5 for a lot", least=1, most=5, **more
        )


class Panel(Step):
    """Who reads the applications."""

    panel = line(
        "Who gives the points?",
        "Roles, not names. For example: two board members, a resident, an adviser from outside",
        "Say who sits on the panel.",
        300,
    )


class Decider(Step):
    """Who decides."""

    decides = choice(
        "Who decides in the end?",
        [
            ("members", "Everybody who can vote here, in a secret vote"),
            ("board", "The board, at a meeting with enough of them there"),
        ],
    )


class Term(Step):
    """For how long, and how often it is looked at."""

    title = "For how long?"
    months = whole("For how many months do they have the job?", "24 months is 2 years", least=1, most=120)
    review = whole("Every how many months are they reviewed?", "3 is usual", least=1, most=24)


class Until(Step):
    """The last day to apply."""

    until = Day("Until which day can people apply?")


class Apply(Step):
    """Somebody who wants the job."""

    title = "Ask for this job"
    lead = "The board reads this. Everybody can read it if you stand in a vote. Half a year later it is deleted."
    name = line("Your name, as it would stand on the voting paper", missing="Write your name.", most=120)
    says = words(
        "Why you?", "Say what you have done, and what you would do here. No health, no family.", "Say why you."
    )


class OnPaper(Step):
    """Somebody who applied on paper or by phone."""

    title = "Who applied on paper or by phone?"
    person = line(
        "Their phone number or e-mail address, or their whole name if they live here",
        "They must be known here.",
        "Say who it is.",
        120,
    )
    name = line("Their name, as it would stand on the voting paper", missing="Write their name.", most=120)
    says = words("What they wrote or said", missing="Write what they said.")


class Marks(Step):
    """The panel's points."""

    title = "The points of the panel"
    lead = "For what was published, and for nothing else."

    def __init__(self, *given: Any, measures: Sequence[tuple[str, int]] = (), **named: Any):
        super().__init__(*given, **named)
        for at, (said, weight) in enumerate(measures):
            label = f"{said}: how many points?"
            self.fields[f"mark{at}"] = whole(label, f"0 to {ALL_POINTS}. It weighs {weight}.", most=ALL_POINTS)
        self.fields["stands"] = choice("Do they stand in the vote?", [("yes", "Yes"), ("no", "No, and this is why")])
        self.fields["reason"] = words("If not: why?", "They can read it.", required=False, most=500, rows=3)

    def clean(self) -> dict[str, Any]:
        """A no has its reason."""
        given = super().clean() or {}
        if given.get("stands") == "no" and not given.get("reason", "").strip():
            self.add_error("reason", "Say why they do not stand.")
        return given


class Sure(Step):
    """A plain yes before something happens."""

    sure = choice("Are you sure?", [("yes", "Yes, I am sure")])


class Interest(Step):
    """What somebody gains."""

    title = "Do you gain by this?"
    lead = "If you do, say so here. You then do not vote on it. It is never taken back."
    gains = words(
        "What do you gain, or who close to you does?",
        "For example: my sister wants the job. Everybody can read it. Say no more than is needed.",
        "Say what you gain.",
        500,
        rows=3,
    )


class VoteDays(Step):
    """From when until when."""

    title = "When can people vote?"
    opens = Day("The first day")
    closes = Day("The last day, until 8pm")


class Runner(Step):
    """Who runs it from outside."""

    title = "Who runs the vote?"
    lead = "Somebody from outside: not on the board, not on the list, and not you."

    def __init__(self, *given: Any, officers: Sequence[tuple[Any, str]] = (), **named: Any):
        super().__init__(*given, **named)
        self.fields["officer"] = choice("The returning officer", [(str(pk), name) for pk, name in officers])


class Start(Step):
    """From when on."""

    start = Day("On which day would they start?")


class Reasons(Step):
    """Reasons that everybody reads."""

    reasons = words("Why?", PUBLIC, "Give your reasons. They are public.")


# A review.


class Figure(Step):
    """One figure and where it comes from."""

    title = "Enter a figure"
    lead = "Nobody can change it afterwards. A better one is written under it, and both are shown."
    name = line("What was counted?", "For example: homes that stand empty", "Say what was counted.", 120)
    value = line("The figure, as you read it", "For example: 7 of 212", "Write the figure.", 80)
    source = line("Where does it come from?", "For example: lettings list, 1 October", "Say where it comes from.", 300)


class Comment(Step):
    """What the judged says beside a figure."""

    words = words(
        "What do you say beside it?",
        "It stands beside the figure, never in its place. Everybody can read it.",
        "Write your comment.",
        1000,
    )


class Found(Step):
    """What the review comes to."""

    found = words("What does the review come to?", PUBLIC, "Say what it comes to.")
