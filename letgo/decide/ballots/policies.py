"""Who may call a vote, vote in it, look after it, count it and rule on it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from letgo.commons.people.rules import EVERYWHERE, Actor, Policy
from letgo.commons.places.queries import below
from letgo.decide.ballots.models import Agent, Poll, Stake
from letgo.decide.ballots.rules import PUBLIC

NONE = Q(pk__in=[])
BODY = frozenset({"secretary", "board-member", "outside-checker"})  # of the body that speaks for those who vote


def _poll(row: Any) -> Any:
    """The vote that a row belongs to: itself, its own, or that of its batch."""
    if row._meta.model_name == "poll":
        return row
    return row.poll if hasattr(row, "poll_id") else row.batch.poll


def _to(rows: QuerySet) -> str:
    names = {field.name for field in rows.model._meta.get_fields()}
    return "" if rows.model._meta.model_name == "poll" else "poll__" if "poll" in names else "batch__poll__"


def _of(*at_place: str, body: Iterable[str] = BODY) -> Policy:
    """Holders of a role at the vote's place or above it, and who has a part in the body that speaks for its voters."""
    roles = frozenset(body)

    def one(actor: Actor, row: Any) -> bool:
        poll = _poll(row)
        bodies = {poll.power.speaker_id if poll.power else None, poll.electorate.organisation_id} - {None}
        own = any(grant.role in roles and grant.organisation in bodies for grant in actor.grants)
        return own or any(actor.has(role, poll.place.lineage) for role in at_place)

    def many(actor: Actor, rows: QuerySet) -> QuerySet:
        to, reaches = _to(rows), actor.reaches(*at_place)
        bodies = [grant.organisation for grant in actor.grants if grant.role in roles and grant.organisation]
        own = Q(**{f"{to}power__speaker__in": bodies}) | Q(**{f"{to}electorate__organisation__in": bodies})
        return rows if EVERYWHERE in reaches else rows.filter(own | below(reaches, f"{to}place__lineage"))

    return Policy(one, many)


def _is_officer(actor: Actor, row: Any) -> bool:
    return actor.person is not None and actor.acting is None and _poll(row).officer_id == actor.person


def _officer_of(actor: Actor, to: str) -> Q:
    return NONE if actor.person is None or actor.acting is not None else Q(**{f"{to}officer": actor.person})


def voter(actor: Actor) -> UUID | None:
    """Who votes: the person, also with a helper beside them, or whom they act for where that was given for votes by name."""
    if actor.acting is None:
        return actor.person
    return actor.acting.person if actor.acting.covers("votes") else None


def _votes(actor: Actor, row: Any) -> bool:
    person = voter(actor)
    if person is None:
        return False
    if getattr(row, "seen_by", None) == person:  # a voting paper: queries.voting_paper() has looked
        return row.entry is not None
    return bool(_poll(row).roll.filter(person=person).exists())


def _voted_by(actor: Actor, rows: QuerySet) -> QuerySet:
    person = voter(actor)
    return rows.none() if person is None else rows.filter(**{f"{_to(rows)}roll__person": person})


def _stakes(actor: Actor, row: Any) -> bool:
    return bool(_poll(row).stakes.filter(person__in={actor.person, actor.subject} - {None}).exists())


def _without_stakes(actor: Actor, rows: QuerySet) -> QuerySet:
    own = Stake.objects.filter(person__in={actor.person, actor.subject} - {None}).values("poll")
    to = _to(rows)
    return rows.exclude(**{f"{to.removesuffix('__') or 'pk'}__in": own})


def _has_part(actor: Actor, row: Any) -> bool:
    """Whether they stand, gain by what is voted on, or recount it for one side: such people touch no paper and rule on nothing."""
    people = {actor.person, actor.subject} - {None}
    part = Q(stakes__person__in=people) | Q(agents__person__in=people)
    return Poll.objects.filter(part, pk=_poll(row).pk).exists()


def _without_parts(actor: Actor, rows: QuerySet) -> QuerySet:
    people = {actor.person, actor.subject} - {None}
    to = _to(rows).removesuffix("__") or "pk"
    own = [kind.objects.filter(person__in=people).values("poll") for kind in (Stake, Agent)]
    return rows.exclude(Q(**{f"{to}__in": own[0]}) | Q(**{f"{to}__in": own[1]}))


def _apart(policy: Policy) -> Policy:
    """The same people without those who have a part in how the vote ends."""
    return Policy(
        one=lambda actor, row: policy.one(actor, row) and not _has_part(actor, row),
        many=lambda actor, rows: _without_parts(actor, policy.many(actor, rows)),
    )


def from_outside(actor: Actor, poll: Any) -> bool:
    """Whether this person is the vote's returning officer, or holds such an office or that of an outside checker here."""
    return _is_officer(actor, poll) or OUTSIDER.one(actor, poll)


def _result_of(actor: Actor, to: str) -> Q:
    declared = Q(**{f"{to}state__in": sorted(PUBLIC)}) if "anyone" in actor.roles else NONE
    return declared | (_officer_of(actor, to) & Q(**{f"{to}state": "counted"}))


CALLER = _of("officer")
OUTSIDER = _of("returning-officer", "outside-checker", body=("outside-checker",))
READS = _of("returning-officer", "outside-checker")
SCRUTINEER = Policy(  # not who gains by what is voted on, nor whose own idea it is
    one=lambda actor, row: (READS.one(actor, row) or _is_officer(actor, row)) and not _stakes(actor, row),
    many=lambda actor, rows: _without_stakes(
        actor, READS.many(actor, rows) | rows.filter(_officer_of(actor, _to(rows)))
    ),
)
TYPIST = _apart(_of("officer", "outreach", "outside-checker", "returning-officer"))  # no candidate, and no agent
CHECKER = _of("outside-checker", body=("outside-checker",))
PRINTER = _of("officer", "returning-officer", body=("secretary",))  # sees the names and addresses on cover slips
OFFICER = _apart(  # the returning officer who was named at the call, and nobody else
    Policy(one=_is_officer, many=lambda actor, rows: rows.filter(_officer_of(actor, _to(rows))))
)
VOTER = Policy(one=_votes, many=_voted_by)
READER = Policy(
    one=lambda actor, row: "anyone" in actor.roles,
    many=lambda actor, rows: rows if "anyone" in actor.roles else rows.none(),
)
RESULT = Policy(  # before the declaration nobody reads it but the returning officer, who must look before they declare
    one=lambda actor, row: (
        (_poll(row).state in PUBLIC and "anyone" in actor.roles)
        or (_poll(row).state == "counted" and _is_officer(actor, row))
    ),
    many=lambda actor, rows: rows.filter(_result_of(actor, _to(rows))),
)
