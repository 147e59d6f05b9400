"""Calling an election: the seats, the days by the dated rules, who runs it, a look at all of it, then the call."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime

from letgo.commons.record.clock import now
from letgo.decide.boards import queries
from letgo.decide.boards.elections import actions
from letgo.decide.boards.elections import queries as reading
from letgo.decide.boards.elections.rules import Days
from letgo.decide.boards.models import Body, Election
from letgo.web.boards import election_forms as forms
from letgo.web.boards import words
from letgo.web.boards.acting import Ask, act_page
from letgo.web.boards.finding import of_body, of_election
from letgo.web.ui.fields import at
from letgo.web.ui.figures import day, people
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page, post

LAST = time(20)  # the hour at which names and votes close when somebody names a later day
FIRST = time(8)


def _journey(body: Body) -> Journey:
    """The journey with this body's seats and those who may run it. 11 SQL queries at most."""
    held = {row.seat_id: row for row in queries.holders(body) if row.seat_id}
    seats = [
        (seat.number, f"Seat {seat.number}{f', kept for {seat.group}' if seat.group else ''}: "
         + (f"{held[seat.pk].name}, until {day(held[seat.pk].end)}" if seat.pk in held else "empty"))
        for seat in queries.seats(body)
    ]  # fmt: skip
    steps = (
        partial(forms.Seats, seats=seats, due=reading.due_seats(body)),
        forms.Dates,
        partial(forms.Runner, officers=reading.outsiders(body)),
    )
    return Journey(
        "call-an-election", steps, partial(_send, body), check="Look at this election before you call it",
        button="Call this election", back=("body", body.name),
        says=("When you call it, its days, its seats and its rules cannot change any more.",),
    )  # fmt: skip


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
        f"{people(chosen.electors)} would be on the list, as of today.",
        f"People can stand until {words.moment(days.nominations_close)}.",
        f"The vote opens on {words.moment(days.opens)} and closes on {words.moment(days.closes)}.",
        words.METHODS.get(terms.method, ""),
        *kept, *([words.FALLBACKS[terms.fallback]] if kept else []),
        f"If a seat falls empty later: {words.WAYS[terms.vacancy]}",
        *chosen.days.why,
    ]  # fmt: skip


def _send(body: Body, request: HttpRequest, given: Answers) -> Done:
    least = reading.least_days(body.fixed, now())
    made = actions.call_election(
        body.pk, UUID(given["officer"]), places=[int(number) for number in given["seats"]], days=_days(given, least),
        seed_from=given["seed_from"], reason=given["reason"], by=request.actor, key=keyed(request, body.pk, "election"),
    )  # fmt: skip
    next_ = [
        f"People can stand until {words.moment(made.nominations_close)}. Print the notice, and put it up.",
        "Then the returning officer looks at each name, for two days at most.",
        f"If more stand than there are seats, the vote opens by itself on {words.moment(made.opens)}.",
        "If nobody stands, the page says what happens then and who helps.",
    ]
    return Done("The election is called", next_, ("election", "See the election"), {"election": made.pk})


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
    return "election-desk", {"election": row.pk}, "Back to the desk"


def _settle(row: Election, answers: Answers, **by: Any) -> Done:
    made = actions.settle_names(row.pk, **by)
    said = {
        "voting": f"The vote opens by itself on {words.moment(made.opens)}.",
        "declared": "As many stand as there are seats, so they are elected without a vote.",
        "failed": f"Nobody is elected. {made.why}",
    }
    return Done("The names are settled", [said[made.state]], ("election", "See the election"), {"election": row.pk})


settle = act_page(
    "boards.settle-names", of_election,
    lambda row: Ask(
        words.news(row), "The names are checked", "You have looked at each name. From now on nobody is taken off the voting paper.",
        "Go on", row.body.place, _desk_of(row),
        ("With more names than seats the vote is called.", "With fewer, all of them are elected without one."),
    ),
    lambda row, data: forms.Nothing(data), _settle,
)  # fmt: skip


def _void(row: Election, answers: Answers, **by: Any) -> Done:
    actions.void_election(row.pk, answers["reason"], **by)
    next_ = ["Your reasons are public.", "Another election is owed, by the rules of this body."]
    return Done("The election is called off", next_, ("election", "See the election"), {"election": row.pk})


void = act_page(
    "boards.void-election", of_election,
    lambda row: Ask(
        words.news(row), "Call this election off", "Only before the vote is called, and only with reasons that everybody can read.",
        "Call it off", row.body.place, _desk_of(row),
    ),
    lambda row, data: forms.Reason(data), _void,
)  # fmt: skip
