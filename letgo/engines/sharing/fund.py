"""One count, whole: the result of the chosen rule, and beside it most votes first and what was recorded, all audited."""

from collections.abc import Callable
from dataclasses import dataclass

from letgo.engines.sharing.add1 import Shares, equal_shares
from letgo.engines.sharing.audit import Audit, audit
from letgo.engines.sharing.greedy import greedy
from letgo.engines.sharing.grouping import as_sets
from letgo.engines.sharing.phragmen import phragmen
from letgo.engines.sharing.problem import Election
from letgo.engines.sharing.settings import BadSettings, Settings
from letgo.engines.sharing.tally import Tally

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Projects bought, in order, and what a fill added, as indexes into `tally`; `shares` where Equal Shares counted."""

    tally: Tally
    bought: tuple[int, ...]
    filled: tuple[int, ...]
    shares: Shares | None

    @property
    def winners(self) -> tuple[int, ...]:
        """All that is funded: in order of purchase, filled ones after."""
        return self.bought + self.filled


@dataclass(frozen=True, slots=True)
class Count:
    """An outcome with its two companions, each with its audit. `recorded` is None where the file records no result."""

    outcome: Outcome
    audit: Audit
    greedy: tuple[int, ...]
    greedy_audit: Audit
    recorded: tuple[int, ...] | None
    recorded_audit: Audit | None

    @property
    def tally(self) -> Tally:
        """The ballots as they were read."""
        return self.outcome.tally


def count(election: Election, settings: Settings, progress: Progress | None = None) -> Count:
    """Count `election` under `settings` and audit the result, most votes first, and the recorded result.

    Nothing is funded where there are no voters or no budget. Raises BadSettings for a recorded result that is not there.
    """
    if settings.utility != "score" and election.endowments is None:
        election = as_sets(election)
    outcome = decide(Tally(election, settings), progress)
    tally = outcome.tally
    most, recorded = greedy(tally), recorded_in(tally)
    return Count(
        outcome,
        audit(tally, outcome.winners),
        most,
        audit(tally, most),
        recorded,
        None if recorded is None else audit(tally, recorded),
    )


def decide(tally: Tally, progress: Progress | None = None) -> Outcome:
    """What the tally's rule funds, without audits: what is timed, and what reasons run again."""
    rule = tally.settings.rule
    if rule == "greedy":
        return Outcome(tally, greedy(tally), (), None)
    if rule == "phragmen":
        return Outcome(tally, phragmen(tally), (), None)
    if rule == "recorded":
        recorded = recorded_in(tally)
        if recorded is None:
            raise BadSettings("The file records no result of its own. Use --rule equal-shares.")
        return Outcome(tally, recorded, (), None)
    shares = equal_shares(tally, progress)
    return Outcome(tally, tuple(bought.project for bought in shares.run.purchases), shares.filled, shares)


def recorded_in(tally: Tally) -> tuple[int, ...] | None:
    """The result the file records, in file order; None where it records none."""
    projects = tally.election.projects
    if all(p.selected is None for p in projects):
        return None
    return tuple(c for c, p in enumerate(projects) if p.selected)
