"""One count, whole, by the rule that was asked for: the result with its settings, ready for words and a proof."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from letgo.engines.counting import ers97, meek, scottish
from letgo.engines.counting.audit import by_marks
from letgo.engines.counting.election import Election
from letgo.engines.counting.marks import totals_of
from letgo.engines.counting.pairwise import Matrix, Order, matrix_of, minimax, ranked_pairs, schulze
from letgo.engines.counting.reserve import Hold, Reserve
from letgo.engines.counting.result import FIRST, Count, Stage, Tie
from letgo.engines.counting.ties import Ties

Rule = Literal[
    "scottish-stv", "av", "meek-nz", "ers97", "ranked-pairs", "schulze", "minimax", "approval", "block", "plurality"
]
PAIRWISE = {"ranked-pairs": ranked_pairs, "schulze": schulze, "minimax": minimax}
MARKS = {"approval", "block", "plurality"}
TRANSFERS = {"scottish-stv", "av", "meek-nz", "ers97"}
RESERVES = {"scottish-stv", "av", "meek-nz"}


class BadSettings(ValueError):
    """A setting that no count can follow. `str()` is one sentence with the cure."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the ballots that a result depends on. `seats` 0: as the file says.

    `withdraw`: candidates taken out of the count. `countback`: the member who leaves, whose seat is filled from the same
    ballots while the others keep theirs. `ron`: the option "re-open nominations", whose seats stay empty. `reserve`: seats that are
    kept for some. `kept`: in a countback who keeps a seat, where it is not just those whom these ballots elected before. Raises
    BadSettings.
    """

    rule: Rule
    seats: int = 0
    election: str = ""
    seed: str = "letgo"
    withdraw: tuple[int, ...] = ()
    countback: int = 0
    ron: int = 0
    reserve: Reserve | None = None
    kept: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if self.rule not in get_args(Rule):
            raise BadSettings(f"--rule cannot be “{self.rule}”. Use one of: {', '.join(get_args(Rule))}.")
        for name in ("election", "seed"):
            if any("\ud800" <= letter <= "\udfff" for letter in getattr(self, name)):
                raise BadSettings(f"--{name} holds bytes that are no text in UTF-8. Type it again.")
        if self.rule == "av" and self.seats > 1:
            raise BadSettings("--rule av fills one seat. Use scottish-stv for more.")
        if (self.countback or self.ron) and self.rule not in ("scottish-stv", "av"):
            raise BadSettings("--countback and --ron only count with --rule scottish-stv or av.")
        if self.countback and self.ron:
            raise BadSettings("--countback and --ron do not count together. Take one away.")
        if self.kept is not None and (not self.countback or self.countback in self.kept):
            raise BadSettings("Who keeps a seat is only said in a countback, and who leaves is not among them.")
        if self.kept is not None and self.reserve and self.reserve.pools:
            raise BadSettings("Who keeps a seat is not said where pools of seats are counted apart.")
        if self.reserve and self.rule not in RESERVES:
            raise BadSettings("--reserve only counts with --rule scottish-stv, av or meek-nz.")

    def as_dict(self) -> dict[str, Any]:
        """The settings as they are printed and sealed; `reserve` only where seats are reserved, `kept` only where it is said."""
        told = asdict(replace(self, reserve=None)) | {"withdraw": list(self.withdraw)}
        del told["reserve"], told["kept"]
        told |= {"reserve": self.reserve.as_dict()} if self.reserve else {}
        return told | ({"kept": list(self.kept)} if self.kept is not None else {})


@dataclass(frozen=True, slots=True)
class Result:
    """A count with its settings. `matrix` where candidates were compared in pairs.

    Where seats are reserved, `hold` has the promises of this count. Of pools, `parts` are the counts, each with its `pool`, and
    `count` is all of them together: their stages and winners one after the other, and no quota of its own.
    """

    count: Count
    settings: Settings
    matrix: Matrix | None = None
    seated: tuple[int, ...] = ()  # in a countback: who keeps a seat
    hold: Hold | None = None
    pool: str = ""
    parts: tuple["Result", ...] = ()


def count(election: Election, settings: Settings) -> Result:
    """Count `election` by the rule of `settings`. Raises BadSettings for numbers that nobody has.

    Raises BadFile, before a ballot is looked at, where reserved seats cannot all be filled as they must be.
    """
    election = _as_asked(election, settings)
    settings = replace(settings, seats=election.seats)
    if settings.reserve:
        return (_seat_again if settings.countback else _reserved)(election, settings, settings.reserve)
    name, seed = settings.election, settings.seed
    if settings.countback:
        return _countback(election, settings)
    if settings.rule == "meek-nz":
        return Result(meek.count(election, ties=Ties(name, seed, forwards=True)), settings)
    if settings.rule == "ers97":
        return Result(ers97.count(election, Ties(name, seed, forwards=True)), settings)
    if settings.rule in TRANSFERS:
        made = scottish.count(election, ties=Ties(name, seed), ron=settings.ron)
        return Result(replace(made, rule=settings.rule), settings)
    if settings.rule in PAIRWISE:
        above, order = matrix_of(election), Order(election, name, seed)
        first = PAIRWISE[settings.rule](above, order)
        return Result(
            _one_stage(election, settings.rule, first, [sum(row) for row in above], order.ties), settings, above
        )
    marked = election.levelled() if settings.rule == "approval" else election  # who is ranked has a mark, equal or not
    ordered = by_marks(marked, settings.rule, name, seed)
    totals = totals_of(marked, settings.rule)
    return Result(
        _one_stage(election, settings.rule, list(ordered), totals, _tied(election, ordered, totals)), settings
    )


def _as_asked(election: Election, settings: Settings) -> Election:
    size = len(election.candidates)
    for option, numbers in (
        ("withdraw", settings.withdraw),
        ("countback", (settings.countback,)),
        ("ron", (settings.ron,)),
        ("kept", settings.kept or ()),
    ):
        for number in numbers:
            if number and not 1 <= number <= size:
                raise BadSettings(
                    f"--{option} {number}: there is no such candidate. They are numbered from 1 to {size}."
                )
    if settings.seats:
        election = election.with_seats(settings.seats)
    if settings.rule == "av" and election.seats != 1:
        raise BadSettings(f"--rule av fills one seat, and there are {election.seats}. Use scottish-stv, or --seats 1.")
    return election.without(settings.withdraw)


def _countback(election: Election, settings: Settings) -> Result:
    """Fill the seat of who leaves: the same ballots again without them, and nobody else loses their seat."""
    name, seed, seated = settings.election, settings.seed, settings.kept
    if seated is None:
        before = scottish.count(election, ties=Ties(name, seed))
        if settings.countback not in before.winners:
            raise BadSettings(f"--countback {settings.countback}: they were not elected, so no seat is empty.")
        seated = tuple(number for number in before.winners if number != settings.countback)
    again = scottish.count(election.without([settings.countback]), ties=Ties(name, seed), protected=seated)
    return Result(replace(again, rule=settings.rule), settings, seated=seated)


def _reserved(election: Election, settings: Settings, reserve: Reserve) -> Result:
    """Pool after pool, or the whole in one. What nobody voted for in a pool before is left open: its seats stay to be filled."""
    parts: list[Result] = []
    for pool, apart, promises in reserve.apart(election, settings.ron):
        hold = promises.after([part.count for part in parts])
        if settings.rule == "meek-nz":
            made = meek.count(apart, ties=Ties(settings.election, settings.seed, forwards=True), hold=hold)
        else:
            ties = Ties(settings.election, settings.seed)
            made = replace(scottish.count(apart, ties=ties, ron=settings.ron, hold=hold), rule=settings.rule)
        parts.append(Result(made, settings, hold=hold, pool=pool))
    return _joined(election, settings, parts) if reserve.pools else parts[0]


def _seat_again(election: Election, settings: Settings, reserve: Reserve) -> Result:
    """A countback where seats are reserved: in the pool of who leaves, by the same promises."""
    leaves, name = settings.countback, election.candidates[settings.countback - 1].name
    if settings.kept is not None:
        again = election.without([leaves])
        hold = Hold(reserve, again)
        hold.prove(settings.kept, name)
        ties = Ties(settings.election, settings.seed)
        made = replace(scottish.count(again, ties=ties, protected=settings.kept, hold=hold), rule=settings.rule)
        return Result(made, settings, seated=settings.kept, hold=hold)
    before = _reserved(election, settings, reserve)
    if leaves not in before.count.winners:
        raise BadSettings(f"--countback {leaves}: they were not elected, so no seat is empty.")
    parts = before.parts or (before,)
    at = next(at for at, part in enumerate(parts) if leaves in part.count.winners)
    here, others = parts[at], [part.count for part in parts if part is not parts[at]]
    again = here.count.election.without([leaves])
    seated = tuple(number for number in here.count.winners if number != leaves)
    hold = Hold(reserve, again).after(others)
    hold.prove(seated, name)
    ties = Ties(settings.election, settings.seed)
    made = replace(scottish.count(again, ties=ties, protected=seated, hold=hold), rule=settings.rule)
    kept = tuple(number for number in before.count.winners if number != leaves)
    part = Result(made, settings, seated=kept, hold=hold, pool=here.pool)
    if not before.parts:
        return part
    joined = _joined(election, settings, [part])
    winners = tuple(n for each in parts for n in (made.winners if each is here else each.count.winners))
    return replace(joined, count=replace(joined.count, winners=winners), seated=kept)


def _joined(election: Election, settings: Settings, parts: list[Result]) -> Result:
    """The counts of pools as one."""
    counts = [part.count for part in parts]
    whole = Count(
        election, settings.rule, counts[0].scale, 0,
        stages=tuple(stage for each in counts for stage in each.stages),
        winners=tuple(number for each in counts for number in each.winners),
        filled=tuple(number for each in counts for number in each.filled),
        ties=tuple(tie for each in counts for tie in each.ties),
        valid=sum(weight for weight, ranking in election.groups() if set(ranking) - election.withdrawn),
    )  # fmt: skip
    return Result(whole, settings, parts=tuple(parts))


def _one_stage(election: Election, rule: str, order: list[int], totals: list[int], ties: list[Tie]) -> Count:
    valid = sum(weight for weight, ranking in election.levelled().groups() if set(ranking) - election.withdrawn)
    if not valid and len(election.candidates) - len(election.withdrawn) > election.seats:
        order, ties = [], []  # nobody is elected without a vote, not even by lot
    winners = tuple(order[: election.seats])
    stage = Stage(FIRST, 0, tuple(totals), 0, winners, (), ties[0] if ties else None)
    return Count(election, rule, 1, 0, (stage,), winners, (), tuple(ties), valid)


def _tied(election: Election, winners: tuple[int, ...], totals: list[int]) -> list[Tie]:
    """The lot at the last seat, if one was drawn."""
    if not winners:
        return []
    edge = totals[winners[-1] - 1]
    tied = [n for n in range(1, len(totals) + 1) if n not in election.withdrawn and totals[n - 1] == edge]
    return [Tie(tuple(tied), winners[-1], "lot")] if set(tied) - set(winners) else []
