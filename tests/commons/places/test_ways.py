"""Ways in: the single answer and the list agree, and who is nobody is let in to nothing."""

from uuid import uuid4

import pytest

from letgo.commons.people.rules import Acting, Actor, Grant
from letgo.commons.places import ways
from letgo.commons.places.models import Organisation, Place, Role

HOME = {"role": "person_id"}


@pytest.fixture
def asking(world):
    """Each of the world; two in place of the resident: in everything, and in money alone."""
    known = {name: world.actor(name) for name in world.who}
    theirs = known["resident"]
    for scope, grants in (("everything", theirs.grants), ("money", frozenset())):
        acting = Acting(theirs.person, frozenset({scope}))
        known[scope] = Actor(
            frozenset({"anyone", "person"}), person=known["officer"].person, acting=acting, grants=grants
        )
    return known


def agreed(policy, model, asking):
    """Who is let in to which rows, by the list; the single answer is the same for each of them."""
    rows = list(model.objects.all())
    found = {}
    for name, actor in asking.items():
        found[name] = set(policy.many(actor, model.objects.all()))
        assert found[name] == {row for row in rows if policy.one(actor, row)}, name
    return found


def test_a_role_at_a_place_or_above_it_lets_in_and_one_below_it_does_not(world, asking):
    policy = ways.policy({"organisation": ""}, ways.over("officer"))
    found = agreed(policy, Organisation, asking)
    assert any(found["officer"])
    assert not found["resident"]


def test_who_lives_below_a_place_is_near_it(world, asking):
    found = agreed(ways.policy({"organisation": ""}, ways.near("resident")), Organisation, asking)
    assert all(
        asking["resident"].has("resident", row.place.lineage)
        or any(reach.startswith(row.place.lineage) for reach in asking["resident"].reaches("resident"))
        for row in found["resident"]
    )
    assert found["everything"] == found["resident"]
    assert not found["money"]


def test_a_role_in_the_body_lets_in_to_that_body_alone(world, asking):
    policy = ways.policy({"organisation": ""}, ways.inside("pk", ("board-member",)))
    assert agreed(policy, Organisation, asking)["board"] == {world.board}


def test_what_is_ones_own_is_nobodys_in_ones_place_and_theirs_is_also_of_who_acts_in_everything(world, asking):
    mine, whose = agreed(ways.own(HOME), Role, asking), agreed(ways.theirs(HOME), Role, asking)
    assert mine["officer"]
    assert mine["everything"] == mine["money"] == set()
    assert whose["everything"] == whose["resident"]


def test_nobody_is_let_in_to_a_row_of_another_kind_to_nothing_and_to_what_is_nobodys(world):
    actor = Actor(person=uuid4(), grants=frozenset({Grant("officer")}))
    every = (ways.policy({"organisation": ""}, ways.over("officer")), ways.own(HOME), ways.theirs(HOME))
    for policy in every:
        assert not policy.one(actor, None)
        assert not policy.one(actor, world.places["here"])
        assert not policy.many(actor, Place.objects.all()).exists()
    for policy in (ways.own(HOME), ways.theirs(HOME)):
        assert not policy.one(Actor(), Role())
