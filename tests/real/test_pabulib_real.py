"""Every real file loads, and holds what its index and the reference counts say."""

import csv
import json
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from letgo.engines.sharing.grouping import as_sets
from letgo.engines.sharing.pabulib import dump, load
from letgo.engines.sharing.problem import Election, Note

pytestmark = pytest.mark.real
KNOWN = {"declared-numbers", "duplicate-in-ballot", "mixed-line-ends", "selected"}


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    return real_data / "pb"


@pytest.fixture(scope="module")
def elections(folder: Path) -> dict[str, tuple[Election, tuple[Note, ...]]]:
    return {path.stem: load(path) for path in sorted((folder / "instances").glob("*.pb"))}


def test_every_file_is_read_and_its_numbers_are_those_of_the_index(folder: Path, elections):
    with (folder / "INDEX.csv").open(newline="") as index:
        rows = {Path(row["file"]).stem: row for row in csv.DictReader(index, delimiter=";")}
    assert rows.keys() == elections.keys()
    for stem, row in rows.items():
        election, _ = elections[stem]
        found = (election.vote_type, election.voters, len(election.projects))
        assert found == (row["vote_type"], int(row["voters"]), int(row["projects"])), stem


def test_budgets_in_whole_units_are_those_of_the_reference(folder: Path, elections):
    instances = json.loads((folder / "expected.json").read_text())["instances"]
    for stem, (election, _) in elections.items():
        assert election.budget // election.scale == int(float(instances[stem]["budget"])), stem


def test_only_known_oddities_are_noted(elections):
    assert {note.code for _, notes in elections.values() for note in notes} == KNOWN
    twice = {stem: [n for n in notes if n.code == "duplicate-in-ballot"] for stem, (_, notes) in elections.items()}
    assert [stem for stem, notes in twice.items() if notes] == ["Poland_Warszawa_2026_Blonia_Wilanowskie"]


def test_ballots_are_those_of_a_plain_reading(folder: Path, elections):
    for stem, (election, _) in elections.items():
        assert Counter({named: w for w, named, _ in as_sets(election).ballots()}) == plain(
            folder / "instances" / f"{stem}.pb", {p.id: k for k, p in enumerate(election.projects)}
        ), stem


def test_every_election_is_the_same_after_it_is_written_and_read(elections):
    for stem, (election, _) in elections.items():
        assert load(BytesIO(dump(election).encode()))[0] == election, stem


def plain(path: Path, index: dict[str, int]) -> Counter[tuple[int, ...]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    ballots = csv.DictReader(lines[lines.index("VOTES") + 1 :], delimiter=";")
    return Counter(tuple(sorted({index[name] for name in row["vote"].split(",") if name})) for row in ballots)
