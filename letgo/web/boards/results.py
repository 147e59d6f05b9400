"""Who is elected, and what happens because of it: from the count of the vote, or without one where as many stood as there are seats."""

from collections.abc import Sequence
from typing import Any

from letgo.commons.record.clock import now
from letgo.decide.ballots import queries as ballots
from letgo.decide.boards.models import Election, Nomination
from letgo.web.boards import words
from letgo.web.ui.figures import people

SAID = ("declared", "filled")
NAMED = 3  # so many winners are named in the lead


def counted(election: Election) -> ballots.Result | None:
    """The result of its vote, None before it is said and where there was none. 3 SQL queries."""
    return ballots.result(election.poll) if election.poll else None


def elected(election: Election, rows: Sequence[Nomination], found: ballots.Result | None) -> list[Nomination]:
    """Who is elected, in the order in which they won. Without a vote: all who stand. No SQL."""
    if election.state not in SAID:
        return []
    if election.poll is None:
        return [row for row in rows if row.state == "stands"]
    if found is None or not found.mandate:
        return []
    by_id = {row.pk: row for row in rows}
    return [by_id[row.option.about_id] for row in found.won if row.option.about_id in by_id]


def news(election: Election, won: Sequence[Nomination]) -> str:
    """The result in one sentence: who, where they are few enough to name."""
    number = len(won)
    if election.state in ("failed", "void"):
        return election.why
    if election.state not in SAID:
        return ""
    left = election.seats - number
    empty = f" {words.seats(left)} {'stays' if left == 1 else 'stay'} empty." if left > 0 else ""
    how = "" if election.poll_id else " As many stood as there are seats, so there was no vote."
    who = _listed([row.name for row in won]) if 0 < number <= NAMED else people(number)
    return f"{who} {'is' if number == 1 else 'are'} elected.{how}{empty}"


def _listed(names: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join([*([", ".join(names[:-1])] if len(names) > 1 else []), names[-1]])


def because(election: Election, number: int) -> list[tuple[str, str]]:
    """The steps under "Because of this": what is booked, when, and by whom."""
    if election.state not in SAID or not number:
        return []
    poll, term = election.poll, words.months(election.fixed.term_months)
    taken = ("The seats are taken.", f"Each for {term}. The page of {words.named(election.body)} says until when.")
    if election.state == "filled":
        return [taken]
    if poll is None:
        return [("The seats are taken next.", f"Each for {term}.")]
    end = ballots.objections_end(poll)
    booked = ("Then the seats are taken.", f"By itself, on {words.weekday(end)}, each for {term}.")
    open_still = (
        f"You can object until {words.moment(end)}.",
        "The returning officer rules, with reasons that all can read.",
    )
    return [open_still, booked] if now() < end else [booked]


def objections(election: Election) -> str:
    """Until when people can object, in a sentence."""
    poll = election.poll
    if poll is None or poll.declared is None:
        return "Nobody had to vote: as many stood as there are seats, or fewer." if election.state in SAID else ""
    return f"People can object until {words.moment(ballots.objections_end(poll))}."


def turnout(found: ballots.Result | None) -> list[tuple[str, Any]]:
    """How many voted. No SQL."""
    if found is None:
        return []
    return [
        ("On the list", people(found.roll)),
        ("Voted", people(found.voters)),
        ("Enough to bind", "Yes" if found.mandate else f"No: {found.why}"),
    ]
