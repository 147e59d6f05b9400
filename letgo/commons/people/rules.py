"""Who is asking, and the shape of an answer to "may they?"."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

EVERYWHERE = "/"


@dataclass(frozen=True)
class Grant:
    """A role that someone holds now, and where: `reach` is a place's lineage ("/id/id/") or "/" for the whole house.

    It holds in that place and in every place below it. `organisation` narrows it to one organisation. A role of staff is only
    there when the session has its second factor.
    """

    role: str
    reach: str = EVERYWHERE
    organisation: UUID | None = None


@dataclass(frozen=True)
class Acting:
    """Someone acts for another person: for whom, and in what ("votes", "money", "everything", ...)."""

    person: UUID
    scopes: frozenset[str]


@dataclass(frozen=True)
class Actor:
    """Someone who asks for something: who they are, the roles they act in, and the secret addresses they hold.

    An address is a key: who was given it may open what it names, and nothing else follows from it. Made anew for each request.
    """

    roles: frozenset[str] = frozenset({"anyone"})  # "anyone"; "person" too once signed in
    holds: frozenset[str] = field(default=frozenset(), repr=False)  # secrets: kept out of logs and errors
    person: UUID | None = None
    acting: Acting | None = None
    helper: UUID | None = None  # the officer or neighbour who does this with them, by phone or at the door
    grants: frozenset[Grant] = frozenset()
    session: UUID | None = None
    strong: bool = False  # a second factor was given at this sign-in

    def holding(self, *addresses: str) -> "Actor":
        """The same actor, who also holds `addresses`."""
        return replace(self, holds=self.holds | set(addresses))

    def has(self, role: str, lineage: str = EVERYWHERE) -> bool:
        """Whether this role is held at the place with this lineage or above it."""
        return any(grant.role == role and lineage.startswith(grant.reach) for grant in self.grants)

    def reaches(self, *roles: str) -> frozenset[str]:
        """The lineages from which downwards any of these roles is held: for narrowing a list."""
        return frozenset(grant.reach for grant in self.grants if grant.role in roles)

    @property
    def subject(self) -> UUID | None:
        """Whose business this is: the person acted for, or else the person."""
        return self.acting.person if self.acting else self.person

    def signature(self) -> dict[str, str]:
        """Who did it and for whom, for the record: ids only."""
        named = {"person": self.person, "for": self.acting and self.acting.person, "helper": self.helper}
        return {word: str(pk) for word, pk in named.items() if pk}


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
SIGNED_IN = Policy(
    one=lambda actor, subject: actor.person is not None,
    many=lambda actor, rows: rows if actor.person is not None else rows.none(),
)
