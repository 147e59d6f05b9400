"""What a board is and how it is renewed: its terms, the moves of its rows, and what follows from a day. Plain values in and out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

BODY_MOVES: Mapping[str, frozenset[str]] = {
    "forming": frozenset({"forming", "standing", "over"}),
    "standing": frozenset({"standing", "over"}),
    "over": frozenset(),
}
ELECTION_MOVES: Mapping[str, frozenset[str]] = {
    "called": frozenset({"called", "nominating", "void"}),
    "nominating": frozenset({"nominating", "checking", "void"}),
    "checking": frozenset({"checking", "voting", "declared", "failed", "void"}),
    "voting": frozenset({"voting", "declared", "failed", "void"}),
    "declared": frozenset({"declared", "filled", "failed", "void"}),
    "filled": frozenset({"filled", "void"}),
    "failed": frozenset({"failed"}),
    "void": frozenset(),
}
RUNNING = ("called", "nominating", "checking", "voting", "declared")  # elections that still go on
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
    "kept-empty": frozenset({"open"}),
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
    coopted_most: int = 0
    weights: bool = False
    approvers: tuple[Approver, ...] = ()
    removal_quorum_percent: int = 50
    hearing_days: int = 14
    review_months: int = 3
    chair_term_months: int = 12
    minutes_days: int = 14
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


KNOWN = tuple(one.name for one in fields(BodyTerms))


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}
