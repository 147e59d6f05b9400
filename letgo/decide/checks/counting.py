"""Counts a file in a process of its own, so that a bomb in it can hurt neither the worker nor the machine.

The process (child.py) limits its own memory and time, knows no database and no secrets, and says how far it is, one line at a time.
It writes what came of it into a new directory beside the votes, which the caller takes over or which is gone again.
"""

import json
import os
import selectors
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

import letgo
from letgo.decide.checks import layout
from letgo.decide.checks.rules import ON_YOUR_OWN, Limits

Progress = Callable[[float, str], None]
EXIT_TOO_LARGE = 3  # as child.py says it
TOO_LARGE = {
    "line": None,
    "what": "This file needs more time or memory than we can give to one count.",
    "cure": f"Count it on your own computer: {ON_YOUR_OWN}",
}


class Crashed(Exception):
    """The process ended in a way that it should not: our fault. Holds nothing of the file."""


class Gone(Exception):
    """The votes were deleted while they were counted."""


@dataclass(frozen=True)
class Outcome:
    """What came of it: `counted`, or not because of the file; and the directory of `files` that say more."""

    counted: bool
    files: Path


def count(home: Path, progress: Progress, limits: Limits):
    """A context that holds the Outcome of counting the votes in `home`: report and certificate, or the problem.

    Raises Crashed, Gone, and whatever `progress` raises; the process is ended first.
    """
    return _run(home, ["count"], layout.PROBLEM, progress, limits)


def explain(home: Path, place: int, progress: Progress, limits: Limits):
    """The same for the full reason of the project at `place` in the report."""
    return _run(home, ["explain", str(place)], layout.reason_problem(place), progress, limits)


@contextmanager
def _run(home: Path, task: list[str], problem: str, progress: Progress, limits: Limits) -> Iterator[Outcome]:
    if not (home / layout.VOTES).exists():
        raise Gone
    files = _empty(home, "-".join(["outcome", *task, ""]))
    try:
        code = _watch(_start(home, files, task, limits), home, progress, limits.wall_seconds)
        if not (home / layout.VOTES).exists():
            raise Gone
        if code == EXIT_TOO_LARGE:
            (files / problem).write_text(json.dumps(TOO_LARGE))
        elif code != 0:
            raise Crashed(f"exit {code}")
        yield Outcome(counted=not (files / problem).exists(), files=files)
    finally:
        shutil.rmtree(files, ignore_errors=True)


def _empty(home: Path, prefix: str) -> Path:
    """A new directory in `home`, and none besides with this prefix: a worker that was killed left it."""
    for left in home.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    return Path(mkdtemp(prefix=prefix, dir=home))


def _start(home: Path, files: Path, task: list[str], limits: Limits) -> subprocess.Popen:
    module = [sys.executable, "-m", "letgo.decide.checks.child"]
    bounds = [str(limits.memory_bytes), str(limits.cpu_seconds), str(os.getpid())]
    return subprocess.Popen(
        [*module, *bounds, str(home), str(files), *task],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback there could hold what the file says
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(Path(letgo.__file__).parents[1]),
            "LANG": "C.UTF-8",
            "OPENBLAS_NUM_THREADS": "1",  # each of its threads would reserve address space
        },
    )


def _watch(child: subprocess.Popen, home: Path, progress: Progress, seconds: float) -> int:
    """Pass on what the child says, until it ends; end it at the time limit, or when its votes are deleted."""
    end = monotonic() + seconds
    try:
        for line in _lines(child, end):
            if not (home / layout.VOTES).exists():
                raise Gone
            if line:
                progress(*json.loads(line))
        code = child.wait(timeout=max(1.0, end - monotonic()))
    except (TimeoutError, subprocess.TimeoutExpired):
        return EXIT_TOO_LARGE
    finally:
        child.kill()
        child.wait()
    return EXIT_TOO_LARGE if code in _KILLED else code


_KILLED = {-9, -24}  # SIGKILL: by the machine that ran out of memory; SIGXCPU: the time limit


def _lines(child: subprocess.Popen, end: float) -> Iterator[bytes]:
    """The whole lines that the child prints, and b"" each second without one. Raises TimeoutError at `end` (monotonic seconds)."""
    with selectors.DefaultSelector() as ready, child.stdout as pipe:
        ready.register(pipe, selectors.EVENT_READ)
        rest = b""
        while (left := end - monotonic()) > 0:
            if not ready.select(timeout=min(1.0, left)):
                yield b""
                continue
            if not (piece := os.read(pipe.fileno(), 65536)):
                return
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines
    raise TimeoutError
