"""One-time links into the made-up town, one for each kind of person. Only there: a real installation has none of this."""

from collections.abc import Iterator
from uuid import uuid4

from letgo.commons.people.models import Person
from letgo.commons.record.rules import System
from letgo.decide.boards.models import Election, Mandate
from letgo.decide.boards.rules import RUNNING

# (what to call them, the role or what else they are, and where; "" for someone who only lives there)
KINDS = (
    ("a resident of Tansy Row", "", "Tansy Row"),
    ("the secretary of the Tansy Row board", "secretary", "Tansy Row board"),
    ("the treasurer of the Tansy Row board", "treasurer", "Tansy Row board"),
    ("a member of the Tansy Row board", "sits-on", "Tansy Row board"),
    ("the returning officer who runs its election", "runs-election", "Tansy Row board"),
    ("the councillor for North ward", "councillor", "North ward"),
    ("an officer of Wrenholt council", "officer", "Wrenholt"),
    ("the manager of Tansy Row, under review", "manager", "Tansy Row"),
    ("the manager of Fairmead, before a hearing", "manages-for", "Board of Fairmead housing co-op"),
    ("a board member of Fairmead, who reads the reply", "board-member", "Fairmead housing co-op"),
    ("an outreach worker in Lockside", "outreach", "Lockside"),
    ("a daughter who acts for her mother", "acts-for", ""),
    ("the secretary of the care co-op", "secretary", "Honeysuckle care co-op"),
    ("the safeguarding lead", "safeguarding-lead", "Wrenholt"),
    ("an administrator", "administrator", ""),
)


def links(site: str) -> Iterator[tuple[str, str]]:
    """(who, address) for each kind: each address opens once, within half an hour, with the second step taken."""
    from letgo.commons.door.actions import let_in

    for who, role, where in KINDS:
        person = _person(role, where)
        if person is not None:
            secret = let_in(person, by=System("made-up town"), key=uuid4().hex)
            yield who, f"{site}/sign-in/link/{secret}"


def _person(role: str, where: str) -> Person | None:
    """Someone of that kind: always the same one."""
    people = Person.objects.filter(ended__isnull=True)
    if role == "acts-for":
        people = people.filter(acts_for__state="given", acts_for__until=None)
    elif role == "runs-election":
        running = Election.objects.filter(body__name=where, state__in=RUNNING)
        people = people.filter(pk__in=running.values("officer_id"))
    elif role in ("sits-on", "manages-for"):
        held = Mandate.objects.filter(body__name=where, state="serving", seat__isnull=role == "manages-for")
        people = people.filter(pk__in=held.values("person_id"))
    elif role:
        held = {"roles__name": role, "roles__end__isnull": True}
        at = people.filter(roles__place__name=where, **held) | people.filter(roles__organisation__name=where, **held)
        people = at if where else people.filter(**held)
    else:
        people = people.filter(standings__place__name=where, standings__kind="lives-here", roles__isnull=True)
    return people.order_by("routes__order", "name", "pk").first()
