"""The only writers of agendas: put an item on, strike one's own off, say what became of it; carry on what was not heard."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.promises.queries import find as find_promise
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref, titles
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import System
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.agenda import queries
from letgo.decide.boards.meeting_models import Item, Meeting
from letgo.decide.boards.models import Body

NOT_BOARD = "Only the board can do this."
NOT_YOURS = "Only people who may come to a meeting of this body can put something on its agenda."
ESCALATED = System("a rung")


def keep(row: Any, line: Line, **fields: Any) -> Any:
    """Save a row of a meeting with these fields, explained by `line`. For actions alone."""
    for name, value in {**fields, "line": line}.items():
        setattr(row, name, value)
    row.save(force_insert=row._state.adding)
    return row


def locked_meeting(pk: UUID) -> Meeting:
    """The meeting with its body, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body__place", "body__organisation")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such meeting.", kind="gone")
    return found


def locked_item(pk: UUID) -> Item:
    """The item with its meeting and body, locked. Raises Refused when there is none. 1 SQL query."""
    rows = Item.objects.select_for_update(of=("self",)).select_related("body__place", "body__organisation", "meeting")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such item.", kind="gone")
    return found


@transaction.atomic
def put_item(
    body: UUID, title: str, words: str = "", *, meeting: UUID | None = None, source: str = "member",
    about: Ref | None = None, closed: bool = False, by: Signs, key: str,
) -> Item:  # fmt: skip
    """Put something on the agenda of `meeting`, or on the next one (None). `closed`: only its title and the decision are public.

    The board puts what it likes. Anyone who may come puts an item on a general meeting's agenda. What comes from an escalation, a
    petition or a removal is kept: nobody can strike it off. Raises Refused.
    """
    with once("boards.put-item", key, by) as done:
        if done.before:
            return done.before
        at = Body.objects.select_related("place", "organisation").get(pk=body)
        to = locked_meeting(meeting) if meeting else None
        if not isinstance(by, System):
            _may_put(at, to, source, by)
        if to is not None and (to.state not in ("called", "open", "quorate") or to.body_id != at.pk):
            raise Refused("The agenda of this meeting is over.", cure="Put it on the next one.")
        row = Item(id=uuid4(), body=at, source=source, closed=closed, kept=source in rules.KEPT)
        row.title, row.words, row.put_by_id = _titled(title), words.strip(), getattr(by, "person", None)
        if about is not None:
            row.about_kind, row.about_id = about.kind, about.id
        _listed(row, to)
        return done.with_result(keep(row, write("boards.put-item", row.ref, by=by, body=_said(row))))


def _may_put(at: Body, to: Meeting | None, source: str, by: Any) -> None:
    require(source in ("chair", "member"), NOT_BOARD)
    board = may(by, "boards.put-item", at)
    member = to is not None and to.kind != "board" and by.person in queries.may_vote(to)
    require(board or member, NOT_YOURS)


def _titled(title: str) -> str:
    if not title.strip():
        raise Refused("Give the item a title.")
    return title.strip()[:120]


def _listed(row: Item, to: Meeting | None) -> None:
    """Onto the agenda of `to`, as its next number; or into what waits for the next one."""
    row.meeting = to
    if to is None:
        row.state = "waiting"
        return
    row.state, row.listed, row.noticed = "listed", today(), queries.in_time(to)
    row.number = (to.items.aggregate(last=Max("number"))["last"] or 0) + 1


def _said(row: Item) -> dict[str, Any]:
    """What the public record says of an item: its title and where it comes from; never the words of a closed one."""
    body: dict[str, Any] = {"item": row.number, "title": row.title, "from": row.source, "state": row.state}
    return body | ({"closed": True} if row.closed else {"words": row.words})


@transaction.atomic
def strike(item: UUID, reason: str, *, by: Actor, key: str) -> Item:
    """Whoever put an item on takes it off again, and says why. Raises Refused for one that is kept, and for another's."""
    with once("boards.strike-item", key, by) as done:
        if done.before:
            return done.before
        row = locked_item(item)
        require(may(by, "boards.strike-item", row), NOT_YOURS)
        mine = row.put_by_id is not None and row.put_by_id == by.person
        if why := rules.why_not_struck(row.kept, row.state, mine):
            raise Refused(why)
        if not reason.strip():
            raise Refused("Say why it is taken off. The reason is public.")
        line = write("boards.strike-item", row.ref, by=by, body={"title": row.title, "reason": reason.strip()})
        return done.with_result(keep(row, line, state="struck", outcome=reason.strip()))


@transaction.atomic
def hear(item: UUID, outcome: str, *, by: Actor, key: str) -> Item:
    """Say in public what became of an item, also of a closed one. Raises Refused without a quorum, and while a vote on it is open."""
    with once("boards.hear-item", key, by) as done:
        if done.before:
            return done.before
        row = locked_item(item)
        require(may(by, "boards.hear-item", row), NOT_BOARD)
        if row.state != "listed" or row.meeting is None or row.meeting.state != "quorate":
            raise Refused(
                "This item is not being heard.", cure="An item is heard at a meeting to which enough people came."
            )
        if row.resolutions.filter(state="open").exists():
            raise Refused("A vote on this item is still open.", cure="Close it first.")
        if not outcome.strip():
            raise Refused("Say what became of it. Everybody can read this.")
        line = write("boards.hear-item", row.ref, by=by, body={"title": row.title, "outcome": outcome.strip()})
        return done.with_result(keep(row, line, state="heard", outcome=outcome.strip()))


def list_waiting(meeting: Meeting, by: Signs) -> int:
    """Everything that waits for the next agenda comes onto this one, what is kept first. Part of calling it. Returns how many.

    Escalations come onto a board's agenda; a general meeting takes what was carried over from one.
    """
    rows = list(queries.waiting_for(meeting))
    for number, row in enumerate(sorted(rows, key=lambda row: row.source not in rules.FIRST), start=1):
        row.meeting, row.number, row.state, row.listed, row.noticed = meeting, number, "listed", today(), True
        keep(row, write("boards.list-item", row.ref, by=by, body=_said(row)))
    return len(rows)


def carry(meeting: Meeting, by: Signs) -> int:
    """What a meeting did not hear waits for the next one, each as a new row that says from where and how often. Returns how many."""
    rows = list(meeting.items.filter(state="listed").order_by("number"))
    for row in rows:
        on = Item(
            id=uuid4(), body=row.body, title=row.title, words=row.words, source=row.source, about_kind=row.about_kind,
            about_id=row.about_id, put_by_id=row.put_by_id, closed=row.closed, kept=row.kept, carried=row.carried + 1,
            carried_from=row,
        )  # fmt: skip
        keep(row, write("boards.carry-item", row.ref, by=by, body=_said(row)), state="carried")
        keep(on, write("boards.carry-item", on.ref, by=by, body=_said(on) | {"carried": on.carried}))
    return len(rows)


@transaction.atomic
def put_escalation(cause: Ref, place: Any) -> Item | None:
    """A promise that was broken, or a petition, comes onto the next agenda of the place's board, and cannot be struck off.

    The next board meeting that is called; else it waits for one. None where the place has no board. Once for each thing.
    """
    body = queries.board_of(place)
    if body is None:
        return None
    if found := Item.objects.filter(body=body, about_kind=cause.kind, about_id=cause.id).order_by("-carried").first():
        return found
    row = Item(id=uuid4(), body=body, about_kind=cause.kind, about_id=cause.id, kept=True)
    row.source = "petition" if cause.kind == "petition" else "escalation"
    row.title, row.closed = _escalation(cause)
    to = queries.next_board_meeting(body)
    _listed(row, locked_meeting(to.pk) if to else None)
    return keep(row, write("boards.put-on-agenda", row.ref, by=ESCALATED, body=_said(row)))


def _escalation(cause: Ref) -> tuple[str, bool]:
    """Its title on the agenda, and whether it is closed: nothing is said of a promise that is not public."""
    if cause.kind == "promise":
        row = find_promise(cause.id)
        if row is None or row.audience_kind != "public":
            return "A promise to one person was not kept", True
        return f"Not kept: {row.rule.title}"[:120], False
    return titles({cause}).get(cause, "A petition")[:120], False


__all__ = [
    "carry",
    "hear",
    "keep",
    "list_waiting",
    "locked_item",
    "locked_meeting",
    "put_escalation",
    "put_item",
    "strike",
]
