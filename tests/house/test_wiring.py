"""Every dotted path in the house's tables leads somewhere."""

import pytest

from letgo.house import jobs, policies, wiring


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


def test_a_regular_job_that_is_no_job_is_found(monkeypatch):
    monkeypatch.setitem(jobs.EVERY, "checks.sing", None)
    assert wiring.broken() == ["house/jobs.py: 'checks.sing' is no job."]
