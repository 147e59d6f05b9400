"""The clocks that a body runs on: a duty begins only where a dated rule for it is in force, and ends with the act that does it."""

from datetime import datetime

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.promises.actions import cancel, meet, promise
from letgo.commons.promises.models import Promise
from letgo.commons.promises.queries import of as promises_about
from letgo.commons.promises.queries import version_on
from letgo.commons.promises.rules import Calendar, Rule
from letgo.commons.record.actions import Signs
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards.models import Body

CALLS, GOES_ON, MEETS = "boards.call-election", "boards.go-on", "boards.call-meeting"  # the acts that meet a clock
AT_PLACE = frozenset(
    {"officer", "councillor", "administrator"}
)  # their duties are held at the place, others in the body


def allowed(by: Signs, verb: str, row: object) -> bool:
    """Whether whoever signs may do this: a clock or an effect was allowed when it was set going."""
    return not isinstance(by, Actor) or may(by, verb, row)


def owe(body: Body, rule: str, by: Signs, start: datetime | None = None, met_by: str = "") -> Promise | None:
    """The clock about a body by the dated rule of this name: the one that runs, or a new one that starts now, or at `start`.

    `met_by`: the verb whose act alone meets it; else whoever holds the duty says that it is done. None where the terms name no such
    rule, or none is in force. In the caller's transaction, with the body locked.
    """
    at = start or now()
    version = version_on(rule, at) if rule else None
    if version is None:
        return None
    known = [row for row in promises_about(body.ref) if row.rule.name == rule]
    if found := next((row for row in known if not row.closed), None):
        return found
    holder = Ref("place", body.place_id) if version[0].role in AT_PLACE else Ref("organisation", body.organisation_id)
    key = f"{body.pk}:{rule}:{len(known)}"
    return promise(body.ref, rule, at, holder, by, key, place=body.place_id, show_about=True, met_by=met_by)


def clock(body: Body, rule: str) -> Promise | None:
    """The clock by this rule that runs about a body, or None. 1 SQL query, none without a rule."""
    return clocks(body).get(rule) if rule else None


def clocks(body: Body) -> dict[str, Promise]:
    """Every clock that runs about a body, by the name of its rule. 1 SQL query."""
    return {row.rule.name: row for row in promises_about(body.ref) if not row.closed}


def dated(*rules: str, at: datetime) -> list[tuple[Rule, Calendar]]:
    """The dated rules of these names with their calendars, as they hold then. Raises Refused for one that is not in force. 2 SQL each."""
    found = []
    for name in rules:
        version = version_on(name, at)
        if version is None:
            raise Refused("No rule “{rule}” is in force.", "Put it in force first: letgo pack apply.", rule=name)
        found.append((version[0].read, version[1].read))
    return found


def done(body: Body, rule: str, why: str = "") -> None:
    """What the rule asked for was done; or with `why`, it is called off. Nothing where no clock of it runs."""
    for row in promises_about(body.ref) if rule else []:
        if row.rule.name == rule and not row.closed:
            if why:
                cancel(row.pk, why, CLOCK, f"{row.pk}:done")
            else:
                meet(row.pk, CLOCK, f"{row.pk}:done")
