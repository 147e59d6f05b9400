"""Boards and elections on pages: every state whole, plain and cheap; from the call to the seats as people click it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.boards import elections_made as made
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

pytestmark = pytest.mark.django_db
KEY = "k" * 22


def page(client, name, status=200, **address):
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == status, response.content.decode()[:600]
    return response.content.decode()


def text(source):
    return " ".join(sentences(source))


@pytest.mark.parametrize("state", made.STATES)
def test_an_election_has_a_whole_and_plain_page_in_every_state(state, world):
    row = made.STATES[state](world)
    names = [("election", {"election": row.pk}), ("body", {"body": row.body_id})]
    for who in ("anyone", "resident", "checker", "secretary"):
        client = world.client(who)
        for name, address in names:
            with CaptureQueriesContext(connection) as caught:
                source = page(client, name, **address)
            assert len(caught) <= 12, (name, who, [one["sql"] for one in caught])
            assert Page(source).wrong() == []
            assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []
            assert "Canary" not in source
            assert "<b>on</b>" not in source
