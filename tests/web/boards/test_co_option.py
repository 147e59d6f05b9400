"""Asking someone in, from a vote of the board that was carried to the name on the board's page."""

import pytest

from tests.web.boards import meetings_made as meetings
from tests.web.boards.test_elections import page, send, text
from tests.web.html import Page

pytestmark = pytest.mark.django_db
WORDS = "We ask Person N to join us."


def given(resolution, **more):
    return {"person": "Canary Subject", "name": "Person N", "resolution": str(resolution), "months": "6", **more}


def test_the_board_asks_someone_in_by_the_vote_that_it_carried(world):
    row = meetings.held(world, motion=WORDS)
    body, carried = row.body, row.items.get(title="Roof of Block C", carried=0).resolutions.get()
    client = world.client("secretary")
    assert "Ask someone in" in page(client, "body", body=body.pk)
    form = page(client, "body-co-opt", body=body.pk)
    assert f'value="{carried.pk}"' in form
    assert WORDS in form
    assert Page(form).wrong() == []
    assert "Say whom." in send(client, "body-co-opt", 422, fields=given(carried.pk, person=""), body=body.pk)
    nobody = given(carried.pk, person="Canary Nobody At All")
    assert "We do not know one person by this." in send(
        client, "body-co-opt", 422, key="n" * 22, fields=nobody, body=body.pk
    )
    assert "They are asked in" in send(client, "body-co-opt", 200, key="a" * 22, fields=given(carried.pk), body=body.pk)
    shown = text(page(world.client("anyone"), "body", body=body.pk))
    assert "Person N" in shown
    assert "Asked in by the board, from" in shown
    assert "May not vote on who chairs." in shown
    made = body.mandates.get(coopted=True)
    assert (made.person_id, made.source_id, made.seat) == (world.person("subject").pk, carried.pk, None)
    again = send(
        client, "body-co-opt", 422, key="b" * 22, fields=given(carried.pk, person="Canary Elector 3"), body=body.pk
    )
    assert "members who were not elected" in text(again)
    assert body.mandates.filter(coopted=True).count() == 1


def test_a_vote_on_something_else_takes_nobody_in(world):
    row = meetings.held(world)
    roof = row.items.get(title="Roof of Block C", carried=0).resolutions.get()
    source = send(world.client("secretary"), "body-co-opt", 422, fields=given(roof.pk), body=row.body_id)
    assert "carried and names them" in source
    assert not row.body.mandates.filter(coopted=True).exists()


def test_a_vote_that_was_lost_takes_nobody_in(world):
    row = meetings.held(world, choices=("no", "no", "yes"))
    lost = row.items.get(title="Roof of Block C", carried=0).resolutions.get()
    client = world.client("secretary")
    assert str(lost.pk) not in page(client, "body-co-opt", body=row.body_id)
    source = send(client, "body-co-opt", 422, fields=given(lost.pk), body=row.body_id)
    assert "The board has not voted on anything yet." in source
    assert not row.body.mandates.filter(coopted=True).exists()
