"""`letgo fund` as people and programs use it: its JSON, its words, its refusals."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines.sharing.pb_files import pb

LETGO = Path(sys.executable).with_name("letgo")
KEYS = {"winners", "filled", "spent", "budget", "settings", "audit", "reasons", "notes"}
SETTINGS = {
    "rule": "equal-shares",
    "utility": "cost",
    "completion": "add1u",
    "increment": 1,
    "start": "exact",
    "stop": "exhaustive",
    "ties": "lot",
    "ranks": "borda",
    "election": "",
    "seed": "letgo",
    "reasons": "short",
}


def fund(*words, cwd=None, **env):
    command = [LETGO, "fund", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=os.environ | env, timeout=60)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "elm.pb"
    path.write_bytes(pb())
    return path


def told(path, *words, **env):
    done = fund(path, "--json", *words, **env)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_json_has_the_promised_keys(file):
    report = told(file)
    assert report.keys() >= KEYS
    assert report["settings"] == SETTINGS
    assert report["audit"].keys() == {"result", "greedy", "recorded"}
    for audit in report["audit"].values():
        assert audit.keys() == {"axiom", "holds", "excluded", "left_with_nothing"}
    assert report["reasons"].keys() == {"1", "2", "L03/x"}
    assert "seconds" not in report


def test_timing_is_printed_only_when_asked_for(file):
    assert told(file, "--timing")["seconds"].keys() >= {"load", "count"}


@pytest.mark.parametrize("rule", ["equal-shares", "greedy", "phragmen", "recorded"])
def test_every_rule_counts_and_is_audited(file, rule):
    report = told(file, "--rule", rule)
    assert report["settings"]["rule"] == rule
    assert report["audit"]["recorded"]["axiom"] == "EJR+ up to one project, cost utilities"
    if rule == "recorded":
        assert report["winners"] == report["recorded"]["winners"] == ["1", "L03/x"]


def test_no_reasons_and_full_reasons(file):
    assert told(file, "--reasons", "none")["reasons"] == {}
    lost = told(file, "--reasons", "full")["reasons"]["L03/x"]
    assert lost["won"] is False
    assert "more_votes" in lost


def test_the_same_bytes_from_any_row_order_and_any_process(tmp_path, file):
    head, *voters = ["voter_id;vote", "a;1,2", "b;1", "c;2,1", "d;L03/x"]
    outs = set()
    for seed in ("0", "1"):
        random.Random(seed).shuffle(voters)
        file.write_bytes(pb(votes=[head, *voters]))
        outs.add(fund(file, "--json", PYTHONHASHSEED=seed).stdout)
    assert len(outs) == 1


def test_the_text_says_the_news_why_and_who_was_left_out(file):
    text = fund(file).stdout
    for words in ("Elm Street", "Funded", "Not funded", "Was a group shut out?", "voted for it"):
        assert words in text


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--rule", "best"], "--rule cannot be “best”. Use one of: equal-shares, greedy, phragmen, recorded."),
        (["--increment", "0"], "--increment must be a whole number from 1 to 1,000,000,000,000,000."),
        (["--increment", "-1"], "--increment must be a whole number from 1 to 1,000,000,000,000,000."),
        (["--reasons", "long"], "--reasons cannot be “long”. Use one of: short, full, none."),
        (["--ranks", "points:3,2,1"], "--ranks only counts with --utility score. Add that, or leave --ranks out."),
        (["--ranks", "x", "--utility", "score"], "--ranks must be “borda” or look like “points:3,2,1”."),
    ],
)
def test_an_impossible_option_gets_one_line_and_code_2(file, words, line):
    done = fund(file, *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"letgo: {line}\n")


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04zip", b"META\nkey;value\n", pb(votes=["voter_id;vote", "a;9"])])
def test_a_bad_file_gets_one_line_with_its_name_and_code_2(tmp_path, raw):
    path = tmp_path / "bad.pb"
    path.write_bytes(raw)
    done = fund(path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"letgo: {path}")
    assert done.stderr.count("\n") == 1


def test_a_missing_file_and_a_folder_get_one_line(tmp_path):
    for path in (tmp_path / "none.pb", tmp_path):
        done = fund(path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_without_a_recorded_result_there_is_nothing_to_count_as_recorded(file):
    file.write_bytes(pb(projects=["project_id;cost;name", "1;500;A", "2;300;B", "L03/x;700;C"]))
    done = fund(file, "--rule", "recorded")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told(file)["audit"]["recorded"] is None


def test_the_proof_is_written_whole_or_not_at_all(tmp_path, file):
    proof = tmp_path / "proof.json"
    told(file, "--certificate", proof)
    assert json.loads(proof.read_text())["format"] == "letgo.sharing/1"
    done = fund(file, "--certificate", tmp_path / "no" / "where.json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["elm.pb", "proof.json"]


def test_a_proof_never_takes_the_place_of_the_votes_a_pipe_or_a_device(tmp_path, file):
    before = file.read_bytes()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "same.pb").symlink_to(file)
    for place in (file, tmp_path / "pipe", tmp_path / "same.pb", tmp_path, ""):
        done = fund(file, "--certificate", place)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert file.read_bytes() == before
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_to_a_proof_is_followed(tmp_path, file):
    (tmp_path / "old.json").write_text("old")
    (tmp_path / "link.json").symlink_to(tmp_path / "old.json")
    told(file, "--certificate", tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert "letgo.sharing" in (tmp_path / "old.json").read_text()


@pytest.mark.parametrize("option", ["--seed", "--election"])
def test_bytes_that_are_no_text_get_one_line(file, option):
    done = subprocess.run([LETGO, "fund", file, option, b"\xff"], capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


@pytest.mark.parametrize("words", [["--json"], []])
def test_where_nothing_can_be_printed_there_is_no_traceback(file, words):
    for target in (">/dev/full", ">&-"):
        command = f"'{LETGO}' fund '{file}' {' '.join(words)} {target}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1


def test_a_screen_of_few_letters_gets_question_marks(file):
    file.write_bytes(pb(projects=["project_id;cost;name", "1;500;Świecie", "2;300;B", "L03/x;700;C"]))
    done = fund(file, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "?wiecie" in done.stdout


def test_a_name_cannot_drive_the_terminal(file):
    file.write_bytes(pb(projects=["project_id;cost;name", "1;500;\x1b[31mA", "2;300;B", "L03/x;700;C"]))
    assert "\x1b" not in fund(file).stdout


def test_a_reader_that_stops_early_leaves_no_traceback(file):
    command = f"'{LETGO}' fund '{file}' --json | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
