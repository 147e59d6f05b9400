"""Rows for the tests of places."""

from datetime import timedelta
from uuid import uuid4

from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.queries import today
from letgo.commons.record.actions import write
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import System

DAY = timedelta(days=1)
KEEPER = Actor(
    frozenset({"anyone", "person"}), person=uuid4(), grants=frozenset({Grant("administrator"), Grant("officer")})
)


def line():
    """A line to stand under a straight row."""
    return write("places.test", Ref("place", uuid4()), by=System("test"))


def hold(world, model, who, /, start=-10, end=None, **more):
    """A straight row for the world's person `who`: `start` and `end` in days from today."""
    last = None if end is None else today() + end * DAY
    return model.objects.create(person=world.person(who), start=today() + start * DAY, end=last, line=line(), **more)


def key():
    """A key that nobody used."""
    return uuid4().hex
