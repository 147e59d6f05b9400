"""What holds for every page of the house, for whoever looks: a whole skeleton, few queries, a light first view, plain words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.html import Page, sentences
from tests.web.sights import EYES, FORMS, PAGES, is_page, sights
from tests.web.test_pages import KILOBYTE, weight
from tests.web.test_words import LONGEST, MIDDLE, banned, words

QUERIES = 15
KEY = "k" * 22
ALL = len(EYES)


@pytest.fixture
def world(db):
    from tests.world import make

    return make()


def seen(name, world, most=ALL):
    """The page as each of at most `most` kinds of person sees it."""
    for sight in sights(name, world, most):
        response = world.client(sight.who).get(sight.at)
        if is_page(response):
            yield sight.who, response.content


def empty(name, world):
    """What a form left empty answers, where it answers with a page."""
    for sight in sights(name, world, most=1, method="POST"):
        response = world.client(sight.who).post(sight.at, {"form_key": KEY})
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


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_whole_and_plain(name, world):
    assert list(faults(seen(name, world))) == []


@pytest.mark.parametrize("name", FORMS)
def test_every_form_left_empty_answers_whole_and_plain(name, world):
    assert list(faults(empty(name, world))) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_light_and_cheap(name, world):
    for sight in sights(name, world):
        client = world.client(sight.who)
        with CaptureQueriesContext(connection) as caught:
            response = client.get(sight.at)
        if is_page(response):
            assert len(caught) <= QUERIES, (sight.who, [one["sql"] for one in caught])
            assert weight(response.content) <= 60 * KILOBYTE, sight.who


def test_sentences_are_short_on_the_whole(db):
    from tests.world import make

    shown = [content for name in PAGES for _, content in seen(name, make(tail=f"-{name}"), most=1)]
    said = {sentence for content in shown for sentence in sentences(content.decode())}
    whole = {s for s in said if s.endswith((".", "?", "!")) and words(s) > 2}
    assert sum(map(words, whole)) / len(whole) <= MIDDLE
