"""What a rung, a petition or a resolution sets going at a board's meetings. Named in house/effects.py; each runs once for its key."""

from collections.abc import Mapping
from typing import Any

from letgo.commons.record.refs import Ref, find
from letgo.decide.boards.agenda.actions import put_escalation
from letgo.decide.boards.meeting_models import Item
from letgo.decide.boards.resolutions.actions import decide


def put_on_agenda(cause: Ref, args: Mapping[str, Any]) -> Item | None:
    """Effect "boards.put-on-agenda": what was promised and not kept, or a petition, comes onto the next agenda of the place's board.

    Nothing happens where nobody sits for the place.
    """
    row = find(cause)
    place = getattr(row, "place", None)
    return None if place is None else put_escalation(cause, place)


def resolved(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "boards.resolved": a carried resolution decides under the power that it names."""
    decide(cause.id)
