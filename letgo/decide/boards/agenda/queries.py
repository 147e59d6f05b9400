"""Reading agendas: what stands on one, what waits for the next, and who may put something there."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.electorates.queries import eligible
from letgo.commons.places.models import Place
from letgo.commons.places.queries import today
from letgo.commons.places.rules import ancestors
from letgo.commons.promises import queries as promises
from letgo.commons.promises.models import Calendar, Rule
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.meeting_models import Item, Meeting
from letgo.decide.boards.meeting_rules import TO_ALL, earliest
from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.office_models import Applicant, Interest, Removal, Review

BOARD_NOTICE = "boards.board-meeting-notice"  # where it is in force; else the one of general meetings


@dataclass(frozen=True)
class Shown:
    """An item as its reader may see it; `words` is "" where it is closed to them."""

    item: Item
    words: str
    hidden: bool


def of(meeting: Meeting, actor: Actor) -> list[Shown]:
    """The agenda in its order, struck items too: each can be seen by everybody, closed ones by their title. 1 SQL query."""
    sits = may(actor, "boards.read-closed", meeting)
    rows = meeting.items.order_by("number", "pk")
    return [shown(row, sits) for row in rows]


def shown(row: Item, sits: bool) -> Shown:
    """One item for someone who does or does not sit on the board."""
    hidden = row.closed and not sits
    return Shown(row, "" if hidden else row.words, hidden)


def waiting(body: Body) -> list[Item]:
    """What waits for the next agenda, what is kept first. 1 SQL query."""
    return sorted(body.items.filter(state="waiting").order_by("pk"), key=lambda row: row.source not in rules.FIRST)


def find(pk: UUID) -> Item | None:
    """One item with its meeting and body. 1 SQL query."""
    return Item.objects.select_related("meeting", "body__place", "body__organisation").filter(pk=pk).first()


def waiting_for(meeting: Meeting) -> QuerySet[Item]:
    """What comes onto the agenda of a meeting that is being called: a board hears all; a general meeting what one put off, and no
    escalation, which is the board's to hear.
    """
    rows = Item.objects.select_for_update(of=("self",)).filter(body=meeting.body, state="waiting").order_by("pk")
    of_all = Q(carried_from__meeting__kind__in=TO_ALL)
    return rows.filter(of_all) if meeting.kind in TO_ALL else rows.exclude(of_all)


def board_of(place: Place) -> Body | None:
    """The body that sits for a place, or for the nearest place above it; one that is only forming where none sits. 1 SQL query."""
    rows = Body.objects.filter(place__lineage__in=ancestors(place.lineage)).exclude(state="over")
    near = rows.select_related("place")
    return max(near, key=lambda row: (row.state == "standing", len(row.place.lineage), row.founded), default=None)


def next_board_meeting(body: Body) -> Meeting | None:
    """The next meeting of the board that is called and not over. 1 SQL query."""
    return Meeting.objects.filter(body=body, kind="board", state="called", at__gt=now()).order_by("at", "pk").first()


def notice_rule(body: Body, kind: str) -> tuple[Rule, Calendar] | None:
    """The rule of notice for this kind of meeting, as it holds today, and its calendar; None while none is in force. Up to 4 SQL."""
    at = now()
    own = promises.version_on(BOARD_NOTICE, at) if kind == "board" else None
    return own or promises.version_on(body.fixed.meeting_notice_rule, at)


def in_time(meeting: Meeting) -> bool:
    """Whether what is put on now still is on the agenda with as much notice as the meeting itself needs."""
    found = notice_rule(meeting.body, meeting.kind)
    if found is None:
        return False
    rule, calendar = found
    return rules.in_time(today(), earliest(today(), rule.read.within, calendar.read), meeting.day)


def voting_mandates(body: Body) -> list[Mandate]:
    """Those who vote on the board today: its members, each once. 1 SQL query."""
    rows = body.mandates.filter(state="serving", title="member").select_related("person")
    return list(rows.order_by("start", "pk"))


def may_vote(meeting: Meeting) -> frozenset[UUID]:
    """The persons who may come and vote. A board: its members. A general meeting: who was eligible on the day of the notice and is
    today, so that nobody swells the list afterwards. At most 5 SQL queries.
    """
    if meeting.kind not in TO_ALL:
        return frozenset(row.person_id for row in voting_mandates(meeting.body))
    first = dict(eligible(meeting.body.electorate, localdate(meeting.notice_given)))
    return frozenset(person for person, _ in eligible(meeting.body.electorate, today()) if person in first)


def interested(item: Item, *more: Ref) -> frozenset[UUID]:
    """The persons who may not vote on an item: they declared an interest in it, in what it is about or in one of `more`, or it is about
    their own office or a job that they want, or about who chairs and nobody elected them. At most 3 SQL queries.
    """
    about = [Ref(item.about_kind, item.about_id)] if item.about_id else []
    found = Q(pk__in=[])
    for one in (item.ref, *about, *more):
        found |= Q(about_kind=one.kind, about_id=one.id)
    persons = set(Interest.objects.filter(found, body=item.body_id).values_list("person", flat=True))
    return frozenset(persons | {person for one in about for person in _whose(one)})


def _whose(about: Ref) -> list[UUID]:
    """The persons whose own office or job a thing is about. At most 2 SQL queries."""
    if about.kind == "appointment":
        rows = Applicant.objects.filter(appointment=about.id, person__isnull=False)
        return list(rows.values_list("person", flat=True))
    if about.kind in ("removal", "review"):
        model = Removal if about.kind == "removal" else Review
        return list(model.objects.filter(pk=about.id).values_list("mandate__person", flat=True))
    if about.kind == "applicant":  # whom the board took in has no vote on who chairs
        chairs = Applicant.objects.filter(pk=about.id, appointment__title="chair").values("appointment__body")
        rows = Mandate.objects.filter(body__in=chairs, coopted=True).exclude(state="ended")
        return list(rows.values_list("person", flat=True))
    return list(Mandate.objects.filter(pk=about.id).values_list("person", flat=True)) if about.kind == "mandate" else []
