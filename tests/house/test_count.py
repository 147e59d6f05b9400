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
