"""Giving and ending the role that goes with an office. The calling room has asked who may: an election seats people, not a form."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.models import Person
from letgo.commons.places import queries
from letgo.commons.places.actions import close_role, found, locked, role_line, still_here
from letgo.commons.places.models import Organisation, Role
from letgo.commons.record.actions import Signs, once
from letgo.commons.record.refusals import Refused


@transaction.atomic
def seat(
    person: Person | UUID, role: str, organisation: Organisation | UUID, start: date, end: date | None, evidence: str, *,
    by: Signs, key: str,
) -> Role:  # fmt: skip
    """Give a role in an organisation for as long as an office lasts. One that is held there already on `start` ends that day."""
    with once("places.seat", key, by) as done:
        if done.before:
            return done.before
        at = found(Organisation, organisation)
        row = Role(id=uuid4(), person=still_here(person), name=role, organisation=at, start=start, end=end)
        row.evidence = evidence.strip()[:200]
        for held in Role.objects.select_for_update().filter(person=row.person, name=role, organisation=at):
            if held.start > start:
                raise Refused("They hold this role from a later day on.", cure="End that one first.")
            if held.end is None or held.end > start:
                close_role(held, start, [], by)
        row.line = role_line("places.give-role", row, by)
        row.save(force_insert=True)
        return done.with_result(row)


@transaction.atomic
def unseat(role: Role | UUID, end: date, *, by: Signs, key: str) -> Role:
    """End a role with the office it came from: `end` is the first day without it. One that has ended by then stays as it is."""
    with once("places.unseat", key, by) as done:
        if done.before:
            return done.before
        others = list(queries.administrators().select_for_update(of=("self",)).order_by("pk"))
        row = locked(Role, role)
        if row.end is None or row.end > end:
            close_role(row, max(end, row.start), others, by)
        return done.with_result(row)
