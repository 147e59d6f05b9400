"""The proof of a count: ballots, settings and result in one JSON, sealed with a digest, that verify.py counts again.

Self-contained and canonical. Votes are whole parts of a vote, `scale` of them to one. Nothing in it is free text but the names.
"""

from typing import Any

from letgo.engines.counting.counting import Result
from letgo.engines.sealing.canonical import digest, encode

FORMAT = "letgo.counting/1"


def certificate(result: Result) -> bytes:
    """The certificate of a count as canonical JSON, with its digest."""
    count, election = result.count, result.count.election
    document: dict[str, Any] = {
        "format": FORMAT,
        "election": {
            "candidates": [candidate.name for candidate in election.candidates],
            "seats": election.seats,
            "withdrawn": sorted(election.withdrawn),
            "ballots": [[weight, list(ranking)] for weight, ranking in election.groups()],
        },
        "settings": result.settings.as_dict(),
        "result": {
            "winners": list(count.winners),
            "filled": list(count.filled),
            "quota": str(count.quota),
            "scale": str(count.scale),
            "stages": [_stage(stage) for stage in count.stages],
        },
    }
    return encode({**document, "digest": digest(document)})


def _stage(stage: Any) -> dict[str, Any]:
    return {
        "action": stage.action,
        "from": stage.source,
        "totals": [str(total) for total in stage.totals],
        "elected": list(stage.elected),
        "excluded": list(stage.excluded),
    }
