"""Reading reviews: public, figures with their sources and what was said beside them; and what the house counts by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import get_default_timezone

from letgo.commons.promises.queries import broken_in, tally
from letgo.decide.boards.meeting_models import Meeting
from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.office_models import Comment, Figure, Review
from letgo.decide.boards.office_rules import review_days

LONGEST = 80  # letters of a figure
NAMED = 3  # broken promises that are named in a figure


@dataclass(frozen=True)
class Shown:
    """One thing that was counted: the newest figure, those it came after, and what was said beside any of them."""

    figure: Figure
    before: tuple[Figure, ...]
    comments: tuple[Comment, ...]


def find(review: UUID) -> Review | None:
    """One review with its mandate and body. 1 SQL query."""
    return _rows().filter(pk=review).first()


def of(mandate: Mandate) -> list[Review]:
    """The reviews of someone in office, the newest first. 1 SQL query."""
    return list(_rows().filter(mandate=mandate).order_by("-number"))


def at(body: Body, size: int = 20) -> list[Review]:
    """The reviews of a body's offices, those under way first. 1 SQL query."""
    rows = _rows().filter(mandate__body=body)
    return sorted(rows.order_by("-due", "pk")[:size], key=lambda row: row.state == "done")


def figure(pk: UUID) -> Figure | None:
    """One figure with its review, office and body. 1 SQL query."""
    joined = ("review__mandate__body__place", "review__mandate__body__organisation")
    return Figure.objects.select_related(*joined).filter(pk=pk).first()


def figures(review: Review) -> list[Shown]:
    """What was counted, each with its comments, in the order in which it came. 2 SQL queries."""
    comments = Prefetch("comments", Comment.objects.select_related("line").order_by("line__at", "pk"))
    by_key: dict[str, list[Figure]] = {}
    for row in review.figures.select_related("line").prefetch_related(comments).order_by("line__at", "number", "pk"):
        by_key.setdefault(row.key, []).append(row)
    return [
        Shown(rows[-1], tuple(rows[:-1]), tuple(said for row in rows for said in row.comments.all()))
        for rows in by_key.values()
    ]


def counted(review: Review) -> list[tuple[str, str, str, str]]:
    """(key, title, value, source) of what the house counts by itself for the time of a review. 3 SQL queries.

    Promises at the body's place and below that were due then, by how they ended; the longest over their date by name; and meetings.
    """
    body, since, until = review.mandate.body, _start(review.since), _start(review.until)
    words = tally(body.place.lineage, since, until)
    where = f"The promises of {body.place.name}, due from {review.since:%-d %B %Y} to {review.until:%-d %B %Y}, counted by this site"
    rows = [(f"promises-{word}", f"Promises {word}", str(words[word]), where) for word in ("kept", "late", "broken")]
    worst = [row for row in broken_in(body.place.lineage, since, 20) if row.due and row.due < until][:NAMED]
    if worst:
        named = [row.rule.title for row in worst]
        while len("; ".join(named)) > LONGEST and len(named) > 1:  # whole titles only
            named.pop()
        rows.append(("promises-worst", "Broken, for example", "; ".join(named)[:LONGEST], where))
    held = Meeting.objects.filter(body=body, state="held", day__gte=review.since, day__lt=review.until).count()
    rows.append(("meetings-held", "Meetings held", str(held), f"The meetings of {body.name}, counted by this site"))
    return rows


def due(day: date) -> dict[UUID, date]:
    """Those in office whose review has come up, each with the day of it, the oldest first. 2 SQL queries."""
    serving = Mandate.objects.filter(state="serving", review_months__isnull=False, start__lte=day)
    known: dict[UUID, set[date]] = {}
    for mandate, done in Review.objects.filter(mandate__in=serving).values_list("mandate", "due"):
        known.setdefault(mandate, set()).add(done)
    found = {}
    for row in serving.order_by("pk"):
        missing = _missing(row, known.get(row.pk, set()), day)
        if missing:
            found[row.pk] = missing[0]
    return found


def _missing(row: Mandate, known: set[date], day: date) -> Sequence[date]:
    return [one for one in review_days(row.start, row.end, row.review_months) if one <= day and one not in known]


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), get_default_timezone())


def _rows() -> QuerySet[Review]:
    return Review.objects.select_related("mandate__body__place", "mandate__body__organisation", "promise", "line")
