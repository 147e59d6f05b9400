"""Votes on pages: every state whole, plain and cheap; a vote on a shared phone leaves nothing; no early totals; one story to the result."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from letgo.commons.record.clock import travel
from letgo.decide.ballots import queries
from letgo.decide.ballots.models import Help, Option, Poll
from letgo.decide.ballots.papers.queries import code_of
from letgo.web.ballots import words as said
from tests.web.ballots import made
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

pytestmark = pytest.mark.django_db
KEY = "k" * 22
SLIP = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
NOBODY = ("anyone", "resident", "neighbour", "officer", "secretary", "administrator", "outreach")


def page(client, name, status=200, **address):
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == status
    return response.content.decode()


def send(client, poll, **given):
    return client.post(reverse("poll-vote", kwargs={"poll": poll.pk}), {"form_key": KEY, **given})


def text(source):
    return " ".join(sentences(source))


@pytest.mark.parametrize("state", made.STATES)
def test_a_vote_has_a_whole_and_plain_page_in_every_state(state, world):
    poll = made.STATES[state](world)
    for who in ("anyone", "resident", "checker", "officer"):
        client = world.client(who)
        with CaptureQueriesContext(connection) as caught:
            source = page(client, "poll", poll=poll.pk)
        assert len(caught) <= 12, [one["sql"] for one in caught]
        assert Page(source).wrong() == []
        assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []
        assert "Canary" not in source
        assert "<b>for</b>" not in source


def test_a_vote_costs_the_same_with_7_ideas_or_200(world):
    def cost(poll, who):
        with CaptureQueriesContext(connection) as caught:
            page(world.client(who), "poll", poll=poll.pk)
            if poll.state == "open":
                page(world.client("resident"), "poll-vote", poll=poll.pk)
        return len(caught)

    many = tuple(made.Offered(f"Idea {n}", "", f"Part {n % 9}", 1_000) for n in range(200))
    for state in (made.opened, made.declared):
        few, more = state(world), state(world, options=many)
        for who in ("anyone", "resident"):
            assert cost(more, who) == cost(few, who)


@pytest.mark.parametrize("state", ["open", "closed", "counted"])
def test_nobody_reads_a_result_or_a_part_of_it_before_it_is_declared(state, world):
    poll = made.STATES[state](world)
    if state == "open":
        made.voted(world, poll, "resident")
    for who in NOBODY:
        client = world.client(who)
        for name in ("poll", "poll-me", "poll-print"):
            source = text(page(client, name, poll=poll.pk))
            assert not re.search(r"\bvoted for it|who could vote did|\bwon\b|What won|votes? so far", source)
        for name in ("poll-slips", "poll-bundle"):
            assert client.get(reverse(name, kwargs={"poll": poll.pk})).status_code == 403
        page(client, "poll-desk", status=403, poll=poll.pk)
    desk = text(page(world.client("checker"), "poll-desk", poll=poll.pk))
    assert ("Nobody else sees this before you say it" in desk) == (state == "counted")


# Voting.


def walk(client, poll, *screens):
    """Through the paper, a screen at a time; the answer is the check page."""
    page(client, "poll-vote", poll=poll.pk)
    kept, answer = "", None
    for at, picks in enumerate(screens):
        answer = send(client, poll, at=at, kept=kept, pick=picks, go="next")
        assert answer.status_code == 200, answer.content.decode()
        kept = re.search(r'name="kept" value="([^"]*)"', answer.content.decode())[1]
    return answer.content.decode(), kept


def test_a_vote_goes_one_screen_for_each_category_then_check_then_the_box(world):
    poll = made.opened(world)
    client = world.client("resident")
    check, kept = walk(client, poll, ["1"], ["3", "4"], ["7"])
    assert kept == "1,3,4,7"
    assert "Check your vote" in check
    assert "Six benches" not in text(check)
    again = send(client, poll, at=3, kept=kept, go="change-1").content.decode()
    assert re.findall(r'value="(\d+)"[^>]* checked', again) == ["3", "4"]
    done = send(client, poll, at=3, kept=kept, go="send")
    assert SLIP.search(done.content.decode())
    assert done.headers["Clear-Site-Data"] == '"cache"'
    assert "no-store" in done.headers["Cache-Control"]


def test_after_voting_nothing_on_the_phone_says_what_or_whether(world):
    """Every page that the voter can open is the same, letter for letter, whether they voted or not."""
    poll = made.opened(world)
    client = world.client("resident")

    def seen():
        names = ("poll", "poll-vote", "poll-me", "poll-print")
        places = [reverse(name, kwargs={"poll": poll.pk}) for name in names]
        places += [reverse("mine"), reverse("polls", kwargs={"slug": poll.place.slug}), f"/place/{poll.place.slug}"]
        sources = [client.get(at).content.decode() for at in places]
        return [re.sub(r'(form_key|csrfmiddlewaretoken)" value="[^"]*"', "", source) for source in sources]

    before, cookies = seen(), set(client.cookies)
    assert send(client, poll, at=3, kept="1,2", go="send").status_code == 200
    assert seen() == before
    assert set(client.cookies) - cookies <= {"csrftoken"}
    assert not any("checked" in source for source in seen()[:4])


def test_a_vote_is_replaced_until_the_close_and_not_after(world):
    poll = made.opened(world)
    client = world.client("resident")
    slips = [SLIP.search(send(client, poll, at=3, kept=kept, go="send").content.decode())[0] for kept in ("1", "2")]
    assert slips[0] != slips[1]
    with travel(to=poll.closes):
        late = world.client("resident")
        assert send(late, poll, at=3, kept="1", go="send").status_code in (403, 422)
        assert "Voting ended on" in text(page(late, "poll", poll=poll.pk))


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ("1,8", "You picked “none of these” and something else as well."),
        ("99", "You picked nothing."),
        ("", "You picked nothing."),
    ],
)
def test_what_cannot_be_a_vote_is_said_on_the_page(kept, says, world):
    poll = made.opened(world)
    source = send(world.client("resident"), poll, at=3, kept=kept, go="check").content.decode()
    assert says in text(source)
    assert Page(source).wrong() == []


def test_none_of_these_stands_at_the_end_of_the_last_screen(world):
    poll = made.opened(world)
    screens = said.pages_of(queries.options(poll), 20)
    assert [heading for heading, _ in screens] == ["Outside", "Young people", "The hall"]
    assert screens[-1][1][-1].none


def test_a_yes_or_no_vote_takes_one_answer(world):
    two = (made.Offered("Yes"), made.Offered("No"))
    terms = made.Terms(most=1)
    poll = made.opened(world, options=two, method="yes-no", purse_pence=None, terms=terms)
    source = page(world.client("resident"), "poll-vote", poll=poll.pk)
    assert source.count('type="radio"') == 2
    assert "Put my vote in the box" in send(world.client("resident"), poll, at=0, pick="1", go="next").content.decode()


def test_who_is_not_on_the_list_cannot_vote_and_is_told_why_in_private(world):
    poll = made.opened(world)
    for who in ("neighbour", "stranger", "officer", "anyone"):
        assert send(world.client(who), poll, at=3, kept="1", go="send").status_code == 403
    assert "You are not on the list" in text(page(world.client("neighbour"), "poll-me", poll=poll.pk))
    assert "You are on the list" in text(page(world.client("resident"), "poll-me", poll=poll.pk))


def test_the_button_to_vote_is_for_who_may_and_others_read_why_not_and_by_when(world):
    poll = made.opened(world)
    lists, vote = {"slug": poll.place.slug}, reverse("poll-vote", kwargs={"poll": poll.pk})
    for who, says in (
        ("neighbour", "what you can do by"),
        ("officer", "what you can do by"),
        ("anyone", "Sign in to vote"),
    ):
        client = world.client(who)
        for source in (
            page(client, "polls", **lists),
            page(client, "poll", poll=poll.pk),
            page(client, "place", **lists),
        ):
            assert vote not in source
        assert says in text(page(client, "polls", **lists))
    assert vote in page(world.client("resident"), "polls", **lists)
    told = text(page(world.client("neighbour"), "poll-me", poll=poll.pk))
    assert "Ask by" in told
    assert "You can say that the result is wrong for 7 days after it is said" in told


def test_the_list_of_votes_costs_the_same_with_1_vote_or_9(world):
    poll = made.opened(world)

    def cost():
        with CaptureQueriesContext(connection) as caught:
            page(world.client("resident"), "polls", slug=poll.place.slug)
        return len(caught)

    few = cost()
    for _ in range(8):
        made.opened(world)
    assert cost() == few <= 12


def test_a_vote_with_help_says_who_helped_and_how_it_was_agreed(world):
    from tests.web.test_around import begun

    poll = made.opened(world)
    at = reverse("poll-vote", kwargs={"poll": poll.pk})
    client = begun(world, "outreach", at)
    assert "How did they agree to your help?" in text(client.get(at).content.decode())
    refused = client.post(at, {"form_key": KEY, "at": "3", "kept": "1", "go": "send"})
    assert refused.status_code == 422
    done = client.post(at, {"form_key": KEY, "at": "3", "kept": "1", "go": "send", "agreed": "phone"})
    assert "Their vote is in the box" in text(done.content.decode())
    row = Help.objects.get(poll=poll)
    assert (row.helper, row.agreed) == (world.person("outreach"), "phone")


# Before it opens.


def test_a_choice_is_added_backed_and_then_stands_on_the_paper(world):
    poll = made.open_for_names(world)
    given = {"form_key": KEY, "name": "A drinking <b>fountain</b>", "words": "For hot days."}
    told = world.client("resident").post(reverse("poll-add-option", kwargs={"poll": poll.pk}), given)
    assert "Your choice is added" in text(told.content.decode())
    option = Option.objects.get(poll=poll, added=True)
    source = page(world.client("subject"), "poll", poll=poll.pk)
    assert "1 person wants it so far." in text(source)
    assert "<b>fountain" not in source
    back = reverse("option-back", kwargs={"option": option.pk})
    assert world.client("subject").post(back, {"form_key": KEY}).status_code == 302
    assert "I want this on the paper" not in page(world.client("subject"), "poll", poll=poll.pk)


def reached(world, who):
    """An address by which this person signs in."""
    from letgo.commons.people.models import Route

    address = f"{who}@wrenholt.example"
    if not Route.objects.filter(address=address).exists():
        Route.objects.create(
            person=world.person(who), kind="email", address=address, made=made.now(), proved=made.now()
        )
    return address


def answers(world, **more):
    power = made.asked(world).power
    day = made.now() + timedelta(days=2)
    return {
        "question": "What should the hall be called?", "words": "It opens in May.", "method": "approval", "purse": "", "seats": "1",
        "options": "Tansy Hall\nThe Old Dairy", "add_names": "", "electorate": str(made.electorate(world).pk), "power": str(power),
        "looked": "no", "opens_on": f"{day:%d %m %Y}", "opens_at": "08:00", "closes_on": f"{day + timedelta(days=7):%d %m %Y}",
        "closes_at": "8pm", "quorum": "0", "object_days": "7", "officer": reached(world, "checker"), "seed_from": "Dice in the hall",
        "bring_to": "the hall", "form_key": KEY,
    } | more  # fmt: skip


def test_a_vote_is_called_after_a_look_at_its_list(world):
    given, client = answers(world), world.client("officer")
    made.more_residents(world, 3)
    at = reverse("poll-call", kwargs={"slug": world.places["here"].slug})
    assert "What is asked?" in text(client.get(at).content.decode())
    check = client.post(at, {**given, "everything": "1"})
    assert "5 people would be on the list." in text(check.content.decode())
    assert "The Old Dairy" in text(check.content.decode())
    assert Poll.objects.count() == 0
    done = client.post(at, {**given, "everything": "1", "go": "send"})
    assert "The vote is called" in text(done.content.decode()), text(done.content.decode())
    poll = Poll.objects.get()
    assert (poll.roll_size, poll.state, poll.officer) == (5, "called", world.person("checker"))
    wrong = client.post(
        at,
        {
            **answers(world, officer=reached(world, "resident")),
            "form_key": KEY[1:] + "x",
            "everything": "1",
            "go": "send",
        },
    )
    assert "comes from outside" in text(wrong.content.decode())


# Papers.


def test_a_printed_paper_says_nothing_of_who_fills_it_in(world):
    """Only the cover slip does, which is parted from it; the paper itself is the same for all."""
    poll = made.opened(world)
    mine = page(world.client("resident"), "poll-print", poll=poll.pk)
    entry = poll.roll.get(person=world.person("resident"))
    assert code_of(entry) in mine
    own, others = (source.partition('<h2 class="govuk-heading-l">')[2].partition("</main>")[0] for source in (
        mine, page(world.client("anyone"), "poll-print", poll=poll.pk),
    ))  # fmt: skip
    assert own == others != ""
    assert (
        "lg-large"
        in world.client("anyone").get(reverse("poll-print", kwargs={"poll": poll.pk}) + "?print=large").content.decode()
    )


def test_papers_are_taken_in_typed_twice_and_settled_on_pages(world):
    poll = made.opened(world)
    desk = world.client("outreach")
    for number, entry in enumerate(made.more_residents_on(poll)):
        at = reverse("poll-paper", kwargs={"poll": poll.pk})
        taken = desk.post(at, {"form_key": f"{KEY}{number}", "code": code_of(entry).lower()})
        assert "It is taken in" in text(taken.content.decode())
    assert (
        desk.post(reverse("poll-papers", kwargs={"poll": poll.pk}), {"form_key": KEY, "papers": "5"}).status_code == 302
    )
    pile = poll.batches.get()
    typed = {"form_key": KEY, "p1": "1", "p2": "2 3", "p3": "0", "p4": "4", "p5": "1"}
    where = reverse("paper-type", kwargs={"batch": pile.pk})
    assert "Type the numbers of paper 2" in text(desk.post(where, {**typed, "p2": ""}).content.decode())
    assert desk.post(where, typed).status_code == 302
    second = world.client("officer")
    assert "2 3" not in second.get(where).content.decode()
    assert second.post(where, {**typed, "form_key": f"{KEY}b", "p2": "2"}).status_code == 302
    shown = text(page(world.client("secretary"), "poll-papers", poll=poll.pk))
    assert "They differ at paper 2." in shown
    third = reverse("paper-settle", kwargs={"batch": pile.pk})
    assert world.client("secretary").post(third, {"form_key": f"{KEY}c", "p2": "2"}).status_code == 302
    assert "Settled." in text(page(desk, "poll-papers", poll=poll.pk))


def test_the_returning_officer_names_on_a_page_who_can_recount_a_small_vote(world):
    poll = made.opened(world)
    officer, at = world.client("checker"), reverse("poll-agents", kwargs={"poll": poll.pk})
    assert at in page(officer, "poll-desk", poll=poll.pk)
    unknown = officer.post(at, {"form_key": KEY, "one": "Nobody At All", "other": "Canary Subject"})
    assert "We do not know one of them" in text(unknown.content.decode())
    done = officer.post(at, {"form_key": KEY + "2", "one": "Canary Resident", "other": "Canary Subject"})
    assert "They are told" in text(done.content.decode())
    assert poll.agents.count() == 2
    assert at not in page(officer, "poll-desk", poll=poll.pk)


# The result.


def test_a_result_says_who_won_why_not_and_how_many_voted(world):
    poll = made.declared(world)
    source = page(world.client("anyone"), "poll", poll=poll.pk)
    shown = text(source)
    assert "Because of this" in shown
    assert "2 of the 7 people who could vote did." in shown
    assert "Not this time." in shown
    assert "Who paid for what" in shown
    assert "python verify.py" in source
    assert "Fewer than 200 voted" in shown


def test_a_check_slip_is_found_on_the_list_and_a_wrong_one_is_not(world):
    poll = made.declared(world)
    slip, client = queries.slips(poll)[0], world.client("anyone")
    at = reverse("poll-slips", kwargs={"poll": poll.pk})
    assert "Your slip is on the list" in text(client.post(at, {"form_key": KEY, "slip": slip.lower()}).content.decode())
    assert "This slip is not on the list" in text(client.post(at, {"form_key": KEY, "slip": "2222"}).content.decode())


def test_an_objection_holds_all_up_until_it_is_ruled_on_and_nobody_sees_whose_it_is(world):
    poll = made.declared(world)
    at = reverse("poll-object", kwargs={"poll": poll.pk})
    told = world.client("resident").post(at, {"form_key": KEY, "grounds": "The hall was <b>shut</b>."})
    assert "We have your objection" in text(told.content.decode())
    assert "1 objection waits for a ruling" in text(page(world.client("anyone"), "poll", poll=poll.pk))
    officer = world.client("checker")
    desk = page(officer, "poll-desk", poll=poll.pk)
    assert "Canary Resident" not in desk
    assert "<b>shut" not in desk
    rule = reverse("poll-challenge", kwargs={"challenge": poll.challenges.get().pk})
    officer.post(rule, {"form_key": KEY, "upheld": "yes", "reasons": "It was shut for a day."})
    assert "Taken back" in text(page(world.client("anyone"), "poll", poll=poll.pk))


def test_open_votes_stand_on_the_home_of_their_place_and_on_the_page_of_who_can_vote(world):
    poll = made.opened(world)
    assert poll.question in text(page(world.client("anyone"), "place", slug=poll.place.slug))
    assert poll.question in text(page(world.client("resident"), "mine"))
    assert poll.question not in text(page(world.client("neighbour"), "mine"))
