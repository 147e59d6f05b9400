"""What a meeting says no to: to whoever is not of the board, out of its hours, twice, or on somebody else's behalf."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from letgo.commons.places.queries import today
from letgo.commons.powers.models import Decision
from letgo.commons.record.clock import travel
from letgo.commons.record.refusals import Refused
from letgo.decide.boards import seating
from letgo.decide.boards.agenda import actions as agenda
from letgo.decide.boards.expenses import actions as expenses
from letgo.decide.boards.meeting_models import Item
from letgo.decide.boards.meeting_rules import MOST_EXPENSE, Votes
from letgo.decide.boards.meetings import actions
from letgo.decide.boards.minutes import actions as minutes
from letgo.decide.boards.proxies import actions as proxies
from letgo.decide.boards.removals import actions as removals
from letgo.decide.boards.resolutions import actions as resolutions
from tests.commons.powers.made import held as power_of
from tests.decide.boards import offices

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def refused(act: Any, *args: Any, key: str = "r", **more: Any) -> str:
    with pytest.raises(Refused) as told, transaction.atomic():
        act(*args, key=key, **more)
    return told.value.sentence


def test_nobody_but_the_board_runs_a_meeting_before_it_begins(at):
    row, other = at.called(at.of), at.of.people[9]
    who = at.of.members[1].person
    assert "Only the board" in refused(actions.cancel, row.pk, "No.", by=other)
    assert "Say why" in refused(actions.cancel, row.pk, " ", by=at.of.secretary)
    assert "not open yet" in refused(actions.mark, row.pk, who, "present", by=at.of.secretary)
    with travel(row.at - HOUR - MINUTE):
        assert "too early" in refused(actions.open_meeting, row.pk, by=at.of.secretary)
    with travel(row.at - HOUR + MINUTE):
        assert "Only the board" in refused(actions.open_meeting, row.pk, by=other)
        assert at.opened(at.of, row, 2).state == "open"
        assert "Only the board" in refused(actions.mark, row.pk, who, "left", by=other)
        assert "Only the board" in refused(actions.count, row.pk, by=other)


def test_nobody_but_the_board_votes_hears_or_ends_and_a_vote_is_closed_first(at):
    row, other = at.board_meeting(at.of), at.of.people[9]
    on = row.items.get()
    with travel(row.at + 40 * MINUTE):
        assert "Only the board" in refused(resolutions.put, on.pk, "A roof.", by=other)
        vote = at.put(at.of, on)
        assert "A vote on this item is open" in refused(resolutions.put, on.pk, "No roof.", by=at.of.secretary)
        assert "Only the board" in refused(resolutions.close, vote.pk, by=other)
        assert "still open" in refused(actions.close, row.pk, by=at.of.secretary)
        assert "still open" in refused(agenda.hear, on.pk, "Mended.", by=at.of.secretary)
        at.voted(at.of, vote, "yes", "yes", "yes")
        assert "Only the board" in refused(agenda.hear, on.pk, "Mended.", by=other)
        assert "what became of it" in refused(agenda.hear, on.pk, " ", by=at.of.secretary)
        assert "Only the board" in refused(actions.close, row.pk, by=other)
        assert "Only the board" in refused(minutes.set_task, row.pk, "Do it.", "secretary", today() + DAY, by=other)


def test_nothing_is_heard_where_too_few_came_and_nothing_is_struck_without_a_reason(at):
    row = at.called(at.of)
    on = at.item(at.of, row)
    assert "not being heard" in refused(agenda.hear, on.pk, "Mended.", by=at.of.secretary)
    assert "Say why" in refused(agenda.strike, on.pk, " ", by=at.of.secretary)
    with travel(row.at):
        at.opened(at.of, row, 1)
        assert "not being heard" in refused(agenda.hear, on.pk, "Mended.", by=at.of.secretary)


def test_nobody_makes_an_item_of_their_own_one_that_cannot_be_struck_off(at):
    """What climbs is put there by the house alone: the board lends its weight to nothing else."""
    for source in ("escalation", "petition", "removal", "review"):
        put = {"source": source, "by": at.of.members[0]}
        assert "Only the board" in refused(agenda.put_item, at.of.body.pk, "Mine", **put)
    assert not Item.objects.exists()


def test_a_special_meeting_is_not_made_the_second_of_a_general_one(at):
    first = at.counted(at.of, at.called(at.of, "general", days=10), 1)
    assert "same kind" in refused(
        actions.call, at.of.body.pk, actions.Calling("board", at.soon(30), "The hall", again_of=first.pk), by=at.of.secretary
    )  # fmt: skip


def test_the_board_uses_no_more_money_than_its_power_has(at):
    power = power_of(at.of.board.estate.world, holder=("organisation", at.of.body.organisation_id))
    row = at.board_meeting(at.of)
    with travel(row.at + 40 * MINUTE):
        vote = at.put(at.of, row.items.get(), power=power.pk, pence=2_000_001)
        for who in at.of.members:
            resolutions.vote(vote.pk, "yes", by=who, key=at.key())
        refused(resolutions.close, vote.pk, by=at.of.secretary)
    assert not Decision.objects.exists()


def test_who_takes_the_chair_counts_no_more(at):
    """A teller who is in the chair by now: two others count."""
    row = at.called(at.of, "general")
    on = at.item(at.of, row)
    row = at.counted(at.of, row, 6)
    with travel(row.at + 40 * MINUTE):
        for number in (2, 3, 4):
            actions.mark(row.pk, at.of.people[number].person, "present", True, by=at.of.secretary, key=at.key())
        vote = at.put(at.of, on)
        for chair in at.of.body.mandates.filter(title="chair"):
            seating.end(chair.pk, "resigned", by=at.TEST, key=at.key())
        usual = {"source": ("election", None), "start": today(), "end": today() + DAY, "title": "chair"}
        seating.fill(at.of.body, at.of.people[2].person, name="Member 2", by=at.TEST, key=at.key(), **usual)
        assert "Only a teller" in refused(resolutions.tell_count, vote.pk, Votes(1), by=at.of.people[2])
        at.told(at.of, vote, Votes(5, 1), 3, 4)
        assert resolutions.close(vote.pk, by=at.of.secretary, key=at.key()).carried


def test_a_proxy_is_one_and_for_somebody_else_and_of_who_may_vote(at):
    row, people = at.called(at.of, "general"), at.of.people
    give = {"by": people[9]}
    assert "somebody else" in refused(proxies.give, row.pk, people[9].person, **give)
    stranger = at.of.board.estate.world.person("stranger").pk
    assert "who may vote" in refused(proxies.give, row.pk, stranger, **give)
    assert "who may vote" in refused(proxies.write_down, row.pk, stranger, people[8].person, by=at.of.secretary)
    made = proxies.give(row.pk, people[8].person, key=at.key(), **give)
    assert "You gave a proxy" in refused(proxies.give, row.pk, people[7].person, **give)
    assert "Only the board" in refused(proxies.write_down, row.pk, people[10].person, people[8].person, by=people[7])
    for own in ((at.of.members[1].person, people[8].person), (people[10].person, at.of.members[1].person)):
        assert "Somebody else must write down" in refused(proxies.write_down, row.pk, *own, by=at.of.members[1])
    row = at.counted(at.of, row, 6)
    assert "too late" in refused(proxies.take_back, made.pk, by=people[9])


def test_what_coming_cost_has_a_most_and_minutes_are_put_right_by_the_board(at):
    row = at.board_meeting(at.of)
    with travel(row.at + 2 * HOUR):
        row = at.held(at.of, row)
        assert "how much" in refused(expenses.ask, row.pk, "travel", MOST_EXPENSE + 1, by=at.of.members[0])
        assert expenses.ask(row.pk, "travel", MOST_EXPENSE, by=at.of.members[0], key="a").state == "asked"
        minutes.write_notes(row.pk, "We met.", by=at.of.secretary, key="w")
        minutes.publish(row.pk, by=at.of.secretary, key="p")
        assert "stay as they are" in refused(minutes.write_notes, row.pk, "We did not.", by=at.of.secretary)
        assert "Only the board" in refused(minutes.correct, row.pk, "Wrong.", by=at.of.people[9])


def test_without_a_rule_for_the_employer_there_is_no_vote_on_an_office(at):
    held, _ = offices.manager(at.of)
    row = offices.reasoned(at.of, offices.hearing(at.of, held))
    with travel(row.hearing_at + 2 * HOUR):
        assert "No rule says by when" in refused(
            removals.put_to_members, row.pk, offices.asked(at.of), by=at.of.members[0]
        )
