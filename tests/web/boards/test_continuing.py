"""The vote on whether a body goes on: on its page, looked at before, then called."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.boards import elections_made as made
from tests.web.boards.test_elections import page, send, text
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

pytestmark = pytest.mark.django_db


def given(world, **more):
    return {
        "opens": "",
        "closes": "",
        "officer": str(world.person("checker").pk),
        "seed_from": "Dice",
        "at": "1",
        **more,
    }


def test_the_page_of_a_body_says_when_the_vote_on_going_on_is_due_and_who_calls_it(world):
    body = made.continuing(world)
    for who, links in (("anyone", False), ("resident", False), ("secretary", True), ("officer", True)):
        with CaptureQueriesContext(connection) as caught:
            source = page(world.client(who), "body", body=body.pk)
        assert len(caught) <= 12, (who, [one["sql"] for one in caught])
        assert "The next vote is due by" in text(source)
        assert "The secretary calls it." in text(source)
        assert ("Call the vote on going on" in source) is links
        assert Page(source).wrong() == []
        assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []


def test_a_body_that_owes_no_such_vote_says_nothing_of_it(world):
    assert "Whether it goes on" not in page(world.client("secretary"), "body", body=made.body(world).pk)


def test_the_vote_on_going_on_is_looked_at_then_called_once(world):
    body = made.continuing(world)
    client = world.client("secretary")
    check = text(send(client, "body-go-on", 200, fields=given(world, go="next"), body=body.pk))
    for said in (
        "should the Tansy Row board go on?",
        "on the list, as of today",
        "more say yes than no",
        "The vote opens on",
    ):
        assert said in check, said
    early = given(world, opens="1 1 2026", go="send")
    assert "People are told before" in text(send(client, "body-go-on", 422, key="e" * 22, fields=early, body=body.pk))
    done = text(send(client, "body-go-on", 200, fields=given(world, go="send"), body=body.pk))
    assert "The vote is called" in done
    poll = body_votes(body).get()
    assert (poll.method, poll.effect, poll.officer_id) == ("yes-no", "boards.continue", world.person("checker").pk)
    assert poll.closes - poll.opens >= timedelta(days=14)
    again = send(client, "body-go-on", 422, key="f" * 22, fields=given(world, go="send"), body=body.pk)
    assert "This vote runs already" in again
    source = page(client, "body", body=body.pk)
    assert "This vote runs now." in source
    assert "Call the vote on going on" not in source
    assert f"/votes/{poll.pk}" in source


def body_votes(body):
    from letgo.decide.boards.continuing.queries import votes

    return votes(body)
