"""The rows of budgets, and the handbook's page about them."""

from pathlib import Path

import pytest

from letgo.commons.people.queries import may, policies, visible
from letgo.commons.people.rules import ANYONE
from letgo.decide.budgets.models import Idea, Round
from letgo.decide.budgets.rules import DUTIES, IDEA_MOVES

PAGE = (Path(__file__).parents[3] / "docs/handbook/budgets.md").read_text(encoding="utf-8")


def test_the_moves_in_the_handbook_are_those_of_the_code():
    drawn = dict(line.split(" -> ") for line in PAGE.split("```")[1].strip().splitlines())
    assert {state: set(to.split(", ")) for state, to in drawn.items()} == {
        state: set(to) - {state} for state, to in IDEA_MOVES.items() if set(to) - {state}
    }


def test_every_verb_and_every_duty_of_the_room_stands_in_the_handbook():
    assert [verb for verb in policies() if verb.startswith("budgets.") and f"`{verb}`" not in PAGE] == []
    assert [rule for rule in DUTIES if f"`{rule}`" not in PAGE] == []


VERBS = [
    "budgets.answer-estimate", "budgets.ask-together", "budgets.check", "budgets.estimate", "budgets.put-on-the-vote",
    "budgets.read", "budgets.say-idea", "budgets.see-desk", "budgets.translate", "budgets.write-down",
]  # fmt: skip


def test_one_row_and_a_list_give_the_same_answer_to_who_may(world, opened, made):
    """may() for a row and visible() for its list never differ, for anybody of the world."""
    at = opened()
    row = made.said(world, at)
    down = made.actions.write_down(
        at.pk, made.Said("Trees", "Please.", "outdoors", how="stall"), by=made.by(world, "outreach"), key=made.key()
    )
    for who in [*world.people, "anyone"]:
        actor = made.by(world, who) if who != "anyone" else ANYONE
        for verb in VERBS:
            for found in (at, row, down):
                listed = visible(actor, verb, type(found).objects.filter(pk=found.pk)).exists()
                assert listed == may(actor, verb, type(found).objects.get(pk=found.pk)), (who, verb, found)


def test_for_anything_else_and_for_nothing_the_answer_is_no(world, made):
    for verb in VERBS:
        if verb != "budgets.read":
            assert not may(made.by(world, "officer"), verb, None)
            assert not may(made.by(world, "officer"), verb, world.board)


@pytest.mark.parametrize("model", [Round, Idea])
def test_no_row_is_ever_deleted(world, opened, made, model):
    from django.db import DatabaseError, transaction

    made.said(world, opened())
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
