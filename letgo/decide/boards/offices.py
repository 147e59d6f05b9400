"""How the rows of offices move: locked, with a line, and only where they may go; and the votes that decide on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs, write
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import System
from letgo.decide.ballots import queries as ballots
from letgo.decide.ballots.actions import call
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.rolls import roll_preview
from letgo.decide.ballots.rules import Call, Offered
from letgo.decide.boards.agenda.actions import keep
from letgo.decide.boards.electors import newest_list
from letgo.decide.boards.meeting_models import Resolution
from letgo.decide.boards.models import Body
from letgo.decide.boards.office_rules import part

__all__ = [
    "BOARD", "VOTE", "YES_NO", "Asked", "call_vote", "decided_by_board", "decisive", "keep", "locked",
    "move", "outcome", "said", "says_yes",
]  # fmt: skip
Row = TypeVar("Row", bound=Model)
BOARD = System("board")
VOTE = System("vote")
SEED = "Three dice, thrown before two people who are not on the board, after the vote has closed"
OVER = ("void", "upheld")  # a vote that decided nothing, or no longer does
YES_NO = (Offered("Yes"), Offered("No"))


def locked(model: type[Row], pk: UUID, *joined: str) -> Row:
    """The row with what is joined to it, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    found = model._default_manager.select_for_update(of=("self",)).select_related(*joined).filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such thing any more.", kind="gone")
    return found


def move(
    row: Any, moves: Mapping[str, frozenset[str]], state: str, verb: str, by: Signs, body: Mapping[str, Any] | None = None,
    audience: Ref = PUBLIC, **fields: Any,
) -> Any:  # fmt: skip
    """Bring a locked row into `state`, or change what stands in it, with the line that says so. Raises Refused for no such move."""
    if state not in moves[row.state]:
        raise Refused("This is past that.", "Load the page again.")
    return keep(row, write(verb, row.ref, audience=audience, by=by, body=body), state=state, **fields)


def said(text: str, missing: str, most: int = 4_000) -> str:
    """What someone wrote, without spaces around it. Raises Refused when it is nothing or too long."""
    found = text.strip()
    if not found:
        raise Refused(missing)
    if len(found) > most:
        raise Refused("Write {most} letters at most.", most=most)
    return found


@dataclass(frozen=True)
class Asked:
    """When a vote about an office is open, and who from outside runs it."""

    opens: datetime
    closes: datetime
    officer: UUID
    words: str = ""


def call_vote(
    body: Body, asked: Asked, question: str, options: tuple[Offered, ...], about: Ref, effect: str, *, percent: int,
    interested: frozenset[UUID] = frozenset(), as_of: date | None = None, by: Signs, key: str,
) -> Poll:  # fmt: skip
    """Call a vote of all who elect a body, once: yes or no, or an order of several names with "none of these".

    The list is that of today, so nobody swells it later, and of who was on it on the day `as_of` too; `percent` of it must vote; ties
    are settled by dice. Its effect has {about's kind: its id} as arguments. The calling action has asked who may; whoever calls does
    not run it. Raises Refused.
    """
    if isinstance(by, Actor) and asked.officer in by.selves:
        raise Refused("Whoever calls a vote does not run it.", "Name someone from outside.")
    at = newest_list(body)
    seen = roll_preview(at, today(), as_of)
    wanted = Call(
        place=body.place_id, electorate=at.pk, question=question[:200], options=options, words=asked.words, opens=asked.opens,
        closes=asked.closes, officer=asked.officer, seed_from=SEED, method="yes-no" if options == YES_NO else "ranked-pairs",
        about=(about.kind, about.id), quorum=part(percent, seen.size), object_days=body.fixed.object_days, effect=effect,
        effect_args={about.kind: str(about.id)}, interested=interested, expects=seen.size, twins=seen.twins, as_of=as_of,
    )  # fmt: skip
    return call(wanted, by=BOARD, key=key)


def decided_by_board(kind: str, about: UUID) -> Resolution | None:
    """The last vote of the board about a thing that had enough members there; None while there is none. 1 SQL query."""
    rows = Resolution.objects.filter(
        item__about_kind=kind, item__about_id=about, state="closed", mandate=True, item__meeting__kind="board"
    )
    return rows.order_by("-opened").first()


def outcome(poll: Poll | None) -> str:
    """What a vote leaves for the clock to do: "again" (called off, or a challenge was upheld), "no" (over without a mandate), or "".

    A result with a mandate takes effect by itself. At most 3 SQL queries.
    """
    if poll is None or poll.state not in (*OVER, "done"):
        return ""
    if poll.state in OVER:
        return "again"
    found = ballots.result(poll)
    return "" if found is not None and found.mandate else "no"


def decisive(poll: Poll | None, cause: Ref) -> ballots.Result:
    """The declared result of the very vote that an effect came from. Raises Refused for any other vote: no call by hand decides here."""
    found = ballots.result(poll) if poll is not None and Ref("poll", poll.pk) == cause else None
    if found is None:
        raise Refused("There is no declared result about this.")
    return found


def says_yes(found: ballots.Result) -> bool:
    """Whether a yes or no vote said yes, with a mandate."""
    return found.mandate and [option.title for option in (row.option for row in found.won)] == ["Yes"]
