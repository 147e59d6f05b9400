"""Who is asking, and the shape of an answer to "may they?". No names yet: the only role is *anyone*."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Actor:
    """Someone who asks for something: the roles they act in, and the secret addresses they hold.

    An address is a key: who was given it may open what it names, and nothing else follows from it.
    """

    roles: frozenset[str] = frozenset({"anyone"})
    holds: frozenset[str] = field(default=frozenset(), repr=False)  # secrets: kept out of logs and errors

    def holding(self, *addresses: str) -> "Actor":
        """The same actor, who also holds `addresses`."""
        return replace(self, holds=self.holds | set(addresses))


ANYONE = Actor()


@dataclass(frozen=True)
class Policy:
    """Who may do one verb. `one` answers for a single subject, `many` narrows a queryset; a test holds the two equal."""

    one: Callable[[Actor, Any], bool]
    many: Callable[[Actor, Any], Any]


ANYBODY = Policy(
    one=lambda actor, subject: "anyone" in actor.roles,
    many=lambda actor, rows: rows if "anyone" in actor.roles else rows.none(),
)
