"""`letgo doctor` names what is wrong, and what to do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from letgo.commons.record.clock import now
from letgo.commons.record.models import Job
from letgo.house import doctor, guards
from tests.database import as_owner


def wrong() -> list[str]:
    return [finding.text for finding in doctor.examine() if finding.state == "wrong"]


@pytest.mark.django_db
def test_a_sound_house_is_well():
    assert wrong() == []


@pytest.mark.django_db
def test_work_given_up_and_work_that_nobody_does_are_named():
    old = now() - timedelta(minutes=10)
    Job.objects.create(name="checks.count", key="a", state="failed", made=old, ended=old)
    Job.objects.create(name="checks.count", key="b", made=old)
    Job.objects.create(name="checks.count", key="c", state="running", holder=uuid4(), lease_until=old, made=old)
    assert wrong() == [
        "1 of the jobs checks.count failed three times and were given up.",
        "2 jobs have waited for more than two minutes.",
    ]


@pytest.mark.django_db
def test_a_stripped_guard_is_named():
    with as_owner(), connection.cursor() as cursor:
        guards._drop(cursor, "record_line_no_update", "record_line")
        assert wrong() == ["The guard record_line_no_update is not in the database."]
        guards.install()


@pytest.mark.django_db
def test_no_finding_is_without_a_cure_when_something_is_wrong(monkeypatch):
    monkeypatch.setattr(doctor, "ROOM_ON_DISK", 10**18)
    findings = list(doctor.examine())
    assert [finding for finding in findings if finding.state == "wrong"]
    assert all(finding.cure for finding in findings if finding.state != "well")
