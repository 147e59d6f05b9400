"""What a vote says no to, to the penny, to the second and to the person: at its call, while it is open, and after."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

from letgo.commons.people.queries import may, visible
from letgo.commons.people.rules import Acting
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.electorates.queries import eligible
from letgo.commons.places.models import Standing
from letgo.commons.places.queries import today
from letgo.commons.places.rules import Eligibility
from letgo.commons.record.actions import write
from letgo.commons.record.clock import travel
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.models import OpenBallot, OpenMark, Poll
from letgo.decide.ballots.published.actions import name_agents
from letgo.decide.ballots.rules import Offered
from letgo.decide.ballots.rulings.actions import withdraw_option
from tests.commons.powers import made as powers
from tests.decide.ballots import made
from tests.decide.ballots.ranked import refused
from tests.world import TEST

B, L, C, S = (offered.title for offered in made.IDEAS)
SECOND = timedelta(seconds=1)


# The call.


def test_a_power_is_used_to_the_penny(estate):
    estate.power = powers.held(estate.world)
    most = replace(made.BENCH, cost_pence=2_000_000)
    assert estate.called(options=(most,), purse_pence=6_000_000).power == estate.power


def test_a_power_is_used_when_it_is_handed_over(estate):
    estate.power = powers.offered(estate.world)
    refused("not handed over today", estate.called)


def test_a_power_is_used_by_who_holds_it(estate):
    estate.power = powers.held(estate.world, holder=("organisation", estate.world.board.pk))
    refused("Another list holds this power", estate.called)


def test_what_the_house_does_by_itself_is_set_going_by_no_call(estate):
    refused("what this vote promises", lambda: estate.called(effect="money.return", effect_args={"pot": "any"}))


def test_the_returning_officer_holds_that_office(estate):
    refused("does not hold the office", lambda: estate.called(officer=made.person("Person Z").person))


def test_an_old_version_of_a_list_and_an_empty_one_are_no_list(estate):
    here, officer = estate.world.places["here"], estate.world.actor("officer")
    nobody = set_electorate(here, "Nobody", Eligibility(standings=("works-here",)), officer, made.key())
    refused("Nobody is on this list", lambda: estate.called(electorate=nobody.pk))
    set_electorate(here, "Residents", Eligibility(standings=("lives-here",), days=7), officer, made.key())
    refused("newer version", estate.called)


def test_a_list_of_another_place_does_not_vote_here(estate):
    there, officer = estate.world.places["there"], estate.world.actor("officer")
    listed = set_electorate(there, "Others", Eligibility(standings=("lives-here",)), officer, made.key())
    refused("This list is of another place", lambda: estate.called(electorate=listed.pk))


def test_who_left_since_the_qualifying_day_is_not_on_the_list(estate):
    """On it is who was there on that day and still is: neither the list of that day nor that of today alone."""
    gone, place = estate.voters[3], estate.world.places["here"]
    home = Standing.objects.get(person=gone.person)
    home.end, home.line = today(), write("test.left", Ref("place", place.pk), by=TEST)
    home.save()
    poll = estate.called(as_of=today() - timedelta(days=30))
    assert set(poll.roll.values_list("person", flat=True)) == {who.person for who in estate.voters} - {gone.person}


def test_numbers_on_the_list_are_drawn_and_tell_nothing(estate):
    """As the rule found them, or by name, they would say who is who."""
    found = [person for person, _ in eligible(estate.electorate, today())]
    drawn = {tuple(estate.called().roll.order_by("number").values_list("person", flat=True)) for _ in range(3)}
    assert len(drawn) == 3
    assert all(sorted(order) == sorted(found) for order in drawn)


# While it is open.


def test_a_vote_opens_and_closes_at_its_second(estate):
    poll = estate.called()
    with travel(poll.opens - SECOND):
        refused("does not open now", lambda: actions.open_poll(poll.pk, by=CLOCK, key=made.key()))
    with travel(poll.opens):
        assert actions.open_poll(poll.pk, by=CLOCK, key=made.key()).state == "open"
        assert actions.cast(poll.pk, [], by=estate.voters[0])
    with travel(poll.closes - SECOND):
        assert actions.cast(poll.pk, [], by=estate.voters[1])
        refused("until its hour", lambda: actions.close_poll(poll.pk, by=CLOCK, key=made.key()))
    with travel(poll.closes):
        refused("over", lambda: actions.cast(poll.pk, [], by=estate.voters[2]))


def test_a_vote_that_waits_for_its_turn_until_the_close_does_not_count(estate, monkeypatch):
    """It was open when they pressed the button, and the clock went on until their vote came to the box."""
    poll = made.opened(estate)
    with travel(poll.closes - SECOND), ExitStack() as later:

        def slowly(size):
            later.enter_context(travel(poll.closes))
            return bytes(size)

        monkeypatch.setattr(actions, "token_bytes", slowly)
        refused("over", lambda: actions.cast(poll.pk, made.ids(poll, B), by=estate.voters[0]))
    assert not OpenBallot.objects.exists()
    assert not OpenMark.objects.exists()


def test_the_order_in_which_someone_ticks_is_not_kept(estate):
    poll = made.opened(estate)
    made.cast(estate, poll, [(S, L, B)])
    assert OpenBallot.objects.get().picks == "[1,2,4]"


def test_help_is_agreed_to_in_words(estate):
    from letgo.decide.ballots.rules import Helped

    poll, voter = made.opened(estate), estate.voters[0]
    helped = replace(voter, helper=made.person().person)
    with travel(poll.opens):
        for said in (None, Helped("  ")):
            refused("agreed", lambda said=said: actions.cast(poll.pk, [], by=helped, helped=said))


def test_nobody_calls_a_vote_off_but_its_officer(estate):
    poll = estate.called()
    for by in (estate.caller, estate.voters[0], estate.world.actor("administrator"), estate.scrutineers[1]):
        refused("Only the returning officer", lambda by=by: actions.void_poll(poll.pk, "No.", by=by, key=made.key()))
    assert made.fresh(poll).state == "called"


def test_agents_are_named_before_the_close(estate):
    poll = made.opened(estate)
    one, two = made.person().person, made.person().person
    with travel(poll.closes):
        refused("before the vote closes", lambda: name_agents(poll.pk, (one, two), by=estate.officer, key=made.key()))


# In another one's place.


def test_nobody_acts_for_the_officer_a_scrutineer_or_someone_who_stands(estate):
    """Whoever may do everything for someone still does not run their vote, read the dice for them, or touch its papers."""
    world, candidate = estate.world, estate.voters[3]
    poll = made.opened(estate, interested=frozenset({candidate.person}))
    friend = made.person("Person F")
    for whom in (estate.officer, candidate):
        acts = replace(friend, acting=Acting(whom.person, frozenset({"everything", "votes"})), grants=whom.grants)
        for verb in ("ballots.rule", "ballots.declare"):
            assert not may(acts, verb, poll), verb
            assert not visible(acts, verb, Poll.objects.filter(pk=poll.pk)).exists(), verb
    typist = world.actor("outreach")
    for acting in (None, Acting(candidate.person, frozenset({"everything"}))):
        for verb in ("ballots.receive-paper", "ballots.read-seed"):
            by = replace(typist if "paper" in verb else estate.scrutineers[1], acting=acting)
            assert may(by, verb, poll) is (acting is None), verb
            assert visible(by, verb, Poll.objects.filter(pk=poll.pk)).exists() is (acting is None), verb
    made.closed(estate, poll)
    instead = replace(estate.scrutineers[1], acting=Acting(estate.voters[5].person, frozenset({"everything"})))
    refused("Type what you read", lambda: actions.read_seed(poll.pk, "6", by=instead, key=made.key()))


# After the close.


def test_a_no_is_never_taken_off_a_yes_or_no_vote(estate):
    options = (Offered("Yes"), Offered("No"))
    poll = made.opened(estate, method="yes-no", options=options, purse_pence=None)
    made.cast(estate, poll, [("Yes",), ("No",), ("No",)])
    made.closed(estate, poll)
    (no,) = made.ids(poll, "No")
    with travel(poll.closes + SECOND):
        refused("cannot be withdrawn", lambda: withdraw_option(no, "We want it.", by=estate.officer, key=made.key()))
    made.counted(estate, poll)
    assert [row.option.title for row in queries.result(made.declared(estate, poll)).won] == ["No"]


def test_a_choice_is_withdrawn_once(estate):
    poll = estate.called()
    (shed,) = made.ids(poll, S)
    withdraw_option(shed, "It is built already.", by=estate.officer, key=made.key())
    refused("cannot be withdrawn", lambda: withdraw_option(shed, "Again.", by=estate.officer, key=made.key()))
