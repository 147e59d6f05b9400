"""Everybody who may come is told once that a meeting is called or called off, in portions."""

from typing import Any

import pytest

from letgo.commons.door.models import Message
from letgo.commons.record.jobs import run_waiting
from letgo.decide.boards.meetings import actions, telling


def told(row: Any) -> list[Any]:
    return list(Message.objects.filter(about_kind="meeting", about_id=row.pk).values_list("person", flat=True))


@pytest.mark.parametrize("at_once", [5, 200])
def test_everybody_who_may_come_is_told_once_of_each(at, monkeypatch, at_once):
    monkeypatch.setattr(telling, "AT_ONCE", at_once)
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
