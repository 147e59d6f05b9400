"""What holds for every page of the house, for whoever looks: a whole skeleton, few queries, a light first view, plain words."""

from itertools import islice

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.web.html import Page, sentences
from tests.web.sights import FORMS, PAGES, is_page, sights
from tests.web.standing import for_each
from tests.web.test_pages import KILOBYTE, weight
from tests.web.test_words import LONGEST, MIDDLE, banned, words

pytestmark = pytest.mark.look

QUERIES = 15
KEY = "k" * 22


def empty(spot):
    """What a form left empty answers, where it answers with a page."""
    for sight in islice(spot.sights("POST"), 1):
        response = spot.world.client(sight.who).post(sight.at, {"form_key": KEY})
        if is_page(response):
            yield sight.who, response.content


def faults(pages):
    """What is wrong with the skeleton or the words of each."""
    for who, content in pages:
        source = content.decode()
        yield from ((who, fault) for fault in Page(source).wrong())
        for sentence in sentences(source):
            if words(sentence) > LONGEST:
                yield who, f"long: {sentence}"
            yield from ((who, f"{word}: {sentence}") for word in banned(sentence))


@for_each(PAGES)
def test_every_page_is_whole_plain_light_and_cheap(spot):
    for sight in spot.sights():
        client = spot.world.client(sight.who)
        with CaptureQueriesContext(connection) as caught:
            response = client.get(sight.at)
        if is_page(response):
            assert list(faults([(sight.who, response.content)])) == []
            assert len(caught) <= QUERIES, (sight.who, [one["sql"] for one in caught])
            assert weight(response.content) <= 60 * KILOBYTE, sight.who


@for_each(FORMS)
def test_every_form_left_empty_answers_whole_and_plain(spot):
    assert list(faults(empty(spot))) == []


def test_sentences_are_short_on_the_whole(db):
    """Of every third page, each in a world of its own that goes again."""
    from tests.world import make

    world, said = make(), set()
    for name in PAGES[::3]:
        before = transaction.savepoint()
        for sight in sights(name, world, most=1):
            response = world.client(sight.who).get(sight.at)
            if is_page(response):
                said |= set(sentences(response.content.decode()))
        transaction.savepoint_rollback(before)
    whole = {s for s in said if s.endswith((".", "?", "!")) and words(s) > 2}
    assert sum(map(words, whole)) / len(whole) <= MIDDLE
