"""What the pages of boards, elections and offices say from Python reaches the reader in their language."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.web.boards import elections_made as elections
from tests.web.boards import offices_made as offices
from tests.web.html import sentences

pytestmark = pytest.mark.django_db
WELSH = {
    "{news} {seats} on {body}": "{body}: {news} ({seats})",
    "Who will stand?": "Pwy fydd yn sefyll?",
    "Your name, as it stands on the voting paper": "Eich enw ar y papur",
    "Ask for this job": "Gofynnwch am y swydd hon",
    "Job: {role}": "Swydd: {role}",
}
COUNTED = {"{people} have come forward so far.": "Daeth {people} ymlaen.", "people": "o bobl", "seats": "sedd"}


@pytest.fixture(autouse=True)
def welsh(monkeypatch):
    monkeypatch.setattr(translation._trans, "gettext", lambda said: WELSH.get(said, said))
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, number: COUNTED.get(many, many))


def shown(client, name, *address):
    return " ".join(sentences(client.get(reverse(name, args=address)).content.decode()))


def test_an_election_says_its_news_and_its_counts_translated(world):
    row = elections.nominating(world)
    said = shown(world.client("anyone"), "election", row.pk)
    assert f"{row.body.name}: Pwy fydd yn sefyll? ({row.seats} sedd)" in said
    assert "Daeth 3 o bobl ymlaen." in said


def test_a_form_and_what_an_act_is_called_are_looked_up_when_they_are_shown(world):
    row = elections.nominating(world)
    assert "Eich enw ar y papur" in shown(world.client("resident"), "election-stand", row.pk)
    job = offices.published(world)
    said = shown(world.client("resident"), "appointment", job.pk)
    assert f"Swydd: {job.role}" in said
    assert "Gofynnwch am y swydd hon" in said
