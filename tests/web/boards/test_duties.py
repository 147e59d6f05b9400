"""What must be done for a board, by when and by whom: an election, a meeting; and from when a recall can be asked for again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letgo.commons.record.clock import travel
from tests.web.boards import meetings_made as made
from tests.web.boards import offices_made as offices
from tests.web.boards.test_elections import page, text
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words
from tests.world import TEST

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def read(client, name, **address):
    """The text of a page that is whole, plain and cheap."""
    with CaptureQueriesContext(connection) as caught:
        source = page(client, name, **address)
    assert len(caught) <= 12, (name, [one["sql"] for one in caught])
    assert Page(source).wrong() == []
    assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []
    return text(source)


def with_rules(body):
    """The dated rules of meetings in force and in the terms of this body."""
    from letgo.decide.boards.models import put
    from letgo.decide.boards.watching import watch
    from tests.commons.promises.made import bring_in, rule

    roles = {"boards.call-board-meeting": "board-member", "boards.call-general-meeting": "secretary"}
    bring_in(
        *(rule(name=n, role=role, within="400 days", excused_by="") for n, role in roles.items()), pack="of-duties"
    )
    named = {"board_meeting_rule": "boards.call-board-meeting", "general_meeting_rule": "boards.call-general-meeting"}
    put(body, line(body), terms={**body.terms, **named})
    watch(body, TEST)


def line(body):
    from letgo.commons.record.actions import write

    return write("test.terms", body.ref, by=TEST)


def test_where_nobody_sits_the_page_says_by_when_an_election_is_called_and_that_this_site_calls_it_else(world):
    from letgo.decide.boards import seating

    body = made.body(world)
    for held in body.mandates.exclude(state="ended"):
        seating.end(held.pk, "resigned", by=TEST, key=str(held.pk))
    made.bodies.tick()
    for who in ("anyone", "resident", "secretary"):
        said = read(world.client(who), "body", body=body.pk)
        assert "Nobody sits on it now." in said
        assert "An election to the empty seats must be called by" in said
        assert "If nobody calls it in time, this site does, and someone from outside runs it." in said
        assert "Whose duty it is, and how to insist" in said
    with travel(by=40 * DAY):
        made.bodies.tick()
        said = read(world.client("anyone"), "body", body=body.pk)
        assert "An election to the empty seats must" not in said
        assert "You can stand until" in said


def test_the_pages_of_a_board_say_by_when_it_meets_and_whose_duty_that_is(world):
    body = made.body(world)
    with_rules(body)
    for name in ("body", "meetings"):
        said = read(world.client("resident"), name, body=body.pk)
        assert "The next board meeting" in said, name
        assert "Everybody on the board holds this duty, the chair too." in said
        assert "The next general meeting" in said
        assert "The secretary holds this duty." in said
    made.called(world)
    assert "The next board meeting" not in read(world.client("resident"), "meetings", body=body.pk)


def test_a_recall_that_failed_says_from_when_it_can_be_asked_for_again(world):
    from letgo.decide.boards.office_models import Recall
    from letgo.decide.boards.offices import locked
    from letgo.decide.boards.recalls import actions
    from letgo.decide.boards.recalls.effects import JOINED

    body = offices.body(world, recall_again_days=100)
    row = actions.start_recall(body.pk, None, "They have not met.", by=offices.elector(world, 1), key="r" * 22)
    assert "100 days later" in read(world.client("resident"), "body", body=body.pk)
    actions.lapse(locked(Recall, row.pk, *JOINED), by=TEST)
    row.refresh_from_db()
    day = f"{row.again_from:%A} {row.again_from.day} {row.again_from:%B %Y}"
    assert f"The same can be asked for again from {day}." in read(world.client("resident"), "recall", recall=row.pk)
    said = read(world.client("resident"), "recall-ask", body=body.pk)
    assert f"Everybody: this was asked for, and failed. The same can be asked for again from {day}." in said
    assert "must be on the list today, and still be on it when they sign" in said
