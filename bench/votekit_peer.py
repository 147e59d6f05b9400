"""VoteKit's FastSTV, asked from outside as pyrankvote_peer is: one JSON request a line, one JSON answer a line.

Runs under the Python that LETGO_VOTEKIT names, in an environment with votekit in it (docs/decisions/0212). {"build", "count", "winners"}:
making its profile, and FastSTV on it with simultaneous elections, which is its default; the least of n times, in seconds of processor time.
"""

import gc
import json
import sys
import time
import warnings

from votekit import RankBallot, RankProfile
from votekit.elections import FastSTV

warnings.simplefilter("ignore")


def answer(request):
    began = time.process_time()
    ballots = [
        RankBallot(ranking=[frozenset([str(number)]) for number in ranking], weight=weight)
        for weight, ranking in request["ballots"]
        if ranking
    ]
    profile = RankProfile(ballots=ballots, candidates=[str(n) for n in range(1, request["candidates"] + 1)])
    built = time.process_time() - began
    gc.collect()
    spent = []
    for _ in range(request["times"]):
        began = time.process_time()
        result = FastSTV(profile, n_seats=request["seats"])
        spent.append(time.process_time() - began)
    winners = [int(name) for together in result.get_elected() for name in together]
    return {"build": built, "count": min(spent), "winners": winners}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
