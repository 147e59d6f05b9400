"""What the database refuses on votes, whoever writes: straight rows, past the actions."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from letgo.commons.record.actions import write
from letgo.commons.record.refs import Ref
from letgo.decide.ballots.models import (
    OpenBallot,
    OpenMark,
    Option,
    Poll,
    RollEntry,
    SealedBallot,
    SealedMark,
    SealedSlip,
    SeedReading,
    Tally,
)
from tests.decide.ballots import made
from tests.world import TEST


def line(poll):
    return write("test.line", Ref("poll", poll.pk), by=TEST)


def refused(act):
    """Whether the database itself says no."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


def ballot(poll):
    return OpenBallot(uuid4().hex * 2, poll.pk, "[1]", "ABCD-EFGH-JKLM")


@pytest.fixture
def open_poll(estate):
    poll = made.opened(estate)
    made.cast(estate, poll, [("A bench in the park",)] * 4)
    return poll


def test_the_list_is_not_changed_after_it_was_frozen(estate, open_poll):
    """Nobody is put on it, taken off it or moved on it."""
    entry = open_poll.roll.first()
    late = RollEntry(poll=open_poll, person_id=estate.officer.person, ground="x", number=99, salt="s", leaf="l")
    assert refused(late.save)
    assert refused(lambda: RollEntry.objects.filter(pk=entry.pk).update(person=estate.officer.person))
    assert refused(lambda: RollEntry.objects.filter(pk=entry.pk).delete())
    assert refused(lambda: Poll.objects.filter(pk=open_poll.pk).update(roll_root="0" * 64, line=line(open_poll)))


def test_a_cost_is_not_edited_and_no_option_comes_once_the_vote_is_open(open_poll):
    options = Option.objects.filter(poll=open_poll)
    assert refused(lambda: options.filter(number=1).update(cost_pence=1, line=line(open_poll)))
    assert refused(lambda: options.filter(number=1).update(title="Another", line=line(open_poll)))
    assert refused(lambda: Option.objects.create(poll=open_poll, number=9, title="Late", line=line(open_poll)))
    assert refused(lambda: Poll.objects.filter(pk=open_poll.pk).update(purse_pence=1, line=line(open_poll)))


def test_no_ballot_stands_in_a_box_that_is_not_open(estate, open_poll):
    waits = estate.called()
    assert refused(lambda: ballot(waits).save(force_insert=True))
    made.closed(estate, open_poll)
    assert refused(lambda: ballot(open_poll).save(force_insert=True))
    mark = OpenMark(open_poll.roll.first().pk, open_poll.pk)
    assert refused(lambda: mark.save(force_insert=True))


def test_nobody_is_marked_who_is_not_on_the_list(estate, open_poll):
    other = made.opened(estate, question="Another")
    stranger = OpenMark(other.roll.first().pk, open_poll.pk)
    assert refused(lambda: stranger.save(force_insert=True))


def test_the_sealed_box_takes_nothing_but_at_the_close_and_is_never_touched(estate, open_poll):
    entry = open_poll.roll.first().pk
    rows = (
        lambda: SealedBallot(uuid4(), open_poll.pk, "[1]"),
        lambda: SealedSlip(uuid4(), open_poll.pk, "ABCD-EFGH-JKLM"),
        lambda: SealedMark(uuid4(), open_poll.pk, entry, "online"),
    )
    for _ in ("open", "closed"):
        assert all(refused(lambda row=row: row().save(force_insert=True)) for row in rows)
        made.closed(estate, open_poll)
    assert refused(lambda: SealedBallot.objects.update(picks="[2]"))
    for kind in (SealedBallot, SealedSlip, SealedMark):
        assert kind.objects.exists()
        assert refused(lambda kind=kind: kind.objects.all().delete())


def test_a_closed_vote_never_opens_again_and_its_box_is_not_thrown_away(estate, open_poll):
    assert refused(lambda: Poll.objects.filter(pk=open_poll.pk).update(state="closed", ballots=0, line=line(open_poll)))
    made.closed(estate, open_poll)
    for state in ("open", "closing", "called", "declared"):
        assert refused(
            lambda state=state: Poll.objects.filter(pk=open_poll.pk).update(state=state, line=line(open_poll))
        )
    assert refused(lambda: Poll.objects.filter(pk=open_poll.pk).update(ballots=9, line=line(open_poll)))
    assert refused(lambda: Poll.objects.filter(pk=open_poll.pk).delete())


def test_the_close_only_moves_later_and_only_while_the_vote_is_open(estate, open_poll):
    for hours in (-1, 0):
        earlier = open_poll.closes + hours * made.HOUR - made.HOUR
        assert refused(
            lambda earlier=earlier: Poll.objects.filter(pk=open_poll.pk).update(closes=earlier, line=line(open_poll))
        )
    made.closed(estate, open_poll)
    later = open_poll.closes + made.HOUR
    assert refused(lambda: Poll.objects.filter(pk=open_poll.pk).update(closes=later, line=line(open_poll)))


def test_a_seed_is_not_set_before_the_close_nor_by_one_hand_nor_twice(estate, open_poll):
    """The lot cannot be chosen: two scrutineers read the same after the close, and then it stands."""
    poll = Poll.objects.filter(pk=open_poll.pk)
    reading = {
        "poll": open_poll,
        "reader_id": estate.officer.person,
        "seed": "1",
        "outside": False,
        "line": line(open_poll),
    }
    assert refused(lambda: poll.update(seed="1", line=line(open_poll)))
    assert refused(lambda: SeedReading.objects.create(**reading))
    made.closed(estate, open_poll)
    SeedReading.objects.create(**reading)
    assert refused(lambda: poll.update(seed="1", line=line(open_poll)))
    SeedReading.objects.create(**{**reading, "reader_id": estate.caller.person})
    assert refused(lambda: poll.update(seed="1", line=line(open_poll)))  # both are of the body
    SeedReading.objects.create(**{**reading, "reader_id": estate.scrutineers[1].person, "outside": True})
    poll.update(seed="1", line=line(open_poll))
    assert refused(lambda: poll.update(seed="2", line=line(open_poll)))


def test_nothing_is_counted_before_the_close_and_a_count_is_never_changed(estate, open_poll):
    count = {"poll": open_poll, "report": {}, "certificate": b"", "digest": "d", "line": line(open_poll)}
    assert refused(lambda: Tally.objects.create(number=1, **count))
    made.closed(estate, open_poll)
    Tally.objects.create(number=1, **count)
    assert refused(lambda: Tally.objects.update(digest="e"))
    assert refused(lambda: Tally.objects.all().delete())


def test_a_vote_changes_only_with_a_line_that_says_why(open_poll):
    assert refused(lambda: Poll.objects.filter(pk=open_poll.pk).update(extended_minutes=1))
