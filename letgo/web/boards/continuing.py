"""The vote on whether a body goes on: its place on the body's page, and calling it, with its days, its lists and who runs it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.promises.models import Promise
from letgo.commons.record.clock import now
from letgo.decide.ballots.models import Poll
from letgo.decide.boards.continuing import actions, queries
from letgo.decide.boards.continuing.rules import Span
from letgo.decide.boards.electors import outsiders
from letgo.decide.boards.models import Body
from letgo.web.boards import election_forms as forms
from letgo.web.boards import election_words, words
from letgo.web.boards.body_parts import Link
from letgo.web.boards.calling import FIRST, LAST, later
from letgo.web.boards.finding import journey_page, of_body
from letgo.web.ui.figures import day, moment, people, whole
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import keyed

SHOWN = 4  # the votes of two times


def going_on(body: Body, actor: Actor, clocks: Mapping[str, Promise]) -> dict[str, Any] | None:
    """The section on a body's page: when the vote is due, who calls it, and the last ones. None where the terms ask for no such vote.

    1 SQL query where they do. `clocks`: those that run about the body.
    """
    if not body.fixed.continuation_rule:
        return None
    owed, votes = clocks.get(body.fixed.continuation_rule), list(queries.votes(body)[:SHOWN])
    runs = any(row.state in queries.RUNS for row in votes)
    links: list[Link] = []
    if not runs and may(actor, "boards.call-continuation", body):
        links.append(("body-go-on", {"body": body.pk}, _("Call the vote on going on")))
    due = _("No day is set for the next vote.")
    if owed and owed.due:
        due = _("The next vote is due by {day}.").format(day=day(owed.due))
    return {
        "note": _("Every few years everybody who elects it votes on this."),
        "says": [
            _("This vote runs now.") if runs else due,
            _("The secretary calls it. If not, ask an officer of the council."),
        ],
        "votes": [{"id": row.pk, "title": row.question, "said": _said(row)} for row in votes],
        "links": links,
    }


def _said(row: Poll) -> str:
    return _("opens {opens}, closes {closes}").format(opens=day(row.opens), closes=day(row.closes))


def _journey(request: HttpRequest, body: Body) -> Journey:
    """The journey with those who may run it. 4 SQL queries."""
    steps = (forms.GoingOn, partial(forms.Checker, officers=outsiders(body)))
    return Journey(
        "call-the-vote-on-going-on", steps, partial(_send, body), check=_("Look at this vote before you call it"),
        button=_("Call this vote"), back=("body", body.name),
        says=(_("When you call it, its days and its lists cannot change any more."),),
    )  # fmt: skip


def _span(given: Mapping[str, Any], least: Span) -> Span:
    """The earliest days, or later ones where a day was named."""
    opens = later(given.get("opens"), FIRST, least.opens)
    return replace(least, opens=opens, closes=later(given.get("closes"), LAST, opens + (least.closes - least.opens)))


def _look(body: Body, given: Mapping[str, Any]) -> list[str]:
    """What it would be: the days, each list, what follows, and what is in the way. 26 SQL queries at most."""
    seen = queries.preview(body)
    span = _span(given, seen.span)
    return [
        *seen.faults,
        _("The question: should {body} go on? People say yes or no.").format(body=words.named(body)),
        election_words.vote_days(span.opens, span.closes),
        *(_listed(row.electorate.name, row.size) for row in seen.lists),
        *(_twins(row.electorate.name, row.twins) for row in seen.lists if row.twins),
        _follows(len(seen.lists)),
        *span.why,
    ]


def _listed(name: str, size: int) -> str:
    return _("{name}: {people} on the list, as of today.").format(name=name, people=people(size))


def _twins(name: str, pairs: int) -> str:
    said = ngettext(
        "{name}: {number} pair may be one person twice.", "{name}: {number} pairs may be one person twice.", pairs
    )
    return said.format(name=name, number=whole(pairs))


def _follows(lists: int) -> str:
    if lists > 1:
        return _("It goes on when each list says yes. Each list has a vote of its own.")
    return _("It goes on when more say yes than no.")


def _send(body: Body, request: HttpRequest, given: Answers) -> Done:
    span = _span(given, queries.least_span(body.fixed, now()))
    made = actions.call_continuation(
        body.pk, UUID(given["officer"]), span.opens, span.closes, given["seed_from"], by=request.actor,
        key=keyed(request, body.pk, "go-on"),
    )  # fmt: skip
    next_ = [
        _("The vote opens by itself on {moment}. Everybody on the list is told.").format(moment=moment(made[0].opens)),
        _follows(len(made)),
        _("If it is a yes, the next vote is due when the rules say. If it is a no, the members and the landlord talk."),
    ]
    return Done(_("The vote is called"), next_, words.to_body(body), {"body": body.pk})


def _around(request: HttpRequest, body: Body) -> Mapping[str, Any]:
    return {"place": body.place, "here": "board", "address": {"body": body.pk}, "judged": partial(_look, body)}


call = journey_page("boards.call-continuation", of_body, _journey, _around)
