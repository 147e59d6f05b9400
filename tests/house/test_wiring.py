"""Every dotted path in the house's tables leads somewhere."""

import pytest

from letgo.house import jobs, policies, verifiers, wiring


def test_every_path_leads_somewhere():
    assert wiring.broken() == []


@pytest.mark.parametrize(
    "path", ["letgo.nowhere.at_all", "letgo.decide.checks.queries.nothing", "nothing", "letgo.house.jobs.JOBS"]
)
def test_a_path_that_leads_nowhere_is_found_before_anything_starts(monkeypatch, path):
    monkeypatch.setitem(policies.POLICIES, "checks.dance", path)
    monkeypatch.setitem(jobs.JOBS, "checks.dance", path)
    lines = wiring.broken()
    assert len(lines) == 2
    assert all("checks.dance" in line and path in line for line in lines)


def test_what_is_asked_before_a_job_and_who_verifies_is_found_too(monkeypatch):
    monkeypatch.setitem(jobs.WHEN, "record.seal", "letgo.nowhere.when")
    monkeypatch.setitem(verifiers.VERIFIERS, "record", "letgo.nowhere.verify")
    monkeypatch.setitem(jobs.WHEN, "record.effect", jobs.WHEN["door.send"])
    lines = wiring.broken()
    assert len(lines) == 3
    for word in ("letgo.nowhere.when", "letgo.nowhere.verify", "'record.effect' is asked about and never due"):
        assert any(word in line for line in lines), word


def test_a_regular_job_that_is_no_job_is_found(monkeypatch):
    monkeypatch.setitem(jobs.EVERY, "checks.sing", None)
    assert wiring.broken() == ["house/jobs.py: 'checks.sing' is no job."]
