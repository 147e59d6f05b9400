"""What one `letgo` command takes: seconds by the clock and of the processor, and its peak memory.

The kernel counts the memory of whoever starts a program towards that program's peak. So a command is started by a small
process of its own: this file, run as a program.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock and of the processor; the peak of resident memory in bytes."""

    wall: float
    processor: float
    peak: int


def run(*words: str) -> Spent:
    """Run `letgo` with `words`; what it prints is thrown away. Raises CalledProcessError when it fails."""
    letgo = [sys.executable, "-c", "from letgo.house.cli import main; main()", *words]
    said = subprocess.run([sys.executable, "-S", "-E", __file__, *letgo], check=True, stdout=subprocess.PIPE)
    return Spent(**json.loads(said.stdout))


if __name__ == "__main__":
    began = time.monotonic()
    subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        json.dumps(
            {
                "wall": time.monotonic() - began,
                "processor": used.ru_utime + used.ru_stime,
                "peak": used.ru_maxrss * 1024,
            }
        )
    )
