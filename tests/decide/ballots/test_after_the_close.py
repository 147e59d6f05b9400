"""After the close: nobody sees a total, two read the seed, one declares, and a result that fails its own proof is none."""

import gzip
from dataclasses import replace
from hashlib import sha256

from letgo.commons.door.models import Message
from letgo.commons.people.actions import end_person
from letgo.commons.people.queries import visible
from letgo.commons.people.rules import ANYONE
from letgo.commons.record.models import Line
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.closing import actions as closing
from letgo.decide.ballots.counting import counted
from letgo.decide.ballots.models import Poll, SealedBallot, Tally
from letgo.decide.ballots.rules import root_of
from tests.commons.powers import made as powers
from tests.database import unguarded
from tests.decide.ballots import made
from tests.decide.ballots.ranked import refused

B, L, C, S = (offered.title for offered in made.IDEAS)
VOTES = [(B, L)] * 5 + [(C,)] * 4 + [(S, L)] * 2


def test_nobody_sees_a_total_before_the_declaration(estate):
    """Not while it is open, not closed, not counted: only the returning officer reads the count that they are to declare."""
    poll = made.opened(estate)
    made.cast(estate, poll, VOTES)
    everybody = [estate.caller, estate.voters[0], ANYONE, *map(estate.world.actor, estate.world.who)]
    for step in (lambda: None, lambda: made.closed(estate, poll), lambda: made.counted(estate, poll)):
        step()
        now_so = made.fresh(poll)
        assert queries.result(now_so) is None
        assert all(queries.result_for(now_so, who) is None for who in everybody)
        assert (queries.result_for(now_so, estate.officer) is not None) == (now_so.state == "counted")
    said = " ".join(str(line.said) for line in Line.objects.filter(verb__startswith="ballots."))
    assert "'votes'" not in said
    assert "rows" not in said
    declared = made.declared(estate, poll)
    assert all(queries.result_for(declared, who) for who in everybody)


def test_the_seed_is_read_by_two_who_agree_and_only_after_the_close(estate):
    poll = made.opened(estate)
    made.cast(estate, poll, VOTES)
    one, other = estate.scrutineers
    refused("after the close", lambda: actions.read_seed(poll.pk, "1", by=one, key=made.key()))
    made.closed(estate, poll)
    refused("scrutineer", lambda: actions.read_seed(poll.pk, "1", by=estate.voters[0], key=made.key()))
    actions.read_seed(poll.pk, "1 2 3", by=one, key=made.key())
    refused("before", lambda: actions.read_seed(poll.pk, "1 2 4", by=one, key=made.key()))
    actions.read_seed(poll.pk, "1 2 4", by=other, key=made.key())
    assert made.fresh(poll).seed == ""
    third = replace(made.person(), grants=other.grants)
    actions.read_seed(poll.pk, " 1 2  4", by=third, key=made.key())
    assert made.fresh(poll).seed == "1 2 4"
    refused(
        "once", lambda: actions.read_seed(poll.pk, "9", by=replace(made.person(), grants=other.grants), key=made.key())
    )


def test_of_those_who_read_the_seed_one_is_from_outside_and_none_gains_by_the_vote(estate):
    estate.power, board = powers.held(estate.world), estate.world.actor("board")
    gains = replace(made.person(), grants=estate.scrutineers[1].grants)
    poll = made.opened(estate, interested=frozenset({gains.person}))
    made.closed(estate, poll)
    refused("scrutineer", lambda: actions.read_seed(poll.pk, "6", by=gains, key=made.key()))
    assert poll not in visible(gains, "ballots.read-seed", Poll.objects.all())
    another = replace(made.person(), grants=board.grants)
    actions.read_seed(poll.pk, "6", by=board, key=made.key())
    actions.read_seed(poll.pk, "6", by=another, key=made.key())
    assert made.fresh(poll).seed == ""
    actions.read_seed(poll.pk, "6", by=replace(estate.officer, grants=frozenset()), key=made.key())
    assert made.fresh(poll).seed == "6"


def test_only_the_named_officer_declares_and_once(estate):
    poll = made.opened(estate)
    made.cast(estate, poll, VOTES)
    made.closed(estate, poll)
    refused("no count", lambda: actions.declare(poll.pk, by=estate.officer, key=made.key()))
    made.counted(estate, poll)
    another = replace(made.person(), grants=estate.officer.grants)
    for by in (estate.caller, another, estate.world.actor("administrator")):
        refused("Only the returning officer", lambda by=by: actions.declare(poll.pk, by=by, key=made.key()))
    made.declared(estate, poll)
    refused("no count", lambda: actions.declare(poll.pk, by=estate.officer, key=made.key()))


def test_a_count_whose_own_proof_fails_is_held_back_and_the_officer_is_told(estate, monkeypatch):
    poll = made.opened(estate)
    made.cast(estate, poll, VOTES)
    made.closed(estate, poll)
    monkeypatch.setattr(closing, "counted", lambda asked: counted(replace(asked, ballots=asked.ballots[1:])))
    made.counted(estate, poll)
    held = made.fresh(poll)
    assert (held.state, held.tallies.count()) == ("closed", 0)
    assert "held back" in " ".join(queries.flags(held).faults)
    assert Message.objects.filter(person=estate.officer.person, about_id=poll.pk).exists()


def test_a_result_that_fails_its_own_proof_is_not_declared(estate):
    """A vandal with the database's own rights changes the count: the declaration looks again, and refuses."""
    poll = made.opened(estate)
    made.cast(estate, poll, VOTES)
    made.closed(estate, poll)
    made.counted(estate, poll)
    tally = made.fresh(poll).tallies.get()
    forged = gzip.compress(gzip.decompress(bytes(tally.certificate)).replace(b'"voters":11', b'"voters":12'))
    with unguarded():
        Tally.objects.filter(pk=tally.pk).update(certificate=forged)
    refused("proof", lambda: actions.declare(poll.pk, by=estate.officer, key=made.key()))
    with unguarded():
        digest = sha256(gzip.decompress(forged)).hexdigest()
        Tally.objects.filter(pk=tally.pk).update(digest=digest)
    refused("proof", lambda: actions.declare(poll.pk, by=estate.officer, key=made.key()))
    with unguarded():
        Tally.objects.filter(pk=tally.pk).update(certificate=tally.certificate, digest=tally.digest)
        SealedBallot.objects.filter(pk=SealedBallot.objects.first().pk).delete()
    refused("proof", lambda: actions.declare(poll.pk, by=estate.officer, key=made.key()))


def test_forgetting_a_person_changes_no_result(estate):
    poll = made.through(estate, VOTES)
    before = queries.result(poll)
    end_person(estate.voters[0].person, estate.world.actor("administrator"), made.key())
    after = queries.result(made.fresh(poll))
    assert [(row.option.pk, row.votes, row.won) for row in after.rows] == [
        (row.option.pk, row.votes, row.won) for row in before.rows
    ]
    assert not queries.proof_faults(poll, after)
    leaves = [bytes.fromhex(leaf) for leaf in poll.roll.order_by("number").values_list("leaf", flat=True)]
    assert root_of(leaves) == poll.roll_root


def test_a_vote_is_called_off_by_its_officer_with_reasons_and_not_while_it_is_open(estate):
    poll = estate.called()
    refused("why", lambda: actions.void_poll(poll.pk, " ", by=estate.officer, key=made.key()))
    assert actions.void_poll(poll.pk, "The list was wrong.", by=estate.officer, key=made.key()).state == "void"
    refused("past that", lambda: actions.void_poll(made.opened(estate).pk, "No", by=estate.officer, key=made.key()))
