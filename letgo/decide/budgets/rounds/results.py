"""What a declared vote says about the ideas of a round."""

from dataclasses import dataclass
from uuid import UUID

from letgo.decide.ballots import queries as ballots
from letgo.decide.ballots.models import Option, Poll
from letgo.decide.budgets.models import Round


@dataclass(frozen=True)
class Won:
    """One idea on the vote: whether it won, at which cost in pence, how many picked it, and why."""

    idea: UUID
    won: bool
    pence: int
    votes: int
    reason: str


def of_round(at: Round) -> tuple[Poll, ballots.Result] | None:
    """The vote of a round and its result, once that is declared. 4 SQL queries."""
    found = at.poll and ballots.result(at.poll)
    return (at.poll, found) if at.poll and found else None


def winners(at: Round) -> list[Won] | None:
    """The ideas of a declared vote: winners first, in the order of the count; None before the declaration. 4 SQL queries."""
    declared = of_round(at)
    if declared is None:
        return None
    _, found = declared
    order = [row.option.number for row in found.won]
    rows = [row for row in found.rows if row.option.about_kind == "idea" and row.option.about_id is not None]
    rows.sort(key=lambda row: (not row.won, order.index(row.option.number) if row.won else 0, row.option.number))
    return [Won(_idea(row.option), row.won, row.cost or 0, row.votes, row.reason) for row in rows]


def _idea(option: Option) -> UUID:
    assert option.about_id is not None  # noqa: S101 looked at above
    return option.about_id
