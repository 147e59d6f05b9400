"""Who may read, spend, keep and agree: a pot names the role that answers for it, and these policies find who holds it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from letgo.commons.money.models import Approval, Pot
from letgo.commons.money.rules import Kind
from letgo.commons.people.rules import Actor, Grant, Policy
from letgo.commons.places.queries import among, below
from letgo.commons.places.rules import STAFF

KEEPERS = ("officer", "board-member", "secretary")  # who opens pots, sets their terms and closes accounts
SECOND = (
    "treasurer",
    "board-member",
    "outside-checker",
)  # who may be the second person, beside the officer's own equals
MONEY = frozenset({"money", "everything"})  # what someone acting for another must be let do, to see their money


def _holds(actor: Actor, roles: Iterable[str], place: Any, organisation: UUID | None) -> bool:
    """Whether one of these roles is held at `place` or above, in this very organisation, or for the whole house."""
    if organisation is not None:
        return any(g.role in roles and (g.organisation == organisation or g == Grant(g.role)) for g in actor.grants)
    return any(_at_places(g) and g.role in roles and place.lineage.startswith(g.reach) for g in actor.grants)


def _held(actor: Actor, roles: Iterable[str], place: str, organisation: str) -> Q:
    """The same for a list: `place` and `organisation` are names of fields."""
    inside = {g.organisation for g in actor.grants if g.role in roles and g.organisation}
    reaches = frozenset(g.reach for g in actor.grants if g.role in roles and _at_places(g))
    by_place = below(reaches, f"{place}__lineage") & Q(**{f"{organisation}__isnull": True}) if reaches else Q(pk__in=[])
    everywhere = any(g.role in roles and g == Grant(g.role) for g in actor.grants)
    return by_place | (Q(**{f"{organisation}__isnull": False}) if everywhere else among(inside, organisation))


def _at_places(grant: Any) -> bool:
    """A role in an organisation holds at its place too only for staff: a co-op's treasurer is not the estate's."""
    return grant.organisation is None or grant.role in STAFF


def _spends(actor: Actor, pot: Pot) -> bool:
    return _holds(actor, (pot.officer,), pot.officer_place, pot.officer_organisation_id)


def _spent_by(actor: Actor, to: str = "") -> Q:
    found = Q(pk__in=[])
    for role in {grant.role for grant in actor.grants}:
        held = _held(actor, (role,), f"{to}officer_place", f"{to}officer_organisation")
        found |= Q(**{f"{to}officer": role}) & held
    return found


def _keeps(actor: Actor, owned: Any) -> bool:
    return _holds(actor, KEEPERS, owned.place, owned.organisation_id)


def _reads(actor: Actor, pot: Pot) -> bool:
    if pot.audience_id is None:
        return True
    own = pot.audience_kind == "person" and pot.audience_id in _own(actor)
    member = pot.audience_kind == "organisation" and pot.audience_id in _organisations(actor)
    return own or member or _spends(actor, pot)


def _read_by(actor: Actor) -> Q:
    own = Q(audience_kind="person", audience_id__in=_own(actor))
    member = Q(audience_kind="organisation", audience_id__in=_organisations(actor))
    return Q(audience_kind="public") | own | member | _spent_by(actor)


def _own(actor: Actor) -> set[UUID]:
    acted = {actor.acting.person} if actor.acting and actor.acting.scopes & MONEY else set()
    return acted | ({actor.person} if actor.person else set())


def _organisations(actor: Actor) -> set[UUID]:
    return {grant.organisation for grant in actor.grants if grant.organisation}


def _seconds(actor: Actor, approval: Approval) -> bool:
    pot = approval.hold.debit
    other = actor.person not in (None, approval.asked_by_id)
    return other and (_spends(actor, pot) or _holds(actor, SECOND, pot.place, pot.organisation_id))


def _seconded(actor: Actor, rows: QuerySet) -> QuerySet:
    if actor.person is None:
        return rows.none()
    to = "hold__debit__"
    return rows.exclude(asked_by=actor.person).filter(
        _spent_by(actor, to) | _held(actor, SECOND, f"{to}place", f"{to}organisation")
    )


READER = Policy(one=_reads, many=lambda actor, rows: rows.filter(_read_by(actor)))
SPENDER = Policy(one=_spends, many=lambda actor, rows: rows.filter(_spent_by(actor)))
KEEPER = Policy(one=_keeps, many=lambda actor, rows: rows.filter(_held(actor, KEEPERS, "place", "organisation")))
TERMS = Policy(  # who pays out never sets their own limits
    one=lambda actor, pot: _keeps(actor, pot) and not _spends(actor, pot),
    many=lambda actor, rows: rows.filter(_held(actor, KEEPERS, "place", "organisation")).exclude(_spent_by(actor)),
)
TAKER_BACK = Policy(  # a payment is undone by who answers for the pot that it went to; to the outside, by who paid it
    one=lambda actor, row: (
        _spends(actor, row.credit) or (row.credit.kind == Kind.OUTSIDE and _spends(actor, row.debit))
    ),
    many=lambda actor, rows: rows.filter(
        _spent_by(actor, "credit__") | (Q(credit__kind=Kind.OUTSIDE) & _spent_by(actor, "debit__"))
    ),
)
SECONDER = Policy(one=_seconds, many=_seconded)
