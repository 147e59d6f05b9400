"""The rules of one board on one page: what its own terms say, what dated rules say, and where each comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
from letgo.web.ui.figures import day, people
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
            ("Who sits on it", [Said(name, said, own) for name, said in (*_electors(body), *words.rules_of(terms), *_seats(terms))]),
            ("An election, day by day", _dated(dated, _days(terms))),
            ("Meetings", [*_dated(dated, _notices(terms)), *(Said(name, said, own) for name, said in _meetings(terms))]),
            ("Taking an office back", [*(Said(name, said, own) for name, said in _back(terms)), *_dated(dated, _duties())]),
        ],
    }  # fmt: skip
    return render(request, "boards/rules.html", shown)


rules = page(_rules)


def _own(body: Body, change: TermsChange | None) -> str:
    if change is None:
        return f"The board’s own rules, from its founding on {day(body.founded)}."
    return f"The board’s own rules, as two people changed them on {day(change.line.at)}."


def _dated(known: Mapping[str, Rule], asked: list[tuple[str, str]]) -> list[Said]:
    """Each dated rule that is in force, with its length, its day and its source; one that is not in force is said not to be."""
    found = []
    for label, name in asked:
        row = known.get(name)
        if row is None:
            found.append(Said(label, "No dated rule is in force. So nothing is owed by a day.", ""))
        else:
            read = row.read
            since = f" In force since {day(read.valid_from)}." if read.valid_from else ""
            found.append(Said(label, f"{read.within}. {read.title}.", f"{read.source}.{since}", row.pk))
    return found


def _electors(body: Body) -> list[tuple[str, str]]:
    return [("Who elects it", " ".join(eligible_words(Eligibility.from_data(body.electorate.rule))))]


def _seats(terms: BodyTerms) -> list[tuple[str, str]]:
    found = [("Whoever chairs", f"Is chosen for {words.months(terms.chair_term_months)}.")]
    if terms.vacancy_until_months:
        found.append(
            ("A seat with little time left", f"Below {words.months(terms.vacancy_until_months)} it stays empty.")
        )
    found += [(f"May say no: {one.words}", words.approver(one)) for one in terms.approvers]
    if terms.weights:
        found.append(("Votes have weights", "The page of the board says how often each one decides."))
    return found


def _days(terms: BodyTerms) -> list[tuple[str, str]]:
    found = [
        ("How long people can stand", terms.nomination_rule),
        ("From the names to the vote", terms.notice_rule),
        ("How long the vote is open", terms.voting_rule),
        ("The next election is called within", terms.election_rule),
        ("An empty seat has its vote within", terms.by_election_rule),
        ("If nobody stands, someone helps within", terms.nobody_rule),
        ("Someone who can run an election is named within", terms.officer_rule),
        ("Whether it goes on is voted on within", terms.continuation_rule),
    ]
    return [(label, name) for label, name in found if name]


def _notices(terms: BodyTerms) -> list[tuple[str, str]]:
    owed = [
        ("The next meeting of the board is within", terms.board_meeting_rule),
        ("The next meeting of all is within", terms.general_meeting_rule),
    ]
    return [
        *((label, name) for label, name in owed if name),
        ("Notice of a meeting of all", terms.meeting_notice_rule),
        ("Notice of a meeting of the board", BOARD_NOTICE),
        ("Minutes, when someone owes them", MINUTES_RULE),
    ]


def _meetings(terms: BodyTerms) -> list[tuple[str, str]]:
    enough = [people(max(LEAST, terms.meeting_quorum_people))]
    enough += [f"{terms.meeting_quorum_percent} of every 100 who can vote"] if terms.meeting_quorum_percent else []
    more = ", whichever is more" if len(enough) > 1 else ""
    second = "As many must come to a second meeting. If too few come again, nothing is decided."
    if terms.second_meeting == "those-present":
        kinds = " or ".join(MAJORITIES[kind] for kind in terms.second_meeting_decides if kind in MAJORITIES)
        second = (
            f"Whoever comes to a second meeting decides, three at least, when there is {kinds or 'nothing to vote on'}."
        )
    until = max(DENY_DAYS, terms.minutes_days)
    cap = people(terms.proxies, "other person", "other people")
    return [
        ("Enough at a meeting of the board", f"{people(max(LEAST, terms.board_quorum), 'member', 'members')} who are there."),
        ("Enough at a meeting of all", f"{' or '.join(enough)}{more}. They must be there. Two people count them."),
        ("Too few came", second),
        ("Someone votes for you", f"At a meeting of all, for at most {cap}." if terms.proxies else "Nobody can. Come, or join from home."),
        ("You were written down, and were not there", f"Say so within {until} days. Then you are not counted."),
        ("Minutes", f"Are published within {people(terms.minutes_days, 'day', 'days')}, by this site if by nobody else."),
    ]  # fmt: skip


def _back(terms: BodyTerms) -> list[tuple[str, str]]:
    least = f", and {people(terms.recall_least)} at least" if terms.recall_least else ""
    quorum = (
        f"{terms.recall_quorum_percent} of every 100 must vote."
        if terms.recall_quorum_percent
        else "Every vote counts."
    )
    removal = (
        f"{terms.removal_quorum_percent} of every 100 must vote."
        if terms.removal_quorum_percent
        else "Every vote counts."
    )
    return [
        ("Names for a vote to recall", f"{terms.recall_percent} of every 100 who can vote{least}."),
        ("The vote to recall", quorum),
        ("Who signs, and votes on it", "Was on the list on the day on which names were first asked for, and still is."),
        ("The same again", words.rest(terms) or "It can be asked for again at once."),
        ("Reviews of who works for it", f"Every {words.months(terms.review_months)}."),
        (
            "Before a vote on an office",
            f"Facts and a hearing, {people(terms.hearing_days, 'whole day', 'whole days')} apart.",
        ),
        ("The vote on an office", removal),
    ]


def _duties() -> list[tuple[str, str]]:
    return [
        ("A review is held within", REVIEW),
        ("The employer is told within", INSTRUCTION),
        ("The board acts itself within", HERE),
        ("Words in confidence are answered within", CONFIDENCE),
    ]
