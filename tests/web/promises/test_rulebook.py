"""The rules behind the promises: read by all, changed by two people, tried with a day."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letgo.commons.promises import queries
from letgo.commons.promises.models import Rule
from letgo.commons.promises.rules import Length
from letgo.commons.promises.versions import actions as versions
from letgo.commons.promises.versions.rules import Terms
from letgo.commons.record.clock import travel
from tests.web.html import Page, sentences
from tests.web.test_words import BANNED, LONGEST
from tests.world import TEST

ANSWERS = {
    "number": "10",
    "unit": "working-days",
    "late": "0",
    "late_unit": "days",
    "begins": "1 3 2027",
    "source": "The board, 19 November 2026",
    "everything": "1",
}


@pytest.fixture
def fifteen(law):
    with travel(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        yield law("15 working days")


def said(response, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[-3000:]
    source = response.content.decode()
    assert Page(source).wrong() == []
    for sentence in sentences(source):
        assert len(re.findall(r"\S*\w\S*", sentence)) <= LONGEST + 6, sentence
        assert not [word for word in BANNED if re.search(rf"\b{word}", sentence.lower())], sentence
    return " ".join(sentences(source))


def post(client, at: str, **given: str):
    return client.post(at, {"form_key": uuid4().hex, **given})


def test_a_change_goes_from_proposal_to_yes_and_is_shown_side_by_side(world, fifteen):
    keeper, checker, anyone = (world.client(who) for who in ("administrator", "checker", "anyone"))
    at = f"/rule/{fifteen.pk}/change"
    assert "Now it is 15 working days" in said(keeper.get(at))
    check = said(post(keeper, at, **ANSWERS, go="next"))
    assert "10 working days, not 15, from Monday 1 March 2027." in check
    assert "By the rule of now it is due by the end of Monday 22 March 2027" in check
    assert not Rule.objects.filter(state="proposed").exists()
    assert "A second person must say yes" in said(post(keeper, at, **ANSWERS, go="send"))
    change = queries.proposals()[0]
    for address in ("/rules", f"/rule/{change.pk}", f"/rule/{fifteen.pk}"):
        assert "10 working days, not 15, from Monday 1 March 2027." in said(anyone.get(address)), address
    shown = keeper.get(f"/rule/{change.pk}").content.decode()
    assert f"/rule/{change.pk}/agree" not in shown  # never by who proposed it
    assert f"/rule/{change.pk}/take-back" in shown
    assert "yourself" in said(post(keeper, f"/rule/{change.pk}/agree"), 422)
    assert f"/rule/{change.pk}/agree" in checker.get(f"/rule/{change.pk}").content.decode()
    assert "not 15" in said(checker.get(f"/rule/{change.pk}/agree"))
    assert post(checker, f"/rule/{change.pk}/agree").status_code == 302
    page = said(anyone.get(f"/rule/{change.pk}"))
    assert "A change is agreed" in page
    assert "Until that day it can be taken back." in page
    assert "Say why." in said(post(keeper, f"/rule/{change.pk}/take-back"), 422)
    assert post(keeper, f"/rule/{change.pk}/take-back", reason="The board thought again.").status_code == 302
    page = said(anyone.get(f"/rule/{change.pk}"))
    assert "Taken back: The board thought again." in page
    assert "It may take 15 working days" in page


def test_what_is_wrong_is_said_on_the_page(world, fifteen):
    at, keeper = f"/rule/{fifteen.pk}/change", world.client("administrator")
    for given, sentence in (
        ({"begins": "20 11 2026"}, "tomorrow or later"),
        ({"begins": "soon"}, "Write the day as"),
        ({"number": "none"}, "Write a whole number."),
        ({"number": "15"}, "The rule says this already."),
        ({"source": ""}, "Say who decided this"),
    ):
        assert sentence in said(post(keeper, at, **{**ANSWERS, **given}, go="send"), 422), given
    assert Rule.objects.count() == 1


def test_a_rule_is_tried_with_a_day(client, world, fifteen):
    at = f"/rule/{fifteen.pk}"
    assert "due by the end of Wednesday 31 March 2027" in said(client.get(at, {"day": "8 3 2027"}))
    assert "Write the day as" in said(client.get(at, {"day": "<b>"}), 422)
    assert "does not reach" in said(client.get(at, {"day": "1 1 2040"}))
    assert client.get(f"/rule/{uuid4()}").status_code == 404


def test_the_pages_of_rules_cost_the_same_for_1_and_for_20(client, world, law, fifteen):
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as listed:
            client.get("/rules")
        with CaptureQueriesContext(connection) as single:
            client.get(f"/rule/{fifteen.pk}")
        costs.append((len(listed), len(single)))
        for other in range(19):
            law("5 days", name=f"test.more-{other}")
        terms = Terms(Length(10, "days"), Length(0, "hours"), datetime(2027, 3, 1).date(), "x")
        for _again in range(3):
            versions.change_rule("test.answer", terms, TEST, uuid4().hex)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 5
