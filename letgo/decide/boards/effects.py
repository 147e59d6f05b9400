"""What a vote, a resolution or a rung sets going here. Named in house/effects.py; each runs once for its key."""

from collections.abc import Mapping
from typing import Any

from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import System
from letgo.decide.boards.elections.filling import empty_seats, fill_seats
from letgo.decide.boards.models import Election, Mandate
from letgo.decide.boards.nominations.actions import locked_election

EFFECT = System("effect")


def seat(cause: Ref, args: Mapping[str, Any]) -> list[Mandate]:
    """Effect "boards.seat" of a declared vote, or of an election without one: who was elected takes the seats, all or nothing.

    A second run seats nobody twice. Raises Refused without a declared result.
    """
    return fill_seats(_election(cause), EFFECT)


def seat_undo(cause: Ref, args: Mapping[str, Any]) -> list[Mandate]:
    """Effect "boards.seat-undo", after a challenge was upheld: those seats are empty again, by new lines, or back with whose they were."""
    return empty_seats(_election(cause), EFFECT)


def _election(cause: Ref) -> Election:
    """The election that a vote is about, or itself, locked."""
    field = "pk" if cause.kind == "election" else "poll"
    found = Election.objects.filter(**{field: cause.id}).first()
    if found is None:
        raise Refused("No election is about this vote.")
    return locked_election(found.pk)
