"""How rounds and ideas are told to people: states, days, money, and what is next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from letgo.commons.money.rules import pounds
from letgo.commons.people.rules import LANGUAGES
from letgo.commons.places.queries import today
from letgo.decide.budgets.models import Idea, Round
from letgo.decide.budgets.rules import CATEGORIES, HOW
from letgo.web.ui import charts
from letgo.web.ui.figures import day

STATES = {
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
ROUNDS = {
    "ideas": "Ideas are open",
    "costing": "Ideas are costed and checked",
    "voting": "The vote",
    "delivering": "What won is built",
    "over": "This round is over",
}
STAGES = ("ideas", "costing", "voting", "delivering")
__all__ = ["CATEGORIES", "HOW", "LANGUAGES", "ROUNDS", "STATES", "facts", "news", "next_step", "picture", "stand"]


@dataclass(frozen=True)
class Step:
    """One stage of a round: its name, its days, and whether it is done, under way or still to come."""

    name: str
    days: str
    state: str
    done: int  # in hundredths of the stage, for the picture


def bound(on: date) -> str:
    """A day that binds, with its weekday."""
    return f"{on:%A} {day(on)}"


def news(row: Round) -> str:
    """The round in one sentence: what can be done now, until when."""
    if row.state == "ideas":
        return f"{pounds(row.purse_pence)} to spend. Say your idea until {bound(row.ideas_until)}."
    if row.state == "costing":
        return f"{pounds(row.purse_pence)} to spend. Each idea gets a cost until {bound(row.costing_until)}."
    if row.state == "voting":
        return f"{pounds(row.purse_pence)} to spend. The vote runs until {bound(row.votes_until)}."
    if row.state == "delivering":
        return "The result stands. What won is being built."
    return "This round is over."


def next_step(row: Round) -> str:
    """What comes after this, and who holds the duty."""
    return {
        "ideas": f"From {bound(row.ideas_until)} on an officer costs each idea. That is owed by a day that its page names.",
        "costing": f"The vote opens on {bound(row.votes_from)}. Those who speak for the residents call it.",
        "voting": "After the close the result is counted and declared. Then there are days to object, and the money is set aside.",
        "delivering": "Each project has stages with days. The last one needs a resident’s yes.",
        "over": "",
    }[row.state]


def steps(row: Round) -> list[Step]:
    """The four stages of a round with their days."""
    spans = [
        ("Ideas", row.opened, row.ideas_until),
        ("Costing", row.ideas_until, row.costing_until),
        ("Vote", row.votes_from, row.votes_until),
    ]
    at = STAGES.index(row.state) if row.state in STAGES else 4
    found = []
    for number, (name, first, last) in enumerate(spans):
        state = "Done" if number < at else "Now" if number == at else "Still to come"
        share = 100 if number < at else _passed(first, last) if number == at else 0
        found.append(Step(name, f"until {bound(last)}", state, share))
    state = "Done" if row.state == "over" else "Now" if row.state == "delivering" else "Still to come"
    return [*found, Step("Building what won", "each project names its days", state, 100 if state == "Done" else 0)]


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
    return charts.blocks("stages", f"How far “{row.title}” is", says, bars, 100)


def stand(row: Idea) -> str:
    """How an idea stands, in one sentence with its day."""
    if row.state == "costed" and row.answer_by:
        return f"It would cost {pounds(row.pence or 0)}. Its author can answer until {bound(row.answer_by)}."
    if row.state == "refused" and row.answer_by and row.answer_by >= today():
        return f"It was refused. Its author can ask the residents until {bound(row.answer_by)}."
    if row.state == "agreed":
        checked = {None: "Checkers still look at it.", True: "It goes on the vote."}.get(row.eligible, "")
        return f"It would cost {pounds(row.pence or 0)}, and that is agreed. {checked}".strip()
    return {
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
    }[row.state]


def facts(row: Idea) -> list[tuple[str, Any]]:
    """What the page of an idea lists."""
    found = [("How it stands", STATES[row.state]), ("About", CATEGORIES[row.category])]
    if row.where:
        found.append(("Where", row.where))
    if row.pence:
        found.append(("Cost", pounds(row.pence)))
        found.append(("Keeping it up", f"{pounds(row.upkeep_pence or 0)} a year"))
    found.append(("Said", f"{day(row.said)}, {HOW[row.how].lower()}"))
    return found
