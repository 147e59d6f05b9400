"""How the site speaks: short sentences, and none of the words that people trip over."""

import re

import pytest

from tests.web import reports
from tests.web.html import sentences

pytestmark = pytest.mark.look

LONGEST = 25
MIDDLE = 12.5
BANNED = (
    "please note", "in order to", "stakeholder", "engage", "utilise", "utilize", "submit", "submission", "invalid", "error occurred",
    "authorised", "authorized", "empower", "leverage", "facilitate", "regret any", "inconvenience", "successful on this occasion",
    "processed", "proceed", "hereby", "pursuant", "prior to", "commence", "terminate", "click here", "oops", "algorithm",
)  # fmt: skip
PAGES = (
    "/",
    "/how-it-works",
    "/worried",
    "/phone-or-paper",
    "/how-easy",
    "/what-we-keep",
    "/check",
    "/check/deleted",
    "/nowhere",
)
TAILS = ("", "/funded", "/not-funded", "/compared", "/why/0", "/why/7", "/delete")
STATES = sorted(set(reports.STATES) - {"many"})  # the names of projects there are made to break things


@pytest.fixture
def said(client, checked):
    """Every sentence of every page, with the page it stands on."""
    addresses = list(PAGES)
    for state in STATES:
        check = checked(report=reports.STATES[state]())
        addresses += [f"/check/{check.address}{tail}" for tail in TAILS]
    addresses += [f"/check/{checked('waiting').address}"]
    addresses += [f"/check/{checked('failed', problem={'line': 1, 'what': 'A.', 'cure': 'B.'}).address}"]
    return {(sentence, page) for page in addresses for sentence in sentences(client.get(page).content.decode())}


def words(sentence: str) -> int:
    return len(re.findall(r"\S*\w\S*", sentence))


def banned(sentence: str) -> list[str]:
    """The words in it that people trip over."""
    return [word for word in BANNED if re.search(rf"\b{word}", sentence.lower())]


def test_no_sentence_is_long(said):
    assert [s for s, _ in said if words(s) > LONGEST] == []


def test_sentences_are_short_on_the_whole(said):
    whole = {s for s, _ in said if s.endswith((".", "?", "!")) and words(s) > 2}
    assert sum(map(words, whole)) / len(whole) <= MIDDLE


def test_no_word_is_used_that_people_trip_over(said):
    assert [(word, s) for s, _ in said for word in banned(s)] == []


def test_the_counter_of_sentences_counts():
    page = '<html><body class="x"><h1>One two. Three?</h1><p>Four <a href="/">five</a> six.</p><svg><title>no</title></svg></body>'
    assert sentences(page) == ["One two.", "Three?", "Four five six."]
