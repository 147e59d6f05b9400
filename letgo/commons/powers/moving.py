"""How an entry of the register moves: locked, with a public line, and only where it may go."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from letgo.commons.places.queries import today
from letgo.commons.powers.models import Power
from letgo.commons.powers.rules import MOVES
from letgo.commons.record.actions import Signs, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused

NOT_GIVER = "Only an officer or councillor of the side that gives this power can do this."
NOT_HOLDER = "Only those who speak for the side that holds this power can do this."


def locked(power: UUID) -> Power:
    """The entry, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    found = Power.objects.select_for_update(of=("self",)).select_related("place", "giver").filter(pk=power).first()
    if found is None:
        raise Refused("There is no such power.", kind="gone")
    return found


def move(
    row: Power,
    state: str,
    verb: str,
    by: Signs,
    body: Mapping[str, Any] | None = None,
    *,
    mark: str = "",
    **fields: Any,
) -> Power:
    """Bring an entry into `state`, or change what stands in it, with its public line; `mark` names a column that keeps this line too.

    Raises Refused for a move that does not exist.
    """
    if state not in MOVES[row.state] and state != row.state:
        raise Refused("That cannot be done: this power is {state}.", state=row.state)
    reasons = {"reasons": fields["reasons"]} if fields.get("reasons") else {}
    line = write(
        verb, Ref("power", row.pk), by=by, body={"state": state, "title": row.title, **reasons, **(body or {})}
    )
    return row.put(state, line, **fields, **({mark: line} if mark else {}))


def hold(row: Power, verb: str, by: Signs, reasons: str) -> Power:
    """All is well again: the holder decides as before, and no notice runs."""
    cleared = {"until": None, "notice_day": None, "last_day": None, "giver_yes": None, "holder_yes": None}
    return move(row, "held", verb, by, reasons=worded(reasons), **cleared)


def worded(text: str, missing: str = "Give your reasons. They are public.") -> str:
    """What someone wrote, without spaces around it. Raises Refused when it is nothing."""
    if not text.strip():
        raise Refused(missing)
    return text.strip()


def future(day: date) -> None:
    """Raise Refused unless the day is still to come."""
    if day <= today():
        raise Refused("Choose a day that is still to come.")
