"""Who may: the answer for one pot and for a list is the same, for every actor and every pot."""

from itertools import product

import pytest

from letgo.commons.money import actions, policies
from letgo.commons.money.models import Approval, Pot, Transfer
from letgo.commons.money.rules import Kind, Terms
from letgo.commons.people.rules import ANYONE, Acting, Actor, Grant
from letgo.commons.places.rules import ROLES
from letgo.commons.record.refs import Ref
from tests.commons.money.conftest import CAUSE, TEST, make, someone


@pytest.fixture
def actors(db):
    """Every role at a place, in an organisation, in another place, and for the whole house."""
    here, there = make(), make()
    owner = someone("carer", here.place)
    found = [
        ANYONE,
        owner,
        Actor(
            frozenset({"anyone", "person"}),
            person=someone("carer", there.place).person,
            acting=Acting(owner.person, frozenset({"money"})),
        ),
    ]
    found += [someone(role, at) for role, at in product(ROLES, (here.place, here.board, there.place, there.board))]
    found += [
        Actor(person=owner.person, grants=frozenset({Grant(role), Grant("treasurer", there.place.lineage)}))
        for role in ROLES
    ]
    terms = {"terms": Terms(officer="officer", two_people_from=100)}
    bodies = ((here.place, here.board), (here.board, here.board), (here.board, here.place), (there.place, here.board))
    for n, ((of, at), audience) in enumerate(
        product(bodies, (Ref("person", owner.person), Ref("organisation", here.board.pk)))
    ):
        actions.open_pot(f"{n}", of, TEST, f"open {n}", officer_at=at, audience=audience, kind=Kind.POT, **terms)
    first = someone("treasurer", here.board)
    actions.set_terms(here.estate, Terms(two_people_from=100), TEST, "terms", officer_at=here.board)
    actions.transfer(here.estate, here.outside, 500, CAUSE, first, "asked")
    return [*found, first]


@pytest.mark.parametrize("name", ["READER", "SPENDER", "KEEPER", "TERMS", "TAKER_BACK", "SECONDER"])
def test_one_and_many_agree(name, actors):
    policy = getattr(policies, name)
    rows = {"TAKER_BACK": Transfer, "SECONDER": Approval}.get(name, Pot).objects.all()
    allowed = 0
    for actor in actors:
        many = set(policy.many(actor, rows).values_list("pk", flat=True))
        one = {row.pk for row in rows if policy.one(actor, row)}
        assert one == many, actor
        allowed += len(one)
    assert 0 < allowed < len(actors) * rows.count()
