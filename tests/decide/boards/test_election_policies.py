"""A list and the single check agree for every verb of elections, over every kind of row and whoever asks."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from letgo.commons.people.queries import may, visible
from letgo.commons.people.rules import ANYONE, Acting, Actor
from letgo.decide.boards.guards import ELECTIONS
from letgo.decide.boards.models import Approval, Body, Election, Mandate, Nomination, Seat, TermsChange, Vacancy
from letgo.decide.boards.rules import Approver
from tests.decide.keeping import unkept

KINDS = (Approval, Body, Election, Mandate, Nomination, Seat, TermsChange, Vacancy)
VERBS = (
    "boards.agree-terms",
    "boards.answer-offer",
    "boards.approve",
    "boards.call-election",
    "boards.end-office",
    "boards.found",
    "boards.co-opt",
    "boards.refuse-name",
    "boards.resign",
    "boards.see-election-desk",
    "boards.stand",
    "boards.withdraw-name",
)  # fmt: skip  one of each Policy


def _asked(of: Any) -> Iterator[Actor]:
    """Each of the world; the voters, the secretary and the officer of the board; some helped, and some in place of another."""
    world, other = of.estate.world, of.people[1]
    known = {name: world.actor(name) for name in world.who}
    yield from known.values()
    yield from (*of.people[:5], of.secretary, of.officer)
    for actor in (known["board"], known["councillor"], of.people[0], of.officer):
        yield replace(actor, helper=world.person("helper").pk)
        yield replace(actor, acting=Acting(other.person, frozenset({"everything"})), grants=other.grants)


def _rows(made: Any, of: Any) -> None:
    """Every kind of row that elections have: one election that filled seats, one that runs, a seat that is offered to someone."""
    from letgo.commons.record.actions import write
    from letgo.decide.boards.founding.actions import change_terms
    from letgo.decide.boards.models import put
    from letgo.decide.boards.watching.actions import open_vacancy
    from tests.world import TEST

    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    change_terms(of.body.pk, {"seats": 4}, "More work.", by=of.secretary, key=made.key())
    held = Mandate.objects.get(person=of.people[0].person)
    empty = open_vacancy(of.body, held.seat, held, by=of.secretary)
    put(empty, write("test.offer", of.body.ref, by=TEST), offered=Nomination.objects.get(person=of.people[2].person))
    again = made.called(of, places=[1])
    made.stand(of, again, 4)


def test_a_list_of_a_board_holds_just_what_the_single_check_allows(made: Any, board: Any) -> None:
    of = board(approvers=(Approver("The council", 9),))
    _rows(made, of)
    actors, yes = list(_asked(of)), dict.fromkeys(VERBS, 0)
    for model in KINDS:
        rows = list(model._default_manager.all())
        assert rows, model
        for verb in VERBS:
            for actor in actors:
                listed = set(visible(actor, verb, model._default_manager.all()))
                single = {row for row in rows if may(actor, verb, row)}
                assert listed == single, (verb, model.__name__, actor)
                yes[verb] += len(single)
    assert [verb for verb in VERBS if not yes[verb]] == []
    assert not any(may(ANYONE, verb, row) for verb in VERBS for row in Body.objects.all())


def test_no_row_of_an_election_changes_without_a_line_and_none_is_ever_deleted(made: Any, board: Any) -> None:
    of = board(approvers=(Approver("The council", 9),))
    _rows(made, of)
    assert unkept(ELECTIONS) == []
