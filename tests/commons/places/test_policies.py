from uuid import uuid4

import pytest

from letgo.commons.people.queries import may, policies, visible
from letgo.commons.people.rules import Acting, Actor
from letgo.commons.places.models import Membership, Place, Role
from letgo.commons.record.actions import write
from letgo.commons.record.models import Line
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.rules import System
from tests.commons.people import agreement
from tests.commons.places.made import hold

MINE = {verb: path for verb, path in agreement.ROWS.items() if path.startswith("tests.commons.places.")}


def test_every_verb_of_this_room_that_is_asked_about_rows_is_in_the_test_of_all():
    ours = {verb for verb in agreement.about_rows() if verb.startswith("places.")} | {"record.read"}
    assert ours & set(policies()) <= set(MINE)


@pytest.fixture
def said(world):
    """One line for each audience."""
    here, there = world.places["here"], world.places["there"]
    audiences = {
        "everybody": PUBLIC,
        "the resident": Ref("person", world.person("resident").pk),
        "here": Ref("place", here.pk),
        "there": Ref("place", there.pk),
        "the council's area": Ref("place", world.places["council"].pk),
        "the board": Ref("organisation", world.board.pk),
        "nobody we know": Ref("pot", uuid4()),
    }
    return {
        name: write("tests.said", Ref("place", here.pk), audience=to, by=System("t")) for name, to in audiences.items()
    }


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("anyone", {"everybody"}),
        ("stranger", {"everybody"}),
        ("gone", {"everybody"}),
        ("leaver", {"everybody"}),
        ("resident", {"everybody", "the resident", "here", "the council's area"}),
        ("neighbour", {"everybody", "there", "the council's area"}),
        ("officer", {"everybody", "here", "there", "the council's area"}),
        ("officer-here", {"everybody", "here"}),
        ("officer-weak", {"everybody"}),
        ("secretary", {"everybody", "the board"}),
        ("outreach", {"everybody"}),
    ],
)
def test_who_reads_which_line(world, said, who, reads):
    actor = world.actor(who)
    assert {name for name, line in said.items() if may(actor, "record.read", line)} == reads
    rows = Line.objects.filter(pk__in=[line.pk for line in said.values()])
    assert set(visible(actor, "record.read", rows)) == {said[name] for name in reads}


def test_a_member_reads_what_is_said_to_the_members(world, said):
    hold(world, Membership, "stranger", organisation=world.board)
    assert may(world.actor("stranger"), "record.read", said["the board"])


def test_who_lives_in_a_block_reads_what_is_said_to_the_estate_and_not_the_other_way_round(world, said):
    from letgo.commons.places import actions
    from tests.commons.places.made import KEEPER, key

    block = actions.add_place("House", "block", world.places["here"], KEEPER, key())
    inner = write("tests.said", Ref("place", block.pk), audience=Ref("place", block.pk), by=System("t"))
    assert not may(world.actor("resident"), "record.read", inner)
    actions.add_standing(
        world.person("stranger"), block, "lives-here", None, block.line.at.date(), "seen", world.actor("officer"), key()
    )
    for line in (inner, said["here"], said["the council's area"]):
        assert may(world.actor("stranger"), "record.read", line)
    assert not may(world.actor("stranger"), "record.read", said["there"])


@pytest.mark.parametrize(("scopes", "reads"), [({"everything"}, True), ({"money", "votes"}, False), (set(), False)])
def test_who_acts_for_someone_in_everything_reads_their_lines_and_meanwhile_not_their_own(world, said, scopes, reads):
    resident, helper = world.person("resident"), world.person("helper")
    own = write("tests.said", Ref("person", helper.pk), audience=Ref("person", helper.pk), by=System("t"))
    actor = Actor(frozenset({"anyone", "person"}), person=helper.pk, acting=Acting(resident.pk, frozenset(scopes)))
    assert may(actor, "record.read", said["the resident"]) is reads
    assert not may(actor, "record.read", own)
    assert not may(actor, "record.read", said["here"])


def test_acting_for_someone_comes_from_the_same_query_and_not_when_suspended(world, django_assert_num_queries):
    from letgo.commons.people.models import ActingFor
    from letgo.commons.places.queries import actor_of
    from letgo.commons.record.clock import now
    from tests.commons.places.made import line

    given = {"person": world.person("helper"), "for_person": world.person("subject"), "role": "carer", "start": now()}
    row = ActingFor.objects.create(scopes="everything", line=line(), **given)
    with django_assert_num_queries(1):
        actor = actor_of(world.secrets["helper"], row.pk)
    assert (actor.acting.person, actor.acting.scopes) == (world.person("subject").pk, {"everything"})
    ActingFor.objects.filter(pk=row.pk).update(state="suspended", line=line())
    assert actor_of(world.secrets["helper"], row.pk).acting is None
    assert actor_of(world.secrets["helper"], uuid4()).acting is None
    assert actor_of(world.secrets["neighbour"], row.pk).acting is None


def test_lists_of_nothing_are_empty_for_nobody(world):
    nobody = Actor(frozenset())
    for verb, model in {"places.add-place": Place, "places.end-role": Role}.items():
        assert not visible(nobody, verb, model.objects.all()).exists()
