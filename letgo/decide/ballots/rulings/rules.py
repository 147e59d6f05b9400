"""When an outage gives everybody more time, whom a helper's name is shown to, and what a ruling may decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from letgo.decide.ballots.rules import Terms, outage_moves

KINDS = {
    "doubtful": "A doubtful paper",
    "late": "Late post",
    "lost": "A lost paper",
    "influence": "Undue influence",
    "challenge": "A challenge",
    "outage": "An outage",
    "tie": "The lot for ties",
    "withdrawn-option": "A choice that was withdrawn",
}
MANY_HELPED = 3  # votes helped by one person: from here on the returning officer is told


def outage_words(terms: Terms) -> str:
    """The rule for outages as it is printed with the call."""
    return (
        f"If nobody can vote for over {terms.outage_minutes} minutes in the last {terms.outage_hours} hours, everyone gets that time "
        "again, online and on paper."
    )


def watched(at: datetime, closes: datetime, terms: Terms) -> bool:
    """Whether a vote is in its last hours, in which the service says every minute that it is there."""
    return closes - timedelta(hours=terms.outage_hours) <= at


def longer(start: datetime, end: datetime, closes: datetime, terms: Terms) -> int:
    """By how many minutes a close moves after an outage: the lost time again, from the close on or from when it was over."""
    lost = outage_moves(start, end, closes, terms)
    waited = max(end - closes, timedelta())
    return lost and lost - (-waited // timedelta(minutes=1))


@dataclass(frozen=True)
class Flag:
    """One thing that the returning officer must look at. `words` name nobody; `helper` is shown to that officer alone."""

    kind: str  # "many-helped" or "interested-helper"
    helper: str
    votes: int
    words: str


def flags(helped: Mapping[str, int], staff_of: Mapping[str, str]) -> list[Flag]:
    """Who helped with MANY_HELPED votes or more, and who works for a body with an interest, as soon as one vote was helped.

    `helped`: helper -> votes; `staff_of`: helper -> the giver's or landlord's name. Most votes first.
    """
    found = []
    for helper, votes in sorted(helped.items(), key=lambda one: (-one[1], one[0])):
        body = staff_of.get(helper)
        if body:
            words = f"Someone who works for {body} helped with {votes} {'vote' if votes == 1 else 'votes'}."
            found.append(Flag("interested-helper", helper, votes, words))
        if votes >= MANY_HELPED:
            found.append(Flag("many-helped", helper, votes, f"One person helped with {votes} votes."))
    return found
