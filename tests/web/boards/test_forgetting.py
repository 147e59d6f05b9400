"""A result whose names are partly deleted still reads well, on its page and on paper."""

import pytest
from django.urls import reverse

from letgo.decide.boards.elections.forgetting import forget
from tests.web.boards import elections_made as made
from tests.web.html import Page, sentences

pytestmark = pytest.mark.django_db


def said(client, name, status=200, **address):
    answer = client.get(reverse(name, kwargs=address))
    assert answer.status_code == status
    source = answer.content.decode()
    if status == 200:
        assert Page(source).wrong() == []
    return " ".join(sentences(source))


def test_the_result_names_who_was_elected_and_counts_who_else_stood(world):
    row = made.filled(world)
    seated = row.body.mandates.values_list("person", flat=True)
    others = list(row.nominations.exclude(person__in=seated))
    before = said(world.client("anyone"), "election", election=row.pk)
    for name in others:
        forget(name.pk)
    for who in ("anyone", "secretary"):
        after = said(world.client(who), "election", election=row.pk)
        assert before.split("Who is elected")[0] == after.split("Who is elected")[0] or who != "anyone"
        assert f"{len(others)} more people came forward. Their names were deleted" in after
        assert "Nobody else stood" not in after
        assert not [name.name for name in others if name.name in after]
    said(world.client("anyone"), "nomination", 404, nomination=others[0].pk)
    for sheet in ("candidates", "declaration"):
        paper = said(world.client("anyone"), "election-print", election=row.pk, sheet=sheet)
        assert not [name.name for name in others if name.name in paper]
    said(world.client("checker"), "election-desk", election=row.pk)
