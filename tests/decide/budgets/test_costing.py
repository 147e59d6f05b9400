"""What an idea costs, who may check it, and what the residents say to a no."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from letgo.commons.record.clock import travel
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets import rules
from letgo.decide.budgets.costing import actions as costing
from letgo.decide.budgets.models import Estimate, Interest


def test_an_estimate_has_reasons_and_upkeep_and_its_author_answers(world, opened, made):
    at = opened()
    row = made.costed(world, made.said(world, at))
    assert (row.state, row.pence, row.upkeep_pence) == ("costed", 200_000, 5_000)
    assert row.answer_by == made.soon(14)
    for who in ("subject", "officer", "neighbour"):
        with pytest.raises(Refused):
            costing.answer_estimate(row.pk, True, by=made.by(world, who), key=made.key())
    with pytest.raises(Refused):
        costing.answer_estimate(row.pk, False, " ", by=made.by(world, "resident"), key=made.key())
    row = costing.answer_estimate(row.pk, False, "Too dear.", by=made.by(world, "resident"), key=made.key())
    assert (row.state, row.due.rule.name) == ("disputed", "budgets.answer-dispute")
    costing.estimate(row.pk, 150_000, 0, "A fourth price.", by=made.by(world, "officer-here"), key=made.key())
    assert [e.answer for e in Estimate.objects.order_by("number")] == ["disputes", ""]
    assert made.fresh(row.due).closed == "meet"


def test_silence_lets_the_estimate_stand_after_the_last_day_and_not_before(world, opened, made):
    row = made.costed(world, made.said(world, opened()))
    with travel(by=timedelta(days=14)):
        made.tick()
        assert made.fresh(row).state == "costed"
    with travel(by=timedelta(days=15)):
        made.tick()
        made.tick()
    assert made.fresh(row).state == "agreed"
    assert Estimate.objects.get().answer == "silent"


def test_an_estimate_is_never_edited(world, opened, made):
    row = made.costed(world, made.said(world, opened()))
    found = Estimate.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Estimate.objects.filter(pk=found.pk).update(pence=1, line=made.said(world, row.round, "subject").line)


def test_who_gains_or_has_not_said_so_neither_costs_nor_checks(world, opened, made):
    """Unsaid, it cannot begin; said, somebody else does it; one's own idea is never one's own to check."""
    row = made.said(world, opened())
    officer, checker = made.by(world, "officer-here"), made.by(world, "checker")
    with pytest.raises(Refused, match="stand to gain"):
        costing.estimate(row.pk, 1, 0, "So.", by=officer, key=made.key())
    with pytest.raises(Refused, match="stand to gain"):
        costing.check(row.pk, True, by=checker, key=made.key())
    costing.declare(row.pk, "My brother sells benches.", by=officer, key=made.key())
    with pytest.raises(Refused, match="Somebody else"):
        costing.estimate(row.pk, 1, 0, "So.", by=officer, key=made.key())
    with pytest.raises(Refused):
        costing.declare(row.pk, "", by=made.by(world, "resident"), key=made.key())
    said = Interest.objects.get()
    assert (said.role, said.words) == ("officer", "My brother sells benches.")
    row.put(row.state, said.line, author_id=checker.person)
    costing.declare(row.pk, "", by=checker, key=made.key())
    with pytest.raises(Refused, match="your own idea"):
        costing.check(row.pk, True, by=checker, key=made.key())


def test_in_a_small_body_the_outside_checker_alone_checks(world, opened, made):
    row = made.said(world, opened())
    with pytest.raises(Refused, match="outside checker"):
        made.checked(world, row, who="secretary")
    assert made.checked(world, row).eligible is True


def test_two_checkers_say_the_same_and_a_third_settles_it(world, opened, made, monkeypatch):
    """Of 60 people or more one checker alone decides nothing, and nobody answers twice."""
    monkeypatch.setattr(rules, "SMALL_BODY", 1)
    row = made.said(world, opened())
    assert made.checked(world, row, who="secretary").eligible is None
    with pytest.raises(Refused, match="before"):
        made.checked(world, row, who="secretary")
    assert made.checked(world, row, yes=False, who="board").eligible is None
    row = made.checked(world, row, yes=False, who="treasurer")
    assert (row.state, row.eligible) == ("refused", False)
    assert row.reason == "The law does not allow it."
    assert made.fresh(row.check_due or row).pk


def test_an_appeal_goes_as_three_or_more_residents_say(world, opened, made):
    """Two people decide nothing; level is no; more for than against puts it back where it stood."""
    at = opened()
    asked = made.appealed(world, at)
    secretary = made.by(world, "secretary")
    for votes in ((1, 1), (2, 0), (-1, 9)):
        with pytest.raises(Refused):
            costing.decide_appeal(asked.pk, *votes, "Hall, 3 March", "", by=secretary, key=made.key())
    for who in ("officer", "resident", "board"):
        with pytest.raises(Refused):
            costing.decide_appeal(asked.pk, 9, 0, "Hall", "", by=made.by(world, who), key=made.key())
    found = costing.decide_appeal(asked.pk, 5, 2, "Hall, 3 March", "", by=secretary, key=made.key())
    idea = made.fresh(found.idea)
    assert (found.state, idea.state, idea.eligible, idea.due.rule.name) == ("upheld", "said", True, "budgets.cost-idea")
    other = made.appealed(world, at)
    found = costing.decide_appeal(other.pk, 2, 2, "Hall, 3 March", "", by=secretary, key=made.key())
    assert (found.state, made.fresh(found.idea).state) == ("refused", "refused")
    assert made.fresh(found.idea).reason


def test_an_appeal_comes_in_time_and_from_the_author(world, opened, made):
    row = made.refused(world, opened())
    with pytest.raises(Refused):
        costing.appeal(row.pk, "It is lawful.", by=made.by(world, "subject"), key=made.key())
    with travel(by=timedelta(days=15)), pytest.raises(Refused):
        costing.appeal(row.pk, "It is lawful.", by=made.by(world, "resident"), key=made.key())


@pytest.mark.parametrize(
    ("checks", "needed", "found"),
    [
        ([], 2, None), ([(True, False)], 2, None), ([(True, False), (True, False)], 2, True),
        ([(True, False), (False, True)], 2, None), ([(True, False), (False, True), (False, False)], 2, False),
        ([(True, False)], 1, None), ([(True, False), (False, True)], 1, False), ([(True, True)], 1, True),
    ],
)  # fmt: skip
def test_what_checkers_found(checks, needed, found):
    assert rules.verdict(checks, needed) is found
