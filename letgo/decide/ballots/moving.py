"""How a vote moves: locked, with a public line, and only where it may go."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from letgo.commons.record.actions import Signs, write
from letgo.commons.record.jobs import later
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.rules import State, may_move

NOT_ON_LIST = (
    "You are not on the list of who can vote here.",
    "Ask the returning officer if you think that you should be.",
)


def locked(poll: UUID) -> Poll:
    """The vote, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    rows = Poll.objects.select_for_update(of=("self",), no_key=True).select_related(
        "place", "power", "electorate", "line"
    )
    found = rows.filter(pk=poll).first()
    if found is None:
        raise Refused("There is no such vote.", kind="gone")
    return found


def move(row: Poll, state: str, verb: str, by: Signs, body: Mapping[str, Any] | None = None, **fields: Any) -> Poll:
    """Bring a locked vote into `state` (the one it is in, for another change of it), with the public line that says why.

    Raises Refused for a move that rules.MOVES does not have.
    """
    if not may_move(row.state, state):
        raise Refused("This vote is past that.")
    return row.put(str(state), write(verb, Ref("poll", row.pk), by=by, body=body), **fields)


def count_when_ready(row: Poll) -> None:
    """Have a closed vote counted once its seed is known. In the caller's transaction."""
    if row.state == State.CLOSED and row.seed:
        later("ballots.count", f"{row.pk}:{row.line_id}", {"poll": str(row.pk)})


def said(reasons: str) -> str:
    """Reasons without needless spaces. Raises Refused for none."""
    if not reasons.strip():
        raise Refused("Nobody would know why.", "Give the reasons. They are public: name nobody.")
    return reasons.strip()[:2_000]
