"""What the pages of meetings say from Python reaches the reader in their language, also what is made when the program starts."""

import pytest
from django.urls import reverse
from django.utils import translation

from letgo.web.boards.meetings_forms import Majority
from tests.web.boards import meetings_made as made
from tests.web.html import sentences

WELSH = {
    "{title}: what was decided": "{title}: beth a benderfynwyd",
    "{people} came, and {quorum} were needed.": "Roedd angen {quorum}, a daeth {people}.",
    "more for it than against it": "mwy o blaid nag yn erbyn",
    "For": "O blaid",
    "Attendance sheet": "Taflen bresenoldeb",
}


@pytest.fixture
def welsh(monkeypatch):
    monkeypatch.setattr(translation._trans, "gettext", lambda said: WELSH.get(said, said))
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, number: "o bobl" if one == "person" else many)


@pytest.mark.django_db
def test_a_sentence_with_values_a_table_and_a_count_come_out_translated(world, welsh):
    row = made.held(world)
    page = world.client("anyone").get(reverse("meeting", args=[row.pk])).content.decode()
    said = " ".join(sentences(page))
    assert f"{row.title}: beth a benderfynwyd" in said
    assert f"Roedd angen {row.quorum}, a daeth {row.present} o bobl." in said
    assert "Person Board: O blaid" in said
    assert "Taflen bresenoldeb" in said


def test_a_choice_of_a_form_is_looked_up_when_it_is_shown(welsh):
    assert dict(Majority().fields["majority"].choices)["ordinary"] == "Mwy o blaid nag yn erbyn"
