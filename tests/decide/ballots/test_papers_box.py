"""At the close papers enter the sealed box with the online votes: each voter once, and nobody can tell which came from where."""

import json
from datetime import timedelta

import pytest

from letgo.commons.record.clock import travel
from letgo.commons.record.models import Line
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots.actions import close_poll
from letgo.decide.ballots.models import (
    OpenBallot,
    OpenMark,
    PaperReading,
    PaperSettled,
    SealedBallot,
    SealedMark,
    SealedSlip,
)
from letgo.decide.ballots.papers import actions, queries
from letgo.decide.ballots.papers.rules import DOUBTFUL
from letgo.decide.ballots.rules import Terms
from letgo.decide.ballots.rulings import actions as rulings
from tests.decide.ballots.test_papers import batch, receive, typed
from tests.decide.ballots.votes import key, opened

pytestmark = pytest.mark.django_db


def close(vote, hours=0):
    with travel(vote.fresh().closes + timedelta(hours=hours)):
        close_poll(vote.poll.pk, by=CLOCK, key=str(vote.poll.pk))
    return vote.fresh()


def boxed():
    return sorted(json.loads(picks) for picks in SealedBallot.objects.values_list("picks", flat=True))


def said(vote, verb):
    return [line.words.body for line in Line.objects.filter(about_id=vote.poll.pk, verb=verb).select_related("words")]


def test_paper_and_online_by_one_voter_are_one_vote_and_both_are_counted(world):
    """The paper wins by the printed rule; the online ballot, its check slip and its mark are gone before the box is sealed."""
    vote = opened(world, 8)
    both, online, paper = vote.voters[0], vote.voters[1], vote.voters[2:6]
    with travel(vote.poll.opens + timedelta(minutes=1)):
        slip = vote.cast(both, 1)
        other = vote.cast(online, 2)
        receive(vote, both, *paper)
        vote.cast(both, 3)  # and once more online, after the paper: the paper still wins
        pile = batch(vote, 5)
        for who in ("officer-here", "outreach"):
            typed(pile, vote, who, [[1, 2], [3], [3], [], [3]])
    with travel(vote.poll.closes):
        actions.finish_papers(vote.poll.pk, 0, by=vote.officer, key=key())
    poll = close(vote)
    assert boxed() == [[], [1, 2], [2], [3], [3], [3]]
    assert (poll.ballots, poll.paper, poll.replaced) == (1, 5, 1)
    assert list(SealedSlip.objects.values_list("tracker", flat=True)) == [other] != [slip]
    assert SealedMark.objects.count() == 6
    assert SealedMark.objects.get(entry=vote.entry(both)).channel == "paper"


def test_nothing_is_left_by_which_a_paper_could_be_told_from_an_online_vote(world):
    vote = opened(world, 8)
    with travel(vote.poll.opens + timedelta(minutes=1)):
        for person in vote.voters[5:]:
            vote.cast(person, 1)
        receive(vote, *vote.voters[:5])
        pile = batch(vote, 5)
        for who in ("officer-here", "outreach"):
            typed(pile, vote, who, [[2], [2], [2], [2], [2]])
    with travel(vote.poll.closes):
        actions.finish_papers(vote.poll.pk, 0, by=vote.officer, key=key())
    close(vote)
    for rows in (OpenBallot, OpenMark, PaperReading, PaperSettled):
        assert not rows.objects.exists(), rows
    assert [field.name for field in SealedBallot._meta.get_fields()] == ["id", "poll", "picks"]
    assert "[2]" not in json.dumps([line.words.body for line in Line.objects.select_related("words")])


def test_every_paper_is_in_one_count_whatever_became_of_it(world):
    """Counted, spoilt, late, lost, missing: the line of the close and the vote's own row hold them all."""
    vote = opened(world, 14)
    people = vote.voters
    with travel(vote.poll.opens + timedelta(minutes=1)):
        receive(vote, *people[:8])
        receive(vote, people[8], spoilt="Two papers in one envelope.")
        rulings.lose(vote.poll.pk, vote.code(people[0]), "It burned.", by=vote.officer, key=key())
        vote.cast(people[0], 1)  # whose paper was lost votes online
        pile = batch(vote, 6)
        for who in ("officer-here", "outreach"):
            typed(pile, vote, who, [[1], [2], [3], [1, 2], [], DOUBTFUL])
        rulings.rule_on_paper(pile.pk, 6, None, "A drawing.", by=vote.officer, key=key())
    with travel(vote.poll.closes + timedelta(hours=1)):
        receive(vote, people[9], late=True)
        actions.finish_papers(vote.poll.pk, 1, by=vote.officer, key=key())
    poll = close(vote, hours=1)
    assert (poll.ballots, poll.paper, poll.spoilt, poll.late, poll.lost) == (1, 7, 2, 1, 2)
    assert len(boxed()) == 6
    slips = vote.poll.papers.count()
    assert slips == (6 - 1) + poll.spoilt + poll.late + poll.lost  # each cover slip once
    assert said(vote, "ballots.papers-into-box") == [
        {"paper": 7, "counted": 5, "replaced": 0, "aside": 0, "spoilt": 2, "late": 1, "lost": 2, "alone": 0, "unread": 0}
    ]  # fmt: skip


def test_when_time_is_up_what_stands_counts_and_the_record_says_so(world):
    """One batch typed once, one typed twice and not settled, one typed by nobody: the box is sealed all the same."""
    vote = opened(world, 16, Terms(paper_hours=2))
    with travel(vote.poll.opens + timedelta(minutes=1)):
        receive(vote, *vote.voters[:15])
        once, twice, never = batch(vote, 5), batch(vote, 5), batch(vote, 5)
        typed(once, vote, "officer-here", [[1]] * 5)
        typed(twice, vote, "officer-here", [[2, 3]] * 5)
        typed(twice, vote, "outreach", [[2]] * 5)
    with travel(vote.poll.closes + timedelta(hours=1)):
        assert queries.waits(vote.poll, vote.poll.closes + timedelta(hours=1))
    poll = close(vote, hours=2)
    assert boxed() == [[1]] * 5 + [[2]] * 5
    assert (poll.paper, poll.lost) == (15, 5)
    told = said(vote, "ballots.papers-by-the-clock")
    assert sorted(body["batch"] for body in told) == [1, 2, 3]  # at one moment, in no order
    assert list(vote.poll.batches.filter(alone=True).values_list("number", flat=True).order_by("number")) == [1, 2, 3]
    assert never.papers == 5


def test_an_unopened_paper_set_aside_is_counted_as_that(world):
    vote = opened(world, 3, Terms(paper="online-wins"))
    with travel(vote.poll.opens + timedelta(minutes=1)):
        vote.cast(vote.voters[0], 1)
        receive(vote, vote.voters[0])
    with travel(vote.poll.closes):
        actions.finish_papers(vote.poll.pk, 0, by=vote.officer, key=key())
    poll = close(vote)
    assert boxed() == [[1]]
    assert (poll.ballots, poll.paper, poll.replaced) == (1, 0, 0)
    assert said(vote, "ballots.papers-into-box")[0]["aside"] == 1


def test_papers_typed_are_deleted_by_nothing_but_the_close(world):
    from django.db import DatabaseError, transaction

    vote = opened(world, 8)
    with travel(vote.poll.opens + timedelta(minutes=1)):
        receive(vote, *vote.voters[:5])
        pile = batch(vote, 5)
        for who in ("officer-here", "outreach"):
            typed(pile, vote, who, [[1]] * 5)
        for change in (
            lambda: PaperReading.objects.all().delete(),
            lambda: PaperReading.objects.update(reading=[[3]] * 5),
            lambda: PaperSettled.objects.all().delete(),
            lambda: PaperSettled.objects.update(picks=[[3]] * 5),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
