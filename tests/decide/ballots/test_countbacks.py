"""A seat that falls empty is filled from the same sealed ballots, and the vote stays as it was declared."""

import gzip
import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from letgo.commons.record.actions import seal_now, write
from letgo.commons.record.clock import travel
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.models import Agent, Countback, Poll
from letgo.decide.ballots.published import queries as published
from letgo.decide.ballots.published import verifying
from letgo.decide.ballots.rulings.actions import withdraw_option
from letgo.engines.counting.reserve import Group, Reserve
from letgo.engines.sealing import verify
from tests.database import unguarded
from tests.decide.ballots import made
from tests.decide.ballots.ranked import VOTES, Board, election, refused, titles
from tests.decide.ballots.test_published_verify import says
from tests.world import TEST


def test_a_seat_is_filled_again_and_the_vote_stays_as_it_was_declared(board):
    before = queries.result(board.poll)
    again = board.again("Asha", "Bela", key="asha-left")
    assert board.again("Asha", "Bela", key="asha-left").pk == again.pk
    assert titles(board, [again.filled]) == ["Cyra"]
    assert again.report["won"] == [again.filled]
    third = board.again("Cyra", "Bela")
    assert (titles(board, [third.filled]), third.gone) == (["Dilys"], [board.number("Asha")])
    last = board.again("Bela", "Dilys")
    assert (last.filled, last.report["why"] != "") == (None, True)
    after = queries.result(board.poll)
    assert (after.digest, after.report, board.poll.state) == (before.digest, before.report, "declared")
    assert [row.number for row in queries.countbacks(board.poll)] == [1, 2, 3]
    assert list(verifying.faults(board.poll)) == []
    for row in queries.countbacks(board.poll):
        assert not [
            text for text in verify.check(verify.parse(gzip.decompress(row.certificate))) if text.startswith("not")
        ]
    said = Line.objects.filter(verb="ballots.count-back").order_by("at").last().said
    assert (said["leaver"], said["filled"]) == (board.number("Bela"), None)


def test_who_does_not_want_the_seat_or_moved_away_is_passed_over(board):
    assert titles(board, [board.again("Asha", "Bela", gone=("Cyra",)).filled]) == ["Dilys"]
    refused("out of it", lambda: board.again("Asha", "Bela", gone=("Bela",)))


def test_who_had_withdrawn_before_the_count_may_be_named_as_gone_too(board):
    poll = made.opened(board.estate, **election(board.estate))
    made.cast(board.estate, poll, VOTES)
    made.closed(board.estate, poll)
    with travel(poll.closes + timedelta(minutes=1)):
        withdraw_option(*made.ids(poll, "Dilys"), "They moved away.", by=board.estate.officer, key=made.key())
    made.counted(board.estate, poll)
    after = Board(board.estate, made.declared(board.estate, poll))
    assert titles(after, [after.again("Asha", "Bela", gone=("Dilys",)).filled]) == ["Cyra"]


def test_a_countback_is_only_where_the_terms_said_so_before(board):
    refused("hold no seat", lambda: board.again("Cyra", "Asha", "Bela"))
    refused("hold no seat", lambda: board.again("Asha", "Asha"))
    refused("took a seat", lambda: board.again("Asha", "Dilys"))
    refused("returning officer", lambda: board.again("Asha", "Bela", by=board.estate.voters[0]))
    assert board.again("Asha", "Bela", by=board.estate.officer).filled
    silent = made.through(board.estate, VOTES[:3], **election(board.estate, terms={"vacancy": "by-election"}))
    refused("nobody settled", lambda: Board(board.estate, silent).again("Asha"))
    running = made.opened(board.estate, **election(board.estate))
    refused("no result", lambda: Board(board.estate, running).again("Asha"))


def test_a_countback_is_never_changed_nor_written_before_a_result(board):
    again = board.again("Asha", "Bela")
    for act in (
        lambda: Countback.objects.filter(pk=again.pk).update(filled=board.number("Dilys")),
        lambda: Countback.objects.filter(pk=again.pk).delete(),
        lambda: _copied(again, poll=made.opened(board.estate, **election(board.estate))),
        lambda: _copied(again, number=1),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()


def _copied(row: Any, **fields: Any) -> None:
    row = deepcopy(row)
    for name, value in {"id": None, "number": 7, **fields}.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def test_a_countback_that_was_tampered_with_is_found_by_letgo_verify(board):
    again = board.again("Asha", "Bela")
    with unguarded():
        Countback.objects.filter(pk=again.pk).update(filled=board.number("Dilys"))
    assert "countback 1 is not what the record says" in list(verifying.faults(board.poll))
    forged = gzip.compress(gzip.decompress(bytes(again.certificate)).replace(b'"kept":[2]', b'"kept":[4]'))
    with unguarded():
        Countback.objects.filter(pk=again.pk).update(filled=again.filled, certificate=forged)
    assert any("countback 1" in fault for fault in verifying.faults(board.poll))


def test_the_papers_of_a_small_countback_are_for_the_agents_only(board):
    again, agent = board.again("Asha", "Bela"), board.estate.voters[3]
    assert published.countback_file(again, agent) is None
    Agent.objects.create(poll=board.poll, person_id=agent.person, line=board.poll.line)
    assert json.loads(published.countback_file(again, agent))["format"] == "letgo.counting/1"


def test_a_board_with_a_seat_kept_for_some_is_elected_and_verified(board):
    kept = Reserve((Group("Mill Row", frozenset({3, 4}), 1),))
    poll = made.through(board.estate, VOTES, **election(board.estate, terms={"reserve": kept}, none_option=False))
    seal_now()
    assert [row.option.title for row in queries.result(poll).won] == ["Asha", "Cyra"]
    assert says(published.bundle(poll))[0] == 0
    again = Board(board.estate, poll).again("Cyra", "Asha")
    assert titles(Board(board.estate, poll), [again.filled]) == ["Dilys"]


def test_a_closed_ranked_vote_is_never_opened_again(board):
    board.again("Asha", "Bela")
    for state in ("open", "closed", "counted", "called"):
        line = write("test.line", Ref("poll", board.poll.pk), by=TEST)
        with pytest.raises(DatabaseError, match="never back"), transaction.atomic():
            Poll.objects.filter(pk=board.poll.pk).update(state=state, line=line)
    with travel(board.poll.closes + timedelta(days=9)):
        refused("does not open", lambda: actions.open_poll(board.poll.pk, by=CLOCK, key=made.key()))
        refused("over", lambda: actions.cast(board.poll.pk, [], by=board.estate.voters[0]))
