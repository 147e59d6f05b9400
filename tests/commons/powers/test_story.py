"""One power from its offer to its end: at each date may() answers differently, and the money follows."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import transaction

from letgo.commons.money import actions as money
from letgo.commons.money import queries as pots
from letgo.commons.money.rules import Kind
from letgo.commons.money.rules import Terms as Looked
from letgo.commons.people.queries import may
from letgo.commons.powers import actions, queries
from letgo.commons.powers.models import Power
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import later, run_waiting
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from tests.commons.powers.made import GROUNDS, key, offer, soon
from tests.world import TEST

pytestmark = pytest.mark.django_db


class Story:
    """The world, its people as they were on the first day, and the power."""

    def __init__(self, world):
        self.world = world
        self.officer, self.secretary = world.actor("officer"), world.actor("secretary")
        self.power = None
        self.began = now()
        self.days = ExitStack()

    def on(self, day: int) -> None:
        """Be at that day of the story, with all that the clock had to do done."""
        self.days.enter_context(travel(self.began + timedelta(days=day)))
        later("powers.tick", str(now().date()))
        run_waiting()
        self.power.refresh_from_db()

    def decides(self) -> tuple[bool, bool]:
        """Whether the officer, and whether the secretary for the residents, may use the power now."""
        row = Power.objects.select_related("place", "giver").get(pk=self.power.pk)
        return may(self.officer, "powers.use", row), may(self.secretary, "powers.use", row)


@pytest.fixture
def story(world):
    made = Story(world)
    with made.days:
        yield made


def purse(story):
    """The council's own pot with £100,000 in it, and a firm's."""
    place, council = story.world.places["council"], story.world.authority
    outside = money.open_pot("The bank", place, TEST, key(), kind=Kind.OUTSIDE, terms=Looked(officer="officer"))
    own = money.open_pot("Council", council, TEST, key(), terms=Looked(officer="officer"), officer_at=place)
    money.transfer(outside, own, 10_000_000, Ref("place", place.pk), TEST, key())
    return own, outside


def hand_over(story, own):
    args = {
        "name": "Estate budget", "place": str(story.world.places["here"].pk), "giver": str(own.pk), "pence": 6_000_000,
        "officer": "treasurer", "officer_organisation": str(story.world.board.pk), "most_a_year": 6_000_000,
        "year_end": "return",
    }  # fmt: skip
    whole = offer(
        story.world, effect="money.open-pot", effect_args=args, end_effect="money.return", start=soon(30), end=soon(365)
    )
    return actions.hand_over(
        story.world.places["here"].pk, story.world.authority.pk, whole, by=story.officer, key=key()
    )


def test_hands_over_spends_is_vetoed_noticed_lapses_and_ends(story):
    own, outside = purse(story)
    story.power = hand_over(story, own)
    assert (story.power.state, story.decides()) == ("offered", (True, False))

    story.on(10)
    actions.accept(story.power.pk, by=story.secretary, key=key())
    run_waiting()
    [pot] = pots.opened_by(Ref("power", story.power.pk))
    assert pots.balance(pot).balance == 6_000_000
    assert story.decides() == (True, False)  # it begins on day 30

    story.on(30)
    assert (story.power.state, story.decides()) == ("held", (False, True))

    story.on(40)
    made = actions.use(story.power.pk, "Benches with backs", 100_000, by=story.secretary, key=key())
    paid = money.transfer(pot, outside, 100_000, Ref("decision", made.pk), TEST, key())
    assert pots.balance(pot).balance == 5_900_000
    [right] = Power.objects.get(pk=story.power.pk).present_rights()
    about = Ref("decision", made.pk)
    with pytest.raises(Refused), transaction.atomic():
        actions.veto(right.pk, about, GROUNDS[0], "No.", by=story.secretary, key=key())

    story.on(50)
    actions.veto(right.pk, about, GROUNDS[0], "The ground is not ours.", by=story.officer, key=key())
    money.reverse(paid, TEST, key(), why="The decision was stopped.")
    assert pots.balance(pot).balance == 6_000_000
    assert story.decides() == (False, True)  # one no takes no power away

    late = actions.use(story.power.pk, "A roof for the bins", 200_000, by=story.secretary, key=key())
    story.on(65)
    with pytest.raises(Refused, match="That day is over"), transaction.atomic():
        actions.veto(right.pk, Ref("decision", late.pk), GROUNDS[0], "No.", by=story.officer, key=key())

    story.on(100)
    actions.give_notice(story.power.pk, "The estate is merging.", soon(90), by=story.officer, key=key())
    assert story.decides() == (False, True)
    actions.take_back_notice(story.power.pk, "It does not merge.", by=story.officer, key=key())

    story.on(366)
    assert (story.power.state, story.decides()) == ("lapsed", (False, True))  # it stays with the residents

    story.on(400)
    with pytest.raises(Refused, match="without notice"), transaction.atomic():
        actions.end(story.power.pk, "It is over.", by=story.officer, key=key())
    actions.give_notice(story.power.pk, "Its date is past.", soon(90), by=story.officer, key=key())
    assert story.decides() == (False, True)

    story.on(489)
    with pytest.raises(Refused, match="runs until"), transaction.atomic():
        actions.end(story.power.pk, "It is over.", by=story.officer, key=key())

    story.on(490)
    actions.end(story.power.pk, "The notice has run out.", by=story.officer, key=key())
    run_waiting()
    story.power.refresh_from_db()
    assert (story.power.state, story.decides()) == ("ended", (True, False))
    [entry] = queries.at(story.world.places["here"])
    assert (entry.power.state, entry.power.reasons) == ("kept", "The notice has run out.")
    assert pots.balance(pot).balance == 0  # what nobody had decided about went back
    assert pots.balance(own).balance == 10_000_000
    verbs = list(Line.objects.filter(about_id=story.power.pk).order_by("at").values_list("verb", flat=True))
    assert verbs == [
        f"powers.{verb}"
        for verb in (
            "hand-over", "accept", "begin", "veto", "give-notice", "take-back-notice", "lapse", "give-notice", "end",
        )
    ]  # fmt: skip


def test_nobody_hands_over_money_that_they_do_not_look_after(story):
    own, _ = purse(story)
    money.set_terms(own, Looked(officer="treasurer"), TEST, key(), officer_at=story.world.board)
    with pytest.raises(Refused):
        hand_over(story, own)
    assert not Power.objects.exists()
