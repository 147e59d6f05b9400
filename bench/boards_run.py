"""`python -m bench.boards_run N`: a board that N people elect, in an installation of its own (LETGO_HOME, a fresh one).

Prints, as JSON, the processor seconds from the call of the election to its declaration, by part. Each vote is cast by the room's own
action, as each name and each seconder is; what people take to think is not counted.
"""

import json
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

from letgo.house.databases import use_sound_sqlite

NAMES, SEATS = 12, 9


def main() -> int:
    """Build, elect, print."""
    use_sound_sqlite()
    from letgo.house.serving import migrate

    migrate(quiet=True)
    from letgo.commons.record.clock import travel
    from letgo.commons.record.jobs import run_waiting
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots import actions as ballots
    from tests.decide.boards import made

    of = made.board(int(sys.argv[1]), seats=SEATS, seconders=2, board_quorum=4)
    spent: dict[str, float] = {}
    with timed(spent, "call and names"):
        row = made.called(of)
        for number in range(NAMES):
            made.stand(of, row, number)
        row = made.names_closed(row)
    poll, draw = row.poll, random.Random(6)
    assert poll is not None
    by_number = {number: poll.options.get(about_id=name.pk).pk for number, name in of.names.items()}
    with timed(spent, "votes"), travel(poll.opens + made.MINUTE):
        ballots.open_poll(poll.pk, by=CLOCK, key=str(poll.pk))
        for voter in of.people:
            order = draw.sample(range(NAMES), draw.randint(1, NAMES))
            ballots.cast(poll.pk, [by_number[number] for number in order], by=voter)
    with timed(spent, "close, count and declaration"), travel(poll.closes + made.MINUTE):
        ballots.close_poll(poll.pk, by=CLOCK, key=str(poll.pk))
        for reader in of.estate.scrutineers:
            ballots.read_seed(poll.pk, "4 2 6", by=reader, key=made.key())
        run_waiting()
        ballots.declare(poll.pk, by=of.officer, key=made.key())
        made.tick()
    whole = sum(spent.values())
    row = made.seated(of, made.fresh(row))
    seats = of.body.mandates.filter(state="serving").count()
    assert (row.state, seats) == ("filled", SEATS), (row.state, row.why, seats)
    print(json.dumps({"spent": whole, "parts": spent, "ballots": len(of.people), "names": NAMES, "seats": seats}))
    return 0


@contextmanager
def timed(spent: dict[str, float], word: str) -> Iterator[None]:
    """Add the processor seconds of the block."""
    began = process_time()
    yield
    spent[word] = process_time() - began


if __name__ == "__main__":
    sys.exit(main())
