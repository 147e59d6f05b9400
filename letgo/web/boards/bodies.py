"""The boards of a place, and a body's own page: who sits, until when, what they decide, and how people take it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place
from letgo.commons.places.rules import Eligibility
from letgo.commons.record.clock import now
from letgo.decide.boards import queries
from letgo.decide.boards.models import Approval, Body, Election, Mandate, Vacancy
from letgo.decide.boards.owing import clocks
from letgo.decide.boards.rules import RUNNING
from letgo.web.boards import election_words, words
from letgo.web.boards.body_parts import Link, parts_of
from letgo.web.boards.continuing import going_on
from letgo.web.boards.finding import of_body, of_place, where_to_demand
from letgo.web.boards.power import power_of
from letgo.web.ui.figures import day
from letgo.web.ui.verbs import get, page
from letgo.web.ui.voters import eligible_words

PAST = 10
HIRED = "appointment"  # they work for the body and do not sit on it: the page of offices has them


@get("boards.read", of_place)
def _all(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    """4 SQL queries, however many bodies there are. A place with one body goes straight to its page."""
    bodies = queries.of_place(place)
    founds = may(request.actor, "boards.found", Body(place=place))
    if len(bodies) == 1 and not founds:
        return redirect("body", body=bodies[0].pk)
    now_running = queries.running(bodies) if bodies else {}
    rows = [
        {
            "id": body.pk,
            "name": body.name,
            "said": election_words.lead(now_running[body.pk], 0, short=True)
            if body.pk in now_running
            else _("No election is running."),
        }
        for body in bodies
    ]
    links: list[Link] = [("body-found", {"slug": place.slug}, _("Found a board"))] if founds else []
    shown = {"place": place, "rows": rows, "links": links, "demands": where_to_demand(request.actor, place)}
    return render(request, "boards/boards.html", shown)


boards = page(_all)


@get("boards.read", of_body)
def _body(request: HttpRequest, body: Body, /, **address: Any) -> HttpResponse:
    """12 SQL queries at most, however many sit on it."""
    actor: Actor = request.actor
    terms = body.fixed
    seats, holders = queries.seats(body), queries.holders(body)
    past = queries.elections(body, PAST)
    election = next((row for row in past if row.state in RUNNING), None)
    serving = [row for row in holders if row.state == "serving"]
    empty = len(seats) - len({row.seat_id for row in holders if row.seat_id})
    sits = {row.person_id for row in serving if row.source_kind != HIRED}
    vacancies, parts = queries.vacancies(body), parts_of(request, body)
    change = queries.change_of(body) if may(actor, "boards.change-terms", body) else None
    owed = clocks(body)
    shown = {
        "body": body, "place": body.place, "lead": election_words.headline(body, election, len(sits)),
        "election": election, "duty": None if election else words.call_duty(body, owed, bool(sits), now()),
        "links": [*_links(body, actor, election), *(link for part in parts for link in part.links)],
        "members": [_member(row, actor, election) for row in holders if row.source_kind != HIRED],
        "empty": empty if holders else 0, "help": words.help_offered(body),
        "approvals": _approvals(body, actor, holders), "vacancies": [_vacancy(row, actor) for row in vacancies],
        "power": power_of(body) if terms.weights and len(serving) > 1 else None,
        "parts": [part.html for part in parts if part.html], "decides": _decides(body),
        "recall": words.recall(body, terms), "recall_links": [link for part in parts for link in part.recall_links],
        "electors": [f"{body.electorate.name}.", *eligible_words(Eligibility.from_data(body.electorate.rule))],
        "going": going_on(body, actor, owed), "past": [_past(row) for row in past], "rules": words.rules_of(terms), "change": change,
        "changes_terms": may(actor, "boards.change-terms", body),
    }  # fmt: skip
    return render(request, "boards/body.html", shown)


body = page(_body)


def _links(of: Body, actor: Actor, election: Election | None) -> list[Link]:
    found: list[Link] = []
    if election is None and may(actor, "boards.call-election", of):
        found.append(("election-call", {"body": of.pk}, _("Call an election")))
    if of.fixed.coopted_most and may(actor, "boards.co-opt", of):
        found.append(("body-co-opt", {"body": of.pk}, _("Ask someone in")))
    return found


def _member(row: Mandate, actor: Actor, election: Election | None) -> dict[str, Any]:
    own = row.seat_id is not None and row.state == "serving" and row.person_id == actor.person
    office = row.called or words.TITLES.get(row.title, row.title)
    return {
        "id": row.pk, "name": row.name or _("Someone who does not want their name here"),
        "office": f"{office}, {row.seat.group}" if row.seat and row.seat.group else office, "came": words.until(row),
        "until": _("Waits to be approved") if row.state == "waiting" else _until(row, election), "resign": own,
        "ends": not own and row.state == "serving" and may(actor, "boards.end-office", row),
    }  # fmt: skip


def _until(row: Mandate, election: Election | None) -> str:
    """Its last day; or, where its seat is being filled anew, the end of that election."""
    again = election is not None and row.seat is not None and row.seat.number in election.places
    return _("The end of this election. They may stand again.") if again else day(row.end)


def _approvals(of: Body, actor: Actor, holders: list[Mandate]) -> list[dict[str, Any]]:
    """What those said who may keep out someone; before anyone is elected, who they are. 1 SQL query where there is an approver."""
    if not of.fixed.approvers:
        return []
    rows: list[Approval] = queries.approvals(of)
    if not rows:
        return [
            {"id": None, "name": one.words, "said": words.approver(one), "answers": False} for one in of.fixed.approvers
        ]
    return [
        {
            "id": row.pk,
            "name": f"{row.words}: {row.mandate.name}",
            "said": words.approval(row),
            "answers": row.state == "waiting" and may(actor, "boards.approve", row),
        }
        for row in rows
    ]


def _vacancy(row: Vacancy, actor: Actor) -> dict[str, Any]:
    acts = row.state == "filling" and row.offered_id is not None and may(actor, "boards.answer-offer", row)
    return {"id": row.pk, "seat": words.seat(row.seat), "said": words.vacancy(row), "acts": acts}


def _decides(of: Body) -> list[dict[str, Any]]:
    return [{"id": row.pk, "title": row.title, "who": row.holder_words} for row in queries.decides(of)]


def _past(row: Election) -> dict[str, Any]:
    return {
        "id": row.pk,
        "said": _("{news}: {seats}, called {day}").format(
            news=election_words.NEWS[row.state].rstrip("?"), seats=words.seats(row.seats), day=day(row.called)
        ),
    }
