"""The door of the made-up town, on a small world instead of the whole town."""

import pytest

from letgo.commons.door.models import Knock, Vouch
from letgo.commons.record.clock import now


@pytest.mark.django_db
def test_the_towns_door_has_calls_for_help_and_a_neighbours_word(world):
    from letgo.house.town import door
    from letgo.house.town.building import Town

    door.build(Town(now()))
    assert sorted(Knock.objects.values_list("state", flat=True)) == ["done", "done", "open"]
    assert Vouch.objects.get().voucher_id == world.person("resident").pk
    door.build(Town(now()))
    assert (Knock.objects.count(), Vouch.objects.count()) == (3, 1)
