"""Names of those who were not elected: deleted when the election is long over and its papers fill no seat any more. The count stays."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from letgo.commons.places.queries import today
from letgo.commons.record.actions import write
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards.models import Mandate, Nomination, Vacancy, put
from letgo.decide.boards.nominations.actions import locked_nomination
from letgo.decide.boards.office_rules import FORGET_DAYS

OVER = ("filled", "failed", "void")
BY_VOTE = ("election", "countback", "next")
BY_PAPERS = ("countback", "next")  # an empty seat is offered to whom the old papers name


def tick() -> int:
    """Delete the names that are due. Returns how many. 1 SQL query when there is none."""
    due = list(_due().values_list("pk", flat=True)[:200])
    for pk in due:
        forget(pk)
    return len(due)


def _due() -> QuerySet[Nomination]:
    """Names of elections that ended half a year ago, without those who had a seat by them.

    Where the terms of that election fill an empty seat from its papers, they wait until nobody sits by that vote any more.
    """
    day = today() - timedelta(days=FORGET_DAYS)
    rows = Nomination.objects.filter(forgotten__isnull=True, election__state__in=OVER, election__line__at__date__lt=day)
    seated = Mandate.objects.filter(source_kind__in=BY_VOTE, source_id=OuterRef("election"))
    open_seats = Vacancy.objects.filter(
        state__in=["open", "filling"], way__in=BY_PAPERS, mandate__source_id=OuterRef("election")
    )
    used = rows.filter(Exists(seated.exclude(state="ended")), election__terms__vacancy__in=BY_PAPERS)
    free = rows.exclude(Exists(seated.filter(person=OuterRef("person")))).exclude(Exists(open_seats))
    return free.exclude(pk__in=used.values("pk")).order_by("pk")


@transaction.atomic
def forget(nomination: UUID) -> None:
    """One name, its words and what it said of reserved seats are deleted. How many stood, and the count of the vote, stay."""
    row = locked_nomination(nomination)
    if row.forgotten is None:
        line = write("boards.forget-name", row.ref, audience=row.ref, by=CLOCK)
        reason = "Deleted." if row.reason else ""
        put(row, line, forgotten=today(), name="", statement="", groups={}, person=None, reason=reason)
