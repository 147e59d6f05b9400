"""One count of an election's sealed box, and one of a seat that fell empty later: by engines/counting, with the proof of each.

A candidate's number is that of their option. “None of these” stands as a candidate: by transfers each seat that it wins stays empty;
elsewhere nobody wins who has not beaten it.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from letgo.decide.ballots.question import Counted, Listed, Question
from letgo.decide.ballots.rules import TRANSFERS
from letgo.engines.counting.certificate import certificate
from letgo.engines.counting.counting import Result, Settings, count
from letgo.engines.counting.election import Candidate, Election, election_of
from letgo.engines.counting.pairwise import Order, ranked_pairs
from letgo.engines.counting.report import report
from letgo.engines.sealing import verify
from letgo.engines.sealing.lots import order

NO_VOTE = "Nobody put a number beside anyone who stands."
NEW_ONES = "More people want new nominations."


def counted(question: Question) -> Counted:
    """Count it. The report is that of engines/counting with what the terms make of it: rows, won, mandate, why, next and the rest.

    Raises BadSettings, and BadFile where seats that are kept for some cannot all be filled any more.
    """
    done = count(election(question), settings_of(question))
    return Counted(_report(question, done), certificate(done))


def counted_again(question: Question, leaver: int, kept: Collection[int], gone: Collection[int] = ()) -> Counted:
    """Fill the seat of `leaver` from the same ballots: `kept` keep their seats, `gone` stand no longer. In the report `won` is who
    takes the seat, [] where it stays empty, and `why`. Raises BadSettings, and BadFile as counted() does."""
    done = count(election(question), settings_again(question, leaver, kept, gone))
    new = [number for number in done.count.winners if number not in kept][:1]
    none = {option.number for option in question.options if option.none}
    won = [] if not done.count.valid else [number for number in new if number not in none]
    why = "" if won else NO_VOTE if not done.count.valid else NEW_ONES if new else "Nobody is left who could take it."
    told = {"won": won, "why": why, "leaver": leaver, "kept": sorted(kept), "gone": sorted(gone)}
    return Counted({**report(done, ()), **told}, certificate(done))


def election(question: Question) -> Election:
    """The ballots as the engine wants them, withdrawn options among the candidates: preferences for them are passed over."""
    candidates = [Candidate(option.title) for option in question.options]
    groups = Counter(question.ballots).items()
    gone = [option.number for option in question.options if option.withdrawn]
    return election_of(candidates, question.terms.seats, [(weight, picks) for picks, weight in groups], gone)


def settings_of(question: Question) -> Settings:
    """How the engine is to count: the rule, the seats, this vote's own id, and the seed that was read after the close."""
    rule: Any = question.method
    none = next((option.number for option in question.options if option.none and not option.withdrawn), 0)
    return Settings(
        rule=rule,
        seats=question.terms.seats,
        election=question.poll,
        seed=question.seed,
        ron=none if rule in TRANSFERS else 0,
        reserve=question.terms.reserve,
    )


def settings_again(question: Question, leaver: int, kept: Collection[int], gone: Collection[int]) -> Settings:
    """The same for a seat that fell empty; “none of these” stands as everybody does."""
    usual = replace(settings_of(question), ron=0)
    return replace(usual, countback=leaver, kept=tuple(sorted(kept)), withdraw=tuple(sorted(gone)))


def faults(question: Question, proof: bytes) -> Iterator[str]:
    """What is wrong with a certificate of this question: by the verifier that shares nothing with the engine, and beside the box itself."""
    yield from _untrue(question, proof, settings_of(question))


def faults_again(
    question: Question, leaver: int, kept: Collection[int], gone: Collection[int], proof: bytes
) -> Iterator[str]:
    """The same of a countback."""
    yield from _untrue(question, proof, settings_again(question, leaver, kept, gone))


def _untrue(question: Question, proof: bytes, settings: Settings) -> Iterator[str]:
    try:
        document = verify.parse(proof)
        unproven = [line for line in verify.check(document) if line.startswith(verify.PARTLY)]
    except (verify.Untrue, verify.Unreadable) as error:
        yield f"The proof is not true: {error}"
        return
    yield from (f"The proof does not prove it: {line}" for line in unproven)
    for part, wanted in _boxed(question, settings).items():
        if document["election"][part] != wanted:
            yield f"The proof is about another box: its {part} differ."
    if document["settings"] != settings.as_dict():
        yield "The proof is by other settings."


def _boxed(question: Question, settings: Settings) -> dict[str, Any]:
    """The election's part of a certificate, made from the box without the engine."""
    gone = {option.number for option in question.options if option.withdrawn}
    gone |= {*settings.withdraw, settings.countback} - {0}
    return {
        "candidates": [option.title for option in question.options],
        "seats": question.terms.seats,
        "withdrawn": sorted(gone),
        "ballots": [[weight, list(picks)] for picks, weight in sorted(Counter(question.ballots).items())],
    }


@dataclass(frozen=True)
class Judged:
    """What holds after all: who won, in order of election; how many seats “none of these” keeps empty; and why nobody won, or ""."""

    won: tuple[int, ...]
    empty: int = 0
    why_none: str = ""


def judge(question: Question, votes: Mapping[int, int], winners: Sequence[int]) -> Judged:
    """What the terms make of a count: `votes` are first choices by option, `winners` as the rule elected them.

    Fewer voters than the quorum, or no vote for anyone who stands: nobody wins. By transfers a seat that “none of these” wins stays
    empty. By pairs who stands below it in the order does not win; with one X who has no more votes than it, or none, does not.
    """
    none = next((option.number for option in question.options if option.none), 0)
    if question.voters < question.quorum:
        return Judged((), 0, f"{question.voters} people voted, and it takes {question.quorum}.")
    if not any(votes.values()):
        return Judged((), 0, NO_VOTE)
    won = [number for number in winners if number != none]
    if question.method == "ranked-pairs" and none in winners:
        won = list(winners[: winners.index(none)])
    if question.method == "plurality":
        won = [number for number in won if votes[number] > votes.get(none, 0)]
    empty = winners.count(none) if question.method in TRANSFERS else 0
    return Judged(tuple(won), empty, "" if won else NEW_ONES)


def first_choices(question: Question) -> dict[int, int]:
    """How many ballots put each option first, of those that were not withdrawn."""
    stand = {option.number for option in question.options if not option.withdrawn}
    firsts = Counter(next((number for number in ballot if number in stand), 0) for ballot in question.ballots)
    return {option.number: firsts[option.number] for option in question.options}


def _report(question: Question, done: Result) -> dict[str, Any]:
    votes, told = first_choices(question), report(done, ())
    judged = judge(question, votes, done.count.winners)
    return {
        **told,
        "rows": [
            {
                "number": option.number,
                "votes": votes[option.number],
                "won": option.number in judged.won,
                "reason": _reason(question, option, judged, votes, done),
            }
            for option in question.options
        ],
        "won": list(judged.won),
        "empty_seats": judged.empty,
        "next": _next(question, judged, done),
        "mandate": bool(judged.won) and not judged.why_none,
        "why": judged.why_none,
        "spent_pence": 0,
        "purse_pence": None,
        "ballots": len(question.ballots),
        "voters": question.voters,
        "roll": question.roll,
        "quorum": question.quorum,
        "none_votes": sum(votes[option.number] for option in question.options if option.none),
        "empty": sum(not ballot for ballot in question.ballots),
        "greedy": None,
        "count": None,
        "lots": order(question.poll, question.seed, [str(o.number) for o in question.options if not o.withdrawn]),
    }


def _next(question: Question, judged: Judged, done: Result) -> list[int]:
    """Who comes after those who won, best first, down to “none of these”."""
    none = {option.number for option in question.options if option.none}
    found: list[int] = []
    for number in _in_order(question, done):
        if number in none:
            break
        if number not in judged.won:
            found.append(number)
    return found


def _in_order(question: Question, done: Result) -> list[int]:
    """All who stand, best first: by transfers who went out last comes first; by pairs and with one X as the rule puts them."""
    made, name, seed = done.count.election, question.poll, question.seed
    stand = [option.number for option in question.options if not option.withdrawn]
    drawn = [int(number) for number in order(name, seed, [str(number) for number in stand])]
    if done.matrix is not None:
        return ranked_pairs(done.matrix, Order(made, name, seed))
    last = {number: done.count.stages[-1].totals[number - 1] for number in stand}
    out = [number for stage in done.count.stages for number in stage.excluded]
    place = {number: at for at, number in enumerate(out, 1)}
    return sorted(drawn, key=lambda number: (number in place, -place.get(number, 0), -last[number]))


def _reason(question: Question, option: Listed, judged: Judged, votes: Mapping[int, int], done: Result) -> str:
    """One plain sentence or two: how this one was elected, or why not."""
    number, first = option.number, f"First on {votes[option.number]} of {len(question.ballots)} papers."
    if option.withdrawn:
        return f"Not this time. {option.why}" if option.why else "It was taken off the list."
    if option.none and judged.empty:
        return f"It keeps {judged.empty} of the seats empty. {first}"
    if judged.why_none:
        return f"Not this time. {judged.why_none}"
    if option.none:
        return first
    if question.method not in TRANSFERS:
        return _by_order(question, number, judged, votes, done)
    at = next((at for at, stage in enumerate(done.count.stages, 1) if number in (*stage.elected, *stage.excluded)), 0)
    if number in judged.won:
        how = f"at stage {at}" if at else "to the last seat, since no more stood than there were seats"
        return f"Elected {how}. {first}"
    how = f"Fewest votes at stage {at}, so those went to the next choices." if at else "The seats were filled before."
    return f"Not this time. {how} {first}"


def _by_order(question: Question, number: int, judged: Judged, votes: Mapping[int, int], done: Result) -> str:
    mine, best = votes[number], judged.won[0]
    if done.matrix is None:
        won = number in judged.won
        return f"{'Elected with' if won else 'Not this time.'} {mine} of {len(question.ballots)} votes."
    if number in judged.won:
        return "Most put this one before each of the others, when all are compared two by two."
    above, below = done.matrix[best - 1][number - 1], done.matrix[number - 1][best - 1]
    who = done.count.election.candidates[best - 1].name
    return f"Not this time. {above} put {who} before this one, and {below} the other way round."
