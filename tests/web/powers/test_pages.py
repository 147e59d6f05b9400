"""The register, a power's story, handing over, demands and the councillor's page: whole, short, in plain words, at a constant cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from letgo.commons.powers import actions
from letgo.commons.powers.models import Petition, Power, Veto
from letgo.commons.powers.petitions.actions import sign
from letgo.commons.record.refs import Ref
from tests.commons.powers import made
from tests.web.html import Page, sentences
from tests.web.test_words import BANNED, LONGEST, words

pytestmark = pytest.mark.django_db
KEY = "k" * 22


def page(client, name, **address):
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == 200
    return response.content.decode()


def full(world):
    """An estate with a power in most states, a stopped decision, a demand and an answer that is owed."""
    for state in ("offered", "noticed", "warned", "helped", "kept"):
        yield made.in_state(world, state)
    power = made.held(world)
    [right], decided = power.present_rights(), made.decided(world, power)
    about = Ref("decision", decided.pk)
    actions.veto(right.pk, about, made.GROUNDS[0], "The wall is not ours.", by=world.actor("officer"), key=made.key())
    yield power


@pytest.fixture
def estate(world, monkeypatch):
    """The estate with everything on it; each power under a name of its own."""
    plain = made.offer
    number = iter(range(100))

    def named(world, **more):
        count = next(number)
        return plain(world, **({"what": f"thing-{count}", "title": f"Thing {count}"} | more))

    monkeypatch.setattr(made, "offer", named)
    powers = list(full(world))
    petition = made.petition(world, names=2)
    sign(petition.pk, by=world.actor("subject"), key=made.key())
    made.petition(world, names=5)
    return world, powers, petition


def every_page(world, powers, petition):
    here, council = world.places["here"].slug, world.places["council"].slug
    yield "powers", {"slug": here}, "anyone"
    yield "powers", {"slug": here}, "officer"
    yield "hand-over", {"slug": here}, "officer"
    yield "councillor", {"slug": council}, "anyone"
    yield "councillor", {"slug": council}, "councillor"
    yield "petitions", {"slug": here}, "resident"
    yield "petition-start", {"slug": here}, "resident"
    for number in (petition.pk, Petition.objects.exclude(pk=petition.pk).get().pk):
        for who in ("anyone", "resident", "subject", "outreach", "councillor"):
            yield "petition", {"petition": number}, who
    yield "petition-answer", {"petition": petition.pk}, "councillor"
    yield "petition-sign-for", {"petition": petition.pk}, "outreach"
    for power in powers:
        for who in ("anyone", "officer", "secretary"):
            yield "power", {"power": power.pk}, who
        yield "power-next", {"power": power.pk}, "anyone"
        yield "power-decided", {"power": power.pk}, "anyone"
    yield "power-notice", {"power": powers[-1].pk}, "officer"
    yield "power-veto", {"right": Power.objects.get(pk=powers[-1].pk).present_rights()[0].pk}, "officer"


def test_every_page_is_whole_and_speaks_plainly(estate):
    world = estate[0]
    for name, address, who in every_page(*estate):
        body = page(world.client(who), name, **address)
        assert Page(body).wrong() == [], (name, who)
        said = sentences(body)
        assert [s for s in said if words(s) > LONGEST] == [], (name, who)
        assert [(word, s) for word in BANNED for s in said if re.search(rf"\b{word}", s.lower())] == [], name
        assert "Canary" not in body, (name, who)


def test_what_follows_is_said_of_the_last_few_decisions_and_all_are_one_link_away(world):
    power = made.held(world)
    assert "Nothing was decided under this power yet." in page(world.client("anyone"), "power-decided", power=power.pk)
    for _ in range(22):
        made.decided(world, power, pence=100)
    shown = page(world.client("anyone"), "power", power=power.pk)
    assert shown.count("Because of this:") == 3
    assert reverse("power-decided", kwargs={"power": power.pk}) in shown
    client = world.client("anyone")
    with CaptureQueriesContext(connection) as caught:
        first = page(client, "power-decided", power=power.pk)
    assert len(caught) <= 5
    assert (first.count("Because of this:"), "Show the next 20" in first) == (20, True)
    rest = client.get(reverse("power-decided", kwargs={"power": power.pk}), {"from": "20"}).content.decode()
    assert (rest.count("Because of this:"), "Show the next 20" in rest) == (2, False)


def test_the_register_costs_the_same_for_one_and_for_a_hundred(world):
    counts = []
    here, council = world.places["here"].slug, world.places["council"].slug
    for count in (1, 99):
        for _ in range(count):
            made.held(world, what=made.key(), title="A thing")
            actions.keep(
                made.offered(world, what=made.key()).pk, "No.", made.soon(9), by=world.actor("officer"), key=made.key()
            )
        each = []
        power = Power.objects.filter(state="held").first()
        for name, address in (
            ("powers", {"slug": here}),
            ("councillor", {"slug": council}),
            ("power", {"power": power.pk}),
        ):
            with CaptureQueriesContext(connection) as caught:
                page(world.client("officer"), name, **address)
            each.append(len(caught))
        counts.append(each)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12, counts


def test_an_officer_hands_a_power_over_by_form_check_and_done(world):
    client, at = world.client("officer"), reverse("hand-over", kwargs={"slug": world.places["here"].slug})
    filled = made.filled(world) | {"form_key": KEY}
    empty = client.post(at, {"form_key": KEY})
    assert empty.status_code == 422
    assert b"There is a problem" in empty.content
    check = client.post(at, {**filled, "go": ""})
    assert check.status_code == 200
    assert "The terms give just that" in check.content.decode()
    assert not Power.objects.exists()
    done = client.post(at, filled, follow=True)
    power = Power.objects.get()
    assert done.redirect_chain[-1][0] == reverse("power-next", kwargs={"power": power.pk})
    said = done.content.decode()
    assert "Tansy Row board says yes or no" in said
    assert "To insist" in said
    assert (power.state, power.pence_a_year, power.pence_each) == ("offered", 600_000, 50_000)
    client.post(at, filled)
    assert Power.objects.count() == 1


def test_terms_that_are_worth_less_than_they_say_are_told_before_they_are_offered(world):
    client, at = world.client("officer"), reverse("hand-over", kwargs={"slug": world.places["here"].slug})
    check = client.post(at, made.filled(world, options="giver", go="") | {"form_key": KEY}).content.decode()
    assert "worth less: residents are asked" in check
    assert "Wrenholt council alone picks what can be chosen" in check


def test_a_kept_power_is_offered_from_the_councillors_page(world):
    power = made.in_state(world, "kept")
    body = page(world.client("councillor"), "councillor", slug=world.places["council"].slug)
    at = reverse("hand-over", kwargs={"slug": world.places["here"].slug}) + f"?what={power.what}"
    assert at in body
    assert at not in page(world.client("resident"), "councillor", slug=world.places["council"].slug)
    client = world.client("councillor")
    assert 'value="Estate budget"' in client.get(at).content.decode()
    client.post(at, made.filled(world, what=power.what) | {"form_key": KEY})
    assert Power.objects.get().pk == power.pk


def test_a_veto_needs_reasons_on_its_page_too(world):
    power = made.held(world)
    decided = made.decided(world, power)
    at = reverse("power-veto", kwargs={"right": power.present_rights()[0].pk})
    sent = {"form_key": KEY, "decision": str(decided.pk), "ground": made.GROUNDS[0], "reasons": " "}
    no = world.client("officer").post(at, sent)
    assert no.status_code == 422
    assert "Give your reasons" in no.content.decode()
    assert not Veto.objects.exists()
    world.client("officer").post(at, {**sent, "reasons": "The wall is not ours."})
    assert "The wall is not ours." in page(world.client("anyone"), "power", power=power.pk)


def test_notice_that_is_too_short_is_told_on_the_page(world):
    power = made.held(world)
    at = reverse("power-notice", kwargs={"power": power.pk})
    sent = {"form_key": KEY, "reasons": "We want it.", "last": made.soon(3).strftime("%d %m %Y")}
    answer = world.client("officer").post(at, sent)
    assert answer.status_code == 422
    assert "The notice is 90 days" in answer.content.decode()


def test_the_buttons_for_an_answer_are_for_the_councillor_alone(world):
    petition = made.petition(world, names=1)
    slug = world.places["council"].slug
    at = reverse("petition-answer", kwargs={"petition": petition.pk})
    assert at in page(world.client("councillor"), "councillor", slug=slug)
    for who in ("anyone", "resident", "secretary"):
        assert at not in page(world.client(who), "councillor", slug=slug)


def test_a_name_is_given_and_taken_off_with_one_button_and_an_outreach_worker_can_help(world):
    petition = made.petition(world, names=9)
    at = reverse("petition", kwargs={"petition": petition.pk})
    client = world.client("subject")
    assert "1 of 9 names" in page(client, "petition", petition=petition.pk)
    assert client.post(f"{at}/sign", {"form_key": KEY}, follow=True).content.decode().count("Your name is there")
    client.post(f"{at}/take-off", {"form_key": KEY})
    assert "1 of 9 names" in page(client, "petition", petition=petition.pk)
    helper = world.client("outreach")
    wrong = helper.post(f"{at}/sign-for", {"form_key": KEY, "name": "Nobody Here", "how": "paper"})
    assert "Nobody on our list here has that name" in wrong.content.decode()
    helper.post(f"{at}/sign-for", {"form_key": KEY, "name": "Canary Subject", "how": "paper"})
    assert "2 of 9 names" in page(client, "petition", petition=petition.pk)


def test_a_decision_says_what_follows_from_it(world):
    power = made.held(world)
    made.decided(world, power)
    body = page(world.client("anyone"), "power", power=power.pk)
    assert "Because of this" in body
    assert "It can be stopped until" in body
