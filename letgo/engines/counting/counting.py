"""One count, whole, by the rule that was asked for: the result with its settings, ready for words and a proof."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from letgo.engines.counting import meek, scottish
from letgo.engines.counting.audit import by_marks
from letgo.engines.counting.election import Election
from letgo.engines.counting.marks import totals_of
from letgo.engines.counting.pairwise import Matrix, Order, matrix_of, minimax, ranked_pairs, schulze
from letgo.engines.counting.result import FIRST, Count, Stage, Tie
from letgo.engines.counting.ties import Ties

Rule = Literal["scottish-stv", "av", "meek-nz", "ranked-pairs", "schulze", "minimax", "approval", "block", "plurality"]
PAIRWISE = {"ranked-pairs": ranked_pairs, "schulze": schulze, "minimax": minimax}
MARKS = {"approval", "block", "plurality"}
TRANSFERS = {"scottish-stv", "av", "meek-nz"}


class BadSettings(ValueError):
    """A setting that no count can follow. `str()` is one sentence with the cure."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the ballots that a result depends on. `seats` 0: as the file says.

    `withdraw`: candidates taken out of the count. `countback`: the member who leaves, whose seat is filled from the same
    ballots while the others keep theirs. `ron`: the option "re-open nominations", whose seats stay empty. Raises BadSettings.
    """

    rule: Rule
    seats: int = 0
    election: str = ""
    seed: str = "letgo"
    withdraw: tuple[int, ...] = ()
    countback: int = 0
    ron: int = 0

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

    def as_dict(self) -> dict[str, Any]:
        """The settings as they are printed and sealed."""
        return {**asdict(self), "withdraw": list(self.withdraw)}


@dataclass(frozen=True, slots=True)
class Result:
    """A count with its settings. `matrix` where candidates were compared in pairs. `left`: who left, in a countback."""

    count: Count
    settings: Settings
    matrix: Matrix | None = None
    seated: tuple[int, ...] = ()  # in a countback: who keeps a seat


def count(election: Election, settings: Settings) -> Result:
    """Count `election` by the rule of `settings`. Raises BadSettings for numbers that nobody has."""
    election = _as_asked(election, settings)
    settings = replace(settings, seats=election.seats)
    name, seed = settings.election, settings.seed
    if settings.countback:
        return _countback(election, settings)
    if settings.rule == "meek-nz":
        return Result(meek.count(election, ties=Ties(name, seed, forwards=True)), settings)
    if settings.rule in TRANSFERS:
        made = scottish.count(election, ties=Ties(name, seed), ron=settings.ron)
        return Result(replace(made, rule=settings.rule), settings)
    if settings.rule in PAIRWISE:
        above, order = matrix_of(election), Order(election, name, seed)
        first = PAIRWISE[settings.rule](above, order)
        return Result(
            _one_stage(election, settings.rule, first, [sum(row) for row in above], order.ties), settings, above
        )
    if settings.rule == "approval":
        election = election.levelled()  # everyone who is ranked has a mark, equal or not
    ordered = by_marks(election, settings.rule, name, seed)
    totals = totals_of(election, settings.rule)
    return Result(
        _one_stage(election, settings.rule, list(ordered), totals, _tied(election, ordered, totals)), settings
    )


def _as_asked(election: Election, settings: Settings) -> Election:
    size = len(election.candidates)
    for option, numbers in (
        ("withdraw", settings.withdraw),
        ("countback", (settings.countback,)),
        ("ron", (settings.ron,)),
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
    name, seed = settings.election, settings.seed
    before = scottish.count(election, ties=Ties(name, seed))
    if settings.countback not in before.winners:
        raise BadSettings(f"--countback {settings.countback}: they were not elected, so no seat is empty.")
    seated = tuple(number for number in before.winners if number != settings.countback)
    again = scottish.count(election.without([settings.countback]), ties=Ties(name, seed), protected=seated)
    return Result(replace(again, rule=settings.rule), settings, seated=seated)


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
