"""A count as people and programs read it: one JSON object for the command, the web page and whoever comes after."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from letgo.engines.sharing import pabulib
from letgo.engines.sharing.audit import Audit
from letgo.engines.sharing.certificate import certificate
from letgo.engines.sharing.enough import full_reason
from letgo.engines.sharing.fund import Count, count
from letgo.engines.sharing.problem import Election, Note
from letgo.engines.sharing.reasons import short_reasons
from letgo.engines.sharing.settings import Settings
from letgo.engines.sharing.tally import Tally
from letgo.engines.sharing.words import cents, decimal, exact

Progress = Callable[[float, str], None]
Reasons = Literal["short", "full", "none"]


def check_file(path: Path, *, progress: Progress | None = None) -> tuple[dict[str, Any], bytes]:
    """Count a Pabulib file in the default way: (report, certificate). `progress` is told a part of 1 and a word.

    Raises BadFile when the file cannot be counted.
    """
    election, notes = load(path, progress=_part(progress, 0.0, 0.3))
    counted = count(election, Settings(), _part(progress, 0.3, 0.8))
    if progress:
        progress(0.8, "Writing down why")
    return report(counted, notes, "short"), certificate(counted)


def explain_file(path: Path, project: str, *, progress: Progress | None = None) -> dict[str, Any]:
    """The full reason of one losing project (its id in the file): how much more would have been enough.

    Raises BadFile, and KeyError for a project that is not in the file.
    """
    election, _ = load(path)
    outcome = count(election, Settings()).outcome
    c = {p: at for at, p in enumerate(outcome.tally.ids)}[project]
    return full_reason(outcome, c, short_reasons(outcome)[project], progress)


def load(path: Path, *, progress: Progress | None = None) -> tuple[Election, tuple[Note, ...]]:
    """pabulib.load with a progress that is told the part of the file read. Raises BadFile."""
    if progress is None or not path.is_file():
        return pabulib.load(path)
    tell, size = progress, max(path.stat().st_size, 1)
    return pabulib.load(path, progress=lambda read: tell(read / size, "Reading the file"))


def report(counted: Count, notes: Sequence[Note], reasons: Reasons, progress: Progress | None = None) -> dict[str, Any]:
    """The whole report. Money is in decimal strings of currency units; ids are strings as in the file."""
    tally, outcome = counted.tally, counted.outcome
    scale = tally.election.scale
    return {
        "winners": [tally.ids[c] for c in outcome.winners],
        "filled": [tally.ids[c] for c in outcome.filled],
        "spent": decimal(tally.cost_of(outcome.winners), scale),
        "budget": decimal(tally.budget, scale),
        "settings": {**tally.settings.as_dict(), "reasons": reasons},
        "audit": {
            "result": _audit(tally, counted.audit),
            "greedy": _audit(tally, counted.greedy_audit),
            "recorded": None if counted.recorded_audit is None else _audit(tally, counted.recorded_audit),
        },
        "reasons": _reasons(counted, reasons, progress),
        "notes": [{"code": note.code, "line": note.line, "text": note.text} for note in notes],
        "election": _election(tally),
        "count": _count(counted),
        "greedy": _companion(tally, counted.greedy),
        "recorded": None if counted.recorded is None else _companion(tally, counted.recorded),
    }


def _reasons(counted: Count, reasons: Reasons, progress: Progress | None) -> dict[str, Any]:
    if reasons == "none":
        return {}
    outcome, said = counted.outcome, short_reasons(counted.outcome)
    if reasons == "full":
        lost = [c for c in range(counted.tally.size) if c not in outcome.winners]
        for at, c in enumerate(lost):
            part = _part(progress, at / len(lost), (at + 1) / len(lost))
            name = counted.tally.ids[c]
            said[name] = full_reason(outcome, c, said[name], part)
    return said


def _audit(tally: Tally, audit: Audit) -> dict[str, Any]:
    scale = tally.election.scale
    by_cost = tally.settings.utility == "cost"
    excluded = [
        {
            "project": tally.ids[e.project],
            "group_size": e.size,
            "entitled": exact(e.entitled, scale),
            "got": decimal(e.got, scale) if by_cost else str(e.got),
        }
        for e in audit.excluded
    ]
    nothing = audit.left_with_nothing
    return {"axiom": audit.axiom, "holds": audit.holds, "excluded": excluded, "left_with_nothing": nothing}


def _election(tally: Tally) -> dict[str, Any]:
    election = tally.election
    projects = [
        {
            "id": p.id,
            "name": p.name,
            "cost": decimal(p.cost, election.scale),
            "votes": tally.votes[c],
            "points": None if tally.points is None else tally.score[c],
            "selected": p.selected,
        }
        for c, p in enumerate(election.projects)
    ]
    return {
        "title": election.title,
        "place": election.place,
        "currency": election.currency,
        "vote_type": election.vote_type,
        "voters": election.voters,
        "projects": projects,
    }


def _count(counted: Count) -> dict[str, Any] | None:
    """Prices and raises of Equal Shares; None for other rules."""
    tally, shares = counted.tally, counted.outcome.shares
    if shares is None:
        return None
    run, scale = shares.run, tally.election.scale
    purchases = []
    for at, bought in enumerate(run.purchases):
        price = run.payments.exact_price(at)
        points = None if tally.points is None else bought.rich
        paid = price * bought.rich
        purchases.append(
            {
                "project": tally.ids[bought.project],
                "price": exact(price, scale),
                "price_money": cents(price, scale),
                "full": bought.payers,
                "points": points,
                "partial": int(np.asarray(tally.weight_of[bought.poor]).sum()),
                "partial_money": cents(tally.costs[bought.project] - paid, scale),
            }
        )
    ties = [
        {
            "step": tie.step,
            "projects": [tally.ids[c] for c in sorted(tie.projects, key=lambda c: tally.id_place[c])],
            "chosen": tally.ids[tie.chosen],
            "by": tie.by,
        }
        for tie in run.ties
    ]
    return {
        "endowment": exact(run.endowment, scale),
        "endowment_money": cents(run.endowment, scale),
        "raised": shares.raised,
        "purchases": purchases,
        "ties": ties,
    }


def _companion(tally: Tally, winners: tuple[int, ...]) -> dict[str, Any]:
    return {
        "winners": [tally.ids[c] for c in winners],
        "spent": decimal(tally.cost_of(winners), tally.election.scale),
    }


def _part(progress: Progress | None, low: float, high: float) -> Progress | None:
    """`progress` for a stage that runs from `low` to `high` of the whole."""
    if progress is None:
        return None
    return lambda part, word: progress(low + (high - low) * min(max(part, 0.0), 1.0), word)
