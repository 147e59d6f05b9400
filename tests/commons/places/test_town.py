import pytest

from letgo.commons.places import queries
from letgo.commons.places.electorates.queries import eligible
from letgo.commons.places.models import Home, Membership, Organisation, Place, Role, Standing
from letgo.commons.record.clock import now
from letgo.house.town import people, places
from letgo.house.town.building import Town


@pytest.mark.django_db
def test_the_made_up_town_has_estates_wards_bodies_offices_and_people_who_can_vote():
    town = Town(now())
    people.build(town)
    places.build(town)
    assert Place.objects.filter(kind="estate").count() == 3
    assert set(Organisation.objects.values_list("kind", flat=True)) >= {
        "council",
        "landlord",
        "board",
        "co-op",
        "trust",
    }
    assert Role.objects.filter(name="councillor", place__kind="ward").count() == 4
    assert Standing.objects.filter(kind="lives-here").count() == people.NUMBER
    assert Home.objects.count() == 240
    assert Membership.objects.count() > 150
    assert queries.administrators().count() == 2
    for short in places.ESTATES:
        electorate = town.made[f"electorate:{short}"]
        assert len(eligible(electorate, queries.today())) == len(town.made[f"lives:{short}"]) > 100
    assert Organisation.objects.filter(roles__name="secretary").count() == len(places.RUN)
    shown = [(role.name, role.place and role.place.slug) for role in town.made.values() if isinstance(role, Role)]
    assert ("councillor", "north-ward") in shown
