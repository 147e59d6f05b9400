"""Why someone may not go out, or cannot be elected, in one plain sentence each: for counts with reserved seats."""

from collections.abc import Sequence

from letgo.engines.counting.completions import Promise, named, so_many
from letgo.engines.counting.counting import Result


def out(result: Result, at: int, had: str) -> str:
    """Who goes out at stage `at`, with `had` votes, where the reserved seats had a say in it; else ""."""
    stage, before = result.count.stages[at], result.count.stages[at - 1]
    who = _name(result, stage.source)
    if stage.source in before.doomed:
        return f"{who} cannot be elected and goes out, with {_votes(had)}."
    had_less = [n for n in before.guarded if before.totals[n - 1] < before.totals[stage.source - 1]]
    if had_less:
        return f"Of those who may go out, {who} has fewest votes, {had}, and goes out."
    return ""


def why(result: Result, at: int) -> str:
    """Who may not go out, and who cannot be elected, from stage `at` on and not before, and for which promise; "" for nobody."""
    stages = result.count.stages
    stage, before = stages[at], stages[at - 1] if at else None
    guarded = [n for n in stage.guarded if before is None or n not in before.guarded]
    doomed = [n for n in stage.doomed if before is None or n not in before.doomed]
    told = [_guarded(result, who, why) for who, why in _by_reason(result, at, guarded, guarded=True)]
    over = [n for n in doomed if stage.totals[n - 1] >= result.count.quota]
    for some, but in ((over, ", though over the quota"), ([n for n in doomed if n not in over], "")):
        told += [_doomed(result, at, who, why, but) for who, why in _by_reason(result, at, some, guarded=False)]
    return "".join(f" {sentence}" for sentence in told)


def _by_reason(
    result: Result, at: int, numbers: Sequence[int], *, guarded: bool
) -> list[tuple[list[int], list[Promise]]]:
    """Numbers with the promises that are the reason; those who share one stand together."""
    found: list[tuple[list[int], list[Promise]]] = []
    if not numbers or result.hold is None:
        return found
    elected, running, empty = _sides(result, at)
    for number in numbers:
        reason = result.hold.because(number, elected, running, empty, guarded=guarded)
        same = next((who for who, why in found if why == reason and result.settings.ron not in (number, *who)), None)
        if same is None:
            found.append(([number], reason))
        else:
            same.append(number)
    return found


def _sides(result: Result, at: int) -> tuple[list[int], list[int], int]:
    """Who has a seat or keeps theirs after stage `at`, who stands, and how many seats re-opened nominations have."""
    count, ron = result.count, result.settings.ron
    stages = count.stages[: at + 1]
    elected = [number for stage in stages for number in stage.elected]
    out = {number for stage in stages for number in stage.excluded} | set(elected) | count.election.withdrawn
    running = [number for number in range(1, len(count.election.candidates) + 1) if number not in out]
    empty = count.winners.count(ron) if ron and ron in elected else 0
    return [*elected, *(number for number in result.seated if number in running)], running, empty


def _guarded(result: Result, who: list[int], why: list[Promise]) -> str:
    if len(why) == 1 and why[0].least:
        least = why[0].least
        left = "1 of them is elected or still stands" if least == 1 else f"{least} of them are elected or still stand"
        reason = f"{named(why)}, and only {left}"
    else:
        them = "them" if len(who) == 1 else "all of them"
        reason = f"the seats cannot be filled without {them} while {named(why)}"
    return f"{_names(result, who)} may not go out: {reason}."


def _doomed(result: Result, at: int, who: list[int], why: list[Promise], but: str) -> str:
    elected, _, empty = _sides(result, at)
    hold = result.hold
    if hold is None:
        return ""
    left = hold.left(elected, empty)
    one = why[0]
    have = len(one.members & (hold.before | set(elected)))
    if len(why) == 1 and one.least:
        reason = f"{named(why)} and has {have}; {so_many(left)} {'is' if left == 1 else 'are'} left"
    elif len(why) == 1 and one.most:
        reason = f"{named(why)}, and has {have}"
    elif len(why) == 1:
        reason = named(why)
    else:
        them = "them" if len(who) == 1 else "any of them"
        reason = f"the seats cannot be filled with {them} while {named(why)}"
    return f"{_names(result, who)} cannot be elected{but}: {reason}."


def _votes(had: str) -> str:
    return "1 vote" if had == "1" else "no votes" if had == "0" else f"{had} votes"


def _name(result: Result, number: int) -> str:
    return result.count.election.candidates[number - 1].name


def _names(result: Result, numbers: Sequence[int]) -> str:
    named = [_name(result, number) for number in numbers]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
