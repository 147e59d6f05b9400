"""Meetings for tests, called and held by the room's own actions, at the board of tests.decide.boards.made."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.queries import today
from letgo.commons.record.actions import write
from letgo.commons.record.clock import now, travel
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.agenda import actions as agenda
from letgo.decide.boards.meeting_models import Item, Meeting, Resolution
from letgo.decide.boards.meeting_rules import Votes
from letgo.decide.boards.meetings import actions, queries
from letgo.decide.boards.meetings.actions import Calling
from letgo.decide.boards.minutes.rules import MINUTES_RULE, OWNERS
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.resolutions import actions as resolutions
from letgo.decide.boards.seating import fill
from tests.commons.promises.made import bring_in, rule
from tests.decide.ballots.made import key
from tests.decide.boards import made
from tests.world import TEST

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def refused(act: Any, *args: Any, **more: Any) -> str:
    """The sentence with which the room refuses this act. Fails when it does not."""
    with pytest.raises(Refused) as told, transaction.atomic():
        act(*args, **more)
    return told.value.sentence


def barred(row: Any, by: Any = TEST, **fields: Any) -> None:
    """The database refuses these fields on a saved row, however good the line that explains them."""
    line = write("tests.vandal", Ref("body", row.pk), by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(line=line, **fields)


@dataclass
class Sitting:
    """A board with members, the first of them in the chair, and its secretary; `people` are the electors, members first."""

    board: made.Board
    members: list[Actor]
    mandates: list[Mandate]
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> Any:
        return self.board.body

    @property
    def secretary(self) -> Actor:
        return self.board.secretary

    @property
    def people(self) -> list[Actor]:
        return self.board.people


def clocks() -> None:
    """The dated rules of meetings, in force: minutes, and what each role owes."""
    day = {"within": "1 day", "excused_by": ""}
    owners = (rule(name=name, role=role, **day) for role, name in OWNERS.items())
    bring_in(rule(name=MINUTES_RULE, role="secretary", **day), *owners, pack="of-meetings")


def sitting(members: int = 3, voters: int = 12, chair: bool = True, **terms: Any) -> Sitting:
    """A board that sits, at an estate with so many electors."""
    usual = {"board_quorum": 2, "meeting_quorum_people": 3, "meeting_quorum_percent": 25, "minutes_days": 14}
    of = made.board(voters, **{**usual, **terms})
    clocks()
    seats, mandates, actors = list(of.body.seats.order_by("number")), [], []
    inside = {"reach": of.body.place.lineage, "organisation": of.body.organisation_id}
    for number in range(members):
        who = of.people[number]
        mandates.append(_fill(of, who, seat=seats[number], name=f"Member {number}"))
        actors.append(replace(who, grants=who.grants | {Grant("board-member", **inside)}))
        of.people[number] = actors[-1]
    if chair and members:
        _fill(of, actors[0], title="chair", name="Member 0")
    return Sitting(of, actors, mandates)


def _fill(of: made.Board, who: Actor, **more: Any) -> Mandate:
    day = today()
    return fill(
        of.body, who.person, source=("election", None), start=day, end=day + 365 * DAY, by=TEST, key=key(), **more
    )


def terms(of: Sitting, **changed: Any) -> None:
    """Other terms for the body, as if two people had agreed them."""
    said = replace(of.body.fixed, **changed).as_data()
    line = write("tests.terms", of.body.ref, by=TEST)
    type(of.body).objects.filter(pk=of.body.pk).update(terms=said, line=line)
    of.body.refresh_from_db()


def soon(days: int = 10, hour: int = 19) -> datetime:
    return (now() + days * DAY).replace(hour=hour, minute=0, second=0, microsecond=0)


def called(of: Sitting, kind: str = "board", days: int = 10, **more: Any) -> Meeting:
    """A meeting that many days ahead."""
    calling = Calling(kind, more.pop("at", soon(days)), "The hall", **more)
    return actions.call(of.body.pk, calling, by=of.secretary, key=key())


def opened(of: Sitting, row: Meeting, there: int) -> Meeting:
    """The meeting open, with the first so many electors (or members) written down. For use at its time."""
    actions.open_meeting(row.pk, by=of.secretary, key=key())
    for who in of.people[:there]:
        actions.mark(row.pk, who.person, "present", by=of.secretary, key=key())
    return fresh(row)


def counted(of: Sitting, row: Meeting, there: int) -> Meeting:
    """It open, and counted half an hour after its time."""
    with travel(row.at):
        opened(of, row, there)
    with travel(row.at + 31 * MINUTE):
        return count(of, row)


def count(of: Sitting, row: Meeting) -> Meeting:
    """Counted now; at a meeting of all by a second person too."""
    made = actions.count(row.pk, by=of.secretary, key=key())
    return made if row.kind == "board" else actions.count(row.pk, by=of.members[0], key=key())


def item(of: Sitting, row: Meeting | None = None, title: str = "Repairs", **more: Any) -> Item:
    by = more.pop("by", of.secretary)
    return agenda.put_item(of.body.pk, title, "Words.", meeting=row and row.pk, by=by, key=key(), **more)


def put(of: Sitting, on: Item, kind: str = "ordinary", **more: Any) -> Resolution:
    return resolutions.put(on.pk, "We ask for a new roof.", kind, by=of.secretary, key=key(), **more)


def voted(of: Sitting, row: Resolution, *choices: str) -> Resolution:
    """The members in their order vote by name, and the vote is closed."""
    for who, choice in zip(of.members, choices, strict=False):
        resolutions.vote(row.pk, choice, by=who, key=key())
    return resolutions.close(row.pk, by=of.secretary, key=key())


def told(of: Sitting, row: Resolution, votes: Votes, *tellers: int) -> None:
    """These electors, who are tellers, count the same."""
    for number in tellers:
        resolutions.tell_count(row.pk, votes, by=of.people[number], key=key())


def board_meeting(of: Sitting, there: int = 3, titles: tuple[str, ...] = ("Repairs",), **more: Any) -> Meeting:
    """A board meeting in the past that is counted and on: so many members there, these items on its agenda."""
    row = called(of, days=more.pop("days", 10), **more)
    for title in titles:
        item(of, row, title)
    return counted(of, row, there)


def held(of: Sitting, row: Meeting) -> Meeting:
    return actions.close(row.pk, by=of.secretary, key=key())


def fresh(row: Meeting) -> Meeting:
    found = queries.find(row.pk)
    assert found is not None
    return found
