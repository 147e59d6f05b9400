from uuid import uuid4

import pytest
from django.db import transaction

from letgo.commons.money import actions, queries
from letgo.commons.money.models import Approval, Pot
from letgo.commons.money.rules import Terms
from letgo.commons.record import effects
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from tests.commons.money.conftest import TEST, someone

POWER = Ref("power", uuid4())


def args(money, **more):
    given = {"name": "Estate budget", "place": str(money.place.pk), "giver": str(money.council.pk), "pence": 60_000}
    given |= {"officer": "treasurer", "officer_organisation": str(money.board.pk), "purpose": "What residents choose"}
    return given | more


def test_a_power_opens_a_pot_with_the_givers_money_and_once(money):
    for _ in "twice":
        effects.take("money.open-pot", POWER, args(money, year_end="return", most_each=5_000), "accepted")
    [pot] = queries.opened_by(POWER)
    assert queries.balance(pot).available == 60_000
    assert queries.balance(money.council).available == 30_000
    assert (pot.officer, pot.officer_organisation, pot.most_each) == ("treasurer", money.board, 5_000)


def test_where_the_givers_pot_takes_two_the_money_waits_for_another_than_who_handed_it_over(money):
    """An officer alone moved any sum out of a pot for two: they wrote it into the terms of a power."""
    one, other = someone("officer", money.place), someone("officer", money.place)
    actions.set_terms(money.council, Terms(officer="officer", two_people_from=1_000), TEST, "terms")
    effects.take("money.open-pot", POWER, args(money, asked_by=str(one.person)), "accepted")
    [pot] = queries.opened_by(POWER)
    assert (queries.balance(pot).balance, queries.balance(money.council).held) == (0, 60_000)
    waiting = Approval.objects.get(hold__credit=pot)
    with pytest.raises(Refused), transaction.atomic():
        actions.approve(waiting, True, one, "mine")
    actions.approve(waiting, True, other, "yes")
    assert queries.balance(pot).available == 60_000


def test_a_sum_below_that_and_a_pot_for_one_do_not_wait(money):
    one = someone("officer", money.place)
    effects.take("money.open-pot", POWER, args(money, asked_by=str(one.person)), "accepted")
    [pot] = queries.opened_by(POWER)
    assert queries.balance(pot).available == 60_000


@pytest.mark.parametrize("kind", ["poll", "petition", "promise", "place"])
def test_nothing_but_a_power_names_whose_money_an_effect_moves(money, kind):
    """A vote or a demand that was told to fill a pot from the council's money: nobody asked whether its caller could."""
    cause = Ref(kind, uuid4())
    for effect, given in (("money.open-pot", args(money)), ("money.return", {"pot": str(money.estate.pk)})):
        with pytest.raises(Refused), transaction.atomic():
            effects.take(effect, cause, given, "told")
    assert queries.balance(money.council).balance == 90_000


def test_a_power_for_which_there_is_no_money_opens_nothing(money):
    before = Pot.objects.count()
    with pytest.raises(Refused, match="not enough"), transaction.atomic():
        effects.take("money.open-pot", POWER, args(money, pence=90_001), "accepted")
    assert Pot.objects.count() == before


@pytest.mark.parametrize(("rule", "left"), [("return", 1_000), ("carry-over", 60_000)])
def test_a_power_that_ends_gives_back_what_is_unspent_by_the_rule_of_its_pot(money, rule, left):
    effects.take("money.open-pot", POWER, args(money, year_end=rule), "accepted")
    [pot] = queries.opened_by(POWER)
    held = actions.hold(pot, money.outside, 1_000, POWER, TEST, "promised")
    for _ in "twice":
        effects.take("money.return", POWER, {}, "ended")
    assert queries.balance(pot).balance == left  # what was set aside stays, until it is paid
    actions.capture(held, 1_000, TEST, "paid")
    effects.take("money.return", POWER, {}, "ended later")
    pot.refresh_from_db()
    assert (pot.closed is not None) == (rule == "return")


def test_a_power_that_is_handed_over_again_has_one_pot_with_what_was_carried_over(money):
    for number in (1, 2):
        effects.take("money.open-pot", POWER, args(money, pence=10_000), f"edition {number}")
        effects.take("money.return", POWER, args(money), f"end {number}")
    [pot] = queries.opened_by(POWER)
    assert queries.balance(pot).available == 20_000
