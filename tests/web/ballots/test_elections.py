"""Elections on pages: an order by number boxes or by buttons, on any phone; typed papers.

All tests share one world, and what each writes is taken back.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from letgo.decide.ballots.models import OpenBallot, PaperReading
from letgo.decide.ballots.papers.queries import code_of
from tests.web.ballots import elections, made
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

KEY = "k" * 22
SLIP = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


@pytest.fixture(scope="module")
def around(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A world with an election in each state."""
    with django_db_blocker.unblock(), elections.world_of("called", "open", "counted", "declared", "again") as world:
        yield world


@pytest.fixture
def world(around: Any, db: None) -> Any:
    return deepcopy(around)


def page(client, name, status=200, **address):
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == status
    return response.content.decode()


def send(client, poll, status=200, **given):
    answer = client.post(reverse("poll-vote", kwargs={"poll": poll.pk}), {"form_key": KEY, **given})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def text(source):
    return " ".join(sentences(source))


def order_of(source):
    return re.search(r'name="order" value="([^"]*)"', source)[1]


def boxes(*pairs):
    return {f"n-{number}": str(place) for number, place in pairs}


@pytest.mark.parametrize("state", ["called", "open", "counted", "declared", "again"])
def test_an_election_has_a_whole_and_plain_page_in_every_state(state, world):
    poll = world.polls[state]
    for who in ("anyone", "resident", "checker"):
        with CaptureQueriesContext(connection) as caught:
            source = page(world.client(who), "poll", poll=poll.pk)
        assert len(caught) <= 12, [one["sql"] for one in caught]
        assert Page(source).wrong() == []
        assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []
        assert "Canary" not in source
        assert "<b>of</b>" not in source


# Voting.


def test_numbers_in_boxes_become_an_order_that_is_checked_and_then_goes_into_the_box(world):
    poll, client = world.polls["open"], world.client("resident")
    paper = page(client, "poll-vote", poll=poll.pk)
    assert Page(paper).wrong() == []
    assert paper.count('inputmode="numeric"') == 6
    assert "A lower choice never hurts a higher one." in text(paper)
    check = send(client, poll, go="check", **boxes((3, 1), (1, 7), (5, 3)))
    assert order_of(check) == "3,5,1"
    assert Page(check).wrong() == []
    done = send(client, poll, go="send", order="3,5,1")
    assert SLIP.search(done)
    assert OpenBallot.objects.filter(poll=poll, picks="[3,5,1]").exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (boxes((1, 2), (3, 2)), "You gave 2 to both Ash of Block A and Cedar of Canal Mews. Change one."),
        (boxes((1, "x")), "“x” is no number we can use."),
        (boxes((1, 0)), "There is no 0."),
        (boxes((1, "１")), "is no number we can use."),
        (boxes((1, 1), (3, 1), (4, 1)), "Leave it at one of them."),
    ],
)
def test_what_is_no_order_is_said_in_words_at_its_box(typed, says, world):
    poll = world.polls["open"]
    source = send(world.client("resident"), poll, 422, go="check", **typed)
    assert says in text(source)
    assert Page(source).wrong() == []
    first = next(iter(typed))
    assert f'href="#{first}"' in source or f'href="#{list(typed)[-1]}"' in source
    assert f'value="{typed[first]}"' in source
    assert 'aria-invalid="true"' in source


def test_buttons_move_each_up_and_down_in_and_out_without_a_script(world):
    poll, client = world.polls["open"], world.client("resident")
    source = send(client, poll, go="one-by-one")
    for step, says, order in (
        ("add-4", "Now first: Dogwood of Block D.", "4"), ("add-2", "Now second: Birch", "4,2"), ("up-2", "Now first.", "2,4"),
        ("up-2", "", "2,4"), ("down-2", "Now second.", "4,2"), ("add-6", "Now third", "4,2,6"), ("out-4", "Taken out", "2,6"),
        ("add-99", "", "2,6"), ("up-5", "", "2,6"), ("sideways-2", "", "2,6"),
    ):  # fmt: skip
        source = send(client, poll, go=step, order=order_of(source))
        assert (order_of(source), says in text(source)) == (order, True), step
    back = send(client, poll, go="numbers", order=order_of(source))
    assert re.findall(r'name="n-(\d)"[^>]*value="(\d)"', back) == [("2", "1"), ("6", "2")]


def test_every_button_of_the_order_says_whose_it_is_and_comes_back_to_its_row(world):
    source = send(world.client("resident"), world.polls["open"], go="check", **boxes((1, 1), (2, 2), (3, 3)))
    names = re.findall(
        r'name="go" value="((?:up|down|out|add)-\d)">([^<]*)<span class="govuk-visually-hidden">: ', source
    )
    assert [name for name, _ in names] == [
        "down-1", "out-1", "up-2", "down-2", "out-2", "up-3", "out-3", "add-4", "add-5", "add-6",
    ]  # fmt: skip
    assert source.count("#o-2") == 2
    assert 'id="o-2"' in source


def test_an_empty_order_is_a_vote_and_the_page_says_what_it_is(world):
    poll = world.polls["open"]
    source = send(world.client("resident"), poll, go="check")
    assert "You put nobody in order." in text(source)
    assert SLIP.search(send(world.client("resident"), poll, go="send", order=""))


def test_an_order_with_someone_twice_or_unknown_counts_each_once(world):
    poll = world.polls["open"]
    assert SLIP.search(send(world.client("resident"), poll, go="send", order="3,3,99,x,1"))
    assert OpenBallot.objects.filter(poll=poll, picks="[3,1]").exists()


def test_how_someone_voted_is_never_shown_again(world):
    poll, client = world.polls["open"], world.client("resident")
    places = [reverse(name, kwargs={"poll": poll.pk}) for name in ("poll", "poll-vote", "poll-me", "poll-print")]

    def seen():
        sources = [client.get(at).content.decode() for at in places]
        return [re.sub(r'(form_key|csrfmiddlewaretoken)" value="[^"]*"', "", source) for source in sources]

    before = seen()
    send(client, poll, go="send", order="3,1")
    assert seen() == before


def test_with_help_the_paper_comes_after_how_it_was_agreed_and_each_page_carries_that_on(world):
    from tests.web.test_around import begun

    poll = world.polls["open"]
    at = reverse("poll-vote", kwargs={"poll": poll.pk})
    client = begun(world, "outreach", at)
    assert "How did they agree to your help?" in text(client.get(at).content.decode())
    paper = send(client, poll, go="begin", agreed="phone")
    assert 'name="agreed" value="phone"' in paper
    check = send(client, poll, go="check", agreed="phone", **boxes((2, 1)))
    assert 'name="agreed" value="phone"' in check
    assert "Their vote is in the box" in text(send(client, poll, go="send", order="2", agreed="phone"))


@pytest.mark.parametrize("who", ["neighbour", "anyone", "officer"])
def test_who_is_not_on_the_list_cannot_vote(who, world):
    send(world.client(who), world.polls["open"], 403, go="send", order="1")


def test_a_paper_and_its_pages_cost_the_same_with_3_or_300_people(world):
    def cost(poll):
        client, found = world.client("resident"), []
        for call in (
            lambda: page(client, "poll-vote", poll=poll.pk),
            lambda: send(client, poll, go="check", **boxes((2, 1), (1, 2))),
            lambda: send(client, poll, go="up-1", order="2,1"),
            lambda: send(client, poll, go="send", order="2,1"),
            lambda: page(client, "poll", poll=poll.pk),
            lambda: page(client, "poll-print", poll=poll.pk),
        ):
            with CaptureQueriesContext(connection) as caught:
                source = call()
            found.append(len(caught))
        return found, len(source)

    few, many = (elections.made(world, "open", options=elections.many(n)) for n in (3, 300))
    cost(few)  # what is prepared once
    assert cost(few)[0] == (dear := cost(many))[0]
    assert max(dear[0]) <= 12


# Calling.


def test_an_election_is_called_on_pages_with_its_rule_for_empty_seats_and_its_qualifying_day(world):
    from letgo.decide.ballots.models import Poll
    from tests.web.ballots.test_pages import answers

    given = answers(
        world, question="Who sits on the hall’s board?", method="scottish-stv", seats="2", options="Ann\nBo\nCy"
    )
    given |= {"vacancy": "countback", "as_of": "1 1 2020", "everything": "1"}
    at, client = reverse("poll-call", kwargs={"slug": world.places["here"].slug}), world.client("officer")
    assert "An order, for several seats" in text(
        client.post(at, {"form_key": KEY, "at": "0", **given, "everything": ""}).content.decode()
    )
    del given["as_of"]
    done = client.post(at, {**given, "go": "send", "as_of": ""})
    assert "The vote is called" in text(done.content.decode()), text(done.content.decode())
    poll = Poll.objects.get(question="Who sits on the hall’s board?")
    assert (poll.method, poll.settings["seats"], poll.settings["vacancy"]) == ("scottish-stv", 2, "countback")
    shown = text(page(world.client("anyone"), "poll", poll=poll.pk))
    assert "the same papers are counted again" in shown
    wrong = client.post(at, {**given, "form_key": KEY[1:] + "w", "go": "send", "as_of": "", "method": "av"})
    assert "This way of counting fills one seat" in text(wrong.content.decode())


# Papers.


def test_a_printed_paper_has_boxes_to_number_and_says_where_an_order_ends(world):
    shown = text(page(world.client("anyone"), "poll-print", poll=world.polls["open"].pk))
    assert "in the box of the one you like most" in shown
    assert "where one is missing or stands twice, your order ends" in shown
    assert "cross" not in shown


def test_ranked_papers_are_typed_in_their_order_twice_and_settled(world):
    poll, desk = world.polls["open"], world.client("outreach")
    for number, entry in enumerate(made.more_residents_on(poll)):
        at = reverse("poll-paper", kwargs={"poll": poll.pk})
        desk.post(at, {"form_key": f"{KEY}{number}", "code": code_of(entry)})
    desk.post(reverse("poll-papers", kwargs={"poll": poll.pk}), {"form_key": KEY, "papers": "5"})
    pile = poll.batches.get()
    where = reverse("paper-type", kwargs={"batch": pile.pk})
    asked = desk.get(where).content.decode()
    assert "in the order of the places" in text(asked)
    assert Page(asked).wrong() == []
    typed = {"form_key": KEY, "p1": "3 1 2", "p2": "5 6", "p3": "0", "p4": "4", "p5": "1 3"}
    assert "Type paper 2 in its order" in text(desk.post(where, {**typed, "p2": ""}).content.decode())
    assert desk.post(where, typed).status_code == 302
    assert PaperReading.objects.get(batch=pile).reading[0] == [3, 1, 2]
    assert world.client("officer").post(where, {**typed, "form_key": f"{KEY}b", "p1": "1 3 2"}).status_code == 302
    shown = text(page(world.client("secretary"), "poll-papers", poll=poll.pk))
    assert "They differ at paper 1." in shown
    third = reverse("paper-settle", kwargs={"batch": pile.pk})
    assert world.client("secretary").post(third, {"form_key": f"{KEY}c", "p1": "3 1 2"}).status_code == 302
    assert "Settled." in text(page(desk, "poll-papers", poll=poll.pk))


def test_a_paper_with_seats_kept_for_a_group_says_who_is_of_it(world, client):
    """On the screen, on paper, and in what the boxes are called."""
    from letgo.engines.counting.reserve import Group, Reserve

    kept = Reserve((Group("tenant", frozenset({1, 3, 5}), minimum=1),))
    terms = replace(elections.SEATS, reserve=kept)
    poll = elections.made(world, "open", terms=terms, question="Who keeps the keys of Tansy Row?", none_option=False)
    source = page(world.client("resident"), "poll-vote", poll=poll.pk)
    assert Page(source).wrong() == []
    said = text(source)
    assert (
        "Some seats are kept for people of a group. It stands beside their names. tenant: at least 1 of the seats."
        in said
    )
    assert "Ash of Block A (tenant)" in said
    assert "Dogwood of Block D (tenant)" not in said
    printed = text(page(client, "poll-print", poll=poll.pk))
    assert "Cedar of Canal Mews (tenant)" in printed
    assert "Dogwood of Block D (tenant)" not in printed
