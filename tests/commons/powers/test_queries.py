"""What pages read costs the same for one row and for a hundred, and lists say what the single check says."""

from datetime import timedelta
from itertools import product

import pytest
from django.db.models import Model

from letgo.commons.people.queries import may, policies, visible
from letgo.commons.places.models import Place
from letgo.commons.powers import actions, queries
from letgo.commons.powers.ladder import actions as ladder
from letgo.commons.powers.models import Petition, Power, VetoRight
from letgo.commons.powers.petitions import queries as petitions
from letgo.commons.record.clock import travel
from tests.commons.powers.made import held, key, offer, offered, petition, soon
from tests.world import WHO

pytestmark = pytest.mark.django_db
MANY = [1, 100]


@pytest.fixture
def many(world):
    def make(count: int):
        for number in range(count):
            held(world, what=f"thing-{number}", title=f"Thing {number}")
        return world

    return make


@pytest.mark.parametrize("count", MANY)
def test_reading_the_register_costs_one_query(many, django_assert_num_queries, django_assert_max_num_queries, count):
    world = many(count)
    for read in (queries.at, queries.within):
        with django_assert_num_queries(1):
            assert len(read(world.places["here"])) == count
    with django_assert_num_queries(1):
        queries.kept(world.places["here"])
    entries = queries.within(world.places["here"])
    with django_assert_max_num_queries(1):
        queries.next_to_let_go(entries)


def test_reading_petitions_costs_one_query(world, django_assert_num_queries):
    found = petition(world)
    here = world.places["here"]
    for read in (petitions.open_at, petitions.at, petitions.owed_in):
        with django_assert_num_queries(1):
            read(here)
    with django_assert_num_queries(1):
        petitions.asked(found.pk)


def test_a_place_sees_what_is_decided_above_it_and_its_own_counts_first(world):
    above = actions.hand_over(
        world.places["council"].pk, world.authority.pk, offer(world), by=world.actor("officer"), key=key()
    )
    [entry] = queries.at(world.places["here"])
    assert (entry.power, entry.inherited) == (above, True)
    own = held(world)
    [entry] = queries.at(world.places["here"])
    assert (entry.power, entry.inherited) == (own, False)


def test_what_neighbours_have_let_go_comes_first(world):
    officer, council = world.actor("officer"), world.authority.pk
    for what in ("cleaning", "parking"):
        made = offered(world, what=what, title=what)
        actions.keep(made.pk, "Not yet.", soon(30), by=officer, key=key())
    there = actions.hand_over(
        world.places["there"].pk, council, offer(world, what="parking", title="parking"), by=officer, key=key()
    )
    actions.accept(there.pk, by=world.actor("secretary"), key=key())
    found = queries.next_to_let_go(queries.within(world.places["here"]))
    assert [(row.power.what, row.neighbours) for row in found] == [("parking", 1), ("cleaning", 0)]


def everything(world) -> list[Model]:
    """A power in each state that matters, at two places, for two kinds of holder."""
    for number in range(2):
        held(world, what=f"held-{number}")
    offered(world, what="offered")
    held(world, what="board", holder=("organisation", world.board.pk))
    held(world, what="later", start=soon(40))
    watched, officer = held(world, what="watched"), world.actor("officer")
    for days, step in ((0, ladder.warn), (28, ladder.offer_help), (56, ladder.supervise)):
        with travel(by=timedelta(days=days)):
            step(watched.pk, "x", soon(28), by=officer, key=key())
    actions.hand_over(world.places["there"].pk, world.authority.pk, offer(world), by=officer, key=key())
    petition(world)
    return [*Power.objects.all(), *VetoRight.objects.all(), *Petition.objects.all(), *Place.objects.all()]


def test_a_list_holds_just_what_the_single_check_allows(world):
    rows = everything(world)
    verbs = [verb for verb in policies() if verb.startswith("powers.")]
    for who, verb in product(WHO, verbs):
        actor = world.actor(who)
        for model in (Power, VetoRight, Petition, Place):
            listed = set(visible(actor, verb, model.objects.all()))
            assert listed == {row for row in rows if isinstance(row, model) and may(actor, verb, row)}, (
                who,
                verb,
                model,
            )


def test_the_answers_are_not_all_alike(world):
    rows = [row for row in everything(world) if isinstance(row, Power)]
    for verb in ("powers.accept", "powers.end", "powers.use"):
        yes = {who for who in WHO if any(may(world.actor(who), verb, row) for row in rows)}
        assert yes
        assert yes < set(WHO)
