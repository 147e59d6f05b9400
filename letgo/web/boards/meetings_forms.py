"""What people fill in around a meeting: its notice, an item, a proxy, a vote, the minutes, expenses. The room checks truth."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from letgo.decide.boards.meeting_rules import MAJORITIES
from letgo.web.boards.meetings_words import CHOICES, EXPENSES, HOW, OWNERS
from letgo.web.boards.meetings_words import MAJORITIES as NEEDS
from letgo.web.ui.fields import PUBLIC, Clock, Day, Pence, choice, line, whole, words
from letgo.web.ui.journeys import Step

Pairs = Sequence[tuple[str, Any]]


def text(label: Any, hint: Any, missing: Any = "", most: int = 2000, rows: int = 6) -> Any:
    """A large field for words; without `missing` it may stay empty."""
    return words(label, hint, missing or _("Write something here."), most, rows=rows, required=bool(missing))


def money(label: Any, hint: Any = "", **named: Any) -> Any:
    """An amount in pounds, as people write it; whole pence for the room."""
    wrong = {"required": _("Write an amount of money, such as 6 or 4.50.")}
    return Pence(label=label, help_text=hint, max_length=12, error_messages=wrong, **named)


# Calling a meeting: one thing per page.


class Kind(Step):
    """Who meets."""

    title = _("Call a meeting")
    kind = choice(
        _("Who meets?"),
        [
            ("board", _("The board. Everybody may listen")),
            ("general", _("All members, as the rules ask each year")),
            ("special", _("All members, for something special")),
        ],
    )


class When(Step):
    """On which day, at which time."""

    title = _("When is it?")
    day = Day(_("On which day?"))
    hour = Clock(_("At what time does it begin?"))
    lasts = whole(_("How many minutes does it last?"), _("120 is two hours"), least=15, most=720, initial=120)


class Where(Step):
    """Where it is."""

    title = _("Where is it?")
    where = line(_("In which room or hall?"), _("For example: community hall, ground floor"), _("Say where it is."))
    step_free = choice(
        _("Can people come in without steps?"),
        [("yes", _("Yes, there are no steps")), ("no", _("No, there are steps"))],
    )
    online = line(
        _("How can people join from home?"), _("A phone number or a link. Leave it empty if they cannot."),
        most=300, required=False,
    )  # fmt: skip


class Children(Step):
    """Whether children are looked after."""

    childcare = choice(
        _("Does someone look after children?"),
        [("yes", _("Yes")), ("no", _("No, but we pay back what childcare costs"))],
    )


class About(Step):
    """What it is about."""

    title = _("What is it about?")
    lead = _("What waits for the next meeting comes onto the agenda by itself. You can add items after this.")
    name = line(
        _("What do you call this meeting?"), _("For example: Board meeting, December"), most=120, required=False
    )
    about = text(_("Anything people should know"), PUBLIC)


class Cancel(Step):
    """Why it is called off."""

    reason = words(_("Why is it called off?"), PUBLIC, _("Say why. Everybody who could come is told."), 500)


# Coming, and letting another vote.


class Coming(Step):
    """Whether one comes."""

    title = _("Will you come?")
    how = choice(
        _("Your answer"), [("coming", _("Yes, I will come or join from home")), ("apology", _("No, I cannot come"))]
    )
    childcare = choice(
        _("Do you bring children who need someone to look after them?"), [("yes", _("Yes")), ("no", _("No"))]
    )


class Holder(Step):
    """Who votes instead."""

    title = _("Who shall vote for you?")
    lead = _("They must be a member. They cannot be staff, the landlord, the manager or someone who cares for you.")
    holder = line(
        _("Their phone number, e-mail address or whole name"), _("We look for that person only."),
        _("Say who shall vote for you."),
    )  # fmt: skip
    how = text(_("How shall they vote?"), _("Only they read this. Leave it empty if they shall decide themselves."))


class OnPaper(Holder):
    """A form that came in."""

    title = _("Type in a proxy form")
    lead = _("Only a form that the member has signed themselves.")
    giver = line(_("Who signed it?"), _("Phone number, e-mail address or whole name"), _("Say who signed the form."))
    field_order = ("giver", "holder", "how")


class Found(Step):
    """Somebody who came and is not on the list yet."""

    title = _("Who is there?")
    who = line(_("Their phone number, e-mail address or whole name"), "", _("Say who it is."))
    how = choice(_("How?"), [(key, said) for key, said in HOW.items() if key != "coming"])


class Teller(Step):
    """Who counts votes."""

    title = _("Who counts the votes?")
    lead = _(
        "Two people count, each alone. When both have the same figures, the count stands. The chair does not count."
    )
    who = line(_("Phone number, e-mail address or whole name of one of them"), "", _("Say who counts."))


# The agenda.


class ItemTitle(Step):
    """What it is called."""

    name = line(
        _("What shall the meeting talk about?"), _("A short title. Everybody reads it."), _("Give it a title."), 120
    )


class ItemWords(Step):
    """What there is to say about it, and who reads it."""

    title = _("Say more about it")
    about = text(_("What should people know before?"), _("Leave out names of people, their health and their family."))
    closed = choice(
        _("Who may read this?"),
        [("no", _("Everybody")), ("yes", _("Only the board. Title and decision are public all the same"))],
    )


class OpenItemWords(Step):
    """What a member says about it: at a general meeting nothing is closed."""

    about = text(_("What should people know before?"), PUBLIC)


class Strike(Step):
    """Why it is taken off."""

    reason = words(_("Why do you take it off?"), PUBLIC, _("Say why. It is public."), 500)


class Outcome(Step):
    """What became of it."""

    outcome = words(
        _("What became of it?"),
        _("Everybody reads this, also when the item was closed. Decisions, not who said what."),
        _("Say what became of it."), 1000,
    )  # fmt: skip


# Votes.


class Motion(Step):
    """What is voted on."""

    motion = words(
        _("On which words do you vote?"), _("Read them out before you vote. They do not change any more."),
        _("Write the words you vote on."), 1000, rows=4,
    )  # fmt: skip


class Majority(Step):
    """How many must be for it."""

    majority = choice(_("How many must be for it?"), [(key, capfirst(NEEDS[key])) for key in MAJORITIES])


def under(powers: Pairs) -> type[Step]:
    """Whether it uses a power that this body holds, and how much it spends."""

    class Under(Step):
        title = _("Does it use a power that was handed over?")
        lead = _("If it does, the decision takes effect by itself, within the limits of that power.")
        power = choice(_("Which power?"), [("", _("None")), *powers], required=False)
        pounds = money(_("How much does it spend, in pounds?"), _("Empty if it spends nothing."), required=False)

    return Under


class Hand(Step):
    """One's own vote on the board: named, so that people see who voted how."""

    vote = choice(
        _("How do you vote?"), list(CHOICES.items()), _("Your name stands beside it. If you gain by it, do not vote.")
    )


class Counted(Step):
    """What a teller counted."""

    title = _("What did you count?")
    lead = _("Do not ask the other teller. Count hands and proxies; the site compares both counts.")
    yes = whole(_("For"), most=100_000)
    no = whole(_("Against"), most=100_000)
    abstained = whole(_("Neither"), most=100_000)
    by_proxy = whole(_("How many of all these were by proxy?"), most=100_000)


# Afterwards.


class Minutes(Step):
    """The minutes of a meeting."""

    title = _("Write the minutes")
    lead = _(
        "The agenda, who came, each vote and each task stand there by themselves. Write what else people should know."
    )
    notes = text(_("Notes"), PUBLIC, most=20_000, rows=14)
    closed_notes = text(_("Notes on closed items, for the board alone"), _("They are never published."), most=20_000)


class Correction(Step):
    """What published minutes got wrong."""

    correction = words(
        _("What did the minutes get wrong?"),
        _("The minutes stay as they are. This stands beside them."),
        _("Say what was wrong."), 1000,
    )  # fmt: skip


class Task(Step):
    """What is to be done, by whom, by when."""

    title = _("What is to be done?")
    lead = _("It becomes a promise with a clock. If it is not kept, people above are told.")
    what = line(_("What?"), _("For example: get three prices for the roof"), _("Say what is to be done."))
    owner = choice(_("Who owes it?"), list(OWNERS.items()))
    by_day = Day(_("By which day?"))


class Expense(Step):
    """What coming cost."""

    title = _("What did coming cost you?")
    lead = _("Nobody should pay to take part. Somebody else on the board says yes, then the treasurer pays.")
    kind = choice(_("For what?"), list(EXPENSES.items()))
    pounds = money(_("How much, in pounds?"))
    why = line(_("What was it for?"), _("Only the board reads this. For example: bus there and back"), required=False)


class Answered(Step):
    """A yes or no to an expense."""

    title = _("Shall it be paid?")
    answer = choice(_("Your answer"), [("yes", _("Yes")), ("no", _("No"))])
    reason = line(_("If not: why?"), _("They read this."), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "no" and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why not."))
        return given


def from_pot(pots: Pairs) -> type[Step]:
    """Out of which pot it is paid."""

    class FromPot(Step):
        pot = choice(_("From which pot?"), pots)

    return FromPot


class Sure(Step):
    """The last look before something that cannot be taken back."""

    sure = choice(_("Did you look at it once more?"), [("yes", _("Yes, go on"))])


class Seen(Step):
    """The second look at how many are there."""

    seen = choice(_("Did you count as many yourself?"), [("yes", _("Yes, as many"))])


class NotThere(Step):
    """Someone was written down as there, and was not."""

    was_not = choice(_("Were you at this meeting?"), [("no", _("No, I was not there"))])


class WasThere(Step):
    """What somebody from outside found."""

    there = choice(_("Were they there?"), [("yes", _("Yes, they were there")), ("no", _("No, they were not"))])
