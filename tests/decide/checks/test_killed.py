"""A worker is killed in the middle of a count, in real processes."""

import os
import signal
import time
from pathlib import Path

from letgo.decide.checks import layout
from letgo.decide.checks.rules import Limits

WORK = "from letgo.house import jobs; jobs.work(interval=0.05, sweep_seconds=0.2)"
START = """
from letgo.commons.people.rules import ANYONE
from letgo.decide.checks import actions
from tests.decide.checks.test_count import many_voters
print(actions.start([many_voters(2_500_000).encode()], ANYONE, "k" * 22).pk.hex)
"""
STATE = """
from letgo.commons.record.models import Job
from letgo.decide.checks import queries
from letgo.decide.checks.models import Check
check = Check.objects.get()
print(check.state, Job.objects.get(name="checks.count").attempts, queries.page(check).report["election"]["voters"])
"""


def wait_until(true, seconds=90):
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def children_of(parent: int) -> list[int]:
    """The processes that count for this worker."""
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def limited(process: int) -> bool:
    """Whether the process that counts has set its limits: it is bound to its worker by then."""
    return f"Max address space {Limits().memory_bytes}" in " ".join(Path(f"/proc/{process}/limits").read_text().split())


def alive(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def test_a_check_whose_worker_is_killed_is_counted_once_more_and_shown_once(installation):
    home = installation.home / "files" / "checks" / installation.run(START)
    first = installation.start(WORK)
    child = wait_until(lambda: children_of(first.pid))[0]
    wait_until(lambda: limited(child))
    os.kill(child, signal.SIGSTOP)  # it cannot even notice that nobody listens
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: not alive(child), seconds=5)
    assert not (home / layout.REPORT).exists()
    installation.start(WORK)
    wait_until((home / layout.REPORT).exists)
    wait_until(lambda: installation.run(STATE) == "done 2 2500004")
    assert sorted(path.name for path in home.iterdir()) == sorted((layout.VOTES, layout.REPORT, layout.CERTIFICATE))
