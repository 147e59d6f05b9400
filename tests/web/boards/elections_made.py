"""Boards and elections in every state at the estate "here" of a made-up world, by the room's own actions, in days gone by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from letgo.commons.people.models import Person
from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.models import Standing
from letgo.commons.promises.models import Rule
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.boards import jobs
from letgo.decide.boards.elections import actions as elections
from letgo.decide.boards.elections import queries
from letgo.decide.boards.founding import actions as founding
from letgo.decide.boards.models import Approval, Body, Election, Mandate, Nomination, TermsChange, Vacancy
from letgo.decide.boards.nominations import actions as names
from letgo.decide.boards.rules import Approver
from letgo.decide.boards.vacancies import actions as seats
from tests.decide.boards.made import CLOCKS, TERMS
from tests.decide.boards.made import clocks as bring_clocks_in
from tests.web.ballots.made import electorate, key, more_residents
from tests.world import World

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SAYS = "I would ask for lights <b>on</b> the path."
VOTES = ((0, 1), (0, 2), (1, 0), (2, 1), (3,))
ALL = 90  # days ago: long enough for a whole election


def clocks() -> None:
    """The dated rules of bodies, once."""
    if not Rule.objects.filter(name=next(iter(CLOCKS))).exists():
        bring_clocks_in()


def body(world: World, **terms: Any) -> Body:
    """A body with three empty seats, founded 90 days ago; seven people and more are on its list."""
    found = Body.objects.filter(organisation=world.board).first()
    if found:
        return found
    clocks()
    if not Standing.objects.filter(person__name__startswith="Canary Elector", place=world.places["here"]).exists():
        more_residents(world, 9)
    listed = electorate(world)
    with travel(by=-ALL * DAY):
        return founding.found_body(
            world.places["here"], world.board, "Tansy Row board", replace(TERMS, **terms), listed, by=world.actor("officer"), key=key()
        )  # fmt: skip


def elector(world: World, number: int) -> Actor:
    """One of the list who is nobody in particular."""
    person = Person.objects.filter(name=f"Canary Elector {number}", standings__place=world.places["here"]).latest(
        "made"
    )
    grant = Grant("resident", world.places["here"].lineage)
    return Actor(frozenset({"anyone", "person"}), person=person.pk, grants=frozenset({grant}))


def scrutineer(world: World) -> Actor:
    """Another returning officer of the council, who reads the dice too."""
    person = Person.objects.filter(name="Canary Scrutineer").first() or Person.objects.create(
        name="Canary Scrutineer", made=now()
    )
    grant = Grant("returning-officer", world.places["council"].lineage)
    return Actor(frozenset({"anyone", "person"}), person=person.pk, grants=frozenset({grant}), strong=True)


def called(world: World, days: float = 3, **terms: Any) -> Election:
    """Called so many days ago by the secretary; the outside checker runs it."""
    at = body(world, **terms)
    with travel(by=-days * DAY):
        return elections.call_election(at.pk, world.person("checker").pk, by=world.actor("secretary"), key=key())


def offered(world: World, row: Election | None = None) -> Nomination:
    """The resident has come forward; nobody backs them yet."""
    row = row or called(world)
    with travel(to=row.called + DAY):
        return names.stand(row.pk, "Person A", SAYS, {}, True, by=world.actor("resident"), key=key())


def stands(world: World, row: Election, number: int, groups: Mapping[str, str] | None = None) -> Nomination:
    """Elector `number` stands, backed by the next one."""
    with travel(to=row.called + DAY):
        made = names.stand(row.pk, f"Person {number}", SAYS, groups or {}, True, by=elector(world, number), key=key())
        names.second(made.pk, by=elector(world, (number + 1) % 9), key=key())
    made.refresh_from_db()
    return made


def nominating(world: World, days: float = 3, standing: int = 2, **terms: Any) -> Election:
    """Some stand, one waits for a back."""
    row = called(world, days, **terms)
    offered(world, row)
    for number in range(standing):
        stands(world, row, number)
    return row


def checking(world: World) -> Election:
    """Names are closed since an hour."""
    row = nominating(world, days=15.2, standing=4)
    elections.close_names(row.pk, by=CLOCK, key=key())
    return fresh(row)


def voting(world: World, days: float = 26, standing: int = 5, **terms: Any) -> Election:
    """More stand than there are seats; the vote is open."""
    return _opened(world, nominating(world, days, standing, **terms))


def _opened(world: World, row: Election) -> Election:
    """Names are closed and checked, and the vote is open."""
    with travel(to=row.nominations_close + MINUTE):
        elections.close_names(row.pk, by=CLOCK, key=key())
    with travel(to=row.nominations_close + 2 * MINUTE):
        elections.settle_names(row.pk, by=world.actor("checker"), key=key())
    row = fresh(row)
    assert row.poll is not None, row.why
    with travel(to=row.poll.opens + MINUTE):
        ballots.open_poll(row.poll.pk, by=CLOCK, key=key())
    return fresh(row)


def declared(world: World, votes: Sequence[Sequence[Any]] = VOTES, **terms: Any) -> Election:
    """Five stood, three are elected; the days to object run."""
    return _counted(world, voting(world, days=45, **terms), votes)


def _counted(world: World, row: Election, votes: Sequence[Sequence[Any]]) -> Election:
    """Voted on, closed, counted, and the result said. `votes`: orders of people by their numbers, one for each elector."""
    poll = row.poll
    assert poll is not None
    at = {each.name: poll.options.get(about_id=each.pk).pk for each in row.nominations.filter(state="stands")}
    with travel(to=poll.opens + DAY):
        for number, order in enumerate(votes):
            ballots.cast(poll.pk, [at[f"Person {pick}"] for pick in order], by=elector(world, number))
    with travel(to=poll.closes + MINUTE):
        ballots.close_poll(poll.pk, by=CLOCK, key=key())
        for reader in (world.actor("checker"), scrutineer(world)):
            ballots.read_seed(poll.pk, "3 5 1", by=reader, key=key())
        run_waiting()
        ballots.declare(poll.pk, by=world.actor("checker"), key=key())
        tick()
    return fresh(row)


def filled(world: World, **terms: Any) -> Election:
    """The seats are taken."""
    return _seated(declared(world, **terms))


def _seated(row: Election) -> Election:
    """The days to object are over."""
    assert row.poll is not None
    with travel(to=row.poll.closes + (row.fixed.object_days + 1) * DAY):
        ballots.take_effect(row.poll.pk, by=CLOCK, key=key())
        tick()
    return fresh(row)


def unopposed(world: World, **terms: Any) -> Election:
    """Two stand for three seats: no vote."""
    row = called(world, days=20, **terms)
    for number in (0, 1):
        stands(world, row, number)
    return _names_over(row)


def failed(world: World) -> Election:
    """Nobody stood."""
    return _names_over(called(world, days=20))


def void(world: World) -> Election:
    """Called off."""
    row = called(world)
    return elections.void_election(row.pk, "The list was of last year.", by=world.actor("checker"), key=key())


def _names_over(row: Election) -> Election:
    with travel(to=row.nominations_close + MINUTE):
        elections.close_names(row.pk, by=CLOCK, key=key())
    with travel(to=row.nominations_close + 2 * MINUTE):
        elections.settle_names(row.pk, by=CLOCK, key=key())
        run_waiting()
    return fresh(row)


def tick() -> None:
    """The clock's round in boards, and what follows."""
    jobs.tick()
    run_waiting()


def fresh(row: Election) -> Election:
    found = queries.election(row.pk)
    assert found is not None
    return found


def member(world: World) -> Mandate:
    """The resident sits on the board, elected without a vote."""
    row = called(world, days=20)
    made = offered(world, row)
    with travel(to=row.called + DAY):
        names.second(made.pk, by=elector(world, 1), key=key())
    _names_over(row)
    return Mandate.objects.get(person=world.person("resident"), body=row.body_id)


def vacancy(world: World) -> Vacancy:
    """A member stepped down, and the seat is offered to the resident, who stood too."""
    row = nominating(world, days=60, standing=3)
    made = row.nominations.get(name="Person A")
    with travel(to=row.called + DAY):
        names.second(made.pk, by=elector(world, 5), key=key())
    row = _seated(_counted(world, _opened(world, row), ((0, 1), (0, 1), (1, 0), (1, 2), (2,), (2,), ("A",))))
    left = Mandate.objects.get(body=row.body_id, name="Person 1")
    grant = Grant("board-member", world.places["here"].lineage, world.board.pk)
    leaver = Actor(frozenset({"anyone", "person"}), person=left.person_id, grants=frozenset({grant}), strong=True)
    seats.resign(left.pk, by=leaver, key=key())
    tick()
    return Vacancy.objects.get(mandate=left)


def approval(world: World) -> Approval:
    """Someone was elected and waits for the council's yes."""
    row = unopposed(world, approvers=(Approver("The council", 28),))
    found = Approval.objects.filter(mandate__body=row.body_id).first()
    assert found is not None
    return found


def change(world: World) -> TermsChange:
    """The treasurer asks for five seats; nobody has agreed yet."""
    at = body(world)
    return founding.change_terms(at.pk, {"seats": 5}, "Three are too few.", by=world.actor("treasurer"), key=key())


STATES: dict[str, Callable[[World], Election]] = {
    "called": called, "nominating": nominating, "checking": checking, "voting": voting, "declared": declared, "filled": filled,
    "unopposed": unopposed, "failed": failed, "void": void,
}  # fmt: skip


def continuing(world: World) -> Body:
    """A body whose people vote each five years on whether it goes on."""
    return body(world, continuation_rule="boards.continuation")


def filled_body(world: World) -> Body:
    """Somebody sits on it, and a new election is called."""
    return unopposed(world).body
