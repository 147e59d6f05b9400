"""Pages of rounds and ideas: whole, at a constant cost, without names, and each journey from its first page to its last."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from letgo.commons.places.queries import today
from letgo.commons.record.clock import travel
from letgo.decide.budgets.models import Estimate, Idea, Interest, Round, Stall, Translation
from tests.decide.budgets import made
from tests.web.html import Page

pytestmark = pytest.mark.django_db
KEY = "k" * 22
SAID = {
    "words": "Somewhere to sit.",
    "title": "Benches by the canal",
    "where": "",
    "category": "outdoors",
    "language": "en",
}


def shown(client, name, **address):
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == 200, (name, response.status_code)
    body = response.content.decode()
    assert Page(body).wrong() == [], name
    assert "Canary" not in body.replace("Canary Secretary", ""), name
    return body


def sent(client, name, data, **address):
    key = sha256(f"{client.cookies['letgo'].value}{name}".encode()).hexdigest()
    return client.post(reverse(name, kwargs=address), {"form_key": key, "go": "send", **data})


def test_every_page_of_a_round_is_whole_for_each_who_looks(world):
    """Ideas in several states; hostile words are shown as words."""
    at = made.opened(world)
    rows = [made.in_state(world, at, state) for state in ("said", "costed", "refused")]
    made.said(world, at, title="<script>alert(1)</script>", words="<b>bold</b> & more")
    made.appealed(world, at)
    made.actions.log_stall(at.pk, "School gate", today(), 40, "families", by=made.by(world, "outreach"), key=made.key())
    made.actions.translate(rows[0].pk, "ar", "مقاعد", "للجلوس", by=made.by(world, "resident"), key=made.key())
    made.costing.set_apart(rows[0].pk, rows[1].pk, "One spot.", by=made.by(world, "officer"), key=made.key())
    for who in ("anyone", "resident", "officer", "secretary", "outreach"):
        client = world.client(who)
        home = shown(client, "budget", slug=world.places["here"].slug)
        assert "£10,000" in home
        listed = shown(client, "ideas", in_round=at.pk)
        assert "<script>alert" not in listed
        for row in at.ideas.all():
            shown(client, "idea", idea=row.pk)
    shown(world.client("officer"), "costing-desk", in_round=at.pk)
    say = reverse("idea-say", kwargs={"in_round": at.pk})
    assert say in shown(world.client("resident"), "round", in_round=at.pk)
    assert say not in shown(world.client("neighbour"), "round", in_round=at.pk)
    shown(world.client("anyone"), "budget", slug=world.places["there"].slug)


def test_an_idea_is_said_one_thing_at_a_time_with_like_ones_shown_before_it_is_saved(world):
    at = made.opened(world)
    made.said(world, at, title="Benches along the canal path", words="Somewhere to sit down.")
    client, address = world.client("resident"), {"in_round": at.pk}
    assert "What is your idea?" in shown(client, "idea-say", **address)
    first = client.post(reverse("idea-say", kwargs=address), {"form_key": KEY, "at": "0", "words": "Somewhere to sit."})
    assert "Give it a short name" in first.content.decode()
    check = client.post(reverse("idea-say", kwargs=address), {"form_key": KEY, "at": "4", "everything": "1", **SAID})
    body = check.content.decode()
    assert "Is it one of these?" in body
    assert "Benches along the canal path" in body
    assert Idea.objects.count() == 1
    done = sent(client, "idea-say", SAID, **address)
    assert "Idea 2 is published" in done.content.decode()
    sent(client, "idea-say", SAID, **address)
    assert Idea.objects.count() == 2
    wrong = sent(client, "idea-say", {**SAID, "title": ""}, **address)
    assert wrong.status_code == 422


def test_an_idea_told_at_a_stall_is_written_down_without_a_name(world):
    at = made.opened(world)
    client, address = world.client("outreach"), {"in_round": at.pk}
    day = f"{today():%d %m %Y}"
    sent(client, "stall", {"where": "School gate", "day": day, "asked": "40", "group": "families"}, **address)
    stall = Stall.objects.get()
    sent(client, "idea-write-down", {**SAID, "how": "stall", "stall": str(stall.pk), "whose": ""}, **address)
    row = Idea.objects.get()
    assert (row.author_id, row.stall_id, row.how) == (None, stall.pk, "stall")
    sent(
        client,
        "idea-write-down",
        {**SAID, "how": "phone", "stall": "", "whose": "Canary Subject", "form_key": "x" * 22},
        **address,
    )
    assert Idea.objects.get(number=2).author_id == world.person("subject").pk


def test_an_idea_goes_from_its_cost_to_the_vote_by_its_pages(world):
    """Officer, author, checkers, the board's secretary: each on their own page."""
    with travel(by=timedelta(days=-16)):
        made.by(world, "resident")
        at = made.opened(world)
        row = made.said(world, at)
    cost = {"gains": "no", "what": "", "pounds": "2,000", "upkeep": "50", "upkeep_from": "", "reasons": "Three prices."}
    sent(world.client("officer"), "idea-cost", cost, idea=row.pk)
    assert Estimate.objects.get().pence == 200_000
    assert "£2,000" in shown(world.client("resident"), "idea", idea=row.pk)
    sent(world.client("resident"), "idea-answer", {"answer": "yes", "words": ""}, idea=row.pk)
    check = {"gains": "no", "what": "", "answer": "yes", "reasons": ""}
    sent(world.client("checker"), "idea-check", check, idea=row.pk)
    row = made.fresh(row)
    assert (row.state, row.eligible) == ("agreed", True)
    made.tick()
    shown(world.client("secretary"), "round-vote", in_round=at.pk)
    made.give_office(world, world.person("administrator").pk)
    call = {"officer": "Canary Administrator", "seed_from": "Dice", "quorum": "0", "seen": "2:0"}
    response = sent(world.client("secretary"), "round-vote", call, in_round=at.pk)
    assert response.status_code == 422  # who runs it is not found by name alone: they do not live here
    from letgo.commons.people.models import Route
    from letgo.commons.record.clock import now

    Route.objects.create(
        person=world.person("administrator"), kind="email", address="a@example.org", made=now(), proved=now()
    )
    response = sent(world.client("secretary"), "round-vote", {**call, "officer": "a@example.org"}, in_round=at.pk)
    assert "The vote is called" in response.content.decode()
    assert Round.objects.get().state == "voting"
    assert "no result yet" in shown(world.client("anyone"), "round-result", in_round=at.pk).lower()


def test_who_gains_by_an_idea_neither_costs_nor_checks_it(world):
    row = made.said(world, made.opened(world))
    cost = {
        "gains": "yes",
        "what": "My firm sells benches.",
        "pounds": "2,000",
        "upkeep": "50",
        "upkeep_from": "",
        "reasons": "So.",
    }
    body = sent(world.client("officer"), "idea-cost", cost, idea=row.pk).content.decode()
    assert "Somebody else must do this now" in body
    assert not Estimate.objects.exists()
    assert Interest.objects.get().words == "My firm sells benches."
    assert "My firm sells benches." in shown(world.client("anyone"), "idea", idea=row.pk)
    again = sent(world.client("officer"), "idea-cost", {**cost, "gains": ""}, idea=row.pk)
    assert again.status_code == 422


def test_refused_appealed_and_back_by_pages(world):
    at = made.opened(world)
    row = made.said(world, at)
    no = {"gains": "no", "what": "", "answer": "no", "reasons": "The law."}
    sent(world.client("checker"), "idea-check", no, idea=row.pk)
    assert "The law." in shown(world.client("resident"), "idea", idea=row.pk)
    sent(world.client("resident"), "idea-appeal", {"reasons": "It is lawful."}, idea=row.pk)
    asked = made.Appeal.objects.get()
    shown(world.client("secretary"), "appeal", appeal=asked.pk)
    sent(
        world.client("secretary"),
        "appeal",
        {"votes_for": "5", "votes_against": "1", "met": "Hall", "words": ""},
        appeal=asked.pk,
    )
    assert made.fresh(row).state == "said"


def test_together_translated_and_taken_back_by_pages(world):
    at = made.opened(world)
    one, two = made.said(world, at), made.said(world, at, "subject", "Seats")
    sent(world.client("resident"), "idea-together", {"other": "2", "how": ""}, idea=one.pk)
    [asked] = one.gathers.all()
    shown(world.client("subject"), "together", together=asked.pk)
    sent(world.client("subject"), "together", {"answer": "yes"}, together=asked.pk)
    assert made.fresh(two).state == "merged"
    shown(world.client("anyone"), "idea", idea=two.pk)
    sent(
        world.client("resident"),
        "idea-translate",
        {"language": "so", "name": "Kuraas", "words": "Fariiso"},
        idea=one.pk,
    )
    assert Translation.objects.get().language == "so"
    sent(world.client("resident"), "idea-withdraw", {"reasons": "No more."}, idea=one.pk)
    assert made.fresh(one).state == "withdrawn"


def test_a_round_is_opened_by_its_page(world):
    made.rules()
    power, pot, electorate = made.power(world), made.pot(world), made.electorate(world)
    shown(world.client("secretary"), "round-open", power=power.pk)
    data = {
        "name": "What should it pay for?", "words": "", "purse": "5,000", "pot": pot.pk, "electorate": electorate.pk,
        "ideas_until": "1 2 2090", "costing_until": "1 3 2090", "votes_from": "2 3 2090", "votes_until": "9 3 2090",
        "rise_percent": "10", "reserve": "100", "small": "0", "over_rise": "poll",
    }  # fmt: skip
    assert sent(world.client("resident"), "round-open", data, power=power.pk).status_code in (403, 404)
    late = sent(world.client("secretary"), "round-open", {**data, "votes_from": "1 1 2090"}, power=power.pk)
    assert late.status_code == 422
    assert "The vote opens after costing ends." in late.content.decode()
    response = sent(world.client("secretary"), "round-open", data, power=power.pk)
    assert "The round is open" in response.content.decode()
    assert Round.objects.get().purse_pence == 500_000


def test_the_result_says_what_happens_because_of_it(world):
    at = made.declared(world)
    body = shown(world.client("anyone"), "round-result", in_round=at.pk)
    assert "2 of the 2 ideas won" in body
    assert "days to object" in body
    assert "Because of this" in body
    assert "4 of the 6 people who could vote" in body


def test_the_page_of_the_vote_says_what_really_happened_and_what_is_owed_next(world):
    at = made.funded(world)
    with CaptureQueriesContext(connection) as asked:
        body = shown(world.client("anyone"), "poll", poll=at.poll_id)
    assert len(asked) <= 12
    assert "£5,000 is set aside for 2 projects." in body
    assert "Nothing of it is paid yet." in body
    assert "Next: Benches." in body
    assert "Who owes it, and how to insist" in body


@pytest.mark.parametrize("number", [10, 1000])
def test_the_list_and_the_result_cost_at_most_twelve_queries(world, number):
    at = made.funded(world)
    row = at.ideas.first()
    Idea.objects.bulk_create(
        Idea(
            round=at,
            number=n,
            author=row.author,
            said=today(),
            title=f"Idea {n}",
            words="x",
            category="other",
            line=row.line,
        )
        for n in range(10, number + 10)
    )
    for name in ("ideas", "round-result"):
        for who in ("anyone", "resident"):
            client = world.client(who)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(name, kwargs={"in_round": at.pk})).status_code == 200
            assert len(asked) <= 12, (name, who, len(asked))
    listed = world.client("anyone").get(reverse("ideas", kwargs={"in_round": at.pk}) + "?find=idea+7&page=1")
    assert b"found" in listed.content


def test_what_these_pages_say_from_python_comes_in_another_language(world, monkeypatch):
    """Sentences with values, labels and hints made at start, tables of states, and what is counted."""
    welsh = {
        "{money} to spend. Say your idea until {day}.": "Erbyn {day}: {money} i’w wario.",
        "What is your idea?": "Beth yw eich syniad?",
        "Everybody can read this. Leave out names of people.": "Gall pawb ddarllen hwn.",
        "It would cost {money}. Its author can answer until {day}.": "Byddai’n costio {money}, ateb erbyn {day}.",
        "Has a cost; its author answers": "Mae cost arno",
        "Still to come": "I ddod",
    }
    counted = {"{number} idea is ready. {money} can be spent.": "Barod: {number}, gwario: {money}."}
    at = made.opened(world)
    row = made.in_state(world, at, "costed")
    monkeypatch.setattr(translation._trans, "gettext", lambda said: welsh.get(said, said))
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, number: counted.get(one, many))
    home = shown(world.client("anyone"), "budget", slug=world.places["here"].slug)
    assert "£10,000 i’w wario." in home
    assert "I ddod" in home
    say = shown(world.client("resident"), "idea-say", in_round=at.pk)
    assert "Beth yw eich syniad?" in say
    assert "What do you want, and why? Gall pawb ddarllen hwn." in say
    idea = shown(world.client("anyone"), "idea", idea=row.pk)
    assert "Byddai’n costio £" in idea
    assert "Mae cost arno" in idea
    assert "Barod: 0, gwario: £" in shown(world.client("secretary"), "round-vote", in_round=at.pk)
