"""Who may call a vote, vote in it, look after it, count it and rule on it."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from letgo.commons.people.rules import Actor, Policy
from letgo.commons.places import ways
from letgo.decide.ballots.models import Agent, Poll, Stake
from letgo.decide.ballots.rules import PUBLIC

BODY = frozenset({"secretary", "board-member", "outside-checker"})  # of the body that speaks for those who vote
# From each kind of row to its vote.
PATHS = {"poll": "", "option": "poll__", "paperbatch": "poll__", "paperreading": "batch__poll__", "challenge": "poll__"}
policy = partial(ways.policy, PATHS)
_poll = partial(ways.owner, PATHS)


def _to(rows: QuerySet) -> str:
    return PATHS[rows.model._meta.model_name]


def _of(*at_place: str, body: Iterable[str] = BODY) -> Policy:
    """Holders of a role at the vote's place or above it, and who has a part in the body that speaks for its voters."""
    bodies = ("power__speaker_id", "electorate__organisation_id")
    return policy(ways.over(*at_place), *(ways.inside(one, body) for one in bodies))


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
    poll = _poll(row)
    return poll is not None and bool(poll.roll.filter(person=person).exists())


def _voted_by(actor: Actor, rows: QuerySet) -> QuerySet:
    person = voter(actor)
    return rows.none() if person is None else rows.filter(**{f"{_to(rows)}roll__person": person})


def _stakes(actor: Actor, row: Any) -> bool:
    return bool(_poll(row).stakes.filter(person__in=actor.selves).exists())


def _without_stakes(actor: Actor, rows: QuerySet) -> QuerySet:
    own = Stake.objects.filter(person__in=actor.selves).values("poll")
    to = _to(rows)
    return rows.exclude(**{f"{to.removesuffix('__') or 'pk'}__in": own})


def _has_part(actor: Actor, row: Any) -> bool:
    """Whether they stand, gain by what is voted on, or recount it for one side: such people touch no paper and rule on nothing."""
    people = actor.selves
    part = Q(stakes__person__in=people) | Q(agents__person__in=people)
    return Poll.objects.filter(part, pk=_poll(row).pk).exists()


def _without_parts(actor: Actor, rows: QuerySet) -> QuerySet:
    people = actor.selves
    to = _to(rows).removesuffix("__") or "pk"
    own = [kind.objects.filter(person__in=people).values("poll") for kind in (Stake, Agent)]
    return rows.exclude(Q(**{f"{to}__in": own[0]}) | Q(**{f"{to}__in": own[1]}))


def _apart(those: Policy) -> Policy:
    """The same people without those who have a part in how the vote ends."""
    return Policy(
        one=lambda actor, row: those.one(actor, row) and not _has_part(actor, row),
        many=lambda actor, rows: _without_parts(actor, those.many(actor, rows)),
    )


def from_outside(actor: Actor, poll: Any) -> bool:
    """Whether this person is the vote's returning officer, or holds such an office or that of an outside checker here."""
    return NAMED.one(actor, poll) or OUTSIDER.one(actor, poll)


def _reads_result(actor: Actor, row: Any) -> bool:
    poll = _poll(row)
    if poll is None:
        return False
    return (poll.state in PUBLIC and "anyone" in actor.roles) or (poll.state == "counted" and NAMED.one(actor, row))


def _result_read_by(actor: Actor, rows: QuerySet) -> QuerySet:
    to = _to(rows)
    declared = rows.filter(**{f"{to}state__in": sorted(PUBLIC)}) if "anyone" in actor.roles else rows.none()
    return declared | NAMED.many(actor, rows).filter(**{f"{to}state": "counted"})


# The returning officer who was named at the call, and nobody in their place.
NAMED = ways.own({kind: f"{to}officer_id" for kind, to in PATHS.items()})
CALLER = _of("officer")
OUTSIDER = _of("returning-officer", "outside-checker", body=("outside-checker",))
READS = _of("returning-officer", "outside-checker")
SCRUTINEER = Policy(  # not who gains by what is voted on, nor whose own idea it is
    one=lambda actor, row: (READS.one(actor, row) or NAMED.one(actor, row)) and not _stakes(actor, row),
    many=lambda actor, rows: _without_stakes(actor, READS.many(actor, rows) | NAMED.many(actor, rows)),
)
TYPIST = _apart(_of("officer", "outreach", "outside-checker", "returning-officer"))  # no candidate, and no agent
CHECKER = _of("outside-checker", body=("outside-checker",))
PRINTER = _of("officer", "returning-officer", body=("secretary",))  # sees the names and addresses on cover slips
OFFICER = _apart(NAMED)
VOTER = Policy(one=_votes, many=_voted_by)
READER = Policy(
    one=lambda actor, row: "anyone" in actor.roles,
    many=lambda actor, rows: rows if "anyone" in actor.roles else rows.none(),
)
# Before the declaration nobody reads it but the returning officer, who must look before they declare.
RESULT = Policy(one=_reads_result, many=_result_read_by)
