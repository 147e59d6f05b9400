"""A vote from its call to what happens because of it."""

from dataclasses import replace

import pytest

from letgo.commons.people.models import Person
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Acting
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.models import Home, Organisation, Standing
from letgo.commons.places.rules import Eligibility
from letgo.commons.record.actions import write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions, keys, queries
from letgo.decide.ballots.models import Help, OpenBallot, OpenMark, Poll, SealedBallot, SealedMark, SealedSlip
from letgo.decide.ballots.rules import Helped, Terms, leaf_of
from letgo.engines.sealing.merkle import includes, leaf_hash
from tests.commons.powers import made as powers
from tests.decide.ballots import made
from tests.decide.ballots.ranked import refused
from tests.world import TEST

B, L, C, S = (offered.title for offered in made.IDEAS)
VOTES = [(B, L)] * 5 + [(C,)] * 4 + [(S, L)] * 2


def test_a_vote_goes_its_whole_way(estate):
    """Called, opened, voted, closed, counted, declared; and what won is what Equal Shares funds."""
    poll = made.through(estate, VOTES)
    found = queries.result(poll)
    assert poll.state == "declared"
    assert (poll.ballots, poll.paper, found.voters, found.roll) == (11, 0, 11, 12)
    assert {row.option.title for row in found.won} == {B, L, C}
    assert found.spent == 150_000
    assert all(row.reason for row in found.rows)
    assert len(found.slips) == 11
    assert made.taken(estate, poll).state == "done"


def test_the_close_empties_the_open_box_into_the_sealed_one_and_destroys_the_key(estate):
    poll = made.opened(estate)
    slips = made.cast(estate, poll, VOTES)
    assert keys.there(poll.pk)
    with pytest.MonkeyPatch.context():
        made.closed(estate, poll)
    assert not OpenBallot.objects.exists()
    assert not OpenMark.objects.exists()
    assert SealedBallot.objects.count() == SealedMark.objects.count() == 11
    assert sorted(SealedSlip.objects.values_list("tracker", flat=True)) == sorted(slips)


def test_who_votes_again_replaces_their_vote(estate):
    poll = made.opened(estate)
    made.cast(estate, poll, [(B,)])
    made.cast(estate, poll, [(C,)])
    made.closed(estate, poll)
    assert [json_picks.picks for json_picks in SealedBallot.objects.all()] == ["[3]"]


def test_nobody_votes_before_it_opens_or_after_it_closed(estate):
    poll = estate.called()
    with pytest.raises(Refused):
        actions.cast(poll.pk, [], by=estate.voters[0])
    poll = made.opened(estate)
    with made.at(poll.closes), pytest.raises(Refused, match="over"):
        actions.cast(poll.pk, [], by=estate.voters[0])
    made.closed(estate, poll)
    with made.at(poll.opens + made.HOUR), pytest.raises(Refused):
        actions.cast(poll.pk, [], by=estate.voters[0])


# The call.


def test_who_can_call_a_vote(estate):
    """Officers of the place; not an officer of another estate, nor any resident."""
    for who in ("officer-there", "resident", "officer-weak", "stranger", "secretary"):
        by = estate.world.actor(who)
        refused("cannot call", lambda by=by: actions.call(estate.asked(), by=by, key=made.key()))
    assert actions.call(estate.asked(), by=estate.world.actor("officer"), key=made.key()).state == "called"


def test_a_call_twice_is_one_vote(estate):
    asked, key = estate.asked(), made.key()
    assert actions.call(asked, by=estate.caller, key=key) == actions.call(asked, by=estate.caller, key=key)
    assert Poll.objects.count() == 1


def test_who_left_died_or_lives_elsewhere_is_not_on_the_list(estate):
    """Wolverhampton Homes' ballot was void for a list with the dead and former tenants on it."""
    gone, left = estate.voters[3], estate.voters[4]
    Person.objects.filter(pk=gone.person).update(ended=now())
    home = Standing.objects.get(person=left.person)
    home.end, home.line = now().date(), write("test.left", Ref("place", home.place_id), by=TEST)
    home.save()
    seen = queries.roll_preview(estate.electorate)
    assert (seen.size, seen.left, seen.faults) == (10, 2, ())
    roll = set(estate.called(expects=10).roll.values_list("person", flat=True))
    assert roll == {voter.person for voter in estate.voters} - {gone.person, left.person}
    assert estate.world.person("neighbour").pk not in roll


def test_a_list_that_is_not_what_was_looked_at_is_not_frozen(estate):
    refused("You looked at 11", lambda: estate.called(expects=11))
    twin = made.resident(estate.world, name="Person T")
    again = made.resident(estate.world, name="person  t")
    place, home_line = (
        estate.world.places["here"],
        write("test.home", Ref("place", estate.world.places["here"].pk), by=TEST),
    )
    home = Home.objects.create(place=place, address="1 Tansy Row", line=home_line)
    for voter in (twin, again):
        row = Standing.objects.get(person=voter.person)
        row.home, row.line = home, write("test.home", Ref("place", place.pk), by=TEST)
        row.save()
    assert queries.roll_preview(estate.electorate).twins == 1
    refused("one person twice", estate.called)
    assert estate.called(twins=1).roll_size == 14


def test_the_returning_officer_is_from_outside(estate):
    refused("outside", lambda: estate.called(officer=estate.voters[0].person))
    refused("outside", lambda: estate.called(officer=estate.caller.person))


def test_each_voter_checks_their_own_entry_and_nobody_elses(estate):
    poll = estate.called()
    own = queries.own_entry(poll, estate.voters[5])
    leaf = leaf_hash(leaf_of(poll.pk, own.number, own.salt, estate.voters[5].person, own.ground))
    assert includes(
        bytes.fromhex(poll.roll_root), own.size, own.number, leaf, [bytes.fromhex(step) for step in own.path]
    )
    said = poll.line.words.body
    assert said["list"] == {"day": poll.roll_day.isoformat(), "size": 12, "root": poll.roll_root}
    assert queries.own_entry(poll, estate.world.actor("neighbour")) is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"options": ()}, "nothing to choose"),
        ({"purse_pence": None}, "needs a purse"),
        ({"seed_from": " "}, "settle a tie"),
        ({"effect": "nobody.knows"}, "promises"),
        ({"method": "dice"}, "way of counting"),
        ({"terms": Terms(paper="both")}, "paper and online"),
        ({"question": ""}, "question"),
    ],
)
def test_a_vote_that_cannot_work_is_not_called(estate, wrong, sentence):
    refused(sentence, lambda: estate.called(**wrong))
    assert not Poll.objects.exists()


def test_a_vote_stays_within_the_limits_of_its_power(estate):
    """A power of another place, one that is not handed over, another list's, and a purse above what it allows in a year."""
    estate.power = powers.held(estate.world)
    assert estate.called().power == estate.power
    refused("a year", lambda: estate.called(purse_pence=6_000_001))
    dear = replace(made.BENCH, cost_pence=2_000_001)
    refused("at a time", lambda: estate.called(options=(dear,), purse_pence=3_000_000))
    board = set_electorate(
        estate.world.places["there"],
        "Others",
        Eligibility(standings=("lives-here",)),
        estate.world.actor("officer"),
        made.key(),
    )
    refused("another place", lambda: estate.called(electorate=board.pk))
    elsewhere = estate.asked(place=estate.world.places["council"].pk)
    refused("another place", lambda: actions.call(elsewhere, by=estate.world.actor("officer"), key=made.key()))


# Options that voters add.


def test_voters_add_an_option_and_it_stands_when_enough_back_it(estate):
    asked = estate.simple("Red", "Green", add_names=3)
    poll = actions.call(asked, by=estate.caller, key=made.key())
    blue = actions.add_option(poll.pk, "Blue", by=estate.voters[0], key=made.key())
    grey = actions.add_option(poll.pk, "Grey", by=estate.voters[1], key=made.key())
    assert [actions.back_option(blue.pk, by=voter) for voter in estate.voters[:3]] == [1, 2, 3]
    assert actions.back_option(grey.pk, by=estate.voters[0]) == 2
    refused("already", lambda: actions.add_option(poll.pk, "blue", by=estate.voters[2], key=made.key()))
    refused("list", lambda: actions.add_option(poll.pk, "Pink", by=estate.world.actor("neighbour"), key=made.key()))
    with made.at(poll.opens):
        actions.open_poll(poll.pk, by=CLOCK, key="open")
        refused("now", lambda: actions.add_option(poll.pk, "Pink", by=estate.voters[3], key=made.key()))
        refused("now", lambda: actions.back_option(grey.pk, by=estate.voters[3]))
    standing = {option.title for option in queries.options(poll) if not option.withdrawn}
    assert standing == {"Red", "Green", "Blue", "None of these, come back to us"}
    assert queries.option(grey.pk).reason


# Voting.


def test_nobody_votes_who_is_not_on_the_list(estate):
    poll = made.opened(estate)
    moved_in = made.resident(estate.world)
    with made.at(poll.opens + made.HOUR):
        for who in (estate.world.actor("neighbour"), estate.world.actor("anyone"), moved_in, estate.officer):
            refused("not on the list", lambda who=who: actions.cast(poll.pk, [], by=who))


def test_whoever_acts_for_a_voter_votes_only_where_votes_were_given_by_name(estate):
    poll, voter = made.opened(estate), estate.voters[0]
    friend = made.person()
    with made.at(poll.opens + made.HOUR):
        for scopes, fine in ((("everything",), False), (("votes",), True)):
            acting = replace(friend, acting=Acting(voter.person, frozenset(scopes)))
            if not fine:
                refused("not on the list", lambda acting=acting: actions.cast(poll.pk, [], by=acting))
            else:
                refused("agreed", lambda acting=acting: actions.cast(poll.pk, [], by=acting))
                actions.cast(poll.pk, [], by=acting, helped=Helped("A letter that they signed"))
        assert queries.mine(poll, voter).voted == "online"
        assert Help.objects.get().helper_id == friend.person


def test_what_is_not_on_the_list_is_no_vote(estate):
    poll, other = made.opened(estate), made.opened(estate, question="Another")
    with made.at(poll.opens + made.HOUR):
        foreign = made.ids(other, B)
        refused("not on the list of this vote", lambda: actions.cast(poll.pk, foreign, by=estate.voters[0]))
        none = made.ids(poll, "None of these, come back to us", B)
        refused("none of these", lambda: actions.cast(poll.pk, none, by=estate.voters[0]))
    assert not OpenBallot.objects.exists()


def test_helpers_are_flagged_to_the_returning_officer_from_the_third_vote_on(estate):
    """Forty ballots filled in by one hand, and a landlord's officer beside the voter, are seen; never which ballots."""
    landlord = Organisation.objects.create(
        name="Landlord", kind="landlord", line=write("test.org", Ref("place", estate.world.places["here"].pk), by=TEST)
    )
    poll, busy, once_only = made.opened(estate), made.person(), made.person()
    with made.at(poll.opens + made.HOUR):
        for voter in estate.voters[:3]:
            actions.cast(poll.pk, [], by=replace(voter, helper=busy.person), helped=Helped("Said yes at the door"))
        beside = replace(estate.voters[4], helper=once_only.person)
        actions.cast(poll.pk, [], by=beside, helped=Helped("By phone", str(landlord.pk)))
        flags = queries.flags(poll)
    assert flags.many == [(busy.person, 3)]
    assert flags.interested == [once_only.person]
    assert may(estate.officer, "ballots.read-flags", poll)
    assert not may(estate.caller, "ballots.read-flags", poll)


def test_a_lost_key_lets_nobody_vote_twice(estate):
    """No new key is made in its place: under it the same voter's second ballot would be another one."""
    poll = made.opened(estate)
    made.cast(estate, poll, [(B,)])
    kept = (keys.folder() / str(poll.pk)).read_bytes()
    keys.destroy(poll.pk)
    with made.at(poll.opens + made.HOUR):
        refused("our fault", lambda: actions.cast(poll.pk, [], by=estate.voters[0]))
        assert "key is lost" in " ".join(queries.faults(poll))
        keys.make(poll.pk)
        actions.cast(poll.pk, [], by=estate.voters[0])
    with made.at(poll.closes):
        refused("as many ballots", lambda: actions.close_poll(poll.pk, by=CLOCK, key="close"))
    assert made.fresh(poll).state == "open"
    assert kept
