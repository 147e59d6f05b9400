"""What happens to promises: by people, each within the rule, and by the clock, once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from letgo.commons.promises import actions, queries
from letgo.commons.promises.models import Event, Promise, Rule
from letgo.commons.promises.rules import Extension, Length, Rung
from letgo.commons.promises.versions import actions as versions
from letgo.commons.record import jobs as jobs_of_the_house
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Job, Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from tests.commons.promises.made import bring_in, rule
from tests.world import TEST

START = datetime(2026, 12, 21, 10, tzinfo=UTC)
LADDER = (
    Rung(Length(0, "hours"), "promises.tell-holder", "the manager"),
    Rung(Length(2, "days"), "promises.tell-place", "everyone here"),
)
SOFT = {"pauses": ("no access",), "extension": Extension(Length(10, "working-days"), 1, ("facts are missing",))}


def key() -> str:
    return uuid4().hex


def kinds(row: Promise) -> list[str]:
    return list(row.events.order_by("number").values_list("kind", flat=True))


def jobs() -> list[str]:
    return sorted(job.args["name"] for job in Job.objects.filter(name="record.effect"))


def test_a_promise_has_a_date_a_holder_and_a_line(world, law, promised):
    law("5 working days")
    row = promised(START)
    assert row.due == datetime(2026, 12, 30, 23, 59, 59, tzinfo=UTC)
    assert (row.state, row.closed, row.next_at) == ("waiting", "", row.due)
    assert row.place == world.places["here"]
    line = Line.objects.get(pk=row.line_id)
    assert (line.verb, line.about_kind, line.audience_kind) == ("promises.promise", "promise", "public")
    assert line.words.body["due"] == "2026-12-30T23:59:59+00:00"
    assert kinds(row) == ["start"]


def test_a_second_call_with_the_same_key_makes_no_second_promise(world, law):
    law("5 days")
    about, holder, same = Ref("home", uuid4()), Ref("place", world.places["here"].pk), key()
    first = actions.promise(about, "test.answer", START, holder, TEST, same)
    assert actions.promise(about, "test.answer", START, holder, TEST, same) == first
    assert Promise.objects.count() == 1


def test_without_a_rule_in_force_nothing_is_promised(world, law, promised):
    with pytest.raises(Refused, match="in force"):
        promised(START)
    law("5 days", valid_from=datetime(2027, 1, 1).date())
    with pytest.raises(Refused, match="in force"):
        promised(START)
    assert not Promise.objects.exists()


def test_a_rule_edited_in_mid_case_changes_no_running_promise(world, law, promised):
    old = law("5 working days")
    row = promised(START)
    bring_in(rule("1 working day"))
    versions.accept_rule(queries.proposals()[0].pk, TEST, key())
    assert queries.in_force("test.answer").version == 2
    with travel(START + timedelta(days=3)):
        actions.tick()
    row.refresh_from_db()
    assert (row.rule, row.state) == (old, "waiting")
    assert queries.whole(row).standing.due == row.due == datetime(2026, 12, 30, 23, 59, 59, tzinfo=UTC)
    assert promised(START).due == datetime(2026, 12, 22, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [{"rule": "other"}, {"calendar": "other"}, {"start": START - timedelta(days=1)}, {"state": "broken"}],
)
def test_the_database_refuses_to_change_what_a_promise_is_bound_to(world, law, promised, change):
    law("5 days")
    row = promised(START)
    bring_in(rule("6 days"))
    other = {"rule": queries.proposals()[0].pk, "calendar": uuid4()}
    values = {f"{word}_id" if word in other else word: other.get(word, value) for word, value in change.items()}
    if "state" not in change:
        values["line"] = Line.objects.exclude(pk=row.line_id).first()
    with pytest.raises(DatabaseError), transaction.atomic():
        Promise.objects.filter(pk=row.pk).update(**values)


def test_the_database_refuses_to_change_what_a_rule_says_and_what_happened(world, law, promised):
    made = law("5 days")
    promised(START)
    other = Line.objects.exclude(pk=made.line_id).first()
    for change in (
        lambda: Rule.objects.filter(pk=made.pk).update(body={**made.body, "within": "9 days"}, line=other),
        lambda: Rule.objects.filter(pk=made.pk).update(state="superseded"),
        lambda: Event.objects.update(reason="x"),
        lambda: Event.objects.all().delete(),
        lambda: Promise.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_done_in_time_is_kept(world, law, promised):
    law("5 working days", ladder=LADDER)
    row, by = promised(START), world.actor("manager")
    with travel(START + timedelta(days=1)):
        row = actions.meet(row.pk, by, key())
    assert (row.state, row.closed, row.next_at) == ("kept", "meet", None)
    with travel(START + timedelta(days=60)):
        assert actions.tick() == 0
    assert kinds(row) == ["start", "meet"]


def test_only_the_holder_meets_it_and_nobody_says_afterwards_that_it_was_in_time(world, law, promised):
    law("5 days")
    row = promised(START)
    for who in set(world.who) - {"manager"}:
        with pytest.raises(Refused):
            actions.meet(row.pk, world.actor(who), key())
    with pytest.raises(Refused):
        actions.meet(row.pk, world.actor("manager"), key(), at=START)
    row.refresh_from_db()
    assert row.closed == ""


def test_the_clock_stands_still_and_goes_on(world, law, promised):
    law("5 working days", **SOFT)
    row = promised(START)
    by = world.actor("manager")
    with travel(START + timedelta(days=1)):
        with pytest.raises(Refused, match="only for: no access"):
            actions.pause(row.pk, "lunch", by, key())
        row = actions.pause(row.pk, "no access", by, key())
        assert (row.due, row.next_at, row.state) == (None, None, "waiting")
    with travel(START + timedelta(days=400)):
        assert actions.tick() == 0
    with travel(START + timedelta(days=2)):
        row = actions.resume(row.pk, by, key())
    assert row.due == datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_a_date_moves_once_by_the_most_with_a_reason_that_the_rule_knows(world, law, promised):
    law("10 working days", **SOFT)
    row, by = promised(datetime(2026, 12, 30, 9, tzinfo=UTC)), world.actor("manager")
    with travel(datetime(2027, 1, 14, 9, tzinfo=UTC)):
        for reason, length in (("", None), ("too much to do", None), ("facts are missing", Length(11, "working-days"))):
            with pytest.raises(Refused):
                actions.extend(row.pk, reason, by, key(), length)
        row = actions.extend(row.pk, "facts are missing", by, key())
        assert row.due == datetime(2027, 1, 28, 23, 59, 59, tzinfo=UTC)
        with pytest.raises(Refused, match="as often as the rule allows"):
            actions.extend(row.pk, "facts are missing", by, key())
    assert queries.whole(row).standing.due == row.due


def test_a_broken_promise_climbs_each_rung_once(world, law, promised):
    law("5 working days", broken_after="2 days", ladder=LADDER)
    row = promised(START)
    with travel(row.due + timedelta(milliseconds=900)):
        assert actions.tick() == 0
    with travel(row.due + timedelta(seconds=1)):
        assert [actions.tick(), actions.tick()] == [1, 0]
    row.refresh_from_db()
    assert (row.state, row.rungs) == ("late", 1)
    assert jobs() == ["promises.tell-holder"]
    with travel(row.due + timedelta(days=3)):
        assert [actions.tick(), actions.tick()] == [1, 0]
    row.refresh_from_db()
    assert (row.state, row.rungs, row.next_at) == ("broken", 2, None)
    assert kinds(row) == ["start", "late", "told", "break", "told"]
    assert jobs() == ["promises.tell-holder", "promises.tell-place"]


def test_a_clock_that_was_away_catches_up_at_once(world, law, promised):
    law("5 working days", broken_after="2 days", ladder=LADDER)
    row = promised(START)
    with travel(START + timedelta(days=100)):
        actions.tick()
    row.refresh_from_db()
    assert (row.state, row.rungs, row.next_at) == ("broken", 2, None)
    assert len(jobs()) == 2


def test_what_was_done_late_stays_broken_and_stops_the_climb(world, law, promised):
    law("5 working days", ladder=LADDER)
    row, by = promised(START), world.actor("manager")
    with travel(row.due + timedelta(hours=1)):
        actions.tick()
        row = actions.meet(row.pk, by, key())
    assert (row.state, row.closed, row.rungs) == ("broken", "meet", 1)
    with travel(START + timedelta(days=100)):
        assert actions.tick() == 0


def test_an_excuse_is_anothers_to_give_and_makes_it_late_never_kept(world, law, promised):
    law("5 days", excused_by="officer")
    row, officer = promised(START), world.actor("officer")
    others = [world.actor(who) for who in world.who if who not in ("officer", "officer-here")]
    with pytest.raises(Refused, match="nothing to excuse"), travel(START + timedelta(days=1)):
        actions.excuse(row.pk, "snow", officer, key())
    with travel(START + timedelta(days=30)):
        actions.tick()
        for other in others:
            with pytest.raises(Refused, match="You cannot"):
                actions.excuse(row.pk, "snow", other, key())
        with pytest.raises(Refused, match="Say why"):
            actions.excuse(row.pk, " ", officer, key())
        row = actions.excuse(row.pk, "snow", officer, key())
    assert (row.state, row.closed) == ("late", "excuse")


def test_calling_off_hides_no_broken_promise_and_the_holder_cannot(world, law, promised):
    law("5 days", excused_by="officer")
    row = promised(START)
    with pytest.raises(Refused):
        actions.cancel(row.pk, "no longer needed", world.actor("manager"), key())
    with travel(START + timedelta(days=30)):
        actions.tick()
        row = actions.cancel(row.pk, "the home is empty", TEST, key())
    assert (row.state, row.closed) == ("broken", "cancel")
    assert queries.broken_in("/") == [row]


def test_a_tick_with_nothing_due_asks_once_and_touches_nothing(world, law, promised):
    law("5 working days", ladder=LADDER)
    for _ in range(20):
        promised(START)
    with travel(START), CaptureQueriesContext(connection) as asked:
        assert actions.tick() == 0
    assert [query["sql"].split()[0] for query in asked] == ["SELECT"]


def test_one_that_cannot_be_looked_at_does_not_hold_up_the_others(world, law, promised, monkeypatch, caplog):
    law("5 working days", ladder=LADDER)
    rows = [promised(START) for _ in range(3)]
    true_take = actions._take

    def take(row, rung, step):
        if row.pk == rows[0].pk:
            raise OSError("a canary word that no log may hold")
        true_take(row, rung, step)

    monkeypatch.setattr(actions, "_take", take)
    with travel(rows[0].due + timedelta(hours=1)), pytest.raises(OSError, match="canary"):
        actions.tick()
    states = {row.pk: row.state for row in Promise.objects.all()}
    assert [states[row.pk] for row in rows] == ["waiting", "broken", "broken"]
    assert "canary" not in caplog.text


def test_an_effect_that_this_house_lost_does_not_stop_the_climb(world, law, promised, settings):
    law("5 working days", ladder=LADDER)
    row = promised(START)
    settings.LETGO_EFFECTS = "tests.commons.promises.test_actions.NO_EFFECTS"
    with travel(START + timedelta(days=100)):
        actions.tick()
    row.refresh_from_db()
    assert (row.state, row.rungs) == ("broken", 2)


NO_EFFECTS: dict[str, str] = {}


def test_a_rule_with_an_effect_that_this_house_cannot_do_is_refused(world):
    with pytest.raises(Refused, match="cannot do"):
        bring_in(rule("5 days", ladder=(Rung(Length(0, "hours"), "nothing.here", "x"),)))
    assert not Rule.objects.exists()


def test_a_proposal_waits_for_someone_else(world, law):
    law("5 days")
    table = {**queries.in_force("test.answer").body, "within": "3 days"}
    keeper = world.actor("administrator")
    assert versions.propose_rules([table], Rule.LOCAL, keeper, key()) == {"test.answer": "changed"}
    waiting = queries.proposals()[0]
    assert queries.in_force("test.answer").version == 1
    with pytest.raises(Refused, match="yourself"):
        versions.accept_rule(waiting.pk, keeper, key())
    with pytest.raises(Refused):
        versions.accept_rule(waiting.pk, world.actor("officer"), key())
    with pytest.raises(Refused):
        versions.propose_rules([table], "x", world.actor("manager"), key())
    versions.accept_rule(waiting.pk, TEST, key())
    assert queries.in_force("test.answer").version == 2
    assert Rule.objects.get(version=1).state == "superseded"


def test_an_upgrade_never_overwrites_what_was_edited_here(world, law):
    law("5 days")
    edited = {**queries.in_force("test.answer").body, "within": "3 days"}
    versions.propose_rules([edited], Rule.LOCAL, TEST, key())
    versions.accept_rule(queries.proposals()[0].pk, TEST, key())
    assert bring_in(rule("5 days")) == {"test.answer": "edited-here"}
    assert bring_in(rule("4 days")) == {"test.answer": "changed"}
    assert queries.in_force("test.answer").body["within"] == "3 days"
    assert bring_in(rule("4 days")) == {"test.answer": "proposed"}
    assert Rule.objects.count() == 3


def test_a_rule_of_next_year_is_not_put_in_force_today(world, law):
    law("5 days")
    bring_in(rule("3 days", valid_from=(now() + timedelta(days=30)).date()))
    versions.accept_rule(queries.proposals()[0].pk, TEST, key())
    assert queries.in_force("test.answer").version == 1
    assert versions.begin_rules() == 0
    with travel(now() + timedelta(days=30)):
        assert versions.begin_rules() == 1
    assert queries.in_force("test.answer").version == 2


def statements(act) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


def test_a_promise_costs_a_bounded_number_of_statements(world, law, promised):
    law("5 days", **SOFT)
    about, holder, same = Ref("home", uuid4()), Ref("place", world.places["here"].pk), key()
    assert statements(lambda: actions.promise(about, "test.answer", START, holder, TEST, same)) <= 14
    assert statements(lambda: actions.promise(about, "test.answer", START, holder, TEST, same)) <= 4
    row = promised(now())
    assert statements(lambda: actions.pause(row.pk, "no access", TEST, key())) <= 14
    assert statements(lambda: actions.resume(row.pk, TEST, key())) <= 14


def test_the_clock_runs_as_a_job(world, law, promised):
    law("5 days", ladder=LADDER)
    row = promised(START)
    with travel(START + timedelta(days=30)):
        jobs_of_the_house.later("promises.tick", "this minute")
        jobs_of_the_house.run_waiting()
    row.refresh_from_db()
    assert (row.state, row.rungs) == ("broken", 2)
    assert Job.objects.get(name="promises.tick").state == "done"
    assert Line.objects.filter(verb="promises.tell-place").count() == 1


def test_no_line_that_everyone_reads_names_a_person_or_the_thing(world, law, promised):
    law("5 days", excused_by="officer", **SOFT)
    row, manager, officer = promised(START), world.actor("manager"), world.actor("officer")
    with travel(START + timedelta(days=1)):
        actions.extend(row.pk, "facts are missing", manager, key())
    with travel(START + timedelta(days=90)):
        actions.tick()
        actions.excuse(row.pk, "snow", officer, key())
    people = {str(person.pk) for person in world.people.values()}
    for line in Line.objects.filter(about_kind="promise").select_related("words"):
        said = str(line.words.body)
        assert str(row.about_id) not in said
        assert not [pk for pk in people if pk in said]
