"""What pages say of an election: the news, the days, who stands, and what would happen with the names that stand now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letgo.decide.boards.elections.queries import reserved as reserved_in
from letgo.decide.boards.elections.rules import Fit
from letgo.decide.boards.models import Body, Election, Nomination
from letgo.decide.boards.rules import BEFORE
from letgo.web.boards.words import FALLBACKS, in_days, months, named, reserved, seats, weekday
from letgo.web.ui.figures import in_words, moment, people, whole
from letgo.web.ui.saying import each

NEWS = each(
    {
        "nominating": "Who will stand?",
        "checking": "The names are being checked",
        "voting": "The vote is on",
        "declared": "The result",
        "filled": "The result",
        "failed": "Nobody was elected",
        "void": "Called off",
    }
)


def headline(body: Body, election: Election | None, serving: int) -> str:
    """What the body's page says first, under its name."""
    if body.state == "over":
        return _("It has ended. Nobody sits on it any more.")
    if election:
        return lead(election, 0, short=True)
    if not serving:
        return _("Nobody sits on it yet.") if body.state == "forming" else _("Nobody sits on it now.")
    said = ngettext(
        "{people} sits on it. No election is running.", "{people} sit on it. No election is running.", serving
    )
    return said.format(people=people(serving))


def vote_days(opens: datetime, closes: datetime) -> str:
    """When a vote opens and closes, in a sentence."""
    return _("The vote opens on {opens} and closes on {closes}.").format(opens=moment(opens), closes=moment(closes))


def news(election: Election) -> str:
    """The page's h1: who will stand?"""
    asks = election.state == "nominating"
    said = _("{news} {seats} on {body}") if asks else _("{news}: {seats} on {body}")
    return said.format(news=NEWS[election.state], seats=seats(election.seats), body=named(election.body))


def to_fill(election: Election) -> str:
    """How many seats it is about, in a sentence."""
    said = ngettext("{seats} is to be filled.", "{seats} are to be filled.", election.seats)
    return said.format(seats=seats(election.seats))


def lead(election: Election, standing: int, short: bool = False) -> str:
    """One or two sentences: where it is, and until when."""
    called = election.poll and election.poll.state == "called"
    said = {
        "nominating": _("You can stand until {moment}.").format(moment=moment(election.nominations_close)),
        "checking": _("Nominations are over. The returning officer looks at each name."),
        "voting": _("The vote opens on {moment}.").format(moment=moment(election.opens))
        if called
        else _("The vote is open until {moment}.").format(moment=moment(election.closes)),
        "declared": _("The result is said. The seats are taken when the days to object are over."),
        "filled": _("The seats are taken."),
        "failed": election.why,
        "void": election.why,
    }[election.state]
    if short:
        return f"{to_fill(election)} {said}"
    return f"{said} {_so_far(standing)}" if election.state in BEFORE else said


def _so_far(standing: int) -> str:
    if not standing:
        return _("Nobody has come forward yet.")
    said = ngettext("{people} has come forward so far.", "{people} have come forward so far.", standing)
    return said.format(people=people(standing))


def days(election: Election) -> list[tuple[str, str]]:
    """Its days, as they were fixed at the call."""
    fixed = election.fixed
    return [
        (_("Called"), weekday(election.called)),
        (_("You can stand from"), moment(election.nominations_open)),
        (_("You can stand until"), moment(election.nominations_close)),
        (_("The vote opens"), moment(election.opens)),
        (_("The vote closes"), moment(election.closes)),
        (_("Objections"), _("For {days} after the result is said").format(days=in_days(fixed.object_days))),
        (_("A term is"), months(fixed.term_months)),
    ]


def kept_seats(election: Election) -> list[str]:
    """The reserved seats of an election, as they stood at its call."""
    rows = reserved_in(election)
    return [*(reserved(row) for row in rows), FALLBACKS[election.fixed.fallback]] if rows else []


def outlook(election: Election, found: Fit, rows: Sequence[Nomination]) -> list[str]:
    """What would happen if nobody else came forward, from the names that stand now."""
    stand = sum(row.state == "stands" for row in rows)
    waits = sum(row.state == "offered" for row in rows)
    if election.state not in BEFORE:
        return [ngettext("{number} name stands.", "{number} names stand.", stand).format(number=whole(stand))]
    need = ngettext("{number} name still needs people behind it.", "{number} names still need people behind it.", waits)
    more = [need.format(number=whole(waits))] if waits else []
    if not stand:
        return [_("Nobody would be elected. The seats would stay empty, and someone must help."), *more]
    if found.clash:
        return [_("The seats kept for some cannot be filled: {why}.").format(why=found.clash), *more]
    if stand > found.seats:
        vote, room = _("There is a vote: {people} for {seats}."), found.seats
    else:
        vote, room = _("There is no vote: {people} for {seats}. All of them are elected."), election.seats
    return [vote.format(people=people(stand), seats=seats(room)), *found.said, *more]


def nomination(row: Nomination, backs: int, needs: int) -> str:
    """How far a name is."""
    if row.state == "withdrawn":
        return _("Took the name back.")
    if row.state == "refused":
        return _("Refused: {reason}").format(reason=row.reason)
    if row.state == "stands":
        return _("Stands.")
    if backs >= needs:
        return _("Has enough people behind it.")
    said = _("{backs} of {needs} people back it so far.")
    return said.format(backs=in_words(backs).capitalize(), needs=in_words(needs))


def gone(number: int) -> str:
    """What stands in place of names that were deleted, because the election is long over; "" for none."""
    said = ngettext(
        "{number} more person came forward. That name was deleted half a year or more after the election.",
        "{number} more people came forward. Their names were deleted half a year or more after the election.",
        number,
    )
    return said.format(number=whole(number)) if number else ""


def page_of(row: Nomination) -> str:
    """The address of a name's own page."""
    return reverse("nomination", args=[row.pk])


def statement(row: Nomination) -> Sequence[str]:
    """What they say, a paragraph each."""
    return [line for line in row.statement.splitlines() if line.strip()]


def attributes(groups: Mapping[str, str]) -> str:
    """What reserved seats ask about someone: tenant, Block A."""
    return ", ".join(str(value) for value in groups.values() if value)
