"""The made-up towns tell the stories that they are there to tell."""

from hashlib import sha256

import pytest

from letgo.engines.sharing.report import check_file
from letgo.house.town import elections
from letgo.house.town.checks import PORT_ALDER, SAMPLES, mill_green, port_alder, two_rivers

BYTES = {
    "port-alder": "85b1669594fc",
    "mill-green": "c8e5bff90cf7",
    "two-rivers": "dbd9b9dd723a",
    "alder-ward": "bf5ca9dfe9df",
    "alder-hall": "a9859c3416e5",
}


@pytest.fixture
def counted(tmp_path):
    """The report of a made-up file."""

    def count(text):
        path = tmp_path / "made-up.pb"
        path.write_text(text, encoding="utf-8")
        return check_file(path)[0]

    return count


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["name"])
def test_a_town_is_the_same_bytes_everywhere_and_says_that_it_is_made_up(sample):
    text = sample["make"]()
    assert sha256(text.encode()).hexdigest().startswith(BYTES[sample["name"]])
    if sample in elections.SAMPLES:  # their formats have a title and no more; the page says the rest
        assert sample["title"] in text
    else:
        assert f"description;A made-up example: {sample['title']}" in text
        assert "country;Nowhere" in text


def test_port_alder_shuts_out_one_voter_in_five(counted):
    report = counted(port_alder())
    assert report["election"]["voters"] == 6200
    assert {p["id"]: p["votes"] for p in report["election"]["projects"]} == {i.id: i.votes for i in PORT_ALDER}
    town = report["audit"]["recorded"]
    assert not town["holds"]
    assert {case["project"] for case in town["excluded"]} == {"6", "7", "8"}
    assert all(case["group_size"] * 5 > 6200 for case in town["excluded"])
    assert town == report["audit"]["greedy"]
    assert report["recorded"]["spent"] == report["spent"] == "499000"
    fair = report["audit"]["result"]
    assert fair["holds"]
    assert {"6", "7", "8"} <= set(report["winners"])
    assert fair["left_with_nothing"] < town["left_with_nothing"] == 1320


def test_mill_green_shuts_nobody_out(counted):
    report = counted(mill_green())
    assert all(report["audit"][name]["holds"] for name in ("result", "greedy", "recorded"))


def test_two_rivers_gives_points(counted):
    report = counted(two_rivers())
    assert report["election"]["vote_type"] == "cumulative"
    assert report["notes"] == []
    rows = [line.split(";") for line in two_rivers().partition("VOTES\n")[2].splitlines()[1:]]
    assert len(rows) == 340
    assert all(sum(map(int, points.split(","))) == 10 for _, _, points in rows)
