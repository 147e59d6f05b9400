"""A count as plain JSON: winners, stages, what was lost, audits, settings, notes. Its keys are a promise to users."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from letgo.engines.counting import ers97_words
from letgo.engines.counting.audit import closest, coalitions, figures, unique, why_lost
from letgo.engines.counting.counting import Result
from letgo.engines.counting.result import Stage, Tie
from letgo.engines.counting.words import decides, gap, last_words, name, sentence, votes
from letgo.engines.counting.yesno import Answer, Question
from letgo.engines.sealing.lots import lot
from letgo.engines.sealing.reading import Note

MOST_COALITIONS = 50


def report(result: Result, notes: Sequence[Note]) -> dict[str, Any]:
    """The whole report. Candidates are numbers from 1; votes are decimal strings, 5 decimals (Meek 9), the quota an integer."""
    if result.parts:
        return _pooled(result, notes)
    count, settings = result.count, result.settings
    decimals = 9 if count.scale == 10**9 else 5
    told = [_stage(result, at, stage, decimals) for at, stage in enumerate(count.stages)]
    ties = [tie for tie in count.ties if decides(count, tie)]
    made: dict[str, Any] = {
        "title": count.election.title,
        "winners": list(count.winners),
        "filled": list(count.filled),
        "withdrawn": sorted(count.election.withdrawn),
        "quota": _quota(result),
        "stages": told,
        "lost": votes(count.lost, count.scale, decimals),
        "lost_why": _lost(result, decimals),
        "valid": count.valid,
        "candidates": [
            {"number": n, "name": c.name, "party": c.party} for n, c in enumerate(count.election.candidates, 1)
        ],
        "audit": _audit(result, decimals),
        "ties": [_tie(tie) for tie in ties],
        "lot_of": _lot_of(result, ties),
        "settings": settings.as_dict(),
        "notes": [{"code": n.code, "line": n.line, "text": n.text} for n in [*notes, *_own_notes(result)]],
    }
    if result.matrix is not None:
        made["matrix"] = [list(row) for row in result.matrix]
    if result.seated:
        made["seated"] = list(result.seated)
    if last := last_words(result):
        made["last"] = last
    return made


def _pooled(result: Result, notes: Sequence[Note]) -> dict[str, Any]:
    """The report of pools that were counted apart: stages, ties and groups one pool after the other, each with its pool's name.

    There is no quota of the whole; `lost` is the sum; `pools` has what is each pool's own.
    """
    count, settings = result.count, result.settings
    decimals = 9 if count.scale == 10**9 else 5
    parts = [(part, report(part, [])) for part in result.parts]
    made = parts[0][1] | {
        "winners": list(count.winners),
        "filled": list(count.filled),
        "withdrawn": sorted(count.election.withdrawn),
        "quota": None,
        "stages": [{"pool": part.pool, **stage} for part, told in parts for stage in told["stages"]],
        "lost": votes(sum(part.count.lost for part, _ in parts), count.scale, decimals),
        "lost_why": None,
        "valid": count.valid,
        "audit": _pooled_audit(result, [(part.pool, told["audit"]) for part, told in parts]),
        "ties": [{"pool": part.pool, **tie} for part, told in parts for tie in told["ties"]],
        "lot_of": {number: lot for _, told in parts for number, lot in told["lot_of"].items()},
        "pools": [_pool(part, told) for part, told in parts],
        "notes": [{"code": n.code, "line": n.line, "text": n.text} for n in [*notes, *_own_notes(result)]],
        "settings": settings.as_dict(),
    }
    made.pop("last", None)
    return made | ({"seated": list(result.seated)} if result.seated else {})


def _pool(part: Result, told: dict[str, Any]) -> dict[str, Any]:
    own = ("winners", "filled", "quota", "lost", "valid", "last")
    return {"name": part.pool, "seats": part.count.election.seats, **{key: told[key] for key in own if key in told}}


def _pooled_audit(result: Result, audits: Sequence[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """What each pool owes, and for the whole who is left with nobody."""
    count, settings = result.count, result.settings
    near = [audit["closest"] for _, audit in audits if audit["closest"]]
    return {
        "left_with_nobody": figures(count.election, count.winners, settings.election, settings.seed),
        "axiom": "droop-proportionality",
        "holds": all(audit["holds"] for _, audit in audits),
        "shut_out": [{**group, "pool": pool} for pool, audit in audits for group in audit["shut_out"]],
        "owed": [{**group, "pool": pool} for pool, audit in audits for group in audit["owed"]],
        "closest": min(near, key=lambda each: Decimal(each["by"]), default=None),
        "unique_rankings": unique(count.election),
    }


def _stage(result: Result, at: int, stage: Stage, decimals: int) -> dict[str, Any]:
    scale = result.count.scale
    tie = stage.tie
    return {
        "action": stage.action,
        "from": stage.source or None,
        "totals": [votes(total, scale, decimals) for total in stage.totals],
        "lost": votes(stage.lost, scale, decimals),
        "elected": list(stage.elected),
        "excluded": list(stage.excluded),
        "tie": None if tie is None else _tie(tie),
        "text": sentence(result, at) if stage.quota is None else ers97_words.sentence(result.count, at),
        **({"guarded": list(stage.guarded), "doomed": list(stage.doomed)} if result.hold else {}),
        **_by_hand(stage, scale),
    }


def _by_hand(stage: Stage, scale: int) -> dict[str, Any]:
    """What only ERS97 has: the quota after each stage, and what a paper was worth in each batch that moved."""
    if stage.quota is None:
        return {}
    return {"quota": votes(stage.quota, scale, 2), "batches": [votes(value, scale, 2) for value in stage.batches]}


def _quota(result: Result) -> int | str | None:
    """A whole number of votes; a decimal string for Meek (9 decimals) and ERS97 (2); None where there is none."""
    count = result.count
    if not count.quota:
        return None
    digits = {10**9: 9, 100: 2}.get(count.scale)
    return votes(count.quota, count.scale, digits) if digits else count.quota // count.scale


def _audit(result: Result, decimals: int) -> dict[str, Any]:
    count, settings = result.count, result.settings
    election, scale = count.election, count.scale
    # Where a rule has no quota, or one that more groups can reach than there are seats (ERS97), Scottish STV's says what is owed.
    own = 0 if settings.rule == "ers97" else count.quota
    quota = own or (count.valid // (election.seats + 1) + 1) * scale
    owed = coalitions(election, count.winners, quota, scale)
    short = [group for group in owed if group.elected < group.owed]
    near = closest(count)
    return {
        "left_with_nobody": figures(election, count.winners, settings.election, settings.seed),
        "axiom": "droop-proportionality",
        "holds": not short,
        "shut_out": [_group(group) for group in short[:MOST_COALITIONS]],
        "owed": [_group(group) for group in owed[:MOST_COALITIONS]],
        "closest": None if near is None else _closest(result, *near, decimals),
        "unique_rankings": unique(election),
    }


def _closest(result: Result, out: int, stays: int, parts: int, decimals: int) -> dict[str, Any]:
    count = result.count
    far = f"{gap(parts, count.scale)} behind" if parts else "level with"
    text = f"{name(count, out)} went out {far} {name(count, stays)}."
    return {"out": out, "stays": stays, "by": votes(parts, count.scale, decimals), "text": text}


def _lost(result: Result, decimals: int) -> dict[str, str] | None:
    """Why votes were lost, in votes: their papers rank nobody else who stood, or they are decimals that the rule drops."""
    why = why_lost(result.count)
    return why and {
        "nobody_else": votes(why[0], result.count.scale, decimals),
        "dropped": votes(why[1], result.count.scale, decimals),
    }


def _tie(tie: Tie) -> dict[str, Any]:
    """A tie that was settled. By lot: of the lots in `lot_of`, ascending, the first is taken for a seat, the last goes out."""
    return {"tied": list(tie.tied), "chosen": tie.chosen, "by": tie.by}


def _lot_of(result: Result, ties: Sequence[Tie]) -> dict[str, str]:
    """The lot of everyone who was in a tie that a lot settled, once each: three hundred whom nobody ranked tie three hundred times."""
    settings = result.settings
    drawn = sorted({number for tie in ties if tie.by == "lot" for number in tie.tied})
    return {str(number): lot(settings.election, settings.seed, str(number)) for number in drawn}


def _group(group: Any) -> dict[str, Any]:
    return {"candidates": list(group.candidates), "voters": group.voters, "owed": group.owed, "elected": group.elected}


def _own_notes(result: Result) -> list[Note]:
    """What is odd in the count itself."""
    count, settings = result.count, result.settings
    found = []
    if not count.valid:
        found.append(Note("no-votes", None, "No ballot ranks anyone who stands. Nobody is elected by votes."))
    standing = len(count.election.candidates) - len(count.election.withdrawn)
    if standing < count.election.seats:
        found.append(
            Note("too-few", None, f"{standing} stand for {count.election.seats} seats. The others stay empty.")
        )
    for part in result.parts:
        if not part.count.valid and not part.count.winners:
            text = f"Nobody in pool “{part.pool}” has a vote. Its seats stay empty."
            found.append(Note("no-votes", None, text))
    open_seats = count.election.seats - sum(part.count.election.seats for part in result.parts)
    if result.parts and open_seats and not settings.countback:
        text = f"Seats that are in no pool and that nobody stands for: {open_seats}. They stay empty."
        found.append(Note("too-few", None, text))
    if empty := count.winners.count(settings.ron) if settings.ron else 0:
        found.append(Note("reopen", None, f"Nominations are opened again for {empty} of the seats."))
    if settings.withdraw or count.election.withdrawn:
        gone = ", ".join(str(number) for number in sorted(count.election.withdrawn))
        found.append(
            Note("withdrawn", None, f"Withdrawn: {gone}. Their preferences are passed over; the ballots stand as cast.")
        )
    if settings.rule == "block":
        text = "Crosses for as many as there are seats let the largest group take every seat. See “left with nobody”."
        found.append(Note("block", None, text))
    return found


def answer_report(answer: Answer, question: Question, notes: Sequence[Note]) -> dict[str, Any]:
    """A yes or no as the same JSON: `winners` is [1] for yes, [2] for no, nothing where it did not pass for want of votes."""
    cast = answer.yes + answer.no + answer.abstain
    text = {
        "passed": "Yes has passed.",
        "not-enough": "Yes has too few votes to pass.",
        "tie": "Yes and no are equal. Yes has not passed.",
        "no-quorum": f"{cast} voted, and {question.quorum} are needed. Nothing is decided.",
    }[answer.why]
    totals = [f"{number}.00000" for number in (answer.yes, answer.no, answer.abstain)]
    stage = {"action": "count", "from": None, "totals": totals, "elected": [], "excluded": [], "text": text}
    return {
        "winners": [1] if answer.passed else [] if answer.why == "no-quorum" else [2],
        "quota": None,
        "stages": [stage],
        "lost": f"{answer.abstain}.00000",
        "valid": answer.yes + answer.no,
        "turnout": None if not question.roll else f"{cast}/{question.roll}",
        "audit": {"quorum": question.quorum, "cast": cast, "reached": cast >= question.quorum, "why": answer.why},
        "settings": {
            "rule": "yes-no", "roll": question.roll, "quorum": question.quorum,
            "pass": f"{question.passes.numerator}/{question.passes.denominator}" + (" of the roll" if question.of_roll else ""),
        },
        "notes": [{"code": n.code, "line": n.line, "text": n.text} for n in notes],
    }  # fmt: skip
