"""One count of a sealed box: what the engine of its method makes of it, what that gives by its terms, and whether its proof holds.

engines/sharing counts what is shared out or approved, here; engines/counting counts elections, in electing.py.

Plain values in, plain values out: the same ballots give the same bytes, in whatever order they lie.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from letgo.decide.ballots import electing
from letgo.decide.ballots.question import Counted, Listed, Question
from letgo.decide.ballots.rules import ELECTS, FUNDS
from letgo.engines.sealing import verify
from letgo.engines.sealing.lots import order
from letgo.engines.sharing.certificate import certificate
from letgo.engines.sharing.fund import Count, count
from letgo.engines.sharing.grouping import group
from letgo.engines.sharing.problem import Election, Project
from letgo.engines.sharing.report import report
from letgo.engines.sharing.settings import Settings


def counted(question: Question) -> Counted:
    """Count it, by the engine of its method. Raises BadSettings for settings that no count can follow."""
    if question.method in ELECTS:
        return electing.counted(question)
    done = count(election_of(question), settings_of(question))
    said = report(done, (), "short")
    return Counted(_report(question, done, said), certificate(done))


def election_of(question: Question) -> Election:
    """The ballots by group, as the engine wants them. Whoever picked nothing that is counted is in an empty group."""
    listed = [option for option in question.options if option.counted]
    place = {option.number: at for at, option in enumerate(listed)}
    groups = Counter(tuple(sorted(place[n] for n in set(ballot) if n in place)) for ballot in question.ballots)
    named = np.array([at for picks in groups for at in picks], np.int32)
    weights = np.array(list(groups.values()), np.int64)
    starts, flat, _, together = group(np.array([len(picks) for picks in groups], np.int64), named, None, weights)
    for array in (starts, flat, together):
        array.flags.writeable = False
    funds = question.method in FUNDS
    return Election(
        projects=tuple(Project(str(o.number), (o.cost_pence or 0) if funds else 1, o.title) for o in listed),
        budget=(question.purse_pence or 0) if funds else _seats(question),
        scale=100 if funds else 1,
        voters=len(question.ballots),
        vote_type="approval",
        starts=starts,
        named=flat,
        weights=together,
        currency="GBP" if funds else "",
    )


def settings_of(question: Question) -> Settings:
    """How the engine is to count: what the terms say, this vote's own id, and the seed that was read after the close."""
    rule = "equal-shares" if question.method == "equal-shares" else "greedy"
    return Settings(**{"rule": rule, **dict(question.terms.engine), "election": question.poll, "seed": question.seed})


def faults(question: Question, proof: bytes) -> Iterator[str]:
    """What is wrong with a certificate of this question: by the verifier that shares nothing with the engine, and beside the box itself."""
    if question.method in ELECTS:
        yield from electing.faults(question, proof)
        return
    try:
        document = verify.parse(proof)
        for _ in verify.check(document):
            pass
    except (verify.Untrue, verify.Unreadable) as error:
        yield f"The proof is not true: {error}"
        return
    wanted = _boxed(question)
    for part in ("scale", "budget", "voters", "projects", "ballots"):
        if document["election"][part] != wanted[part]:
            yield f"The proof is about another box: its {part} differ."
    if document["settings"] != settings_of(question).as_dict():
        yield "The proof is by other settings."


def _boxed(question: Question) -> dict[str, Any]:
    """The election's part of a certificate, made from the box without the engine."""
    listed, funds = [option for option in question.options if option.counted], question.method in FUNDS
    place = {option.number: at for at, option in enumerate(listed)}
    groups = Counter(tuple(sorted({place[n] for n in ballot if n in place})) for ballot in question.ballots)
    return {
        "scale": 100 if funds else 1,
        "budget": str((question.purse_pence or 0) if funds else _seats(question)),
        "voters": len(question.ballots),
        "projects": [
            {"id": str(o.number), "cost": str((o.cost_pence or 0) if funds else 1), "name": o.title} for o in listed
        ],
        "ballots": [[weight, list(picks)] for picks, weight in sorted(groups.items())],
    }


def _seats(question: Question) -> int:
    return 1 if question.method == "yes-no" else question.terms.seats


@dataclass(frozen=True)
class Judged:
    """What holds after all: the numbers that won, in order; why each other first of the count did not; and why nobody did, or ""."""

    won: tuple[int, ...]
    dropped: dict[int, str]
    why_none: str = ""


def judge(question: Question, votes: dict[int, int], first: Sequence[int]) -> Judged:
    """What the terms make of a count: `votes` by option, and `first`, the options that the engine put first, in its order.

    Fewer voters than the quorum: nobody wins. An option that nobody picked never wins. Where money is shared out, more than half of
    all ballots for "none of these" stop everything; elsewhere "none of these" stops each option that has fewer votes than it, and
    wins a tie. Yes wins with more than its part of the yes and no votes, or of the roll; level is no.
    """
    none = sum(votes[option.number] for option in question.options if option.none)
    if question.voters < question.quorum:
        return Judged((), {}, f"{question.voters} people voted, and it takes {question.quorum}.")
    if question.method == "yes-no":
        return _yes_or_no(question, votes)
    if question.method in FUNDS and 2 * none > len(question.ballots):
        return Judged((), {}, f"More than half said “none of these”: {none} of {len(question.ballots)}.")
    dropped = {n: "Nobody picked it." for n in first if not votes[n]}
    if question.method not in FUNDS:
        most = f"{none} said “none of these”, and that is as many or more."
        dropped |= {n: most for n in first if none and votes[n] <= none}
    return Judged(tuple(n for n in first if n not in dropped), dropped)


def _yes_or_no(question: Question, votes: dict[int, int]) -> Judged:
    yes, no = (option.number for option in question.options if not option.none)
    terms = question.terms
    out_of = question.roll if terms.of_roll else votes[yes] + votes[no]
    whose = "everybody on the list" if terms.of_roll else "those who said yes or no"
    if 100 * votes[yes] > terms.pass_percent * out_of:
        return Judged((yes,), {})
    return Judged(
        (no,), {yes: f"Yes needs more than {terms.pass_percent} in 100 of {whose}: it has {votes[yes]} of {out_of}."}
    )


def _report(question: Question, done: Count, said: dict[str, Any]) -> dict[str, Any]:
    votes = Counter(number for ballot in question.ballots for number in set(ballot))
    tallied = {option.number: votes[option.number] for option in question.options}
    first = [int(done.tally.ids[c]) for c in done.outcome.winners]
    judged = judge(question, tallied, first)
    costs = {option.number: option.cost_pence or 0 for option in question.options}
    rows = [
        {
            "number": option.number,
            "votes": tallied[option.number],
            "won": option.number in judged.won,
            "reason": _reason(question, option, judged, tallied, said),
        }
        for option in question.options
    ]
    return {
        "rows": rows,
        "won": list(judged.won),
        "mandate": bool(judged.won) and not judged.why_none,
        "why": judged.why_none,
        "spent_pence": sum(costs[n] for n in judged.won),
        "purse_pence": question.purse_pence,
        "ballots": len(question.ballots),
        "voters": question.voters,
        "roll": question.roll,
        "quorum": question.quorum,
        "none_votes": sum(tallied[option.number] for option in question.options if option.none),
        "empty": sum(not ballot for ballot in question.ballots),
        "audit": said["audit"],
        "greedy": said["greedy"],
        "count": said["count"],
        "settings": said["settings"],
        "lots": order(question.poll, question.seed, [str(o.number) for o in question.options if o.counted]),
    }


def _reason(question: Question, option: Listed, judged: Judged, votes: dict[int, int], said: dict[str, Any]) -> str:
    """One plain sentence or two: why this option won, or why not."""
    mine, all_of = votes[option.number], len(question.ballots)
    if option.withdrawn:
        return f"Not this time. {option.why}" if option.why else "It was taken off the list."
    if judged.why_none:
        return f"Not this time. {judged.why_none}"
    if option.none:
        return f"{mine} of {all_of} people picked it."
    if option.number in judged.dropped:
        return f"Not this time. {judged.dropped[option.number]}"
    if question.method in FUNDS:
        return str(said["reasons"][str(option.number)]["text"])
    if option.number in judged.won:
        return f"It won with {mine} of {all_of} votes."
    least = min((votes[n] for n in judged.won), default=0)
    level = mine == least and bool(judged.won)
    return f"Not this time. {mine} of {all_of} picked it" + (
        ", as many as picked a winner: the lot decided." if level else "."
    )
