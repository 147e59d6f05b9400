"""What puts a result under the seal of the public record, and says when an agent opened the ballots of a small vote."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.ballots.models import Agent, Poll
from letgo.decide.ballots.moving import locked
from letgo.decide.ballots.published import queries
from letgo.decide.ballots.rules import AGENTS, State
from letgo.engines.sealing.canonical import digest


def publish(of: Poll, *, by: Signs) -> Line:
    """In the declaration's own transaction: put the fingerprint of all that is published into the record, so that
    nobody can publish another."""
    whole = queries.whole(of)
    body = {"whole": digest(whole).removeprefix("sha256:"), "counts": whole["counts"], "list": whole["roll"]}
    return write(queries.PUBLISH, Ref("poll", of.pk), by=by, body=body)


def name_agents(poll: UUID, agents: Collection[UUID], *, by: Actor, key: str) -> Poll:
    """Name the two people who recount the vote if it is small, before its box is sealed. They are told; who they are is not public.

    Raises Refused for any other number, for the returning officer, for who was named before, and once there are two.
    """
    with transaction.atomic(), once("ballots.name-agents", key, by) as done:
        row = locked(poll)
        require(may(by, "ballots.name-agents", row), "Only the returning officer of this vote names its agents.")
        if done.before:
            return done.before
        if row.state not in (State.CALLED, State.OPEN) or now() >= row.closes:
            raise Refused("Agents are named before the vote closes.")
        if row.agents.exists():
            raise Refused("The two agents of this vote are named.")
        if len(set(agents)) != AGENTS or row.officer_id in agents:
            raise Refused("Name two different people, and not yourself.", "One from each side is best.")
        line = write("ballots.name-agents", Ref("poll", row.pk), by=by, body={"agents": AGENTS})
        Agent.objects.bulk_create([Agent(poll=row, person_id=person, line=line) for person in set(agents)])
        for person in set(agents):
            tell(person, "news", Ref("poll", row.pk), f"agent:{row.pk}:{person}")
        return done.with_result(row)


def open_sealed(poll: UUID, *, by: Actor, key: str) -> dict[str, Any]:
    """Hand the ballots of a small vote to one of its two agents. The record says that it was done, not by whom."""
    with transaction.atomic(), once("ballots.open-sealed", key, by) as done:
        row = Poll.objects.select_related("place", "power", "electorate").filter(pk=poll).first()
        require(row is not None and may(by, "ballots.read-sealed", row), "Only the two agents of this vote recount it.")
        found = queries.sealed_bundle(row, by)
        if found is None:
            raise Refused(
                "There is nothing sealed to recount: the ballots are published, or the record is not sealed yet."
            )
        if not done.before:
            write("ballots.open-sealed", Ref("poll", row.pk), by=by)
            done.with_result(True)
        return found
