"""Elections in uploaded files: known by what they hold, counted in the process of their own, and never told to anyone else."""

import json
import logging
import subprocess
import sys
from typing import get_args

import pytest
from django.apps import apps

from letgo.commons.people.rules import ANYONE
from letgo.commons.record import jobs
from letgo.commons.record.refusals import Refused
from letgo.decide.checks import actions, elections, queries, rules, store
from letgo.decide.checks.models import Check
from letgo.engines.counting import council_csv
from letgo.engines.counting.counting import Rule
from letgo.engines.counting.files import load
from letgo.engines.sealing import verify
from letgo.engines.sealing.reading import BadFile
from letgo.house.town.checks import SAMPLES
from letgo.house.town.elections import alder_hall, alder_ward
from tests.web.elections import PREFLIB

SECRET = "Zyxwara Quorrim"


def said(part: float, word: str) -> None:
    assert 0 <= part <= 1


def saved(tmp_path, text: str, encoding: str = "utf-8"):
    path = tmp_path / "votes"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("text", [alder_ward(), alder_hall(), PREFLIB, "4,2\n3,1,2\n", "\n\n3 1\n1 1 0\n0\n"])
def test_files_of_ballots_are_known_by_what_stands_in_them(text, tmp_path):
    assert elections.holds_one(saved(tmp_path, text))
    assert elections.holds_one(saved(tmp_path, text, "utf-8-sig"))


@pytest.mark.parametrize("text", ["META\nkey;value\n", "\nMETA\n", "key;value\n1,2;3\n", "PK\3\4", "", "META" * 3000])
def test_other_files_are_left_to_who_counts_budgets(text, tmp_path):
    assert not elections.holds_one(saved(tmp_path, text))
    assert not elections.holds_one(saved(tmp_path, "3 1\n", "utf-16"))


def test_the_made_up_elections_are_elections_and_the_towns_are_none(tmp_path):
    kinds = {sample["name"]: elections.holds_one(saved(tmp_path, sample["make"]())) for sample in SAMPLES}
    assert [name for name, kind in kinds.items() if kind] == ["alder-ward", "alder-hall"]


def test_every_rule_that_we_offer_is_one_that_the_engine_has():
    assert set(rules.WAYS) == set(get_args(Rule))


@pytest.mark.parametrize(("seats", "rule"), [(1, "av"), (2, "scottish-stv"), (7, "scottish-stv")])
def test_the_rule_suits_the_seats_when_nobody_chose_one(seats, rule, tmp_path):
    found, _ = elections.check(saved(tmp_path, alder_hall()), {"seats": seats}, said)
    assert found["settings"]["rule"] == rule
    assert bool(found["pairs"]) == (seats == 1)


@pytest.mark.parametrize("rule", rules.WAYS)
def test_every_way_gives_a_report_and_a_certificate(rule, tmp_path):
    found, proof = elections.check(saved(tmp_path, alder_hall()), {"rule": rule}, said)
    assert len(found["winners"]) == 1
    assert json.loads(proof)["settings"]["rule"] == rule
    assert rule not in [row["rule"] for row in found["beside"]]


def test_a_file_that_only_lacks_its_seats_says_who_stands(tmp_path):
    with pytest.raises(elections.SeatsMissing) as missing:
        elections.check(saved(tmp_path, PREFLIB), {}, said)
    assert [each["name"] for each in missing.value.candidates] == ["Person A", "Candidate 2", "Candidate 3"]
    found, _ = elections.check(saved(tmp_path, PREFLIB), {"seats": 2}, said)
    assert len(found["winners"]) == 2


@pytest.mark.parametrize(
    "text", ["3 1\n1 9 0\n0\n", "3,1\n1,9\n", "# NUMBER ALTERNATIVES: 3\nx: 1\n", "3 1\n1 1\n", "0,0\n", "3,2\n5,1,2\n"]
)
def test_a_broken_file_is_one_line_and_never_a_question(text, tmp_path):
    with pytest.raises(BadFile) as bad:
        elections.check(saved(tmp_path, text), {}, said)
    assert bad.value.what
    assert bad.value.cure


@pytest.fixture
def counted(start):
    def count(text: str) -> Check:
        check = start(text)
        jobs.run_waiting()
        check.refresh_from_db()
        return check

    return count


@pytest.mark.django_db(transaction=True)
def test_a_ward_is_counted_proved_and_counted_again_and_nothing_it_says_is_in_a_table(counted, key, tmp_path, caplog):
    """One journey through the process that counts: every part of it takes a second to start."""
    with caplog.at_level(logging.DEBUG):
        check = counted(alder_ward().replace("Ada Fenwick", SECRET))
        assert (check.state, queries.page(check).report["winners"]) == ("done", [3, 1, 8, 6])
        proof = tmp_path / "proof.json"
        proof.write_bytes(queries.certificate(check))
        told = subprocess.run([sys.executable, verify.__file__, proof], capture_output=True, text=True, check=False)
        assert told.stdout.endswith("all holds\n"), told.stdout

        choices = rules.Choices("block", 2, withdraw=(3,), name=SECRET, seed=SECRET)
        again = actions.again(check.pk, choices, ANYONE.holding(check.address), key())
        jobs.run_waiting()
        again.refresh_from_db()
        found = queries.page(again).report
        assert (again.address != check.address, found["settings"]["rule"], found["withdrawn"]) == (True, "block", [3])
        assert queries.ballots_of(again).chosen == choices
    rows = [list(model.objects.values_list()) for model in apps.get_models()]
    assert SECRET not in repr(rows) + caplog.text
    assert "Carys" not in repr(rows) + caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_file_without_seats_asks_and_is_counted_when_they_are_given(counted, key):
    asks = counted(PREFLIB)
    assert (asks.state, queries.page(asks).problem["ask"]) == ("failed", "seats")
    made = actions.again(asks.pk, rules.Choices(seats=1), ANYONE.holding(asks.address), key())
    jobs.run_waiting()
    made.refresh_from_db()
    assert (made.state, queries.page(made).report["settings"]["rule"]) == ("done", "av")
    broken = counted("3 1\n1 9 0\n0\n")
    assert (broken.state, queries.page(broken).problem["line"]) == ("failed", 2)


@pytest.mark.django_db(transaction=True)
def test_only_who_has_the_address_counts_it_again_and_only_an_election(start, key, on_disk):
    check, other = start(), start()
    before = on_disk()
    for row, by in ((check, ANYONE), (check, ANYONE.holding(other.address)), (check, ANYONE.holding(check.address))):
        with pytest.raises(Refused):  # the last one holds it: but its file is a town's budget, not counted yet
            actions.again(row.pk, rules.Choices("block"), by, key())
    actions.delete(check.pk, ANYONE.holding(check.address), key())
    with pytest.raises(Refused) as gone:
        actions.again(check.pk, rules.Choices("block"), ANYONE.holding(check.address), key())
    assert gone.value.kind == "gone"
    assert Check.objects.count() == 1
    assert on_disk() == [name for name in before if check.pk.hex not in name]
    assert not store.of(check.pk).exists()


def test_the_same_papers_in_every_format_have_the_same_winners(tmp_path):
    ward = saved(tmp_path, alder_ward())
    election, _ = load(ward)
    found, _ = elections.check(ward, {}, said)
    again, _ = elections.check(saved(tmp_path, council_csv.write(election)), {}, said)
    assert again["stages"] == found["stages"]
