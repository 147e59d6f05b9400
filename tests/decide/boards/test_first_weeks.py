"""The first weeks of a new board: a list from its terms, done by its members."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from letgo.commons.record.actions import write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.boards import jobs
from letgo.decide.boards.firstweeks import actions, queries
from letgo.decide.boards.firstweeks.rules import left

LIST = ("Choose a chair.", "Open a bank account.", "Call the first meeting.")


@pytest.fixture
def new(at: Any) -> Any:
    at.terms(at.of, first_weeks=LIST)
    jobs.tick()
    return at


def test_a_board_that_sits_gets_its_list_once(new):
    jobs.tick()
    assert [row.words for row in queries.of(new.of.body)] == list(LIST)


def test_a_board_without_a_list_gets_none(at):
    jobs.tick()
    assert queries.of(at.of.body) == []


def test_what_is_done_is_done_by_the_board_and_stays_done(new):
    first = queries.of(new.of.body)[0]
    with pytest.raises(Refused, match="Only the board"), transaction.atomic():
        actions.finish(first.pk, by=new.of.people[9], key="a")
    done = actions.finish(first.pk, by=new.of.members[1], key="b")
    assert done.done is not None
    assert left(row.done for row in queries.of(new.of.body)) == 2
    with pytest.raises(Refused, match="done already"), transaction.atomic():
        actions.finish(first.pk, by=new.of.members[1], key="c")
    line = write("tests.vandal", Ref("body", first.pk), by=new.TEST)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(done=None, line=line)
