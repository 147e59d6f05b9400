"""The vote on whether a body goes on: of everybody who elects it, and, where its agreement asks for that, of its secure tenants too."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Electorate
from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK, System
from letgo.decide.ballots import queries as ballots
from letgo.decide.ballots.calls.actions import call
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.rules import Call, Offered
from letgo.decide.boards.continuing.queries import least_span, running, voters, votes
from letgo.decide.boards.continuing.rules import Span, span_fault
from letgo.decide.boards.electors import outsiders
from letgo.decide.boards.models import Body, put
from letgo.decide.boards.owing import GOES_ON, allowed, done, owe
from letgo.decide.boards.seating import locked_body

EFFECT = System("effect")
CALLED = "boards.call-continuation"


@transaction.atomic
def call_continuation(
    body: UUID, officer: UUID, opens: datetime, closes: datetime, seed_from: str, *, by: Signs, key: str
) -> list[Poll]:
    """Call the vote on going on: one for everybody who elects the body, a second for its secure tenants where the body names them.

    Each needs more yes than no; `officer` comes from outside. Raises Refused when the terms ask for no such vote, when one runs, and for
    days that are shorter than the dated rules ask.
    """
    with once("boards.call-continuation", key, by) as doing:
        at = locked_body(body)
        if doing.before:
            return list(Poll.objects.filter(pk__in=doing.before))
        require(allowed(by, "boards.call-continuation", at), "You cannot call this vote.", "Ask the secretary.")
        if not at.fixed.continuation_rule:
            raise Refused("The terms of this body ask for no such vote.")
        callers = by.selves if isinstance(by, Actor) else frozenset()
        if officer in callers or officer not in dict(outsiders(at)):
            raise Refused("The returning officer comes from outside.", "Name another.")
        if running(at):
            raise Refused("This vote runs already.")
        if fault := span_fault(Span(opens, closes), least_span(at.fixed, now())):
            raise Refused(fault, "Give people more time.")
        lists = voters(at)
        made = [_call(at, listed, officer, opens, closes, seed_from, f"{key}:{n}") for n, listed in enumerate(lists)]
        write(CALLED, at.ref, by=by, body={"votes": [str(poll.pk) for poll in made]})
        doing.with_result([str(poll.pk) for poll in made])
        return made


def _call(
    at: Body, listed: Electorate, officer: UUID, opens: datetime, closes: datetime, seed_from: str, key: str
) -> Poll:
    seen = ballots.roll_preview(listed, None, today())
    whose = "" if listed.name == at.electorate.name else f" ({listed.name})"
    asked = Call(
        place=at.place_id, electorate=listed.pk, question=f"Should {at.name} go on?{whose}"[:200],
        options=(Offered("Yes"), Offered("No")), opens=opens, closes=closes, officer=officer, seed_from=seed_from,
        method="yes-no", about=("body", at.pk), object_days=at.fixed.object_days, effect="boards.continue",
        twins=seen.twins, as_of=today(),
    )  # fmt: skip
    return call(asked, by=CLOCK, key=key)


def go_on(cause: Ref, args: Mapping[str, Any]) -> bool:
    """Effect "boards.continue" of a yes: once every vote of this call said yes, the duty is done and its next clock starts.

    A no, or one list that said no, leaves the duty open: the landlord and the members decide what becomes of the body. True: it goes on.
    Raises Refused for a vote that was not called as this one is: no call by hand decides here.
    """
    poll = Poll.objects.get(pk=cause.id)
    at = locked_body(poll.about_id)  # type: ignore[arg-type]
    if not all(_said_yes(one) for one in votes(at).filter(pk__in=called_with(at, poll))):
        return False
    rule = at.fixed.continuation_rule
    done(at, rule)
    line = write("boards.go-on", at.ref, by=EFFECT, body={"vote": str(poll.pk), "day": now().date().isoformat()})
    put(at, line, state=at.state)
    owe(at, rule, EFFECT, met_by=GOES_ON)
    return True


def called_with(of: Body, poll: Poll) -> list[str]:
    """The votes of the call that a vote belongs to, as its entry in the record says. Raises Refused for a vote of no such call. 1 SQL."""
    lines = Line.objects.filter(verb=CALLED, about_kind="body", about_id=of.pk).select_related("words")
    for line in lines:
        if str(poll.pk) in (line.said or {}).get("votes", ()):
            return list((line.said or {})["votes"])
    raise Refused("This is not the vote on going on that was called for this body.")


def _said_yes(poll: Poll) -> bool:
    found = ballots.result(poll)
    return found is not None and found.mandate and any(row.option.title == "Yes" for row in found.won)
