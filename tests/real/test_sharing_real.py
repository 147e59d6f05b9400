"""Winners on real elections are those that other programs found."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from letgo.engines.sharing.equal_shares import Run
from letgo.engines.sharing.fund import count, decide
from letgo.engines.sharing.grouping import as_sets
from letgo.engines.sharing.pabulib import load
from letgo.engines.sharing.settings import Settings
from letgo.engines.sharing.tally import Tally

pytestmark = pytest.mark.real
WAYS = {
    "a_greedy_votes": Settings(rule="greedy", ties="id"),
    "b_mes_cost": Settings(completion="none", ties="id"),
    "c_add1u_exhaustive_integral_start": Settings(start="integral", ties="id"),
    "c2_add1u_exhaustive_exact_start": Settings(ties="id"),
}


@pytest.fixture(scope="module")
def expected(real_data: Path):
    return json.loads((real_data / "pb" / "expected.json").read_text())["instances"]


@pytest.mark.parametrize("way", WAYS)
def test_winners_are_those_of_the_other_programs(real_data: Path, expected, way):
    wrong = []
    for stem, values in expected.items():
        value = values.get(way)
        if value and value["peer_checked"]:
            election, _ = load(real_data / "pb" / values["file"])
            tally = Tally(as_sets(election), WAYS[way])
            winners = [tally.ids[c] for c in decide(tally).winners]
            if sorted(winners) != sorted(value["winners"]) or (way[0] == "b" and winners != value["winners"]):
                wrong.append(stem)
    assert not wrong


def test_small_elections_are_the_same_in_whole_numbers_and_in_floats(real_data: Path, expected):
    """Order, payers and those who paid their last, exact prices, ties; the plain Equal Shares and one raised by a half."""
    many = 0
    for values in expected.values():
        election, _ = load(real_data / "pb" / values["file"])
        tally = Tally(as_sets(election), Settings(ties="id"))
        if tally.few:
            many += 1
            for raised in (2, 3):
                endowment = Fraction(raised * tally.budget, 2 * tally.voters)
                whole, floats = Run(tally, endowment).in_whole_numbers(), Run(tally, endowment).in_floats()
                assert told(whole) == told(floats), values["file"]
    assert many > 20


def told(run: Run) -> list:
    bought = [(b.project, b.rich, b.payers, b.poor.tolist()) for b in run.purchases]
    return [bought, [run.payments.exact_price(at) for at in range(len(bought))], run.ties]


def test_equal_shares_shuts_nobody_out_and_some_cities_did(real_data: Path, expected):
    """The audit of every file's own result, of most votes first, and of plain Equal Shares."""
    shut = {"greedy": 0, "recorded": 0}
    for stem, values in expected.items():
        election, _ = load(real_data / "pb" / values["file"])
        counted = count(election, Settings(completion="fill"))
        assert counted.audit.holds, stem
        shut["greedy"] += not counted.greedy_audit.holds
        shut["recorded"] += counted.recorded_audit is not None and not counted.recorded_audit.holds
    assert shut["greedy"] > 10
    assert shut["recorded"] > 10


def test_a_fine_currency_ends_in_tens_of_thousands_of_raises(real_data: Path):
    election, _ = load(real_data / "pb" / "speed" / "Hungary_Budapest_2024.pb")
    outcome = decide(Tally(election, Settings(ties="id")))
    assert outcome.shares
    assert outcome.shares.raised > 20_000
    plain = json.loads((real_data / "pb" / "speed" / "expected.json").read_text())["Hungary_Budapest_2024"]
    tally = Tally(election, Settings(completion="none", ties="id"))
    assert [tally.ids[c] for c in decide(tally).winners] == plain["b_mes_cost"]["winners"]
