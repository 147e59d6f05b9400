"""Pages of meetings: each state whole, plain and cheap; nothing that is closed reaches a reader; the desk as people click it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.boards import meetings_made as made
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

pytestmark = pytest.mark.django_db
KEY = "k" * 22
SAYS = {
    "called": (
        "Tansy Row board meets on",
        "Nobody can strike it off",
        "whole days before it",
        "Only the board reads about this",
    ),
    "general": ("Everybody in the Tansy Row board meets", "for at most 2 other people"),
    "open": ("it has begun", "3 people are there so far"),
    "quorate": ("enough people are there", "What is decided now counts"),
    "held": ("what was decided", "Carried", "Get three prices", "Eleven neighbours listened", "Person Board: For"),
    "draft": ("what was decided", "They cannot be read yet"),
    "inquorate": ("too few came, and nothing was decided", "A second meeting is to be called"),
    "cancelled": ("called off", "The hall is flooded."),
}


def get(client, name, status=200, **address):
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == status, response.content.decode()[:600]
    return response.content.decode()


def post(client, name, data, status=200, **address):
    response = client.post(reverse(name, kwargs=address), {"form_key": KEY, **data})
    assert response.status_code == status, text(response.content.decode())
    return response.content.decode()


def text(source):
    return " ".join(sentences(source))


def sound(source):
    """The page is whole, and says nothing long or banned."""
    assert Page(source).wrong() == []
    assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []
    return text(source)


@pytest.mark.parametrize("state", made.STATES)
def test_a_meeting_is_whole_plain_and_cheap_in_every_state_and_hides_what_is_closed(state, world):
    row = made.STATES[state](world)
    for who in ("anyone", "resident", "secretary"):
        with CaptureQueriesContext(connection) as caught:
            source = get(world.client(who), "meeting", meeting=row.pk)
        assert len(caught) <= 12, (who, [one["sql"] for one in caught])
        said = sound(source)
        for expected in SAYS[state] if who == "anyone" else ():
            assert expected in said, expected
        assert "Canary words" not in source or who == "secretary"
        assert "<b>leaks" not in source
    for what in ("notice", "agenda", "attendance", "proxy", "minutes"):
        printed = sound(get(world.client("anyone"), "meeting-print", meeting=row.pk, what=what))
        assert "Canary" not in printed
        assert state != "draft" or "Eleven neighbours" not in printed
    sound(get(world.client("anyone"), "meetings", body=row.body_id))
    if state != "cancelled":
        with CaptureQueriesContext(connection) as caught:
            sound(get(world.client("secretary"), "meeting-desk", meeting=row.pk))
        assert len(caught) <= 12, [one["sql"] for one in caught]
