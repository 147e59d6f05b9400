"""Pages of votes cost the same number of queries, whatever a vote holds."""

import pytest
from django.db import connection

from letgo.decide.ballots import actions, queries
from tests.decide.ballots import made
from tests.decide.ballots.test_actions import VOTES, B


@pytest.fixture
def poll(estate):
    poll = made.opened(estate)
    made.cast(estate, poll, VOTES)
    return poll


def test_what_a_page_asks_costs_what_its_docstring_says(estate, poll, django_assert_num_queries):
    here, voter = estate.world.places["here"], estate.voters[0]
    for asked, many in (
        (lambda: queries.poll(poll.pk), 1),
        (lambda: queries.of_place(here, voter), 1),
        (lambda: queries.options(poll), 1),
        (lambda: queries.mine(poll, voter), 1),
        (lambda: queries.own_entry(poll, voter), 2),
        (lambda: queries.due(), 1),
        (lambda: queries.anything_due(), 1),
    ):
        with django_assert_num_queries(many):
            asked()


def test_a_result_costs_three_queries(estate, django_assert_num_queries):
    poll = made.through(estate, VOTES)
    with django_assert_num_queries(3):
        queries.result(poll)


def test_a_vote_is_one_query_and_one_commit_of_two_rows(estate, poll, django_assert_num_queries):
    with made.at(poll.opens + made.HOUR):
        picks = made.ids(poll, B)
        actions.cast(poll.pk, picks, by=estate.voters[0])
        together = connection.vendor == "postgresql"  # it takes both rows as one
        with django_assert_num_queries(4 if together else 5) as asked:  # with the savepoint of this test around it
            actions.cast(poll.pk, picks, by=estate.voters[1])
    said = [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert sum(words.startswith("SELECT") for words in said) == 1
    assert sum("INSERT" in words for words in said) == (1 if together else 2)


def test_mine_says_how_someone_voted_and_never_what(estate, poll):
    assert queries.mine(poll, estate.voters[0]).voted == "online"
    assert queries.mine(poll, estate.voters[11]).voted == ""
    assert not queries.mine(poll, estate.world.actor("neighbour")).on_roll
