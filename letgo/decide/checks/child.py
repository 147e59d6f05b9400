"""The process that counts one file: `python -m letgo.decide.checks.child MEMORY CPU PARENT HOME FILES count|explain PLACE`.

It limits itself before it reads a byte, ends when the worker that started it ends, writes its outcome into FILES, and prints
one JSON line [percent, word] at a time. Exit codes: 0 the outcome is there (a count or the problem of the file), 3 too large, 1 our fault.
"""

import ctypes
import gzip
import json
import os
import resource
import signal
import sys
from pathlib import Path
from time import monotonic
from typing import Any

TOO_LARGE = 3
LARGEST_FILE = 1 << 30
PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    """Do what the command line asks and return the exit code."""
    memory, cpu, parent, home, files, *task = arguments
    end_with(int(parent))
    limit(int(memory), int(cpu))
    try:
        run(Path(home), Path(files), task)
    except MemoryError:
        return TOO_LARGE
    return 0


def limit(memory: int, cpu: int) -> None:
    """Bound this process: bytes of address space, seconds of CPU, bytes of a file it writes; and no core file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with(parent: int) -> None:
    """Be killed when the worker is: a new one will count again. Only Linux can; elsewhere the time limit ends us."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def run(home: Path, files: Path, task: list[str]) -> None:
    """Count, or explain one project, and write the outcome. Engines are imported here: under the limits."""
    from letgo.decide.checks import elections, layout
    from letgo.engines.sealing.reading import BadFile
    from letgo.engines.sharing import report

    votes = home / layout.VOTES
    problem = layout.PROBLEM
    try:
        if task[0] == "count":
            found, certificate = _counted(home, votes)
            write(files / layout.REPORT, json.dumps(found).encode())
            write(files / layout.CERTIFICATE, certificate)
        else:
            place = int(task[1])
            problem = layout.reason_problem(place)
            counted = json.loads(gzip.decompress((home / layout.REPORT).read_bytes()))
            reason = report.explain_file(votes, counted["election"]["projects"][place]["id"], progress=say())
            write(files / layout.reason_file(place), json.dumps(reason).encode())
    except elections.SeatsMissing as missing:
        said = {"line": None, "what": "", "cure": "", "ask": "seats", "candidates": missing.candidates}
        (files / problem).write_text(json.dumps(said))
    except BadFile as bad:
        said = {"line": bad.line, "what": sentence(bad.what), "cure": sentence(bad.cure)}
        (files / problem).write_text(json.dumps(said))


def _counted(home: Path, votes: Path) -> tuple[dict[str, Any], bytes]:
    from letgo.decide.checks import elections, layout
    from letgo.engines.sharing import report

    if not elections.holds_one(votes):
        return report.check_file(votes, progress=say())
    chosen = home / layout.CHOICES
    return elections.check(votes, json.loads(chosen.read_text()) if chosen.exists() else {}, say())


def write(path: Path, data: bytes) -> None:
    """Write `data` packed, and have it on disk."""
    with open(path, "xb") as file:
        file.write(gzip.compress(data, 5, mtime=0))
        file.flush()
        os.fsync(file.fileno())


def sentence(text: str) -> str:
    """`text` as a sentence for a page: with a capital and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def say() -> Any:
    """A function for the engine to say how far it is, as a part of 1 and a word; it prints at most three lines a second."""
    last = 0.0

    def progress(part: float, word: str) -> None:
        nonlocal last
        if monotonic() - last >= 0.3:
            last = monotonic()
            print(json.dumps([100 * part, word]), flush=True)

    return progress


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
