import logging
import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import transaction

from letgo.commons.record import jobs
from letgo.commons.record.clock import travel
from letgo.commons.record.models import Job, Once
from letgo.commons.record.queries import progress_of
from letgo.house import jobs as house
from tests.commons.record import jobs_for_tests

WORK = "from letgo.house import jobs; jobs.work(interval=0.05, sweep_seconds=0.2)"
ASK = "from letgo.commons.record import jobs; jobs.later({name!r}, 'k', {args!r})"
STATE = """
from letgo.commons.record.models import Job, Once
job = Job.objects.get(key="k")
print(job.state, job.attempts, Once.objects.filter(verb="test.effect").count())
"""


@pytest.fixture(autouse=True)
def jobs_for_these_tests(settings):
    settings.LETGO_JOBS = "tests.commons.record.jobs_for_tests.JOBS"


def effects():
    return Once.objects.filter(verb="test.effect").count()


@pytest.mark.django_db
def test_a_job_is_asked_for_once_and_done_once():
    first = jobs.later("test.effect", "k")
    assert jobs.later("test.effect", "k").pk == first.pk
    assert jobs.run_waiting() == 1
    jobs.perform(first.pk)
    assert jobs.later("test.effect", "k").state == Job.State.DONE
    assert jobs.run_waiting() == 0
    assert effects() == 1
    assert progress_of("test.effect", "k").percent == 100


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_cause_is_undone_never_was():
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.later("test.effect", "k")
        raise RuntimeError
    assert not Job.objects.exists()
    assert not house.DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_name_that_the_house_does_not_know_is_a_fault():
    with pytest.raises(LookupError, match=r"test\.nobody"):
        jobs.later("test.nobody", "k")


@pytest.mark.django_db
def test_a_page_sees_how_far_a_job_is_and_how_many_wait_before_it():
    one, two = jobs.later("test.effect", "1"), jobs.later("test.effect", "2")
    assert progress_of("test.effect", "1").ahead == 0
    assert progress_of("test.effect", "2").ahead == 1
    running = jobs._take(one.pk)
    running.progress(41.6, "counting")
    seen = progress_of("test.effect", "1")
    assert (seen.state, seen.percent, seen.word) == ("running", 42, "counting")
    running.progress(900, "x" * 300)
    assert progress_of("test.effect", "1").percent == 100
    assert progress_of("test.effect", "3") is None
    assert two.state == Job.State.WAITING


@pytest.mark.django_db
def test_how_a_job_stands_costs_two_queries(django_assert_max_num_queries):
    for number in range(30):
        jobs.later("test.effect", str(number))
    with django_assert_max_num_queries(2):
        progress_of("test.effect", "29")


@pytest.mark.django_db
def test_a_job_that_fails_three_times_is_over_and_the_page_can_see_it(settings, caplog):
    settings.LETGO_JOBS_GIVEN_UP = "tests.commons.record.test_jobs.GIVEN_UP"
    jobs_for_tests.TOLD.clear()
    jobs.later("test.fail", "k", {"check": "7"})
    with caplog.at_level(logging.DEBUG):
        assert jobs.run_waiting() == 3
    assert progress_of("test.fail", "k").state == "failed"
    assert jobs_for_tests.TOLD == [{"check": "7"}]
    assert "ValueError at fail" in caplog.text
    assert jobs_for_tests.SECRET not in caplog.text
    kept = [str(row) for model in (Job, house.DBTaskResult) for row in model.objects.values()]
    assert jobs_for_tests.SECRET not in "".join(kept)


GIVEN_UP = {"test.fail": "tests.commons.record.jobs_for_tests.told"}


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_has_no_effect():
    job = jobs.later("test.effect", "k")
    late = jobs._take(job.pk)
    with travel(by=jobs.lease() + timedelta(seconds=1)):
        assert jobs.sweep() == 1
        with pytest.raises(jobs.LostLease):
            late.progress(50, "still here")
        with pytest.raises(jobs.LostLease), late.finish():
            pytest.fail("the late worker wrote its outcome")
        jobs.run_waiting()
    assert effects() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


@pytest.mark.django_db
def test_a_sweep_leaves_living_and_queued_work_alone():
    jobs._take(jobs.later("test.effect", "living").pk)
    jobs.later("test.effect", "queued")
    assert jobs.sweep() == 0


@pytest.mark.django_db
def test_a_sweep_wakes_work_whose_ticket_was_lost():
    job = jobs.later("test.effect", "k")
    house.DBTaskResult.objects.all().delete()
    assert jobs.sweep() == 1
    assert jobs.sweep() == 0
    job.refresh_from_db()
    assert house.still_queued([job.ticket]) == {job.ticket}


@pytest.mark.django_db
def test_work_that_killed_worker_after_worker_is_given_up():
    job = jobs.later("test.effect", "k")
    for attempt in range(1, jobs.ATTEMPTS + 1):
        with travel(by=attempt * 2 * jobs.lease()):
            assert jobs._take(job.pk).attempt == attempt
        with travel(by=attempt * 2 * jobs.lease() + jobs.lease() + timedelta(seconds=1)):
            jobs.sweep()
    job.refresh_from_db()
    assert job.state == "failed"
    assert jobs._take(job.pk) is None


@pytest.mark.django_db
def test_regular_work_is_asked_for_once_a_period_by_any_number_of_workers():
    for _ in range(3):
        house.keep_up()
    assert Job.objects.filter(name="checks.tidy").count() == 1
    with travel(by=timedelta(hours=1)):
        house.keep_up()
    assert Job.objects.filter(name="checks.tidy").count() == 2


@pytest.mark.django_db
def test_old_jobs_and_tickets_are_forgotten_and_waiting_ones_are_not():
    jobs.later("test.effect", "old")
    jobs.run_waiting()
    jobs.later("test.effect", "waits")
    with travel(by=jobs.KEPT + timedelta(days=1)):
        jobs.tidy()
    assert list(Job.objects.values_list("key", flat=True)) == ["waits"]


def wait_for(path, seconds=30):
    end = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} did not come"
        time.sleep(0.02)


def test_a_worker_killed_in_mid_job_is_replaced_and_the_job_is_done_once(installation, tmp_path):
    installation.run(ASK.format(name="test.hang", args={"folder": str(tmp_path)}))
    workers = [installation.start(WORK) for _ in range(2)]
    wait_for(tmp_path / "attempt-1")
    os.kill(int((tmp_path / "attempt-1").read_text()), signal.SIGKILL)
    wait_for(tmp_path / "finished-2")
    assert sorted(path.name for path in tmp_path.glob("attempt-*")) == ["attempt-1", "attempt-2"]
    assert sum(worker.poll() is None for worker in workers) == 1
    assert installation.run(STATE) == "done 2 1"


def test_a_worker_that_slept_through_its_lease_changes_nothing(installation, tmp_path):
    installation.run(ASK.format(name="test.hang", args={"folder": str(tmp_path)}))
    for _ in range(2):
        installation.start(WORK)
    wait_for(tmp_path / "attempt-1")
    sleeper = int((tmp_path / "attempt-1").read_text())
    os.kill(sleeper, signal.SIGSTOP)
    wait_for(tmp_path / "finished-2")
    (tmp_path / "go-on").touch()
    os.kill(sleeper, signal.SIGCONT)
    time.sleep(1)
    assert not (tmp_path / "finished-1").exists()
    assert installation.run(STATE) == "done 2 1"


def test_a_long_job_keeps_its_lease(installation, tmp_path):
    installation.run(ASK.format(name="test.hang", args={"folder": str(tmp_path)}))
    for _ in range(2):
        installation.start(WORK)
    wait_for(tmp_path / "attempt-1")
    time.sleep(6)  # twice the lease
    (tmp_path / "go-on").touch()
    wait_for(tmp_path / "finished-1")
    assert installation.run(STATE) == "done 1 1"


def test_a_worker_told_to_stop_ends_its_job_first(installation, tmp_path):
    installation.run(ASK.format(name="test.hang", args={"folder": str(tmp_path)}))
    worker = installation.start(WORK)
    wait_for(tmp_path / "attempt-1")
    worker.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    assert worker.poll() is None
    (tmp_path / "go-on").touch()
    worker.wait(timeout=30)
    assert installation.run(STATE) == "done 1 1"


def test_forty_jobs_and_two_workers_each_job_is_done_once(installation):
    installation.run(
        "from letgo.commons.record import jobs\nfor n in range(40): jobs.later('test.effect', f'k{n}')\njobs.later('test.effect', 'k')"
    )
    batch = WORK.replace("interval=0.05", "interval=0.05, batch=True")
    for worker in [installation.start(batch) for _ in range(2)]:
        worker.wait(timeout=60)
    assert installation.run(STATE).split() == ["done", "1", "41"]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_may_take_minutes_holds_up_no_other(monkeypatch):
    """The worker that leaves long jobs alone does all else; the other one does both."""
    monkeypatch.setattr(house, "LONG", {"test.fail"})
    jobs.later("test.fail", "long")
    jobs.later("test.effect", "short")
    house.work(long=False, batch=True, interval=0.05)
    assert progress_of("test.effect", "short").state == "done"
    assert progress_of("test.fail", "long").state == "waiting"
    house.work(batch=True, interval=0.05)
    assert progress_of("test.fail", "long").state == "failed"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_does_not_end_its_worker():
    jobs.later("test.fail", "k")
    jobs.later("test.effect", "after")
    house.work(batch=True, interval=0.05)
    assert (progress_of("test.fail", "k").state, progress_of("test.effect", "after").state) == ("failed", "done")
