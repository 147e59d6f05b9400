"""The proof of a count: votes, settings, result, prices and audits in one JSON that verify.py checks without this engine.

Self-contained, canonical and sealed with a digest. All money is in minor units, as strings; prices are exact fractions.
Nothing in it is free text: each field follows from the votes and the settings, so each can be found false.
"""

from typing import Any

import numpy as np

from letgo.engines.sealing.canonical import digest, encode
from letgo.engines.sharing.audit import Audit
from letgo.engines.sharing.fund import Count
from letgo.engines.sharing.tally import Tally

FORMAT = "letgo.sharing/1"


def certificate(count: Count) -> bytes:
    """The certificate of `count` as canonical JSON, with its digest. Raises ValueError for unequal endowments."""
    tally = count.tally
    if tally.election.endowments is not None:
        raise ValueError("a certificate cannot yet tell of money that voters bring themselves")
    document: dict[str, Any] = {
        "format": FORMAT,
        "election": _election(tally),
        "settings": tally.settings.as_dict(),
        "result": _result(count),
        "greedy": _companion(tally, count.greedy),
        "recorded": None if count.recorded is None else _companion(tally, count.recorded),
        "audit": {
            "result": _audit(tally, count.audit),
            "greedy": _audit(tally, count.greedy_audit),
            "recorded": None if count.recorded_audit is None else _audit(tally, count.recorded_audit),
        },
    }
    return encode({**document, "digest": digest(document)})


def _election(tally: Tally) -> dict[str, Any]:
    election = tally.election
    projects = [{"id": p.id, "cost": str(p.cost), "name": p.name} for p in election.projects]
    return {
        "scale": election.scale,
        "budget": str(election.budget),
        "voters": election.voters,
        "projects": projects,
        "ballots": _ballots(tally),
    }


def _ballots(tally: Tally) -> list[list[Any]]:
    """[weight, projects] or, where points count, [weight, projects, points]; each different ballot once, in order."""
    election, points = tally.election, tally.points_flat
    starts, named = election.starts.tolist(), election.named.tolist()
    given = None if points is None else points.tolist()
    merged: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    for at, weight in enumerate(election.weights.tolist()):
        row = slice(starts[at], starts[at + 1])
        ballot = (tuple(named[row]), () if given is None else tuple(given[row]))
        merged[ballot] = merged.get(ballot, 0) + weight
    if given is None:
        return [[weight, list(ids)] for (ids, _), weight in sorted(merged.items())]
    return [[weight, list(ids), list(marks)] for (ids, marks), weight in sorted(merged.items())]


def _result(count: Count) -> dict[str, Any]:
    tally, outcome = count.tally, count.outcome
    result: dict[str, Any] = {
        "winners": _ids(tally, outcome.winners),
        "filled": _ids(tally, outcome.filled),
        "spent": str(tally.cost_of(outcome.winners)),
        "endowment": None,
        "raised": None,
        "payments": [],
        "ties": [],
    }
    if outcome.shares is None:
        return result
    run = outcome.shares.run
    for at, bought in enumerate(run.purchases):
        price = run.payments.exact_price(at)
        last = int(np.asarray(tally.weight_of[bought.poor]).sum())
        payment = {"project": tally.ids[bought.project], "price": str(price), "full": bought.payers, "partial": last}
        result["payments"].append(payment)
    for tie in run.ties:
        tied = sorted(tie.projects, key=lambda c: tally.id_place[c])
        row = {"step": tie.step, "projects": _ids(tally, tied), "chosen": tally.ids[tie.chosen], "by": tie.by}
        result["ties"].append(row)
    return {**result, "endowment": str(run.endowment), "raised": outcome.shares.raised}


def _companion(tally: Tally, winners: tuple[int, ...]) -> dict[str, Any]:
    return {"winners": _ids(tally, winners), "spent": str(tally.cost_of(winners))}


def _audit(tally: Tally, audit: Audit) -> dict[str, Any]:
    excluded = [
        {"project": tally.ids[e.project], "group_size": e.size, "entitled": str(e.entitled), "got": str(e.got)}
        for e in audit.excluded
    ]
    return {
        "axiom": audit.axiom,
        "holds": audit.holds,
        "excluded": excluded,
        "left_with_nothing": audit.left_with_nothing,
    }


def _ids(tally: Tally, projects: tuple[int, ...] | list[int]) -> list[str]:
    return [tally.ids[c] for c in projects]
