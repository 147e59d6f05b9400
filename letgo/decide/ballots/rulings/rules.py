"""What a returning officer rules on, and when an outage gives everybody more time."""

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


def outage_words(terms: Terms) -> str:
    """The rule for outages as it is printed with the call."""
    return (
        f"If nobody can vote for over {terms.outage_minutes} minutes in the last {terms.outage_hours} hours, everyone gets that time "
        "again, online and on paper."
    )


def watched(at: datetime, closes: datetime, terms: Terms) -> bool:
    """Whether a vote is in its last hours, in which the service says every minute that it is there."""
    return closes - timedelta(hours=terms.outage_hours) <= at


def longer(start: datetime, end: datetime, closes: datetime, terms: Terms, at: datetime) -> int:
    """By how many minutes a close moves after an outage that is known `at` this moment: the lost time again, from the close on, or
    from when it was over and known if that was later."""
    lost = outage_moves(start, end, closes, terms)
    waited = max(max(end, at) - closes, timedelta())
    return lost and lost - (-waited // timedelta(minutes=1))
