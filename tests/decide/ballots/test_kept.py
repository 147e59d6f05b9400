"""Every table of a vote, asked straight past the actions: what is written once, what changes only with a line, and when."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from letgo.commons.record.actions import write
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions
from letgo.decide.ballots.guards import GUARDS
from letgo.decide.ballots.models import Backing, OpenBallot, OpenMark, Option, PaperReading, PaperSettled, Poll
from letgo.decide.ballots.papers import actions as papers
from letgo.decide.ballots.rules import Helped, Terms
from letgo.decide.ballots.rulings import actions as rulings
from tests.decide.ballots.ranked import refused
from tests.decide.ballots.test_papers import batch, receive, typed
from tests.decide.ballots.votes import called, checker, key
from tests.decide.keeping import unkept
from tests.world import TEST

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def vote(world):
    """A ranked vote that is open, with a bit of everything: an added name, a helper, agents, papers, a ruling, an outage."""
    one, two, gains = (world.person(who).pk for who in ("neighbour", "stranger", "treasurer"))
    more = {"agents": (one, two), "interested": frozenset({gains}), "add_names": 1, "method": "scottish-stv"}
    made = called(world, 12, Terms(vacancy="countback"), **more)
    made.added = actions.add_option(made.poll.pk, "Wood", by=made.voter(made.voters[0]), key=key())
    with travel(made.poll.opens):
        actions.open_poll(made.poll.pk, by=CLOCK, key=key())
    made.fresh()
    with travel(made.poll.opens + MINUTE):
        for person in made.voters[5:]:
            by = replace(made.voter(person), helper=world.person("outreach").pk)
            made.cast(person, 1, by=by, helped=Helped("said yes"))
        receive(made, *made.voters[:5])
        pile = batch(made, 5)
        for who in ("officer-here", "outreach"):
            typed(pile, made, who, [[1], [1], [2], [], [3]])
        rulings.rule(made.poll.pk, "influence", "A warning", "Leaflets.", by=made.officer, key=key())
    with travel(made.poll.closes - HOUR):
        start = made.poll.closes - 3 * HOUR
        rulings.note_outage(made.poll.pk, start, start + HOUR, "The hall was locked.", by=made.officer, key=key())
    made.fresh()
    return made


def through(vote):
    """Closed, counted and declared; somebody objects, and a seat is filled again."""
    poll = vote.poll
    with travel(poll.closes + 49 * HOUR):
        actions.close_poll(poll.pk, by=CLOCK, key=key())
        for reader in (checker(vote.world), checker(vote.world)):
            actions.read_seed(poll.pk, "2 6 1", by=reader, key=key())
        run_waiting()
        actions.declare(poll.pk, by=vote.officer, key=key())
        rulings.challenge(poll.pk, "It was dark.", by=vote.voter(vote.voters[0]), key=key())
        (won,) = poll.tallies.get().report["won"]
        actions.count_back(poll.pk, won, [], by=vote.officer, key=key())


def test_no_row_of_a_vote_changes_without_a_line_and_what_is_written_once_stays(vote):
    """Papers are there until the close, and what comes of a vote is there after it: each table is asked when it holds something."""
    before = unkept(GUARDS)
    through(vote)
    assert [name for name in unkept(GUARDS) if name in before] == []


def barred(act, words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()


def line(vote):
    return write("test.line", Ref("poll", vote.poll.pk), by=TEST)


def test_while_a_vote_is_open_nothing_about_its_choices_changes(vote):
    rows = Option.objects.filter(pk=vote.added.pk)
    barred(lambda: rows.update(withdrawn=True, reason="No.", line=line(vote)), "while its vote is open")
    entry = vote.entry(vote.voters[3])
    barred(lambda: Backing.objects.create(option=vote.added, entry=entry), "before the vote opens")


def test_a_vote_begins_by_its_call_and_is_closed_with_an_empty_box(vote):
    other = deepcopy(vote.poll)
    other.pk, other._state.adding = uuid4(), True
    barred(lambda: other.save(force_insert=True), "begins by its call")
    rows = Poll.objects.filter(pk=vote.poll.pk)
    with transaction.atomic():
        rows.update(state="closing", line=line(vote))
        barred(lambda: rows.update(state="closed", ballots=0, line=line(vote)), "when its open box is empty")
        transaction.set_rollback(True)


def test_a_ballot_is_not_carried_into_another_vote_and_papers_are_typed_before_the_close(world, vote):
    waits = called(world, 2).poll
    for rows in (OpenBallot.objects.filter(poll=vote.poll.pk), OpenMark.objects.filter(poll=vote.poll.pk)):
        barred(lambda rows=rows: rows.update(poll=waits.pk), "before the vote opens or after it closed")
    pile = vote.poll.batches.get()
    through(vote)
    late = {"batch": pile, "number": 3, "typist_id": world.person("officer").pk, "reading": [[1]], "line": line(vote)}
    barred(lambda: PaperReading.objects.create(**late), "before the box is sealed")
    barred(lambda: PaperSettled.objects.create(batch=pile, picks=[[1]], line=line(vote)), "before the box is sealed")


def test_a_batch_is_settled_once_by_a_person_alone_and_doubt_ends_in_marks_that_are_a_vote(world):
    vote = called(world, 12, Terms(most=1))
    with travel(vote.poll.opens):
        actions.open_poll(vote.poll.pk, by=CLOCK, key=key())
        receive(vote, *vote.voters[:5])
        pile = batch(vote, 5)
        helped = replace(vote.actor("officer-here"), helper=world.person("helper").pk)
        refused("cannot type", lambda: papers.type_batch(pile.pk, [[1]] * 5, by=helped, key=key()))
        typed(pile, vote, "officer-here", [[1], [1], [1], [1], [2]])
        typed(pile, vote, "outreach", [[1], [1], [1], [1], [1]])
        third = {"by": vote.actor("officer"), "key": key()}
        papers.settle_batch(pile.pk, {5: [3]}, **third)  # all three differ
        third["key"] = key()
        refused("nothing to settle", lambda: papers.settle_batch(pile.pk, {5: [1]}, **third))
        both = {"by": vote.officer, "key": key()}
        refused("no vote", lambda: rulings.rule_on_paper(pile.pk, 5, [1, 2], "Two crosses.", **both))


def test_an_outage_is_over_when_it_is_noted_and_counts_once_for_the_clock_and_the_officer(world):
    vote = called(world, 2)
    with travel(vote.poll.opens):
        actions.open_poll(vote.poll.pk, by=CLOCK, key=key())
    closes, note = vote.poll.closes, rulings.note_outage
    with travel(closes - 6 * HOUR):
        rulings.beat(closes - 6 * HOUR)
    with travel(closes - 5 * HOUR):
        given = {"by": vote.officer, "key": key()}
        refused("over", lambda: note(vote.poll.pk, closes - 5 * HOUR, closes - HOUR, "A storm.", **given))
    with travel(closes - 4 * HOUR):
        note(vote.poll.pk, closes - 5 * HOUR, closes - 4 * HOUR, "The hall was locked.", by=vote.officer, key=key())
        rulings.beat(closes - 4 * HOUR)
    assert vote.fresh().closes == closes + HOUR
