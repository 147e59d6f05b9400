import pytest

from letgo.commons.people.rules import ANYONE, EVERYWHERE, Grant
from letgo.commons.places import queries, rules
from letgo.commons.places.models import Membership, Organisation, Role, Standing
from tests.commons.places.made import hold, line

pytestmark = pytest.mark.django_db


def test_each_thing_someone_is_becomes_a_grant(world):
    here = world.places["here"]
    for kind in rules.STANDINGS:
        hold(world, Standing, "stranger", place=here, kind=kind, detail="16-17" if kind == "age-band" else "")
    hold(world, Membership, "stranger", organisation=world.board)
    hold(world, Role, "stranger", name="carer", place=here)
    hold(world, Role, "stranger", name="treasurer", organisation=world.board)
    assert world.actor("stranger").grants == {
        Grant("resident", here.lineage),
        Grant("user", here.lineage),
        Grant("worker", here.lineage),
        Grant("member", here.lineage, world.board.pk),
        Grant("carer", here.lineage),
        Grant("treasurer", here.lineage, world.board.pk),
    }


@pytest.mark.parametrize("count", [1, 50])
def test_who_is_asking_costs_one_query(world, django_assert_num_queries, count):
    for number in range(count):
        made = Organisation.objects.create(name=f"Body {number}", kind="co-op", place=world.places["here"], line=line())
        hold(world, Role, "officer", name="secretary", organisation=made)
        hold(world, Membership, "officer", organisation=made)
        hold(world, Standing, "officer", place=world.places["here"], kind="lives-here", end=-9, start=-10)
    with django_assert_num_queries(1):
        actor = world.actor("officer")
    assert len(actor.grants) == 2 * count + 1


def test_what_ended_or_has_not_begun_is_not_there(world):
    here = world.places["here"]
    for start, end in ((-10, -1), (-10, 0), (1, None), (0, 0)):
        hold(world, Standing, "stranger", start, end, place=here, kind="uses-service")
        hold(world, Role, "stranger", start, end, name="outreach", place=here)
        hold(world, Membership, "stranger", start, end, organisation=world.board)
    assert world.actor("stranger").grants == frozenset()
    hold(world, Role, "stranger", -10, 1, name="carer", place=here)
    assert world.actor("stranger").grants == {Grant("carer", here.lineage)}


def test_an_ended_role_opens_nothing(world):
    assert world.actor("leaver").grants == frozenset()
    assert world.actor("leaver").strong


def test_staff_without_a_second_step_hold_no_role_of_staff(world):
    assert world.actor("officer-weak").grants == frozenset()
    assert world.actor("officer").has("officer", world.places["here"].lineage)


def test_who_left_and_a_wrong_secret_are_nobody(world):
    assert world.actor("gone") == ANYONE
    assert queries.actor_of("x" * 43) == ANYONE


def test_a_role_in_the_whole_house_reaches_everywhere(world):
    hold(world, Role, "officer", name="administrator")
    assert Grant("administrator", EVERYWHERE) in world.actor("officer").grants


def test_staff_of_a_firm_act_inside_it_only_and_those_of_the_council_in_its_whole_place(world):
    council = world.places["council"]
    firm = Organisation.objects.create(name="Firm", kind="provider", place=council, line=line())
    lone = Organisation.objects.create(name="Trust", kind="trust", place=None, line=line())
    for body in (firm, lone, world.authority):
        hold(world, Role, "checker", name="manager", organisation=body)
    hold(world, Role, "checker", name="secretary", organisation=lone)
    actor = world.actor("checker")
    reach = {grant.organisation: grant.reach for grant in actor.grants if grant.role == "manager"}
    assert reach == {firm.pk: f"/{firm.pk}/", lone.pk: f"/{lone.pk}/", world.authority.pk: council.lineage}
    assert Grant("secretary", f"/{lone.pk}/", lone.pk) in actor.grants
    assert not actor.has("secretary", council.lineage)
