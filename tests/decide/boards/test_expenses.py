"""Expenses and childcare: asked for by who came, agreed by somebody else, paid from the body's own pot."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from letgo.commons.money import actions as money
from letgo.commons.money.rules import Kind, Terms
from letgo.commons.people.rules import Grant
from letgo.commons.record.clock import travel
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.decide.boards.expenses import actions, queries
from tests.decide.boards.sittings import barred, refused
from tests.world import TEST


@pytest.fixture
def held(at: Any) -> Any:
    """A board meeting to which the first two members came; the body has £500, and a treasurer."""
    from dataclasses import replace

    place, organisation = at.of.body.place, at.of.body.organisation
    terms = Terms(officer="treasurer")
    outside = money.open_pot("The bank", place, TEST, at.key(), kind=Kind.OUTSIDE, terms=terms)
    at.pot = money.open_pot("The board’s pot", organisation, TEST, at.key(), terms=terms)
    money.transfer(outside, at.pot, 50_000, Ref("place", place.pk), TEST, at.key())
    third = at.of.members[2]
    at.treasurer = replace(third, grants=third.grants | {Grant("treasurer", place.lineage, organisation.pk)})
    row = at.board_meeting(at.of, 2)
    with travel(row.at + timedelta(hours=2)):
        at.row = at.held(at.of, row)
        yield at


def asked(held: Any, kind: str = "childcare", pence: int = 2_400, who: int = 0) -> Any:
    return actions.ask(held.row.pk, kind, pence, "A sitter.", by=held.of.members[who], key=held.key())


def test_childcare_is_asked_agreed_and_paid_from_the_bodys_pot(held):
    row = asked(held)
    actions.agree(row.pk, by=held.of.members[1], key="a")
    assert queries.waiting(held.of.body) == [row]
    row = actions.pay(row.pk, held.pot.pk, by=held.treasurer, key="p")
    assert (row.state, row.transfer.pence, row.transfer.debit) == ("paid", 2_400, held.pot)
    assert queries.paid(held.row) == 2_400
    assert queries.waiting(held.of.body) == []


def test_nobody_agrees_or_pays_their_own(held):
    row = asked(held)
    assert "Somebody else" in refused(actions.agree, row.pk, by=held.of.members[0], key="a")
    barred(row, state="agreed", agreed_by=held.of.members[0].person)
    actions.agree(row.pk, by=held.of.members[1], key="b")
    from dataclasses import replace

    own = replace(held.of.members[0], grants=held.treasurer.grants)
    assert "Somebody else" in refused(actions.pay, row.pk, held.pot.pk, by=own, key="c")


def test_nothing_is_paid_before_it_is_agreed_twice_or_from_another_pot(held):
    row = asked(held)
    assert "this is asked" in refused(actions.pay, row.pk, held.pot.pk, by=held.treasurer, key="a")
    actions.agree(row.pk, by=held.of.members[1], key="b")
    assert "treasurer" in refused(actions.pay, row.pk, held.pot.pk, by=held.of.members[1], key="c")
    assert "not a pot of this body" in refused(actions.pay, row.pk, uuid4(), by=held.treasurer, key="d")
    barred(row, pence=24_000)
    first = actions.pay(row.pk, held.pot.pk, by=held.treasurer, key="e")
    assert actions.pay(row.pk, held.pot.pk, by=held.treasurer, key="e") == first
    assert "this is paid" in refused(actions.pay, row.pk, held.pot.pk, by=held.treasurer, key="f")


def test_it_is_for_members_who_came_and_once_of_a_kind(held):
    assert "who came" in refused(asked, held, who=2)
    asked(held)
    assert "before" in refused(asked, held)
    assert asked(held, "travel", 300).state == "asked"
    assert "how much" in refused(asked, held, "care", 0)
    assert "how much" in refused(asked, held, "wine", 100)
    assert "Only members" in refused(actions.ask, held.row.pk, "travel", 100, by=held.of.people[9], key="x")


@pytest.fixture
def general(at: Any) -> Any:
    """A general meeting to which the first eight of the list came, by terms that pay all of them."""
    at.terms(at.of, expenses="all")
    row = at.counted(at.of, at.called(at.of, "general"), 8)
    with travel(row.at + timedelta(hours=2)):
        at.row = row
        yield at


def test_whoever_came_to_a_general_meeting_asks_where_the_terms_say_so(general):
    of, sitter = general.of, general.of.people[6]
    assert queries.can_ask(general.row, sitter)
    row = actions.ask(general.row.pk, "childcare", 1_200, "A sitter.", by=sitter, key="a")
    assert (row.mandate, row.person_id) == (None, sitter.person)
    assert queries.of(general.row, sitter) == [row]
    assert queries.of(general.row, of.people[7]) == []
    assert "before" in refused(actions.ask, general.row.pk, "childcare", 100, by=sitter, key="b")
    assert not queries.can_ask(general.row, of.people[11])
    assert "who came" in refused(actions.ask, general.row.pk, "travel", 100, by=of.people[11], key="c")
    assert "Somebody else" in refused(actions.agree, row.pk, by=sitter, key="d")
    assert set(Line.objects.filter(about_id=row.pk).values_list("audience_kind", flat=True)) == {"organisation"}
    barred(row, state="agreed", agreed_by=sitter.person)
    barred(row, person=of.people[7].person)
    assert actions.agree(row.pk, by=of.members[1], key="e").state == "agreed"


def test_without_such_terms_only_the_board_asks(at):
    row = at.counted(at.of, at.called(at.of, "general"), 8)
    with travel(row.at + timedelta(hours=2)):
        assert not queries.can_ask(row, at.of.people[6])
        assert "Only members" in refused(actions.ask, row.pk, "travel", 100, by=at.of.people[6], key="a")
        assert actions.ask(row.pk, "travel", 100, by=at.of.members[0], key="b").mandate is not None


def test_a_no_has_a_reason_and_leaves_room_for_a_new_ask(held):
    row = asked(held)
    assert "why not" in refused(actions.refuse, row.pk, " ", by=held.of.members[1], key="a")
    assert actions.refuse(row.pk, "The bill is missing.", by=held.of.members[1], key="b").state == "refused"
    assert asked(held).state == "asked"


def test_what_someone_needs_to_come_is_nobody_elses(held):
    """No public line says that somebody asked, for what, or how much: only the sum of a meeting is for everybody."""
    row = asked(held, "care")
    assert queries.of(held.row, held.of.people[9]) == []
    assert queries.of(held.row, held.of.members[0]) == [row]
    assert set(Line.objects.filter(about_id=row.pk).values_list("audience_kind", flat=True)) == {"organisation"}


@pytest.mark.parametrize(("yes", "state"), [(True, "paid"), (False, "agreed")])
def test_a_pot_that_takes_two_people_pays_when_the_second_says_yes(held, yes, state):
    """Until then the expense waits, and is nowhere called paid; after a no it can be paid anew."""
    money.set_terms(held.pot, Terms(officer="treasurer", two_people_from=1_000), TEST, held.key())
    row = asked(held)
    actions.agree(row.pk, by=held.of.members[1], key="a")
    row = actions.pay(row.pk, held.pot.pk, by=held.treasurer, key="p")
    assert (row.state, queries.paid(held.row)) == ("waits", 0)
    assert actions.tick() == 0
    money.approve(row.transfer.approval, yes, held.of.members[1], "y", reason="" if yes else "Show the bill.")
    assert actions.tick() == 1
    row.refresh_from_db()
    assert (row.state, row.transfer is None) == (state, not yes)
