"""`letgo count` as a person types it."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from letgo.engines.sealing import verify
from letgo.house.cli import app

BLT = '4 2\n6 1 2 0\n3 1 3 0\n4 2 0\n3 3 0\n1 4 0\n0\n"Ann"\n"Ben"\n"Cat"\n"Re-open nominations"\n"A board"\n'


@pytest.fixture
def run(tmp_path):
    place = tmp_path / "board.blt"
    place.write_text(BLT)
    (tmp_path / "cut.blt").write_text(BLT.split("\n0\n")[0])
    (tmp_path / "stages.csv").write_text("Candidate,Stage 1,Stage 2\nAnn,9,6\n")
    (tmp_path / "answer.csv").write_text("option,count\nyes,60\nno,30\nabstain,5\n")

    def letgo(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "letgo.house.cli", "count", *words], cwd=tmp_path, capture_output=True, text=True
        )

    return letgo


def test_json_stands_alone_and_has_its_promised_keys(run):
    done = run("board.blt", "--rule", "scottish-stv", "--json", "--timing")
    made = json.loads(done.stdout)
    assert done.returncode == 0
    assert done.stderr == ""
    assert made["winners"] == [1, 2]
    assert made["quota"] == 6
    assert made["stages"][0]["totals"] == ["9.00000", "4.00000", "3.00000", "1.00000"]
    assert made["stages"][1]["from"] == 1
    assert made["stages"][1]["action"] == "surplus"
    assert {"action", "from", "totals", "elected", "excluded", "text"} <= set(made["stages"][0])
    assert set(made["seconds"]) >= {"load", "count"}
    assert {"winners", "quota", "stages", "lost", "audit", "settings", "notes"} <= set(made)


@pytest.mark.parametrize(
    "rule", ["scottish-stv", "meek-nz", "ers97", "ranked-pairs", "schulze", "minimax", "approval", "block", "plurality"]
)
def test_every_rule_says_who_is_elected_and_who_is_left_with_nobody(run, rule):
    said = run("board.blt", "--rule", rule).stdout
    assert "Elected: " in said
    assert "Ann (1)" in said
    assert "Left with nobody they ranked: " in said


def test_the_same_bytes_each_time(run):
    words = ("board.blt", "--rule", "scottish-stv", "--json", "--certificate", "proof.json")
    assert run(*words).stdout == run(*words).stdout


def test_yes_or_no_with_its_quorum(run):
    made = json.loads(run("answer.csv", "--rule", "yes-no", "--roll", "400", "--quorum", "25%", "--json").stdout)
    assert made["winners"] == []
    assert made["audit"]["why"] == "no-quorum"
    made = json.loads(run("answer.csv", "--rule", "yes-no", "--roll", "400", "--pass", "66%", "--json").stdout)
    assert made["winners"] == [1]
    assert run("answer.csv", "--rule", "yes-no", "--roll", "400", "--pass", "roll-majority").stdout.startswith(
        "Yes has too few"
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("board.blt", "--rule", "scottish-stv", "--ron", "4"), 0),
        (("board.blt", "--rule", "ranked-pairs", "--seats", "1"), 0),
        (("board.blt", "--rule", "meek-nz"), 2),
        (("answer.csv", "--rule", "yes-no", "--roll", "400", "--quorum", "20%", "--pass", "66.7%"), 0),
    ],
)
def test_a_proof_is_checked_by_letgo_verify(run, words, code, tmp_path):
    """All of it (0), or what can be checked without counting again by a rule that verify.py does not know (2)."""
    assert run(*words, "--certificate", "proof.json").returncode == 0
    done = CliRunner().invoke(app, ["verify", str(tmp_path / "proof.json")])
    assert done.exit_code == code
    assert done.stdout.splitlines()[-1] == verify.HOLDS[code]


@pytest.mark.parametrize(
    "words",
    [
        ("nothing.blt", "--rule", "scottish-stv"),
        ("cut.blt", "--rule", "scottish-stv"),
        ("stages.csv", "--rule", "scottish-stv"),
        ("/dev/zero", "--rule", "yes-no"),
        ("board.blt", "--rule", "best"),
        ("board.blt",),
        ("board.blt", "--rule", "av"),
        ("board.blt", "--rule", "scottish-stv", "--withdraw", "9"),
        ("board.blt", "--rule", "scottish-stv", "--quorum", "5"),
        ("board.blt", "--rule", "scottish-stv", "--certificate", "board.blt"),
        ("board.blt", "--rule", "scottish-stv", "--countback", "3"),
        ("answer.csv", "--rule", "yes-no", "--quorum", "20%"),
        ("answer.csv", "--rule", "yes-no", "--pass", "200%"),
        ("answer.csv", "--rule", "yes-no", "--roll", "10"),
    ],
)
def test_what_cannot_be_counted_is_one_line_and_code_2(run, words, tmp_path):
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("letgo: ")
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "board.blt").read_text() == BLT


RESERVE = '[[group]]\nname = "young"\ncandidates = [3]\nminimum = 1\n'


def test_reserved_seats_are_told_in_text_json_and_proof(run, tmp_path):
    (tmp_path / "kept.toml").write_text(RESERVE)
    words = ("board.blt", "--rule", "scottish-stv", "--reserve", "kept.toml")
    said = run(*words).stdout
    assert "Elected: Ann (1), Cat (3)" in said
    assert (
        "Cat may not go out: “young” must have at least 1 seat, and only 1 of them is elected or still stands." in said
    )
    made = json.loads(run(*words, "--json", "--certificate", "proof.json").stdout)
    assert made["winners"] == [1, 3]
    kept = {"name": "young", "candidates": [3], "minimum": 1, "maximum": None}
    assert made["settings"]["reserve"] == {"groups": [kept], "pools": []}
    assert json.loads((tmp_path / "proof.json").read_text())["settings"]["reserve"] == made["settings"]["reserve"]
    assert {"guarded", "doomed"} <= set(made["stages"][0])


def test_pools_stand_apart_on_the_page(run, tmp_path):
    pools = "".join(f'[[pool]]\nname = "{n}"\ncandidates = {c}\nseats = 1\n' for n, c in (("N", [1, 2]), ("S", [3, 4])))
    (tmp_path / "pools.toml").write_text(pools)
    said = run("board.blt", "--rule", "scottish-stv", "--reserve", "pools.toml").stdout
    assert "Pool “N”, 1 seat:" in said
    assert "Pool “S”, 1 seat:" in said
    made = json.loads(run("board.blt", "--rule", "meek-nz", "--reserve", "pools.toml", "--json").stdout)
    assert [pool["winners"] for pool in made["pools"]] == [[1], [3]]


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (RESERVE.replace("1\n", "2\n"), (), "“young” must have at least 2 seats, and only 1 of its candidates stands"),
        (RESERVE, ("--withdraw", "3"), "none of its candidates stands (3 withdrew). Open nominations again"),
        (RESERVE, ("--rule", "block"), "--reserve only counts with --rule scottish-stv, av or meek-nz."),
        (RESERVE.replace("[3]", "[9]"), (), "“young” lists candidate 9, and they are numbered from 1 to 4"),
        (RESERVE, ("--ron", "3"), "which is “re-open nominations”"),
        ("[[group]", (), "kept.toml line 1: is no TOML"),
    ],
)
def test_reserved_seats_that_cannot_be_met_are_one_line_and_code_2(run, tmp_path, text, words, line):
    (tmp_path / "kept.toml").write_text(text)
    done = run("board.blt", "--rule", "scottish-stv", "--reserve", "kept.toml", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert line in done.stderr
    assert not (tmp_path / "proof.json").exists()


def test_a_proof_is_never_written_over_the_reserved_seats(run, tmp_path):
    (tmp_path / "kept.toml").write_text(RESERVE)
    done = run("board.blt", "--rule", "scottish-stv", "--reserve", "kept.toml", "--certificate", "kept.toml")
    assert done.returncode == 2
    assert (tmp_path / "kept.toml").read_text() == RESERVE
