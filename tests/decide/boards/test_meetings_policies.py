"""A list and the single check agree for every verb of meetings, over every kind of row of a meeting and whoever asks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Model

from letgo.commons.people.queries import may, policies, visible
from letgo.commons.people.rules import ANYONE, Acting, Actor, Grant
from letgo.commons.record.clock import travel
from letgo.decide.boards.expense_models import Expense
from letgo.decide.boards.expenses import actions as expenses
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
