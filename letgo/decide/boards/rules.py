"""What a board is and how it is renewed: its terms, the moves of its rows, and what follows from a day. Plain values in and out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from letgo.commons.record.rules import Sentence

BODY_MOVES: Mapping[str, frozenset[str]] = {
    "forming": frozenset({"forming", "standing", "over"}),
    "standing": frozenset({"standing", "over"}),
    "over": frozenset(),
}
ELECTION_MOVES: Mapping[str, frozenset[str]] = {
    "nominating": frozenset({"nominating", "checking", "void"}),
    "checking": frozenset({"checking", "voting", "declared", "failed", "void"}),
    "voting": frozenset({"voting", "declared", "failed", "void"}),
    "declared": frozenset({"declared", "filled", "failed", "void"}),
    "filled": frozenset({"filled", "void"}),
    "failed": frozenset({"failed"}),
    "void": frozenset(),
}
RUNNING = ("nominating", "checking", "voting", "declared")  # elections that still go on
BEFORE = ("nominating", "checking")  # and those whose vote is not called yet
NOMINATION_MOVES: Mapping[str, frozenset[str]] = {
    "offered": frozenset({"offered", "stands", "withdrawn", "refused"}),
    "stands": frozenset({"stands", "withdrawn", "refused"}),
    "withdrawn": frozenset(),
    "refused": frozenset(),
}
MANDATE_MOVES: Mapping[str, frozenset[str]] = {
    "waiting": frozenset({"waiting", "serving", "ended"}),
    "serving": frozenset({"serving", "ended"}),
    "ended": frozenset(),
}
VACANCY_MOVES: Mapping[str, frozenset[str]] = {
    "open": frozenset({"open", "filling", "filled", "kept-empty"}),
    "filling": frozenset({"filling", "open", "filled", "kept-empty"}),
    "filled": frozenset({"open"}),  # what filled it was undone
    "kept-empty": frozenset({"open", "filling", "filled"}),
}
TITLES = ("member", "chair", "secretary", "treasurer", "manager")
ROLES: Mapping[str, str] = {  # the role of commons/places that goes with each office
    "member": "board-member",
    "chair": "board-member",
    "secretary": "secretary",
    "treasurer": "treasurer",
    "manager": "manager",
}
ENDED_WHY = ("term", "resigned", "recalled", "removed", "moved-away", "died", "undone", "not-approved")
WAYS = ("countback", "by-election", "next", "co-option")
BY_VOTE = ("election", "countback", "next")  # what rests on the papers of a vote
SOURCES = ("election", "countback", "next", "appointment", "co-option")


@dataclass(frozen=True)
class Reserved:
    """Seats kept for some: people whose `group` (what kind) is one of `values`, at least `minimum` and at most `maximum`.

    `group` is a word of nominations ("tenure", "estate"); `maximum` None: no limit above.
    """

    group: str
    values: tuple[str, ...]
    minimum: int = 0
    maximum: int | None = None
    words: str = ""  # as pages say it: "tenants of Block A"


@dataclass(frozen=True)
class Approver:
    """Someone outside who approves who sits: it is a veto, and is shown as one. Silence for `days` is a yes."""

    words: str
    days: int = 28


@dataclass(frozen=True)
class BodyTerms:
    """How one body is made up and renewed: comes from a pack's [[board]], stands in Body.terms, changed by two people only."""

    seats: int = 9
    term_months: int = 36
    most_terms_months: int = 108  # in one go; then a year out. 0: no limit
    retire_third: bool = False
    method: str = "scottish-stv"
    seconders: int = 2
    reserve: tuple[Reserved, ...] = ()
    fallback: str = "leave-empty"  # or "fill-any": when too few of a group stand, written before
    vacancy: str = "countback"  # or "by-election", "next"
    vacancy_until_months: int = 0  # a seat that has no longer to run stays empty till the next election
    nomination_rule: str = "boards.nominations"  # names of dated rules
    voting_rule: str = "boards.voting"
    notice_rule: str = "boards.notice"
    meeting_notice_rule: str = "boards.meeting-notice"
    continuation_rule: str = ""  # "": no vote on going on is owed
    election_rule: str = ""  # how soon after one election the next is called; "": nobody owes it
    by_election_rule: str = (
        "boards.by-election"  # how soon a seat's own election is called; then, where nobody sits, the clock does
    )
    nobody_rule: str = ""  # how soon someone helps, after nobody stood
    officer_rule: str = "boards.name-officer"  # how soon someone from outside is named who can run an election
    board_meeting_rule: str = ""  # how soon after one meeting of the board the next is; "": nobody owes it
    general_meeting_rule: str = ""  # the same of general meetings
    object_days: int = 7
    poll_quorum_percent: int = 0
    board_quorum: int = 4
    meeting_quorum_people: int = 0
    meeting_quorum_percent: int = 0
    second_meeting: str = "none"  # or "those-present"
    second_meeting_decides: tuple[str, ...] = ()
    proxies: int = 0  # how many one person may hold; 0: none
    recall_percent: int = 20
    recall_least: int = 10
    recall_quorum_percent: int = 0
    recall_again_days: int = 0  # so long after one that failed the same is not asked for again
    coopted_most: int = 0
    weights: bool = False
    approvers: tuple[Approver, ...] = ()
    removal_quorum_percent: int = 50
    hearing_days: int = 14
    review_months: int = 3
    chair_term_months: int = 12
    minutes_days: int = 14
    expenses: str = "board"  # or "all": who else came to a general meeting asks for travel and childcare too
    first_weeks: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As it is kept: plain JSON."""
        return asdict(self, dict_factory=_plain)

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "BodyTerms":
        """Back from as_data(); a word it does not know is left out, one that is missing has its own value."""
        known = {name: data[name] for name in KNOWN if name in data}
        for name in ("second_meeting_decides", "first_weeks"):
            if name in known:
                known[name] = tuple(known[name])
        if "reserve" in known:
            known["reserve"] = tuple(Reserved(**{**row, "values": tuple(row["values"])}) for row in known["reserve"])
        if "approvers" in known:
            known["approvers"] = tuple(Approver(**row) for row in known["approvers"])
        return BodyTerms(**known)


METHODS = ("scottish-stv", "av", "ranked-pairs", "approval", "plurality")
TRANSFERS = frozenset({"scottish-stv", "av"})


def terms_fault(terms: BodyTerms) -> str:
    """Why a body cannot be made up and renewed by these terms, in a sentence with its cure; "" when it can."""
    least = sum(row.minimum for row in terms.reserve)
    words = [row.words for row in terms.reserve]
    caps = [row for row in terms.reserve if row.maximum is not None and row.maximum < row.minimum]
    checks = {
        "A body has 1 to 100 seats.": 1 <= terms.seats <= 100,
        "A term lasts 1 to 120 months.": 1 <= terms.term_months <= 120,
        Sentence("Votes are counted by one of: {methods}.", methods=", ".join(METHODS)): terms.method in METHODS,
        "One name can be chosen by av: it fills one seat. Use scottish-stv.": terms.method != "av" or terms.seats == 1,
        "More seats are reserved than there are.": least <= terms.seats,
        "A reservation needs words of its own, and values.": all(words)
        and len(set(words)) == len(words)
        and all(row.values for row in terms.reserve),
        "A reservation has a maximum below its minimum.": not caps,
        "Seats are kept for some only where votes move on: scottish-stv or av.": not terms.reserve
        or terms.method in TRANSFERS,
        "An empty seat needs its clock: name the rule for it.": bool(terms.by_election_rule),
        "Too few of a group stand: write leave-empty or fill-any.": terms.fallback in ("leave-empty", "fill-any"),
        "An empty seat is filled by countback, by-election or next.": terms.vacancy in WAYS[:3],
        "Papers are counted again only where votes move on: write by-election.": terms.vacancy != "countback"
        or terms.method in TRANSFERS,
        "After a meeting without enough people: write none or those-present.": terms.second_meeting
        in ("none", "those-present"),
        "What coming costs is paid to: board or all.": terms.expenses in ("board", "all"),
        "At most a third of the seats are co-opted.": 0 <= terms.coopted_most * 3 <= terms.seats,
        "The board cannot need more members than it has.": 1 <= terms.board_quorum <= terms.seats,
        "A recall needs 1 to 50 of 100 electors.": 1 <= terms.recall_percent <= 50,
        "A percentage lies between 0 and 100.": all(0 <= part <= 100 for part in _percents(terms)),
        "Days and counts are whole numbers from 0.": all(number >= 0 for number in _numbers(terms)),
    }
    return next((sentence for sentence, holds in checks.items() if not holds), "")


def _percents(terms: BodyTerms) -> tuple[int, ...]:
    return (
        terms.poll_quorum_percent,
        terms.meeting_quorum_percent,
        terms.recall_quorum_percent,
        terms.removal_quorum_percent,
    )


def _numbers(terms: BodyTerms) -> tuple[int, ...]:
    return (
        terms.seconders, terms.object_days, terms.hearing_days, terms.review_months, terms.proxies, terms.recall_least,
        terms.most_terms_months, terms.vacancy_until_months, terms.minutes_days, terms.chair_term_months, terms.recall_again_days,
    )  # fmt: skip


def board_of(table: Mapping[str, Any]) -> BodyTerms:
    """The terms that a pack's [[board]] says: the fields of BodyTerms, `reserve` and `approvers` as lists of tables.

    Raises ValueError, in a sentence, for a key that is not known, a value of another shape, or terms that no body can have.
    """
    given = {key: value for key, value in table.items() if key not in ("name", "title", "words")}
    for key, value in given.items():
        if key not in KNOWN:
            raise ValueError(f"a board does not have “{key}”")
        wanted = type(getattr(BodyTerms(), key))
        if type(value) is not (list if wanted is tuple else wanted):
            raise ValueError(f"“{key}” has another shape: {'a list' if wanted is tuple else wanted.__name__}")
    try:
        terms = BodyTerms.from_data(given)
    except (TypeError, KeyError, AttributeError):
        raise ValueError(
            "reserve has group, values, minimum, maximum and words; approvers have words and days"
        ) from None
    if fault := terms_fault(terms):
        raise ValueError(fault)
    return terms


def seats_kept(terms: BodyTerms) -> list[str]:
    """For each seat, in order, the words of the reservation it is kept for, or ""."""
    kept = [row.words for row in terms.reserve for _ in range(row.minimum)]
    return kept + [""] * (terms.seats - len(kept))


KNOWN = tuple(one.name for one in fields(BodyTerms))


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}
