"""The home of a place and my page: what they say, to whom, and what they cost."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letgo.commons.people.rules import Grant
from letgo.commons.places.rules import GRANTED, ROLES
from letgo.web.pages.mine import waiting
from tests.web.html import sentences


@pytest.fixture
def world(db):
    from tests.world import make

    return make()


def cost(client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def text_of(response) -> str:
    return " ".join(sentences(response.content.decode()))


def more_people(world, number: int) -> None:
    from letgo.commons.people.models import Person
    from letgo.commons.places.models import Home
    from letgo.commons.record.clock import now
    from tests.world import _lives

    for place in range(number):
        Home.objects.create(place=world.places["here"], address=f"{place} Row", line=world.places["here"].line)
        _lives(Person.objects.create(name="Canary More", made=now()), world.places["here"])


def test_the_home_of_a_place_costs_8_queries_with_2_residents_or_100(world):
    address = f"/place/{world.places['here'].slug}"
    few = {who: cost(world.client(who), address) for who in ("anyone", "resident", "officer")}
    more_people(world, 100)
    assert {who: cost(world.client(who), address) for who in few} == few
    assert few["anyone"] <= 8
    assert max(few.values()) <= 9, "one more finds who is signed in"


def test_my_page_costs_the_same_for_everybody_it_is_for(world):
    for who in ("resident", "officer", "administrator", "safeguarding", "councillor"):
        assert cost(world.client(who), "/me") <= 12


@pytest.mark.parametrize("role", sorted({*ROLES, *GRANTED.values(), "member"}))
def test_what_waits_is_found_for_every_role_wherever_it_is_held(role, world):
    """At a place, everywhere, in a body and at its place, in a firm and nowhere else: queries that are built once know each of these."""
    place, body, other = world.places["here"].lineage, world.board.pk, uuid4()
    held = [
        Grant(role, place),
        Grant(role),
        Grant(role, place, body),
        Grant(role, f"/{body}/", body),
        Grant(role, f"/{other}/", other),
    ]
    for grants in ([], *([one] for one in held), held[:3], held):
        for strong in (True, False):
            actor = replace(world.actor("resident"), grants=frozenset(grants), strong=strong)
            assert isinstance(list(waiting(actor)), list)


def test_small_numbers_are_not_told(world):
    page = text_of(world.client("anyone").get(f"/place/{world.places['here'].slug}"))
    assert "Fewer than 10 homes" in page
    more_people(world, 12)
    assert "12 homes in Wrenholt" in text_of(world.client("anyone").get(f"/place/{world.places['here'].slug}"))


def test_the_home_of_a_place_names_nobody(world):
    for who in world.who:
        said = text_of(world.client(who).get(f"/place/{world.places['here'].slug}"))
        assert "Canary" not in said


def test_my_page_shows_only_what_is_mine(world):
    for who in ("resident", "neighbour", "officer"):
        said = text_of(world.client(who).get("/me"))
        others = [person.name for name, person in world.people.items() if name != who]
        assert world.person(who).name in said
        assert not [name for name in others if name in said]


def test_staff_who_have_not_taken_the_second_step_are_told_so(world):
    assert "needs a second step" in text_of(world.client("officer-weak").get("/me"))
    assert "needs a second step" not in text_of(world.client("officer").get("/me"))
    assert "needs a second step" not in text_of(world.client("resident").get("/me"))


def test_a_place_that_is_not_there_is_404(world):
    assert world.client("anyone").get("/place/nowhere").status_code == 404
