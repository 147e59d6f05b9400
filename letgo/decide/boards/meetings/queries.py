"""Reading meetings: the next ones of a body or a person, one whole meeting, who came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place
from letgo.commons.places.queries import among, below, today
from letgo.commons.places.rules import homes_of, own_organisations, places_in
from letgo.commons.record.clock import now
from letgo.commons.record.prepared import prepared
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.agenda import queries as agenda
from letgo.decide.boards.meeting_models import Attendance, Meeting, Proxy, Resolution
from letgo.decide.boards.models import Body

PAGE = 20
JOINED = ("body__place", "body__organisation", "body__electorate__place", "minutes_due__rule", "again_of")


@dataclass(frozen=True)
class Notice:
    """What the dated rule asks today: the first day a meeting can be on, the length in words, and where the rule comes from."""

    earliest: date
    words: str
    source: str


@dataclass(frozen=True)
class Next:
    """What follows a meeting to which too few came: the word of rules.after_inquorate, in a sentence, and the second meeting."""

    word: str
    sentence: str
    meeting: Meeting | None


def notice(body: Body, kind: str) -> Notice | None:
    """The first day on which a meeting of this kind could be held when it is called today. Up to 4 SQL queries."""
    found = agenda.notice_rule(body, kind)
    if found is None:
        return None
    rule, calendar = found[0].read, found[1].read
    return Notice(rules.earliest(calendar.day_of(now()), rule.within, calendar), str(rule.within), rule.source)


def find(pk: UUID) -> Meeting | None:
    """One meeting with its body, place and the promise of its minutes. 1 SQL query."""
    return Meeting.objects.select_related(*JOINED).filter(pk=pk).first()


def of_body(body: Body, *, start: int = 0, size: int = PAGE) -> list[Meeting]:
    """The meetings of a body, the latest first, at most `size` + 1. 1 SQL query."""
    return list(body.meetings.select_related("body__place").order_by("-at", "pk")[start : start + size + 1])


def coming(body: Body) -> list[Meeting]:
    """The meetings of a body that are still to come or are on, the next first. 1 SQL query."""
    rows = body.meetings.filter(state__in=["called", "open", "quorate"])
    return list(rows.select_related("body__place").order_by("at", "pk"))


def last(body: Body) -> Meeting | None:
    """The last meeting of a body that was held, or to which too few came. 1 SQL query."""
    rows = body.meetings.filter(state__in=["held", "inquorate"]).select_related("body__place")
    return rows.order_by("-at", "pk").first()


def at_place(place: Place, size: int = PAGE) -> list[Meeting]:
    """The meetings to come of the bodies at a place, the next first: for its page and for a calendar. 1 SQL query."""
    return _at_place(place.pk, size=size)


@prepared
def _at_place(place: UUID, size: int) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(body__place=place, state__in=["called", "open", "quorate"])
    return rows.select_related("body__place").order_by("at", "pk")[:size]


def of_actor(actor: Actor, size: int = PAGE) -> list[Meeting]:
    """The meetings to come to which someone belongs: of their boards, and general ones where they live. 1 SQL query."""
    return _of_actor(sorted(places_in(homes_of(actor))), sorted(own_organisations(actor)), size=size)


@prepared
def _of_actor(places: list[UUID], organisations: list[UUID], size: int) -> QuerySet[Meeting]:
    lives = Q(among(places, "body__place"), kind__in=rules.TO_ALL)
    sits = among(organisations, "body__organisation")
    rows = Meeting.objects.filter(lives | sits, state__in=["called", "open", "quorate"]).select_related("body__place")
    return rows.order_by("at", "pk")[:size]


def attendance(row: Meeting, actor: Actor) -> list[tuple[str, Attendance]]:
    """(name, attendance) of each who said they come or came, by name. A board's are public; a general meeting's for its board alone,
    and for everybody else an empty list. 1 SQL query.
    """
    if row.kind != "board" and not may(actor, "boards.mark-attendance", row):
        return []
    rows = row.attendances.select_related("person", "mandate")
    return _named(rows)


def _named(rows: QuerySet[Attendance]) -> list[tuple[str, Attendance]]:
    found = [((one.mandate.name if one.mandate else "") or one.person.name or "No name", one) for one in rows]
    return sorted(found, key=lambda pair: (pair[0].casefold(), str(pair[1].pk)))


def own(row: Meeting, actor: Actor) -> Attendance | None:
    """What someone said about coming. 1 SQL query."""
    return row.attendances.filter(person=actor.subject).first() if actor.subject else None


def there(row: Meeting) -> int:
    """How many who may vote are in the room or joined from home; on a board, of those whose office has not ended. 1 SQL query."""
    here = row.attendances.filter(how__in=rules.THERE).exclude(doubt__in=rules.NOT_COUNTED)
    return (here if row.kind in rules.TO_ALL else here.filter(mandate__state="serving")).count()


def proxies_held(row: Meeting, out: Collection[UUID] = ()) -> int:
    """How many proxies are held by someone who is there, from someone who is not, and is not `out` of the vote. 1 SQL query."""
    here = row.attendances.filter(how__in=rules.THERE).exclude(doubt__in=rules.NOT_COUNTED).values("person")
    given = Proxy.objects.filter(meeting=row, state="given", holder__in=here)
    return given.exclude(giver__in=here).exclude(giver__in=out).count()


def childcare(row: Meeting) -> int:
    """How many who come asked that children be looked after. 1 SQL query."""
    return row.attendances.filter(childcare=True).exclude(how="apology").count()


def open_votes(row: Meeting) -> bool:
    """Whether a vote at this meeting is still open. 1 SQL query."""
    return Resolution.objects.filter(item__meeting=row, state="open").exists()


def is_chair(body: Body, person: UUID) -> bool:
    """Whether someone is the chair today. 1 SQL query."""
    return body.mandates.filter(state="serving", title="chair", person=person).exists()


def left_alone(before: datetime) -> list[Meeting]:
    """Meetings whose time lies before that moment and that nobody ended. 1 SQL query."""
    return list(
        Meeting.objects.filter(state__in=["called", "open", "quorate"], at__lt=before).order_by("at", "pk")[:100]
    )


def what_next(row: Meeting) -> Next | None:
    """What follows a meeting to which too few came; None for any other. At most 1 SQL query."""
    if row.state != "inquorate":
        return None
    word = rules.after_inquorate(row.again_of_id is not None, row.fixed.second_meeting)
    again = Meeting.objects.filter(again_of=row).select_related("body__place").first()
    return Next(word, AFTER[word], again)


AFTER = {
    "again": "Nothing was decided. A second meeting is called, with its own notice. As many people must come to it.",
    "those-present": "Nothing was decided. A second meeting is called, with its own notice. Whoever comes to it may decide what the "
    "rules of this body name.",
    "nobody": "Too few came two times in a row, so this meeting decides nothing. The board can put the question to a vote of everybody.",
}


def calendar(place: Place) -> list[Meeting]:
    """The meetings at a place and below it for a calendar feed: to come, and of the last 30 days. 1 SQL query."""
    since = today().toordinal() - 30
    rows = Meeting.objects.filter(below([place.lineage], "body__place__lineage"), day__gte=date.fromordinal(since))
    return list(rows.select_related("body__place").order_by("at", "pk")[:200])
