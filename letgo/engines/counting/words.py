"""A count in plain sentences: one for each stage, with this count's own numbers."""

from collections.abc import Sequence

from letgo.engines.counting import reserve_words
from letgo.engines.counting.counting import Result
from letgo.engines.counting.result import EXCLUSION, FIRST, Count, Stage, Tie

NAMED = 12  # so many people are named in one sentence


def votes(parts: int, scale: int, decimals: int = 5) -> str:
    """A number of votes with its decimals, cut: "1385.00000"."""
    sign, parts = ("-", -parts) if parts < 0 else ("", parts)
    if not decimals:
        return f"{sign}{parts // scale}"
    rest = parts % scale * 10**decimals // scale
    return f"{sign}{parts // scale}.{rest:0{decimals}d}"


def shown(parts: int, scale: int) -> str:
    """A number of votes as people read it: "1,385", or "12.38" where there is a rest."""
    sign, parts = ("-", -parts) if parts < 0 else ("", parts)
    if parts % scale == 0:
        return f"{sign}{parts // scale:,}"
    return f"{sign}{parts // scale:,}.{parts % scale * 100 // scale:02d}"


UNITS = (
    "tenths", "hundredths", "thousandths", "ten-thousandths", "hundred-thousandths", "millionths", "ten-millionths",
    "hundred-millionths", "thousand-millionths",
)  # fmt: skip


def gap(parts: int, scale: int) -> str:
    """How far apart two totals are, as people say it: "nothing", "13 thousandths of a vote", "2.50 votes".

    Below one vote in the coarsest unit that says it exactly, else cut to two figures and called about.
    """
    if not parts:
        return "nothing"
    if parts >= scale:
        return "1 vote" if parts == scale else f"{shown(parts, scale)} votes"
    for power, unit in enumerate(UNITS, 1):
        figures, rest = divmod(parts * 10**power, scale)
        if not rest or figures >= 10:
            one = unit.removesuffix("s") if figures == 1 else unit
            return f"{'about ' if rest else ''}{figures} {one} of a vote"
    return "less than a thousand-millionth of a vote"


def sentence(result: Result, at: int) -> str:
    """What happened at stage `at`, from 0."""
    count = result.count
    stage, before = count.stages[at], count.stages[at - 1] if at else None
    if stage.action == FIRST or before is None:
        text = _first(result, stage)
    elif stage.action == EXCLUSION:
        totals = before.totals if count.scale != 10**9 else stage.totals
        had = shown(totals[stage.source - 1], count.scale)
        text = reserve_words.out(result, at, had)
        text = text or f"{name(count, stage.source)} has fewest votes, {had}, and goes out."
        text += _went(count, before, stage)
    elif stage.source:
        over = before.totals[stage.source - 1] - stage.totals[stage.source - 1]
        text = f"{name(count, stage.source)} has {shown(over, count.scale)} votes more than a seat takes. They move on."
        text += _went(count, before, stage)
    else:
        text = "What those elected hold above the quota moves on."
    if stage.action != FIRST and stage.elected:
        reach = "reaches" if len(stage.elected) == 1 else "reach"
        text += f" {named(count, stage.elected)} {reach} the quota and {_is(stage.elected)} elected."
    text += _tie(count, stage.tie) if stage.tie and decides(count, stage.tie) else ""
    return text + reserve_words.why(result, at)


def decides(count: Count, tie: Tie) -> bool:
    """Whether a tie can have changed who is elected: always where votes are transferred, else only at the edge of the seats."""
    tied, won = set(tie.tied), set(count.winners)
    return bool(count.quota) or bool(tied & won and tied - won)


def last_words(result: Result) -> str:
    """How the last seats were filled without a transfer; "" when they were not."""
    filled = result.count.filled
    if not filled:
        return ""
    return f"No more stand than there are seats left: {named(result.count, filled)} {_is(filled)} elected."


def name(count: Count, number: int) -> str:
    """A candidate as the file names them."""
    return count.election.candidates[number - 1].name


def _first(result: Result, stage: Stage) -> str:
    count = result.count
    if not count.valid:
        return "There is no vote that can be counted."
    if not count.quota:
        if not stage.elected:
            return "Nobody is elected."
        had = shown(stage.totals[stage.elected[0] - 1], count.scale)
        if result.matrix is not None:
            return f"{named(count, stage.elected)} {_is(stage.elected)} preferred when all are compared in pairs."
        return f"{named(count, stage.elected)} {_is(stage.elected)} elected with most votes, {had} for the first."
    quota = shown(count.quota, count.scale)
    if not stage.elected and max(stage.totals) >= count.quota:  # who reaches it cannot be elected
        return f"First preferences are counted. The quota is {quota} votes."
    if not stage.elected:
        return f"First preferences are counted. Nobody reaches the quota of {quota} votes."
    who, have = named(count, stage.elected), "has" if len(stage.elected) == 1 else "have"
    return f"First preferences are counted. {who} {have} the quota of {quota} votes and {_is(stage.elected)} elected."


def _went(count: Count, before: Stage, stage: Stage) -> str:
    """Who got most of what moved, and what was lost."""
    if count.scale == 10**9:
        return ""
    gains = [
        (after - had, number) for number, (had, after) in enumerate(zip(before.totals, stage.totals, strict=True), 1)
    ]
    most, number = max(gains)
    lost = stage.lost - before.lost
    text = f" {name(count, number)} gets most of them, {shown(most, count.scale)}." if most > 0 else ""
    return text + (
        f" {shown(lost, count.scale)} rank nobody else who still stands." if lost >= count.scale // 100 else ""
    )


def _tie(count: Count, tie: Tie) -> str:
    at = "first" if count.rule == "meek-nz" else "last"
    how = "by lot" if tie.by == "lot" else f"by the {at} stage at which they were not equal"
    return f" {equals(count, tie)} were equal: {name(count, tie.chosen)} was taken {how}."


def equals(count: Count, tie: Tie) -> str:
    """Who was equal, by name; of more than NAMED how many: three hundred whom nobody ranked tie at three hundred stages."""
    return named(count, tie.tied) if len(tie.tied) <= NAMED else f"{len(tie.tied)} people"


def named(count: Count, numbers: Sequence[int]) -> str:
    """Several candidates in one breath: "A, B and C"."""
    names = [name(count, number) for number in numbers]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is(numbers: Sequence[int]) -> str:
    return "is" if len(numbers) == 1 else "are"
