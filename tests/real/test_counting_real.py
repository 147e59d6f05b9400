"""Real wards: who was declared elected, every stage that was published, and what another counter found."""

import json
from pathlib import Path

import pytest

from letgo.engines.counting import meek, reference, scottish
from letgo.engines.counting.files import load
from letgo.engines.counting.settings import Meek
from letgo.engines.counting.words import votes

pytestmark = pytest.mark.real
PRF = Meek(tolerance=1000, products=False, wait=True)  # the settings of the other counter's "meek-prf"


@pytest.fixture(scope="module")
def stv(real_data: Path) -> Path:
    return real_data / "stv"


@pytest.fixture(scope="module")
def expected(stv: Path):
    return json.loads((stv / "expected.json").read_text())


def test_every_ward_elects_whom_the_law_elects_stage_by_stage(stv, expected):
    wrong = []
    for stem, ward in {**expected["elections"], **expected["by_elections"]}.items():
        election, notes = load(stv / ward["file"])
        count = scottish.count(election)
        found = (list(count.winners), count.quota // count.scale, len(count.stages), count.valid, notes)
        if found != (ward["winners"], ward["quota"], ward["stages"], ward["valid"], ()):
            wrong.append(stem)
        if "sources" in ward:
            last = [votes(total, count.scale) for total in count.stages[-1].totals]
            if ward["sources"] != [stage.source for stage in count.stages[1:]] or ward["final_totals"] != last:
                wrong.append(stem)
    assert wrong == []


def test_the_plain_count_and_the_plain_reading_give_the_same(stv, expected):
    for ward in list(expected["elections"].values())[::9]:
        election, _ = load(stv / ward["file"])
        plain, _ = load(stv / ward["file"], plain=True)
        assert list(plain.groups()) == list(election.groups())
        one, other = scottish.count(election), reference.count(plain)
        assert (one.stages, one.winners) == (other.stages, other.winners)


def test_every_stage_total_that_was_published_is_ours(stv, expected):
    """Equal to 5 decimals, or to what the council rounded to; the slips that the data's own page lists are left out."""
    wrong, seen = [], 0
    for stem, ward in expected["elections"].items():
        place = stv / "official-stages" / f"{stem}.json"
        if not place.exists() or stem == "glasgow_2017_ward1" or stem == "east_dunbartonshire_2017_ward2":
            continue
        count = scottish.count(load(stv / ward["file"])[0])
        stages = {}
        for row in json.loads(place.read_text())["Constituency"]["countGroup"]:
            stages.setdefault(int(row["Count_Number"]), []).append(float(row["Total_Votes"] or 0))
        if sorted(stages) != list(range(1, len(count.stages) + 1)):
            wrong.append((stem, "stages"))
            continue
        seen += 1
        for number, totals in stages.items():
            ours = [total / count.scale for total in count.stages[number - 1].totals]
            if any(abs(a - b) > 0.005 for a, b in zip(sorted(ours), sorted(totals), strict=True)):
                wrong.append((stem, number))
    assert wrong == []
    assert seen > 100


def test_meek_elects_whom_another_counter_elects(stv, expected):
    wrong = []
    for stem, ward in expected["elections"].items():
        if known := ward.get("other_rules_droop", {}).get("meek-prf"):
            count = meek.count(load(stv / ward["file"])[0], PRF)
            if sorted(count.winners) != sorted(known):
                wrong.append(stem)
    assert wrong == []
