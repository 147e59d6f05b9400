"""An election's own page in every state, who stands, and the desk of those who run it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.decide.boards import queries
from letgo.decide.boards.elections import queries as reading
from letgo.decide.boards.models import Election, Nomination
from letgo.decide.boards.rules import BEFORE
from letgo.web.boards import election_words as words
from letgo.web.boards import results
from letgo.web.boards.body_parts import Link
from letgo.web.boards.finding import of_election
from letgo.web.boards.printing import in_order, ready
from letgo.web.boards.words import help_offered
from letgo.web.ui import lists
from letgo.web.ui.verbs import get, page

BY_NAME = lazy("By name. On the voting paper the order is drawn by lot.")
BY_LOT = lazy("In the order of the voting paper. It was drawn by lot.")


@get("boards.read", of_election)
def _election(request: HttpRequest, election: Election, /, **address: Any) -> HttpResponse:
    """12 SQL queries at most, however many stand."""
    actor: Actor = request.actor
    rows = reading.names(election)
    own = next((row for row in rows if row.person_id == actor.person and row.state in ("offered", "stands")), None)
    found = results.counted(election)
    won = results.elected(election, rows, found)
    over = election.state in results.SAID
    gone = reading.forgotten(election) if over or election.state in ("failed", "void") else 0
    others = [row for row in in_order(election, rows) if row not in won and (row.state != "withdrawn" or over)]
    standing = [row for row in rows if row.state in ("offered", "stands")]
    shown = {
        "election": election, "body": election.body, "place": election.body.place, "news": words.news(election),
        "lead": results.news(election, won) or words.lead(election, len(standing)), "steps": results.because(election, len(won)),
        "stands": own is None and election.state == "nominating" and may(actor, "boards.stand", election),
        "votes": election.state == "voting" and election.poll_id is not None, "links": _links(election, actor),
        "own": own and {"id": own.pk, "said": words.nomination(own, own.backed, election.fixed.seconders)},
        "elected": [_row(row, election, actor) for row in won], "in_order": election.poll_id is not None, "gone": words.gone(gone),
        "order": (BY_LOT if election.poll_id else BY_NAME) if len(standing) > 1 else "",
        "shown": lists.part([_row(row, election, actor) for row in others], lists.number(request.GET.get("from", ""))),
        "objects": results.may_object(election, actor), "strange": actor.person is None and election.state == "nominating",
        "help": help_offered(election.body), "kept_seats": words.kept_seats(election), "days": words.days(election),
        "sheets": ready(election),
    }  # fmt: skip
    return render(request, "boards/election.html", shown)


election = page(_election)


def _links(election: Election, actor: Actor) -> list[Link]:
    address: dict[str, object] = {"election": election.pk}
    found: list[Link] = []
    if may(actor, "boards.see-election-desk", election):
        found.append(("election-desk", address, _("The desk of this election")))
    return found


def _row(row: Nomination, election: Election, actor: Actor) -> dict[str, Any]:
    """One name as lists show it. No SQL."""
    backs = row.state == "offered" and election.state == "nominating"
    said = "" if row.state == "stands" and election.state != "nominating" else None
    return {
        "name": row.name, "groups": words.attributes(row.groups), "words": words.statement(row),
        "said": words.nomination(row, row.backed, election.fixed.seconders) if said is None else said,
        "href": words.page_of(row) if backs else "", "do": _("Read more, or back this name"),
    }  # fmt: skip


# The desk.


@get("boards.see-election-desk", of_election)
def _desk(request: HttpRequest, election: Election, /, **address: Any) -> HttpResponse:
    """9 SQL queries at most, however many came forward."""
    actor: Actor = request.actor
    rows = reading.names(election)
    sees = may(actor, "boards.settle-names", election)
    backers = queries.backers(election) if sees else {}
    shown = {
        "election": election, "body": election.body, "place": election.body.place, "news": words.news(election),
        "lead": words.lead(election, len([row for row in rows if row.state in ("offered", "stands")])),
        "links": _acts(election, actor), "outlook": words.outlook(election, reading.feasible(election), rows),
        "sees_backers": sees, "names": [_at_desk(row, election, backers.get(row.pk, ()), sees) for row in rows],
        "sheets": ready(election),
    }  # fmt: skip
    return render(request, "boards/desk.html", shown)


desk = page(_desk)


def _acts(election: Election, actor: Actor) -> list[Link]:
    """What the one who looks can do with this election now."""
    address: dict[str, object] = {"election": election.pk}
    before = election.state in BEFORE
    found: list[Link] = []
    if election.state == "checking" and may(actor, "boards.settle-names", election):
        found.append(("election-settle", address, _("The names are checked: go on")))
    if before and may(actor, "boards.void-election", election):
        found.append(("election-void", address, _("Call this election off")))
    if election.poll_id and may(actor, "ballots.rule", election.poll):
        found.append(("poll-desk", {"poll": election.poll_id}, _("Your desk of the vote")))
    return found


def _at_desk(row: Nomination, election: Election, backers: Sequence[str], officer: bool) -> dict[str, Any]:
    """One name as the desk shows it: with who backs it, for the returning officer alone."""
    waits = officer and row.state in ("offered", "stands") and election.state in BEFORE
    said = words.nomination(row, row.backed, election.fixed.seconders)
    behind = _("Backed by: {names}.").format(names=", ".join(backers)) if backers else ""
    return {
        "name": row.name, "groups": words.attributes(row.groups), "words": words.statement(row),
        "said": f"{said} {behind}".strip(),
        "href": words.page_of(row) if waits else "", "do": _("Look at it, or refuse it"),
    }  # fmt: skip
