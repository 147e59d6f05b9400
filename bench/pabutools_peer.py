"""pabutools, asked from outside: reads one JSON request a line, answers with one JSON line. Runs in the peers' own environment.

{"do": "load", "path": ..., "times": n} -> {"seconds", "voters"}: parse_pabulib; the least of n times.
{"do": "count", "times": n} -> {"seconds", "winners"}: method_of_equal_shares with Cost_Sat in exact fractions, on what was
loaded; the least of n times.
Seconds are of processor time. Ties as in the counts it is compared with: lowest cost, then most votes, then id.
"""

import gc
import json
import sys
import time
from collections import Counter

from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule


def order_of_ids(name):
    if name.isascii() and name.isdigit():
        return (0, int(name), name)
    return (1, 0, name)


def load(path, times):
    gc.collect()
    spent = []
    for _ in range(times):
        began = time.process_time()
        instance, profile = parse_pabulib(path)
        spent.append(time.process_time() - began)
    votes = Counter(project for ballot in profile for project in ballot)
    keys = {project: (project.cost, -votes[project], order_of_ids(project.name)) for project in instance}
    ties = TieBreakingRule(lambda _instance, _profile, project: keys[project])
    return (instance, profile, ties), {"seconds": min(spent), "voters": profile.num_ballots()}


def count(times, instance, profile, ties):
    gc.collect()
    spent = []
    for _ in range(times):
        began = time.process_time()
        winners = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, tie_breaking=ties)
        spent.append(time.process_time() - began)
    return {"seconds": min(spent), "winners": [project.name for project in winners]}


def main():
    loaded = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "load":
            loaded = None
            loaded, answer = load(request["path"], request["times"])
        else:
            answer = count(request["times"], *loaded)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
