"""`letgo due`: dates for programs and for people, with and without a database; bad input is one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from letgo.house import pack_files
from tests import installation as whole

LETGO = Path(sys.executable).parent / "letgo"
installation, migrated = whole.installation, whole.migrated  # fixtures
KEYS = {
    "rule", "version", "title", "status", "source", "read", "from", "start", "due", "date", "instant", "words", "state", "why",
    "latest", "ladder", "notes",
}  # fmt: skip


def letgo(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [LETGO, *words], env={"LETGO_HOME": str(home), **env}, capture_output=True, text=True, timeout=60
    )


def due(home: Path, *words: str) -> dict:
    done = letgo(home, "due", *words, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_a_date_needs_no_database_and_leaves_nothing_behind(tmp_path):
    found = due(tmp_path / "home", "complaints.acknowledge", "--start", "2026-12-21")
    assert set(found) == KEYS
    assert (found["due"], found["date"], found["instant"]) == ("2026-12-30", "2026-12-30", "2026-12-30T23:59:59+00:00")
    assert found["from"] == "pack estate"
    assert found["state"] == "waiting"
    assert "Monday 28 December 2026 do not count" in found["why"][0]
    assert [rung["who"] for rung in found["ladder"]] == [
        "the estate manager is told",
        "the board has it on its next agenda",
    ]
    assert not (tmp_path / "home").exists()


def test_hours_are_absolute_over_the_nights_when_clocks_change(tmp_path):
    for start, instant in {
        "2026-03-28T14:30": "2026-03-29T15:30:00+01:00",
        "2026-10-24T14:30:00+01:00": "2026-10-25T13:30:00+00:00",
    }.items():
        assert due(tmp_path, "hazards.investigate-emergency", "--start", start)["due"] == instant


def test_events_move_the_date_and_end_it(tmp_path):
    stage = ("complaints.answer-stage-1", "--start", "2026-12-30")
    first = due(tmp_path, *stage)
    assert (first["due"], first["latest"]) == ("2027-01-14", "2027-01-28")
    moved = due(tmp_path, *stage, "--event", "extend=2027-01-14")
    assert (moved["due"], moved["latest"]) == ("2027-01-28", None)
    kept = due(tmp_path, *stage, "--event", "extend=2027-01-14", "--event", "meet=2027-01-28T23:59:59")
    assert (kept["state"], kept["ladder"]) == ("kept", [])
    assert due(tmp_path, *stage, "--event", "meet=2027-01-15")["state"] == "broken"
    still = due(tmp_path, "hazards.make-safe", "--start", "2027-01-06", "--event", "pause=2027-01-07")
    assert (still["due"], still["date"], still["instant"], still["state"]) == (None, None, None, "waiting")
    again = ("--event", "resume=2027-01-11T09:00", "--event", "pause=2027-01-07T09:00")  # in any order
    assert due(tmp_path, "hazards.make-safe", "--start", "2027-01-06", *again)["due"] == "2027-01-15"


def test_people_read_it_in_words(tmp_path):
    done = letgo(tmp_path, "due", "complaints.acknowledge", "--start", "2026-12-21")
    assert "Due: the end of Wednesday 30 December 2026" in done.stdout
    assert "Check with your lawyer" in done.stdout


def test_a_rule_that_is_not_in_force_says_so(tmp_path):
    assert due(tmp_path, "hazards.investigate", "--start", "2025-10-01")["notes"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nothing", "--start", "2026-12-21"], "complaints.acknowledge"),
        (["complaints.acknowledge"], "--start"),
        (["complaints.acknowledge", "--start", "2026-13-21"], "Write 2026-12-21"),
        (["complaints.acknowledge", "--start", "tomorrow"], "Write 2026-12-21"),
        (["complaints.acknowledge", "--start", "9999-12-31"], "1900 to 2200"),
        (["complaints.acknowledge", "--start", "2040-12-31"], "calendar"),
        (["hazards.start-further-work", "--start", "2200-12-31T23:59+00:00", "--event", "x"], "NAME=WHEN"),
        (["hazards.investigate-emergency", "--start", "2026-12-21"], "Add the time"),
        (["hazards.investigate-emergency", "--start", "2026-10-25T01:30"], "twice"),
        (["hazards.investigate-emergency", "--start", "2026-03-29T01:30"], "never"),
        (["complaints.acknowledge", "--start", "2026-12-21", "--event", "dance=2026-12-22"], "NAME=WHEN"),
        (["complaints.acknowledge", "--start", "2026-12-21", "--event", "meet"], "NAME=WHEN"),
        (["complaints.acknowledge", "--start", "2026-12-21", "--event", "start=2026-12-22"], "NAME=WHEN"),
        (["complaints.acknowledge", "--start", "2026-12-21", "--event", "pause=2026-12-22"], "never stands still"),
        (["complaints.acknowledge", "--start", "2026-12-21", "--event", "extend=2026-12-22"], "cannot be moved"),
        (["\x1b[31m", "--start", "2026-12-21"], "no rule"),
    ],
)
def test_what_cannot_be_read_gets_one_line_and_code_2(tmp_path, words, says):
    done = letgo(tmp_path, "due", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert says in done.stderr
    assert "\x1b" not in done.stderr


def test_the_rule_in_force_here_counts_before_the_file(installation):
    installation.run(
        "from tests.commons.promises.made import bring_in, rule\nbring_in(rule('3 days', name='complaints.acknowledge'))"
    )
    done = subprocess.run(
        [LETGO, "due", "complaints.acknowledge", "--start", "2026-12-21", "--json"],
        env=installation.env, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert json.loads(done.stdout)["due"] == "2026-12-24"
    assert json.loads(done.stdout)["from"] == "in force here"


def test_a_database_without_tables_is_no_obstacle(tmp_path):
    (tmp_path / "letgo.sqlite3").touch()
    assert due(tmp_path, "complaints.acknowledge", "--start", "2026-12-21")["due"] == "2026-12-30"


def test_every_rule_that_ships_gives_a_date(tmp_path):
    from datetime import UTC, datetime

    from letgo.commons.promises import rules
    from letgo.commons.promises.tables import calendar_of, rule_of

    seen = []
    for name in pack_files.names():
        pack = pack_files.load(name)
        for rule in map(rule_of, pack.rules):
            begun = rules.begin(
                rule, calendar_of(pack.calendar), rules.Event("start", datetime(2026, 12, 21, 10, tzinfo=UTC))
            )
            assert begun.due > begun.start
            assert rule.ladder, rule.name
            assert rule.insist, rule.name
            seen.append(rule.name)
    assert len(seen) == len(set(seen)), "a rule stands in one pack only"
    assert {"people.answer-a-concern", "door.sign-in-help", "powers.answer-a-petition", "councillors.answer"} <= set(
        seen
    )
