"""Minutes: published by the board or by the clock, never hidden again; tasks are promises."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from letgo.commons.places.queries import today
from letgo.commons.promises.actions import meet
from letgo.commons.record.clock import travel
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.decide.boards import jobs
from letgo.decide.boards.meeting_models import Correction, Task
from letgo.decide.boards.minutes import actions, queries
from letgo.decide.boards.minutes.rules import NO_NOTES
from tests.decide.boards.sittings import barred, refused

DAY = timedelta(days=1)


@pytest.fixture
def held(at: Any) -> Any:
    """A board meeting that was held; the clock stands just after it."""
    row = at.board_meeting(at.of)
    with travel(row.at + timedelta(hours=2)):
        at.row = at.held(at.of, row)
        yield at


def test_minutes_that_nobody_publishes_are_published_by_the_clock(held):
    """Fourteen days: on the fifteenth the house publishes what there is, draft or nothing."""
    assert held.row.publish_by == held.row.day + 14 * DAY
    with travel(held.row.at + 14 * DAY):
        jobs.tick()
        assert held.fresh(held.row).published is None
    with travel(held.row.at + 15 * DAY):
        jobs.tick()
    row = held.fresh(held.row)
    assert row.published is not None
    assert row.minutes == NO_NOTES
    assert queries.of(row, held.of.people[9]).words == NO_NOTES


def test_a_draft_is_published_as_it_stands_when_the_board_waits_too_long(held):
    actions.write_notes(held.row.pk, "We met.", by=held.of.secretary, key="w")
    assert queries.of(held.fresh(held.row), held.of.people[9]).words == ""
    with travel(held.row.at + 15 * DAY):
        jobs.tick()
    assert queries.of(held.fresh(held.row), held.of.people[9]).words == "We met."


def test_minutes_of_a_meeting_with_too_few_are_published_too(at):
    row = at.counted(at.of, at.called(at.of), 1)
    with travel(row.at + 20 * DAY):
        jobs.tick()
    assert at.fresh(row).published is not None


def test_publishing_meets_the_promise_and_nobody_says_so_by_hand(held):
    due = held.row.minutes_due
    assert due is not None
    assert due.calendar.read.day_of(due.due) == held.row.publish_by
    assert "by the answer itself" in refused(meet, due.pk, by=held.of.secretary, key="m")
    actions.write_notes(held.row.pk, "We met.", by=held.of.secretary, key="w")
    actions.publish(held.row.pk, by=held.of.secretary, key="p")
    due.refresh_from_db()
    assert (due.closed, due.state) == ("meet", "kept")


def test_published_minutes_are_never_changed_or_hidden_and_their_day_never_put_off(held):
    barred(held.row, held.TEST, publish_by=held.row.publish_by + DAY)
    barred(held.row, held.TEST, publish_by=None)
    assert "nothing to publish" in refused(actions.publish, held.row.pk, by=held.of.members[0], key="a")
    actions.write_notes(held.row.pk, "We met.", "Closed words.", by=held.of.secretary, key="w")
    actions.publish(held.row.pk, by=held.of.members[1], key="p")
    for fields in ({"published": None}, {"minutes": "We did not."}, {"closed_minutes": ""}):
        barred(held.row, held.TEST, **fields)
    assert "stay as they are" in refused(actions.write_notes, held.row.pk, "No.", by=held.of.members[0], key="x")
    assert "stay as they are" in refused(actions.publish, held.row.pk, by=held.of.members[0], key="y")


def test_a_mistake_in_minutes_is_said_beside_them(held):
    assert "not published" in refused(actions.correct, held.row.pk, "Wrong.", by=held.of.secretary, key="a")
    actions.write_notes(held.row.pk, "We met.", by=held.of.secretary, key="w")
    actions.publish(held.row.pk, by=held.of.secretary, key="p")
    actions.correct(held.row.pk, "It was the roof of Block B.", by=held.of.secretary, key="c")
    shown = queries.of(held.fresh(held.row), held.of.people[9])
    assert [one.words for one in shown.corrections] == ["It was the roof of Block B."]
    with pytest.raises(DatabaseError), transaction.atomic():  # PostgreSQL: the app may not even try
        Correction.objects.all().delete()


def test_closed_minutes_are_for_the_board_and_no_line_says_a_word_of_them(held):
    actions.write_notes(held.row.pk, "Canary open.", "Canary closed.", by=held.of.secretary, key="w")
    actions.publish(held.row.pk, by=held.of.secretary, key="p")
    row = held.fresh(held.row)
    assert queries.of(row, held.of.people[9]).closed == ""
    assert queries.of(row, held.of.secretary).closed == "Canary closed."
    said = " ".join(str(line.words.body) for line in Line.objects.filter(about_id=row.pk).select_related("words"))
    assert "Canary" not in said


def test_only_the_board_writes_and_publishes(held):
    for who in (held.of.people[9], held.of.board.estate.world.actor("manager")):
        assert "Only the board" in refused(actions.write_notes, held.row.pk, "We met.", by=who, key=held.key())
        assert "Only the board" in refused(actions.publish, held.row.pk, by=who, key=held.key())


def test_a_task_is_a_promise_with_an_owner_and_its_day(held):
    day = today() + 21 * DAY
    row = actions.set_task(held.row.pk, "Ask for three prices.", "treasurer", day, by=held.of.secretary, key="t")
    assert row.promise.rule.role == "treasurer"
    assert row.promise.calendar.read.day_of(row.promise.due) == day
    assert row.promise.holder == Ref("organisation", held.of.body.organisation_id)
    assert queries.open_tasks(held.of.body) == [row] == queries.tasks(held.row)
    with pytest.raises(DatabaseError), transaction.atomic():
        Task.objects.filter(pk=row.pk).update(day=day + DAY)
    with travel(held.row.at + 23 * DAY):
        from letgo.commons.promises.actions import tick

        tick()
    row.promise.refresh_from_db()
    assert row.promise.state in ("late", "broken")


def test_a_task_needs_an_owner_who_can_be_held_to_it_and_a_day_to_come(held):
    owe = actions.set_task
    assert "Nobody in that role" in refused(
        owe, held.row.pk, "Do it.", "mayor", today() + DAY, by=held.of.secretary, key="a"
    )
    assert "in the past" in refused(owe, held.row.pk, "Do it.", "secretary", today(), by=held.of.secretary, key="b")
    assert "what is to be done" in refused(
        owe, held.row.pk, " ", "secretary", today() + DAY, by=held.of.secretary, key="c"
    )


def test_a_meeting_with_too_few_gives_out_no_work(at):
    row = at.counted(at.of, at.called(at.of), 1)
    with travel(row.at + DAY):
        assert "enough people" in refused(
            actions.set_task, row.pk, "Do it.", "secretary", today() + 9 * DAY, by=at.of.secretary, key="a"
        )


def test_a_task_of_the_landlord_is_held_at_the_place(held):
    row = actions.set_task(held.row.pk, "Mend the door.", "officer", today() + 9 * DAY, by=held.of.secretary, key="t")
    assert row.promise.holder == Ref("place", held.of.body.place_id)


def test_reading_minutes_and_tasks_costs_the_same_for_1_and_for_10(held, django_assert_num_queries):
    for number in range(2):
        for more in range(1 + 9 * number):
            key = f"{number}-{more}"
            actions.set_task(held.row.pk, f"Task {key}", "secretary", today() + 9 * DAY, by=held.of.secretary, key=key)
        with django_assert_num_queries(1):
            [str(row.promise.rule.title) for row in queries.tasks(held.row)]
        with django_assert_num_queries(1):
            queries.of(held.row, held.of.secretary)
