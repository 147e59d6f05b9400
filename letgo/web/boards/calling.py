"""Calling an election: the seats, the days by the dated rules, who runs it, a look at all of it, then the call."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from letgo.commons.record.clock import now
from letgo.decide.boards import queries
from letgo.decide.boards.elections import actions
from letgo.decide.boards.elections import queries as reading
from letgo.decide.boards.elections.rules import Days
from letgo.decide.boards.models import Body, Election, Mandate, Seat
from letgo.web.boards import election_forms as forms
from letgo.web.boards import election_words, words
from letgo.web.boards.acting import Ask, act_page
from letgo.web.boards.finding import of_body, of_election
from letgo.web.ui.fields import at
from letgo.web.ui.figures import day, moment, people
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page, post

LAST = time(20)  # the hour at which names and votes close when somebody names a later day
FIRST = time(8)


def _journey(body: Body) -> Journey:
    """The journey with this body's seats and those who may run it. 11 SQL queries at most."""
    held = {row.seat_id: row for row in queries.holders(body) if row.seat_id}
    seats = [(seat.number, _held(seat, held.get(seat.pk))) for seat in queries.seats(body)]
    steps = (
        partial(forms.Seats, seats=seats, due=reading.due_seats(body)),
        forms.Dates,
        partial(forms.Runner, officers=reading.outsiders(body)),
    )
    return Journey(
        "call-an-election", steps, partial(_send, body), check=_("Look at this election before you call it"),
        button=_("Call this election"), back=("body", body.name),
        says=(_("When you call it, its days, its seats and its rules cannot change any more."),),
    )  # fmt: skip


def _held(seat: Seat, row: Mandate | None) -> str:
    """A seat, and who has it until when."""
    if row is None:
        return _("{seat}: empty").format(seat=words.seat(seat))
    return _("{seat}: {name}, until {day}").format(seat=words.seat(seat), name=row.name, day=day(row.end))


def _days(given: Mapping[str, Any], least: Days) -> Days:
    """The earliest days, or later ones where a day was named. The rest moves along, so that no length is cut."""
    names = later(given.get("nominations_close"), LAST, least.nominations_close)
    opens = later(given.get("opens"), FIRST, names + (least.opens - least.nominations_close))
    closes = later(given.get("closes"), LAST, opens + (least.closes - least.opens))
    return replace(least, nominations_close=names, opens=opens, closes=closes)


def later(named: Any, hour: time, else_: datetime) -> datetime:
    """That hour of the day that was named, or `else_` where none was, or the same day."""
    if not named:
        return else_
    return else_ if named == localtime(else_).date() else at(named, hour)


def _look(body: Body, given: Mapping[str, Any]) -> list[str]:
    """What it would be: the days, the list, what is kept for some, and what is in the way. 20 SQL queries at most."""
    terms, chosen = body.fixed, reading.preview(body, [int(number) for number in given["seats"]])
    days = _days(given, chosen.days)
    kept = [words.reserved(row) for row in chosen.reserve]
    return [
        *chosen.faults,
        _("{people} would be on the list, as of today.").format(people=people(chosen.electors)),
        _("People can stand until {moment}.").format(moment=moment(days.nominations_close)),
        election_words.vote_days(days.opens, days.closes),
        str(words.METHODS.get(terms.method, "")),
        *kept, *([str(words.FALLBACKS[terms.fallback])] if kept else []),
        _("If a seat falls empty later: {way}").format(way=words.WAYS[terms.vacancy]),
        *chosen.days.why,
    ]  # fmt: skip


def _send(body: Body, request: HttpRequest, given: Answers) -> Done:
    least = reading.least_days(body.fixed, now())
    made = actions.call_election(
        body.pk, UUID(given["officer"]), places=[int(number) for number in given["seats"]], days=_days(given, least),
        seed_from=given["seed_from"], reason=given["reason"], by=request.actor, key=keyed(request, body.pk, "election"),
    )  # fmt: skip
    next_ = [
        _("People can stand until {moment}. Print the notice, and put it up.").format(
            moment=moment(made.nominations_close)
        ),
        _("Then the returning officer looks at each name, for two days at most."),
        _("If more stand than there are seats, the vote opens by itself on {moment}.").format(
            moment=moment(made.opens)
        ),
        _("If nobody stands, the page says what happens then and who helps."),
    ]
    return Done(_("The election is called"), next_, ("election", _("See the election")), {"election": made.pk})


def _around(body: Body) -> dict[str, Any]:
    return {"place": body.place, "here": "board", "address": {"body": body.pk}, "judged": partial(_look, body)}


@get("boards.call-election", of_body)
def _begin(request: HttpRequest, body: Body, /, **address: Any) -> HttpResponse:
    return _journey(body).start(request, **_around(body))


@post("boards.call-election", of_body)
def _go(request: HttpRequest, body: Body, /, **address: Any) -> HttpResponse:
    return _journey(body).go(request, **_around(body))


call = page(_begin, _go)


# What the returning officer does before the vote.


def _desk_of(row: Election) -> tuple[str, dict[str, Any], str]:
    return "election-desk", {"election": row.pk}, _("Back to the desk")


def _settle(row: Election, answers: Answers, **by: Any) -> Done:
    made = actions.settle_names(row.pk, **by)
    said = {
        "voting": _("The vote opens by itself on {moment}.").format(moment=moment(made.opens)),
        "declared": _("As many stand as there are seats, so they are elected without a vote."),
        "failed": _("Nobody is elected. {why}").format(why=made.why),
    }
    return Done(
        _("The names are settled"), [said[made.state]], ("election", _("See the election")), {"election": row.pk}
    )


settle = act_page(
    "boards.settle-names", of_election,
    lambda row: Ask(
        election_words.news(row), _("The names are checked"),
        _("You have looked at each name. From now on nobody is taken off the voting paper."),
        _("Go on"), row.body.place, _desk_of(row),
        (_("With more names than seats the vote is called."), _("With fewer, all of them are elected without one.")),
    ),
    lambda row, data: forms.Nothing(data), _settle,
)  # fmt: skip


def _void(row: Election, answers: Answers, **by: Any) -> Done:
    actions.void_election(row.pk, answers["reason"], **by)
    next_ = [_("Your reasons are public."), _("Another election is owed, by the rules of this body.")]
    return Done(_("The election is called off"), next_, ("election", _("See the election")), {"election": row.pk})


void = act_page(
    "boards.void-election", of_election,
    lambda row: Ask(
        election_words.news(row), _("Call this election off"),
        _("Only before the vote is called, and only with reasons that everybody can read."),
        _("Call it off"), row.body.place, _desk_of(row),
    ),
    lambda row, data: forms.Reason(data), _void,
)  # fmt: skip
