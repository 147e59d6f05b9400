"""What pages and other rooms may know of votes: never what an open box holds, and no result before it is declared."""

import gzip
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from letgo.commons.people.queries import may, visible
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place
from letgo.commons.record.clock import now
from letgo.commons.record.prepared import prepared
from letgo.decide.ballots import keys, rules
from letgo.decide.ballots.counting import faults as proof_of
from letgo.decide.ballots.models import (
    Challenge,
    Countback,
    Help,
    OpenBallot,
    OpenMark,
    Option,
    PaperReceived,
    Poll,
    RollEntry,
    SealedBallot,
    SealedMark,
    SealedSlip,
)
from letgo.decide.ballots.papers.queries import waits as papers_wait
from letgo.decide.ballots.policies import voter
from letgo.decide.ballots.question import Listed, Question
from letgo.decide.ballots.rolls import Own, Preview, own_entry, roll_preview
from letgo.decide.ballots.rules import MOST_HELPED, PUBLIC, Terms
from letgo.decide.ballots.rulings.queries import interested

__all__ = [
    "Flags", "Mine", "Own", "Preview", "Result", "Row", "anything_due", "ballots", "closed_with_key", "countbacks", "due", "faults",
    "flags", "may_vote_in", "mine", "objections_end", "of_place", "option", "options", "own_entry", "poll", "proof_faults", "question",
    "result", "result_for", "roll_preview", "slips", "title", "voting_paper", "why_not",
]  # fmt: skip


def title(row: Any) -> str:
    """What people call a vote or an option."""
    return str(getattr(row, "question", "") or row.title)


def poll(pk: UUID) -> Poll | None:
    """A vote with its place, power and list rule, or None. 1 SQL query."""
    return Poll.objects.select_related("place", "power", "electorate").filter(pk=pk).first()


def option(pk: UUID) -> Option | None:
    """An option with its vote, or None. 1 SQL query."""
    return Option.objects.select_related("poll__place").filter(pk=pk).first()


def of_place(place: Place, actor: Actor) -> list[Poll]:
    """The votes of a place and of those above it, the next to close first, then the newest. 1 SQL query."""
    lineages = [place.lineage[: at + 1] for at, letter in enumerate(place.lineage) if letter == "/" and at]
    running = {"open": 0, "called": 1}
    return sorted(
        _of_place(lineages),
        key=lambda row: (running.get(row.state, 2), row.closes.timestamp() * (1 if row.state in running else -1)),
    )


@prepared
def _of_place(lineages: list[str]) -> QuerySet[Poll]:
    rows = Poll.objects.filter(place__lineage__in=lineages).exclude(state="void")
    return rows.select_related("place", "power", "electorate")


def may_vote_in(rows: Collection[Poll], actor: Actor) -> set[UUID]:
    """In which of these votes this person is on the list, by id. 1 SQL query, however many there are."""
    own = visible(actor, "ballots.cast", Poll.objects.filter(pk__in=[row.pk for row in rows]))
    return set(own.values_list("pk", flat=True))


def options(of: Poll) -> list[Option]:
    """Its options in their order, those that were withdrawn too, each with `names`: how many back one that voters added. 1 SQL query."""
    return list(of.options.annotate(names=Count("backings")).order_by("number"))


@dataclass(frozen=True)
class Mine:
    """What a vote is to one person. `voted` is "", "online" or "paper"; `why_not` says in a sentence why they cannot vote now, or ""."""

    on_roll: bool
    voted: str
    why_not: str


def mine(of: Poll, actor: Actor) -> Mine:
    """Whether this person can vote, and has. Never what they picked. 1 SQL query."""
    person = voter(actor)
    if person is None:
        return Mine(False, "", "Sign in to vote.")
    online = Exists(OpenMark.objects.filter(entry=OuterRef("pk")))
    sealed = SealedMark.objects.filter(entry=OuterRef("pk"))
    paper = PaperReceived.objects.filter(entry=OuterRef("pk"), state="received", admitted=True)
    row = (
        of.roll.filter(person=person)
        .annotate(was_online=online, was_sealed=Exists(sealed.filter(channel="online")), on_paper=Exists(paper))
        .first()
    )
    if row is None:
        return Mine(False, "", "You are not on the list of who can vote here.")
    voted = "paper" if row.on_paper else "online" if row.was_online or row.was_sealed else ""
    return Mine(True, voted, why_not(of))


def why_not(of: "Poll | VotingPaper") -> str:
    """Why nobody can vote in it now, or "". No SQL."""
    at = now()
    if of.state == "void":
        return "This vote was called off."
    if of.state == "called" or at < of.opens:
        return "Voting has not begun yet."
    if of.state != "open" or at >= of.closes:
        return "Voting is over."
    return ""


@dataclass(frozen=True)
class VotingPaper:
    """A vote as someone who votes needs it: the options that stand, by id, and their own `entry` of the roll, None for who has none."""

    poll: UUID
    state: str
    opens: datetime
    closes: datetime
    settings: dict[str, Any]
    choices: dict[UUID, rules.Choice]
    ranked: bool
    entry: UUID | None = None
    seen_by: UUID | None = None


_printed: dict[UUID, VotingPaper] = {}  # by line: a vote and its options never change without a new one (guards.py)
PRINTED = 64


def voting_paper(of: UUID, person: UUID | None) -> VotingPaper | None:
    """The voting paper of one person, or None for no such vote. 1 SQL query; 3 the first time after a vote was changed."""
    found = _own_line(of, person)
    if not found:
        return None
    line, entry = found[0]
    paper = _printed.get(line)
    if paper is None:
        row = Poll.objects.get(pk=of)
        listed = row.options.filter(withdrawn=False).values_list("pk", "number", "none")
        choices = {pk: rules.Choice(number, none) for pk, number, none in listed}
        paper = VotingPaper(of, row.state, row.opens, row.closes, row.settings, choices, row.method in rules.RANKED)
        if row.line_id == line and row.state == "open":
            if len(_printed) >= PRINTED:
                _printed.clear()
            _printed[line] = paper
    return replace(paper, entry=entry, seen_by=person)


@prepared
def _own_line(of: UUID, person: UUID | None) -> Any:
    entry = RollEntry.objects.filter(poll=of, person=person).values("pk")
    return Poll.objects.filter(pk=of).annotate(entry=Subquery(entry)).values_list("line_id", "entry")


# After the close.


@dataclass(frozen=True)
class Row:
    """One option in a result."""

    option: Option
    votes: int
    won: bool
    cost: int | None
    reason: str


@dataclass(frozen=True)
class Result:
    """What came of a vote. Money in pence. `mandate`: something was decided; else `why` says why not."""

    rows: list[Row]
    spent: int
    purse: int | None
    ballots: int
    voters: int
    roll: int
    quorum: int
    mandate: bool
    why: str
    none_votes: int
    audit: dict[str, Any]
    report: dict[str, Any]
    certificate: bytes
    slips: list[str]
    digest: str

    @property
    def won(self) -> list[Row]:
        """The options that won, in the order in which they did."""
        by_number = {row.option.number: row for row in self.rows}
        return [by_number[number] for number in self.report["won"]]


def result(of: Poll) -> Result | None:
    """The result of a vote that is declared, or None: until then nobody reads it here. 3 SQL queries."""
    return _result(of) if of.state in PUBLIC else None


def result_for(of: Poll, actor: Actor) -> Result | None:
    """The same, and from the count on for the returning officer, who looks at it before they declare. 3 SQL queries."""
    return _result(of) if may(actor, "ballots.read-result", of) else None


def _result(of: Poll) -> Result | None:
    tally = of.tallies.order_by("-number").first()
    if tally is None:
        return None
    report, listed = tally.report, {option.number: option for option in of.options.all()}
    rows = [
        Row(listed[row["number"]], row["votes"], row["won"], listed[row["number"]].cost_pence, row["reason"])
        for row in report["rows"]
    ]
    return Result(
        rows=rows,
        spent=report["spent_pence"],
        purse=report["purse_pence"],
        ballots=report["ballots"],
        voters=report["voters"],
        roll=report["roll"],
        quorum=report["quorum"],
        mandate=report["mandate"],
        why=report["why"],
        none_votes=report["none_votes"],
        audit=report["audit"],
        report=report,
        certificate=gzip.decompress(bytes(tally.certificate)),
        slips=slips(of),
        digest=tally.digest,
    )


def proof_faults(of: Poll, found: Result) -> list[str]:
    """What is wrong with the proof of a count, looked at again beside the box itself. 2 SQL queries."""
    if sha256(found.certificate).hexdigest() != found.digest:
        return ["The proof is not the one that the record names."]
    return list(proof_of(question(of), found.certificate))


def countbacks(of: Poll) -> list[Countback]:
    """Seats of this vote that fell empty and were looked at again, oldest first, each with its line. 1 SQL query."""
    return list(of.countbacks.select_related("line").order_by("number"))


def slips(of: Poll) -> list[str]:
    """The check slips of a sealed box, in the order of letters. 1 SQL query."""
    return sorted(SealedSlip.objects.filter(poll=of.pk).values_list("tracker", flat=True))


def ballots(of: Poll) -> list[tuple[int, ...]]:
    """Every ballot of a sealed box, online and on paper, in order of what they say. 1 SQL query. For the count and the bundle."""
    return sorted(
        tuple(json.loads(picks)) for picks in SealedBallot.objects.filter(poll=of.pk).values_list("picks", flat=True)
    )


def question(of: Poll) -> Question:
    """All that its result depends on. 2 SQL queries."""
    found = ballots(of)
    listed = tuple(
        Listed(o.number, o.title, o.cost_pence, o.none, o.withdrawn, o.reason) for o in of.options.order_by("number")
    )
    return Question(
        poll=str(of.pk),
        method=of.method,
        terms=Terms.from_data(of.settings),
        seed=of.seed,
        options=listed,
        ballots=tuple(found),
        roll=of.roll_size,
        voters=(of.ballots or 0) + (of.paper or 0),
        quorum=of.quorum,
        purse_pence=of.purse_pence,
    )


# What waits for someone.


def closed_with_key() -> list[UUID]:
    """Votes whose box is sealed or that were called off, and whose key is still here: a power cut came between. 1 SQL query at most."""
    kept = keys.all_kept()
    return (
        list(Poll.objects.filter(pk__in=kept).exclude(state__in=["called", "open"]).values_list("pk", flat=True))
        if kept
        else []
    )


def due() -> tuple[list[UUID], list[UUID], list[UUID]]:
    """Votes that open now, whose box is sealed now, and whose days to object are over. 1 SQL query, more while papers are typed."""
    at = now()
    rows = Poll.objects.filter(Q(state="called", opens__lte=at) | Q(state="open", closes__lte=at) | Q(state="declared"))
    opens, closes, effects = [], [], []
    for row in rows.annotate(waits=Exists(Challenge.objects.filter(poll=OuterRef("pk"), state="waiting"))):
        if row.state == "called":
            opens.append(row.pk)
        elif row.state == "open" and not papers_wait(row, at):
            closes.append(row.pk)
        elif row.state == "declared" and not row.waits and at >= objections_end(row):
            effects.append(row.pk)
    return opens, closes, effects


def anything_due() -> bool:
    """Whether the clock has anything to do with votes: those that are open are watched over, too. 1 SQL query."""
    at = now()
    return Poll.objects.filter(Q(state="called", opens__lte=at) | Q(state__in=["open", "declared"])).exists() or bool(
        closed_with_key()
    )


def objections_end(of: Poll) -> datetime:
    """Until when anybody on the list may object to a declared result. No SQL."""
    return (of.declared or now()) + timedelta(days=of.object_days)


@dataclass(frozen=True)
class Flags:
    """What the returning officer should look at: persons are ids, for them alone.

    `many`: (helper, how many votes) with 3 or more. `interested`: helpers for the power's giver or a landlord. `faults`: the box or a
    proof that does not fit. `waiting`: challenges without a ruling.
    """

    many: list[tuple[UUID, int]]
    interested: list[UUID]
    faults: list[str]
    waiting: int


def flags(of: Poll) -> Flags:
    """For the returning officer, whose page asks may("ballots.read-flags"). 8 SQL queries."""
    helped = Help.objects.filter(poll=of.pk)
    many = (
        helped.values("helper")
        .annotate(votes=Count("entry"))
        .filter(votes__gte=MOST_HELPED)
        .order_by("-votes", "helper")
    )
    return Flags(
        [(row["helper"], row["votes"]) for row in many],
        interested(of),
        faults(of),
        of.challenges.filter(state="waiting").count(),
    )


def faults(of: Poll) -> list[str]:
    """What does not fit in an open or just closed box, in sentences. 2 SQL queries, and none once it is counted."""
    found = []
    if of.state == "open":
        if not keys.there(of.pk):
            found.append(
                "The poll key is lost. Nobody can vote or replace a vote until it is back from the secret store."
            )
        if OpenBallot.objects.filter(poll=of.pk).count() != OpenMark.objects.filter(poll=of.pk).count():
            found.append("There are not as many ballots in the box as marks on the list.")
    if of.state == "closed" and of.line.verb == "ballots.hold-back":
        found.append(f"The result is held back: {(of.line.said or {}).get('why', '')}")
    return found


def waiting_for(actor: Actor, most: int) -> list[Poll]:
    """The open votes in which this person can vote, whether or not they have, and the counts that wait for them as returning
    officer, the next to close first. 1 SQL query."""
    return _waiting(voter(actor), actor.person if actor.acting is None else None, now(), most=most)


@prepared
def _waiting(person: UUID | None, officer: UUID | None, at: datetime, most: int) -> QuerySet[Poll]:
    entries = RollEntry.objects.filter(person=person).values("poll")
    mine = Q(state="open", opens__lte=at, closes__gt=at, pk__in=entries)
    return Poll.objects.filter(mine | Q(state="counted", officer=officer)).order_by("closes", "pk")[:most]
