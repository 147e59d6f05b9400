"""Everybody who may come is told once that a meeting is called or called off, in portions."""

from typing import Any

import pytest

from letgo.commons.door.messages import actions as messages
from letgo.commons.door.models import Message
from letgo.commons.record.jobs import run_waiting
from letgo.decide.boards.meetings import actions
from letgo.decide.boards.proxies import actions as proxies


def told(row: Any) -> list[Any]:
    return list(Message.objects.filter(about_kind="meeting", about_id=row.pk).values_list("person", flat=True))


@pytest.mark.parametrize("at_once", [5, 200])
def test_everybody_who_may_come_is_told_once_of_each(at, monkeypatch, at_once):
    monkeypatch.setattr(messages, "AT_ONCE", at_once)
    row = at.called(at.of, "general")
    for _ in range(4):
        run_waiting()
    people = [who.person for who in at.of.people]
    assert sorted(told(row), key=str) == sorted(people, key=str)
    actions.cancel(row.pk, "The hall is shut.", by=at.of.secretary, key="c")
    for _ in range(4):
        run_waiting()
    assert len(told(row)) == 2 * len(people)


def test_of_a_board_meeting_its_members_are_told_and_nobody_else(at):
    row = at.called(at.of)
    run_waiting()
    assert set(told(row)) == {who.person for who in at.of.members}


def test_nobody_writes_down_a_proxy_behind_its_givers_back(at):
    row, (giver, holder) = at.called(at.of, "general"), at.of.people[9:11]
    assert told(row).count(giver.person) == 0
    proxies.write_down(row.pk, giver.person, holder.person, by=at.of.secretary, key="p")
    assert told(row) == [giver.person]
