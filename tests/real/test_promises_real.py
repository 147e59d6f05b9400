"""The golden dates beside the repository, under the rules that the estate's pack ships."""

import json
from datetime import date, datetime

import pytest

from letgo.commons.promises import rules
from letgo.commons.promises.rules import Event
from letgo.commons.promises.tables import calendar_of, rule_of
from letgo.house.pack_files import load

pytestmark = pytest.mark.real

# What the file calls a clock -> the rule of the pack.
COMPLAINTS = {
    ("complaint received", "acknowledge"): "complaints.acknowledge",
    ("acknowledged", "stage 1 answer"): "complaints.answer-stage-1",
    ("escalation asked", "acknowledge stage 2"): "complaints.acknowledge-stage-2",
    ("stage 2 acknowledged", "stage 2 answer"): "complaints.answer-stage-2",
}
HAZARDS = {
    "investigate": "hazards.investigate",
    "written summary": "hazards.write-summary",
    "safety work": "hazards.make-safe",
    "physical start of further work": "hazards.start-further-work",
    "emergency investigation": "hazards.investigate-emergency",
    "emergency safety work": "hazards.make-safe-emergency",
}


@pytest.fixture(scope="module")
def vectors(real_data):
    return json.loads((real_data / "promises" / "vectors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def estate():
    read = load("estate")
    return calendar_of(read.calendar), {rule.name: rule for rule in map(rule_of, read.rules)}


def day(calendar: rules.Calendar, moment: datetime) -> str:
    assert moment == calendar.end_of(calendar.day_of(moment))
    return calendar.day_of(moment).isoformat()


def on(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00:00+00:00")


def test_the_bank_holidays_are_in_the_calendar(vectors, estate):
    calendar, _ = estate
    assert {date.fromisoformat(text) for text in vectors["bank_holidays"]} <= set(calendar.holidays)


def test_the_complaint_code(vectors, estate):
    calendar, known = estate
    running: list[Event] = []
    for step in vectors["complaint_handling_code_2024"]:
        if step["event"].startswith("extended"):
            running.append(Event("extend", on(step["on"]), "x"))
        else:
            rule = known[COMPLAINTS[step["event"], step["due"]]]
            running = [Event("start", on(step["on"]))]
        due = rules.replay(rule, calendar, running).due
        assert day(calendar, due) == step["date"], step


def test_awaabs_law_phase_1(vectors, estate):
    calendar, known = estate
    for step in vectors["awaabs_law_phase_1"]:
        rule = known[HAZARDS[step["due"]]]
        if "instant" in step:
            due = rules.begin(rule, calendar, Event("start", datetime.fromisoformat(step["at"]))).due
            assert due == datetime.fromisoformat(step["instant"]), step
        else:
            due = rules.begin(rule, calendar, Event("start", on(step["on"]))).due
            assert day(calendar, due) == step["date"], step


def test_compensation_in_pounds(vectors, estate):
    owed = estate[1]["repairs.come-again"].owed
    for row in vectors["right_to_repair_compensation_pounds"]:
        assert owed.pence(row["days_after_second_missed"]) == 100 * row["pounds"]
