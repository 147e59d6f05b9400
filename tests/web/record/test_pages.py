"""The public record as people, feed readers and copiers see it: all that is public, and nothing else."""

import io
import json
import logging
from datetime import timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letgo.commons.record import actions, jobs
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.engines.sealing import verify
from letgo.web.record.words import facts, sentence
from tests.web.html import Page, sentences
from tests.web.test_words import BANNED, LONGEST, words
from tests.world import TEST

CANARY = "canary-71d0"
KEY = "k" * 22


@pytest.fixture
def entries(world):
    """25 public entries over 25 days, and private ones that hold canaries, by a person."""
    here = Ref("place", world.places["here"].pk)
    by = world.actor("officer")
    for days in range(25):
        with travel(now() - timedelta(days=days)):
            actions.write(
                "powers.veto" if days % 2 else "places.rename-place", here, by=by, body={"ground": f"reason {days}"}
            )
    for audience in (Ref("person", by.person), here):
        actions.write("test.whisper", here, audience=audience, by=by, body={"what": CANARY})
    actions.write(
        "test.whisper", Ref("person", by.person), audience=Ref("person", by.person), by=by, body={"what": CANARY}
    )
    actions.seal_now()
    return world


def text(response) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def test_no_private_line_no_name_and_no_persons_id_is_on_any_page(entries, client, caplog):
    """Canary names and words, whoever asks: pages, feed, export, proofs, and the log of all of it."""
    ids = [str(line.pk) for line in Line.objects.filter(audience_kind="public")[:3]]
    private = Line.objects.exclude(audience_kind="public")
    at = [
        "/record",
        "/record/feed",
        "/record/all.jsonl",
        "/record/heads",
        "/record/key",
        "/record?room=test",
        "/record?before=" + ids[0],
    ]
    at += [f"/record/{pk}{tail}" for pk in ids for tail in ("", "/proof.json")]
    with caplog.at_level(logging.DEBUG):
        for who in ("anyone", "officer", "administrator"):
            asker = entries.client(who)
            for address in at:
                said = text(asker.get(address))
                assert CANARY not in said, address
                assert "Canary" not in said, address
                assert "test.whisper" not in said, address
                assert "whisper" not in said, address
                for person in entries.people.values():
                    assert str(person.pk) not in said, address
                for line in private:
                    assert str(line.pk) not in said, address
            for line in private:
                assert asker.get(f"/record/{line.pk}").status_code == 404
                assert asker.get(f"/record/{line.pk}/proof.json").status_code == 404
    assert "Canary" not in caplog.text
    assert CANARY not in caplog.text


def test_the_newest_twenty_come_first_and_the_rest_after(entries, client):
    first = text(client.get("/record"))
    assert first.count("lg-list__item") == 20
    assert "Show the next 20" in first
    link = next(href for href in Page(first).links if "before=" in href)
    assert "lg-list__item" in text(client.get(link))


def test_the_filter_keeps_to_room_thing_and_days(entries, client):
    assert "A decision was stopped" not in text(client.get("/record?room=places"))
    here = entries.places["here"].pk
    assert "What was done: Tansy Row" in text(client.get(f"/record?about=place:{here}"))
    assert "There is no such entry" in text(client.get(f"/record?about=place:{uuid4()}"))
    day = (now() - timedelta(days=3)).strftime("%d/%m/%Y")
    assert text(client.get(f"/record?room=powers&since={day}&until={day}")).count("lg-list__item") == 1
    for wrong in ("since=yesterday", "room=nothing", "about=x", "before=1"):
        response = client.get(f"/record?{wrong}")
        assert response.status_code == 422
        assert "There is a problem" in text(response)


def test_a_page_costs_the_same_queries_for_one_entry_and_for_many(entries, client):
    def cost(address):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    line = Line.objects.filter(verb="powers.veto").first().pk
    one = {
        at: cost(at)
        for at in ("/record", "/record/feed", "/record/heads", f"/record/{line}", f"/record/{line}/proof.json")
    }
    for _ in range(100):
        actions.write("powers.veto", Ref("place", entries.places["here"].pk), by=TEST)
        actions.seal_now()
    assert all(cost(at) <= most for at, most in one.items())
    assert max(one.values()) <= 8


def test_the_feed_is_atom(entries, client):
    feed = ElementTree.fromstring(client.get("/record/feed").content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.tag == f"{atom}feed"
    assert all(feed.find(atom + name) is not None for name in ("id", "title", "updated", "author"))
    found = feed.findall(f"{atom}entry")
    assert found
    assert all(entry.find(atom + name) is not None for entry in found for name in ("id", "title", "updated", "link"))


def test_what_is_saved_is_checked_by_the_program_that_is_saved_beside_it(entries, client):
    assert verify.check_stream("record", io.BytesIO(text(client.get("/record/all.jsonl")).encode())) == 0
    line = Line.objects.filter(audience_kind="public").first()
    assert verify.check_stream("entry", io.BytesIO(client.get(f"/record/{line.pk}/proof.json").content)) == 0


def test_an_entry_that_is_not_sealed_yet_says_so(world, client):
    line = actions.write("places.add-place", Ref("place", world.places["here"].pk), by=TEST, body={"name": "A"})
    assert "within a minute" in text(client.get(f"/record/{line.pk}"))
    assert client.get(f"/record/{line.pk}/proof.json").status_code == 404


def test_words_taken_out_leave_a_hole_with_a_reason(entries, client):
    line = Line.objects.filter(verb="powers.veto", audience_kind="public").first()
    sent = {"form_key": KEY, "reason": "A neighbour could be known by it.", "how_much": "words"}
    assert entries.client("officer").post(f"/record/{line.pk}/redact", sent).status_code == 403
    assert entries.client("safeguarding").post(f"/record/{line.pk}/redact", {"form_key": KEY}).status_code == 422
    for _ in range(2):  # a second click changes nothing
        assert entries.client("safeguarding").post(f"/record/{line.pk}/redact", sent).status_code == 302
    said = text(client.get(f"/record/{line.pk}"))
    assert "reason 1" not in said
    assert "A neighbour could be known by it." in said
    assert "What an entry said was taken out" in text(client.get("/record"))
    actions.seal_now()
    document = json.loads(client.get(f"/record/{line.pk}/proof.json").content)
    assert "body" not in document
    assert document["why"]
    assert verify.check_stream("record", io.BytesIO(text(client.get("/record/all.jsonl")).encode())) == 0
    jobs.run_waiting()


def test_pages_are_whole_and_speak_plainly(entries, client):
    line = Line.objects.filter(verb="powers.veto").first().pk
    for at in ("/record", "/record/heads", "/record/key", f"/record/{line}"):
        said = text(client.get(at))
        assert Page(said).wrong() == [], at
        assert [s for s in sentences(said) if len(s.split()) > 0 and words(s) > LONGEST] == [], at
        assert not [word for word in BANNED if word in " ".join(sentences(said)).lower()], at
    said = text(entries.client("administrator").get(f"/record/{line}/redact"))
    assert Page(said).wrong() == []
    assert [s for s in sentences(said) if words(s) > LONGEST] == []


def test_a_verb_without_a_sentence_is_shown_as_its_words():
    assert sentence("money.sell-old-bonds") == "Money: sell old bonds"
    assert sentence("odd") == "odd"
    assert sentence("powers.veto").startswith("A decision was stopped")


def test_facts_are_plain_and_hold_no_ids():
    body = {
        "limit-pence": 12000,
        "what": ["a", "b"],
        "who": str(uuid4()),
        "where": f"place:{uuid4()}",
        "yes": True,
        "in": {"days": 28},
    }
    assert facts(body) == [("Limit pence", "12,000"), ("What", "a, b"), ("Yes", "yes"), ("In", "Days: 28")]
