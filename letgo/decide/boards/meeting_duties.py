"""A board that sits owes its next meeting by a day, and so does it a general one, where its terms name the dated rules for them."""

from datetime import datetime, time

from django.utils.timezone import make_aware

from letgo.commons.promises.models import Promise
from letgo.commons.record.actions import Signs
from letgo.decide.boards.meeting_models import Meeting
from letgo.decide.boards.models import Body
from letgo.decide.boards.owing import MEETS, clock, done, owe

TO_COME = ("called", "open", "quorate")
TOOK_PLACE = ("held", "inquorate")
NOBODY_SITS = "Nobody sits on the board now."


def rules_of(at: Body) -> list[tuple[str, str]]:
    """(kind of meeting, name of its rule) of those that this body owes. No SQL."""
    found = (("board", at.fixed.board_meeting_rule), ("general", at.fixed.general_meeting_rule))
    return [(kind, rule) for kind, rule in found if rule]


def keep_meeting(at: Body, by: Signs) -> None:
    """Bring these clocks to where they should stand: met by a meeting that is called for a day in time, and running again when none is to
    come, from the last that took place. A meeting that is called and called off gains no time. In the caller's transaction.
    """
    for kind, rule in rules_of(at):
        if not at.mandates.filter(state="serving", seat__isnull=False).exists():
            done(at, rule, NOBODY_SITS)
            continue
        coming = at.meetings.filter(kind=kind, state__in=TO_COME).order_by("at").first()
        if coming is None:
            owe(at, rule, by, start=_since(at, kind), met_by=MEETS)
        elif _in_time(clock(at, rule), coming):
            done(at, rule)


def took_place(at: Body, kind: str, by: Signs) -> None:
    """A meeting of this kind took place: it meets the clock, late or not, and the next one starts. In the caller's transaction."""
    for each, rule in rules_of(at):
        if each == kind:
            done(at, rule)
    keep_meeting(at, by)


def _in_time(known: Promise | None, coming: Meeting) -> bool:
    return known is not None and known.due is not None and coming.at <= known.due


def _since(at: Body, kind: str) -> datetime:
    """From when the days run: the last meeting of this kind, or the day on which the first of those who sit now began."""
    last = at.meetings.filter(kind=kind, state__in=TOOK_PLACE).order_by("-at").first()
    sits = at.mandates.filter(state="serving", seat__isnull=False).order_by("start").values_list("start", flat=True)
    began = make_aware(datetime.combine(sits[0], time()))
    return max(last.at, began) if last else began
