"""A rule is changed here from a day on: proposed by one, agreed by another, taken back before its day, never felt by what runs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letgo.commons.promises import actions, queries
from letgo.commons.promises.models import Promise, Rule
from letgo.commons.promises.rules import Length
from letgo.commons.promises.versions import actions as versions
from letgo.commons.promises.versions import queries as asked
from letgo.commons.promises.versions import rules
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line
from letgo.commons.record.refusals import Refused
from tests.commons.promises.made import ENGLAND, bring_in, rule
from tests.world import TEST

TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
MARCH = date(2027, 3, 1)
TEN = rules.Terms(Length(10, "working-days"), Length(0, "hours"), MARCH, "The board, 19 November 2026")


def key() -> str:
    return uuid4().hex


@pytest.fixture
def fifteen(law):
    """The rule "test.answer" takes 15 working days; today is a Friday in November 2026."""
    with travel(TODAY):
        yield law("15 working days")


def test_a_change_counts_from_its_day_and_no_running_promise_feels_it(world, fifteen, promised):
    running = promised(now())
    proposed = versions.change_rule("test.answer", TEN, world.actor("administrator"), key())
    assert (proposed.state, proposed.pack, proposed.read.within) == ("proposed", Rule.LOCAL, TEN.within)
    assert promised(now()).rule == fifteen
    agreed = versions.accept_rule(proposed.pk, TEST, key())
    assert agreed.state == "agreed"
    assert promised(now()).rule == fifteen
    with travel(datetime(2027, 2, 28, 23, 59, 59, tzinfo=UTC)):
        assert versions.begin_rules() == 0
        assert promised(now()).rule == fifteen
    with travel(datetime(2027, 3, 1, 0, 0, 1, tzinfo=UTC)):
        assert promised(now()).rule == agreed  # by its day, before the clock has looked
        assert versions.begin_rules() == 1
        assert queries.in_force("test.answer") == agreed
        assert promised(now() - timedelta(days=1)).rule == fifteen  # of yesterday, written down today
        actions.tick()
        assert versions.begin_rules() == 0
    again = Promise.objects.get(pk=running.pk)
    assert (again.rule, again.due) == (fifteen, running.due)
    said = Line.objects.filter(verb__startswith="promises.", about_id=agreed.pk)
    assert {line.verb for line in said} == {"promises.change-rule", "promises.accept-rule", "promises.begin-rule"}


def test_a_second_person_says_yes_and_where_few_live_the_outside_checker_may(world, fifteen, monkeypatch):
    keeper, checker = world.actor("administrator"), world.actor("checker")
    same = key()
    row = versions.change_rule("test.answer", TEN, keeper, same)
    assert versions.change_rule("test.answer", TEN, keeper, same).pk == row.pk
    for who in ("anyone", "resident", "officer", "manager", "board", "checker"):
        with pytest.raises(Refused):
            versions.change_rule("test.answer", TEN, world.actor(who), key())
    with pytest.raises(Refused, match="yourself"):
        versions.accept_rule(row.pk, keeper, key())
    for who in ("officer", "manager", "resident", "board"):
        with pytest.raises(Refused):
            versions.accept_rule(row.pk, world.actor(who), key())
    with monkeypatch.context() as many:
        many.setattr(asked, "SMALL_HOUSE", 5)
        with pytest.raises(Refused, match="few people"):
            versions.accept_rule(row.pk, checker, key())
    assert versions.accept_rule(row.pk, checker, key()).state == "agreed"


def test_a_change_is_taken_back_before_its_day_and_another_waits_for_it(world, fifteen, promised):
    keeper = world.actor("administrator")
    first = versions.change_rule("test.answer", TEN, keeper, key())
    second = versions.change_rule("test.answer", replace(TEN, within=Length(9, "working-days")), keeper, key())
    assert Rule.objects.get(pk=first.pk).state == "taken-back"
    versions.accept_rule(second.pk, TEST, key())
    with pytest.raises(Refused, match="waits for its day"):
        versions.change_rule("test.answer", TEN, keeper, key())
    bring_in(rule("12 working days"))
    with pytest.raises(Refused, match="waits for its day"):
        versions.accept_rule(queries.proposals()[0].pk, TEST, key())
    with travel(datetime(2027, 3, 1, 9, tzinfo=UTC)), pytest.raises(Refused, match="day has come"):
        versions.take_back_rule(second.pk, "too late", keeper, key())
    with pytest.raises(Refused, match="why"):
        versions.take_back_rule(second.pk, " ", keeper, key())
    with pytest.raises(Refused):
        versions.take_back_rule(second.pk, "no", world.actor("manager"), key())
    gone = versions.take_back_rule(second.pk, "The board thought again.", keeper, key())
    assert (gone.state, gone.line.words.body["reason"]) == ("taken-back", "The board thought again.")
    with travel(datetime(2027, 3, 2, 9, tzinfo=UTC)):
        assert versions.begin_rules() == 0
        assert promised(now()).rule == fifteen
    with pytest.raises(Refused, match="any more"):
        versions.take_back_rule(second.pk, "again", keeper, key())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"begins": TODAY.date()}, "tomorrow or later"),
        ({"begins": date(2029, 1, 1)}, "two years"),
        ({"within": Length(15, "working-days")}, "says this already"),
        ({"within": Length(0, "days")}, "needs time"),
        ({"source": "  "}, "who decided"),
    ],
)
def test_what_is_wrong_with_a_change_is_said_in_a_sentence(change, says):
    found = list(rules.wrong(rule("15 working days"), replace(TEN, **change), TODAY.date(), None))
    assert len(found) == 1
    assert says in found[0]


def test_what_the_law_gives_is_never_made_less():
    law = rule("10 working days", status="law")
    here = replace(law, within=Length(5, "working-days"), status="local")
    for old in (law, here):  # also by way of a stricter version that was made here
        later = [replace(TEN, within=Length(*within)) for within in ((11, "working-days"), (9, "weeks"), (10, "days"))]
        later.append(replace(TEN, within=Length(4, "working-days"), broken_after=Length(1, "days")))
        for terms in later:
            assert list(rules.wrong(old, terms, TODAY.date(), law)), terms
    assert not list(rules.wrong(law, replace(TEN, within=Length(9, "working-days")), TODAY.date(), law))


def test_old_and_new_stand_side_by_side_with_an_example():
    old = rule("15 working days")
    new = rules.changed(old, TEN, TODAY.date())
    assert rules.sentence(old, new) == "10 working days, not 15, from Monday 1 March 2027."
    assert [row[0] for row in rules.differences(old, new)] == ["How long it takes", "Who says so", "From which day"]
    day = rules.example_day(ENGLAND, date(2027, 3, 6))
    assert day == date(2027, 3, 8)
    assert (
        rules.example(old, ENGLAND, day) == "the end of Wednesday 31 March 2027"
    )  # Good Friday is 26, Easter Monday 29 March
    assert rules.example(new, ENGLAND, day) == "the end of Monday 22 March 2027"
    assert rules.example(new, ENGLAND, date(2029, 1, 2)) == ""
    hours = rule("24 hours", ends="instant")
    assert rules.changed(hours, TEN, TODAY.date()).ends == "end-of-day"


def test_the_list_of_rules_costs_one_question(world, law):
    for number in range(2):
        with CaptureQueriesContext(connection) as said:
            asked.entries()
        assert len(said) == 1
        for other in range(5):
            law("5 days", name=f"test.more-{number}-{other}")
