"""Counting elections: every real ward beside pyrankvote, reading beside csv.reader alone, a million ballots, and growth."""

import csv
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bench.claims import Claim, seconds
from bench.elections import ROOT
from bench.peers import HERE, python
from letgo.engines.counting import meek, scottish
from letgo.engines.counting.election import Candidate, Election, election_of
from letgo.engines.counting.files import load

SECTION = "Elections: Scottish STV, ballots read"
MANY = 1_000_000
AGAIN = 8  # wards measured once more, after a brief look at all


def wards() -> Iterator[Claim]:
    """All shared wards (LETGO_DATA, else ../shared/data), then made-up elections."""
    folder = Path(os.environ.get("LETGO_DATA") or ROOT.parent / "shared" / "data") / "stv" / "wards"
    paths = sorted(folder.glob("*.csv"))
    with _Peer() as peer:
        if paths:
            yield from _real(peer, paths)
        yield from _million(peer)
    yield from _growth()


def _real(peer: "_Peer", paths: list[Path]) -> Iterator[Claim]:
    ours, theirs, read, plain, others, worst_meek = 0.0, 0.0, 0.0, 0.0, 0, (0.0, "")
    ratios: dict[Path, float] = {}
    for path in paths:
        read += _least(lambda path=path: load(path), 3)
        plain += _least(lambda path=path: list(csv.reader(path.open(newline=""))), 3)
        election, _ = load(path)
        spent = _least(lambda election=election: scottish.count(election), 5)
        answer = peer.count(election, 3)
        ours, theirs = ours + spent, theirs + answer["count"]
        ratios[path] = answer["count"] / spent
        others += sorted(answer["winners"]) != sorted(scottish.count(election).winners)
        if election.ballots > 10_000:
            worst_meek = max(worst_meek, (_least(lambda election=election: meek.count(election), 3), path.stem))
    words = f"{len(paths)} wards, one after the other"
    yield Claim(SECTION, words, seconds(ours), f"pyrankvote: {seconds(theirs)}", theirs / ours, 15)
    yield Claim(SECTION, words, "", "", theirs / ours, 60, kind="aim")
    slowest = min((_in_turns(peer, path), path.stem) for path in sorted(ratios, key=lambda path: ratios[path])[:AGAIN])
    yield Claim(SECTION, f"the least of them, {slowest[1]}", "", "", slowest[0], 4)
    yield Claim(SECTION, "wards in which pyrankvote elects other people", "0", str(others), others, 0, kind="figure")
    yield from _votekit(paths)
    yield Claim(SECTION, "reading them", seconds(read), f"csv.reader: {seconds(plain)}", read / plain, 5, least=False)
    yield Claim(SECTION, "reading them", "", "", read / plain, 2, least=False, kind="aim")
    yield Claim(
        SECTION,
        f"Meek on the slowest large ward, {worst_meek[1]}",
        seconds(worst_meek[0]),
        "",
        worst_meek[0],
        0.3,
        least=False,
    )


def _in_turns(peer: "_Peer", path: Path) -> float:
    """How many times as fast as the peer we count one ward, with care: what slows the machine for a moment slows both."""
    election, _ = load(path)
    ours = theirs = float("inf")
    for _ in range(10):
        ours = min(ours, _least(lambda: scottish.count(election), 5))
        theirs = min(theirs, peer.count(election, 3)["count"])
    return theirs / ours


def _votekit(paths: list[Path]) -> Iterator[Claim]:
    """The same beside VoteKit's FastSTV, where LETGO_VOTEKIT names a Python that has it (docs/decisions/0212)."""
    if not (place := os.environ.get("LETGO_VOTEKIT")):
        return
    ours, theirs, others = 0.0, 0.0, 0
    with _Peer(place, "votekit_peer.py") as peer:
        for path in paths:
            election, _ = load(path)
            spent = _least(lambda election=election: scottish.count(election), 5)
            answer = peer.count(election, 3)
            ours, theirs = ours + spent, theirs + answer["count"]
            others += sorted(answer["winners"]) != sorted(scottish.count(election).winners)
    words = f"{len(paths)} wards, beside FastSTV"
    yield Claim(SECTION, words, seconds(ours), f"VoteKit: {seconds(theirs)}", theirs / ours, 10)
    yield Claim(SECTION, words, "", "", theirs / ours, 30, kind="aim")
    yield Claim(SECTION, "wards in which FastSTV elects other people", "0", str(others), others, 0, kind="figure")


def _million(peer: "_Peer") -> Iterator[Claim]:
    election = made_up(MANY, 20, 8)
    spent = _least(lambda: scottish.count(election), 3)
    few = made_up(MANY // 10, 20, 8)  # the peer needs gigabytes for the whole; it grows at least as the ballots do
    answer = peer.count(few, 1)
    told = f"pyrankvote, ten times its {seconds(answer['count'])} for a tenth"
    yield Claim(
        SECTION,
        f"{MANY:,} made-up ballots, 20 candidates, 8 seats",
        seconds(spent),
        told,
        10 * answer["count"] / spent,
        20,
    )


def _growth() -> Iterator[Claim]:
    small, large = made_up(MANY // 10, 20, 8), made_up(MANY, 20, 8)
    one, other = _least(lambda: scottish.count(small), 5), _least(lambda: scottish.count(large), 3)
    yield Claim(SECTION, "ten times the ballots", seconds(other), seconds(one), other / one, 14, least=False)


def made_up(ballots: int, candidates: int, seats: int) -> Election:
    """Seeded rankings of 1 to all candidates, the low numbers liked best."""
    draw = np.random.default_rng(7)
    liking = draw.exponential(size=(ballots, candidates)) * np.linspace(1, 3, candidates)
    order, lengths = liking.argsort(axis=1) + 1, draw.integers(1, candidates + 1, ballots)
    rows = ((1, tuple(row[:length])) for row, length in zip(order.tolist(), lengths.tolist(), strict=True))
    return election_of([Candidate(str(number)) for number in range(1, candidates + 1)], seats, rows)


def _least(work: Callable[[], Any], times: int) -> float:
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


class _Peer:
    """A running pyrankvote, or another program that speaks as it does, under a Python of its own."""

    def __init__(self, place: str | Path | None = None, program: str = "pyrankvote_peer.py") -> None:
        self.place, self.program = place, program

    def __enter__(self) -> "_Peer":
        program = [self.place or python(), HERE / self.program]
        self.process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def count(self, election: Election, times: int) -> dict[str, Any]:
        """{"build", "count", "winners"} of its single_transferable_vote."""
        assert self.process.stdin
        assert self.process.stdout
        asked = {
            "ballots": [[weight, list(ranking)] for weight, ranking in election.groups()],
            "candidates": len(election.candidates),
            "seats": election.seats,
            "times": times,
        }
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())
