"""Who is asking, the shape of an answer to "may they?", and the words and moves of this room."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

EVERYWHERE = "/"

# What someone may need of us, and how pages say it.
NEEDS = {
    "large-print": "Large print",
    "easy-read": "Easy Read: short words with pictures",
    "interpreter": "An interpreter",
    "sign-language": "Sign language",
    "voice": "Someone to talk to, because reading is hard",
    "help": "Someone to help me with forms",
    "more-time": "More time",
    "step-free": "A place without steps",
}
LANGUAGES = {
    "en": "English", "cy": "Cymraeg", "ar": "العربية", "bn": "বাংলা", "es": "Español", "fa": "فارسی", "fr": "Français",
    "gu": "ગુજરાતી", "it": "Italiano", "pa": "ਪੰਜਾਬੀ", "pl": "Polski", "pt": "Português", "ro": "Română", "so": "Soomaali",
    "ta": "தமிழ்", "tr": "Türkçe", "uk": "Українська", "ur": "اردو", "yue": "廣東話", "zh": "中文",
}  # fmt: skip

ROUTES = {"text": "Text message", "phone": "Phone call", "email": "E-mail", "letter": "Letter"}
COUNTRY = "44"  # put before a phone number that begins with 0

# In what someone may act for another. "everything" is all of them but votes and agreements: those are named, or not given.
SCOPES = {
    "details": "Name, needs and language",
    "messages": "Read messages and answer them",
    "homes": "Repairs and the home",
    "care": "Care visits",
    "money": "Money and budgets",
    "agreements": "Say yes or no to sharing",
    "everything": "Everything but votes and saying yes to sharing",
}
NAMED_ONLY = frozenset({"votes", "agreements"})
HELPER = "helper"  # an officer or neighbour who does it with the person, by phone, on paper or at the door
ACTING_ROLES = {
    "parent": "Parent or guardian",
    "attorney": "Attorney: power of attorney or deputy",
    "advocate": "Advocate",
    "carer": "Carer",
    "friend": "Friend or relative",
}
AGREED_HOW = {"phone": "By phone", "paper": "On paper", "door": "At the door or in our office"}
HELP_LASTS = timedelta(hours=2)


class Acts:
    """The states of an ActingFor."""

    GIVEN = "given"
    SUSPENDED = "suspended"
    ENDED = "ended"


ACTING_MOVES: Mapping[str, frozenset[str]] = {
    Acts.GIVEN: frozenset({Acts.SUSPENDED, Acts.ENDED}),
    Acts.SUSPENDED: frozenset({Acts.GIVEN, Acts.ENDED}),
    Acts.ENDED: frozenset(),
}


class Worry:
    """The states of a Concern."""

    RAISED = "raised"
    TAKEN = "taken"
    CLOSED = "closed"


CONCERN_MOVES: Mapping[str, frozenset[str]] = {
    Worry.RAISED: frozenset({Worry.TAKEN}),
    Worry.TAKEN: frozenset({Worry.TAKEN, Worry.CLOSED}),
    Worry.CLOSED: frozenset(),
}
ANSWERERS = ("answerer", "safeguarding-lead")
CROWD = 30  # so many in one hour: later ones are kept and read after the others


@dataclass(frozen=True)
class Grant:
    """A role that someone holds now, and where: `reach` is a place's lineage ("/id/id/") or "/" for the whole house.

    It holds in that place and in every place below it. `organisation` narrows it to one organisation. A role of staff is only
    there when the session has its second factor.
    """

    role: str
    reach: str = EVERYWHERE
    organisation: UUID | None = None

    @property
    def inside(self) -> bool:
        """Whether it holds in its organisation and at no place: what a firm's staff are, they are nowhere else."""
        return self.organisation is not None and self.reach == f"/{self.organisation}/"


@dataclass(frozen=True)
class Acting:
    """Someone acts for another person: for whom, and in what (SCOPES). `name` is for a page's first line and is never printed."""

    person: UUID
    scopes: frozenset[str]
    name: str = field(default="", repr=False, compare=False)

    def covers(self, scope: str) -> bool:
        """Whether it was given for `scope`: by name, or by "everything" for what need not be named."""
        return scope in self.scopes or ("everything" in self.scopes and scope not in NAMED_ONLY)


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
        """The lineages from which downwards any of these roles is held, for narrowing a list; none for staff inside one body."""
        return frozenset(grant.reach for grant in self.grants if grant.role in roles and not grant.inside)

    @property
    def subject(self) -> UUID | None:
        """Whose business this is: the person acted for, or else the person."""
        return self.acting.person if self.acting else self.person

    @property
    def selves(self) -> frozenset[UUID]:
        """The person and whom they act for: in what touches either, they have a part of their own."""
        return frozenset(found for found in (self.person, self.subject) if found)

    def is_self(self, person: UUID) -> bool:
        """Whether this is `person`, and acts for nobody else. Someone who is helped is still themselves."""
        return self.person == person and self.acting is None

    def speaks_for(self, person: UUID, scope: str) -> bool:
        """Whether `person`'s business in `scope` is theirs to do: as the person, or acting for them in this scope."""
        return self.is_self(person) or (
            self.acting is not None and self.acting.person == person and self.acting.covers(scope)
        )

    def signature(self) -> dict[str, str]:
        """Who did it and for whom, for the record: ids only."""
        named = {"person": self.person, "for": self.acting and self.acting.person, "helper": self.helper}
        return {word: str(pk) for word, pk in named.items() if pk}


ANYONE = Actor()


def standing_in(actor: Actor, choice: Mapping[str, str] | None, theirs: frozenset[Grant] = frozenset()) -> Actor:
    """`actor` as they act in this request: for the person of `choice` (queries.stand_in's annotation), or for themselves.

    Whoever acts for another in everything holds none of their own grants meanwhile but `theirs`, the other person's: where they live,
    what they belong to; in less than everything, no grant at all. A helper must hold the role of one; then it is the person's own
    act, with the helper's id under it.
    """
    if not choice or actor.person is None:
        return actor
    person, bare = UUID(choice["person"]), replace(actor, grants=theirs, strong=False)
    if choice["role"] != HELPER:
        scopes = frozenset(choice["scopes"].split())
        held = theirs if "everything" in scopes else frozenset()
        return replace(bare, grants=held, acting=Acting(person, scopes, choice["name"]))
    return replace(bare, person=person, helper=actor.person) if actor.reaches("officer", "outreach") else actor


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


def holding(*roles: str) -> Policy:
    """Whoever holds one of these roles anywhere, whatever it is asked about."""
    return Policy(
        one=lambda actor, subject: bool(actor.reaches(*roles)),
        many=lambda actor, rows: rows if actor.reaches(*roles) else rows.none(),
    )


EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,180}")


def tidy_address(kind: str, address: str) -> str:
    """An address as it is kept and compared: e-mail in small letters, a number as +44…, a letter's lines without needless spaces.

    Returns "" for one that cannot be right.
    """
    if kind == "email":
        found = address.strip().lower()
        return found if EMAIL.fullmatch(found) else ""
    if kind in ("text", "phone"):
        digits = re.sub(r"[\s().-]", "", address)
        digits = re.sub(r"^00", "+", digits)
        digits = re.sub(r"^0", f"+{COUNTRY}", digits)
        return digits if re.fullmatch(r"\+[1-9][0-9]{6,14}", digits, re.ASCII) else ""
    lines = [" ".join(line.split()) for line in address.strip().splitlines()]
    found = "\n".join(line for line in lines if line)
    return found if kind == "letter" and 8 <= len(found) <= 300 else ""


def blotted(kind: str, address: str) -> str:
    """An address so that its owner knows it again and nobody else learns it: "k…@example.org", "… 123", "Flat …"."""
    if kind == "email":
        name, _, rest = address.partition("@")
        return f"{name[:1]}…@{rest}"
    return f"… {address[-3:]}" if kind in ("text", "phone") else f"{address.splitlines()[0][:4]}…"


# What a person can ask us never to do. The first two hold for everybody who has not said otherwise.
NEVER = {
    "leave-a-message": "Never leave a message",
    "name-the-service": "Never name the service or say what it is about",
    "write-home": "Never write to my home",
    "ring": "Never ring me",
    "shared": "Never use an address that someone else uses too",
}
CAREFUL = frozenset({"leave-a-message", "name-the-service"})
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Safe:
    """How, when and what never, as one person wants it. Hours are of the place's own day, from `start` up to `end`; days 0 to 6."""

    kinds: frozenset[str] = frozenset(ROUTES)
    days: frozenset[int] = frozenset(range(7))
    start: int = 8
    end: int = 20
    never: frozenset[str] = CAREFUL

    def allows(self, kind: str, shared: bool = False) -> bool:
        """Whether a route of this kind may be used at all."""
        barred = {"letter": "write-home", "phone": "ring"}.get(kind, "")
        return kind in self.kinds and barred not in self.never and not (shared and "shared" in self.never)

    def open_at(self, local: datetime) -> bool:
        """Whether this moment (of the place's own time) is one of theirs."""
        return local.weekday() in self.days and self.start <= local.hour < self.end

    def next_open(self, local: datetime) -> datetime:
        """The first moment from `local` on that is one of theirs."""
        for ahead in range(8):
            day = local.date() + timedelta(days=ahead)
            opens = max(local, datetime.combine(day, time(self.start), local.tzinfo))
            if day.weekday() in self.days and opens.date() == day and opens.hour < self.end:
                return opens
        raise ValueError("A person who may be reached on no day cannot be reached.")

    def says(self, word: str) -> bool:
        """Whether we may: `word` is of NEVER."""
        return word not in self.never


def crowded(lately: int) -> bool:
    """Whether so many concerns came in the last hour that this one is read after the others. None is ever turned away."""
    return lately >= CROWD


def unknown(words: Collection[str], table: Collection[str]) -> list[str]:
    """Those of `words` that the table does not know."""
    return sorted(set(words) - set(table))
