"""What a late project sets going. Named in house/effects.py, run once by a worker."""

from collections.abc import Mapping
from typing import Any

from letgo.commons.record.refs import Ref
from letgo.decide.budgets.delivery.actions import spread
from letgo.decide.budgets.delivery.queries import behind


def tell_late(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "budgets.tell-late": whoever had the idea and everyone who could vote are told of a late project. `cause`: the promise."""
    found = behind(cause.id)
    if found is not None:
        project, stage = found
        spread(project, f"late-{stage}")
