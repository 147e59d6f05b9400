"""What those fill in who open a round and put its ideas to the vote. Forms check shape only; the room checks truth."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from letgo.web.budgets.forms import PUBLIC, Day, Pounds, choice, line, number, text
from letgo.web.ui.journeys import Step


class Money(Step):
    """How much, and what for."""

    title = _("What is the money for?")
    name = line(_("The question that people will read"), _("For example: What should our £10,000 pay for?"))
    words = text(_("More about it"), PUBLIC, required=False)
    purse = Pounds(_("How much can residents spend, in pounds?"))


def from_pot(pots: list[tuple[str, str]], electorates: list[tuple[str, str]]) -> type[Step]:
    """From which pot, and who can propose and vote."""

    class FromPot(Step):
        title = _("Where is the money, and who decides?")
        pot = choice(_("From which pot?"), pots)
        electorate = choice(_("Who can say ideas and vote?"), electorates)

    return FromPot


class Days(Step):
    """The days of a round."""

    title = _("The days")
    lead = _("They are fixed now. Each step ends before the next one begins.")
    ideas_until = Day(_("The last day for ideas"))
    costing_until = Day(_("The last day for costing and checking"), hint="")
    votes_from = Day(_("The first day of the vote"), hint="")
    votes_until = Day(_("The last day of the vote"), hint="")


class Terms(Step):
    """The terms of a round."""

    title = _("The terms")
    lead = _("They are fixed now, before anybody proposes anything, and never change in this round.")
    rise_percent = number(_("How much more may a project cost in the end, in percent, with a reason?"), initial=10)
    reserve = Pounds(_("What is kept back for that, in pounds?"), least=0)
    small = Pounds(
        _("Up to how much may three residents release at once, in pounds?"), _("0 for no small money"), least=0
    )
    over_rise = choice(
        _("What happens when something costs much more?"),
        [
            ("next-project", _("It waits, and the next project in the published order is built")),
            ("poll", _("Residents vote again")),
        ],
    )


class Vote(Step):
    """Who runs the vote."""

    title = _("Put the ideas to the vote")
    officer = line(
        _("The returning officer: phone number, e-mail address or whole name"),
        _("Someone from outside: not on the list of voters, and not you. They declare the result."),
    )
    seed_from = line(
        _("What settles a tie?"),
        _("Dice thrown before two people after the close, or a public number that nobody knows yet"),
        most=200,
    )
    quorum = number(_("How many people must vote, at least?"), _("0 for no such number"), initial=0)


def preview(size: int, twins: int) -> type[Step]:
    """The list that will be frozen, as it is seen now."""
    frozen = ngettext(
        "It has {number:,} person today. It is frozen when you call the vote.",
        "It has {number:,} people today. It is frozen when you call the vote.",
        size,
    ).format(number=size)
    yes = ngettext("Yes, {number:,} person", "Yes, {number:,} people", size).format(number=size)
    if twins:
        twice = ngettext(
            "{number} pair on it may be one person twice: look at it first.",
            "{number} pairs on it may be one person twice: look at them first.",
            twins,
        ).format(number=twins)
        frozen = f"{frozen} {twice}"
        yes = ngettext("Yes, {people:,} people and {number} pair", "Yes, {people:,} people and {number} pairs", twins)
        yes = yes.format(people=size, number=twins)

    class Preview(Step):
        title = _("The list of who can vote")
        lead = frozen
        seen = choice(_("Did you look at it?"), [(f"{size}:{twins}", yes)])

    return Preview
