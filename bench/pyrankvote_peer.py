"""pyrankvote, asked from outside: reads one JSON request a line, answers with one JSON line. Runs in the peers' own environment.

{"ballots": [[weight, [numbers]]], "candidates": n, "seats": n, "times": n} -> {"build", "count", "winners"}: making its ballots, and
single_transferable_vote on them; the least of n times, in seconds of processor time.
"""

import gc
import json
import sys
import time

import pyrankvote
from pyrankvote import Ballot, Candidate


def answer(request):
    candidates = [Candidate(str(number)) for number in range(1, request["candidates"] + 1)]
    began = time.process_time()
    ballots = []
    for weight, ranking in request["ballots"]:
        ranked = [candidates[number - 1] for number in ranking]
        ballots += [Ballot(ranked_candidates=ranked) for _ in range(weight)]
    built = time.process_time() - began
    gc.collect()
    spent = []
    for _ in range(request["times"]):
        began = time.process_time()
        result = pyrankvote.single_transferable_vote(candidates, ballots, number_of_seats=request["seats"])
        spent.append(time.process_time() - began)
    winners = [int(candidate.name) for candidate in result.get_winners()]
    return {"build": built, "count": min(spent), "winners": winners}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
