"""A project costs more: by the terms that were fixed before the vote, and never by the word of one person alone."""

import pytest

from letgo.commons.money.queries import balance, payment
from letgo.commons.money.rules import Stage as Way
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets.changes import actions
from letgo.decide.budgets.delivery import queries
from tests.decide.budgets import funded
from tests.decide.budgets.made import fresh, key

TERMS = {"rise_percent": 10, "reserve_pence": 30_000}


def change(world, row, pence, who="officer-here"):
    return actions.change(row.pk, pence, "Steel costs more.", by=world.actor(who), key=key())


def settle(world, made, answer, who="secretary"):
    return actions.settle(made.pk, answer, "Hall, 3 May: 21 for, 4 against.", by=world.actor(who), key=key())


def test_a_rise_within_the_terms_holds_at_once_and_what_was_ordered_stays_ordered(world):
    row = funded.started(world, **TERMS)
    made = change(world, row, 220_000)
    assert (made.way, made.state) == ("officer", "done")
    row = fresh(row)
    assert row.pence == 220_000
    assert balance(row.round.pot_id).held == 220_000
    assert made.due is None
    assert payment(row.hold_id)[0].stage == Way.ORDERED


def test_the_second_small_rise_counts_with_the_first(world):
    row = funded.started(world, **TERMS)
    change(world, row, 215_000)
    made = change(world, row, 221_000)
    assert (made.way, made.state) == ("next-project", "asked")
    assert fresh(row).pence == 215_000


def test_the_reserve_is_one_for_the_whole_round(world):
    one, two = funded.funded(world, ("Benches", "Trees"), win=2, **TERMS)
    change(world, one, 220_000)
    assert change(world, two, 210_000).way == "officer"
    assert change(world, two, 210_001).way == "next-project"


def test_a_lower_cost_is_the_officers_and_the_rest_is_free(world):
    row = funded.started(world)
    assert change(world, row, 150_000).way == "officer"
    assert balance(row.round.pot_id).held == 150_000


@pytest.mark.parametrize("who", ["resident", "treasurer", "secretary", "officer-there", "anyone"])
def test_only_who_has_the_duty_asks(who, world):
    row = funded.project(world, **TERMS)
    with pytest.raises(Refused):
        change(world, row, 210_000, who)


def test_more_than_the_terms_allow_is_never_paid_by_a_note_of_a_meeting(world):
    made = change(world, funded.project(world), 300_000)
    with pytest.raises(Refused, match="vote on this"):
        settle(world, made, "raise")
    assert fresh(made).state == "asked"


@pytest.mark.parametrize("who", ["officer-here", "officer", "resident", "treasurer", "councillor"])
def test_only_who_speaks_for_the_holders_writes_the_answer_down(who, world):
    made = change(world, funded.project(world), 300_000)
    with pytest.raises(Refused):
        settle(world, made, "old-cost", who)
    assert fresh(made).state == "asked"


def test_or_it_is_built_for_the_old_cost(world):
    made = change(world, funded.project(world), 300_000)
    assert settle(world, made, "old-cost").state == "refused"
    assert (fresh(made.project).pence, fresh(made.project).state) == (200_000, "set-aside")


def test_or_who_is_next_in_the_published_order_is_funded_instead(world):
    row = funded.funded(world, ("Benches", "Trees", "Lights"), win=1)[0]
    made = change(world, row, 300_000)
    order = [idea.title for idea in queries.in_order(row.round)]
    assert order == ["Trees", "Lights"]
    settle(world, made, "next")
    assert fresh(row).state == "stopped"
    assert {one.idea.title for one in queries.of_round(row.round) if one.state == "set-aside"} == {"Trees", "Lights"}
    assert balance(row.round.pot_id).held == 400_000
