"""How projects, their stages and changes are told to people: the news first, who holds the duty, by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
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
from letgo.web.ui.saying import each

STATES = each(
    {
        "set-aside": "Money is set aside",
        "started": "Ordered",
        "done": "Done",
        "stopped": "Stopped",
        "over": "Over",
    }
)
STAGES = each(
    {"waiting": "Not done yet", "shown": "A resident is asked to look", "done": "Done", "cancelled": "Called off"}
)
WAYS = each(
    {"officer": "Allowed by the terms.", "next-project": "The residents decide.", "poll": "The residents decide."}
)
REFUSED = each(
    {
        "old-cost": "It is built for the old cost, or not at all.",
        "next": "It was let go, and who was next is built.",
        "": "They said no.",
    }
)


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
        if due is None:
            return _("The money is set aside. Nothing is ordered yet.")
        return _("The money is set aside. Nothing is ordered yet. That is owed by {day}.").format(day=day(due))
    if row.state == "started" and waiting:
        if waiting.state == "shown":
            return _("Next: {stage}. It waits for a resident’s yes.").format(stage=waiting.title)
        return _("Next: {stage}. By {day}.").format(stage=waiting.title, day=day(waiting.due))
    if row.state in ("done", "over"):
        return _("Done on {day}.").format(day=day(row.done)) if row.done else _("Done.")
    return _("Stopped: {reason}").format(reason=row.reason) if row.state == "stopped" else str(STATES[row.state])


def news(row: Project, whole: Whole) -> str:
    """The one sentence under the title."""
    waiting = next((seen.stage for seen in whole.stages if seen.stage.state in ("waiting", "shown")), None)
    late = waiting and waiting.promise and waiting.promise.state in ("late", "broken")
    if row.state == "started" and waiting and late and waiting.state == "waiting":
        late_by = _("It is late. “{stage}” was promised for {day}.")
        return late_by.format(stage=waiting.title, day=day_in_words(waiting.due))
    if row.state == "done":
        cost, back = pounds(row.spent_pence), row.pence - row.spent_pence
        said = _("It is done. A resident looked at it and said yes. It cost {cost}.").format(cost=cost)
        rest = _("{money} of its money stayed in the pot.").format(money=pounds(back)) if back else ""
        return f"{said} {rest}".strip()
    return _stands(row, waiting)


def duty(row: Project, roles: Mapping[str, str]) -> str:
    """Who holds the duty, as people call them, and where."""
    where = row.organisation.name if row.organisation else row.round.place.name
    role = roles.get(row.officer, row.officer.replace("-", " "))
    return _("The {role} of {place}").format(role=role, place=where)


def facts(row: Project, whole: Whole) -> list[tuple[str, str]]:
    """What the page lists: money with its state, dates, the cost that was voted on."""
    found = [(_("How it stands"), STATES[row.state]), (_("Set aside"), pounds(row.pence))]
    if whole.costs.voted != row.pence:
        found.append((_("Voted on for"), pounds(whole.costs.voted)))
    if row.spent_pence:
        found.append((_("Paid"), pounds(row.spent_pence)))
    if row.started:
        found.append((_("Ordered on"), day(row.started)))
    if row.done:
        found.append((_("Done on"), day(row.done)))
    return found


def stage(seen: Seen) -> Told:
    """One stage with what was shown and what residents said to it."""
    row = seen.stage
    answers = {True: _("A resident said yes. {words}"), False: _("A resident said no. {words}")}
    said = [answers[one.yes].format(words=one.words).strip() for one in seen.answers]
    return Told(row, str(STAGES[row.state]), _by(row), word(row.promise), seen.evidence, said)


def _by(row: Stage) -> str:
    """When a stage was done, or by which day it is promised, with the first such day where it has moved."""
    promised = row.promise.due.date() if row.promise and row.promise.due else row.due
    if row.state == "waiting" and promised > row.due:
        moved = _("By {day}; it was {before} first")
        return moved.format(day=day_in_words(promised), before=day_in_words(row.due))
    if row.done:
        return _("Done on {day}").format(day=day(row.done))
    return _("By {day}").format(day=day_in_words(row.due))


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
    return [(one, f"{_from_to(one)} {WAYS[one.way]} {_next(one)}") for one in whole.changes]


def _from_to(one: Change) -> str:
    said = _("From {before} to {after}: {reasons}")
    return said.format(before=pounds(one.from_pence), after=pounds(one.to_pence), reasons=one.reasons)


def _next(one: Change) -> str:
    """What happens next with a change of cost, or what came of it."""
    if one.state == "done":
        return _("It holds.")
    if one.state == "undone":
        return _("The vote on it was taken back, so what was before it stands again.")
    if one.state == "refused":
        return str(REFUSED.get(one.answer, REFUSED[""]))
    if one.poll:
        votes = _("They vote on it until {day}. The result settles it by itself. Until then the old cost stands.")
        return votes.format(day=day(one.poll.closes))
    if one.due and one.due.due:
        asks = _("Those who speak for them must ask by {day}. Until then the old cost stands.")
        return asks.format(day=day(one.due.due))
    return _("Those who speak for them must ask. Until then the old cost stands.")


def bar(row: Project, whole: Whole) -> Markup:
    """How far its money is: decided, ordered, sent, arrived."""
    reached = whole.payment.stage if whole.payment else Way.DECIDED
    order = [Way.DECIDED, Way.ORDERED, Way.SENT, Way.ARRIVED]
    at = order.index(reached) if reached in order else 0
    names = (_("Decided"), _("Ordered"), _("Sent"), _("Arrived"))
    marks = ("m1d", "m1c", "m1b", "m1")
    money = row.spent_pence or row.pence
    parts = [
        charts.Parts(name, pounds(money) if number <= at else _("Not yet"), money if number <= at else 0, mark)
        for number, (name, mark) in enumerate(zip(names, marks, strict=True))
    ]
    says = " ".join(f"{part.name}: {part.words}." for part in parts)
    title = _("Where the money for “{project}” is").format(project=row.idea.title)
    return charts.blocks("money", title, says, parts, money)


def cuts(row: Round) -> list[Cut]:
    """The cuts of this round that are under way."""
    return [cut for cut in cuts_at(row.place) if cut.round_id == row.pk]
