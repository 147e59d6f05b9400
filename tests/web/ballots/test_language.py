"""What votes say is said in the reader's language: on a page, in tables that are made at start, and in what a form complains of."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from letgo.web.ballots import ranking, words
from letgo.web.ballots.forms import Object
from tests.web.ballots import made
from tests.web.html import sentences

pytestmark = pytest.mark.django_db
WELSH = {
    "Open until {moment}. You can change your vote until then.": "Ar agor tan {moment}.",
    "{people} can vote: {listed}.": "Gall {people} bleidleisio: {listed}.",
    "people": "o bobl",
    "More yes than no wins.": "Mwy o ie na nage.",
    "{name}, part {number}": "{name}, rhan {number}",
    "You gave {number} to both {one} and {other}. Change one.": "Rhoesoch {number} i {other} ac i {one}.",
    "Say what went wrong.": "Dywedwch beth aeth o’i le.",
}


@pytest.fixture
def welsh(monkeypatch):
    monkeypatch.setattr(translation._trans, "gettext", lambda said: WELSH.get(said, said))
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, number: WELSH.get(many, many))


def test_the_page_of_a_vote_comes_out_translated(world, welsh):
    poll = made.opened(world)
    shown = world.client("anyone").get(reverse("poll", kwargs={"poll": poll.pk})).content.decode()
    source = " ".join(sentences(shown))
    assert f"Ar agor tan {words.moment(poll.closes)}." in source
    assert re.search(r"Gall \d+ o bobl bleidleisio: ", source)


def test_what_is_made_once_for_all_is_looked_up_when_it_is_shown(world, monkeypatch):
    options = [made.Option(number=number, title=f"Idea {number}", category="Parks") for number in range(1, 10)]
    [(first, _), (second, _)] = words.pages_of(options, 5)
    assert (first, second) == ("Parks, part 1", "Parks, part 2")
    monkeypatch.setattr(translation._trans, "gettext", lambda said: WELSH.get(said, said))
    assert (first, second) == ("Parks, rhan 1", "Parks, rhan 2")
    assert f"{words.METHODS['yes-no']}" == "Mwy o ie na nage."


def test_what_is_wrong_is_said_in_their_order_of_words(welsh):
    assert ranking._twice(2, ["Ann", "Bo"]) == "Rhoesoch 2 i Bo ac i Ann."
    assert Object({}).errors["grounds"] == ["Dywedwch beth aeth o’i le."]
