"""A list and the single check agree for every verb of meetings, over every kind of row of a meeting and whoever asks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Model

from letgo.commons.people.queries import may, policies, visible
from letgo.commons.people.rules import ANYONE, Acting, Actor, Grant
from letgo.commons.record.actions import write
from letgo.commons.record.clock import travel
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards import jobs
from letgo.decide.boards.expense_models import Expense
from letgo.decide.boards.expenses import actions as expenses
from letgo.decide.boards.interests.actions import follows
from letgo.decide.boards.meeting_guards import MEETINGS
from letgo.decide.boards.meeting_models import (
    Attendance,
    Correction,
    FirstTask,
    Hand,
    Item,
    Meeting,
    Proxy,
    Resolution,
    Tally,
    Task,
)  # fmt: skip
from letgo.decide.boards.meeting_rules import Votes
from letgo.decide.boards.minutes import actions as minutes
from letgo.decide.boards.models import Body
from letgo.decide.boards.policies import PATHS
from letgo.decide.boards.proxies import actions as proxies
from letgo.decide.boards.resolutions import actions as resolutions
from tests.decide.keeping import unkept

MEETING = ("meeting__body__place",)
REACHED: dict[type[Model], tuple[str, ...]] = {
    Meeting: ("body__place",), Item: ("body__place",), Attendance: MEETING, Proxy: MEETING, Task: MEETING, Expense: MEETING,
    Correction: MEETING, Resolution: ("item__body__place",), Hand: ("resolution__item__body__place",),
    Tally: ("resolution__item__body__place",), FirstTask: ("body__place",), Body: ("place",),
}  # fmt: skip
VERBS = (
    "agree-expense", "answer-meeting", "ask-expense", "call-meeting", "cancel-meeting", "close-meeting", "close-vote",
    "correct-minutes", "count-quorum", "finish-first-task", "give-proxy", "hear-item", "mark-attendance", "open-meeting",
    "pay-expense", "publish-minutes", "put-item", "put-resolution", "read-closed", "set-task", "strike-item", "take-back-proxy",
    "tell-count", "vote-by-name", "write-down-proxy", "write-down-vote", "write-minutes",
)  # fmt: skip


def rows_of_meetings(at: Any) -> None:
    """One of each: two meetings, an item, who came, a proxy, votes by name and by tellers, a task, an expense, a correction."""
    of, key = at.of, at.key
    agm = at.called(of, "general")
    on = at.item(of, agm)
    proxies.give(agm.pk, of.people[5].person, by=of.people[11], key=key())
    row = at.board_meeting(of, days=9)
    with travel(row.at):
        vote = at.put(of, row.items.get())
        resolutions.vote(vote.pk, "yes", by=of.members[0], key=key())
        minutes.set_task(row.pk, "Do it.", "secretary", at.soon(30).date(), by=of.secretary, key=key())
        expenses.ask(row.pk, "travel", 100, by=of.members[0], key=key())
    agm = at.counted(of, agm, 6)
    with travel(agm.at):
        at.actions.mark(agm.pk, of.people[3].person, "present", True, by=of.secretary, key=key())
        at.told(of, at.put(of, on), Votes(1), 3)


def everybody(at: Any) -> Iterator[Actor]:
    """Each of the world, electors and members; in place of another, and in offices elsewhere."""
    world = at.of.board.estate.world
    names = ("anyone", "stranger", "officer-here", "manager", "secretary")
    asking = [*map(world.actor, names), *at.of.people[:1], at.of.people[11], at.of.secretary, treasurer(at)]
    for actor in asking:
        yield actor
        if actor.person is None:
            continue
        other = at.of.people[11]
        if other.person != actor.person and actor.reaches("secretary", "manager"):
            yield replace(actor, acting=Acting(other.person, frozenset({"everything"})), grants=other.grants)
    yield ANYONE
    yield replace(at.of.secretary, grants=frozenset({Grant("secretary", "/", world.authority.pk)}))


def agree(name: str, verb: str, actors: Iterable[Actor], models: Iterable[type[Model]]) -> int:
    """How often the answer was yes."""
    yes = 0
    for model in models:
        rows = list(model._default_manager.select_related(*REACHED.get(model, ())))
        for actor in actors:
            listed = set(visible(actor, verb, model._default_manager.all()))
            single = {row for row in rows if may(actor, verb, row)}
            assert listed == single, (name, model.__name__, actor)
            yes += len(single)
    return yes


def test_a_list_of_a_meeting_holds_just_what_the_single_check_allows(at: Any) -> None:
    """Verbs of one policy are asked once: the answer is the policy's."""
    rows_of_meetings(at)
    asking = list(dict.fromkeys(everybody(at)))
    by_policy = {str(policies()[f"boards.{verb}"]): f"boards.{verb}" for verb in VERBS}
    for name, verb in by_policy.items():
        yes = agree(name, verb, asking, REACHED)
        assert yes > 0, verb


@pytest.mark.parametrize("verb", [
    "answer-meeting", "call-meeting", "cancel-meeting", "give-proxy", "hear-item", "pay-expense", "publish-minutes",
    "strike-item", "take-back-proxy", "tell-count", "vote-by-name", "write-down-vote",
])  # fmt: skip
def test_some_may_and_some_may_not(at: Any, verb: str) -> None:
    """No verb of meetings is for everybody or for nobody."""
    row = at.called(at.of, "general")
    given = proxies.give(row.pk, at.of.people[5].person, by=at.of.people[11], key=at.key())
    world, about = at.of.board.estate.world, given if verb == "take-back-proxy" else row
    inside = [at.of.secretary, at.of.people[11], treasurer(at)]
    assert any(may(actor, f"boards.{verb}", about) for actor in inside)
    assert not any(may(actor, f"boards.{verb}", about) for actor in (ANYONE, world.actor("stranger")))


def treasurer(at: Any) -> Actor:
    held = Grant("treasurer", at.of.body.place.lineage, at.of.body.organisation_id)
    return replace(at.of.secretary, grants=frozenset({held}))


def test_every_row_of_a_meeting_leads_to_its_body() -> None:
    assert {model._meta.model_name for model in REACHED} <= set(PATHS)


def test_nobody_is_asked_about_nothing(at: Any) -> None:
    for verb in VERBS:
        assert not may(at.of.secretary, f"boards.{verb}", None), verb


def test_no_row_of_a_meeting_changes_without_a_line_and_none_is_ever_deleted(at: Any) -> None:
    at.terms(at.of, first_weeks=("Choose a chair.",))
    jobs.tick()
    rows_of_meetings(at)
    row = Meeting.objects.get(kind="board")
    with travel(row.at + timedelta(hours=1)):
        resolutions.close(Resolution.objects.get(item__meeting=row).pk, by=CLOCK, key=at.key())
        at.held(at.of, row)
        minutes.write_notes(row.pk, "We met.", by=at.of.secretary, key=at.key())
        minutes.publish(row.pk, by=at.of.secretary, key=at.key())
        minutes.correct(row.pk, "It was raining.", by=at.of.secretary, key=at.key())
    assert unkept(MEETINGS) == []


def test_a_vote_by_name_is_of_one_member_while_it_is_open_and_weighs_what_the_office_weighs(at: Any) -> None:
    of, row = at.of, at.board_meeting(at.of)
    with travel(row.at + timedelta(minutes=40)):
        vote = at.put(of, row.items.get())
        mine = {"resolution": vote, "mandate": of.mandates[1], "choice": "yes", "line": vote.line}
        _barred(lambda: Hand.objects.create(**mine, weight=2), "weighs what the office weighs")
        hand = resolutions.vote(vote.pk, "no", by=of.members[0], key=at.key())
        resolutions.vote(vote.pk, "no", by=of.members[2], key=at.key())
        line = write("tests.vandal", of.body.ref, by=at.TEST)
        rows = Hand.objects.filter(pk=hand.pk)
        _barred(lambda: rows.update(line=line, mandate=of.mandates[1]), "of one member in one vote")
        follows(of.body, of.members[0].person, row.items.get().ref, "They sell roofs.", by=at.TEST)
        _barred(lambda: rows.update(line=line, choice="yes"), "what they gain by")
        resolutions.vote(vote.pk, "no", by=of.members[1], key=at.key())
        resolutions.close(vote.pk, by=of.secretary, key=at.key())
        other = {**mine, "mandate": of.mandates[2]}
        _barred(lambda: Hand.objects.create(**other), "takes no more votes")


def test_a_meeting_that_is_over_stays_as_it_was_and_nobody_comes_to_it_or_gives_a_proxy(at: Any) -> None:
    of, row = at.of, at.called(at.of, "general")
    on = at.item(of, row)
    row = at.counted(of, row, 2)
    assert row.state == "inquorate"
    line, late = write("tests.vandal", of.body.ref, by=at.TEST), of.people[9].person
    meeting, came = Meeting.objects.filter(pk=row.pk), Attendance.objects.filter(meeting=row)
    _barred(lambda: meeting.update(line=line, state="held"), "stays as it was")
    _barred(lambda: Attendance.objects.create(meeting=row, person_id=late, how="present", line=line), "that is over")
    _barred(lambda: came.update(line=line, person=late), "of one person|that is over")
    other = at.called(of, "general", days=30)
    came_to = {"meeting": other, "person_id": late, "how": "coming", "line": line}
    said = Attendance.objects.create(**came_to)
    again = write("tests.vandal", of.body.ref, by=at.TEST)
    _barred(lambda: Attendance.objects.filter(pk=said.pk).update(line=again, person=of.people[8].person), "one person")
    heard = Item.objects.filter(carried_from=on)
    _barred(lambda: heard.update(line=again, state="heard", outcome="Done."), "enough people came")
    with travel(other.at):
        at.opened(of, other, 3)
        given = {"meeting": other, "giver_id": late, "holder_id": of.people[8].person, "slot": 1, "line": line}
        _barred(lambda: Proxy.objects.create(**given), "before the meeting opens")


def _barred(act: Callable[[], Any], words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()
