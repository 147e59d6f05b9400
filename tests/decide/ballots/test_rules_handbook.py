"""The handbook's page of ballots says what the code does."""

from pathlib import Path

from letgo.commons.people.queries import policies
from letgo.decide.ballots.rules import MOVES

PAGE = (Path(__file__).parents[3] / "docs/handbook/ballots.md").read_text(encoding="utf-8")


def test_the_moves_in_the_handbook_are_those_of_the_code():
    drawn = dict(line.split(" -> ") for line in PAGE.split("```")[1].strip().splitlines())
    assert {state: set(to.split(", ")) for state, to in drawn.items()} == {
        state: set(to) - {state} for state, to in MOVES.items() if set(to) - {state}
    }


def test_every_verb_of_the_room_stands_in_the_handbook():
    assert [verb for verb in policies() if verb.startswith("ballots.") and f"`{verb}`" not in PAGE] == []
