"""Two programs timed in turns: what shares the machine with them then slows both."""

import gc
import time
from collections.abc import Callable


def least(
    ours: Callable[[], float], theirs: Callable[[], float], patience: float, rounds: int = 15
) -> tuple[float, float]:
    """(least of ours, least of theirs) in processor seconds, as each call returns them.

    At most `rounds`, and none begun once the peer has had `patience` seconds.
    """
    one, two, spent, turn = float("inf"), float("inf"), 0.0, 0
    while turn == 0 or (turn < rounds and spent < patience):
        one = min(one, ours())
        last = theirs()
        two, spent, turn = min(two, last), spent + last, turn + 1
    return min(one, ours()), two


def timed(work: Callable[[], object], times: int = 1) -> float:
    """Processor seconds of `work`, all threads together; the least of so many `times` in a row."""
    gc.collect()
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)
