"""The proof of a count: ballots, settings and result in one JSON, sealed with a digest, that verify.py counts again.

Self-contained and canonical. Votes are whole parts of a vote, `scale` of them to one. Nothing in it is free text but the names.
"""

from typing import Any

from letgo.engines.counting.counting import Result
from letgo.engines.counting.election import Election
from letgo.engines.counting.result import Stage, Tie
from letgo.engines.counting.yesno import Answer, Question
from letgo.engines.sealing.canonical import digest, encode

FORMAT = "letgo.counting/1"


def certificate(result: Result) -> bytes:
    """The certificate of a count as canonical JSON, with its digest."""
    count, election = result.count, result.count.election
    if count.rule == "approval":
        election = election.levelled()
    return _sealed(
        election={
            "candidates": [candidate.name for candidate in election.candidates],
            "seats": election.seats,
            "withdrawn": sorted(election.withdrawn),
            "ballots": _ballots(election, equal=result.matrix is not None),
        },
        settings=result.settings.as_dict(),
        result={
            "winners": list(count.winners),
            "filled": list(count.filled),
            "quota": str(count.quota),
            "scale": str(count.scale),
            "stages": [_stage(stage) for stage in count.stages],
            "ties": [_tie(tie) for tie in count.ties],
        },
    )


def answer_certificate(answer: Answer, question: Question) -> bytes:
    """The certificate of a yes or no as canonical JSON, with its digest."""
    return _sealed(
        election={"yes": answer.yes, "no": answer.no, "abstain": answer.abstain},
        settings={
            "rule": "yes-no",
            "roll": question.roll,
            "quorum": question.quorum,
            "pass": f"{question.passes.numerator}/{question.passes.denominator}",
            "at_least": question.at_least,
            "of_roll": question.of_roll,
        },
        result={"passed": answer.passed, "why": answer.why},
    )


def _sealed(**parts: Any) -> bytes:
    document = {"format": FORMAT, **parts}
    return encode({**document, "digest": digest(document)})


def _ballots(election: Election, equal: bool) -> list[list[Any]]:
    """[how many, ranking] of each different ballot as the rule read it, in order; with `equal`, equal ranks as lists of their own."""
    if not (equal and election.equal):
        return [[weight, list(ranking)] for weight, ranking in election.groups()]
    left = {ranking: weight for weight, ranking in election.groups()}
    whole: dict[tuple[tuple[int, ...], ...], int] = {}
    for weight, before, ranks in election.equal:
        left[before] -= weight
        whole[*((number,) for number in before), *ranks] = weight
    whole |= {tuple((number,) for number in ranking): weight for ranking, weight in left.items() if weight}
    return [
        [weight, [rank[0] if len(rank) == 1 else list(rank) for rank in ranks]]
        for ranks, weight in sorted(whole.items())
    ]


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "action": stage.action,
        "from": stage.source,
        "totals": [str(total) for total in stage.totals],
        "lost": str(stage.lost),
        "elected": list(stage.elected),
        "excluded": list(stage.excluded),
        "tie": None if stage.tie is None else _tie(stage.tie),
    }


def _tie(tie: Tie) -> dict[str, Any]:
    return {"tied": list(tie.tied), "chosen": tie.chosen, "by": tie.by}
