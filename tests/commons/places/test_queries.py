import pytest

from letgo.commons.people.models import Person
from letgo.commons.places import queries, rules
from letgo.commons.places.models import Home, Membership, Role, Standing
from letgo.commons.places.queries import today
from letgo.commons.record.clock import now
from tests.commons.places.made import DAY, hold, line

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 9, 10, 10_000])
def test_the_page_of_a_place_asks_once_with_any_number_of_residents_and_hides_small_ones(
    world, django_assert_num_queries, count
):
    there, why = world.places["there"], line()
    people = Person.objects.bulk_create([Person(name="", made=now()) for _ in range(count - 1)])
    homes = Home.objects.bulk_create([Home(place=there, address=str(n), line=why) for n in range(count)])
    Standing.objects.bulk_create(
        Standing(person=p, place=there, kind="lives-here", start=today(), line=why) for p in people
    )  # and the neighbour
    with django_assert_num_queries(1):
        found = queries.home("lockside")
    assert (found.residents, found.homes) == (rules.shown(count), rules.shown(len(homes)))
    assert ("fewer than 10" in found.residents) == (count < 10)
    assert [row.name for row in found.above] == ["Wrenholt"]


def test_above_and_below_are_told_and_who_left_is_not_counted(world):
    found = queries.home("wrenholt")
    assert [row.name for row in found.below] == ["Lockside", "Tansy Row"]
    assert found.above == []
    assert queries.home("nowhere") is None


def test_who_holds_an_office_is_told_and_who_helps_is_not(world):
    hold(world, Role, "stranger", name="outside-checker", organisation=world.board)
    hold(world, Role, "helper", -9, -1, name="treasurer", organisation=world.board)
    hold(world, Role, "gone", name="treasurer", organisation=world.board)
    found = [(office.role, office.person) for office in queries.offices(world.board)]
    assert found == [
        ("board-member", "Canary Board"),
        ("secretary", "Canary Secretary"),
        ("treasurer", "Canary Treasurer"),
    ]


@pytest.mark.parametrize(("count", "said"), [(0, "fewer than 10"), (9, "fewer than 10"), (10, "10")])
def test_a_small_number_of_members_is_not_said(world, count, said):
    people = Person.objects.bulk_create([Person(name="", made=now()) for _ in range(count)])
    Membership.objects.bulk_create(
        Membership(person=p, organisation=world.board, start=today(), line=line()) for p in people
    )
    assert queries.members(world.board) == said


def test_one_person_is_meant_by_an_address_or_by_a_name_at_the_place(world):
    here, resident = world.places["here"], world.person("resident")
    resident.routes.create(kind="email", address="r@example.org", made=now())
    for written in ("R@Example.org", "Canary  Resident", "canary resident"):
        assert queries.whom(written, here) == [resident]
    for written in ("Canary Neighbour", "Canary", "nobody@example.org", "", "07700 900999"):
        assert queries.whom(written, here) == []
    assert queries.whom("Canary Resident", None) == []
    world.person("subject").routes.create(kind="email", address="r@example.org", made=now())
    assert len(queries.whom("r@example.org", here)) == 2


def test_a_list_of_roles_costs_one_query_and_holds_what_its_reader_may_see(world, django_assert_num_queries):
    secretary, resident = world.actor("secretary"), world.actor("resident")
    for count in (1, 20):
        for _ in range(count):
            hold(world, Role, "stranger", name="outside-checker", organisation=world.board)
        with django_assert_num_queries(1):
            rows = queries.roles(secretary, body=world.board)
            assert [row.person.name for row in rows if row.organisation.place]
    assert len(rows) == 25
    assert {row.name for row in queries.roles(resident, body=world.board)} == {"secretary", "treasurer", "board-member"}
    ended = hold(world, Role, "helper", -9, 0, name="treasurer", organisation=world.board)
    assert ended not in queries.roles(secretary, body=world.board)
    later = hold(world, Role, "helper", 9, name="treasurer", organisation=world.board)
    assert later in queries.roles(secretary, body=world.board)
    assert later.start == today() + 9 * DAY
