"""The rules of one board on one page: what its own terms say, what dated rules say, and where each comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letgo.commons.places.queries import today
from letgo.commons.places.rules import Eligibility
from letgo.commons.promises.models import Rule
from letgo.commons.promises.queries import rules_in_force
from letgo.decide.boards import queries
from letgo.decide.boards.agenda.queries import BOARD_NOTICE
from letgo.decide.boards.meeting_rules import DENY_DAYS, LEAST
from letgo.decide.boards.minutes.rules import MINUTES_RULE
from letgo.decide.boards.models import Body, TermsChange
from letgo.decide.boards.rules import BodyTerms
from letgo.web.boards import words
from letgo.web.boards.finding import of_body
from letgo.web.boards.meetings_words import MAJORITIES
from letgo.web.ui.figures import day, people, whole
from letgo.web.ui.verbs import get, page
from letgo.web.ui.voters import eligible_words

REVIEW, INSTRUCTION, HERE = "boards.hold-review", "boards.carry-out-removal", "boards.carry-out-removal-here"
CONFIDENCE = "boards.answer-confidence"


@dataclass(frozen=True)
class Said:
    """One rule: its name, what it says, where it comes from, and the dated rule's id ("" for the board's own)."""

    name: str
    words: str
    source: str
    rule: Any = ""


@get("boards.read", of_body)
def _rules(request: HttpRequest, body: Body, /, **address: Any) -> HttpResponse:
    """6 SQL queries at most."""
    terms, change = body.fixed, queries.last_change(body)
    own = _own(body, change)
    dated = {row.name: row for row in rules_in_force() if row.name.startswith("boards.") and row.read.in_force(today())}
    shown = {
        "body": body, "place": body.place, "own": own, "reason": change.reason if change else "",
        "parts": [
            (_("Who sits on it"), [Said(name, said, own) for name, said in (*_electors(body), *words.rules_of(terms), *_seats(terms))]),
            (_("An election, day by day"), _dated(dated, _days(terms))),
            (_("Meetings"), [*_dated(dated, _notices(terms)), *(Said(name, said, own) for name, said in _meetings(terms))]),
            (_("Taking an office back"), [*(Said(name, said, own) for name, said in _back(terms)), *_dated(dated, _duties())]),
        ],
    }  # fmt: skip
    return render(request, "boards/rules.html", shown)


rules = page(_rules)


def _own(body: Body, change: TermsChange | None) -> str:
    if change is None:
        return _("The board’s own rules, from its founding on {day}.").format(day=day(body.founded))
    return _("The board’s own rules, as two people changed them on {day}.").format(day=day(change.line.at))


def _dated(known: Mapping[str, Rule], asked: list[tuple[str, str]]) -> list[Said]:
    """Each dated rule that is in force, with its length, its day and its source; one that is not in force is said not to be."""
    found = []
    for label, name in asked:
        row = known.get(name)
        if row is None:
            found.append(Said(label, _("No dated rule is in force. So nothing is owed by a day."), ""))
        else:
            read = row.read
            since = _("In force since {day}.").format(day=day(read.valid_from)) if read.valid_from else ""
            found.append(Said(label, f"{read.within}. {read.title}.", f"{read.source}. {since}".strip(), row.pk))
    return found


def _electors(body: Body) -> list[tuple[str, str]]:
    return [(_("Who elects it"), " ".join(eligible_words(Eligibility.from_data(body.electorate.rule))))]


def _seats(terms: BodyTerms) -> list[tuple[str, str]]:
    found = [(_("Whoever chairs"), _("Is chosen for {months}.").format(months=words.months(terms.chair_term_months)))]
    if terms.vacancy_until_months:
        below = _("Below {months} it stays empty.").format(months=words.months(terms.vacancy_until_months))
        found.append((_("A seat with little time left"), below))
    found += words.approvers(terms)
    if terms.weights:
        found.append((_("Votes have weights"), _("The page of the board says how often each one decides.")))
    return found


def _days(terms: BodyTerms) -> list[tuple[str, str]]:
    found = [
        (_("How long people can stand"), terms.nomination_rule),
        (_("From the names to the vote"), terms.notice_rule),
        (_("How long the vote is open"), terms.voting_rule),
        (_("The next election is called within"), terms.election_rule),
        (_("An empty seat has its vote within"), terms.by_election_rule),
        (_("If nobody stands, someone helps within"), terms.nobody_rule),
        (_("Someone who can run an election is named within"), terms.officer_rule),
        (_("Whether it goes on is voted on within"), terms.continuation_rule),
    ]
    return [(label, name) for label, name in found if name]


def _notices(terms: BodyTerms) -> list[tuple[str, str]]:
    owed = [
        (_("The next meeting of the board is within"), terms.board_meeting_rule),
        (_("The next meeting of all is within"), terms.general_meeting_rule),
    ]
    return [
        *((label, name) for label, name in owed if name),
        (_("Notice of a meeting of all"), terms.meeting_notice_rule),
        (_("Notice of a meeting of the board"), BOARD_NOTICE),
        (_("Minutes, when someone owes them"), MINUTES_RULE),
    ]


def _meetings(terms: BodyTerms) -> list[tuple[str, str]]:
    members = max(LEAST, terms.board_quorum)
    board = ngettext("{number} member who are there.", "{number} members who are there.", members)
    deny = _("Say so within {days} days. Then you are not counted.").format(days=max(DENY_DAYS, terms.minutes_days))
    minutes = _("Are published within {days}, by this site if by nobody else.")
    return [
        (_("Enough at a meeting of the board"), board.format(number=whole(members))),
        (_("Enough at a meeting of all"), _enough(terms)),
        (_("Too few came"), _second(terms)),
        (_("Someone votes for you"), _proxies(terms.proxies)),
        (_("You were written down, and were not there"), deny),
        (_("Minutes"), minutes.format(days=words.in_days(terms.minutes_days))),
    ]


def _enough(terms: BodyTerms) -> str:
    said = (
        _(
            "{people} or {percent} of every 100 who can vote, whichever is more. They must be there. Two people count them."
        )
        if terms.meeting_quorum_percent
        else _("{people}. They must be there. Two people count them.")
    )
    return said.format(people=people(max(LEAST, terms.meeting_quorum_people)), percent=terms.meeting_quorum_percent)


def _second(terms: BodyTerms) -> str:
    """What a second meeting can do, where too few came to the first."""
    if terms.second_meeting != "those-present":
        return _("As many must come to a second meeting. If too few come again, nothing is decided.")
    kinds = _(" or ").join(str(MAJORITIES[kind]) for kind in terms.second_meeting_decides if kind in MAJORITIES)
    said = _("Whoever comes to a second meeting decides, three at least, when there is {kinds}.")
    return said.format(kinds=kinds or _("nothing to vote on"))


def _proxies(most: int) -> str:
    """Whether someone can vote for others, and for how many."""
    if not most:
        return _("Nobody can. Come, or join from home.")
    return ngettext(
        "At a meeting of all, for at most {number} other person.",
        "At a meeting of all, for at most {number} other people.",
        most,
    ).format(number=whole(most))


def _back(terms: BodyTerms) -> list[tuple[str, str]]:
    names = (
        _("{percent} of every 100 who can vote, and {people} at least.")
        if terms.recall_least
        else _("{percent} of every 100 who can vote.")
    )
    signs = _("Was on the list on the day on which names were first asked for, and still is.")
    hearing = ngettext(
        "Facts and a hearing, {number} whole day apart.",
        "Facts and a hearing, {number} whole days apart.",
        terms.hearing_days,
    )
    return [
        (
            _("Names for a vote to recall"),
            names.format(percent=terms.recall_percent, people=people(terms.recall_least)),
        ),
        (_("The vote to recall"), _quorum(terms.recall_quorum_percent)),
        (_("Who signs, and votes on it"), signs),
        (_("The same again"), words.rest(terms) or _("It can be asked for again at once.")),
        (_("Reviews of who works for it"), _("Every {months}.").format(months=words.months(terms.review_months))),
        (_("Before a vote on an office"), hearing.format(number=whole(terms.hearing_days))),
        (_("The vote on an office"), _quorum(terms.removal_quorum_percent)),
    ]


def _quorum(percent: int) -> str:
    """How many of all must vote, in a sentence."""
    return _("{percent} of every 100 must vote.").format(percent=percent) if percent else _("Every vote counts.")


def _duties() -> list[tuple[str, str]]:
    return [
        (_("A review is held within"), REVIEW),
        (_("The employer is told within"), INSTRUCTION),
        (_("The board acts itself within"), HERE),
        (_("Words in confidence are answered within"), CONFIDENCE),
    ]
