"""A board for tests, founded, elected and left by the room's own actions, at the estate of tests.decide.ballots.made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.models import Standing
from letgo.commons.places.queries import today
from letgo.commons.record.actions import write
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.boards import jobs
from letgo.decide.boards.elections import actions as elections
from letgo.decide.boards.elections import queries
from letgo.decide.boards.founding.actions import found_body
from letgo.decide.boards.models import Body, Election, Nomination, put
from letgo.decide.boards.nominations import actions as names
from letgo.decide.boards.rules import BodyTerms
from tests.commons.promises.made import bring_in, rule
from tests.decide.ballots import made as votes
from tests.decide.ballots.made import Estate, key
from tests.world import TEST

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CLOCKS = {  # name: (role, days)
    "boards.nominations": ("secretary", 14),
    "boards.notice": ("secretary", 7),
    "boards.voting": ("returning-officer", 14),
    "boards.meeting-notice": ("secretary", 7),
    "boards.call-election": ("secretary", 335),
    "boards.by-election": ("secretary", 28),
    "boards.nobody-stood": ("officer", 28),
    "boards.name-officer": ("officer", 14),
    "boards.continuation": ("secretary", 1826),
}
# 0, 1 and 2 are elected; who put 0 first puts 3 next, and then 4.
PAPERS = [[0, 3, 4], [0, 3, 4], [0, 3, 4], [1, 4], [1, 4], [1, 4], [2], [2], [2], [4], [4]]
TERMS = BodyTerms(
    seats=3, seconders=1, board_quorum=2, coopted_most=1, election_rule="boards.call-election",
    by_election_rule="boards.by-election", nobody_rule="boards.nobody-stood",
)  # fmt: skip


@dataclass
class Board:
    """A body, the estate that elects it, and who may do what. `people` are its voters; the world's secretary calls."""

    estate: Estate
    body: Body
    secretary: Actor
    names: dict[int, Nomination] = field(default_factory=dict)  # by number of the voter

    @property
    def people(self) -> list[Actor]:
        return self.estate.voters

    @property
    def officer(self) -> Actor:
        return self.estate.officer

    def fresh(self) -> Body:
        self.body.refresh_from_db()
        return self.body


def clocks() -> None:
    """The dated rules of a body, in force."""
    bring_in(*(rule(name=n, role=role, within=f"{days} days", excused_by="") for n, (role, days) in CLOCKS.items()))


def board(voters: int = 12, **terms: Any) -> Board:
    """A body that is forming, with three empty seats."""
    estate = votes.estate(voters)
    clocks()
    here, organisation = estate.world.places["here"], estate.world.board
    secretary = votes.person("Person Q")
    secretary = replace(secretary, grants=frozenset({Grant("secretary", here.lineage, organisation.pk)}))
    chosen = replace(TERMS, **terms)
    officer = estate.world.actor("officer")
    body = found_body(here, organisation, "Tansy Row board", chosen, estate.electorate, by=officer, key=key())
    return Board(estate, body, secretary)


def with_terms(of: Board, **terms: Any) -> None:
    """Other terms for this body from now on, as if two people had agreed."""
    row = Body.objects.get(pk=of.body.pk)
    line = write("test.terms", row.ref, by=TEST)
    put(row, line, terms=replace(row.fixed, **terms).as_data())


def leaves_the_list(of: Board, number: int) -> None:
    """The voter with this number has moved away: from today on they elect the body no more."""
    home = Standing.objects.get(person=of.people[number].person, kind="lives-here")
    home.end, home.line = today(), write("test.left", Ref("place", home.place_id), by=TEST)
    home.save()


def moves_in(of: Board, who: Actor) -> Actor:
    """From today on they live at the place of the body, and are on the list of who elects it."""
    line = write("test.moved-in", Ref("place", of.body.place_id), audience=Ref("person", who.person), by=TEST)
    Standing.objects.create(person_id=who.person, place=of.body.place, kind="lives-here", start=today(), line=line)
    return replace(who, grants=who.grants | {Grant("resident", of.body.place.lineage)})


def called(of: Board, **more: Any) -> Election:
    return elections.call_election(of.body.pk, of.officer.person, by=of.secretary, key=key(), **more)


def stand(of: Board, row: Election, number: int, name: str = "", groups: Mapping[str, str] | None = None) -> Nomination:
    """The voter with this number stands, and the one after them seconds it as often as the terms ask."""
    made = names.stand(
        row.pk, name or f"Person {number}", f"Words of {number}.", groups or {}, True, by=of.people[number], key=key()
    )
    for more in range(1, row.fixed.seconders + 1):
        names.second(made.pk, by=of.people[(number + more) % len(of.people)], key=key())
    made.refresh_from_db()
    of.names[number] = made
    return made


def fresh(row: Election) -> Election:
    found = queries.election(row.pk)
    assert found is not None
    return found


def tick() -> None:
    """The clock's round in boards, and all work that follows from it."""
    jobs.tick()
    run_waiting()


def names_closed(row: Election) -> Election:
    """Names are closed and checked, by the clock."""
    with travel(row.nominations_close + MINUTE):
        tick()
    with travel(queries.goes_on(row) + MINUTE):
        tick()
    return fresh(row)


def voted(of: Board, row: Election, ballots_of: Sequence[Sequence[int]], seed: str = "4 2 6") -> Election:
    """The vote of this election: ballots are orders of candidates by their voters' numbers; counted, declared, and taken effect."""
    poll = row.poll
    assert poll is not None, (row.state, row.why)
    by_number = {
        n: poll.options.get(about_id=made.pk).pk
        for n, made in of.names.items()
        if made.election_id == row.pk and made.state == "stands"
    }
    with travel(poll.opens + MINUTE):
        ballots.open_poll(poll.pk, by=CLOCK, key=str(poll.pk))
        for voter, order in zip(of.people, ballots_of, strict=False):
            ballots.cast(poll.pk, [by_number[n] for n in order], by=voter)
    with travel(poll.closes + MINUTE):
        ballots.close_poll(poll.pk, by=CLOCK, key=str(poll.pk))
        for reader in of.estate.scrutineers:
            ballots.read_seed(poll.pk, seed, by=reader, key=key())
        run_waiting()
        ballots.declare(poll.pk, by=of.officer, key=key())
        tick()
    return fresh(row)


def seated(of: Board, row: Election) -> Election:
    """The days to object are over: the vote takes effect."""
    assert row.poll is not None
    with travel(row.poll.closes + (row.fixed.object_days + 1) * DAY):
        votes.tick()
        tick()
    return fresh(row)


def elected(of: Board, standing: Sequence[int], ballots_of: Sequence[Sequence[int]], **more: Any) -> Election:
    """From the call to the seats it fills."""
    row = called(of, **more)
    for number in standing:
        stand(of, row, number)
    return seated(of, voted(of, names_closed(row), ballots_of))


__all__ = [
    "Board",
    "board",
    "called",
    "clocks",
    "elected",
    "fresh",
    "key",
    "names_closed",
    "now",
    "seated",
    "stand",
    "tick",
    "voted",
]
