"""Resolutions: named votes, tellers, majorities, weights, interests; what is decided under a power."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from letgo.commons.powers.models import Decision
from letgo.commons.record.actions import write
from letgo.commons.record.clock import travel
from letgo.commons.record.refs import Ref
from letgo.decide.boards import jobs
from letgo.decide.boards.interests.actions import declare, follows
from letgo.decide.boards.meeting_models import Hand, Resolution, Tally
from letgo.decide.boards.meeting_rules import Votes
from letgo.decide.boards.meetings import actions as meetings
from letgo.decide.boards.resolutions import actions, queries
from tests.commons.powers.made import held
from tests.decide.boards.sittings import barred, refused

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def board(at: Any) -> Any:
    """A board meeting with all three members there, and one item on its agenda; the clock stands in it."""
    at.row = at.board_meeting(at.of)
    at.item_ = at.row.items.get()
    with travel(at.row.at + 40 * MINUTE):
        yield at


@pytest.fixture
def agm(at: Any) -> Any:
    """A general meeting with six electors there, two of them tellers, and one proxy held; one item in its notice."""
    from letgo.decide.boards.proxies import actions as proxies

    row = at.called(at.of, "general")
    at.item_ = at.item(at.of, row)
    proxies.give(row.pk, at.of.people[5].person, by=at.of.people[11], key=at.key())
    at.row = at.counted(at.of, row, 6)
    with travel(row.at + 40 * MINUTE):
        for number in (3, 4):
            meetings.mark(row.pk, at.of.people[number].person, "present", True, by=at.of.secretary, key=at.key())
        yield at


@pytest.fixture
def power(at: Any) -> Any:
    """A power that the board itself holds, up to £20,000 at a time."""
    return held(at.of.board.estate.world, holder=("organisation", at.of.body.organisation_id))


# Named votes.


def test_a_board_votes_by_name_and_the_result_is_one_sentence(board):
    row = board.voted(board.of, board.put(board.of, board.item_), "yes", "yes", "no")
    assert (row.yes, row.no, row.present, row.quorum, row.mandate, row.carried) == (2, 1, 3, 2, True, True)
    assert row.why == "Carried: 2 for, 1 against, 0 abstained. It needed more for than against."
    assert [(name, hand.choice) for name, hand in queries.hands(row, board.of.people[9])] == [
        ("Member 0", "yes"), ("Member 1", "yes"), ("Member 2", "no"),
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "carried"), [("ordinary", True), ("two-thirds", True), ("three-quarters", False)])
def test_each_majority_carries_what_it_should(board, kind, carried):
    assert board.voted(board.of, board.put(board.of, board.item_, kind), "yes", "yes", "no").carried is carried


def test_a_tie_is_not_carried_and_the_chair_has_one_vote(board):
    row = board.put(board.of, board.item_)
    for choice in ("no", "yes"):  # the chair thinks again: still one vote
        actions.vote(row.pk, choice, by=board.of.members[0], key=board.key())
    actions.vote(row.pk, "no", by=board.of.members[1], key=board.key())
    actions.vote(row.pk, "abstain", mandate=board.of.mandates[2].pk, by=board.of.secretary, key=board.key())
    row = actions.close(row.pk, by=board.of.secretary, key="c")
    assert (row.yes, row.no, row.carried) == (1, 1, False)


def test_nobody_closes_a_vote_before_the_others_come_to_it(board):
    """One yes and a quick close is no decision of the board while two more are there. The clock closes what is left open."""
    row = board.put(board.of, board.item_)
    actions.vote(row.pk, "yes", by=board.of.members[0], key="v")
    for by in (board.of.members[0], board.of.secretary):
        assert "2 who are here have not voted" in refused(actions.close, row.pk, by=by, key=board.key())
    meetings.mark(board.row.pk, board.of.members[2].person, "left", by=board.of.secretary, key="l")
    actions.vote(row.pk, "no", by=board.of.members[1], key="w")
    assert actions.close(row.pk, by=board.of.secretary, key="c").carried is False


def test_the_secretary_writes_down_votes_and_changes_none_that_a_member_gave(board):
    row, (one, two, _) = board.put(board.of, board.item_), board.of.mandates
    actions.vote(row.pk, "no", by=board.of.members[0], key="own")
    write_down = {"by": board.of.secretary, "key": "w"}
    assert "voted themselves" in refused(actions.vote, row.pk, "yes", mandate=one.pk, **write_down)
    for choice in ("yes", "no"):  # misheard, and heard again
        actions.vote(row.pk, choice, mandate=two.pk, by=board.of.secretary, key=board.key())
    actions.vote(row.pk, "abstain", by=board.of.members[1], key=board.key())
    assert "voted themselves" in refused(actions.vote, row.pk, "yes", mandate=two.pk, **write_down)
    assert {hand.choice for _, hand in queries.hands(row, board.of.secretary)} == {"no", "abstain"}


def test_only_members_who_are_there_vote_and_only_the_secretary_writes_down_for_others(board):
    row, (one, two, three) = board.put(board.of, board.item_), board.of.members
    assert "Only members" in refused(actions.vote, row.pk, "yes", by=board.of.secretary, key="a")
    assert "Only the secretary" in refused(
        actions.vote, row.pk, "yes", mandate=board.of.mandates[1].pk, by=one, key="b"
    )
    actions.vote(row.pk, "no", mandate=board.of.mandates[1].pk, by=board.of.secretary, key="c")
    assert queries.own(row, two).choice == "no"
    meetings.mark(board.row.pk, three.person, "left", by=board.of.secretary, key="d")
    assert "at the meeting" in refused(actions.vote, row.pk, "yes", by=three, key="e")
    assert "board" in refused(actions.vote, row.pk, "yes", by=board.of.people[9], key="f")


def test_a_turnout_below_the_quorum_is_no_mandate_when_people_leave(board):
    """Two of three leave during the vote: whatever the votes say, nothing is decided, and the page's sentence says so."""
    row = board.put(board.of, board.item_)
    actions.vote(row.pk, "yes", by=board.of.members[0], key="v")
    for who in board.of.members[1:]:
        meetings.mark(board.row.pk, who.person, "left", by=board.of.secretary, key=board.key())
    row = actions.close(row.pk, by=board.of.secretary, key="c")
    assert (row.yes, row.mandate, row.carried) == (1, False, False)
    assert row.why == "Nothing was decided: 1 were there who could vote on this, and 2 are needed."
    barred(row, board.TEST, carried=True)
    barred(row, board.TEST, mandate=True, present=2)


def test_the_database_calls_no_open_vote_a_mandate_below_the_quorum(board):
    row = board.put(board.of, board.item_)
    for fields in ({"present": 9, "quorum": 2}, {"present": 3, "quorum": 1}, {"present": 1, "quorum": 2}):
        barred(row, board.TEST, state="closed", mandate=True, **fields)
    barred(row, board.TEST, state="closed", carried=True, mandate=True, present=3, quorum=2, yes=1, no=1)


def test_who_left_the_board_does_not_count_for_its_quorum(at):
    """Two of three are written down and one of them resigns before the count: one is there, and two are needed."""
    from letgo.decide.boards.seating import end

    row = at.called(at.of)
    with travel(row.at):
        at.opened(at.of, row, 2)
        end(at.of.mandates[1].pk, "resigned", by=at.TEST, key="left")
    with travel(row.at + 40 * MINUTE):
        assert meetings.count(row.pk, by=at.of.secretary, key="count").state == "inquorate"


def test_nothing_is_put_to_the_vote_where_too_few_came(at):
    row = at.called(at.of)
    on = at.item(at.of, row)
    assert "too few" in refused(at.put, at.of, on)
    line = write("tests.vandal", on.ref, by=at.TEST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.create(item=on, words="Yes?", kind="ordinary", opened=row.at, line=line)


def test_what_was_voted_on_and_what_came_of_it_is_never_changed(board):
    row = board.voted(board.of, board.put(board.of, board.item_), "no", "no", "yes")
    for fields in ({"words": "Another"}, {"yes": 3}, {"carried": True}, {"state": "open"}, {"kind": "two-thirds"}):
        barred(row, board.TEST, **fields)
    assert "closed" in refused(actions.vote, row.pk, "yes", by=board.of.members[0], key="v")
    hand = row.hands.first()
    barred(hand, board.TEST, choice="yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hand.objects.filter(pk=hand.pk).delete()


# Interests.


def test_whoever_declared_an_interest_does_not_vote_and_does_not_count(board):
    two = board.of.members[1]
    declare(board.of.body.pk, board.item_.ref, "My brother mends roofs.", by=two, key="d")
    row = board.put(board.of, board.item_)
    assert "You gain by this" in refused(actions.vote, row.pk, "yes", by=two, key="v")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hand.objects.create(resolution=row, mandate=board.of.mandates[1], choice="yes", line=row.line)
    actions.vote(row.pk, "abstain", by=board.of.members[2], key="a")
    row = board.voted(board.of, row, "yes")
    assert (row.present, row.carried) == (2, True)
    assert [one.pk for one in queries.kept_out(row)] == [board.of.mandates[1].pk]


@pytest.mark.parametrize("kind", ["mandate", "review"])
def test_a_member_never_votes_on_their_own_contract(board, kind):
    """Nobody declared anything: it is about their own office, so action and database refuse alike."""
    from letgo.decide.boards.agenda.actions import put_item

    own = board.of.mandates[2]
    about = Ref("mandate", own.pk) if kind == "mandate" else Ref("review", _review(own).pk)
    on = put_item(board.of.body.pk, "The contract", meeting=board.row.pk, about=about, by=board.TEST, key="i")
    row = board.put(board.of, on)
    assert "your own office" in refused(actions.vote, row.pk, "yes", by=board.of.members[2], key="v")
    assert "your own office" in refused(actions.vote, row.pk, "yes", mandate=own.pk, by=board.of.secretary, key="w")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hand.objects.create(resolution=row, mandate=own, choice="yes", line=row.line)
    assert board.voted(board.of, row, "yes", "no").present == 2


def _review(own: Any) -> Any:
    from letgo.decide.boards.office_models import Review

    return Review.objects.create(
        mandate=own, number=1, line=own.line, since=own.start - DAY, until=own.start, due=own.start
    )


def test_an_interest_declared_after_the_vote_takes_the_vote_out(board):
    row = board.put(board.of, board.item_)
    for who, choice in zip(board.of.members, ("yes", "no", "yes"), strict=True):
        actions.vote(row.pk, choice, by=who, key=board.key())
    declare(board.of.body.pk, board.item_.ref, "I sell tiles.", by=board.of.members[2], key="d")
    row = actions.close(row.pk, by=board.of.secretary, key="c")
    assert (row.yes, row.no, row.carried) == (1, 1, False)


# Weights.


def test_votes_weigh_what_the_office_weighs_and_nothing_else(at):
    from letgo.decide.boards.models import Mandate

    at.terms(at.of, weights=True)
    line = write("tests.weight", at.of.body.ref, by=at.TEST)
    Mandate.objects.filter(pk=at.of.mandates[0].pk).update(weight=3, line=line)
    meeting = at.board_meeting(at.of)
    with travel(meeting.at + 40 * MINUTE):
        row = at.put(at.of, meeting.items.get())
        actions.vote(row.pk, "yes", by=at.of.members[0], key="a")
        barred(row.hands.get(), at.TEST, weight=2)
        row = at.voted(at.of, row, "yes", "no", "no")
    assert (row.yes, row.no, row.present, row.carried) == (3, 2, 3, True)
    assert "by weight" in row.why


# General meetings.


def test_a_count_stands_when_two_tellers_agree_proxies_included(agm):
    row = agm.put(agm.of, agm.item_)
    votes = Votes(5, 1, 1, 1)
    agm.told(agm.of, row, votes, 3)
    assert "do not agree" in refused(actions.close, row.pk, by=agm.of.secretary, key="c")
    assert "You have counted" in refused(agm.told, agm.of, row, votes, 3)
    agm.told(agm.of, row, votes, 4)
    row = actions.close(row.pk, by=agm.of.secretary, key="d")
    assert (row.yes, row.no, row.by_proxy, row.present, row.proxies, row.carried) == (5, 1, 1, 6, 1, True)


def test_nobody_votes_by_proxy_on_what_they_gain_by(agm):
    """Who gave the only proxy held at this meeting gains by the item: no vote by proxy is counted on it."""
    row = agm.put(agm.of, agm.item_)
    follows(agm.of.body, agm.of.people[11].person, agm.item_.ref, "They sell roofs.", by=agm.TEST)
    assert "At most 0" in refused(agm.told, agm.of, row, Votes(6, 0, 0, 1), 3)


def test_tellers_who_differ_count_again(agm):
    row = agm.put(agm.of, agm.item_)
    agm.told(agm.of, row, Votes(4, 2), 3)
    agm.told(agm.of, row, Votes(3, 3), 4)
    assert "do not agree" in refused(actions.close, row.pk, by=agm.of.secretary, key="c")
    agm.told(agm.of, row, Votes(3, 3), 3, 4)
    row = actions.close(row.pk, by=agm.of.secretary, key="d")
    assert (row.yes, row.carried) == (3, False)
    assert set(row.tallies.values_list("round", flat=True)) == {1, 2}
    with pytest.raises(DatabaseError), transaction.atomic():  # PostgreSQL: the app may not even try
        Tally.objects.filter(resolution=row).update(yes=6)


def test_more_votes_than_people_and_proxies_are_no_count(agm):
    row = agm.put(agm.of, agm.item_)
    assert "Only 6 are here" in refused(agm.told, agm.of, row, Votes(7), 3)
    assert "by proxy" in refused(agm.told, agm.of, row, Votes(8, by_proxy=2), 3)
    barred(row, agm.TEST, yes=20)


def test_only_tellers_count_and_the_chair_is_none(agm):
    row = agm.put(agm.of, agm.item_)
    for number in (0, 2, 9):
        assert "Only a teller" in refused(agm.told, agm.of, row, Votes(1), number)
    assert "chair" in refused(
        meetings.mark, agm.row.pk, agm.of.people[0].person, "present", True, by=agm.of.secretary, key="m"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        who = agm.of.people[9].person
        Tally.objects.create(
            resolution=row, round=1, teller_id=who, yes=1, no=0, abstained=0, by_proxy=0, line=row.line
        )
    assert "two tellers" in refused(actions.vote, row.pk, "yes", by=agm.of.members[0], key="v")


def test_what_was_not_in_the_notice_is_not_voted_on_at_a_general_meeting(agm):
    late = agm.item(agm.of, agm.row, "A surprise")
    assert "not in the notice" in refused(agm.put, agm.of, late)


def test_a_special_majority_at_a_board_needs_its_notice_too(board):
    late = board.item(board.of, board.row, "A surprise")
    assert "not in the notice" in refused(board.put, board.of, late, "two-thirds")
    assert board.put(board.of, late).state == "open"


def test_those_present_at_a_second_meeting_decide_only_what_the_terms_name_and_it_is_said(at):
    at.terms(at.of, second_meeting="those-present", second_meeting_decides=("ordinary",), meeting_quorum_people=5)
    first = at.counted(at.of, at.called(at.of, "general"), 1)
    row = at.called(at.of, "general", days=20, again_of=first.pk)
    on = at.item(at.of, row)
    row = at.counted(at.of, row, 3)
    with travel(row.at + 40 * MINUTE):
        assert "cannot decide this" in refused(at.put, at.of, on, "two-thirds")
        for number in (1, 2):
            meetings.mark(row.pk, at.of.people[number].person, "present", True, by=at.of.secretary, key=at.key())
        vote = at.put(at.of, on)
        at.told(at.of, vote, Votes(3), 1, 2)
        vote = actions.close(vote.pk, by=at.of.secretary, key="c")
    assert (vote.carried, vote.present, vote.quorum) == (True, 3, 3)
    assert "It was a second meeting" in vote.why


# What follows.


def test_a_carried_resolution_decides_under_the_power_that_the_body_holds(power, board):
    row = board.put(board.of, board.item_, power=power.pk, pence=50_000)
    row = board.voted(board.of, row, "yes", "yes", "yes")
    made = Decision.objects.get(power=power)
    assert (row.decision, made.pence, made.words) == (made, 50_000, "We ask for a new roof.")
    assert queries.carried(Ref("nothing", uuid4())) == []


def test_what_is_not_carried_decides_nothing(power, board):
    row = board.put(board.of, board.item_, power=power.pk, pence=50_000)
    assert board.voted(board.of, row, "no", "no", "yes").decision is None
    assert not Decision.objects.exists()


def test_a_power_that_residents_hold_is_not_decided_by_their_board(residents_power, board):
    assert "Everybody holds" in refused(board.put, board.of, board.item_, power=residents_power.pk)
    assert "does not hold" in refused(board.put, board.of, board.item_, power=uuid4())


@pytest.fixture
def residents_power(at: Any) -> Any:
    return held(at.of.board.estate.world)


def test_a_vote_that_nobody_closed_is_closed_by_the_clock_before_the_meeting(board):
    row = board.put(board.of, board.item_)
    actions.vote(row.pk, "yes", by=board.of.members[0], key="v")
    with travel(board.row.at + 2 * DAY):
        jobs.tick()
    row.refresh_from_db()
    assert (row.state, row.yes) == ("closed", 1)
    assert board.fresh(board.row).state == "held"


def test_a_closed_item_says_in_public_what_was_decided_and_nothing_else(board):
    on = board.item(board.of, board.row, "A staff matter", closed=True)
    row = board.voted(board.of, board.put(board.of, on), "yes", "yes", "yes")
    everyone = board.of.people[9]
    assert queries.hands(row, everyone) == []
    assert len(queries.hands(row, board.of.secretary)) == 3
    assert queries.of(board.row)[on.pk] == [row]


def test_reading_resolutions_costs_one_query(board, django_assert_num_queries):
    board.voted(board.of, board.put(board.of, board.item_), "yes", "yes", "yes")
    with django_assert_num_queries(1):
        queries.of(board.row)
