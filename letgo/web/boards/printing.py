"""What is printed of an election: notice, nomination form, who stands, declaration. On a page each, and all at once for `letgo paper`."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from markupsafe import Markup

from letgo.decide.ballots import queries as ballots
from letgo.decide.boards import queries
from letgo.decide.boards.elections import queries as elections
from letgo.decide.boards.models import Election, Nomination
from letgo.web.boards import election_words, results, words
from letgo.web.boards.finding import of_election
from letgo.web.ui.components import loader
from letgo.web.ui.figures import moment, people
from letgo.web.ui.saying import each
from letgo.web.ui.verbs import get, page

SHEETS = each(
    {
        "notice": "Notice of election",
        "form": "Form to stand for a seat",
        "candidates": "Who stands",
        "declaration": "Declaration of the result",
    }
)
OFFICE = lazy("the office of the returning officer")
SAID = ("declared", "filled", "failed")


@dataclass(frozen=True)
class Sheet:
    """What the sheets say, all in words."""

    body: str
    fills: str
    days: list[tuple[str, str]]
    how: list[str]
    kept: list[str]
    settles: str
    address: str
    contact: str
    close: str
    where: str
    asks: list[tuple[str, list[str]]]
    seconders: str
    seconders_number: int
    names: list[dict[str, Any]]
    gone: list[dict[str, Any]]
    stands: str
    news: str = ""
    elected: list[dict[str, Any]] = field(default_factory=list)
    count: list[tuple[str, str]] = field(default_factory=list)
    objects: str = ""


def ready(election: Election) -> list[tuple[str, str]]:
    """The sheets that can be printed now, each with its name."""
    over = election.state in SAID
    names = election.state in ("voting", *SAID)
    wanted = {
        "notice": True,
        "form": election.state == "nominating",
        "candidates": names,
        "declaration": over,
    }
    return [(name, title) for name, title in SHEETS.items() if wanted[name]]


@get("boards.read", of_election)
def _print(request: HttpRequest, election: Election, /, sheet: str, **address: Any) -> HttpResponse:
    """6 SQL queries, however many stand."""
    if sheet not in dict(ready(election)):
        raise Http404
    shown = {
        "election": election, "place": election.body.place, "name": sheet, "title": SHEETS[sheet], "it": sheet_of(election),
        "large": request.GET.get("print") == "large",
    }  # fmt: skip
    return render(request, "boards/print.html", shown)


printed = page(_print)


def of_vote(poll: UUID) -> list[tuple[str, Markup]]:
    """The sheets of the election behind this vote, each as a piece of HTML with its title; [] for any other vote. For `letgo paper`."""
    election = queries.election_of(poll)
    if election is None:
        return []
    from letgo.web.ui.environment import environment

    macros = environment(loader=loader()).get_template("boards/sheets.html").module
    it = sheet_of(election)
    return [(title, Markup(macros.sheet(name, it))) for name, title in ready(election)]  # noqa: S704 our own template escapes


def sheet_of(election: Election) -> Sheet:
    """All that the sheets say of an election. 5 SQL queries at most."""
    fixed, rows = election.fixed, elections.names(election)
    stand = [row for row in rows if row.state == "stands"]
    found = results.counted(election)
    won = results.elected(election, rows, found)
    number = fixed.seconders
    stood = len(stand) + elections.forgotten(election, "stands")
    return Sheet(
        body=election.body.name,
        fills=election_words.to_fill(election),
        days=election_words.days(election),
        how=[
            _("You can stand if you are on the list: {electorate}.").format(electorate=election.body.electorate.name),
            *([_("{people} on the list must back you.").format(people=people(number))] if number else []),
            str(words.METHODS.get(fixed.method, "")),
        ],
        kept=election_words.kept_seats(election),
        settles=election.seed_from,
        address=settings.LETGO_SITE + reverse("election", args=[election.pk]),
        contact=settings.LETGO_CONTACT,
        close=moment(election.nominations_close),
        where=settings.LETGO_OPERATOR or OFFICE,
        asks=[
            (_("What is true for you? ({group})").format(group=name), values)
            for name, values in asked(election).items()
        ],
        seconders=people(number) if number else "",
        seconders_number=number,
        names=[_name(row) for row in in_order(election, stand)],
        gone=[
            {"name": row.name, "said": election_words.nomination(row, 0, 0)}
            for row in rows
            if row.state in ("withdrawn", "refused")
        ],
        stands=ngettext("{people} stands.", "{people} stand.", stood).format(people=people(stood)),
        news=results.news(election, won),
        elected=[_name(row) for row in won],
        count=results.turnout(found),
        objects=results.objections(election),
    )


def asked(election: Election) -> dict[str, list[str]]:
    """What the reserved seats ask of each who stands: the word of the group, and what one can be."""
    found: dict[str, list[str]] = {}
    for row in elections.reserved(election):
        found.setdefault(row.group, []).extend(value for value in row.values if value not in found.get(row.group, ()))
    return found


def in_order(election: Election, rows: list[Nomination]) -> list[Nomination]:
    """Who stands, in the order of the voting paper; by name while there is none. 1 SQL query with a vote."""
    if election.poll is None:
        return rows
    at = {option.about_id: option.number for option in ballots.options(election.poll)}
    return sorted(rows, key=lambda row: at.get(row.pk, len(at)))


def _name(row: Nomination) -> dict[str, Any]:
    return {"name": row.name, "groups": election_words.attributes(row.groups), "words": election_words.statement(row)}
