"""Who may call a vote, vote in it, look after it, count it and rule on it."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from letgo.commons.people.rules import EVERYWHERE, Actor, Policy
from letgo.commons.places.queries import below
from letgo.decide.ballots.rules import PUBLIC

CALLERS = ("officer", "secretary", "board-member", "outside-checker")  # at the vote's place or above it
SCRUTINEERS = ("returning-officer", "outside-checker", "secretary", "board-member")
TYPISTS = ("officer", "secretary", "board-member", "outside-checker", "outreach", "returning-officer")


def _over(*roles: str) -> Policy:
    """Holders of one of these roles at the place of the row's vote, or above it; a body's own hold where it sits."""

    def one(actor: Actor, row: Any) -> bool:
        lineage = _poll(row).place.lineage
        return any(actor.has(role, lineage) for role in roles)

    def many(actor: Actor, rows: QuerySet) -> QuerySet:
        reaches = actor.reaches(*roles)
        return rows if EVERYWHERE in reaches else rows.filter(below(reaches, f"{_to(rows)}place__lineage"))

    return Policy(one, many)


def _poll(row: Any) -> Any:
    """The vote that a row belongs to: itself, or row.poll, or its batch's."""
    if row._meta.model_name == "poll":
        return row
    return row.poll if hasattr(row, "poll_id") else row.batch.poll


def _to(rows: QuerySet) -> str:
    names = {field.name for field in rows.model._meta.get_fields()}
    return "" if rows.model._meta.model_name == "poll" else "poll__" if "poll" in names else "batch__poll__"


def _is_officer(actor: Actor, row: Any) -> bool:
    return actor.person is not None and actor.acting is None and _poll(row).officer_id == actor.person


def _officer_of(actor: Actor, rows: QuerySet) -> QuerySet:
    if actor.person is None or actor.acting is not None:
        return rows.none()
    return rows.filter(**{f"{_to(rows)}officer": actor.person})


def _voter(actor: Actor) -> UUID | None:
    """Who votes: the person themself, also with a helper beside them, or who they act for where that was given for votes by name."""
    if actor.acting is None:
        return actor.person
    return actor.acting.person if "votes" in actor.acting.scopes else None


def _votes(actor: Actor, row: Any) -> bool:
    voter = _voter(actor)
    return voter is not None and _poll(row).roll.filter(person=voter).exists()


def _voted_by(actor: Actor, rows: QuerySet) -> QuerySet:
    voter = _voter(actor)
    return rows.none() if voter is None else rows.filter(**{f"{_to(rows)}roll__person": voter})


CALLER = _over(*CALLERS)
SCRUTINEER = _over(*SCRUTINEERS)
TYPIST = _over(*TYPISTS)
OFFICER = Policy(one=_is_officer, many=_officer_of)  # the returning officer who was named at the call, and nobody else
VOTER = Policy(one=_votes, many=_voted_by)
READER = Policy(
    one=lambda actor, row: "anyone" in actor.roles,
    many=lambda actor, rows: rows if "anyone" in actor.roles else rows.none(),
)
RESULT = Policy(  # before the declaration nobody reads it but the returning officer
    one=lambda actor, row: (
        (_poll(row).state in PUBLIC and "anyone" in actor.roles)
        or (_poll(row).state == "counted" and _is_officer(actor, row))
    ),
    many=lambda actor, rows: rows.filter(_public(actor, _to(rows))),
)


def _public(actor: Actor, to: str) -> Q:
    found = Q(**{f"{to}state__in": sorted(PUBLIC)}) if "anyone" in actor.roles else Q(pk__in=[])
    if actor.person is not None and actor.acting is None:
        found |= Q(**{f"{to}state": "counted", f"{to}officer": actor.person})
    return found
