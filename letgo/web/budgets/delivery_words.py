"""How projects, their stages and changes are told to people: the news first, who holds the duty, by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup

from letgo.commons.money.rules import Stage as Way
from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.promises.models import Promise
from letgo.commons.promises.rules import day_in_words
from letgo.decide.budgets.cuts.queries import at as cuts_at
from letgo.decide.budgets.delivery.queries import Seen, Whole
from letgo.decide.budgets.models import Change, Cut, Evidence, Project, Round, Stage
from letgo.web.ui import charts
from letgo.web.ui.figures import day

STATES = {
    "set-aside": "Money is set aside",
    "started": "Ordered",
    "done": "Done",
    "stopped": "Stopped",
    "over": "Over",
}
STAGES = {"waiting": "Not done yet", "shown": "A resident is asked to look", "done": "Done", "cancelled": "Called off"}
WAYS = {"officer": "Allowed by the terms", "next-project": "The residents decide", "poll": "The residents decide"}
REFUSED = {
    "old-cost": "It is built for the old cost, or not at all.",
    "next": "It was let go, and who was next is built.",
}


@dataclass(frozen=True)
class Row:
    """One project in a list: how it stands in a sentence, and the badge of its next promise, if one runs."""

    id: UUID
    title: str
    money: str
    said: str
    word: str


@dataclass(frozen=True)
class Told:
    """One stage on a project's page."""

    stage: Stage
    state: str
    by: str
    word: str  # of its promise's badge, "" when it has none to show
    evidence: list[Evidence]
    said: list[str]


def listed(row: Project) -> Row:
    """A project of a round; its stages were read with it."""
    stages = list(row.stages.all())
    waiting = next((one for one in stages if one.state in ("waiting", "shown")), None)
    due = waiting.promise if waiting else row.first_step if row.state == "set-aside" else None
    return Row(row.pk, row.idea.title, pounds(row.pence), _stands(row, waiting), word(due))


def word(due: Promise | None) -> str:
    """The badge of a running promise, "" for none."""
    return "" if due is None or due.closed == "cancel" else str(due.state)


def _stands(row: Project, waiting: Stage | None) -> str:
    if row.state == "set-aside":
        due = row.first_step.due if row.first_step else None
        return "The money is set aside. Nothing is ordered yet." + (f" That is owed by {day(due)}." if due else "")
    if row.state == "started" and waiting:
        last = " It waits for a resident’s yes." if waiting.state == "shown" else f" By {day(waiting.due)}."
        return f"Next: {waiting.title}.{last}"
    if row.state in ("done", "over"):
        return f"Done on {day(row.done)}." if row.done else "Done."
    return f"Stopped: {row.reason}" if row.state == "stopped" else STATES[row.state]


def news(row: Project, whole: Whole) -> str:
    """The one sentence under the title."""
    waiting = next((seen.stage for seen in whole.stages if seen.stage.state in ("waiting", "shown")), None)
    late = waiting and waiting.promise and waiting.promise.state in ("late", "broken")
    if row.state == "started" and waiting and late and waiting.state == "waiting":
        return f"It is late. “{waiting.title}” was promised for {day_in_words(waiting.due)}."
    if row.state == "done":
        back = row.pence - row.spent_pence
        rest = f" {pounds(back)} of its money stayed in the pot." if back else ""
        return f"It is done. A resident looked at it and said yes. It cost {pounds(row.spent_pence)}.{rest}"
    return _stands(row, waiting)


def duty(row: Project, roles: Mapping[str, str]) -> str:
    """Who holds the duty, as people call them, and where."""
    where = row.organisation.name if row.organisation else row.round.place.name
    return f"The {roles.get(row.officer, row.officer.replace('-', ' '))} of {where}"


def facts(row: Project, whole: Whole) -> list[tuple[str, str]]:
    """What the page lists: money with its state, dates, the cost that was voted on."""
    found = [("How it stands", STATES[row.state]), ("Set aside", pounds(row.pence))]
    if whole.costs.voted != row.pence:
        found.append(("Voted on for", pounds(whole.costs.voted)))
    if row.spent_pence:
        found.append(("Paid", pounds(row.spent_pence)))
    if row.started:
        found.append(("Ordered on", day(row.started)))
    if row.done:
        found.append(("Done on", day(row.done)))
    return found


def stage(seen: Seen) -> Told:
    """One stage with what was shown and what residents said to it."""
    row = seen.stage
    said = [f"A resident said {'yes' if one.yes else 'no'}. {one.words}".strip() for one in seen.answers]
    by = f"Done on {day(row.done)}" if row.done else f"By {day_in_words(row.due)}"
    moved = row.promise and row.promise.due and row.promise.due.date() > row.due and row.state == "waiting"
    if moved and row.promise and row.promise.due:
        by = f"By {day_in_words(row.promise.due.date())}; it was {day_in_words(row.due)} first"
    return Told(row, STAGES[row.state], by, word(row.promise), seen.evidence, said)


def to_show(whole: Whole) -> Stage | None:
    """The stage that waits for whoever does the work, None when none does."""
    if whole.project.state != "started":
        return None
    waiting = next((seen.stage for seen in whole.stages if seen.stage.state in ("waiting", "shown")), None)
    return waiting if waiting and waiting.state == "waiting" else None


def to_confirm(whole: Whole, actor: Actor) -> Stage | None:
    """The stage that waits for a resident's yes, if this actor may give one."""
    shown = next((seen.stage for seen in whole.stages if seen.stage.state == "shown"), None)
    return shown if shown and may(actor, "budgets.confirm", whole.project) and actor.person else None


def changed(whole: Whole) -> list[tuple[Change, str]]:
    """Each change of cost, and what it is, who decides it and what happens next. No SQL."""
    return [
        (one, f"From {pounds(one.from_pence)} to {pounds(one.to_pence)}: {one.reasons} {WAYS[one.way]}. {_next(one)}")
        for one in whole.changes
    ]


def _next(one: Change) -> str:
    """What happens next with a change of cost, or what came of it."""
    if one.state == "done":
        return "It holds."
    if one.state == "undone":
        return "The vote on it was taken back, so what was before it stands again."
    if one.state == "refused":
        return REFUSED.get(one.answer, "They said no.")
    if one.poll:
        return f"They vote on it until {day(one.poll.closes)}. The result settles it by itself. Until then the old cost stands."
    by = f" by {day(one.due.due)}" if one.due and one.due.due else ""
    return f"Those who speak for them must ask{by}. Until then the old cost stands."


def bar(row: Project, whole: Whole) -> Markup:
    """How far its money is: decided, ordered, sent, arrived."""
    reached = whole.payment.stage if whole.payment else Way.DECIDED
    order = [Way.DECIDED, Way.ORDERED, Way.SENT, Way.ARRIVED]
    at = order.index(reached) if reached in order else 0
    names = ("Decided", "Ordered", "Sent", "Arrived")
    marks = ("m1d", "m1c", "m1b", "m1")
    money = row.spent_pence or row.pence
    parts = [
        charts.Parts(name, pounds(money) if number <= at else "Not yet", money if number <= at else 0, mark)
        for number, (name, mark) in enumerate(zip(names, marks, strict=True))
    ]
    says = " ".join(f"{part.name}: {part.words}." for part in parts)
    return charts.blocks("money", f"Where the money for “{row.idea.title}” is", says, parts, money)


def cuts(row: Round) -> list[Cut]:
    """The cuts of this round that are under way."""
    return [cut for cut in cuts_at(row.place) if cut.round_id == row.pk]
