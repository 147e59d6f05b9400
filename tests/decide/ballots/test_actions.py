"""A vote from its call to what happens because of it."""

import pytest

from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import actions, keys, queries
from letgo.decide.ballots.models import OpenBallot, OpenMark, SealedBallot, SealedMark, SealedSlip
from tests.decide.ballots import made

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
