"""Pages of what won, of small money and of cuts: at a constant cost, without names, saying who has the duty and how to insist."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from letgo.decide.budgets.delivery import actions
from tests.decide.budgets import funded
from tests.decide.budgets.made import fresh, key, more_people
from tests.web.html import Page

pytestmark = pytest.mark.django_db


def shown(client, name, **address):
    with CaptureQueriesContext(connection) as caught:
        response = client.get(reverse(name, kwargs=address))
    assert response.status_code == 200, name
    body = response.content.decode()
    assert Page(body).wrong() == [], name
    assert "Canary" not in body, name
    return body, len(caught)


def test_the_page_of_a_project_in_every_state(world):
    """Set aside, ordered, shown, done: whose duty, by when, how to insist; at most 15 queries however much happened."""
    client, costs = world.client("anyone"), []
    row = funded.project(world)
    body, cost = shown(client, "project", project=row.pk)
    costs.append(cost)
    assert "Nothing is ordered yet" in body
    assert "The officer of Tansy Row has the duty." in body
    assert "Demand an answer" in body
    funded.started(world, row, 5, 12)
    body, cost = shown(client, "project", project=row.pk)
    costs.append(cost)
    assert "Next: Stage 1." in body
    funded.shown(world, row, 1, photo=funded.photo())
    stage = funded.shown(world, row, 2, 180_000)
    body, cost = shown(client, "project", project=row.pk)
    costs.append(cost)
    assert "It waits for a resident’s yes." in body
    actions.answer(stage.pk, True, "Lovely.", by=world.actor("resident"), key=key())
    body, cost = shown(client, "project", project=row.pk)
    costs.append(cost)
    assert "A resident looked at it and said yes. It cost £1,800. £200 of its money stayed in the pot." in body
    assert max(costs) <= 12, costs


def test_a_rise_above_the_terms_says_who_asks_the_residents_by_when_and_then_where_they_vote(world):
    from tests.decide.budgets.test_delivery_rises import called

    made = funded.changed(world, funded.project(world, over_rise="poll"), 300_000)
    address = reverse("change-vote", kwargs={"change": made.pk})
    body, cost = shown(world.client("secretary"), "project", project=made.project_id)
    assert cost <= 12
    assert "must ask by" in body
    assert address in body
    assert "Until then the old cost stands." in body
    called(world, made)
    body, cost = shown(world.client("secretary"), "project", project=made.project_id)
    assert cost <= 12
    assert reverse("poll", kwargs={"poll": fresh(made).poll_id}) in body
    assert address not in body


def test_the_vote_on_a_rise_says_what_came_of_it(world):
    from letgo.decide.budgets.changes.actions import carry_out
    from letgo.web.ballots import happened
    from tests.decide.budgets.test_delivery_rises import called

    made = funded.changed(world, funded.project(world, over_rise="poll"), 300_000)
    poll = called(world, made)
    carry_out(fresh(made), "raise", "2 of 2", actions.BY_VOTE, key())
    poll.state = "done"
    assert [step.strong for step in happened.of(poll)] == ["£3,000 is set aside instead of £2,000."]


def test_the_list_costs_the_same_for_one_project_or_many(world):
    client = world.client("anyone")
    rows = funded.funded(world, ("Benches", "Trees", "Lights", "Bins", "Paint"), win=4, pence=150_000)
    body, cost = shown(client, "projects", in_round=rows[0].round_id)
    assert "4 ideas won." in body
    assert "Who is next" in body
    assert cost <= 12
    for row in rows[:3]:
        funded.started(world, row, 3, 9)
    assert shown(client, "projects", in_round=rows[0].round_id)[1] <= cost + 1


def test_a_photo_is_a_picture_and_nothing_else(world):
    row = funded.started(world)
    evidence = funded.shown(world, row, 1, photo=funded.photo()).evidence.get()
    response = world.client("anyone").get(reverse("evidence-photo", kwargs={"evidence": evidence.pk}))
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content[:2] == b"\xff\xd8"


def test_showing_a_stage_takes_a_photo_and_turns_a_bad_one_away(world):
    row = funded.started(world)
    stage = row.stages.get(number=1)
    client, at = world.client("officer-here"), reverse("stage-show", kwargs={"stage": stage.pk})
    bad = client.post(at, {"form_key": "k" * 22, "words": "There.", "photo": _file(b"GIF89a")})
    assert bad.status_code == 422
    assert "This is not a photo that we can read." in bad.content.decode()
    good = client.post(at, {"form_key": "k" * 22, "words": "There.", "photo": _file(funded.photo().getvalue())})
    assert good.status_code == 302
    assert fresh(stage).evidence.get().photo


def _file(data: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("bench.jpg", data, content_type="image/jpeg")


def test_small_money_says_who_is_missing_and_names_nobody(world):
    row = funded.asked(world)
    body, cost = shown(world.client("anyone"), "small", small=row.pk)
    assert "3 more people must say yes, 2 of them from: Children of Block D." in body
    more_people(world, 3)
    listed, many = shown(world.client("anyone"), "smalls", slug=world.places["here"].slug)
    assert "Up to £500 when three residents say yes." in listed
    assert max(cost, many) <= 12


def test_a_cut_says_why_from_when_and_what_you_can_do(world):
    row = funded.cut(world, to_pence=500_000)
    funded.planned(world, row)
    body, cost = shown(world.client("resident"), "cut", cut=row.pk)
    assert "£10,000 becomes £5,000" in body
    assert "The government gave us less." in body
    assert "Say no to this plan" in body
    assert cost <= 12
