"""Reading resolutions: what was decided, who voted how, and what tellers counted."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.agenda import queries as agenda
from letgo.decide.boards.meeting_models import Attendance, Hand, Item, Meeting, Resolution, Tally
from letgo.decide.boards.meeting_rules import THERE, TO_ALL, Told, Votes
from letgo.decide.boards.models import Mandate


def of(meeting: Meeting) -> dict[UUID, list[Resolution]]:
    """The resolutions of a meeting by their item, in the order in which they were put. What was decided is public. 1 SQL query."""
    found: dict[UUID, list[Resolution]] = defaultdict(list)
    for row in (
        Resolution.objects.filter(item__meeting=meeting).select_related("item", "power").order_by("opened", "pk")
    ):
        found[row.item_id].append(row)
    return dict(found)


def find(pk: UUID) -> Resolution | None:
    """One resolution with its item, meeting and body. 1 SQL query."""
    rows = Resolution.objects.select_related(
        "item__meeting__body__place", "item__body__place", "item__body__organisation", "power"
    )
    return rows.filter(pk=pk).first()


def carried(about: Ref) -> list[Resolution]:
    """The resolutions about a thing that were carried with a quorum, the latest first: for an appointment or a removal. 1 SQL query."""
    rows = Resolution.objects.filter(item__about_kind=about.kind, item__about_id=about.id, carried=True, doubt="")
    return list(rows.select_related("item__meeting").order_by("-opened", "pk"))


def hands(row: Resolution, actor: Actor) -> list[tuple[str, Hand]]:
    """(name on the public record, vote) of each member, by name; of a closed item for the board alone. 1 SQL query."""
    if row.item.closed and not may(actor, "boards.read-closed", row):
        return []
    found = row.hands.select_related("mandate")
    return sorted(
        ((hand.mandate.name or "A member", hand) for hand in found), key=lambda pair: (pair[0], str(pair[1].pk))
    )


def hands_of(meeting: Meeting, actor: Actor) -> dict[UUID, list[tuple[str, str]]]:
    """(name on the public record, choice) of each named vote of a meeting by its resolution; of closed items for the board. 1 SQL query."""
    rows = Hand.objects.filter(resolution__item__meeting=meeting).select_related("mandate")
    if not may(actor, "boards.read-closed", meeting):
        rows = rows.filter(resolution__item__closed=False)
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for hand in rows:
        found[hand.resolution_id].append((hand.mandate.name or "A member", hand.choice))
    return {pk: sorted(hands) for pk, hands in found.items()}


def own(row: Resolution, actor: Actor) -> Hand | None:
    """How someone voted by name. 1 SQL query."""
    return row.hands.filter(mandate__person=actor.person).first() if actor.person else None


def locked_hand(row: Resolution, of: Mandate) -> Hand | None:
    """How a member voted so far, locked until the transaction ends. 1 SQL query."""
    rows = Hand.objects.select_for_update(of=("self",)).select_related("line__words")
    return rows.filter(resolution=row, mandate=of).first()


def written_down(hand: Hand) -> bool:
    """Whether somebody else wrote a vote down as they heard it: its line says so. At most 1 SQL query."""
    return bool((hand.line.said or {}).get("written-down"))


def by_themselves(row: Resolution) -> set[UUID]:
    """The mandates of who voted themselves: nobody writes theirs down. 1 SQL query."""
    hands = row.hands.select_related("line__words")
    return {hand.mandate_id for hand in hands if not written_down(hand)}


def not_voted(row: Resolution, out: Collection[UUID]) -> int:
    """How many of the board are there, may vote on it and have not. 1 SQL query."""
    here = row.item.meeting.attendances.filter(how__in=THERE, mandate__state="serving").exclude(person__in=out)
    return int(here.exclude(mandate__in=row.hands.values("mandate")).count())


def kept_out(row: Resolution) -> list[Mandate]:
    """The members who do not vote on it because of what they gain. At most 3 SQL queries."""
    out = agenda.interested(row.item, row.ref)
    return [one for one in agenda.voting_mandates(row.item.body) if one.person_id in out]


def there_for(item: Item, *more: Ref) -> tuple[int, int]:
    """How many are there now who may vote on an item, and how many are needed. Who gains by it does not count. At most 3 SQL queries."""
    out = agenda.interested(item, *more)
    here = Attendance.objects.filter(meeting=item.meeting_id, how__in=THERE).exclude(person__in=out)
    here = here.exclude(doubt__in=rules.NOT_COUNTED)
    if item.meeting is not None and item.meeting.kind not in TO_ALL:
        here = here.filter(mandate__state="serving")
    return here.count(), (item.meeting.quorum or 0) if item.meeting else 0


def is_there(meeting: UUID | None, person: UUID) -> bool:
    """Whether someone is at the meeting now. 1 SQL query."""
    here = Attendance.objects.filter(meeting=meeting, person=person, how__in=THERE)
    return here.exclude(doubt__in=rules.NOT_COUNTED).exists()


def is_teller(meeting: UUID, person: UUID | None) -> bool:
    """Whether someone counts votes at the meeting. 1 SQL query."""
    here = Attendance.objects.filter(meeting=meeting, person=person, teller=True, how__in=THERE)
    return here.exclude(doubt__in=rules.NOT_COUNTED).exists()


def told(row: Resolution) -> list[Told]:
    """What the tellers counted in the last round. 1 SQL query."""
    rows = list(Tally.objects.filter(resolution=row).order_by("round", "pk"))
    last = rows[-1].round if rows else 0
    return [Told(str(one.teller_id), _votes(one)) for one in rows if one.round == last]


def _votes(one: Tally) -> Votes:
    return Votes(one.yes, one.no, one.abstained, one.by_proxy)


def agreed(row: Resolution) -> Votes | None:
    """The figures on which two tellers agree in the last round. 1 SQL query."""
    return rules.agreed(told(row))


def left_open() -> list[UUID]:
    """Votes at meetings whose time is a day over, still open. 1 SQL query."""
    rows = Resolution.objects.filter(state="open", item__meeting__at__lt=now() - timedelta(days=1))
    return list(rows.values_list("pk", flat=True)[:100])
