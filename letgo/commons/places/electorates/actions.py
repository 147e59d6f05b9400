"""Saying who is eligible."""

from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.actions import found, locked, named
from letgo.commons.places.models import Electorate, Organisation, Place
from letgo.commons.places.rules import Eligibility
from letgo.commons.record.actions import once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require


@transaction.atomic
def set_electorate(
    place: Place | UUID,
    name: str,
    rule: Eligibility,
    by: Actor,
    key: str,
    organisation: Organisation | UUID | None = None,
) -> Electorate:
    """Say who is eligible: a new electorate, or the next version of the one with this name here. Its line holds the whole rule."""
    with once("places.set-electorate", key, by) as done:
        if done.before:
            return done.before
        at, body = locked(Place, place), rule.as_data()
        owner = found(Organisation, organisation) if organisation else None
        _own_members_only(rule, owner)
        row = Electorate(id=uuid4(), place=at, organisation=owner, name=named(name), rule=body)
        require(may(by, "places.set-electorate", row), "You cannot say who can vote here.", "Ask an officer.")
        last = Electorate.objects.filter(place=at, name=row.name).order_by("-version").first()
        if last and last.organisation_id != row.organisation_id:
            raise Refused("Another body has a list of this name here.", cure="Choose another name.")
        row.version = last.version + 1 if last else 1
        row.line = write(
            "places.set-electorate",
            Ref("place", at.pk),
            by=by,
            body={"name": row.name, "version": row.version, "rule": body},
        )
        row.save(force_insert=True)
        return done.with_result(row)


def _own_members_only(rule: Eligibility, owner: Organisation | None) -> None:
    """A body speaks for its own members only."""
    narrowed = not rule.standings or rule.both
    if owner is not None and not (rule.members == owner.pk and narrowed):
        raise Refused("A body can name its own members only.", cure="Leave out who is no member.")
