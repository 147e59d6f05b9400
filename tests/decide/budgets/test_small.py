"""Three residents release a little money; nobody gets more by asking twice; the treasurer pays within 72 hours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from letgo.commons.door.models import Message
from letgo.commons.money.queries import balance
from letgo.commons.powers import actions as powers
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line, Words
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets.jobs import tick
from letgo.decide.budgets.models import Small
from letgo.decide.budgets.small import actions, queries
from tests.decide.budgets import funded
from tests.decide.budgets.made import acting, fresh, key, more_people


def yes(world, row, *who, concerned=True):
    for name in who:
        row = actions.say_yes(row.pk, concerned, by=world.actor(name), key=key())
    return row


@pytest.fixture
def released(world):
    row = funded.asked(world)
    return yes(world, row, "resident", "subject", *more_people(world, 1))


def test_the_third_yes_sets_the_money_aside_and_starts_72_hours(world):
    row = funded.asked(world)
    more = more_people(world, 2)
    assert yes(world, row, "resident", "subject").state == "asked"
    row = yes(world, row, more[0])
    assert row.state == "released"
    assert balance(row.pot_id).held == 3_000
    assert row.promise.due - now() <= timedelta(hours=72)
    assert row.promise.rule.name == "budgets.pay-small"
    assert row.decision.pence == 3_000
    with pytest.raises(Refused):
        yes(world, row, more[1])


def test_three_of_whom_one_is_of_the_group_are_not_enough(world):
    row = yes(world, funded.asked(world), "resident")
    more = more_people(world, 3)
    row = yes(world, row, more[0], more[1], concerned=False)
    assert row.state == "asked"
    assert queries.one(row).missing == (1, 1)
    assert yes(world, row, more[2]).state == "released"


def test_nobody_says_yes_twice(world):
    row = yes(world, funded.asked(world), "resident")
    with pytest.raises(Refused):
        yes(world, row, "resident")


def test_who_acts_for_neighbours_is_one_person_whatever_comes_first(world):
    row = funded.asked(world)
    first, second = acting(world, "resident", more_people(world, 2))
    row = actions.say_yes(row.pk, True, by=first, key=key())
    for by in (second, world.actor("resident")):
        with pytest.raises(Refused, match="for somebody else"):
            actions.say_yes(row.pk, True, by=by, key=key())
        assert queries.said_yes(row, by)
    assert yes(world, row, "subject", *more_people(world, 1)).state == "released"


def test_one_helper_beside_several_residents_is_said_on_the_page_and_told_to_who_pays_once(world):
    helper = world.person("outreach").pk
    row = funded.asked(world)
    others = more_people(world, 2)
    for who in ("resident", "subject"):
        assert queries.one(row).helped == 0
        row = actions.say_yes(row.pk, True, by=replace(world.actor(who), helper=helper), key=key())
    assert queries.one(row).helped == 2
    yes(world, row, others[0])
    told = Message.objects.filter(about_kind="small", about_id=row.pk, template="waits")
    assert set(told.values_list("person", flat=True)) == {world.person("treasurer").pk, world.person("checker").pk}
    assert told.count() == 2


@pytest.mark.parametrize("who", ["neighbour", "officer", "officer-here", "treasurer", "manager", "stranger", "anyone"])
def test_only_residents_ask_and_say_yes(who, world):
    row = funded.asked(world)
    with pytest.raises(Refused):
        yes(world, row, who)
    with pytest.raises(Refused):
        funded.asked(world, row.power, title="Something else", who=who)


def test_never_above_the_limit_and_never_by_splitting(world):
    power = funded.small_power(world)
    with pytest.raises(Refused, match="Up to £500"):
        funded.asked(world, power, pence=funded.SMALL + 1)
    funded.asked(world, power, "New goals for the pitch", 30_000)
    with pytest.raises(Refused, match="it comes to £501"):
        funded.asked(world, power, "Goals for the pitch, the second one", 20_100, who="subject")
    funded.asked(world, power, "Tea urn", 20_100, who="subject")


def test_two_asks_at_once_for_one_thing_are_counted_when_they_are_released_too(world):
    """Whatever let both in, the money is counted again before it is set aside."""
    power = funded.small_power(world)
    one = funded.asked(world, power, "New goals for the pitch", 30_000)
    two = funded.asked(world, power, "Tea urn", 30_000)
    from tests.database import unguarded

    with unguarded():
        Small.objects.filter(pk=two.pk).update(title="New goals for the pitch")
    with pytest.raises(Refused, match="it comes to £600"):
        yes(world, one, "resident", "subject", *more_people(world, 1))
    assert balance(one.pot_id).held == 0


def test_not_above_the_years_money_of_the_power(world):
    power = funded.small_power(world, each=50_000, a_year=60_000)
    more = more_people(world, 3)
    yes(world, funded.asked(world, power, "New goals", 50_000), *more)
    with pytest.raises(Refused, match="left of this year"):
        yes(world, funded.asked(world, power, "Tea urn", 20_000), *more)


def test_the_treasurer_pays_and_what_is_over_is_free_again(world, released):
    with pytest.raises(Refused):
        actions.pay(released.pk, 2_500, by=world.actor("secretary"), key=key())
    row = actions.pay(released.pk, 2_500, by=world.actor("treasurer"), key=key())
    assert (row.state, fresh(row.promise).state) == ("paid", "kept")
    assert balance(row.pot_id).held == 0
    with pytest.raises(Refused):
        actions.pay(released.pk, 2_500, by=world.actor("treasurer"), key=key())


def test_what_was_stopped_by_the_powers_own_right_is_not_paid(world, released):
    [right] = released.power.present_rights()
    why = ("It breaks the law", "The pitch is not ours.")
    powers.veto(right.pk, Ref("decision", released.decision_id), *why, by=world.actor("officer"), key=key())
    with pytest.raises(Refused, match="stopped"):
        actions.pay(released.pk, 2_500, by=world.actor("treasurer"), key=key())
    row = actions.refuse(released.pk, "The pitch is not ours.", by=world.actor("treasurer"), key=key())
    assert (row.state, balance(row.pot_id).held) == ("refused", 0)


def test_the_treasurer_alone_refuses_nothing(world, released):
    with pytest.raises(Refused, match="Three residents"):
        actions.refuse(released.pk, "I do not like it.", by=world.actor("treasurer"), key=key())


def test_an_ask_lapses_after_its_days_and_can_be_taken_back_before(world):
    power = funded.small_power(world)
    one, two = funded.asked(world, power), funded.asked(world, power, "Tea urn")
    with pytest.raises(Refused):
        actions.take_back(two.pk, by=world.actor("subject"), key=key())
    assert actions.take_back(two.pk, by=world.actor("resident"), key=key()).state == "withdrawn"
    with travel(by=timedelta(days=15)):
        tick()
    assert fresh(one).state == "lapsed"


def test_everybody_can_read_it_and_nobody_reads_who(world, released, django_assert_num_queries):
    with django_assert_num_queries(1):
        [shown] = queries.at(released.place)
    assert (shown.yeses, shown.concerned) == (3, 3)
    lines = Line.objects.filter(about_kind="small", about_id=released.pk)
    said = str(list(Words.objects.filter(line__in=lines).values_list("body", flat=True)))
    assert "Canary" not in said
    assert str(released.asker_id) not in said
