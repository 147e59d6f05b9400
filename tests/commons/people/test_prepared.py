"""A prepared query that depends on who asks finds for each person what the plain one finds."""

import pytest

from letgo.commons.people.models import Concern
from letgo.commons.people.prepared import prepared_for
from letgo.commons.people.queries import visible
from letgo.commons.places.models import Membership, Place, Role, Standing
from letgo.commons.record.models import Line
from tests.commons.places.made import hold
from tests.world import WHO

pytestmark = pytest.mark.django_db


@prepared_for
def worries(actor, closed):
    return visible(actor, "people.read-concerns", Concern.objects.filter(late=closed)).order_by("pk")


@prepared_for
def own_roles(actor):
    return Role.objects.filter(person=actor.person).order_by("pk")


@prepared_for
def bodies(actor):
    mine = [
        grant.organisation for grant in actor.grants if grant.organisation and grant.role in ("member", "secretary")
    ]
    return Place.objects.filter(organisations__in=mine).order_by("pk") if mine else Place.objects.none()


@prepared_for
def within(actor):
    found = Place.objects.none().order_by()
    for grant in actor.grants:
        reached = Place.objects.filter(lineage__startswith="/" if grant.reach == "/" else grant.reach).order_by()
        found = found | reached
    return found


@prepared_for
def lines_read(actor):
    return visible(actor, "record.read", Line.objects.all())


def test_everybody_finds_what_the_plain_query_finds(world):
    hold(world, Membership, "resident", organisation=world.board)
    hold(world, Standing, "resident", place=world.places["there"], kind="works-here")
    for _ in range(2):  # the second time with what the first left
        for who in WHO:
            actor = world.actor(who)
            assert own_roles(actor) == list(own_roles.__wrapped__(actor)), who
            assert {each.pk for each in within(actor)} == {each.pk for each in within.__wrapped__(actor)}, who
            for closed in (True, False):
                assert worries(actor, closed=closed) == list(worries.__wrapped__(actor, closed=closed)), who


def test_a_policy_that_takes_an_actor_apart_is_refused(world):
    """What follows from the very letters of a lineage cannot be built without them: it fails, it is not wrong."""
    with pytest.raises((TypeError, AttributeError)):
        lines_read(world.actor("resident"))
