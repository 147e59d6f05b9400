"""The money of the made-up town: each estate's pot, the trust's and the co-op's, with payments in every state. Nothing of it is real.

What later scripts find in town.made: "pot:outside", "pot:council", "pot:<estate>", "pot:trust", "pot:care-co-op".
"""

from typing import Any

from letgo.commons.money import actions
from letgo.commons.money.models import Pot
from letgo.commons.money.rules import Kind, Stage, Terms, Vat, YearEnd
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import System
from letgo.house.town.building import Town

BY = System("made-up town")
# pot: (name, whose, what it is for, pounds a year, and for what it paid: words, pounds, how far, days ago)
POTS = {
    "tansy-row": (
        "Tansy Row estate budget",
        "organisation:tansy-row-board",
        "What the residents of Tansy Row vote for",
        60_000,
        (
            ("Lights on the path to the school", 14_200, Stage.ARRIVED, 120),
            ("Benches by the pond", 3_900, Stage.SENT, 40),
            ("A roof over the bicycle racks", 20_300, Stage.ORDERED, 30),
            ("Paint and plants for Block D", 18_400, Stage.DECIDED, 9),
        ),
    ),
    "lockside": (
        "Lockside small works",
        "organisation:lockside-board",
        "Mending what is too small for the landlord",
        24_000,
        (
            ("Hand rails", 2_150, Stage.ARRIVED, 90),
            ("New locks for the bin store", 640, Stage.RETURNED, 50),
            ("New locks for the bin store, second try", 640, Stage.ARRIVED, 35),
        ),
    ),
    "fairmead": (
        "Fairmead reserve",
        "organisation:fairmead-co-op",
        "For the roofs, when they need it",
        18_000,
        (("Survey of the roofs", 1_800, Stage.ARRIVED, 100),),
    ),
    "trust": (
        "Youth trust",
        "organisation:trust",
        "What young people of the three estates choose",
        36_000,
        (("Sports hall, autumn term", 4_320, Stage.SENT, 20), ("Boxing gloves", 275, Stage.ARRIVED, 60)),
    ),
    "care-co-op": (
        "Care co-op training",
        "organisation:care-co-op",
        "Training for carers",
        6_000,
        (("First aid course", 960, Stage.ARRIVED, 75),),
    ),
}
WAY = (Stage.ORDERED, Stage.SENT, Stage.ARRIVED)


def build(town: Town) -> None:
    """The world outside, the council's own pot, and the pots it gave to residents; a year of payments."""
    council, place = town.made["organisation:council"], town.made["place:wrenholt"]
    with town.days_ago(230):
        outside = town.made["pot:outside"] = _open(
            town, "outside", "The bank, firms and people", place, Kind.OUTSIDE, officer_at=place
        )
        own = town.made["pot:council"] = _open(town, "council", "Wrenholt neighbourhoods", council, officer_at=place)
        cause = Ref("organisation", council.pk)
        actions.transfer(
            outside, own, 15_000_000, cause, BY, town.key("money", "grant"), why="Neighbourhood money for the year"
        )
    for short, (name, whose, purpose, pounds, paid) in POTS.items():
        terms = Terms(
            most_each=2_500_000,
            two_people_from=500_000,
            vat=Vat.COST,
            cost_code=f"N-{101 + [*POTS].index(short)}",
            year_end=YearEnd.CARRY_OVER,
        )
        with town.days_ago(200):
            pot = _open(town, short, name, town.made[whose], purpose=purpose, terms=terms, giver=own)
            town.made[f"pot:{short}"] = pot
            why = "For the year, with the power to decide"
            actions.transfer(own, pot, pounds * 100, cause, BY, town.key("money", short), why=why)
        for words, amount, stage, days in paid:
            _pay(town, pot, outside, words, amount * 100, stage, days)


def _open(town: Town, short: str, name: str, owner: Any, kind: Kind = Kind.POT, **more: Any) -> Pot:
    more.setdefault("terms", Terms(officer="officer" if "officer_at" in more else "treasurer"))
    return actions.open_pot(name, owner, BY, town.key("pot", short), kind=kind, **more)


def _pay(town: Town, pot: Pot, to: Pot, words: str, pence: int, stage: Stage, days: int) -> None:
    key = ("money", pot.name, words)
    with town.days_ago(days):
        made = actions.transfer(pot, to, pence, Ref("pot", pot.pk), BY, town.key(*key), why=words)
    reached = (
        WAY[: WAY.index(stage) + 1] if stage in WAY else (*WAY[:2], Stage.RETURNED) if stage == Stage.RETURNED else ()
    )
    for number, step in enumerate(reached):
        with town.days_ago(days - 3 * number - 2):
            actions.step(made, step, BY, town.key(*key, step))
    if stage == Stage.RETURNED:
        with town.days_ago(days - 10):
            actions.reverse(made, BY, town.key(*key, "undone"), why=f"{words}: the bank sent it back")
