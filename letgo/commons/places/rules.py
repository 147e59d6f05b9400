"""The words for places and roles, who may give which role, and who is eligible on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from letgo.commons.people.rules import EVERYWHERE, Actor, Grant

PLACE_KINDS = ("council", "ward", "area", "estate", "block")
ORGANISATION_KINDS = ("council", "landlord", "board", "co-op", "trust", "provider", "team", "charity")
DEEPEST = 10  # levels of places: a lineage of 400 characters holds as many

# What someone can be at a place or in an organisation. Packs give them their names on pages.
ROLES = (
    "administrator",  # keeps the house running: roles and settings, never votes or cases
    "safeguarding-lead",
    "answerer",  # answers "I am worried about someone"
    "officer",
    "councillor",
    "manager",
    "outside-checker",
    "returning-officer",  # runs one vote from outside the body whose vote it is
    "secretary",
    "treasurer",
    "board-member",
    "outreach",  # helps people at the door, by phone, on paper
    "carer",
)
ROLE_WORDS = {
    "administrator": "Administrator",
    "safeguarding-lead": "Safeguarding lead",
    "answerer": "Answers worries",
    "officer": "Officer",
    "councillor": "Councillor",
    "manager": "Manager",
    "outside-checker": "Outside checker",
    "returning-officer": "Returning officer",
    "secretary": "Secretary",
    "treasurer": "Treasurer",
    "board-member": "Board member",
    "outreach": "Helps people at the door",
    "carer": "Carer",
}
PLACE_WORDS = {"council": "Council area", "ward": "Ward", "area": "Area", "estate": "Estate", "block": "Block"}
ORGANISATION_WORDS = {
    "council": "Council",
    "landlord": "Landlord",
    "board": "Board",
    "co-op": "Co-op",
    "trust": "Trust",
    "provider": "Provider",
    "team": "Team",
    "charity": "Charity",
}
STAFF = frozenset(  # who helps at the door acts in others' names, so they are staff
    {"administrator", "safeguarding-lead", "answerer", "officer", "councillor", "manager", "outreach"}
)
# Who moves money or votes by an office for which nobody takes a second step at each sign-in.
HANDLERS = frozenset(ROLES) - STAFF - {"carer"}
PUBLIC_OFFICES = (
    "councillor",
    "board-member",
    "secretary",
    "treasurer",
    "manager",
    "safeguarding-lead",
    "answerer",
    "returning-officer",
)
OWN_AFFAIRS = frozenset({"secretary", "board-member"})  # they run their own organisation's list of roles and members
PUBLIC_BODIES = frozenset({"council", "landlord"})  # their staff act in the whole of their place; others' only inside

STANDINGS = ("lives-here", "uses-service", "works-here", "age-band")
AGE_BANDS = ("under-11", "11-15", "16-17", "18-24", "25-64", "65-and-over")
GRANTED = {"lives-here": "resident", "uses-service": "user", "works-here": "worker"}


class Stage(StrEnum):
    """How far an import is."""

    CHECKING = "checking"
    CHECKED = "checked"  # shown, and waits for a yes
    FAULTY = "faulty"  # shown, and cannot be taken over
    APPLYING = "applying"
    DONE = "done"
    FAILED = "failed"  # our fault
    DROPPED = "dropped"


IMPORT_MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.CHECKING: frozenset({Stage.CHECKED, Stage.FAULTY, Stage.FAILED}),
    Stage.CHECKED: frozenset({Stage.APPLYING, Stage.DROPPED}),
    Stage.APPLYING: frozenset({Stage.DONE, Stage.FAULTY, Stage.FAILED}),
    Stage.FAULTY: frozenset({Stage.DROPPED}),
    Stage.DONE: frozenset(),
    Stage.FAILED: frozenset(),
    Stage.DROPPED: frozenset(),
}


def inside(organisation: UUID) -> str:
    """The reach of a role that holds in one organisation and at no place: a lineage that no place has."""
    return f"/{organisation}/"


def reach_of(role: str, place: str | None, organisation: UUID | None, kind: str | None, seat: str | None) -> str:
    """From which lineage downwards a role holds: `place` of the role, `kind` and `seat` (lineage) of its organisation.

    Neither: the whole house. Staff of a body that is no council or landlord act inside it only, wherever it sits.
    """
    if place:
        return place
    if organisation is None:
        return EVERYWHERE
    outside = role in STAFF and kind not in PUBLIC_BODIES
    return inside(organisation) if outside or not seat else seat


def runs(actor: Actor, organisation: UUID | None) -> bool:
    """Whether the actor is secretary or on the board of this very organisation."""
    return organisation in run_by(actor)


def speaks(actor: Actor, roles: Iterable[str], organisation: UUID | None) -> bool:
    """Whether the actor holds one of `roles` in this very organisation."""
    return organisation is not None and any(
        grant.role in roles and grant.organisation == organisation for grant in actor.grants
    )


def run_by(actor: Actor) -> frozenset[UUID]:
    """The organisations of which the actor is secretary or on the board."""
    return frozenset(g.organisation for g in actor.grants if g.role in OWN_AFFAIRS and g.organisation)


def may_give(actor: Actor, role: str, person: UUID, lineage: str, organisation: UUID | None) -> bool:
    """Whether the actor may give `person` a role at the place with `lineage` or in the organisation. Nobody gives themselves one.

    Staff roles: an administrator. Other roles of an organisation: its secretary or board, and its secretary also an
    administrator, or nobody could ever begin. Other roles at a place: an officer.
    """
    return person not in actor.selves and gives(actor, role, lineage, organisation)


def gives(actor: Actor, role: str, lineage: str, organisation: UUID | None) -> bool:
    """Whether giving and ending this role there is the actor's business at all."""
    administers = actor.has("administrator", lineage)
    if role in STAFF:
        return administers
    if organisation is not None:
        return runs(actor, organisation) or (role == "secretary" and administers)
    return actor.has("officer", lineage)


def homes_of(actor: Actor) -> frozenset[str]:
    """The lineages where the actor lives, uses a service or works."""
    return actor.reaches(*GRANTED.values())


def staff_reaches(actor: Actor) -> frozenset[str]:
    """The lineages from which downwards the actor reads as staff do: helping at the door is no reason to."""
    return actor.reaches(*STAFF - {"outreach"})


def ancestors(lineage: str) -> list[str]:
    """The lineages of a place and of all above it, from the top: "/a/b/" gives ["/a/", "/a/b/"]."""
    found, so_far = [], "/"
    for part in lineage.strip("/").split("/"):
        so_far += f"{part}/"
        found.append(so_far)
    return found


def places_in(lineages: Iterable[str]) -> frozenset[UUID]:
    """The ids of all places that these lineages name: the place itself and every one above it."""
    return frozenset(UUID(word) for lineage in lineages for word in lineage.split("/") if word)


def own_organisations(actor: Actor) -> frozenset[UUID]:
    """The organisations that the actor belongs to or holds a role in."""
    return frozenset(grant.organisation for grant in actor.grants if grant.organisation)


def own_persons(actor: Actor) -> frozenset[UUID]:
    """Whose private lines the actor reads: their own; while they act for someone in everything, that person's and not their own."""
    mine = actor.subject is not None and (actor.acting is None or "everything" in actor.acting.scopes)
    return frozenset({actor.subject} if mine and actor.subject else set())


def uprn_fault(text: str) -> str:
    """What is wrong with a UPRN: "" when it is 1 to 12 digits. Source: GeoPlace, "up to 12 digits"."""
    return (
        "" if text.isascii() and text.isdigit() and len(text) <= 12 else "A UPRN has up to 12 digits and nothing else."
    )


def shown(number: int) -> str:
    """A number of people for a public page: below 10 it could point at someone, so it is not said."""
    return "fewer than 10" if number < 10 else f"{number:,}"


def grant_of_standing(kind: str, lineage: str) -> Grant | None:
    """What a standing lets its holder be, or None: an age lets nobody do anything."""
    return Grant(GRANTED[kind], lineage) if kind in GRANTED else None


@dataclass(frozen=True)
class Eligibility:
    """Who is eligible at a place: anyone on one of the grounds (`both`: on a standing and a membership together), and then
    for `days` without a break, of an age from `youngest` to `oldest`, and holding none of the roles in `excludes` there.

    An age that nobody has shown us is not within an age limit. Moving house inside the place breaks nothing.
    """

    standings: tuple[str, ...] = ()  # of STANDINGS but "age-band"; the first that holds is the ground
    members: UUID | None = None  # of this organisation
    both: bool = False
    days: int = 0
    youngest: str = ""  # of AGE_BANDS
    oldest: str = ""
    excludes: tuple[str, ...] = ()  # of ROLES

    def __post_init__(self) -> None:
        known = (set(self.standings) <= set(GRANTED), set(self.excludes) <= set(ROLES))
        ages = {self.youngest, self.oldest} <= {"", *AGE_BANDS}
        if not all(known) or not ages or self.days < 0 or not (self.standings or self.members):
            raise ValueError("an electorate needs a ground, and words that we know")
        if self.both and not (self.standings and self.members):
            raise ValueError("both grounds are asked for, and only one is named")

    def as_data(self) -> dict[str, Any]:
        """Plain JSON; from_data() reads it."""
        return {
            "standings": list(self.standings),
            "members": str(self.members) if self.members else None,
            "both": self.both,
            "days": self.days,
            "youngest": self.youngest,
            "oldest": self.oldest,
            "excludes": list(self.excludes),
        }

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "Eligibility":
        """What as_data() made. Raises ValueError for a rule that is none, KeyError and TypeError for other data."""
        members = UUID(data["members"]) if data["members"] else None
        lists = {name: tuple(data[name]) for name in ("standings", "excludes")}
        return Eligibility(
            members=members,
            both=data["both"],
            days=data["days"],
            youngest=data["youngest"],
            oldest=data["oldest"],
            **lists,
        )

    def bands(self) -> frozenset[str] | None:
        """The age bands that are eligible, or None when age does not count."""
        if not (self.youngest or self.oldest):
            return None
        first = AGE_BANDS.index(self.youngest) if self.youngest else 0
        last = AGE_BANDS.index(self.oldest) if self.oldest else len(AGE_BANDS) - 1
        return frozenset(AGE_BANDS[first : last + 1])


@dataclass(frozen=True)
class Held:
    """Something that someone held from a day up to, not including, another: a standing, "member", or a role ("role")."""

    person: UUID
    what: str
    start: date
    end: date | None = None
    detail: str = ""

    def on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.start <= day and (self.end is None or day < self.end)


def unbroken_since(spans: Iterable[Held], on: date) -> date | None:
    """The first day from which these, one after the other, hold up to and on the day `on`; None when none holds then."""
    known = list(spans)
    since = min((span.start for span in known if span.on(on)), default=None)
    if since is None:
        return None
    ended = [span for span in known if span.end is not None and span.end <= on]
    for span in sorted(ended, key=lambda span: span.end or on, reverse=True):
        if span.end is None or span.end < since:
            break
        since = min(since, span.start)
    return since


def eligible(rule: Eligibility, held: Iterable[Held], on: date) -> list[tuple[UUID, str]]:
    """Each eligible person once, with the first ground they have, in the order of their ids.

    `held` is all that anyone holds or held: at the place, in the organisation, their ages, and roles of `excludes`.
    """
    by_person: dict[UUID, list[Held]] = defaultdict(list)
    for row in held:
        by_person[row.person].append(row)
    found = ((person, _ground(rule, rows, on)) for person, rows in by_person.items())
    return sorted((person, ground) for person, ground in found if ground)


def _ground(rule: Eligibility, rows: list[Held], on: date) -> str:
    bands = rule.bands()
    if any(row.what == "role" and row.detail in rule.excludes and row.on(on) for row in rows):
        return ""
    if bands is not None and not any(row.what == "age-band" and row.detail in bands and row.on(on) for row in rows):
        return ""
    lived = [kind for kind in rule.standings if _long_enough(rule, rows, kind, on)]
    joined = ["member"] if rule.members and _long_enough(rule, rows, "member", on) else []
    if rule.both:
        return lived[0] if lived and joined else ""
    return (lived + joined + [""])[0]


def _long_enough(rule: Eligibility, rows: list[Held], what: str, on: date) -> bool:
    since = unbroken_since((row for row in rows if row.what == what), on)
    return since is not None and (on - since).days >= rule.days
