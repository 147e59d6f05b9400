"""What people read about a promise, and what its holder does to it."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letgo.commons.promises import actions
from letgo.commons.promises.models import Promise
from letgo.commons.promises.rules import Extension, Length, Owed, Rung
from letgo.commons.record.clock import now, travel
from letgo.commons.record.refs import Ref
from tests.web.html import Page, sentences
from tests.web.test_words import BANNED, LONGEST
from tests.world import TEST

KEY = "k" * 22
LADDER = (
    Rung(Length(0, "hours"), "promises.tell-holder", "the caretaker is told"),
    Rung(Length(400, "days"), "promises.tell-place", "everyone here is told"),
)
SOFT = {
    "pauses": ("no access",),
    "extension": Extension(Length(5, "days"), 1, ("facts are missing",)),
    "excused_by": "councillor",
    "ladder": LADDER,
    "output": "A letter.",
    "insist": "Come by.",
}


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    source = response.content.decode()
    assert Page(source).wrong() == []
    return source


def text(source: str) -> str:
    return " ".join(sentences(source))


def badge(source: str) -> str:
    return re.search(r'lg-promise lg-promise--(\w+)"', source)[1]


@pytest.fixture
def states(world, law, promised):
    """A public promise in each state that a page can show."""
    law("5 working days", broken_after="3 days", owed=Owed(1000, 200, 5000), **SOFT)
    at = now()
    made = {name: promised(at) for name in ("waiting", "paused", "kept", "called-off")}
    made["late"] = promised(at - timedelta(days=200))
    made |= {name: promised(at - timedelta(days=300)) for name in ("broken", "excused", "met-late")}
    with travel(made["late"].due + timedelta(days=1)):
        actions.climb(made["late"].pk, now())
    for name in ("broken", "excused", "met-late"):
        actions.climb(made[name].pk, at)
    actions.pause(made["paused"].pk, "no access", TEST, "p")
    actions.meet(made["kept"].pk, TEST, "k")
    actions.cancel(made["called-off"].pk, "the home is empty", TEST, "c")
    actions.excuse(made["excused"].pk, "snow for a week", TEST, "e")
    actions.meet(made["met-late"].pk, TEST, "m")
    return made


def test_every_state_has_its_page_in_plain_words(client, states):
    for name, row in states.items():
        source = read(client, f"/promise/{row.pk}")
        for sentence in sentences(source):
            assert len(re.findall(r"\S*\w\S*", sentence)) <= LONGEST + 10 * ("do not count" in sentence), sentence
            assert not [word for word in BANNED if re.search(rf"\b{word}", sentence.lower())], sentence
        assert "The duty is with the caretaker (Tansy Row)" in text(source), name
        assert "Come by." in source


def test_the_badge_says_one_of_four_words(client, states):
    words = {name: badge(read(client, f"/promise/{row.pk}")) for name, row in states.items() if name != "called-off"}
    assert words == {
        "waiting": "waiting",
        "paused": "waiting",
        "kept": "kept",
        "late": "late",
        "broken": "broken",
        "excused": "late",
        "met-late": "broken",
    }
    assert "lg-promise--" not in read(client, f"/promise/{states['called-off'].pk}")


def test_a_page_says_when_why_and_what_comes_next(client, states):
    waiting = text(read(client, f"/promise/{states['waiting'].pk}"))
    assert "Due by the end of" in waiting
    assert "the caretaker is told" in waiting
    assert "5 working days after" in waiting
    assert "version 1" in waiting
    assert "no access" in text(read(client, f"/promise/{states['paused'].pk}"))
    assert "snow for a week" in text(read(client, f"/promise/{states['excused'].pk}"))
    broken = text(read(client, f"/promise/{states['broken'].pk}"))
    assert "£50 is owed because of this so far" in broken
    assert "The caretaker is told" in broken
    assert "everyone here is told" in broken


def test_a_public_promise_about_a_private_thing_never_shows_the_thing(world, law, promised):
    law("5 days", **SOFT)
    person = world.person("subject")
    hidden = actions.promise(
        Ref("person", person.pk), "test.answer", now(), Ref("place", world.places["here"].pk), TEST, "h"
    )
    shown = actions.promise(
        Ref("place", world.places["there"].pk),
        "test.answer",
        now(),
        Ref("place", world.places["here"].pk),
        TEST,
        "s",
        show_about=True,
    )
    for who in ("anyone", "manager", "resident"):
        client = world.client(who)
        for address in (f"/promise/{hidden.pk}", "/place/tansy-row/promises"):
            source = read(client, address)
            assert str(person.pk) not in source
            assert person.name not in source
        assert "It is about: Lockside" in text(read(client, f"/promise/{shown.pk}"))


def test_a_private_promise_is_there_for_its_people_only(world, law, promised):
    law("5 days", title="A canary of a promise", **SOFT)
    row = promised(now(), audience=Ref("concern", uuid4()))
    assert "A canary" in read(world.client("manager"), "/place/tansy-row/promises")
    assert "A canary" in read(world.client("manager"), f"/promise/{row.pk}")
    for who in ("anyone", "resident", "officer", "neighbour", "answerer"):
        assert "A canary" not in read(world.client(who), "/place/tansy-row/promises")
        assert world.client(who).get(f"/promise/{row.pk}").status_code == 403
    assert world.client("anyone").get(f"/promise/{uuid4()}").status_code == 404


def test_the_list_of_a_place_shows_20_and_then_the_next(client, world, law, promised):
    assert "Nothing is promised here yet" in read(client, "/place/tansy-row/promises")
    law("5 days", **SOFT)
    for _ in range(25):
        promised(now())
    first, rest = (read(client, f"/place/tansy-row/promises{tail}") for tail in ("", "?from=20"))
    assert (first.count("lg-list__item"), rest.count("lg-list__item")) == (20, 5)
    assert "Show the next 20" in first
    assert "Show the next 20" not in rest
    assert client.get("/place/nowhere/promises").status_code == 404
    for odd in ("-1", "x", "9" * 30, "٣"):
        read(client, f"/place/tansy-row/promises?from={odd}")


def test_a_page_costs_the_same_for_1_and_for_100(client, world, law, promised):
    law("5 days", **SOFT)
    row = promised(now())
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as listed:
            read(client, "/place/tansy-row/promises")
        with CaptureQueriesContext(connection) as single:
            read(client, f"/promise/{row.pk}")
        costs.append((len(listed), len(single)))
        for _ in range(30):
            promised(now())
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 5


def test_the_holder_says_that_it_is_done(world, law, promised):
    law("5 days", **SOFT)
    row, client = promised(now()), world.client("manager")
    page = read(client, f"/promise/{row.pk}")
    assert f"/promise/{row.pk}/meet" in page
    assert f"/promise/{row.pk}/meet" not in read(world.client("resident"), f"/promise/{row.pk}")
    assert "Is this done?" in read(client, f"/promise/{row.pk}/meet")
    done = client.post(f"/promise/{row.pk}/meet", {"form_key": KEY})
    assert Page(done.content.decode()).wrong() == []
    assert badge(done.content.decode()) == "kept"
    again = client.post(f"/promise/{row.pk}/meet", {"form_key": KEY})
    assert badge(again.content.decode()) == "kept"
    row.refresh_from_db()
    assert (row.state, row.closed, row.events.count()) == ("kept", "meet", 2)


def test_a_form_a_check_and_then_it_is_done(world, law, promised):
    law("5 days", **SOFT)
    row, client = promised(now()), world.client("manager")
    at = f"/promise/{row.pk}/extend"
    assert "at most" not in read(client, at)
    assert "That is 5 days." in text(read(client, at))
    missing = client.post(at, {"form_key": KEY})
    assert missing.status_code == 422
    assert "Say why." in missing.content.decode()
    assert client.post(at, {"form_key": KEY, "reason": "too much to do"}).status_code == 422
    check = client.post(at, {"form_key": KEY, "reason": "facts are missing"})
    assert "Check your answer" in check.content.decode()
    assert Page(check.content.decode()).wrong() == []
    assert Promise.objects.get(pk=row.pk).due == row.due
    done = client.post(at, {"form_key": KEY, "reason": "facts are missing", "go": "send"})
    assert "The date is moved" in done.content.decode()
    assert Promise.objects.get(pk=row.pk).due > row.due
    twice = client.post(at, {"form_key": "m" * 22, "reason": "facts are missing", "go": "send"})
    assert twice.status_code == 422
    assert "as often as the rule allows" in twice.content.decode()


def test_a_stopped_clock_offers_to_go_on(world, law, promised):
    law("5 days", **SOFT)
    row, client = promised(now()), world.client("manager")
    client.post(f"/promise/{row.pk}/pause", {"form_key": KEY, "reason": "no access", "go": "send"})
    page = read(client, f"/promise/{row.pk}")
    assert f"/promise/{row.pk}/resume" in page
    assert f"/promise/{row.pk}/pause" not in page
    client.post(f"/promise/{row.pk}/resume", {"form_key": KEY})
    assert Promise.objects.get(pk=row.pk).due == row.due


def test_an_excuse_is_offered_to_who_may_give_it(world, law, promised):
    law("5 days", **SOFT)
    row = promised(datetime(2025, 1, 1, tzinfo=UTC))
    actions.tick()
    assert "/excuse" not in read(world.client("manager"), f"/promise/{row.pk}")
    client = world.client("councillor")
    assert f"/promise/{row.pk}/excuse" in read(client, f"/promise/{row.pk}")
    client.post(f"/promise/{row.pk}/excuse", {"form_key": KEY, "reason": "<b>snow</b>", "go": "send"})
    assert "<b>snow" not in read(client, f"/promise/{row.pk}")
    assert "&lt;b&gt;snow" in read(client, f"/promise/{row.pk}")
