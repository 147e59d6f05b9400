"""Who is elected, and what happens because of it: from the count of the vote, or without one where as many stood as there are seats."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.clock import now
from letgo.decide.ballots import queries as ballots
from letgo.decide.boards.models import Election, Nomination
from letgo.web.boards import words
from letgo.web.ui.figures import moment, people

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
    who = _listed([row.name for row in won]) if 0 < number <= NAMED else people(number)
    said = [ngettext("{who} is elected.", "{who} are elected.", number).format(who=who)]
    if not election.poll_id:
        said.append(_("As many stood as there are seats, so there was no vote."))
    left = election.seats - number
    if left > 0:
        said.append(ngettext("{seats} stays empty.", "{seats} stay empty.", left).format(seats=words.seats(left)))
    return " ".join(said)


def _listed(names: Sequence[str]) -> str:
    """A, B and C."""
    if len(names) == 1:
        return names[0]
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def because(election: Election, number: int) -> list[tuple[str, str]]:
    """The steps under "Because of this": what is booked, when, and by whom."""
    if election.state not in SAID or not number:
        return []
    poll, term = election.poll, words.months(election.fixed.term_months)
    taken = (
        _("The seats are taken."),
        _("Each for {term}. The page of {body} says until when.").format(term=term, body=words.named(election.body)),
    )
    if election.state == "filled":
        return [taken]
    if poll is None:
        return [(_("The seats are taken next."), _("Each for {term}.").format(term=term))]
    end = ballots.objections_end(poll)
    booked = (
        _("Then the seats are taken."),
        _("By itself, on {day}, each for {term}.").format(day=words.weekday(end), term=term),
    )
    open_still = (
        _("You can object until {moment}.").format(moment=moment(end)),
        _("The returning officer rules, with reasons that all can read."),
    )
    return [open_still, booked] if now() < end else [booked]


def objections(election: Election) -> str:
    """Until when people can object, in a sentence."""
    poll = election.poll
    if poll is None or poll.declared is None:
        return _("Nobody had to vote: as many stood as there are seats, or fewer.") if election.state in SAID else ""
    return _("People can object until {moment}.").format(moment=moment(ballots.objections_end(poll)))


def may_object(election: Election, actor: Actor) -> str:
    """Until when this reader can say that the result is wrong, "" where they cannot."""
    poll = election.poll
    if (
        poll is None
        or poll.state != "declared"
        or now() >= ballots.objections_end(poll)
        or not may(actor, "ballots.challenge", poll)
    ):
        return ""
    return moment(ballots.objections_end(poll))


def turnout(found: ballots.Result | None) -> list[tuple[str, Any]]:
    """How many voted. No SQL."""
    if found is None:
        return []
    return [
        (_("On the list"), people(found.roll)),
        (_("Voted"), people(found.voters)),
        (_("Enough to bind"), _("Yes") if found.mandate else _("No: {why}").format(why=found.why)),
    ]
