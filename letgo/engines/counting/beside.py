"""The same papers, counted by other rules: what a result is laid beside."""

from typing import Any

from letgo.engines.counting.audit import left_with_nobody
from letgo.engines.counting.counting import Result, Rule, Settings, count

ONE: tuple[Rule, ...] = ("av", "ranked-pairs", "plurality")
SEVERAL: tuple[Rule, ...] = ("scottish-stv", "block", "plurality")


def beside(result: Result) -> list[dict[str, Any]]:
    """Who would be elected by each other rule, [{"rule", "winners", "left_with_nobody"}], the result's own rule left out.

    One seat: AV, ranked pairs, one X. Several: Scottish STV, an X for each seat, one X. An X goes to who stands first on a paper.
    """
    election, settings = result.count.election, result.settings
    found = []
    for rule in ONE if election.seats == 1 else SEVERAL:
        if rule != settings.rule:
            other = count(election, Settings(rule, election=settings.election, seed=settings.seed))
            winners = other.count.winners
            left = left_with_nobody(election, winners)
            found.append({"rule": rule, "winners": list(winners), "left_with_nobody": left})
    return found
