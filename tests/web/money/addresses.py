"""The addresses of money: a public pot of the estate's board, which its treasurer answers for."""

from uuid import uuid4

from tests.web.addresses import EVERYBODY, Address, Words
from tests.world import TEST, World

READ = {"GET": "money.read"}


def a_pot(world: World, two_people_from: int | None = None):
    """£100.00 in a pot of the board, from the outside."""
    from letgo.commons.money import actions
    from letgo.commons.money.rules import Kind, Terms
    from letgo.commons.record.refs import Ref

    cause, at = Ref("organisation", world.board.pk), world.board
    outside = actions.open_pot("The bank", at, TEST, uuid4().hex, kind=Kind.OUTSIDE)
    terms = Terms(two_people_from=two_people_from)
    pot = actions.open_pot(
        "Small works", at, TEST, uuid4().hex, terms=terms, giver=outside, purpose="Mending and painting"
    )
    actions.transfer(outside, pot, 10_000, cause, TEST, uuid4().hex, why="For the year")
    pot.outside, pot.cause = outside, cause
    return pot


def pot(world: World) -> Words:
    return {"pot": a_pot(world).pk}


def payment(world: World) -> Words:
    from letgo.commons.money import actions

    made = a_pot(world)
    return {"transfer": actions.transfer(made, made.outside, 2_500, made.cause, TEST, uuid4().hex, why="Paint").pk}


def waiting(world: World) -> Words:
    """A payment that another treasurer asked for."""
    from letgo.commons.money import actions
    from letgo.commons.people.rules import Actor, Grant

    grants = frozenset({Grant("treasurer", world.places["here"].lineage, world.board.pk)})
    first = Actor(frozenset({"anyone", "person"}), person=world.person("helper").pk, grants=grants)
    made = a_pot(world, two_people_from=1_000)
    return {"transfer": actions.transfer(made, made.outside, 2_500, made.cause, first, uuid4().hex, why="Roof").pk}


def here(world: World) -> Words:
    return {"slug": world.places["here"].slug}


def body(world: World) -> Words:
    return {"body": world.board.pk}


def both(verb: str) -> dict[str, str]:
    return {"GET": verb, "POST": verb}


OFFICERS, KEEPS = {"officer", "officer-here"}, {"secretary", "board"}
PAYS, SECONDS = {"treasurer"}, {"treasurer", "board", "checker"}
ADDRESSES = {
    "pot": Address(READ, pot),
    "pot-statement": Address(READ, pot),
    "pot-export": Address(READ, pot),
    "pot-terms": Address(both("money.set-terms"), pot, KEEPS),
    "close-pot": Address(both("money.close-pot"), pot, KEEPS),
    "open-pot": Address(both("money.open-pot"), here, OFFICERS),
    "open-pot-of-body": Address(both("money.open-pot"), body, KEEPS),
    "close-period": Address(both("money.close-period"), here, OFFICERS),
    "close-period-of-body": Address(both("money.close-period"), body, KEEPS),
    "pay": Address({"GET": "money.transfer", "POST": "money.transfer"}, pot, PAYS),
    "payment": Address({"GET": "money.read", "POST": "money.step"}, payment, {"GET": EVERYBODY, "POST": PAYS}),
    "payment-next": Address(READ, payment),
    "payment-answer": Address({"GET": "money.approve", "POST": "money.approve"}, waiting, SECONDS),
}
