"""What a power is worth by its terms, how it moves, and until when it may be stopped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from typing import Any
from uuid import UUID

from letgo.commons.people.rules import Actor
from letgo.commons.record.rules import Sentence

LONGEST_VETO = 28  # days; a no that may come later than this is no bounded veto
SHORTEST_NOTICE = 28  # days; a power that can go sooner is held on trust only
# Days that a step of taking back lasts at least before the next one, as its `until` says. Valid from 22 November 2026. Source: house rule,
# no shorter than the shortest notice: who is warned has four weeks to put it right, and who is helped has four weeks with the help.
STEP_DAYS: Mapping[str, int] = {"warned": SHORTEST_NOTICE, "helped": SHORTEST_NOTICE}
PERCENT_TO_CHANGE = 67  # two thirds of both sides change an entry

GIVERS = frozenset({"officer", "councillor"})
SPEAKERS = frozenset({"secretary", "board-member", "outside-checker"})  # say yes or no for an organisation
WITNESSES = frozenset({"secretary", "outside-checker"})  # write down what residents said
LIVING_THERE = frozenset({"resident", "user"})


class Rung(IntEnum):
    """How much say residents really have."""

    COUNCIL = 1
    ASKED = 2
    TOGETHER = 3
    RESIDENTS = 4


RUNGS = {
    "council decides": Rung.COUNCIL,
    "residents are asked": Rung.ASKED,
    "decided together": Rung.TOGETHER,
    "residents decide": Rung.RESIDENTS,
}
DECIDES = {"giver": Rung.COUNCIL, "asked": Rung.ASKED, "together": Rung.TOGETHER, "holder": Rung.RESIDENTS}
SIDES = ("giver", "together", "holder")

# From a state, the states it may go to. Taking back for a fault climbs warned, helped, supervised; each can lead back to held.
MOVES: Mapping[str, frozenset[str]] = {
    "kept": frozenset({"kept", "offered"}),
    "offered": frozenset({"offered", "accepted", "held", "declined", "kept"}),
    "declined": frozenset({"offered", "kept"}),
    "accepted": frozenset({"held", "noticed", "ended"}),
    "held": frozenset({"held", "warned", "noticed", "lapsed", "ended"}),
    "warned": frozenset({"warned", "helped", "held", "noticed", "lapsed", "ended"}),
    "helped": frozenset({"helped", "supervised", "held", "noticed", "lapsed", "ended"}),
    "supervised": frozenset({"supervised", "held", "noticed", "lapsed", "ended"}),
    "lapsed": frozenset({"lapsed", "held", "noticed", "ended"}),
    "noticed": frozenset({"noticed", "held", "ended"}),
    "ended": frozenset(),
}
# The effect that each step of taking back sets going, and the one of giving back: a pack's rules say which clocks start with them.
STEPS = {"warned": "powers.warned", "helped": "powers.helped", "supervised": "powers.supervised"}
GIVEN_BACK = "powers.given-back"
WITH_HOLDER = frozenset({"held", "warned", "helped", "supervised", "lapsed", "noticed"})
NOT_GIVEN = frozenset({"kept", "offered", "declined"})  # the giver decides; nothing else was agreed yet


@dataclass(frozen=True)
class VetoTerm:
    """Who may stop a decision, on which grounds (none named: any), and within how many days of it."""

    organisation: UUID
    grounds: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class Terms:
    """What was agreed. Each side is "giver", "together" or "holder"; `money` is "" where no money goes with it. Money in pence."""

    decides: str
    agenda: str = "holder"
    options: str = "holder"
    information: str = "holder"
    money: str = ""
    changes: str = "together"
    notice_days: int = 90
    vetoes: tuple[VetoTerm, ...] = ()
    pence_a_year: int | None = None
    pence_each: int | None = None
    scope: str = ""


@dataclass(frozen=True)
class Offer:
    """One power as it is handed over. `holder` is (kind, id): an electorate, an organisation, or a place and its residents.

    `speaker` says yes or no for the holder. `effect` is a name that the house knows, or `by_hand` says who then does what.
    """

    what: str
    title: str
    holder: tuple[str, UUID]
    holder_words: str
    speaker: UUID
    declared: Rung
    terms: Terms
    start: date
    review: date
    end: date | None = None
    until_then: Rung = Rung.COUNCIL
    instrument: str = ""
    instrument_file: str = ""
    reserve: str = ""
    appeal: str = ""
    effect: str = ""
    effect_args: Mapping[str, Any] = field(default_factory=dict)
    end_effect: str = ""
    by_hand: str = ""


@dataclass(frozen=True)
class Judged:
    """The rung that the terms earn, and which of them hold it down ("options", "notice", ...), in a fixed order."""

    rung: Rung
    because: tuple[str, ...] = ()


def rung(terms: Terms) -> Judged:
    """How much say the terms really give: the one who decides sets it, and each strong hand of the giver holds it down.

    Source: who sets the agenda, picks the options, holds money and information, may stop, end or change it is who decides.
    """
    claimed = DECIDES[terms.decides]
    caps = _caps(terms)
    found = min([claimed, *caps.values()])
    return Judged(found, tuple(code for code, cap in caps.items() if cap == found < claimed))


def _caps(terms: Terms) -> dict[str, Rung]:
    """Each term that holds the say down, and to where."""
    caps: dict[str, Rung] = {}
    if terms.options == "giver":
        caps["options"] = Rung.ASKED
    if terms.notice_days < 1:
        caps["no-notice"] = Rung.ASKED
    elif terms.notice_days < SHORTEST_NOTICE:
        caps["notice"] = Rung.TOGETHER
    for code in ("agenda", "money", "information", "changes"):
        if getattr(terms, code) == "giver":
            caps[code] = Rung.TOGETHER
    if any(not veto.grounds for veto in terms.vetoes):
        caps["veto-any"] = Rung.TOGETHER
    if any(veto.days > LONGEST_VETO for veto in terms.vetoes):
        caps["veto-days"] = Rung.TOGETHER
    return caps


def wrong(offer: Offer) -> list[str]:
    """Why this offer cannot be made, in sentences; [] when it can. Whether the house knows its effects is asked elsewhere."""
    terms, faults = offer.terms, []
    if not offer.effect and not offer.by_hand.strip():
        faults.append("Say what happens by itself when residents decide, or who then does it by hand.")
    if offer.end and offer.end <= offer.start:
        faults.append("The end must be later than the start.")
    if offer.declared > rung(terms).rung and terms.decides != "holder" and DECIDES[terms.decides] < offer.declared:
        faults.append("You say more than the terms give. Change who decides, or what you call it.")
    if any(amount is not None and amount <= 0 for amount in (terms.pence_a_year, terms.pence_each)):
        faults.append("A limit of money must be more than nothing. Leave it empty for no limit.")
    if terms.notice_days < 1:
        faults.append("Nothing may end without notice. Give at least one day.")
    if any(veto.days < 1 for veto in terms.vetoes):
        faults.append("A right to say no needs a number of days.")
    return faults


def in_force(state: str, start: date, today: date) -> bool:
    """Whether the holder decides today. A power past its end stays with the holder until it is ended in so many words."""
    return state in WITH_HOLDER and start <= today


def first_last_day(today: date, notice_days: int) -> date:
    """The earliest day on which a notice given today can end a power."""
    return today + timedelta(days=notice_days)


def step_fault(before: str, until: date | None, after: str, new_until: date, today: date) -> str:
    """What is wrong with a step of taking back from state `before` (which lasts until that day) to `after`: "" when nothing is."""
    if after not in MOVES[before]:
        return "Taking back goes step by step: first a warning, then help, then watching over."
    if before != after and until is not None and today < until:
        return Sentence("They have until {until}. The next step can begin on that day.", until=until)
    least = today + timedelta(days=STEP_DAYS.get(after, 0))
    return Sentence("Give them until {least} at least.", least=least) if new_until < least else ""


def may_stop_until(decided: date, days: int) -> date:
    """The last day on which a decision of that day may be stopped."""
    return decided + timedelta(days=days)


def year_of(start: date, today: date) -> date:
    """The first day of the year of money that holds `today`: years run from the day the power began (29 February counts as 1 March)."""
    began = _anniversary(start, today.year)
    return began if began <= today else _anniversary(start, today.year - 1)


def _anniversary(start: date, year: int) -> date:
    try:
        return start.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def gives(actor: Actor, giver: UUID, lineage: str) -> bool:
    """Whether the actor speaks for the giver at a place: an officer or councillor there or above, of this or of no organisation."""
    return any(
        grant.role in GIVERS and grant.organisation in (None, giver) and lineage.startswith(grant.reach)
        for grant in actor.grants
    )


def lives_in(actor: Actor, lineage: str) -> bool:
    """Whether who this is about lives in, or uses the services of, this place or one below it."""
    return any(grant.role in LIVING_THERE and grant.reach.startswith(lineage) for grant in actor.grants)


def order_of_next(asked: bool, neighbours: int, review: date) -> tuple[bool, int, date]:
    """What could be let go next: what was asked for first, then what most neighbours have let go, then by review date."""
    return (not asked, -neighbours, review)


def spent(amounts: Sequence[int | None]) -> int:
    """Pence used, from the amounts of the uses of one year."""
    return sum(amount or 0 for amount in amounts)
