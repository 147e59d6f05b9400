"""Rules that add up marks: plurality (first preferences), block vote (the first so many as crosses), approval (everyone ranked)."""

from letgo.engines.counting.election import Election

RULES = ("approval", "block", "plurality")


def totals_of(election: Election, rule: str) -> list[int]:
    """Votes for each candidate, by number less one. Who withdrew gets none; the next preference takes their place.

    Block vote takes as many crosses from a ballot as there are seats: what the usual "X for as many as seats" would have given.
    """
    most = {"plurality": 1, "block": election.seats, "approval": len(election.candidates)}[rule]
    totals = [0] * len(election.candidates)
    for weight, ranking in election.groups():
        standing = [number for number in ranking if number not in election.withdrawn]
        for number in standing[:most]:
            totals[number - 1] += weight
    return totals
