"""Results of elections on pages: who is elected and why, stage by stage; nobody reads a count before it is declared.

All tests share one world, and what each writes is taken back.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.ballots import elections, made
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

KEY = "k" * 22


@pytest.fixture(scope="module")
def around(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A world with an election that is counted, one that is declared, and one with a seat that fell empty later."""
    with django_db_blocker.unblock(), elections.world_of("counted", "declared", "again") as world:
        yield world


@pytest.fixture
def world(around: Any, db: None) -> Any:
    return deepcopy(around)


def page(client, name, status=200, **address):
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == status
    return response.content.decode()


def text(source):
    return " ".join(sentences(source))


def test_a_result_says_who_is_elected_in_order_why_not_the_others_and_how_votes_moved(world):
    poll = world.polls["declared"]
    source = page(world.client("anyone"), "poll", poll=poll.pk)
    shown = text(source)
    for said in (
        "Ash of Block A and Cedar of Canal Mews are elected.", "Who is elected",
        "Who is not elected, and why", "Not this time.", "How votes moved", "Stage by stage", "Votes that ended with nobody",
        "If we had counted differently", "Left with nobody they numbered", "Because of this",
    ):  # fmt: skip
        assert said in shown, said
    assert "<svg" in source


def test_the_stages_have_a_page_of_their_own_with_everyone_who_stood(world):
    poll = world.polls["declared"]
    with CaptureQueriesContext(connection) as caught:
        source = page(world.client("anyone"), "poll-stages", poll=poll.pk)
    assert len(caught) <= 8
    assert Page(source).wrong() == []
    for person in elections.PEOPLE:
        assert person.title.split(" ", maxsplit=1)[0] in source
    assert (
        world.client("anyone").get(reverse("poll-stages", kwargs={"poll": world.polls["counted"].pk})).status_code
        == 403
    )


def test_a_seat_that_fell_empty_is_told_beside_the_result_that_stays(world):
    shown = text(page(world.client("anyone"), "poll", poll=world.polls["again"].pk))
    assert "Ash of Block A and Cedar of Canal Mews are elected." in shown
    assert "Seats that fell empty later" in shown
    assert re.search(r"Ash of Block A left the seat\. On .* the same papers were counted again", shown)


def test_a_count_is_nobodys_before_it_is_declared_but_the_returning_officers(world):
    poll = world.polls["counted"]
    for who in ("anyone", "resident", "officer", "secretary", "administrator"):
        assert "elected" not in text(page(world.client(who), "poll", poll=poll.pk)).replace("who is elected leaves", "")
        assert world.client(who).get(reverse("poll-desk", kwargs={"poll": poll.pk})).status_code == 403
    assert "are elected." in text(page(world.client("checker"), "poll-desk", poll=poll.pk))


def test_who_withdraws_after_the_close_is_taken_off_on_a_page_and_counted_past_without_an_edit(world):
    from letgo.commons.record import jobs

    poll, officer = world.polls["counted"], world.client("checker")
    at = reverse("poll-withdraw", kwargs={"poll": poll.pk})
    assert at in page(officer, "poll-desk", poll=poll.pk)
    unknown = officer.post(at, {"form_key": KEY, "number": "99", "reasons": "They moved away."})
    assert "There is no such number" in text(unknown.content.decode())
    done = officer.post(at, {"form_key": f"{KEY}2", "number": "1", "reasons": "They moved away."})
    assert "It is off the list" in text(done.content.decode())
    jobs.run_waiting()
    desk = text(page(officer, "poll-desk", poll=poll.pk))
    assert "Cedar of Canal Mews" in desk
    assert "Not this time. They moved away." in desk


@pytest.mark.parametrize(
    ("method", "seats", "says"),
    [
        ("av", 1, "How votes moved"),
        ("ranked-pairs", 1, "One against one"),
        ("plurality", 1, "The votes"),
    ],
)
def test_each_way_of_counting_has_a_whole_result_page(method, seats, says, world):
    terms = made.Terms(seats=seats)
    poll = elections.made(world, "declared", method=method, terms=terms)
    with CaptureQueriesContext(connection) as caught:
        source = page(world.client("anyone"), "poll", poll=poll.pk)
    assert len(caught) <= 12
    assert Page(source).wrong() == []
    assert says in text(source)
    assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []


def test_where_everybody_is_served_or_nobody_voted_for_anyone_the_page_says_so(world, monkeypatch):
    """One seat that all want; and a box with empty papers only."""
    for rankings, says in (
        ((((1, 2), 28), ((), 1)), "Everyone who voted numbered someone who is elected."), ((((), 29),), "Nobody is elected."),
    ):  # fmt: skip
        monkeypatch.setattr(elections, "RANKINGS", rankings)
        poll = elections.made(world, "declared", method="av", terms=made.Terms(seats=1))
        source = page(world.client("anyone"), "poll", poll=poll.pk)
        assert says in text(source)
        assert Page(source).wrong() == []


def test_a_result_without_a_quorum_is_never_called_one(world):
    poll = elections.made(world, "declared", quorum=30)
    shown = text(page(world.client("anyone"), "poll", poll=poll.pk))
    assert "Nobody is elected." in shown
    assert "29 people voted, and it takes 30." in shown
    assert "are elected." not in shown


def test_a_result_of_many_people_is_as_cheap_as_one_of_5(world):
    def cost(poll):
        with CaptureQueriesContext(connection) as caught:
            source = page(world.client("anyone"), "poll", poll=poll.pk)
        return len(caught), source

    poll = elections.made(world, "declared", options=elections.many(60))
    few, many = cost(world.polls["declared"]), cost(poll)
    assert few[0] == many[0]
    assert "The other 38" in text(many[1])
    stages = page(world.client("anyone"), "poll-stages", poll=poll.pk)
    assert Page(stages).wrong() == []


def test_published_papers_of_an_order_are_checked_by_what_the_page_names(world):
    found = json.loads(
        world.client("anyone").get(reverse("poll-bundle", kwargs={"poll": world.polls["declared"].pk})).content
    )
    assert found["format"] == "letgo.poll/1"


def test_the_vote_of_a_boards_election_says_that_its_seats_are_filled_and_who_sits(world):
    from tests.web.boards import elections_made

    row = elections_made.filled(world)
    source = page(world.client("anyone"), "poll", poll=row.poll_id)
    assert "The seats are filled." in text(source)
    assert reverse("body", kwargs={"body": row.body_id}) in source
