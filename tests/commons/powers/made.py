"""Offers, powers and petitions for tests, made by the room's own actions."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from letgo.commons.places.queries import today
from letgo.commons.powers import actions
from letgo.commons.powers.ladder import actions as ladder
from letgo.commons.powers.models import Demand, Petition, Power
from letgo.commons.powers.petitions.actions import set_demand, start_petition
from letgo.commons.powers.rules import Offer, Rung, Terms, VetoTerm
from letgo.commons.promises.tables import PackFile, table_of
from letgo.commons.promises.versions.actions import apply_pack
from letgo.commons.record.clock import travel
from letgo.commons.record.refs import Ref
from tests.commons.promises.made import CALENDAR
from tests.commons.promises.made import rule as promised
from tests.world import TEST, World

GROUNDS = ("It breaks the law", "It costs more than the limit")


def key() -> str:
    return uuid4().hex


def soon(days: int) -> date:
    return today() + timedelta(days=days)


def offer(world: World, **more: Any) -> Offer:
    """The estate's budget for its residents, through the board: £60,000 a year, 14 days for the council to say no."""
    terms = Terms(
        decides="holder",
        money="together",
        notice_days=90,
        vetoes=(VetoTerm(world.authority.pk, GROUNDS, 14),),
        pence_a_year=6_000_000,
        pence_each=2_000_000,
        scope="What is spent on the estate",
    )
    made = Offer(
        what="estate-budget",
        title="Estate budget",
        holder=("place", world.places["here"].pk),
        holder_words="Residents, by vote",
        speaker=world.board.pk,
        declared=Rung.RESIDENTS,
        terms=replace(terms, **{name: more.pop(name) for name in [*more] if hasattr(terms, name)}),
        start=today(),
        review=soon(365),
        by_hand="The council’s finance desk pays within 10 days",
    )
    return replace(made, **more)


def offered(world: World, **more: Any) -> Power:
    return actions.hand_over(
        world.places["here"].pk, world.authority.pk, offer(world, **more), by=world.actor("officer"), key=key()
    )


def held(world: World, **more: Any) -> Power:
    return actions.accept(offered(world, **more).pk, by=world.actor("secretary"), key=key())


def demand(world: World, names: int = 3, **more: Any) -> Demand:
    given = {
        "days": 30, "answers": Ref("organisation", world.authority.pk), "answers_words": "Wrenholt council",
        "answer_days": 14, "effect": "powers.owe-an-answer", "args": {"rule": "council.answer-a-petition"},
    } | more  # fmt: skip
    return set_demand(world.places["council"].pk, names, by=TEST, key=key(), **given)


def petition(world: World, names: int = 3) -> Petition:
    demand(world, names)
    return start_petition(
        world.places["here"].pk, "Heating in Block D", "It is cold. Mend it.", by=world.actor("resident"), key=key()
    )


def rule() -> None:
    """Put the rule in force by which the councillor answers a petition, and its calendar."""
    rows = [table_of(promised("14 days", name="council.answer-a-petition", role="councillor"))]
    pack = PackFile("made-up-pack", 1, "A pack for tests", CALENDAR, rows, {})
    apply_pack(pack, None, by=TEST, key=key())


def decided(world: World, power: Power, pence: int = 100_000) -> Any:
    return actions.use(power.pk, "Benches with backs", pence, by=world.actor("secretary"), key=key())


def in_state(world: World, state: str) -> Power:
    """A power brought into `state` by the room's own actions."""
    by = world.actor("officer")
    if state in ("offered", "kept"):
        made = offered(world)
        return actions.keep(made.pk, "Not yet.", soon(90), by=by, key=key()) if state == "kept" else made
    made = held(world)
    if state == "noticed":
        return actions.give_notice(made.pk, "We merge.", soon(90), by=by, key=key())
    if state in ("warned", "helped"):
        made = ladder.warn(made.pk, "Bad books.", soon(30), by=by, key=key())
    if state == "helped":
        with travel(by=timedelta(days=30)):  # the warning's day has come
            return ladder.offer_help(made.pk, "A book-keeper.", soon(30), by=by, key=key())
    return made


def filled(world: World, **more: Any) -> dict[str, str]:
    """The form for handing over, as an officer fills it in."""
    return {
        "what": "", "go": "send", "everything": "1", "title": "Play areas", "holder_words": "Residents, by vote",
        "speaker": str(world.board.pk),
        "declared": "4", "decides": "holder", "options": "holder", "agenda": "holder", "information": "together",
        "money": "", "pounds_a_year": "6,000", "pounds_each": "500", "scope": "", "veto_grounds": "It breaks the law",
        "veto_days": "14", "notice_days": "90", "by_hand": "The parks team does it", "effect": "", "start": "1 4 2027",
        "end": "", "review": "1 4 2028", "instrument": "", "reserve": "",
    } | more  # fmt: skip
