"""Programs that we are measured beside, each in an environment of its own, made when it is first asked for.

pabutools is under the GPL: it is a separate process that we talk to, never imported, never shipped.
"""

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.elections import ROOT

HERE = ROOT / "bench"
PLACE = ROOT / "build" / "bench-env"
LOCK = HERE / "peers.lock"


def python() -> Path:
    """The peers' Python, with all that peers.lock names."""
    found, ready = PLACE / "bin" / "python", PLACE / ".ready"
    if not ready.is_file() or ready.read_bytes() != LOCK.read_bytes():
        print("Setting up the peers' own environment", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", PLACE], check=True)
        install = [
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
            "--quiet",
            "--require-hashes",
            "-r",
            LOCK,
        ]
        subprocess.run([found, *install], check=True)
        ready.write_bytes(LOCK.read_bytes())
    return found


class Pabutools:
    """A running pabutools: `load` a file, then `count` it as often as wanted. Answers hold processor seconds."""

    def __init__(self) -> None:
        program = [python(), HERE / "pabutools_peer.py"]
        self.process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def load(self, path: Path, times: int = 1) -> dict[str, Any]:
        """{"seconds", "voters"} of pabutools' parse_pabulib."""
        return self._ask({"do": "load", "path": str(path), "times": times})

    def count(self, times: int = 1) -> dict[str, Any]:
        """{"seconds", "winners"} of plain Equal Shares, cost utilities, exact fractions, on the file loaded last."""
        return self._ask({"do": "count", "times": times})

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"pabutools gave up on {request}: see above")
        result: dict[str, Any] = json.loads(answer)
        return result

    def __enter__(self) -> "Pabutools":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()
