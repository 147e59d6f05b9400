"""What the ways to an office and out of it say no to: a step twice, out of turn, by the wrong people, or by an older vote."""

from datetime import timedelta

import pytest
from django.db import transaction

from letgo.commons.record.clock import travel
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.agenda.actions import hear, put_item
from letgo.decide.boards.appointments import actions as jobs
from letgo.decide.boards.caretaking import end_early
from letgo.decide.boards.elections.actions import call_election
from letgo.decide.boards.founding.actions import change_terms
from letgo.decide.boards.giving_back import why_not
from letgo.decide.boards.interests.actions import declare
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.office_models import Removal, Review
from letgo.decide.boards.offices import Asked
from letgo.decide.boards.recalls import actions as recalls
from letgo.decide.boards.recalls import effects
from letgo.decide.boards.removals import actions as removals
from letgo.decide.boards.resolutions import actions as resolutions
from letgo.decide.boards.reviews import actions as reviews
from letgo.decide.boards.rules import Approver
from tests.decide.ballots.made import give_office
from tests.decide.boards import offices, sittings
from tests.decide.boards.offices import DAY, HOUR, MINUTE, key, today
from tests.world import TEST

pytestmark = pytest.mark.django_db


def refused(act, *given, **named) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given, **({"key": key()} | named))
    return no.value.sentence


# Out of an office.


def test_no_step_of_a_removal_is_taken_twice_or_in_no_time(of):
    held, who = offices.manager(of)
    by = of.members[0]
    row = offices.concern(of, held)
    assert "a concern about this office already" in refused(removals.raise_concern, held.pk, "Late.", by=of.members[1])
    for until in (today(), today() - DAY):
        assert "still to come" in refused(removals.agree_plan, row.pk, "Catch up.", until, by=by)
    row = removals.agree_plan(row.pk, "Catch up.", today() + DAY, by=by, key=key())
    with travel(by=DAY):
        given = ("41 of 60 were late.", offices.votes.now() + 15 * DAY, "The hall")
        row = removals.call_hearing(row.pk, *given, by=by, key=key())
        assert "called already" in refused(removals.call_hearing, row.pk, *given, by=by)
        removals.reply(row.pk, "The firm left.", by=who, key=key())
        assert "stands already" in refused(removals.reply, row.pk, "And I was ill.", by=who)


def test_an_office_that_ended_takes_no_concern(of):
    held, _ = offices.manager(of)
    offices.seating.end(held.pk, "resigned", by=TEST, key=key())
    assert "has ended" in refused(removals.raise_concern, held.pk, "Late.", by=of.members[0])


def test_reasons_that_were_written_anew_are_read_anew_and_who_decides_was_said_before(of):
    held, who = offices.manager(of)
    row = offices.reasoned(of, offices.hearing(of, held))
    vote = {"by": of.members[0], "key": key()}
    with travel(row.hearing_at + 2 * HOUR):
        assert "the members decide" in refused(removals.put_to_board, row.pk, by=of.members[0])
        removals.give_reasons(row.pk, "60 of 60 were late.", "End it.", by=of.members[0], key=key())
        assert "has not read the reasons" in refused(removals.put_to_members, row.pk, offices.asked(of), **vote)
        removals.read_reasons(row.pk, by=of.members[1], key=key())
        give_office(of.board.estate.world, who.person)
        own = Asked(**{**vars(offices.asked(of)), "officer": who.person})
        assert "does not run the vote" in refused(removals.put_to_members, row.pk, own, **vote)
        give_office(of.board.estate.world, of.secretary.person)
        own = Asked(**{**vars(offices.asked(of)), "officer": of.secretary.person})
        assert "does not run it" in refused(removals.put_to_members, row.pk, own, by=of.secretary)
        poll = removals.put_to_members(row.pk, offices.asked(of), by=of.members[0], key=key())
    assert set(poll.stakes.values_list("person", flat=True)) == {held.person_id}  # no scrutineer of this vote


def test_a_vote_of_the_board_from_before_the_hearing_was_over_removes_nobody(of):
    """Somebody puts it on an agenda by hand while the plan still runs, and the board says yes: that is not the vote."""
    held, _ = offices.manager(of)
    row = offices.hearing(of, held, decides="board")
    with travel(by=21 * DAY):
        meeting = sittings.called(of)
        item = put_item(
            of.body.pk, "The office", meeting=meeting.pk, about=row.ref, closed=True, by=of.members[0], key=key()
        )
    with travel(meeting.at):
        sittings.opened(of, meeting, 3)
    with travel(meeting.at + 31 * MINUTE):
        sittings.actions.count(meeting.pk, by=of.secretary, key=key())
        assert sittings.voted(of, sittings.put(of, item), "yes", "yes", "yes").carried
        hear(item.pk, "We said yes.", by=of.secretary, key=key())
    offices.reasoned(of, row)
    with travel(row.hearing_at + 2 * HOUR):
        removals.put_to_board(row.pk, by=of.members[0], key=key())
        offices.tick()
    held.refresh_from_db()
    assert (Removal.objects.get(pk=row.pk).state, held.state) == ("vote", "serving")


# Recalls.


def test_nobody_is_recalled_where_nobody_sits(of):
    for held in of.mandates:
        offices.seating.end(held.pk, "resigned", by=TEST, key=key())
    assert "Nobody sits" in refused(recalls.start_recall, of.body.pk, None, "They never met.", by=of.people[5])


def test_a_yes_of_too_few_recalls_nobody_though_its_effect_is_called_by_hand(of):
    from letgo.commons.record.jobs import run_waiting
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots import actions as ballots
    from tests.decide.boards.test_recalls import asked

    row = asked(of, of.mandates[1].pk)
    yes = row.poll.options.get(title="Yes").pk
    with travel(row.poll.opens + MINUTE):
        ballots.open_poll(row.poll_id, by=CLOCK, key=key())
        for voter in of.people[:2]:  # a quarter of twelve are three
            ballots.cast(row.poll_id, [yes], by=voter)
    with travel(row.poll.closes + MINUTE):
        ballots.close_poll(row.poll_id, by=CLOCK, key=key())
        for reader in of.board.estate.scrutineers:
            ballots.read_seed(row.poll_id, "4 2 6", by=reader, key=key())
        run_waiting()
        assert "no declared result" in refused(
            lambda key: effects.recall(Ref("poll", row.poll_id), {"recall": str(row.pk)})
        )
        ballots.declare(row.poll_id, by=offices.replace(of.board.officer, person=row.poll.officer_id), key=key())
        effects.recall(Ref("poll", row.poll_id), {"recall": str(row.pk)})
    assert Mandate.objects.filter(state="serving", title="member").count() == 3


def test_a_board_that_leaves_while_an_election_runs_leaves_to_that_one(of):
    running = call_election(of.body.pk, of.board.officer.person, places=[1], by=of.secretary, key=key())
    ending = {held.pk for held in of.mandates}
    assert end_early(of.body.pk, ending, "recalled", "They go.", by=TEST, key=key()) == running
    empty = dict(of.body.vacancies.values_list("seat__number", "state"))
    assert empty == {1: "filling", 2: "open", 3: "open"}
    assert set(of.body.vacancies.values_list("way", flat=True)) == {"by-election"}


def test_a_seat_whose_member_waits_for_approval_is_not_elected_anew(of):
    sittings.terms(of, approvers=(Approver("The council"),))
    offices.seating.end(of.mandates[2].pk, "resigned", vacant=False, by=TEST, key=key())
    usual = {"source": ("election", None), "start": today(), "end": today() + 300 * DAY, "seat": of.mandates[2].seat}
    waits = offices.seating.fill(of.body, of.people[7].person, name="Person 7", by=TEST, key=key(), **usual)
    assert waits.state == "waiting"
    ending = {held.pk for held in of.mandates[:2]}
    assert end_early(of.body.pk, ending, "recalled", "They go.", by=TEST, key=key()).places == [1, 2]


def test_what_is_taken_back_gives_back_that_seat_alone_and_no_seat_that_is_held(of):
    """Two are recalled by votes of their own, and one of these votes falls."""
    from tests.decide.boards.test_recalls import asked

    rows = [asked(of, of.mandates[number].pk) for number in (1, 2)]
    for row in rows:
        offices.through(of, row.poll, [["Yes"]] * 6)
    assert Mandate.objects.filter(ended_why="recalled", seat__isnull=False).count() == 2
    with travel(offices.after(rows[0].poll)):
        effects.recall_undo(Ref("poll", rows[0].poll_id), {"recall": str(rows[0].pk)})
        sits = set(of.body.mandates.filter(state="serving", title="member").values_list("person", flat=True))
        assert sits == {of.members[0].person, of.members[1].person}
        gone = Mandate.objects.get(pk=of.mandates[1].pk)
        assert "by now" in why_not(gone)
        gone = Mandate.objects.get(pk=of.mandates[2].pk)
    with travel(to=offices.votes.now() + 400 * DAY):
        assert why_not(gone) == "its time is over."


def test_an_office_that_somebody_else_holds_by_now_is_not_given_back(of):
    held, _ = offices.manager(of)
    left = offices.seating.end(held.pk, "removed", by=TEST, key=key())
    offices.manager(of)
    assert why_not(left) == "somebody else has it by now."


def test_terms_are_other_by_the_body_alone_with_a_reason_and_not_while_somebody_may_lose_an_office(of):
    harder = {"removal_quorum_percent": 100}
    assert "Only the board" in refused(change_terms, of.body.pk, harder, "Why.", by=of.people[7])
    assert "Nobody would know" in refused(change_terms, of.body.pk, harder, " ", by=of.members[0])
    held, _ = offices.manager(of)
    offices.concern(of, held)
    assert "stays as it is" in refused(change_terms, of.body.pk, harder, "Why.", by=of.members[0])


# Into an office.


def test_a_job_is_open_for_some_time_and_published_once(of):
    row = jobs.describe(of.body.pk, offices.job(), by=of.secretary, key=key())
    assert "still to come" in refused(jobs.publish, row.pk, today(), by=of.secretary)
    jobs.publish(row.pk, today() + DAY, by=of.secretary, key=key())
    assert "published already" in refused(jobs.publish, row.pk, today() + 9 * DAY, by=of.secretary)


def test_a_name_is_taken_back_by_whose_it_is_until_the_vote(of):
    row, who = offices.published(of), offices.votes.person()
    (wants,) = offices.judged(of, row, [who])
    assert "Only members of the board" in refused(jobs.withdraw, wants.pk, by=of.people[7])
    with travel(by=16 * DAY):
        poll = jobs.put_to_members(row.pk, offices.asked(of), today() + 40 * DAY, by=of.secretary, key=key())
        assert "returning officer takes a name off" in refused(jobs.withdraw, wants.pk, by=who)
    assert set(poll.stakes.values_list("person", flat=True)) == {who.person}


def test_no_vote_on_a_job_while_people_apply_or_wait_for_points_and_none_on_a_day_gone_by(of):
    row, start = offices.published(of), today() + 60 * DAY
    jobs.apply(row.pk, "Person J", "I can.", by=offices.votes.person(), key=key())
    ask = {"by": of.secretary}
    assert "when nobody can apply" in refused(jobs.put_to_members, row.pk, offices.asked(of), start, **ask)
    with travel(by=15 * DAY):
        assert "points to everybody" in refused(jobs.put_to_members, row.pk, offices.asked(of), start, **ask)
        marks = {"Has run repairs": 9, "Listens": 5}
        wants = row.applicants.get()
        jobs.judge(wants.pk, marks, False, "Has no time.", by=of.members[1], key=key())
        assert "Nobody stands" in refused(jobs.put_to_members, row.pk, offices.asked(of), start, **ask)
        jobs.judge(wants.pk, marks, True, by=of.members[1], key=key())
        assert "still to come" in refused(jobs.put_to_members, row.pk, offices.asked(of), today(), **ask)
        poll = jobs.put_to_members(row.pk, offices.asked(of), today() + timedelta(days=1), by=of.secretary, key=key())
        assert poll.quorum == 3  # a quarter of twelve


def test_only_members_say_what_they_gain_and_a_vote_without_a_quorum_is_no_vote_of_the_board(of):
    row = offices.published(of, decides="board")
    for by in (of.people[7], offices.votes.person()):
        assert "Only members" in refused(declare, of.body.pk, row.ref, "My sister.", by=by)
    (wants,) = offices.judged(of, row, [offices.votes.person()])
    with travel(by=16 * DAY):
        jobs.put_to_board(row.pk, today() + 60 * DAY, by=of.secretary, key=key())
        meeting = sittings.called(of)
        item = meeting.items.get(about_id=wants.pk)
    with travel(meeting.at):
        sittings.opened(of, meeting, 3)
    with travel(meeting.at + 31 * MINUTE):
        sittings.actions.count(meeting.pk, by=of.secretary, key=key())
        vote = sittings.put(of, item)
        for who in of.members[1:]:
            sittings.actions.mark(meeting.pk, who.person, "left", by=of.secretary, key=key())
        resolutions.vote(vote.pk, "yes", by=of.members[0], key=key())
        resolutions.close(vote.pk, by=of.secretary, key=key())
        offices.tick()
    row.refresh_from_db()
    assert (row.state, row.mandate) == ("voting", None)


# In it.


def test_who_is_reviewed_has_whole_days_beside_each_figure_however_late_it_comes(of):
    held, _ = offices.manager(of)
    with travel(by=94 * DAY):
        offices.tick()
        row = Review.objects.get(mandate=held)
        noon, day = offices.votes.now().replace(hour=12), today()

    def on(last):
        return travel(noon + (last - day))

    with on(row.comment_until):
        assert "can write beside the figures until" in refused(reviews.end_review, row.pk, "Done.", by=of.members[0])
        reviews.enter_figure(row.pk, "Empty homes", "7", "A list", by=of.members[0], key=key())
        first, row = row.comment_until, Review.objects.get(pk=row.pk)
    assert row.comment_until == first + 7 * DAY
    with on(first + DAY):
        assert "can write beside the figures until" in refused(reviews.end_review, row.pk, "Done.", by=of.members[0])
    with on(row.comment_until + DAY):
        assert reviews.end_review(row.pk, "No comment came.", by=of.members[0], key=key()).state == "done"
