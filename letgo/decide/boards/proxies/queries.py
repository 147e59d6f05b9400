"""Reading proxies: one's own, and those that one holds. Nobody else sees whose they are."""

from uuid import UUID

from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Role
from letgo.commons.places.queries import open_on, today
from letgo.commons.places.rules import own_persons
from letgo.decide.boards.meeting_models import Meeting, Proxy
from letgo.decide.boards.proxies import rules


def given_by(row: Meeting, actor: Actor) -> Proxy | None:
    """The proxy that someone gave for this meeting. 1 SQL query."""
    return row.given.filter(state="given", giver__in=own_persons(actor)).select_related("holder", "meeting").first()


def held_by(row: Meeting, actor: Actor) -> list[Proxy]:
    """The proxies that someone holds, with the words of their givers. 1 SQL query."""
    if actor.person is None or actor.acting:
        return []
    return list(row.given.filter(state="given", holder=actor.person).select_related("giver").order_by("slot"))


def slots(row: Meeting, holder: UUID) -> list[int]:
    """The numbers of the proxies that someone holds. 1 SQL query."""
    return list(row.given.filter(state="given", holder=holder).values_list("slot", flat=True))


def number(row: Meeting) -> int:
    """How many proxies were given. 1 SQL query."""
    return row.given.filter(state="given").count()


def works_there(person: UUID) -> bool:
    """Whether someone is paid here, works for a landlord, or cares for people: then they hold no proxy. 1 SQL query."""
    held = list(Role.objects.filter(open_on(today()), person=person).values_list("name", "organisation__kind"))
    return rules.barred([name for name, _ in held], [kind for _, kind in held])
