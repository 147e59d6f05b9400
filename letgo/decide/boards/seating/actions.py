"""Giving a seat or an office and taking it back: the only writer of mandates, and with them of roles.

Called by elections, vacancies, appointments, removals and recalls after they have asked who may: nothing here asks again.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.models import Person
from letgo.commons.places.models import Organisation
from letgo.commons.places.offices.actions import seat as give
from letgo.commons.places.offices.actions import unseat
from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.models import Approval, Body, Mandate, Seat, Vacancy, put
from letgo.decide.boards.rules import ENDED_WHY, MANDATE_MOVES, ROLES
from letgo.decide.boards.watching import open_vacancy, watch

TAKEN = "This seat has a holder."


@transaction.atomic
def fill(
    body: Body | UUID,
    person: Person | UUID,
    *,
    name: str,
    source: tuple[str, UUID | None],
    start: date,
    end: date,
    seat: Seat | None = None,
    title: str = "member",
    called: str = "",
    weight: int = 1,
    coopted: bool = False,
    targets: Sequence[dict[str, Any]] = (),
    review_months: int | None = None,
    approved: bool = False,
    by: Signs,
    key: str,
) -> Mandate:
    """Someone holds an office of a body from `start` up to, not including, `end`, and has the role that goes with it.

    `source`: one of rules.SOURCES and its id. `name`: as it stood on the ballot or in the public record. `called`: what the job is
    called. Where the body's terms name approvers, a member waits for them first, without the role, unless `approved` before. Raises
    Refused for a seat with a holder, and for an office held already.
    """
    with once("boards.fill", key) as done:
        if done.before:
            return done.before
        at = locked_body(getattr(body, "pk", body))
        waits = title == "member" and bool(at.fixed.approvers) and not approved
        if seat and at.mandates.filter(seat=seat).exclude(state="ended").exists():
            raise Refused(TAKEN, "End that office first.")
        if at.mandates.filter(person=getattr(person, "pk", person), title=title).exclude(state="ended").exists():
            raise Refused("They hold this office already.")
        row = Mandate(
            id=uuid4(), body=at, seat=seat, person_id=getattr(person, "pk", person), title=title, called=called[:60], name=name[:120],
            source_kind=source[0], source_id=source[1], start=start, end=end, weight=weight, coopted=coopted,
            targets=list(targets), review_months=review_months, state="waiting" if waits else "serving",
        )  # fmt: skip
        row.line = write("boards.fill", at.ref, by=by, body=_said(row))
        row.save(force_insert=True)
        if waits:
            _ask_approvers(row)
        else:
            _give_role(row, by)
        if at.state == "forming":
            put(at, row.line, state="standing")
        return done.with_result(row)


@transaction.atomic
def begin(mandate: UUID, *, by: Signs, key: str) -> Mandate:
    """Who waited for approval serves from today on."""
    with once("boards.begin", key) as done:
        if done.before:
            return done.before
        row = locked_mandate(mandate)
        _may(row, "serving")
        put(row, write("boards.begin", row.body.ref, by=by, body=_said(row)), state="serving")
        _give_role(row, by)
        return done.with_result(row)


@transaction.atomic
def end(
    mandate: UUID, why: str, *, on: date | None = None, vacant: bool = True, because: Ref | None = None, by: Signs, key: str
) -> Mandate:  # fmt: skip
    """An office ends on the day `on` (today when not given), for one of rules.ENDED_WHY, and its role with it.

    A seat that is left without a holder before its time is a Vacancy, filled by the way that the terms name; `vacant` False: whoever
    calls fills it in the same transaction, and watches (watching.py). `because`: the election, recall or removal that ends it, for
    giving_back.py. The row never serves again. Raises Refused for one that has ended.
    """
    with once("boards.end", key) as done:
        if done.before:
            return done.before
        row, day = locked_mandate(mandate), on or today()
        _may(row, "ended")
        if why not in ENDED_WHY:
            raise ValueError(f"no office ends because of {why!r}")
        last = max(day, row.start)
        line = write("boards.end", row.body.ref, by=by, body=_said(row) | {"ended": last.isoformat(), "why": why})
        kind, pk = (because.kind, because.id) if because else ("", None)
        put(row, line, state="ended", ended=last, ended_why=why, ended_by_kind=kind, ended_by_id=pk)
        if row.title == "member":
            _end_chair(row, why, last, because, by, key)
        if row.role_id:
            unseat(row.role_id, last, by=by, key=f"{key}:role")
        if vacant and row.seat and row.seat.number <= row.body.fixed.seats:
            open_vacancy(row.body, row.seat, row, by=by)
            watch(row.body, by)
        return done.with_result(row)


def _end_chair(row: Mandate, why: str, last: date, because: Ref | None, by: Signs, key: str) -> None:
    """Who is no member any more does not chair."""
    for chair in row.body.mandates.filter(person=row.person_id, title="chair").exclude(state="ended"):
        end(chair.pk, why, on=last, because=because, by=by, key=f"{key}:{chair.pk}")


def locked_body(pk: UUID) -> Body:
    """The body, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    rows = Body.objects.select_for_update(of=("self",)).select_related("place", "organisation", "electorate__place")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such body.", kind="gone")
    return found


def locked_body_of(model: type[Mandate | Vacancy], pk: UUID) -> None:
    """Lock the body of a row before the row itself: whoever changes seats takes these locks in one order. 2 SQL queries."""
    if body := model.objects.filter(pk=pk).values_list("body", flat=True).first():
        locked_body(body)


def locked_mandate(pk: UUID) -> Mandate:
    """The mandate with its seat, after its body: both locked until the transaction ends. Raises Refused for none. 3 SQL queries."""
    locked_body_of(Mandate, pk)
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("body__place", "body__organisation", "seat")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such office.", kind="gone")
    return found


def _may(row: Mandate, state: str) -> None:
    if state not in MANDATE_MOVES[row.state]:
        raise Refused("This office has ended." if row.state == "ended" else "This cannot be done with this office now.")


def _said(row: Mandate) -> dict[str, Any]:
    """What everybody is told: which seat and office, on what it rests and how long. Never who: the page has the name."""
    return {
        "mandate": str(row.pk),
        "seat": row.seat.number if row.seat else None,
        "title": row.title,
        "from": row.source_kind,
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "state": row.state,
    }


def _give_role(row: Mandate, by: Signs) -> None:
    """The role that goes with it; a chair who sits as a member has it already."""
    if (
        row.title == "chair"
        and row.body.mandates.filter(person=row.person_id, title="member", state="serving").exists()
    ):
        return
    body: Organisation = row.body.organisation
    start = max(row.start, today())
    evidence = f"{row.body.name}: {row.source_kind}"[:200]
    role = give(
        row.person_id, ROLES[row.title], body, start, max(row.end, start), evidence, by=by, key=f"{row.pk}:role"
    )
    line = write("boards.give-role", row.body.ref, by=by, body={"mandate": str(row.pk), "role": role.name})
    put(row, line, role=role)


def _ask_approvers(row: Mandate) -> None:
    for asked in row.body.fixed.approvers:
        until = today() + timedelta(days=asked.days)
        Approval.objects.create(mandate=row, words=asked.words, until=until, line=row.line)
