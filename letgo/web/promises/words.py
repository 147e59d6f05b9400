"""What a promise looks like in words: the line in a list, and the parts of its own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.money.rules import pounds
from letgo.commons.promises import queries, rules
from letgo.commons.promises.models import Promise
from letgo.commons.promises.queries import Step, Whole
from letgo.web.ui.saying import each

HAPPENED = each(
    {
        "start": "The clock started",
        "pause": "The clock was stopped",
        "resume": "The clock goes on",
        "extend": "The date was moved",
        "meet": "Done",
        "excuse": "Excused",
        "cancel": "Called off",
        "late": "The date passed",
        "break": "The promise was broken",
        "told": "Someone was told",
    }
)
STATUS = {"law": "law", "regulator": lazy("a regulator’s rule"), "guidance": "guidance", "local": lazy("a house rule")}


@dataclass(frozen=True)
class Row:
    """One promise in a list. `word` is "" for one that was called off in time: that is no badge."""

    id: UUID
    title: str
    word: str
    said: str
    duty: str


def row(promise: Promise, roles: Mapping[str, str], at: datetime) -> Row:
    """One line of a list, without a query of its own."""
    calendar = promise.calendar.read
    due = promise.due and rules.moment_in_words(promise.due, calendar)
    if promise.closed == Promise.Closed.CANCELLED and promise.state == Promise.State.WAITING:
        said = _("Called off. Nothing is owed any more.")
    elif promise.closed == Promise.Closed.EXCUSED:
        said = _("Due by {due}. Excused: its page says why.").format(due=due)
    elif promise.closed:
        kept = promise.state == Promise.State.KEPT
        said = _("Done. It was due by {due}.") if kept else _("Done after its date. It was due by {due}.")
        said = said.format(due=due)
    elif not promise.due:
        said = _("The clock stands still. Its page says why.")
    elif at > promise.due:
        said = (
            _("Due by {due}. {over_in_words} over.")
            .format(due=due, over_in_words=rules.over_in_words(promise.due, at, calendar))
            .replace(". l", ". L")
        )
    else:
        said = _("Due by {due}.").format(due=due)
    return Row(promise.pk, promise.rule.title, word(promise), said, duty(promise.rule.role, roles))


def word(promise: Promise) -> str:
    """The badge's word, or "" for what was called off in time."""
    called_off = promise.closed == Promise.Closed.CANCELLED and promise.state == Promise.State.WAITING
    return "" if called_off else str(promise.state)


def duty(role: str, roles: Mapping[str, str]) -> str:
    """How people call who holds the duty: "the estate manager"."""
    return _("the {what}").format(what=roles.get(role, role.replace("-", " ")))


def whole(found: Whole, at: datetime) -> dict[str, Any]:
    """Everything that a promise's page says. 1 SQL query more than queries.whole()."""
    roles = queries.settings_at(found.row.place)["roles"]
    rule, calendar, standing = found.rule, found.calendar, found.standing
    climbs = [] if standing.closed else rules.ladder(rule, calendar, standing)[found.row.rungs :]
    return {
        "promise": found.row,
        "title": rule.title,
        "word": word(found.row),
        "said": rules.why(rule, calendar, standing, at),
        "duty": duty(rule.role, roles),
        "holder": found.holder,
        "output": rule.output,
        "insist": rule.insist,
        "next": [(rules.moment_in_words(moment, calendar), rung.who) for rung, moment in climbs],
        "happened": [happened(step, calendar) for step in found.steps],
        "because": standing.steps,
        "owed": owed(found, at),
        "source": _("{source}. This is {status}, read on {day}.").format(
            source=rule.source, status=STATUS[rule.status], day=rules.day_in_words(rule.read)
        ),
        "version": rule.version,
    }


def happened(step: Step, calendar: rules.Calendar) -> tuple[str, str]:
    """When, and what happened, with its reason."""
    said = HAPPENED[step.kind]
    if step.kind == "told":
        said = step.by[:1].upper() + step.by[1:]
    elif step.kind == "extend":
        said = _("{said} by {by}").format(said=said, by=step.by)
    return rules.moment_in_words(step.at, calendar), f"{said}: {step.reason}." if step.reason else f"{said}."


def owed(found: Whole, at: datetime) -> str:
    """What a broken promise has cost so far, in pounds; "" when its rule knows no sum or it is not broken."""
    due, sum_of = found.standing.due, found.rule.owed
    if sum_of is None or due is None or found.row.state != Promise.State.BROKEN:
        return ""
    until = found.standing.met.at if found.standing.met else at
    days = (found.calendar.day_of(until) - found.calendar.day_of(due)).days
    return pounds(sum_of.pence(max(0, days)))
