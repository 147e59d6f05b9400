"""Each step of taking back fairly starts the clock that a pack of the place names for it."""

from datetime import timedelta

import pytest

from letgo.commons.powers.ladder import actions as ladder
from letgo.commons.promises.queries import of as promises_about
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.refs import Ref
from tests.commons.powers.made import held, key, soon
from tests.world import TEST

pytestmark = pytest.mark.django_db


def agree_at(place):
    """The pack of a TMO, applied there."""
    from letgo.commons.promises.versions.actions import apply_pack
    from letgo.house.pack_files import with_needs

    for part in with_needs("tmo"):
        apply_pack(part, place.pk, TEST, key())


def clocks(power, waiting=False):
    run_waiting()
    rows = promises_about(Ref("power", power.pk))
    return {row.rule.name: row for row in rows if not waiting or not row.closed}


def test_each_step_of_taking_back_starts_the_clock_that_the_pack_of_the_place_names(world):
    """A notice of the council to a TMO started no clock: the dates of its agreement stood in the pack, and nowhere else."""
    agree_at(world.places["here"])
    power, officer = held(world), world.actor("officer")
    ladder.warn(power.pk, "Bad books.", soon(30), by=officer, key=key())
    notice = clocks(power)["tmo.breach-notice"]
    assert (notice.holder, notice.place_id) == (Ref("organisation", world.board.pk), world.places["here"].pk)
    assert list(clocks(power)) == ["tmo.breach-notice"]  # the worker comes twice: once is enough
    with travel(by=timedelta(days=30)):
        ladder.offer_help(power.pk, "A book-keeper.", soon(30), by=officer, key=key())
        assert set(clocks(power)) == {"tmo.breach-notice", "tmo.improvement-plan"}
    with travel(by=timedelta(days=60)):
        ladder.supervise(power.pk, "Still no books.", soon(90), by=officer, key=key())
        review = clocks(power)["tmo.supervision-review"]
        assert review.holder == Ref("place", world.places["here"].pk)  # the council's own duty
    with travel(by=timedelta(days=70)):
        ladder.give_back(power.pk, "Good books.", by=officer, key=key())
        assert clocks(power, waiting=True) == {}
        assert clocks(power)["tmo.improvement-plan"].state == "kept"


def test_a_step_starts_no_clock_of_a_pack_of_another_place(world):
    agree_at(world.places["there"])
    power = held(world)
    ladder.warn(power.pk, "Bad books.", soon(30), by=world.actor("officer"), key=key())
    assert clocks(power) == {}
