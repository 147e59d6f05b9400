"""Dying on purpose, for the programs that drills run: an act that is killed at a chosen moment, and four workers who do it at once."""

import os
import signal
import time
from collections.abc import Callable

from django.db import OperationalError, connection, connections

from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Job
from letgo.commons.record.refusals import Refused


def within(do: Callable[[], object]) -> str:
    """do() in a process of its own: "killed" or "done". Fails when the act broke."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            do()
            connections.close_all()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return "killed"
    assert os.WEXITSTATUS(status) == 0, "the act broke"
    return "done"


def killed_at(n: int, do: Callable[[], object]) -> str:
    """do(), dead at the n-th moment at which the database is about to hear or has heard something: "killed", or "done" before it."""
    count = 0

    def moment():
        nonlocal count
        count += 1
        if count == n:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(execute, sql, params, many, context):
        moment()
        return execute(sql, params, many, context)

    def act():
        commit = connection._commit

        def committed():
            moment()
            commit()
            moment()

        connection._commit = committed
        with connection.execute_wrapper(heard):
            do()

    return within(act)


def until_done(do: Callable[[], object], look: Callable[[], None], step: int) -> int:
    """do() killed at moment 1, then `step` moments later and so on, until it is done; look() each time. Returns the last moment."""
    n = 1
    while killed_at(n, do) == "killed":
        look()
        n += step
    look()
    return n


def taken_up() -> None:
    """What a killed worker left is given to the next one, as the sweep does it once a lease is over, and all that waits is done."""
    left = Job.objects.filter(name="record.effect", state="running")
    left.update(state="waiting", holder=None, lease_until=None, attempts=0)
    run_waiting()


def all_at_once(do: Callable[[int], object], workers: int = 4) -> None:
    """do(number) in several processes at once; each tries 20 times while it is refused or the database is busy."""
    connections.close_all()
    started = []
    for number in range(workers):
        pid = os.fork()
        if pid == 0:
            for _ in range(20):
                try:
                    do(number)
                    break
                except (Refused, OperationalError):
                    time.sleep(0.01)
            os._exit(0)
        started.append(pid)
    for pid in started:
        os.waitpid(pid, 0)
