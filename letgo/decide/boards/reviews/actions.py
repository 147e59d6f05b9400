"""The only writers of reviews: opened by the clock with what is counted, figures by the board, comments by who is reviewed, an end."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.text import slugify

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.promises import actions as promises
from letgo.commons.promises.queries import in_force
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.office_models import Comment, Figure, Review
from letgo.decide.boards.office_rules import COMMENT_DAYS, REVIEW_MOVES
from letgo.decide.boards.offices import keep, locked, move, said
from letgo.decide.boards.reviews import queries

RULE = "boards.hold-review"
NOT_YOURS = "Only members of the board can do this, and never who is reviewed."
JOINED = ("mandate__body__place", "mandate__body__organisation", "promise")


@transaction.atomic
def open_review(mandate: UUID, due: date) -> Review:
    """A time in office is over and is looked at: its figures that can be counted are there at once, and the board owes the review.

    The clock does this. Harmless a second time.
    """
    held = locked(Mandate, mandate, "body__place", "body__organisation")
    known = list(held.reviews.order_by("number"))
    if any(row.due == due for row in known):
        return next(row for row in known if row.due == due)
    since = known[-1].until if known else held.start
    row = Review(id=uuid4(), mandate=held, number=len(known) + 1, since=since, until=due, due=due)
    said_of = {"number": row.number, "since": since.isoformat(), "until": due.isoformat(), "office": held.title}
    keep(row, write("boards.open-review", row.ref, by=CLOCK, body=said_of))
    for key, title, value, source in queries.counted(row):
        _figure(row, key, title, value, source, None, CLOCK)
    until = due + timedelta(days=COMMENT_DAYS)
    owed = _owe(row)
    move(row, REVIEW_MOVES, "facts", "boards.show-facts", CLOCK, said_of, comment_until=until, promise=owed)
    tell(held.person_id, "waits", row.ref, f"review:{row.pk}")
    return row


def _owe(row: Review):
    """The board's promise to hold the review, by the dated rule; None where no such rule is in force."""
    if in_force(RULE) is None:
        return None
    body = row.mandate.body
    return promises.promise(
        row.ref, RULE, now(), Ref("organisation", body.organisation_id), CLOCK, f"review:{row.pk}", place=body.place_id,
        show_about=True, met_by="boards.end-review",
    )  # fmt: skip


@transaction.atomic
def enter_figure(review: UUID, title: str, value: str, source: str, *, by: Actor, key: str) -> Figure:
    """Enter a figure with its source. A better one under the same title comes after it, and both are shown. Never by who is reviewed."""
    with once("boards.enter-figure", key, by) as done:
        if done.before:
            return done.before
        row = locked(Review, review, *JOINED)
        require(may(by, "boards.review", row) and by.person is not None, NOT_YOURS)
        if row.state not in ("facts", "commented"):
            raise Refused("This review takes no figures now.")
        named = said(title, "Say what was counted.", 120)
        figure, source = said(value, "Write the figure.", 80), said(source, "Say where it comes from.", 300)
        code = slugify(named)[:40] or "figure"
        if row.figures.filter(key=code, computed=True).exists():
            raise Refused("This site counts that figure itself.", "Give yours another name. Both are shown.")
        made = _figure(row, code, named, figure, source, by.person, by)
        longer = max(row.comment_until or today(), today() + timedelta(days=COMMENT_DAYS))
        keep(row, made.line, comment_until=longer)  # time to write beside it, however late it comes
        return done.with_result(made)


def _figure(row: Review, key: str, title: str, value: str, source: str, person: UUID | None, by: Signs) -> Figure:
    number = row.figures.filter(key=key).count() + 1
    body = {"figure": title, "value": value, "source": source, "number": number, "computed": person is None}
    line = write("boards.enter-figure", row.ref, by=by, body=body)
    made = Figure(
        id=uuid4(), review=row, key=key, number=number, title=title, value=value, source=source, entered_by_id=person,
        computed=person is None, line=line,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


@transaction.atomic
def comment(figure: UUID, words: str, *, by: Actor, key: str) -> Comment:
    """Who is reviewed says something beside a figure. It stands there for good, and the figure stays as it is."""
    with once("boards.comment", key, by) as done:
        if done.before:
            return done.before
        shown = Figure.objects.select_related("review__mandate__body__place").get(pk=figure)
        require(may(by, "boards.comment", shown), "Only who is reviewed can comment.")
        row = locked(Review, shown.review_id, *JOINED)
        if row.state not in ("facts", "commented"):
            raise Refused("This review is done.")
        text = said(words, "Write your comment.", 1_000)
        line = write("boards.comment", row.ref, by=by, body={"figure": shown.title, "comment": text})
        made = Comment(id=uuid4(), figure=shown, person_id=by.person, words=text, line=line)
        made.save(force_insert=True)
        keep(row, line, state="commented")
        return done.with_result(made)


@transaction.atomic
def end_review(review: UUID, found: str, *, by: Actor, key: str) -> Review:
    """What the review comes to, in public. Not before who is reviewed commented, or had the days to."""
    with once("boards.end-review", key, by) as done:
        if done.before:
            return done.before
        row = locked(Review, review, *JOINED)
        require(may(by, "boards.review", row), NOT_YOURS)
        if row.state == "facts" and row.comment_until and today() <= row.comment_until:
            raise Refused(
                "Who is reviewed can write beside the figures until {until}.",
                "End it after that.",
                until=row.comment_until,
            )
        text = said(found, "Say what the review says.")
        move(row, REVIEW_MOVES, "done", "boards.end-review", by, {"number": row.number, "found": text}, found=text)
        if row.promise_id and not row.promise.closed:
            promises.meet(row.promise_id, CLOCK, f"{row.pk}:done")
        tell(row.mandate.person_id, "news", row.ref, f"reviewed:{row.pk}")
        return done.with_result(row)


def tick() -> int:
    """Open each review whose day has come. Returns how many. With nothing due: 2 SQL queries."""
    due: Mapping[UUID, date] = queries.due(today())
    for mandate, day in due.items():
        open_review(mandate, day)
    return len(due)
