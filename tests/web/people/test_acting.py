"""Acting for someone on the pages themselves: chosen, shown, ended, and stopped from the next request on."""

import pytest
from django.urls import reverse

from letgo.commons.people.models import ActingFor, Person, Route
from letgo.commons.record.clock import now
from tests.web.people.addresses import ADDRESSES, acting
from tests.web.people.walking import hidden, walk

MINE = "Canary Subject"


@pytest.fixture
def row(world):
    return ActingFor.objects.get(pk=acting(world)["acting"])


@pytest.fixture
def helper(world, row):
    """A client of the representative, who has chosen to act."""
    client = world.client("helper")
    page = client.get(reverse("acting"))
    assert client.post(reverse("acting"), {**hidden(page), "acting": str(row.pk)}).status_code == 302
    return client


def test_who_chose_sees_for_whom_on_each_page_and_can_stop(helper):
    page = helper.get(reverse("my-details")).content.decode()
    assert f"You are doing this for <strong>{MINE}</strong>" in page
    assert "Canary Helper" not in page
    helper.post(reverse("acting"), hidden(helper.get(reverse("acting"))))
    assert MINE not in helper.get(reverse("my-details")).content.decode()


def test_who_acts_sees_no_way_of_contact_and_no_safe_contact(world, helper):
    Route.objects.create(person=world.person("subject"), kind="email", address="canary@example.org", made=now())
    assert "canary@example.org" not in helper.get(reverse("my-details")).content.decode()
    for name in ("safe-contact", "add-route", "give-acting"):
        assert helper.get(reverse(name)).status_code == 403


def test_a_suspended_representative_reads_nothing_from_the_next_request_on(world, helper, row):
    assert MINE in helper.get(reverse("my-details")).content.decode()
    form = hidden(helper.get(reverse("change-details", kwargs={"what": "name"})))
    lead = world.client("safeguarding")
    page = lead.get(reverse("acting-leads"))
    stop = reverse("suspend-acting", kwargs={"acting": row.pk})
    assert stop in page.content.decode()
    assert lead.post(stop, hidden(page)).status_code == 302
    for name, address in ADDRESSES.items():
        if "GET" in address.verbs and address.needs is None and name != "leave":
            said = helper.get(reverse(name)).content.decode()
            assert MINE not in said, name
            assert "suspend" not in said.lower(), name
    answer = helper.post(
        reverse("change-details", kwargs={"what": "name"}), {**form, "name": "Canary Thief", "go": "send"}
    )
    assert answer.status_code == 422
    assert "that is over" in answer.content.decode()
    assert not Person.objects.filter(name="Canary Thief").exists()


def test_after_it_a_representative_gets_the_answers_of_one_whose_time_is_over(world, row):
    """Choosing it again, looking at it, ending it: each answer is the one that an ended one gets, to the letter."""
    ended = world.client("helper")
    heard = {}
    for word, state in (("suspended", "suspend-acting"), ("ended", "end-acting")):
        who = "safeguarding" if word == "suspended" else "subject"
        client = world.client(who)
        client.post(reverse(state, kwargs={"acting": row.pk}), {"form_key": f"{word:k<22}"})
        heard[word] = []
        for method, where, data in (
            ("get", reverse("acting"), {}),
            ("get", reverse("end-acting", kwargs={"acting": row.pk}), {}),
            ("post", reverse("end-acting", kwargs={"acting": row.pk}), {"form_key": "k" * 22}),
            ("post", reverse("acting"), {"form_key": "k" * 22, "acting": str(row.pk)}),
        ):
            answer = getattr(ended, method)(where, data)
            heard[word].append((answer.status_code, len(answer.content)))
    assert heard["suspended"] == heard["ended"]


def test_a_choice_is_of_no_use_in_another_session(world, helper):
    stolen = world.client("neighbour")
    stolen.cookies["letgo-for"] = helper.cookies["letgo-for"].value
    assert MINE not in stolen.get(reverse("my-details")).content.decode()


@pytest.mark.parametrize("rubbish", ["", "x", "a" * 36 + ".", "é.é", f"{'0' * 36}.{'f' * 64}"])
def test_a_cookie_of_rubbish_is_no_choice(world, rubbish):
    client = world.client("resident")
    client.cookies["letgo-for"] = rubbish
    page = client.get(reverse("my-details"))
    assert page.status_code == 200
    assert "Canary Resident" in page.content.decode()


def test_someone_is_given_it_by_their_name_and_address_and_ended_with_one_button(world):
    Route.objects.create(
        person=world.person("neighbour"), kind="text", address="+447700900333", proved=now(), made=now()
    )
    client = world.client("resident")
    done = walk(
        client,
        reverse("give-acting"),
        {"their_name": "canary neighbour", "their_address": "07700 900 333"},
        {"role": "friend"},
        {"scopes": ["homes", "messages"]},
        {"until": "2027-03-31"},
    )
    assert "They can do this for you now" in done.content.decode()
    row = ActingFor.objects.get()
    assert (row.scopes, row.until.date().isoformat()) == ("messages homes", "2027-03-31")
    page = client.get(reverse("end-acting", kwargs={"acting": row.pk}))
    client.post(reverse("end-acting", kwargs={"acting": row.pk}), hidden(page))
    row.refresh_from_db()
    assert row.state == "ended"


def test_an_address_that_nobody_or_somebody_else_has_gets_one_answer(world):
    Route.objects.create(
        person=world.person("neighbour"), kind="text", address="+447700900333", proved=now(), made=now()
    )
    client = world.client("resident")
    said = []
    for name, address in (("Canary Neighbour", "07700 900 334"), ("Someone Else", "07700 900 333")):
        answers = (
            {"their_name": name, "their_address": address},
            {"role": "friend"},
            {"scopes": ["homes"]},
            {"until": ""},
        )
        page = walk(client, reverse("give-acting"), *answers)
        assert page.status_code == 422
        said.append("We could not find one person" in page.content.decode())
    assert said == [True, True]


def test_help_begins_with_an_exact_address_and_how_they_agreed_and_is_shown_to_who_was_helped(world):
    Route.objects.create(person=world.person("subject"), kind="text", address="+447700900444", proved=now(), made=now())
    client = world.client("outreach")
    assert MINE not in client.get(reverse("help")).content.decode()
    done = walk(client, reverse("help"), {"their_address": "07700 900 444", "their_name": ""}, {"how": "phone"})
    assert "You are helping them now" in done.content.decode()
    page = client.get(reverse("my-details")).content.decode()
    assert MINE in page
    assert "You are helping someone" in page
    changed = walk(client, reverse("change-details", kwargs={"what": "needs"}), {"needs": ["large-print"]})
    assert "Your details are changed" in changed.content.decode()
    world.person("subject").refresh_from_db()
    assert world.person("subject").needs == ["large-print"]
    theirs = world.client("subject").get(reverse("acting")).content.decode()
    assert "Canary Outreach" in theirs
    assert "by phone" in theirs


def test_a_person_who_was_not_here_is_added_with_help(world):
    client = world.client("outreach")
    walk(
        client,
        reverse("new-person"),
        {"name": ""},
        {"language": "pl"},
        {"needs": ["interpreter"]},
        {"kind": "text"},
        {"address": "07700 900 555"},
        {"how": "door"},
    )
    row = Person.objects.get(language="pl")
    assert [(route.address, route.proved) for route in row.routes.all()] == [("+447700900555", None)]
    assert "You are helping someone" in client.get(reverse("my-details")).content.decode()


def test_a_paper_that_came_back_opens_the_same_form_for_the_same_person(world):
    subject = world.client("subject")
    printed = subject.post(
        reverse("print-form"), {**hidden(subject.get(reverse("change-details", kwargs={"what": "name"})))}
    )
    page = subject.get(printed.headers["Location"]).content.decode()
    code = printed.headers["Location"].partition("paper=")[2]
    assert f"Paper code {code}" in page
    officer = world.client("officer")
    found = officer.post(reverse("paper-codes"), {**hidden(officer.get(reverse("paper-codes"))), "code": code.lower()})
    assert found.headers["Location"] == reverse("paper-form", kwargs={"code": code})
    opened = officer.get(found.headers["Location"])
    assert MINE in opened.content.decode()
    back = officer.post(found.headers["Location"], hidden(opened))
    assert back.headers["Location"] == reverse("change-details", kwargs={"what": "name"})
    assert MINE in officer.get(back.headers["Location"]).content.decode()
    wrong = world.client("officer-here").post(reverse("paper-codes"), {"form_key": "k" * 22, "code": "AAAA-AAAA"})
    assert wrong.status_code == 422
