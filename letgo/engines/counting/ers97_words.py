"""A count by ERS97 in plain sentences: one for each stage, with this count's own numbers. See words.py."""

from letgo.engines.counting.result import EXCLUSION, FIRST, Count, Stage
from letgo.engines.counting.words import equals, name, named, shown


def sentence(count: Count, at: int) -> str:
    """What happened at stage `at`, from 0."""
    stage = count.stages[at]
    if not count.valid:
        return "There is no vote that can be counted."
    if stage.action == FIRST:
        text = f"First preferences are counted. The quota is {_votes(stage.quota or 0)}."
        text += "" if stage.elected or _level(count, at) else " Nobody reaches it."
    else:
        before = count.stages[at - 1]
        text = _went_out(count, at) if stage.action == EXCLUSION else _surplus(count, before, stage)
        if stage.quota != before.quota:
            text += f" Nobody is elected yet and papers have run out, so the quota falls to {_votes(stage.quota or 0)}."
    if level := _level(count, at):
        text += f" {named(count, level)} have it and were equal all along, with fewer seats left: none of them is elected yet."
    return text + _elected(count, at)


def _surplus(count: Count, before: Stage, stage: Stage) -> str:
    over = before.totals[stage.source - 1] - stage.totals[stage.source - 1]
    text = f"{name(count, stage.source)} has {_votes(over)} more than the quota."
    first = stage.source in count.stages[0].elected
    if _gains(before, stage):
        which = "Their papers move" if first else "Only the papers that came to them last move"
        text += f" {which} on, worth {_paper(stage.batches[0])} each."
    text += _most(count, before, stage)
    if lost := stage.lost - before.lost:
        why = (
            "in rounding" if first and stage.batches[0] < count.scale else "in rounding or rank nobody else who stands"
        )
        text += f" {_votes(lost)} {'is' if lost == count.scale else 'are'} lost {why}."
    return text


def _went_out(count: Count, at: int) -> str:
    stage, before = count.stages[at], count.stages[at - 1]
    held = [before.totals[number - 1] for number in stage.excluded]
    waiting = _waiting(count, at)
    if len(held) == 1:
        text = f"{name(count, stage.source)} has fewest votes, {shown(held[0], count.scale)}, and goes out."
        text += f" The surplus of {_votes(waiting)} could not save them, so it waits." if waiting else ""
    else:
        nearest = _next_above(count, at)
        with_it = f", and {shown(sum(held) + waiting, count.scale)} with the surplus that waits" if waiting else ""
        text = (
            f"{named(count, stage.excluded)} have {_votes(sum(held))} together{with_it}, no more than {name(count, nearest)}"
            f" alone with {shown(before.totals[nearest - 1], count.scale)}: they go out together."
        )
    if not stage.batches:
        return text + (" No more stand then than there are seats left, so no paper moves." if sum(held) else "")
    if len(stage.batches) > 1:
        text += f" Their papers move by value: {', then '.join(_paper(value) for value in stage.batches)}."
    return text + _most(count, before, stage) + _lost(count, at)


def _lost(count: Count, at: int) -> str:
    lost = count.stages[at].lost - count.stages[at - 1].lost
    if not lost:
        return ""
    if sum(len(stage.elected) for stage in count.stages[: at + 1]) >= count.election.seats:
        return f" {_votes(lost)} go no further: they rank nobody else who stands, or all seats are filled."
    return f" {_votes(lost)} {'rank' if lost != count.scale else 'ranks'} nobody else who still stands."


def _elected(count: Count, at: int) -> str:
    stage = count.stages[at]
    quota = stage.quota or 0
    full = [number for number in stage.elected if stage.totals[number - 1] >= quota]
    under = [number for number in stage.elected if stage.totals[number - 1] < quota]
    text = ""
    if full:
        one = len(full) == 1
        text += f" {named(count, full)} {'reaches' if one else 'reach'} the quota and {'is' if one else 'are'} elected."
    if under:
        *others, least = (shown(stage.totals[number - 1], count.scale) for number in under)
        had = f"{', '.join(others)} and {least}" if others else least
        text += (
            f" {named(count, under)} {'is' if len(under) == 1 else 'are'} elected below the quota, with {had} votes:"
            " with so few still in play, not enough others can pass."
        )
    if tie := stage.tie:
        how = "by lot" if tie.by == "lot" else "by the earliest point at which they were not equal"
        what = "goes out" if tie.chosen in stage.excluded else "is taken"
        text += f" {equals(count, tie)} were equal: {name(count, tie.chosen)} {what} {how}."
    return text


def _most(count: Count, before: Stage, stage: Stage) -> str:
    gains = _gains(before, stage)
    if not gains:
        return ""
    most, number = max(gains)
    return f" {name(count, number)} gets {'most of them' if len(gains) > 1 else 'all that moves'}, {shown(most, count.scale)}."


def _gains(before: Stage, stage: Stage) -> list[tuple[int, int]]:
    pairs = enumerate(zip(before.totals, stage.totals, strict=True), 1)
    return [(after - had, number) for number, (had, after) in pairs if after > had]


def _level(count: Count, at: int) -> list[int]:
    """Those who have the quota after stage `at` and are not elected, since only a lot could part them (5.6.2)."""
    stage = count.stages[at]
    seated = {number for each in count.stages[: at + 1] for number in each.elected}
    over = [number for number, total in enumerate(stage.totals, 1) if 0 < (stage.quota or 0) <= total]
    level = [number for number in over if number not in seated]
    return level if len(level) > count.election.seats - len(seated) > 0 else []


def _waiting(count: Count, at: int) -> int:
    """The surpluses that wait when stage `at` begins."""
    before = count.stages[at - 1]
    seated = [number for stage in count.stages[:at] for number in stage.elected]
    return sum(max(before.totals[number - 1] - (before.quota or 0), 0) for number in seated)


def _next_above(count: Count, at: int) -> int:
    """Who has fewest of those who stay in at stage `at`."""
    gone = {number for stage in count.stages[: at + 1] for number in stage.excluded} | count.election.withdrawn
    seated = {number for stage in count.stages[:at] for number in stage.elected}
    totals = count.stages[at - 1].totals
    stay = [number for number in range(1, len(totals) + 1) if number not in gone | seated]
    return min(stay, key=lambda number: (totals[number - 1], number))


def _votes(parts: int) -> str:
    return f"{shown(parts, 100)} {'vote' if parts == 100 else 'votes'}"


def _paper(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"
