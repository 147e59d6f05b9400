"""How rounds and ideas are told to people: states, days, money, and what is next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from letgo.commons.money.rules import pounds
from letgo.commons.people.rules import LANGUAGES
from letgo.commons.places.queries import today
from letgo.decide.budgets.models import Idea, Round
from letgo.decide.budgets.rules import CATEGORIES, HOW
from letgo.web.ui import charts
from letgo.web.ui.figures import day
from letgo.web.ui.saying import each

STATES = each(
    {
        "said": "Waits for its cost",
        "costed": "Has a cost; its author answers",
        "disputed": "Its cost is disputed",
        "agreed": "Its cost is agreed",
        "refused": "Refused, with reasons",
        "appealed": "Before the residents",
        "on-the-vote": "On the vote",
        "funded": "Won",
        "not-funded": "Not this time",
        "merged": "Part of another idea",
        "withdrawn": "Taken back by its author",
        "carried": "Goes on in the next round",
    }
)
ROUNDS = each(
    {
        "ideas": "Ideas are open",
        "costing": "Ideas are costed and checked",
        "voting": "The vote",
        "delivering": "What won is built",
        "over": "This round is over",
    }
)
STANDS = each(
    {
        "said": "It waits for its cost.",
        "disputed": "Its author disputes the cost. An officer owes an answer.",
        "refused": "It was refused.",
        "appealed": "It was refused, and now the residents decide.",
        "on-the-vote": "It is on the vote.",
        "funded": "It won.",
        "not-funded": "Not this time.",
        "merged": "It became part of another idea.",
        "withdrawn": "Its author took it back.",
        "carried": "It goes on in the next round.",
    }
)
AGREED = each(  # by whether checkers found that the money may be spent on it
    {
        None: "It would cost {money}, and that is agreed. Checkers still look at it.",
        True: "It would cost {money}, and that is agreed. It goes on the vote.",
        False: "It would cost {money}, and that is agreed.",
    }
)
STAGES = ("ideas", "costing", "voting", "delivering")
__all__ = ["CATEGORIES", "HOW", "LANGUAGES", "ROUNDS", "STATES", "facts", "news", "next_step", "picture", "stand"]


@dataclass(frozen=True)
class Step:
    """One stage of a round: its name, its days, and whether it is done, under way or still to come."""

    name: str
    days: str  # inside a sentence
    last: str  # in a table
    state: str
    done: int  # in hundredths of the stage, for the picture


def bound(on: date) -> str:
    """A day that binds, with its weekday."""
    return f"{on:%A} {day(on)}"


def news(row: Round) -> str:
    """The round in one sentence: what can be done now, until when."""
    purse = pounds(row.purse_pence)
    if row.state == "ideas":
        return _("{money} to spend. Say your idea until {day}.").format(money=purse, day=bound(row.ideas_until))
    if row.state == "costing":
        return _("{money} to spend. Each idea gets a cost until {day}.").format(
            money=purse, day=bound(row.costing_until)
        )
    if row.state == "voting":
        return _("{money} to spend. The vote runs until {day}.").format(money=purse, day=bound(row.votes_until))
    if row.state == "delivering":
        return _("The result stands. What won is being built.")
    return _("This round is over.")


def next_step(row: Round) -> str:
    """What comes after this, and who holds the duty."""
    return {
        "ideas": _("From {day} on an officer costs each idea. That is owed by a day that its page names.").format(
            day=bound(row.ideas_until)
        ),
        "costing": _("The vote opens on {day}. Those who speak for the residents call it.").format(
            day=bound(row.votes_from)
        ),
        "voting": _(
            "After the close the result is counted and declared. Then there are days to object, and the money is set aside."
        ),
        "delivering": _("Each project has stages with days. The last one needs a resident’s yes."),
        "over": "",
    }[row.state]


def steps(row: Round) -> list[Step]:
    """The four stages of a round with their days."""
    spans = [
        (_("Ideas"), row.opened, row.ideas_until),
        (_("Costing"), row.ideas_until, row.costing_until),
        (_("Vote"), row.votes_from, row.votes_until),
    ]
    at = STAGES.index(row.state) if row.state in STAGES else len(STAGES)
    found = []
    for number, (name, first, last) in enumerate(spans):
        share = 100 if number < at else _passed(first, last) if number == at else 0
        until = _("until {day}").format(day=bound(last))
        found.append(Step(name, until, bound(last), _stage(number, at), share))
    days, building = _("each project names its days"), len(spans)
    share = 100 if building < at else 0
    return [*found, Step(_("Building what won"), days, days, _stage(building, at), share)]


def _stage(number: int, at: int) -> str:
    """Whether a stage is done, under way or still to come, when the round is at another."""
    return _("Done") if number < at else _("Now") if number == at else _("Still to come")


def _passed(first: date, last: date) -> int:
    whole, gone = (last - first).days + 1, (today() - first).days + 1
    return max(0, min(99, 100 * gone // max(1, whole)))


def picture(row: Round) -> Markup:
    """How far a round is: one bar for each stage, filled as its days go by."""
    found = steps(row)
    says = " ".join(f"{step.name}: {step.state.lower()}, {step.days}." for step in found)
    bars = [
        charts.Parts(step.name, f"{step.state}, {step.days}", step.done, "m1" if step.done == 100 else "m1c")
        for step in found
    ]
    return charts.blocks("stages", _("How far “{round}” is").format(round=row.title), says, bars, 100)


def called(row: Idea) -> str:
    """An idea by its number and its name."""
    return _("Idea {number}: {title}").format(number=row.number, title=row.title)


def stand(row: Idea) -> str:
    """How an idea stands, in one sentence with its day."""
    if row.state == "costed" and row.answer_by:
        return _("It would cost {money}. Its author can answer until {day}.").format(
            money=pounds(row.pence or 0), day=bound(row.answer_by)
        )
    if row.state == "refused" and row.answer_by and row.answer_by >= today():
        return _("It was refused. Its author can ask the residents until {day}.").format(day=bound(row.answer_by))
    if row.state == "agreed":
        return AGREED[row.eligible].format(money=pounds(row.pence or 0))
    return str(STANDS[row.state])


def facts(row: Idea) -> list[tuple[str, Any]]:
    """What the page of an idea lists."""
    found = [(_("How it stands"), STATES[row.state]), (_("About"), CATEGORIES[row.category])]
    if row.where:
        found.append((_("Where"), row.where))
    if row.pence:
        found.append((_("Cost"), pounds(row.pence)))
        found.append((_("Keeping it up"), _("{money} a year").format(money=pounds(row.upkeep_pence or 0))))
    found.append((_("Said"), f"{day(row.said)}, {HOW[row.how].lower()}"))
    return found
