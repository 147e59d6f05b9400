"""Meetings in every state at the estate "here" of a made-up world, by the room's own actions. Members: board, treasurer, secretary."""

from datetime import timedelta
from typing import Any

from letgo.commons.money import actions as money
from letgo.commons.money.models import Pot
from letgo.commons.money.rules import Kind
from letgo.commons.money.rules import Terms as PotTerms
from letgo.commons.people.models import Person
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.promises.models import Rule
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.refs import Ref
from letgo.decide.boards.agenda import actions as agenda
from letgo.decide.boards.expense_models import Expense
from letgo.decide.boards.expenses import actions as expenses
from letgo.decide.boards.firstweeks import actions as firstweeks
from letgo.decide.boards.meeting_models import Attendance, FirstTask, Item, Meeting, Proxy, Resolution
from letgo.decide.boards.meeting_rules import Votes
from letgo.decide.boards.meetings import actions, queries
from letgo.decide.boards.meetings.actions import Calling
from letgo.decide.boards.minutes import actions as minutes
from letgo.decide.boards.minutes.rules import MINUTES_RULE
from letgo.decide.boards.models import Body
from letgo.decide.boards.presence import actions as presence
from letgo.decide.boards.proxies import actions as proxies
from letgo.decide.boards.resolutions import actions as resolutions
from letgo.decide.boards.seating import fill
from tests.decide.boards.sittings import clocks
from tests.web.ballots.made import key
from tests.web.boards import elections_made as bodies
from tests.world import TEST, World

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MEMBERS = ("board", "treasurer", "secretary")
WORDS = "The roof of Block C <b>leaks</b>."
TERMS = {
    "board_quorum": 2, "meeting_quorum_people": 3, "meeting_quorum_percent": 25, "proxies": 2, "second_meeting": "those-present",
    "second_meeting_decides": ("ordinary",), "first_weeks": ("Meet the manager", "Open a bank account"),
}  # fmt: skip


def body(world: World, **terms: Any) -> Body:
    """A board that sits, with the clocks of its meetings."""
    found = bodies.body(world, **{**TERMS, **terms})
    if not Rule.objects.filter(name=MINUTES_RULE).exists():
        clocks()
    if not found.mandates.exists():
        seats = list(found.seats.order_by("number"))
        with travel(by=-50 * DAY):
            for seat, who in zip(seats, MEMBERS, strict=True):
                sits = {
                    "source": ("election", None),
                    "start": today() - 100 * DAY,
                    "end": today() + 900 * DAY,
                    "seat": seat,
                }
                fill(found, world.person(who), name=f"Person {who.title()}", by=TEST, key=key(), **sits)
    found.refresh_from_db()
    return found


def by(world: World) -> Actor:
    return world.actor("secretary")


def called(world: World, kind: str = "board", ahead: float = 10, days: float = 3, **more: Any) -> Meeting:
    """Called so many days ago for so many days from now, with one item of the board."""
    at = body(world)
    asked = Calling(kind, now() + ahead * DAY, "The hall", step_free=True, words="Tea from half past six.", **more)
    with travel(by=-days * DAY):
        row = actions.call(at.pk, asked, by=by(world), key=key())
        agenda.put_item(at.pk, "Roof of Block C", WORDS, meeting=row.pk, by=by(world), key=key())
    return fresh(row)


def general(world: World, **more: Any) -> Meeting:
    return called(world, "general", **more)


def escalated(world: World) -> Meeting:
    """With an item that nobody can strike off, and one that only the board reads."""
    row = called(world)
    agenda.put_escalation(Ref("petition", row.pk), row.body.place)
    agenda.put_item(
        row.body_id,
        "A contract",
        "Canary words for the board alone.",
        meeting=row.pk,
        closed=True,
        by=by(world),
        key=key(),
    )
    return row


def opened(world: World, kind: str = "board", there: int = 3) -> Meeting:
    """Begun ten minutes ago; so many are written down."""
    return opened_now(world, called(world, kind, ahead=-10 / 1440, days=12), kind, there)


def opened_now(world: World, row: Meeting, kind: str, there: int) -> Meeting:
    """A meeting whose time has come, with so many written down."""
    actions.open_meeting(row.pk, by=by(world), key=key())
    for person in people(world, kind)[:there]:
        actions.mark(row.pk, person, "present", by=by(world), key=key())
    return fresh(row)


def people(world: World, kind: str) -> list[Any]:
    if kind == "board":
        return [world.person(who).pk for who in MEMBERS]
    return [world.person("resident").pk, *(bodies.elector(world, number).person for number in range(6))]


def quorate(world: World, kind: str = "board", there: int = 3) -> Meeting:
    row = opened(world, kind, there)
    count(world, row)
    return fresh(row)


def count(world: World, row: Meeting) -> None:
    """Counted now; at a meeting of all by a second person too."""
    actions.count(row.pk, by=by(world), key=key())
    if row.kind != "board":
        actions.count(row.pk, by=world.actor("board"), key=key())


def first_counted(world: World) -> Meeting:
    """A meeting of all that the secretary counted, and nobody else so far."""
    row = opened(world, "general", 4)
    actions.count(row.pk, by=by(world), key=key())
    return fresh(row)


def marked(world: World) -> Meeting:
    """A meeting of all that is on; the resident was written down as there."""
    return quorate(world, "general", 3)


def denied(world: World) -> Attendance:
    """The resident says that they are not there."""
    return presence.deny(marked(world).pk, by=world.actor("resident"), key=key())


def item(world: World, state: str = "quorate") -> Item:
    row = quorate(world) if state == "quorate" else called(world)
    return row.items.get(title="Roof of Block C", carried=0)


def own_item(world: World) -> Item:
    """What the resident put onto the agenda of a general meeting."""
    row = general(world)
    return agenda.put_item(row.body_id, "Bins", "They are full.", meeting=row.pk, by=world.actor("resident"), key=key())


def vote(world: World, kind: str = "board", majority: str = "ordinary") -> Resolution:
    """A vote that is open; at a general meeting the resident and an elector count it."""
    row = quorate(world, kind, 5)
    if kind != "board":
        for person in people(world, kind)[:2]:
            actions.mark(row.pk, person, "present", True, by=by(world), key=key())
    at = row.items.get(title="Roof of Block C", carried=0)
    return resolutions.put(at.pk, "We ask for a new roof.", majority, by=by(world), key=key())


def tell(world: World, row: Resolution, number: int, figures: tuple[int, int, int, int]) -> None:
    """Elector `number` counted these votes."""
    resolutions.tell_count(row.pk, Votes(*figures), by=bodies.elector(world, number), key=key())


def crowd(world: World, row: Meeting, number: int) -> None:
    """So many more are written down, as rows."""
    line = row.line
    persons = Person.objects.bulk_create(Person(name=f"Canary Guest {n}", made=now()) for n in range(number))
    Attendance.objects.bulk_create(
        Attendance(meeting=row, person=person, how="present", line=line) for person in persons
    )


ROOF = "We ask for a new roof."


def held(
    world: World, published: bool = True, choices: tuple[str, ...] = ("yes", "yes", "no"), motion: str = ROOF
) -> Meeting:
    """Held five days ago: one vote, one task, minutes."""
    row = called(world, ahead=-5, days=20)
    secretary = by(world)
    with travel(row.at):
        actions.open_meeting(row.pk, by=secretary, key=key())
        for person in people(world, "board"):
            actions.mark(row.pk, person, "present", by=secretary, key=key())
        actions.count(row.pk, by=secretary, key=key())
        at = row.items.get(title="Roof of Block C", carried=0)
        made = resolutions.put(at.pk, motion, by=secretary, key=key())
        for mandate, choice in zip(row.body.mandates.order_by("seat__number"), choices, strict=True):
            resolutions.vote(made.pk, choice, mandate=mandate.pk, by=secretary, key=key())
        resolutions.close(made.pk, by=secretary, key=key())
        agenda.hear(at.pk, "The manager gets three prices.", by=secretary, key=key())
        minutes.set_task(row.pk, "Get three prices", "secretary", today() + 20 * DAY, by=secretary, key=key())
        actions.close(row.pk, by=secretary, key=key())
        minutes.write_notes(
            row.pk, "Eleven neighbours listened.", "Canary words of a closed item.", by=secretary, key=key()
        )
        if published:
            minutes.publish(row.pk, by=secretary, key=key())
    return fresh(row)


def inquorate(world: World, kind: str = "general") -> Meeting:
    """Five days ago; two came."""
    row = called(world, kind, ahead=-5, days=20)
    with travel(row.at):
        actions.open_meeting(row.pk, by=by(world), key=key())
        for person in people(world, kind)[:1]:
            actions.mark(row.pk, person, "present", by=by(world), key=key())
    with travel(row.at + 31 * MINUTE):
        count(world, row)
    return fresh(row)


def cancelled(world: World) -> Meeting:
    row = called(world)
    return fresh(actions.cancel(row.pk, "The hall is flooded.", by=by(world), key=key()))


def given(world: World) -> Proxy:
    """The resident let a neighbour on the list vote for them."""
    row = general(world)
    holder = bodies.elector(world, 1).person
    return proxies.give(row.pk, holder, "Canary: against.", by=world.actor("resident"), key=key())


def expense(world: World, agreed: bool = False) -> Expense:
    """What the board member paid for a bus."""
    row = held(world)
    with_pot(world)
    made = expenses.ask(row.pk, "travel", 460, "Bus", by=world.actor("board"), key=key())
    return expenses.agree(made.pk, by=by(world), key=key()) if agreed else made


def with_pot(world: World) -> Pot:
    """The pot of the board, with £100 in it, and the world outside."""
    outside = money.open_pot("Outside", world.authority, TEST, key(), kind=Kind.OUTSIDE)
    own = money.open_pot("Board costs", world.board, TEST, key(), terms=PotTerms(officer="treasurer"))
    money.transfer(outside, own, 10_000, Ref("pot", own.pk), TEST, key())
    return own


def first_task(world: World) -> FirstTask:
    return firstweeks.begin(body(world))[0]


def fresh(row: Meeting) -> Meeting:
    run_waiting()
    found = queries.find(row.pk)
    assert found is not None
    return found


STATES = {
    "called": escalated, "general": general, "open": opened, "quorate": quorate, "held": held, "draft": lambda world: held(world, False),
    "inquorate": inquorate, "cancelled": cancelled,
}  # fmt: skip
