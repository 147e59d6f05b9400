"""How an idea moves: locked, with a public line, and only where it may go; whose duty waits, and who is told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.promises.actions import cancel, meet, promise
from letgo.commons.promises.models import Promise
from letgo.commons.record.actions import Signs, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.budgets.models import Idea, Round
from letgo.decide.budgets.rules import DUTIES, moved

NOT_AUTHOR = "Only who had this idea can do this."
NOT_OFFICER = "Only an officer of this place can do this."
NOT_HOLDERS = "Only those who speak for the residents can write this down."
JOINED = ("round__place", "round__power", "round__electorate")


def locked(idea: UUID) -> Idea:
    """The idea with its round, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    rows = Idea.objects.select_for_update(of=("self",)).select_related(*JOINED, "due", "check_due")
    found = rows.filter(pk=idea).first()
    if found is None:
        raise Refused("There is no such idea.", kind="gone")
    return found


def locked_round(pk: UUID) -> Round:
    """The round, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("place", "power", "pot", "electorate")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such round.", kind="gone")
    return found


def move(row: Idea, state: str, verb: str, by: Signs, body: Mapping[str, Any] | None = None, **fields: Any) -> Idea:
    """Bring an idea into `state`, or change what stands in it, with its public line. Raises Refused for a move that does not exist."""
    if state != row.state and not moved(row.state, state):
        raise Refused(STANDS[row.state], cure="Load the page again.")
    said = {"idea": row.number, "title": row.title, "state": state, **(body or {})}
    if fields.get("reason"):
        said["reason"] = fields["reason"]
    return row.put(state, write(verb, row.ref, by=by, body=said), **fields)


STANDS = {
    "said": "That cannot be done: this idea was said and waits for its cost.",
    "costed": "That cannot be done: this idea has a cost, and its author can answer.",
    "disputed": "That cannot be done: this idea’s cost is disputed.",
    "agreed": "That cannot be done: the cost of this idea is agreed.",
    "refused": "That cannot be done: this idea was refused.",
    "appealed": "That cannot be done: this idea is before those who hold the power.",
    "on-the-vote": "That cannot be done: this idea is on the vote.",
    "funded": "That cannot be done: this idea was funded.",
    "not-funded": "That cannot be done: this idea was not funded this time.",
    "merged": "That cannot be done: this idea became part of another.",
    "withdrawn": "That cannot be done: this idea was taken back by its author.",
    "carried": "That cannot be done: this idea goes on in the next round.",
}


def owe(about: Ref, at: Round, rule: str, by: Signs, key: str) -> Promise:
    """Start the clock of one duty about an idea or a round. It shows at the round's place, with what it is about."""
    holder = Ref("place", at.place_id) if DUTIES[rule] == "place" else Ref("organisation", at.power.speaker_id)
    return promise(about, rule, now(), holder, by, key, place=at.place_id, show_about=True)


def settle(due: Promise | None, why: str = "") -> None:
    """A duty was done; or with `why` it is called off because what it was about is gone. One that is over stays as it is."""
    if due is None or due.closed:
        return
    key = f"{due.pk}:settled"
    if why:
        cancel(due.pk, why, CLOCK, key)
    else:
        meet(due.pk, CLOCK, key)


def settle_all(row: Idea, why: str) -> None:
    """Nobody owes anything about this idea any more."""
    settle(row.due, why)
    settle(row.check_due, why)


def tell_author(row: Idea, template: str, what: str) -> None:
    """A message to who had the idea, or to who wrote it down, by their own safe ways. `what` keeps it to one of a kind."""
    person = row.author_id or row.asked_by_id
    if person:
        tell(person, template, row.ref, f"budgets:{row.pk}:{what}")


def spoke(rows: QuerySet[Any], by: Actor) -> bool:
    """Whether whoever is asked for, or whoever sits there, is in one of these answers already: nobody counts twice by acting for others.

    1 SQL query.
    """
    both = [by.subject, by.person]
    return rows.filter(Q(person__in=both) | Q(given_by__in=both)).exists()


def worded(text: str, missing: str) -> str:
    """What someone wrote, without spaces around it. Raises Refused when it is nothing."""
    if not text.strip():
        raise Refused(missing)
    return text.strip()


def seed_from(at: Round) -> str:
    """What settles a tie in a later vote of this round: as its terms say, else as its own vote said. 1 SQL query at most."""
    return at.fixed.seed_from or (at.poll.seed_from if at.poll else "")


def still(at: Round, *states: str) -> None:
    """Raise Refused unless the round is in one of these states."""
    if at.state not in states:
        raise Refused("That is over in this round.", cure="The page of the round says what is next.")


def open_for_ideas(at: Round) -> None:
    """Raise Refused unless ideas are taken today."""
    if at.state != "ideas" or today() > at.ideas_until:
        raise Refused(
            "Ideas were taken until {until}.",
            cure="Keep yours for the next round, or ask the board.",
            until=at.ideas_until,
        )
