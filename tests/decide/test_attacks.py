"""What someone with a small right tries with votes and with money that residents decide about: each test is one attack."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

import letgo
from letgo.commons.money import actions as money
from letgo.commons.money.queries import balance
from letgo.commons.money.rules import Kind, YearEnd
from letgo.commons.money.rules import Terms as PotTerms
from letgo.commons.people import actions as people
from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.models import Membership
from letgo.commons.places.queries import actor_of
from letgo.commons.places.rules import Eligibility
from letgo.commons.record.models import Line, Once, Words
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.models import OpenBallot, OpenMark
from letgo.decide.ballots.papers import actions as papers
from letgo.decide.ballots.papers.queries import code_of
from letgo.decide.budgets.small import actions as small
from tests.commons.places.made import hold
from tests.commons.record.test_once import unbound
from tests.decide.ballots import made
from tests.decide.ballots.made import HOUR, at, cast, closed, counted, fresh, ids, key, opened
from tests.decide.budgets import funded
from tests.decide.budgets import made as rounds
from tests.world import TEST
from tests.world import make as make_world

PACKAGE = Path(letgo.__file__).parent


@pytest.fixture
def estate(db: None, settings: Any, tmp_path: Any) -> Any:
    settings.LETGO_HOME = tmp_path
    return made.estate()


def refused(act: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given, **named)
    return no.value.sentence


def test_every_act_in_these_rooms_is_bound_to_who_does_it_or_asks_first():
    found = []
    for path in sorted([*PACKAGE.glob("decide/ballots/**/*.py"), *PACKAGE.glob("decide/budgets/**/*.py")]):
        found += [f"{path.relative_to(PACKAGE)}:{line}" for line in unbound(path.read_text(encoding="utf-8"))]
    assert found == []


# Calling a vote.


def council_pot(estate: Any) -> Any:
    council, body = estate.world.places["council"], estate.world.authority
    outside = money.open_pot("The bank", council, TEST, key(), kind=Kind.OUTSIDE, terms=PotTerms(officer="officer"))
    pot = money.open_pot("Council", council, TEST, key(), terms=PotTerms(officer="treasurer"), officer_at=body)
    money.transfer(outside, pot, 500_000, Ref("place", council.pk), TEST, key())
    return pot


def test_a_vote_moves_no_money_that_its_caller_could_not_have_promised(estate):
    """An officer of one estate calls a vote whose effect opens a pot and fills it from the council's own money, with no power at all."""
    pot = council_pot(estate)
    here = estate.world.places["here"]
    args = {"name": "Ours now", "place": str(here.pk), "giver": str(pot.pk), "pence": 400_000}
    asked = estate.simple("A", "B", effect="money.open-pot", effect_args=args, power=None)
    refused(actions.call, asked, by=estate.caller, key=key())
    assert balance(pot).balance == 500_000


def test_a_vote_sends_nobody_elses_money_back(estate):
    """The effect "money.return" with the id of any pot there is."""
    council = council_pot(estate)
    there, board = estate.world.places["there"], estate.world.authority
    terms = PotTerms(officer="treasurer", year_end=YearEnd.RETURN)
    theirs = money.open_pot("Lockside", there, TEST, key(), terms=terms, officer_at=board, giver=council)
    money.transfer(council, theirs, 9_000, Ref("place", there.pk), TEST, key())
    asked = estate.simple("A", "B", effect="money.return", effect_args={"pot": str(theirs.pk)}, power=None)
    refused(actions.call, asked, by=estate.caller, key=key())


def test_the_returning_officer_holds_that_office(estate):
    """Whoever calls the vote names a friend, who rules on papers and declares the result."""
    friend = made.person("Person F")
    refused(actions.call, estate.asked(officer=friend.person), by=estate.caller, key=key())


def test_nobody_calls_a_vote_at_a_place_where_they_are_nothing(estate):
    """A board makes a list of its own members "at" another estate, and calls a vote that stands on that estate's page."""
    world = estate.world
    secretary, rule = world.actor("secretary"), Eligibility(members=world.board.pk)
    for name in ("resident", "subject", "councillor", "manager"):
        hold(world, Membership, name, organisation=world.board)
    with pytest.raises(Refused), transaction.atomic():
        listed = set_electorate(world.places["there"], "Ours", rule, secretary, key())
        asked = replace(estate.simple("A", "B", power=None), place=world.places["there"].pk, electorate=listed.pk)
        actions.call(asked, by=secretary, key=key())


# Voting.


def test_nobody_votes_in_anothers_name_without_that_right_by_name(estate):
    """Someone who acts for a voter in everything, a helper with no word of how it was agreed, an officer, and who is not on the list."""
    poll = opened(estate)
    world, resident = estate.world, estate.world.person("resident")
    with at(poll.opens + HOUR):
        row = people.give_acting(
            world.person("helper").pk, resident.pk, "carer", ["everything"], by=world.actor("resident"), key=key()
        )
        acting = actor_of(world.secrets["helper"], row.pk)
        assert acting.acting is not None
        helped = replace(world.actor("resident"), helper=world.person("outreach").pk)
        for by in (acting, helped, world.actor("officer"), world.actor("neighbour"), world.actor("anyone")):
            refused(actions.cast, poll.pk, ids(poll, "Lamps on the path"), by=by)
    assert not OpenBallot.objects.exists()
    assert not OpenMark.objects.exists()


def test_an_option_of_another_vote_goes_into_no_box(estate):
    poll, other = opened(estate), opened(estate)
    with at(poll.opens + HOUR):
        refused(actions.cast, poll.pk, ids(other, "Lamps on the path"), by=estate.voters[0])
        refused(actions.cast, poll.pk, [uuid4()], by=estate.voters[0])
        once = ids(poll, "Lamps on the path")
        refused(actions.cast, poll.pk, once * 2, by=estate.voters[0])
    assert not OpenBallot.objects.exists()


def test_the_same_vote_sent_many_times_is_one_vote_and_leaves_no_trace_of_when(estate):
    poll = opened(estate)
    before = (Line.objects.count(), Words.objects.count(), Once.objects.count())
    with at(poll.opens + HOUR):
        for _ in range(5):
            actions.cast(poll.pk, ids(poll, "Lamps on the path"), by=estate.voters[0])
    assert (OpenBallot.objects.count(), OpenMark.objects.count()) == (1, 1)
    assert (Line.objects.count(), Words.objects.count(), Once.objects.count()) == before


# Early totals.


def test_no_page_of_an_open_vote_changes_by_a_vote(estate, client):
    """Byte for byte, for everybody who can sign in: no number of votes, no mark, no order, until the result is declared."""
    poll = opened(estate)
    world = estate.world
    places = [f"/votes/{poll.pk}", f"/votes/{poll.pk}/me", f"/place/{world.places['here'].slug}/votes"]
    who = ("anyone", "resident", "subject", "neighbour", "secretary", "officer", "councillor", "outreach")

    def seen() -> dict[Any, Any]:
        return {(name, path): shown(world.client(name).get(path)) for name in who for path in places}

    with at(poll.opens + HOUR):
        before = seen()
    cast(estate, poll, [["Lamps on the path"]] * 9)
    with at(poll.opens + HOUR):
        after = seen()
    assert [where for where in before if before[where] != after[where]] == []


def shown(answer: Any) -> tuple[int, str]:
    """A page without what is new at each showing: the form's key and the token against forged forms."""
    text = answer.content.decode()
    return answer.status_code, re.sub(
        r'(name="(?:csrfmiddlewaretoken|form_key)" value=")[^"]*|nonce="[^"]*', r"\1", text
    )


def test_nobody_but_the_returning_officer_reads_a_result_before_it_is_declared(estate):
    poll = opened(estate)
    cast(estate, poll, [["Lamps on the path"]] * 5)
    closed(estate, poll)
    poll = counted(estate, poll)
    world = estate.world
    for name in world.who:
        assert queries.result_for(fresh(poll), world.actor(name)) is None, name
    paths = [f"/votes/{poll.pk}/{page}" for page in ("slips", "bundle", "sealed")]
    with at(fresh(poll).closes + HOUR):
        for name in world.who:
            for path in paths:
                assert world.client(name).get(path).status_code in (302, 403, 404), (name, path)


# Papers.


def test_a_cover_slip_of_one_vote_is_nothing_in_another(estate):
    poll, other = opened(estate), opened(estate)
    entry = other.roll.first()
    with at(poll.opens + HOUR):
        refused(papers.receive, poll.pk, code_of(entry), by=estate.scrutineers[0], key=key())


# Small money.


def test_one_person_who_acts_for_two_neighbours_is_not_three_residents(db):
    """A carer who lives there and acts for two others "in everything" releases the money alone."""
    world = make_world()
    row = funded.asked(world)
    others = rounds.more_people(world, 2)
    carer = world.person("resident").pk
    small.say_yes(row.pk, True, by=world.actor("resident"), key=key())
    for other in others:
        given = people.give_acting(
            carer, world.person(other).pk, "carer", ["everything"], by=world.actor(other), key=key()
        )
        acting = actor_of(world.secrets["resident"], given.pk)
        with pytest.raises(Refused), transaction.atomic():
            small.say_yes(row.pk, True, by=acting, key=key())
    row.refresh_from_db()
    assert row.state == "asked"


def test_who_looks_after_another_boards_money_pays_none_of_this(db):
    world = make_world()
    row = funded.asked(world)
    for name in ("resident", "subject", *rounds.more_people(world, 1)):
        row = small.say_yes(row.pk, True, by=world.actor(name), key=key())
    elsewhere = Actor(
        frozenset({"anyone", "person"}),
        person=world.person("neighbour").pk,
        strong=True,
        grants=frozenset({Grant("treasurer", "/", uuid4()), Grant("treasurer", world.places["there"].lineage)}),
    )
    for by in (elsewhere, world.actor("secretary"), world.actor("officer"), world.actor("resident")):
        refused(small.pay, row.pk, row.pence, by=by, key=key())
