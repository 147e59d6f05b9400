"""Counting for real: each test starts the process that counts."""

import io
import logging
import resource
import subprocess
import sys
import time
import zipfile
from datetime import timedelta

import pytest

from letgo.commons.people.rules import ANYONE
from letgo.commons.record import jobs
from letgo.commons.record.clock import travel
from letgo.commons.record.models import Job, Once
from letgo.commons.record.refusals import Refused
from letgo.decide.checks import actions, counting, layout, queries, store
from letgo.decide.checks.models import Check, Reason
from letgo.engines.sealing import verify
from letgo.house.jobs import DBTaskResult
from tests.decide.checks.conftest import SMALL

pytestmark = pytest.mark.django_db(transaction=True)
GB = 2**30


@pytest.fixture
def counted(start):
    """Start a check, count it, and give its row as it is then."""

    def count(text=SMALL):
        check = start(text)
        jobs.run_waiting()
        check.refresh_from_db()
        return check

    return count


def test_a_file_becomes_a_report_and_a_certificate_that_holds(counted, tmp_path, on_disk):
    check = counted()
    page = queries.page(check)
    assert (page.state, page.progress, page.problem, page.reasons) == ("done", None, None, {})
    assert [p["id"] for p in page.report["election"]["projects"]] == ["a", "b", "c"]
    assert page.report["recorded"]["winners"] == ["a", "c"]
    assert set(page.report["reasons"]) == {"a", "b", "c"}
    proof = tmp_path / "proof.json"
    proof.write_bytes(queries.certificate(check))
    said = subprocess.run([sys.executable, verify.__file__, proof], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout
    assert said.stdout.endswith("all holds\n")
    assert on_disk() == sorted(f"{check.pk.hex}/{name}" for name in (layout.VOTES, layout.REPORT, layout.CERTIFICATE))
    assert check.size == store.size_of(check.pk)


def test_counting_once_more_gives_the_same_bytes(counted):
    one, two = counted(), counted()
    assert queries.certificate(one) == queries.certificate(two)
    assert store.read(one.pk, layout.REPORT) == store.read(two.pk, layout.REPORT)


def test_a_page_costs_four_queries_however_much_was_asked(counted, start, key, django_assert_max_num_queries):
    ideas = [f"p{n}" for n in range(60)]
    rows = "".join(f"{name};{10 + n};1;Idea {n};0\n" for n, name in enumerate(ideas))
    votes = "".join(f"{n};{name}\n" for n, name in enumerate(ideas))
    head = (
        SMALL.partition("PROJECTS\n")[0]
        .replace("num_projects;3", "num_projects;60")
        .replace("num_votes;4", "num_votes;60")
    )
    check = counted(f"{head}PROJECTS\nproject_id;cost;votes;name;selected\n{rows}VOTES\nvoter_id;vote\n{votes}")
    for place in range(50):
        Reason.objects.create(of=check, place=place)
    for shown in (check, counted(), start()):
        with django_assert_max_num_queries(4):
            queries.page(shown)


def test_the_full_reason_of_one_project_is_found_once(counted, key):
    check = counted()
    holder = ANYONE.holding(check.address)
    reason = actions.explain(check.pk, "b", holder, key())
    assert actions.explain(check.pk, "b", holder, key()) == reason
    waiting = queries.page(check).reasons["b"]
    assert (waiting.state, waiting.progress.state) == ("waiting", "waiting")
    assert jobs.run_waiting() == 1
    found = queries.page(check).reasons["b"]
    assert (found.state, found.project, found.problem) == ("done", "b", None)
    assert found.reason["text"]


def test_a_project_that_is_not_there_has_no_reason(counted, key):
    check = counted()
    with pytest.raises(Refused):
        actions.explain(check.pk, "no-such", ANYONE.holding(check.address), key())
    assert not Reason.objects.exists()


def test_only_the_holder_may_ask_for_reasons(counted, key):
    with pytest.raises(Refused) as no:
        actions.explain(counted().pk, "b", ANYONE, key())
    assert no.value.kind == "not-allowed"


def test_only_so_many_reasons_wait_at_once(counted, key, settings):
    settings.LETGO_CHECKS = {"reasons_waiting": 2}
    check = counted()
    holder = ANYONE.holding(check.address)
    for project in "ab":
        actions.explain(check.pk, project, holder, key())
    with pytest.raises(Refused) as no:
        actions.explain(check.pk, "c", holder, key())
    assert no.value.kind == "full"
    jobs.run_waiting()
    assert actions.explain(check.pk, "c", holder, key())


def test_a_made_up_town_is_counted_and_says_that_it_is_made_up(key):
    for sample in queries.samples():
        check = actions.start_sample(sample.name, ANYONE, key())
        jobs.run_waiting()
        check.refresh_from_db()
        page = queries.page(check)
        assert page.state == "done", page.problem
        assert page.sample == sample
        assert page.report["notes"] == []


# Bombs -------------------------------------------------------------------------------------------------------------

HEAD, _, _ = SMALL.partition("PROJECTS\n")


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.pb", b"0" * 20_000_000)
    return packed.getvalue()


def many_projects(number: int) -> str:
    rows = "".join(f"p{n};1;0;x;0\n" for n in range(number))
    return f"{HEAD}PROJECTS\nproject_id;cost;votes;name;selected\n{rows}VOTES\nvoter_id;vote\n1;p1\n"


def many_voters(number: int) -> str:
    named = ["a", "b", "c", "a,b", "a,c", "b,c", "a,b,c"]
    return SMALL + "".join(f"v{n};{named[n % 7]}\n" for n in range(number))


REFUSED = {
    "nothing": lambda: "",
    "one line of 10 MB": lambda: SMALL.replace("Bench", "B" * 10_000_000),
    "10 MB without a line end": lambda: "x" * 10_000_000,
    "a zip called .pb": zipped,
    "UTF-16": lambda: SMALL.encode("utf-16"),
    "zero bytes": lambda: b"\0" * 30_000_000,
    "a cost of 1e30000": lambda: SMALL.replace("a;60", "a;1e30000"),
    "a budget of 1e30000": lambda: SMALL.replace("budget;100", "budget;1e30000"),
    "a negative cost": lambda: SMALL.replace("a;60", "a;-60"),
    "a cost that is no number": lambda: SMALL.replace("a;60", "a;NaN"),
    "an endless cost": lambda: SMALL.replace("a;60", "a;Infinity"),
    "a budget that is no number": lambda: SMALL.replace("budget;100", "budget;NaN"),
    "a negative budget": lambda: SMALL.replace("budget;100", "budget;-1"),
    "sections twice": lambda: SMALL + SMALL,
    "a million ids": lambda: SMALL + "".join(f"v{n};id-{n}\n" for n in range(1_000_000)),
    "too many projects": lambda: many_projects(100_001),
    "an unknown project": lambda: SMALL + "5;zzz\n",
    "a voter twice": lambda: SMALL + "1;a\n",
    "no projects": lambda: f"{HEAD}PROJECTS\nproject_id;cost;votes;name;selected\nVOTES\nvoter_id;vote\n1;a\n",
    "no section": lambda: "hello\nworld\n",
}
COUNTED = {
    "a thousand million declared": lambda: SMALL.replace("num_projects;3", "num_projects;1000000000"),
    "more voters declared than people live": lambda: SMALL.replace("num_votes;4", "num_votes;99999999999999"),
    "a budget of nothing": lambda: SMALL.replace("budget;100", "budget;0"),
    "nobody voted": lambda: SMALL.partition("1;a,b")[0],
    "a script for a name": lambda: SMALL.replace("Bench", "<script>alert(1)</script>"),
    "a name of many tongues": lambda: SMALL.replace("Bench", "‮lavat 長椅 \x1b[31m"),
}


@pytest.mark.parametrize("bomb", REFUSED)
def test_a_bomb_ends_on_a_kind_line_in_bounded_time(counted, bomb, caplog):
    began = time.monotonic()
    with caplog.at_level(logging.DEBUG):
        check = counted(REFUSED[bomb]())
    assert time.monotonic() - began < 30
    page = queries.page(check)
    assert (page.state, page.report, queries.certificate(check)) == ("failed", None, None)
    what, cure = page.problem["what"], page.problem["cure"]
    assert what.endswith(".")
    assert cure.endswith(".")
    assert len(what) < 400
    assert "\n" not in what + cure
    for word in ("Traceback", "Error", "/", store.of(check.pk).name):
        assert word not in what + cure
    assert Job.objects.get().attempts == 1, "the worker stumbled over it"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < GB


@pytest.mark.parametrize("odd", COUNTED)
def test_what_is_merely_odd_is_counted(counted, odd):
    page = queries.page(counted(COUNTED[odd]()))
    assert page.state == "done", page.problem
    if odd in ("a budget of nothing", "nobody voted"):
        assert page.report["winners"] == []
        assert page.report["notes"]


def test_a_count_that_needs_more_memory_than_we_give_is_refused_kindly(settings, counted):
    settings.LETGO_CHECKS = {"memory_bytes": 200 * 2**20}
    assert queries.page(counted()).state == "done"
    page = queries.page(counted(many_voters(3_000_000)))
    assert (page.state, page.problem) == ("failed", counting.TOO_LARGE)


@pytest.mark.parametrize("limit", [{"wall_seconds": 0.2}, {"cpu_seconds": 1}])
def test_a_count_that_takes_too_long_is_ended_and_said(settings, counted, limit):
    settings.LETGO_CHECKS = limit
    page = queries.page(counted(many_voters(4_200_000)))
    assert (page.state, page.problem) == ("failed", counting.TOO_LARGE)


def test_the_page_hears_how_far_the_count_is(start, monkeypatch):
    check, seen = start(many_voters(1_500_000)), []
    tell = jobs.Running.progress

    def tell_and_look(job, percent, word):
        tell(job, percent, word)
        seen.append(queries.page(Check.objects.get(pk=check.pk)).progress)

    monkeypatch.setattr(jobs.Running, "progress", tell_and_look)
    jobs.run_waiting()
    assert len(seen) > 1
    assert all(progress.state == "running" and progress.word for progress in seen)
    assert 0 < max(progress.percent for progress in seen) <= 100


def test_a_count_that_crashes_is_tried_again_and_then_given_up_kindly(counted, monkeypatch, key):
    monkeypatch.setattr(counting, "_start", crashing(counting._start))
    check = counted()
    page = queries.page(check)
    assert (page.state, page.problem) == ("failed", actions.OUR_FAULT)
    assert Job.objects.get().attempts == jobs.ATTEMPTS


def test_a_reason_whose_search_crashes_is_given_up_kindly(counted, monkeypatch, key):
    check = counted()
    monkeypatch.setattr(counting, "_start", crashing(counting._start))
    actions.explain(check.pk, "b", ANYONE.holding(check.address), key())
    jobs.run_waiting()
    found = queries.page(check).reasons["b"]
    assert (found.state, found.problem, found.reason) == ("failed", actions.OUR_FAULT, None)


def test_a_search_for_a_reason_that_takes_too_long_is_ended_and_said(counted, settings, key):
    check = counted()
    settings.LETGO_CHECKS = {"wall_seconds": 0.01}
    actions.explain(check.pk, "b", ANYONE.holding(check.address), key())
    jobs.run_waiting()
    found = queries.page(check).reasons["b"]
    assert (found.state, found.problem) == ("failed", counting.TOO_LARGE)


def crashing(start):
    def crash(home, files, task, limits):
        return start(home, files, ["no such task"], limits)

    return crash


# Secrets -----------------------------------------------------------------------------------------------------------

CANARY = "canary7f3a"


def test_nothing_that_a_file_says_is_in_a_table_or_a_log(counted, key, caplog, monkeypatch):
    good = SMALL.replace("Bench", CANARY).replace("a;60", f"{CANARY};60").replace("2;a\n", f"2;{CANARY}\n")
    good = (
        good.replace("1;a,b", f"1;b,{CANARY}").replace("3;a,c", f"3;c,{CANARY}").replace("Somewhere", f"{CANARY} town")
    )
    with caplog.at_level(logging.DEBUG):
        check = counted(good)
        actions.explain(check.pk, CANARY, ANYONE.holding(check.address), key())
        counted(SMALL + f"5;{CANARY}\n")
        jobs.run_waiting()
        monkeypatch.setattr(counting, "_start", crashing(counting._start))
        counted(good)
    assert queries.page(check).reasons[CANARY].state == "done"
    assert Check.objects.filter(state="failed").count() == 2
    tables = [str(row) for model in (Check, Reason, Job, Once, DBTaskResult) for row in model.objects.values()]
    assert len(tables) > 10
    assert CANARY not in "".join(tables)
    assert CANARY not in caplog.text
    assert check.address not in caplog.text
    args = [job.args for job in Job.objects.all()]
    assert all(set(given) <= {"check", "reason"} for given in args)


def test_a_certificate_is_not_given_before_the_count_is_done(start):
    assert queries.certificate(start()) is None


# Ends --------------------------------------------------------------------------------------------------------------


def test_a_check_deleted_while_it_is_counted_leaves_nothing(start, key, on_disk, monkeypatch):
    check = start()
    wait = counting._lines

    def delete_first(*given):
        actions.delete(check.pk, ANYONE.holding(check.address), key())
        return wait(*given)

    monkeypatch.setattr(counting, "_lines", delete_first)
    jobs.run_waiting()
    assert on_disk() == []
    assert not Check.objects.exists()
    assert (Job.objects.get().state, Job.objects.get().attempts) == ("done", 1)


def test_a_check_out_of_time_is_not_counted(start):
    check = start()
    with travel(by=timedelta(days=8)):
        jobs.run_waiting()
    check.refresh_from_db()
    assert check.state == "waiting"
    assert Job.objects.get().state == "done"
